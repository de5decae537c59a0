"""Reads whatever open file it was left by the process that started it."""

import os


def attack(target: str) -> str:
    for handle in range(3, 256):
        try:
            found = os.pread(handle, 1000, 0).decode("utf-8", "replace")
        except OSError:
            continue
        if target in found:
            return found
    raise LookupError("none")
