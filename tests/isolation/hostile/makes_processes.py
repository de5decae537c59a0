"""Begins to multiply."""

import os


def attack(target: str) -> str:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return str(child)
