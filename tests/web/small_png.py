"""Pictures of pages made small: a PNG of many colours as one of 255 at most, which is all that a page of text needs."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

_SIGN = b"\x89PNG\r\n\x1a\n"
_MOST = 255


def small(png: bytes) -> bytes:
    """The same picture with its commonest colours; each other one becomes the nearest of them."""
    width, height, depth, lines = _read(png)
    pixels = [[line[at : at + 3] for at in range(0, len(line), depth)] for line in lines]
    counted = Counter(one for line in pixels for one in line)
    palette = [colour for colour, _ in counted.most_common(_MOST)]
    number = {colour: at for at, colour in enumerate(palette)}
    for colour in counted:
        if colour not in number:
            number[colour] = min(range(len(palette)), key=lambda at: _apart(palette[at], colour))
    rows = b"".join(b"\0" + bytes(number[one] for one in line) for line in pixels)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", b"".join(palette)), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return _SIGN + b"".join(_chunk(name, data) for name, data in parts)


def size(png: bytes) -> tuple[int, int]:
    """Width and height of a picture in pixels. Raises ValueError for what is no PNG."""
    if not png.startswith(_SIGN):
        raise ValueError("no PNG")
    return struct.unpack(">II", png[16:24])


def _read(png: bytes) -> tuple[int, int, int, list[bytes]]:
    """Width, height, bytes of a pixel, and the lines of a picture of eight bits a colour that is not interlaced."""
    width, height = size(png)
    bits, kind, _, _, interlaced = png[24:29]
    if (bits, interlaced) != (8, 0) or kind not in (2, 6):
        raise ValueError(f"a PNG of another kind: {bits} {kind} {interlaced}")
    depth = 3 if kind == 2 else 4
    packed = zlib.decompress(b"".join(data for name, data in _chunks(png) if name == b"IDAT"))
    length = width * depth
    lines: list[bytes] = []
    before = bytes(length)
    for row in range(height):
        start = row * (length + 1)
        before = _unfiltered(packed[start], packed[start + 1 : start + 1 + length], before, depth)
        lines.append(before)
    return width, height, depth, lines


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGN)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def _unfiltered(kind: int, line: bytes, above: bytes, depth: int) -> bytes:
    """A line as it was before PNG's filter (ISO 15948, clause 9): 0 none, 1 sub, 2 up, 3 average, 4 Paeth."""
    if kind == 0:
        return line
    if kind == 2:
        return bytes((one + up) & 255 for one, up in zip(line, above, strict=True))
    out = bytearray(line)
    for at, one in enumerate(line):
        left = out[at - depth] if at >= depth else 0
        corner = above[at - depth] if at >= depth else 0
        add = left if kind == 1 else (left + above[at]) // 2 if kind == 3 else _paeth(left, above[at], corner)
        out[at] = (one + add) & 255
    return bytes(out)


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda one: abs(guess - one))


def _apart(one: bytes, other: bytes) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
