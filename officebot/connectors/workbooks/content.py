"""The bytes of an open file: hashed, copied, read again from the disk; whatever its size, in little memory."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator

_CHUNK = 1 << 20


def chunks(handle: int) -> Iterator[bytes]:
    """The whole content, wherever the file's own place is."""
    at = 0
    while True:
        os.lseek(handle, at, os.SEEK_SET)
        part = os.read(handle, _CHUNK)
        if not part:
            return
        at += len(part)
        yield part


def digest(handle: int) -> str:
    """The SHA-256 of the whole content."""
    found = hashlib.sha256()
    for part in chunks(handle):
        found.update(part)
    return found.hexdigest()


def digest_from_disk(handle: int) -> str:
    """The SHA-256 of what the disk gives back, where the system can be told to forget what it remembers of it."""
    forget = getattr(os, "posix_fadvise", None)
    if forget is not None:
        with contextlib.suppress(OSError):
            forget(handle, 0, 0, os.POSIX_FADV_DONTNEED)
    return digest(handle)


def close(handle: int) -> None:
    """Close a file that was only read: whatever the system says to that, nothing depends on it."""
    with contextlib.suppress(OSError):
        os.close(handle)


def write_all(handle: int, content: bytes) -> None:
    """Write it all, in as many pieces as the system takes."""
    left = memoryview(content)
    while left:
        left = left[os.write(handle, left) :]


def copy(source: int, target: int) -> str:
    """Copy the whole content; its SHA-256."""
    found = hashlib.sha256()
    for part in chunks(source):
        found.update(part)
        write_all(target, part)
    return found.hexdigest()
