"""Finished reports read back: the tables and sentences of a Word document, the numbers of a workbook's sheet."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from officebot.connectors.workbooks.reading import read_book
from officebot.connectors.xml import read_xml
from officebot.core.workbooks.cells import column_name
from officebot.core.workbooks.numbers import decimal_of


@dataclass(slots=True)
class Written:
    """What stands in a Word document: its tables as rows of words, and all its texts, those of cells among them."""

    tables: list[list[list[str]]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def document_words(content: bytes) -> Written:
    """What a Word document says."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        data = archive.read("word/document.xml")
    reading = _Words()
    read_xml(data, reading.start, reading.end, reading.text)
    return reading.written


class _Words:
    """One pass over a document; drawings, which hold words of their own, are passed over."""

    def __init__(self) -> None:
        self.written = Written()
        self._words: list[str] = []
        self._cell: list[str] | None = None
        self._is_text = False
        self._drawings = 0

    def start(self, name: str, _: Mapping[str, str]) -> None:
        match name:
            case "AlternateContent":
                self._drawings += 1
            case "tbl":
                self.written.tables.append([])
            case "tr":
                self.written.tables[-1].append([])
            case "tc":
                self._cell = []
            case "t":
                self._is_text = not self._drawings

    def text(self, words: str) -> None:
        if self._is_text:
            self._words.append(words)

    def end(self, name: str) -> None:
        self._is_text = False
        match name:
            case "AlternateContent":
                self._drawings -= 1
            case "p" if not self._drawings:
                said = "".join(self._words)
                self._words.clear()
                self.written.texts.append(said)
                if self._cell is not None:
                    self._cell.append(said)
            case "tc":
                self.written.tables[-1][-1].append("\n".join(self._cell or ()))
                self._cell = None


def sheet_numbers(content: bytes, place: int) -> dict[str, Decimal | None]:
    """The numbers on a workbook's sheet by cell, the first sheet being 0; a length of time in days."""
    grid = read_book(content, "report.xlsx").grids[place]
    return {
        f"{column_name(column)}{row}": _number(value)
        for row, values in grid.rows.items()
        for column, value in enumerate(values, 1)
        if isinstance(value, int | float | Decimal | timedelta) and not isinstance(value, bool)
    }


def _number(value: int | float | Decimal | timedelta) -> Decimal | None:
    if isinstance(value, timedelta):
        return Decimal(value.days * 86_400 + value.seconds) / 86_400
    return decimal_of(value)
