"""Looks for a password in the environment that it was started with."""

import os


def attack(target: str) -> str:
    return os.environ[target]
