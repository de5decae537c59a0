"""Runs another program."""

import subprocess


def attack(target: str) -> str:
    return subprocess.run(["/bin/echo", target], capture_output=True, text=True, check=True).stdout
