"""Workbooks of Excel 97 made by hand: an OLE container ([MS-CFB]) around a stream of records ([MS-XLS])."""

from __future__ import annotations

import struct
from collections.abc import Sequence

_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_GLOBALS, _SHEET = 0x0005, 0x0010


def xls(cells: Sequence[bytes], *, sheet: str = "Stock", before: bytes = b"", state: int = 0) -> bytes:
    """A workbook with one sheet of these records; `before` stands among the records of the whole book."""
    name = struct.pack("<BB", len(sheet), 0) + sheet.encode("latin-1")
    opening = record(0x0809, struct.pack("<HHHHII", 0x0600, _GLOBALS, 0, 0, 0, 6)) + before
    listed = len(opening) + 4 + 6 + len(name) + 4
    opening += record(0x0085, struct.pack("<IBB", listed, state, 0) + name) + record(0x000A, b"")
    rows = record(0x0809, struct.pack("<HHHHII", 0x0600, _SHEET, 0, 0, 0, 6)) + b"".join(cells) + record(0x000A, b"")
    return _container("Workbook", opening + rows)


def record(kind: int, content: bytes) -> bytes:
    """A record of this kind."""
    return struct.pack("<HH", kind, len(content)) + content


def number(row: int, column: int, value: float) -> bytes:
    """A cell with a number; rows and columns count from 0."""
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def label(row: int, column: int, words: str) -> bytes:
    """A cell with a text."""
    return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(words), 1) + words.encode("utf-16-le"))


def truth(row: int, column: int, value: bool) -> bytes:
    """A cell with a truth."""
    return record(0x0205, struct.pack("<HHHBB", row, column, 0, value, 0))


def merged(top: int, bottom: int, left: int, right: int) -> bytes:
    """A merged area."""
    return record(0x00E5, struct.pack("<HHHHH", 1, top, bottom, left, right))


def _container(name: str, stream: bytes) -> bytes:
    # Streams below 4,096 bytes would lie in a stream of small ones.
    stream += bytes(max(0, 4096 - len(stream)))
    stream += bytes(-len(stream) % 512)
    count = len(stream) // 512
    chain = [*range(3, count + 2), _END]
    table = [_FAT, _END, *chain]
    fat = struct.pack(f"<{len(table)}I", *table) + struct.pack("<I", _FREE) * (128 - len(table))
    directory = _entry("Root Entry", 5, _END, 0, child=1) + _entry(name, 2, 2, len(stream)) + bytes(256)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<I", 0) + struct.pack("<I", _FREE) * 108
    return head + fat + directory + stream


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    head = raw + bytes(64 - len(raw)) + struct.pack("<HBB", len(raw), kind, 1)
    return head + struct.pack("<III", _FREE, _FREE, child) + bytes(36) + struct.pack("<IQ", start, size)
