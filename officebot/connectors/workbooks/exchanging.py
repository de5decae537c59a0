"""Putting one file in another's place in one step of the system, and knowing whether somebody writes to it."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

if sys.platform != "win32":
    import fcntl

_HERE = -100  # AT_FDCWD
_NO_REPLACE, _EXCHANGE = 1, 2
_TRIES, _PAUSE = 4, 0.02
# What a file system says that cannot do it.
_CANNOT = (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP)
_CANNOT_SYNC = (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EBADF)


class Lease:
    """The system's promise that nobody writes to a file; `is_kept` is False once somebody asked to."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def is_kept(self) -> bool:
        """Whether nobody has opened the file for writing since; who tries waits until the lease is given back."""
        return sys.platform == "win32" or fcntl.fcntl(self._handle, fcntl.F_GETLEASE) == fcntl.F_RDLCK


class InUse(Exception):
    """A process of this machine has the file open for writing."""


@contextmanager
def leased(handle: int) -> Iterator[Lease | None]:
    """A lease on an open file, or None where this disk or this user has none. Raises InUse.

    A lease (fcntl(2), F_SETLEASE) sees every writer of this machine, whoever they are, and no reader is in its way.
    """
    if sys.platform != "linux":
        yield None
        return
    if not _take_lease(handle):
        _refuse_what_is_locked(handle)
        yield None
        return
    try:
        yield Lease(handle)
    finally:
        with contextlib.suppress(OSError):
            fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)


def _take_lease(handle: int) -> bool:
    """Whether there is one; False where this disk has none. Raises InUse.

    A program that is just being started has for an instant all files open of the one that starts it: it is asked again.
    """
    for tries_left in reversed(range(_TRIES)):
        try:
            # The signal of a broken lease would end the process: one that nobody minds is chosen instead.
            fcntl.fcntl(handle, fcntl.F_SETSIG, signal.SIGURG)
            fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        except OSError as error:
            if error.errno != errno.EAGAIN:
                return False
            if not tries_left:
                raise InUse from error
            time.sleep(_PAUSE)
        else:
            return True
    return False


def _refuse_what_is_locked(handle: int) -> None:
    """Raise InUse where another machine holds the file by a record lock, as LibreOffice does on a share."""
    try:
        fcntl.lockf(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EAGAIN, errno.EACCES):
            raise InUse from error
    else:
        fcntl.lockf(handle, fcntl.LOCK_UN)


def exchange(new: Path, old: Path) -> bool:
    """Let two files change places in one step; False where the disk cannot do that, and nothing happened."""
    return _rename(new, old, _EXCHANGE)


def place_new(made: Path, target: Path) -> None:
    """Give a file its name, which nobody else's file has. Raises FileExistsError."""
    if _rename(made, target, _NO_REPLACE):
        return
    try:
        target.hardlink_to(made)
    except FileExistsError:
        raise
    except OSError:
        # No links either, as on a memory stick: whoever comes second in the same instant is not seen.
        if target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        made.rename(target)
    else:
        made.unlink()


def sync_folder(folder: Path) -> None:
    """Have the names in a folder written to the disk, where it knows how to."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        sync(handle)
    finally:
        os.close(handle)


def sync(handle: int) -> None:
    """Have an open file written to the disk; a disk that knows no such thing, as some shares, is taken as it is."""
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _CANNOT_SYNC:
            raise


def try_folder(handle: int) -> bool:
    """Take the folder for officebot's processes of this machine; False while another has it."""
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # A share that knows no such lock: the lock file alone decides.
    return True


def _rename(one: Path, other: Path, how: int) -> bool:
    call = _renameat2()
    if call is None:
        return False
    if call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), how) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(one), None, str(other))


@lru_cache(maxsize=1)
def _renameat2() -> Any:
    if sys.platform != "linux":
        return None
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is not None:
        call.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
        call.restype = ctypes.c_int
    return call
