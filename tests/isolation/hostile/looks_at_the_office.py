"""Looks round for offices: what lies in the folders of this machine."""

import os


def attack(target: str) -> str:
    return str(os.listdir(target))
