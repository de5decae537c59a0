"""Frames between officebot and a plugin's process: a length, and JSON of bounded size. Nothing else ever crosses.

Both ends read with this file. The service's end believes nothing: a frame that is too long, too slow, no JSON or no
object ends the process on the other side.
"""

from __future__ import annotations

import os
import selectors
import struct
import time
from collections.abc import Callable
from typing import Any, TypeAlias

import orjson

Frame: TypeAlias = dict[str, Any]
#: The longest message that either side reads: a day's mails, a workbook's cells.
LARGEST = 16_000_000
#: More commas and brackets than these would cost many times their bytes once they are read.
_MOST_PARTS = 600_000
_LENGTH = struct.Struct(">I")
_CHUNK = 1 << 18


class Broken(Exception):
    """The other side is gone, too slow, or said what is no frame: `why` is "ended", "late", "large" or "garbage"."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def packed(frame: Frame) -> bytes:
    """The frame as bytes. Raises Broken ("large") where it is too long to be read."""
    data = orjson.dumps(frame)
    if len(data) > LARGEST:
        raise Broken("large")
    return _LENGTH.pack(len(data)) + data


def unpacked(data: bytes) -> Frame:
    """The frame of these bytes (without their length). Raises Broken."""
    if data.count(b",") + data.count(b"[") + data.count(b"{") > _MOST_PARTS:
        raise Broken("large")
    try:
        frame = orjson.loads(data)
    except (orjson.JSONDecodeError, RecursionError):
        raise Broken("garbage") from None
    if not isinstance(frame, dict):
        raise Broken("garbage")
    return frame


def send(handle: int, data: bytes, deadline: float, aside: Aside | None = None) -> None:
    """Write a packed frame to a pipe that does not block, until the deadline (monotonic). Raises Broken."""
    left = memoryview(data)
    while left:
        try:
            left = left[os.write(handle, left[:_CHUNK]) :]
        except BlockingIOError:
            aside = _wait(handle, selectors.EVENT_WRITE, deadline, aside)
        except OSError:
            raise Broken("ended") from None


def receive(handle: int, deadline: float, aside: Aside | None = None) -> Frame:
    """The next frame of a pipe that does not block, until the deadline (monotonic). Raises Broken."""
    (length,) = _LENGTH.unpack(_exactly(handle, _LENGTH.size, deadline, aside))
    if length > LARGEST:
        raise Broken("large")
    return unpacked(_exactly(handle, length, deadline, aside))


#: Another pipe that is looked at while one waits, and what reads it; it says whether there may be more.
Aside: TypeAlias = "tuple[int, Callable[[], bool]]"


def _exactly(handle: int, count: int, deadline: float, aside: Aside | None) -> bytes:
    chunks: list[bytes] = []
    while count:
        try:
            chunk = os.read(handle, min(count, _CHUNK))
        except BlockingIOError:
            aside = _wait(handle, selectors.EVENT_READ, deadline, aside)
            continue
        except OSError:
            raise Broken("ended") from None
        if not chunk:
            raise Broken("ended")
        if time.monotonic() > deadline:
            raise Broken("late")
        chunks.append(chunk)
        count -= len(chunk)
    return b"".join(chunks)


def _wait(handle: int, event: int, deadline: float, aside: Aside | None) -> Aside | None:
    """Until the pipe is ready; what comes aside meanwhile is read. What is still to be looked at aside."""
    while True:
        with selectors.DefaultSelector() as waiting:
            waiting.register(handle, event)
            if aside is not None:
                waiting.register(aside[0], selectors.EVENT_READ)
            left = deadline - time.monotonic()
            ready = waiting.select(left) if left > 0 else []
        if not ready:
            raise Broken("late")
        found = {key.fd for key, _ in ready}
        if aside is not None and aside[0] in found and not aside[1]():
            aside = None
        if handle in found:
            return aside


def receive_blocking(handle: int) -> Frame | None:
    """The next frame of a pipe that blocks; None where it ended. The child's way of reading."""
    head = _blocking(handle, _LENGTH.size)
    if head is None:
        return None
    data = _blocking(handle, _LENGTH.unpack(head)[0])
    return None if data is None else orjson.loads(data)


def send_blocking(handle: int, frame: Frame) -> None:
    """Write a frame to a pipe that blocks. Raises Broken ("large"), or OSError."""
    left = memoryview(packed(frame))
    while left:
        left = left[os.write(handle, left) :]


def _blocking(handle: int, count: int) -> bytes | None:
    chunks: list[bytes] = []
    while count:
        chunk = os.read(handle, min(count, 1 << 20))
        if not chunk:
            return None
        chunks.append(chunk)
        count -= len(chunk)
    return b"".join(chunks)
