"""Becomes another program, under which no filter of ours would be known."""

import os


def attack(target: str) -> str:
    os.execv("/bin/echo", ["echo", target])
    raise AssertionError("never")
