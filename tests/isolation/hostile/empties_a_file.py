"""Empties a file without opening it."""

import os


def attack(target: str) -> str:
    os.truncate(target, 0)
    return "emptied"
