"""Puts a link to a file where it may write, and reads through it."""

import os
import tempfile


def attack(target: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        link = f"{folder}/link"
        os.symlink(target, link)
        with open(link) as file:
            return file.read()
