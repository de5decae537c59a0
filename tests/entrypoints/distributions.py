"""Folders of installed distributions, as installers leave them."""

from __future__ import annotations

import os
from pathlib import Path

#: Long enough ago for a folder's last change to be told from the next one.
_SETTLED = 10


def install(folder: Path, called: str, **duties: str) -> Path:
    """A distribution, whose folder is called `called`, with these duties by name; where it lies."""
    known = folder / called
    known.mkdir(parents=True)
    rows = "".join(f"{name} = {value}\n" for name, value in duties.items())
    (known / "entry_points.txt").write_text(f"[console_scripts]\nx = x:x\n\n[officebot.duties]\n{rows}")
    return known


def settle(folder: Path) -> None:
    """Let the folder's last change be some time ago."""
    seen = folder.stat()
    os.utime(folder, ns=(seen.st_atime_ns, seen.st_mtime_ns - _SETTLED * 1_000_000_000))
