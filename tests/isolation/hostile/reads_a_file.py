"""Reads a file that is not its own: a password of the office, a key in the home of whoever runs it."""

from pathlib import Path


def attack(target: str) -> str:
    return Path(target).read_text()
