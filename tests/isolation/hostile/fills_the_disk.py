"""Writes temporary files, one after the other."""

import tempfile
from contextlib import ExitStack


def attack(target: str) -> str:
    with ExitStack() as kept:
        for _ in range(int(target)):
            file = kept.enter_context(tempfile.TemporaryFile())
            file.write(b"x" * 10_000_000)
            file.flush()
    return f"{target} files"
