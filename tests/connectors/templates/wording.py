"""Word documents made for tests, and read back by another library than the one that fills them in."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import docx


def made(*paragraphs: str, change: Callable[[Any], None] | None = None) -> bytes:
    """A Word document with these paragraphs; `change` does more to it."""
    document = docx.Document()
    for one in paragraphs:
        document.add_paragraph(one)
    if change is not None:
        change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_table(*rows: tuple[str, ...]) -> bytes:
    """A Word document with a table of these cells."""

    def add(document: Any) -> None:
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words

    return made(change=add)


def paragraphs(document: bytes) -> list[str]:
    return [one.text for one in docx.Document(io.BytesIO(document)).paragraphs]


def rows(document: bytes) -> list[list[str]]:
    (table,) = docx.Document(io.BytesIO(document)).tables
    return [[cell.text for cell in row.cells] for row in table.rows]


def parts(document: bytes) -> dict[str, bytes]:
    """Each part by its name, in the order of the file."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_part(document: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The document with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, data in parts(document).items():
            archive.writestr(one, change(data) if one == name else data)
    return out.getvalue()


def png(width: int = 40, height: int = 20) -> str:
    """A grey picture, in base64."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x99" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return base64.b64encode(data).decode()
