"""A workbook's zip: judged before anything is unpacked, each part unpacked to the size that it declares and no further.

What is refused: more parts than any workbook has, a part twice, sizes that no memory holds, a ratio that only a bomb
has, encryption, methods other than deflate. A part whose real size is another than the declared one is damaged.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from isal import isal_zlib

from officebot.core.text import Text, say

#: Of the file, of one part unpacked, of all parts unpacked; a sheet of 5 million cells has some 200 MB.
LARGEST_FILE = 150_000_000
_LARGEST_PART, _LARGEST_TOTAL = 400_000_000, 1_000_000_000
_MOST_PARTS = 10_000
#: Sheets of equal rows reach 100; deflate itself ends at 1,032.
_STEEPEST, _STEEP_FROM = 250, 20_000_000
#: Its stubs call the class an instance.
_BAD_STREAM: Any = isal_zlib.IsalError
_LOCAL_HEADER, _ENCRYPTED = 30, 0x1


class BadArchive(Exception):
    """The zip is not unpacked, and why in a sentence."""

    def __init__(self, why: Text) -> None:
        self.why = why
        super().__init__(why.render())


@dataclass(frozen=True, slots=True)
class Archive:
    """The parts of a zip by name, capitals counting nothing (ECMA-376 part 2, 6.2.2.3); each unpacked when asked for."""

    data: bytes
    entries: Mapping[str, zipfile.ZipInfo]

    def __contains__(self, part: str) -> bool:
        return part.casefold() in self.entries

    def read(self, part: str) -> bytes:
        """The part's bytes; none for a part that is missing. Raises BadArchive."""
        entry = self.entries.get(part.casefold())
        if entry is None:
            return b""
        try:
            content = _unpacked(self._packed(entry), entry)
        except _BAD_STREAM as error:
            raise BadArchive(damaged()) from error
        if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
            raise BadArchive(damaged())
        return content

    def _packed(self, entry: zipfile.ZipInfo) -> memoryview:
        head = self.data[entry.header_offset : entry.header_offset + _LOCAL_HEADER]
        if len(head) < _LOCAL_HEADER or head[:4] != b"PK\3\4":
            raise BadArchive(damaged())
        begin = entry.header_offset + _LOCAL_HEADER + _short(head, 26) + _short(head, 28)
        return memoryview(self.data)[begin : begin + entry.compress_size]


def open_archive(data: bytes) -> Archive:
    """The zip's parts, none of them unpacked yet. Raises BadArchive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, OSError) as error:
        raise BadArchive(damaged()) from error
    _judge(entries)
    found = {entry.filename.replace("\\", "/").removeprefix("/").casefold(): entry for entry in entries}
    if len(found) != len(entries):
        raise BadArchive(say("This workbook holds a part twice: it is not safe to read."))
    return Archive(data, found)


def damaged() -> Text:
    """What is said of a file that was cut or spoilt."""
    return say(
        "This workbook is damaged or was saved only in part: open it in your spreadsheet program and save it again."
    )


def _judge(entries: list[zipfile.ZipInfo]) -> None:
    bomb = say("This workbook would unpack to far more than a workbook holds: it is not opened.")
    if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _LARGEST_TOTAL:
        raise BadArchive(bomb)
    for entry in entries:
        is_steep = entry.file_size > _STEEP_FROM and entry.file_size > _STEEPEST * max(1, entry.compress_size)
        if entry.file_size > _LARGEST_PART or is_steep:
            raise BadArchive(bomb)
        if entry.flag_bits & _ENCRYPTED:
            raise BadArchive(protected())
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise BadArchive(damaged())


def protected() -> Text:
    """What is said of a file that only a password opens."""
    return say("This workbook is protected by a password: save a copy without one, or read it yourself.")


def _unpacked(packed: memoryview, entry: zipfile.ZipInfo) -> bytes:
    if entry.compress_type == zipfile.ZIP_STORED:
        return bytes(packed)
    unpacker = isal_zlib.decompressobj(-15)
    # One byte more than declared tells a stream that goes on.
    return unpacker.decompress(packed, entry.file_size + 1)


def _short(data: bytes, place: int) -> int:
    return int.from_bytes(data[place : place + 2], "little")
