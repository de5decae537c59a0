"""An OOXML package as it lies in its file: parts that are read one by one, and copied as they are packed (ECMA-376 part 2).

What is not to change is never unpacked: `rewrite` copies its packed bytes. Bombs are refused by what the directory
declares, and again while a part is unpacked.
"""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO
from urllib.parse import unquote
from xml.parsers import expat

from officebot.core.expressions import expression
from officebot.core.problems import UserError
from officebot.core.text import say

#: More than any office's workbook has; what is larger is no workbook but an attack, or not ours to change.
MOST_PARTS, MOST_BYTES, MOST_RATIO = 10_000, 2 * 1024**3, 400
#: A part below this may be packed as well as it likes.
_SMALL = 8 * 1024**2
#: Parts other than sheets are read whole.
_LONGEST_PART = 256 * 1024**2
_PIECE, _MOST_AT_ONCE = 256 * 1024, 4 * 1024**2
_FLAG_ENCRYPTED, _FLAG_LATER, _FLAG_UTF8 = 0x1, 0x8, 0x800
_LOCAL, _CENTRAL, _END = 0x04034B50, 0x02014B50, 0x06054B50
_UNSAFE = expression(r"(^|/)\.\.(/|$)|[\x00-\x1f\\]")


class Package:
    """The parts of one workbook. `source` stays open and is read where parts are; it is not changed."""

    def __init__(self, source: BinaryIO) -> None:
        """Raises UserError for what is no package, or not one to unpack."""
        self._source = source
        try:
            with zipfile.ZipFile(source) as held:
                entries = held.infolist()
        except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, struct.error, NotImplementedError):
            raise UserError(
                say("This is no whole workbook: the file is damaged, or only half of it was saved.")
            ) from None
        self.entries = {entry.filename: entry for entry in entries}
        _check(entries)
        self._sources: dict[str, bytes] = {}

    def __contains__(self, part: str) -> bool:
        return part in self.entries

    def pieces(self, part: str) -> Iterator[bytes]:
        """A part's bytes, unpacked piece by piece. Raises UserError where it is damaged or larger than it says."""
        from isal import isal_zlib

        entry = self.entries[part]
        done, checksum = 0, 0
        try:
            for piece in self._unpacked(part):
                done += len(piece)
                if done > entry.file_size:
                    raise _damaged(part)
                checksum = isal_zlib.crc32(piece, checksum)
                yield piece
        except UserError:
            raise
        except Exception:  # noqa: BLE001 — what the unpacker raises has no name of its own
            raise _damaged(part) from None
        if done != entry.file_size or checksum != entry.CRC:
            raise _damaged(part)

    def _unpacked(self, part: str) -> Iterator[bytes]:
        from isal import isal_zlib

        if self.entries[part].compress_type != zipfile.ZIP_DEFLATED:
            yield from self.packed(part)
            return
        unpacker = isal_zlib.decompressobj(-15)
        for packed in self.packed(part):
            while packed:
                piece = unpacker.decompress(packed, _MOST_AT_ONCE)
                packed = unpacker.unconsumed_tail
                if piece:
                    yield piece
        rest = unpacker.flush()
        if rest:
            yield rest

    def packed(self, part: str) -> Iterator[bytes]:
        """A part's bytes as they are packed."""
        entry = self.entries[part]
        self._source.seek(entry.header_offset)
        head = self._source.read(30)
        if len(head) < 30 or head[:4] != b"PK\3\4":
            raise _damaged(part)
        name, extra = struct.unpack("<HH", head[26:30])
        at, left = entry.header_offset + 30 + name + extra, entry.compress_size
        while left:
            self._source.seek(at)
            piece = self._source.read(min(_PIECE, left))
            if not piece:
                raise _damaged(part)
            at, left = at + len(piece), left - len(piece)
            yield piece

    def content(self, part: str) -> bytes:
        """A part's bytes, whole; kept, for a workbook's small parts are asked for more than once."""
        known = self._sources.get(part)
        if known is None:
            if self.entries[part].file_size > _LONGEST_PART:
                raise UserError(say("The workbook's part {part} is too large to be read.", part=part))
            known = b"".join(self.pieces(part))
            if len(known) < _SMALL:
                self._sources[part] = known
        return known

    @staticmethod
    def listing(part: str) -> str:
        """The part that lists what a part refers to."""
        folder, name = posixpath.split(part)
        return posixpath.join(folder, "_rels", f"{name}.rels")

    def related(self, part: str) -> Mapping[str, tuple[str, str]]:
        """What a part refers to: id → (kind, part). Kinds are the last word of their names; outside targets are left out."""
        folder = posixpath.dirname(part)
        listing = self.listing(part)
        found = {}
        if listing in self.entries:
            for one in elements(self.content(listing), {"Relationship"}):
                attributes = one.attributes
                if attributes.get("TargetMode") != "External" and "Target" in attributes:
                    target = unquote(attributes["Target"])
                    whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
                    kind = attributes.get("Type", "").rpartition("/")[2]
                    found[attributes.get("Id", "")] = (kind, self._spelled(whole.lstrip("/")))
        return found

    def only(self, part: str, kind: str) -> str:
        """The one part of a kind that a part refers to; "" where there is none."""
        return next((target for what, target in self.related(part).values() if what == kind and target in self), "")

    @cached_property
    def workbook(self) -> str:
        """The part that lists the sheets. Raises UserError where the package is no workbook."""
        found = self.only("", "officeDocument")
        kinds = dict(self.content_types)
        if not found or "sheet" not in kinds.get(found, "sheet"):
            raise UserError(say("This file is no workbook: is it a document or an archive that was renamed?"))
        return found

    @cached_property
    def content_types(self) -> Mapping[str, str]:
        """What each part says it is, for those that the package names one by one."""
        name = "[Content_Types].xml"
        if name not in self.entries:
            raise UserError(say("This file is no workbook: is it a document or an archive that was renamed?"))
        listed = (one.attributes for one in elements(self.content(name), {"Override"}))
        return {unquote(one.get("PartName", "")).lstrip("/"): one.get("ContentType", "") for one in listed}

    def _spelled(self, part: str) -> str:
        # Names of parts are equal whatever their case (part 2, §6.2.2.3).
        if part in self.entries:
            return part
        return self._by_lower_case.get(part.lower(), part)

    @cached_property
    def _by_lower_case(self) -> Mapping[str, str]:
        return {name.lower(): name for name in self.entries}


def _damaged(part: str) -> UserError:
    return UserError(
        say("The workbook's part {part} is damaged: open it in Excel or LibreOffice and save it anew.", part=part)
    )


def _check(entries: Iterable[zipfile.ZipInfo]) -> None:
    names: set[str] = set()
    total = 0
    for number, entry in enumerate(entries):
        total += entry.file_size
        if number >= MOST_PARTS or total > MOST_BYTES:
            raise UserError(say("The file unpacks to more than any workbook holds: it is not opened."))
        if entry.file_size > _SMALL and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
            raise UserError(say("The file unpacks to more than any workbook holds: it is not opened."))
        if entry.flag_bits & _FLAG_ENCRYPTED:
            raise UserError(say("The workbook is protected by a password: save it without one first."))
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UserError(say("The workbook is packed in a way that spreadsheet programs do not use."))
        if entry.filename.lower() in names or _UNSAFE.search(entry.filename):
            raise UserError(
                say("The workbook is packed in a way that hides something: it is not opened; save it anew in Excel.")
            )
        names.add(entry.filename.lower())


@dataclass(slots=True)
class Element:
    """An element by its plain name, its attributes, and the words that stand directly in it."""

    name: str
    attributes: dict[str, str]
    words: str = ""


def elements(text: bytes, wanted: Container[str]) -> list[Element]:
    """The elements of some names, without prefixes, in their order; no DTD, no entity.

    Raises UserError for what is no XML, or declares a document type.
    """
    found: list[Element] = []
    within: list[Element | None] = []
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        one = Element(name, attributes) if name in wanted else None
        within.append(one)
        if one is not None:
            found.append(one)

    def end(_: str) -> None:
        within.pop()

    def words(said: str) -> None:
        if within and within[-1] is not None:
            within[-1].words += said

    def refuse(*_: object) -> None:
        raise UserError(say("The workbook declares entities of its own, as attacks do: it is not opened."))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = words
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(text, True)
    except expat.ExpatError:
        raise UserError(
            say("A part of the workbook is damaged: open it in Excel or LibreOffice and save it anew.")
        ) from None
    return found


def rewrite(package: Package, changed: Mapping[str, Iterable[bytes]], target: BinaryIO) -> None:
    """Write the package with other bytes for some parts, and perhaps new ones, to `target`; all else is copied as packed."""
    directory: list[bytes] = []
    for name, entry in package.entries.items():
        if name in changed:
            directory.append(_packed_anew(name, entry.date_time, changed[name], target))
        else:
            directory.append(_copied(package, name, entry, target))
    for name in changed.keys() - package.entries.keys():
        directory.append(_packed_anew(name, (1980, 1, 1, 0, 0, 0), changed[name], target))
    at = target.tell()
    for record in directory:
        target.write(record)
    size = target.tell() - at
    if len(directory) > 0xFFFE or at + size > 0xFFFFFFFE:
        raise UserError(say("The workbook is too large to be written."))
    target.write(struct.pack("<IHHHHIIH", _END, 0, 0, len(directory), len(directory), size, at, 0))


def _copied(package: Package, name: str, entry: zipfile.ZipInfo, target: BinaryIO) -> bytes:
    at = target.tell()
    sizes = (entry.CRC, entry.compress_size, entry.file_size)
    target.write(_local(entry.orig_filename, entry.compress_type, entry.date_time, sizes))
    for piece in package.packed(name):
        target.write(piece)
    return _central(entry.orig_filename, entry.compress_type, entry.date_time, sizes, at, entry.external_attr)


def _packed_anew(name: str, when: tuple[int, ...], pieces: Iterable[bytes], target: BinaryIO) -> bytes:
    from isal import isal_zlib

    at = target.tell()
    target.write(_local(name, zipfile.ZIP_DEFLATED, when, (0, 0, 0)))
    packer = isal_zlib.compressobj(2, zlib.DEFLATED, -15)
    checksum = packed = done = 0
    for piece in pieces:
        checksum, done = isal_zlib.crc32(piece, checksum), done + len(piece)
        packed += target.write(packer.compress(piece))
    packed += target.write(packer.flush())
    if max(packed, done) > 0xFFFFFFFE:
        raise UserError(say("The workbook is too large to be written."))
    sizes = (checksum, packed, done)
    end = target.tell()
    target.seek(at)
    target.write(_local(name, zipfile.ZIP_DEFLATED, when, sizes))
    target.seek(end)
    return _central(name, zipfile.ZIP_DEFLATED, when, sizes, at, 0)


def _local(name: str, method: int, when: tuple[int, ...], sizes: tuple[int, int, int]) -> bytes:
    told, flags = _told(name)
    day, hour = _moment(when)
    return struct.pack("<IHHHHHIIIHH", _LOCAL, 20, flags, method, hour, day, *sizes, len(told), 0) + told


def _central(
    name: str, method: int, when: tuple[int, ...], sizes: tuple[int, int, int], at: int, attributes: int
) -> bytes:
    told, flags = _told(name)
    day, hour = _moment(when)
    head = (_CENTRAL, 20, 20, flags, method, hour, day, *sizes, len(told), 0, 0, 0, 0, attributes, at)
    return struct.pack("<IHHHHHHIIIHHHHHII", *head) + told


def _told(name: str) -> tuple[bytes, int]:
    return (name.encode("ascii"), 0) if name.isascii() else (name.encode("utf-8"), _FLAG_UTF8)


def _moment(when: tuple[int, ...]) -> tuple[int, int]:
    year, month, day, hour, minute, second = when
    return ((max(year, 1980) - 1980) << 9) | (month << 5) | day, (hour << 11) | (minute << 5) | (second // 2)
