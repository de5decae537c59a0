"""officebot's own files beside a workbook: how they are called, made with care, and swept away after a crash.

Their names begin with ".~" and end as the workbook's: LibreOffice hides them, Dropbox and Nextcloud leave them alone,
and whoever checks one finds the ending that a workbook has.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import secrets
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from officebot.connectors.workbooks import locks, processes
from officebot.connectors.workbooks.content import digest
from officebot.connectors.workbooks.exchanging import place_new, sync_folder
from officebot.core.expressions import expression

_T = TypeVar("_T")
_PREFIX = ".~officebot-"
# Written at first as "new"; when it stands ready to change places, its name says the hashes before and after.
_NAME = expression(
    r"\.~officebot-(?P<process>[0-9a-f.]{1,60})-[0-9a-f]{8}-(?:new|(?P<old>[0-9a-f]{16})-(?P<new>[0-9a-f]{16}))"
    r"(?P<ending>\.\w{1,8})?"
)
_OLD_SECONDS = 24 * 3600
_MOST_COPIES = 100
_LONGEST_NAME = 255


class Careful(io.RawIOBase):
    """An open file that forgets no fault: a library may swallow one, and `finish` raises it again."""

    def __init__(self, handle: int) -> None:
        super().__init__()
        self._handle = handle
        self.fault: OSError | None = None

    def _kept(self, step: Callable[..., _T], *arguments: Any) -> _T:
        try:
            return step(self._handle, *arguments)
        except OSError as error:
            self.fault = self.fault or error
            raise

    def readable(self) -> bool:
        """It can be read too, as a zip's writer wants."""
        return True

    def writable(self) -> bool:
        """It is there to be written."""
        return True

    def seekable(self) -> bool:
        """It is a file."""
        return True

    def fileno(self) -> int:
        """The system's number."""
        return self._handle

    def readinto(self, buffer: Any) -> int:
        """How many bytes were read."""
        return self._kept(os.readv, [buffer])

    def write(self, content: Any) -> int:
        """How many bytes were written: all, or the fault is raised."""
        left = memoryview(content).cast("B")
        size = len(left)
        while left:
            left = left[self._kept(os.write, left) :]
        return size

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """The new place."""
        return self._kept(os.lseek, offset, whence)

    def truncate(self, size: int | None = None) -> int:
        """Cut off at this size, or at the present place."""
        wanted = self.tell() if size is None else size
        self._kept(os.ftruncate, wanted)
        return wanted

    def finish(self) -> None:
        """Raise the first fault that there was, if any."""
        if self.fault is not None:
            raise self.fault


def new_name(path: Path) -> Path:
    """A name beside the workbook that nobody has, and which tells whose it is."""
    token = secrets.token_hex(4)
    return path.with_name(f"{_PREFIX}{processes.this_process()}-{token}-new{_ending(path)}")


def ready_name(made: Path, old: str, new: str) -> Path:
    """The name of a whole new file, from now on until it and the workbook have changed places."""
    return made.with_name(made.name.replace("-new", f"-{old[:16]}-{new[:16]}", 1))


def create(path: Path) -> int:
    """Open a new file for this user alone."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0)
    return os.open(path, flags | getattr(os, "O_BINARY", 0), 0o600)


def place_beside(made: Path, path: Path, words: str) -> Path:
    """Call a file "name (words).xlsx", or "name (words, 2).xlsx" where that is taken; its name."""
    stem = os.fsencode(path.stem)
    for number in range(1, _MOST_COPIES):
        suffix = f" ({words}{f', {number}' if number > 1 else ''}){path.suffix}"
        short = stem[: _LONGEST_NAME - len(os.fsencode(suffix))]
        # A letter that was cut through is left out whole.
        target = path.with_name((os.fsdecode(short) if short == stem else short.decode("utf-8", "ignore")) + suffix)
        with contextlib.suppress(FileExistsError):
            place_new(made, target)
            return target
    raise FileExistsError(str(path))


def sweep(folder: Path, now: datetime) -> list[Path]:
    """Remove what a crash left of officebot's in a folder of workbooks; the savings of others that were found so.

    A temporary file goes when its process has ended, or after a day; a lock file of officebot's when its process has
    ended. Cut off in the instant in which two files changed places, a temporary file may hold a person's saving:
    told by its hash, it is kept beside the workbooks under a visible name, and returned.
    """
    kept: list[Path] = []
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if entry.name.startswith((_PREFIX, ".~lock.")))
    except OSError:
        return kept
    for name in names:
        with contextlib.suppress(FileNotFoundError, PermissionError):
            _sweep_one(folder / name, now, kept)
    return kept


def _sweep_one(path: Path, now: datetime, kept: list[Path]) -> None:
    found = os.lstat(path)
    if not stat.S_ISREG(found.st_mode):
        return
    if path.name.startswith(".~lock."):
        remove_own_lock(path)
        return
    named = _NAME.fullmatch(path.name)
    process = processes.Process.read(named["process"]) if named else None
    if named is None or process is None:
        return
    if not process.has_ended() and now.timestamp() - found.st_mtime < _OLD_SECONDS:
        return
    if named["old"] and _hash(path)[:16] not in (named["old"], named["new"]):
        visible = path.with_name(f"officebot{named['ending'] or ''}")
        kept.append(place_beside(path, visible, f"conflict, {now.astimezone():%Y-%m-%d %H.%M}"))
    else:
        path.unlink(missing_ok=True)
    sync_folder(path.parent)


def remove_own_lock(file: Path, holder: processes.Process | None = None) -> bool:
    """Remove a lock file that is officebot's: `holder`'s, or one whose process has ended; whether it was removed."""
    try:
        raw = file.read_bytes()[:4096]
    except OSError:
        return False
    lock = locks.read_libreoffice(raw, file, datetime.now(UTC))
    if lock.holder is None or not (lock.holder == holder if holder is not None else lock.holder.has_ended()):
        return False
    file.unlink(missing_ok=True)
    return True


def _hash(path: Path) -> str:
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0))
    try:
        return digest(handle)
    finally:
        os.close(handle)


def _ending(path: Path) -> str:
    return path.suffix if re.fullmatch(r"\.\w{1,8}", path.suffix) else ""
