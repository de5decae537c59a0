"""Leaves a process in the background that outlives it."""

import os


def attack(target: str) -> str:
    return str(os.posix_spawn("/bin/sleep", ["sleep", target], {}))
