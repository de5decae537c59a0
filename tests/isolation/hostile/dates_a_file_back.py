"""Changes a file's time, by which others see whether it changed."""

import os


def attack(target: str) -> str:
    os.utime(target, (1, 1))
    return "it looks old"
