"""Lets everybody read a password: the kernel's Landlock does not look at who changes a file's rights."""

import os


def attack(target: str) -> str:
    os.chmod(target, 0o644)
    return "everybody may read it"
