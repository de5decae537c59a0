"""Changes who it is, by the call that leads from root to anybody."""

import os


def attack(target: str) -> str:
    os.setuid(os.getuid())
    return "changed"
