"""What was found in a folder of distributions, kept in the user's cache folder until that folder changes.

It names code that will be run, so it is believed only as far as the folder itself would be: a file of another user, or one
that others may write to, is as if it were not there. Where it cannot be written, everything works without it.

A folder changes when something in it is made, renamed or removed, and every installer does one of them; setuptools'
`.egg-info`, which is rewritten in place, is looked at by itself.
"""

from __future__ import annotations

import json
import os
import stat
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

from officebot.entrypoints.reading import EGG, Entry, egg_state

#: Raised when what is written means something else.
_FORM = 1
#: How old a folder's last change must be: a second one within the clock's own tick (2 s on FAT) would look the same.
_SETTLED_NS = 3_000_000_000
_MOST_BYTES = 8_000_000
#: Folders that are remembered; those written longest ago give way.
_MOST_FOLDERS = 16


@dataclass(frozen=True, slots=True)
class State:
    """What a folder is known by: itself, its last change, and its `.egg-info` folders with theirs."""

    folder: tuple[int, int, int]
    eggs: tuple[tuple[str, int], ...] = ()


def usual_place() -> Path | None:
    """The user's cache folder for this (XDG base directories); None where there is none."""
    told = os.environ.get("XDG_CACHE_HOME", "")
    try:
        base = Path(told) if told.startswith("/") else Path.home() / ".cache"
    except RuntimeError:
        return None
    return base / "officebot" / "entrypoints"


def state_of(folder: str) -> State | None:
    """What the folder is known by now; None where it cannot be told."""
    try:
        itself = _itself(folder)
        eggs = sorted(one.name for one in Path(folder).glob(f"*{EGG}"))
        return State(itself, tuple((name, egg_state(folder, name)) for name in eggs))
    except OSError:
        return None


def recall(folder: str, memory: Path | None) -> Sequence[Entry] | None:
    """What was found in the folder when it was as it is now; None where that is not known."""
    if memory is None:
        return None
    try:
        written = json.loads(_trusted(memory / _name(folder)))
        if written["form"] != _FORM or written["path"] != folder or tuple(written["folder"]) != _itself(folder):
            return None
        if any(egg_state(folder, name) != changed for name, changed in written["eggs"]):
            return None
        return _entries(written["found"])
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def remember(folder: str, state: State, found: Sequence[Entry], memory: Path | None) -> None:
    """Keep what was found in a folder that was in this state; where that cannot be, nothing happens."""
    if memory is None or not state.folder[2] < time.time_ns() - _SETTLED_NS:
        return
    written = {
        "form": _FORM,
        "path": folder,
        "folder": state.folder,
        "eggs": state.eggs,
        "found": found,
    }
    with suppress(OSError):
        memory.mkdir(mode=0o700, parents=True, exist_ok=True)
        _check(memory.lstat(), stat.S_ISDIR)
        _replace(memory / _name(folder), json.dumps(written).encode())
        _forget_the_oldest(memory)


def _itself(folder: str) -> tuple[int, int, int]:
    seen = Path(folder).stat()
    return seen.st_dev, seen.st_ino, seen.st_mtime_ns


def _name(folder: str) -> str:
    """What the file about this folder is called."""
    return f"{sha256(os.fsencode(folder)).hexdigest()[:24]}.json"


def _entries(written: Sequence[Sequence[str]]) -> Sequence[Entry]:
    """What was written, if it is what we write; else TypeError."""
    entries = list(map(Entry._make, written))
    if set(map(type, chain.from_iterable(entries))) - {str}:
        raise TypeError("not a word")
    return entries


def _trusted(file: Path) -> bytes:
    """The file's bytes. Raises OSError where there is none, or somebody else could have written it."""
    _check(file.parent.lstat(), stat.S_ISDIR)
    opened = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        _check(os.fstat(opened), stat.S_ISREG)
        with os.fdopen(opened, "rb", closefd=False) as reading:
            return reading.read(_MOST_BYTES)
    finally:
        os.close(opened)


def _check(seen: os.stat_result, is_kind: Any) -> None:
    if not is_kind(seen.st_mode) or seen.st_uid != os.geteuid() or seen.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise PermissionError("it is somebody else's, or others may write to it")


def _replace(file: Path, content: bytes) -> None:
    """Write the file whole or not at all; several may do so at once."""
    part = file.with_suffix(f".{os.getpid()}")
    opened = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(opened, "wb") as writing:
            writing.write(content)
        part.replace(file)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def _forget_the_oldest(memory: Path) -> None:
    for file in sorted(memory.iterdir(), key=lambda one: one.stat().st_mtime_ns)[:-_MOST_FOLDERS]:
        file.unlink(missing_ok=True)
