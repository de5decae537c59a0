"""A workbook as a file: what it is now, and whether it is still the same."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from officebot.connectors.workbooks import content
from officebot.connectors.workbooks.synced import ConflictCopy, conflict_copies, unfinished
from officebot.connectors.workbooks.troubles import refused, shown, unreadable
from officebot.core.clock import Clock, SystemClock
from officebot.core.problems import Unavailable
from officebot.core.text import say

LARGEST = 300_000_000
#: A file that was written within this time is looked at twice: a program may still be writing it.
QUIET_SECONDS = 0.5
_TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A workbook as it was observed: what must still be so when it is replaced."""

    path: Path
    size: int
    mtime_ns: int
    inode: int
    device: int
    sha256: str
    conflict_copies: tuple[ConflictCopy, ...] = ()


def observe(
    path: Path,
    *,
    within: Path | None = None,
    largest: int = LARGEST,
    quiet_seconds: float = QUIET_SECONDS,
    clock: Clock | None = None,
) -> Seen:
    """What the workbook is now. Raises UserError, and Unavailable while somebody writes it.

    A link is followed where it leads to a file in the folder `within`, by default the one in which it lies.
    """
    clock = clock or SystemClock()
    try:
        real = _real(path, within)
        for _ in range(_TRIES):
            found = _look(real, largest, quiet_seconds, clock)
            if found is not None:
                return found
    except (OSError, ValueError, RuntimeError) as error:  # a name with a NUL in it, links in a circle
        raise unreadable(path, error if isinstance(error, OSError) else FileNotFoundError()) from error
    raise Unavailable(shown(path), say("The workbook is being written just now: it is tried again."))


def _real(path: Path, within: Path | None) -> Path:
    real = path.resolve(strict=True)
    folder = (within or path.parent).resolve()
    if not real.is_relative_to(folder):
        raise refused(path, say("The workbook is a link that leads out of its folder: name the workbook itself."))
    return real


def _look(path: Path, largest: int, quiet_seconds: float, clock: Clock) -> Seen | None:
    """None where it changed while it was looked at."""
    handle = open_workbook(path)
    try:
        before = os.fstat(handle)
        if before.st_size > largest:
            raise refused(path, say("The workbook is larger than {most} MB.", most=largest // 1_000_000))
        why = unfinished(path, before)
        if why is not None:
            raise refused(path, why)
        age = clock.now().timestamp() - before.st_mtime
        if age < quiet_seconds:
            clock.sleep(min(quiet_seconds, quiet_seconds - age))
        digest = content.digest(handle)
        if not is_same(before, os.fstat(handle)) or not is_at(path, before):
            return None
        return seen_as(path, before, digest)
    finally:
        content.close(handle)


def open_workbook(path: Path) -> int:
    """Open a workbook for reading, never a link or a pipe. Raises OSError, UserError."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags | getattr(os, "O_CLOEXEC", 0))
    except OSError:
        if path.is_dir():
            raise refused(path, say("This is a folder: name the workbook in it.")) from None
        raise
    mode = os.fstat(handle).st_mode
    if stat.S_ISREG(mode):
        return handle
    content.close(handle)
    if stat.S_ISDIR(mode):
        raise refused(path, say("This is a folder: name the workbook in it."))
    raise refused(path, say("This is a device, not a workbook."))


def seen_as(path: Path, found: os.stat_result, digest: str) -> Seen:
    return Seen(path=path, size=found.st_size, mtime_ns=found.st_mtime_ns, inode=found.st_ino, device=found.st_dev,
                sha256=digest, conflict_copies=conflict_copies(path))  # fmt: skip


def is_same(one: os.stat_result, other: os.stat_result) -> bool:
    return (one.st_size, one.st_mtime_ns, one.st_ino) == (other.st_size, other.st_mtime_ns, other.st_ino)


def is_at(path: Path, found: os.stat_result) -> bool:
    """Whether this very file stands under the name."""
    try:
        there = os.lstat(path)
    except FileNotFoundError:
        return False
    return (there.st_dev, there.st_ino) == (found.st_dev, found.st_ino)
