"""Our own reading of a sheet's XML, cell by cell: slower than python-calamine, but exact and bounded.

It is taken where calamine cannot serve: cells so far apart that the rectangle around them fills no memory, days
before March 1900, faults in cells that do not say where they are, producers whose XML calamine does not know.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from officebot.connectors.workbooks.archives import Archive, BadArchive
from officebot.connectors.workbooks.ooxml import BookParts, unescaped, utf8
from officebot.connectors.workbooks.serials import Shown, from_serial, shown_as
from officebot.connectors.xml import read_xml
from officebot.core.expressions import expression
from officebot.core.text import say
from officebot.core.workbooks.cells import MOST_COLUMNS, MOST_ROWS, Fault, Value, column_number

#: Cells of one sheet, and places up to the last cell of each row.
MOST_CELLS, _MOST_PLACES = 5_000_000, 30_000_000
_NAME = expression(r"([A-Za-z]{1,3})([0-9]{1,7})")


def too_large() -> BadArchive:
    """What is raised for a sheet with more cells than are read."""
    return BadArchive(say("A sheet holds more than {most} cells: it is not read.", most=Decimal(MOST_CELLS)))


class ExactReader:
    """Reads the sheets of one workbook; its texts and formats are read once, when first needed."""

    def __init__(self, archive: Archive, parts: BookParts) -> None:
        self._archive = archive
        self._parts = parts
        self._strings: Sequence[str] | None = None
        self._formats: Sequence[Shown] | None = None

    def rows(self, data: bytes) -> dict[int, Sequence[Value]]:
        """The sheet's rows by number, without empty ones. Raises BadXml, BadArchive."""
        if self._strings is None:
            self._strings = _shared_strings(self._archive.read(self._parts.shared_strings))
        if self._formats is None:
            self._formats = _formats(self._archive.read(self._parts.styles))
        reading = _Rows(self._strings, self._formats, self._parts.is_1904)
        read_xml(utf8(data), reading.start, reading.end, reading.text)
        return reading.rows


class _Rows:
    def __init__(self, strings: Sequence[str], formats: Sequence[Shown], is_1904: bool) -> None:
        self.rows: dict[int, Sequence[Value]] = {}
        self._strings = strings
        self._formats = formats
        self._is_1904 = is_1904
        self._row = self._column = 0
        self._values: list[Value] = []
        self._type = ""
        self._style = 0
        self._words: list[str] | None = None
        self._is_phonetic = False
        self._cells = self._places = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            self._begin_cell(attributes)
        elif name in ("v", "t"):
            if self._words is None:
                self._words = []
        elif name == "row":
            written = attributes.get("r", "")
            self._row = int(written) if written.isdecimal() and len(written) < 8 else self._row + 1
            self._column, self._values = 0, list(self.rows.get(self._row, ()))
        elif name == "rPh":
            self._is_phonetic = True
        self._inside = name in ("v", "t") and not self._is_phonetic

    def text(self, words: str) -> None:
        if self._inside and self._words is not None:
            self._words.append(words)

    def end(self, name: str) -> None:
        self._inside = False
        if name == "c":
            self._end_cell()
        elif name == "row" and self._values and self._row <= MOST_ROWS:
            self._places += len(self._values)
            if self._places > _MOST_PLACES:
                raise too_large()
            self.rows[self._row] = self._values
        elif name == "rPh":
            self._is_phonetic = False

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        named = _NAME.fullmatch(attributes.get("r", ""))
        self._column = column_number(named[1]) if named else self._column + 1
        self._type = attributes.get("t", "n")
        style = attributes.get("s", "0")
        self._style = int(style) if style.isdecimal() and len(style) < 8 else 0
        self._words = None

    def _end_cell(self) -> None:
        if self._words is None or self._column > MOST_COLUMNS:
            return
        self._cells += 1
        if self._cells > MOST_CELLS:
            raise too_large()
        value = self._value("".join(self._words))
        if value is not None:
            self._values += [None] * (self._column - len(self._values))
            self._values[self._column - 1] = value

    def _value(self, text: str) -> Value:
        match self._type:
            case "s":
                number = text.strip()
                known = number.isdecimal() and len(number) < 9 and int(number) < len(self._strings)
                return (self._strings[int(number)] or None) if known else None
            case "str" | "inlineStr":
                return unescaped(text) or None
            case "b":
                return text.strip() in ("1", "true")
            case "e":
                return Fault(text)
            case "d":
                return _day(text)
            case _:
                return self._number(text)

    def _number(self, text: str) -> Value:
        try:
            number = float(text)
        except ValueError:
            return text or None
        if number - number != 0:
            return text
        shown = self._formats[self._style] if self._style < len(self._formats) else ""
        return from_serial(number, shown, self._is_1904)


def _day(text: str) -> Value:
    from datetime import datetime

    from officebot.connectors.workbooks.serials import plain_day

    try:
        return plain_day(datetime.fromisoformat(text.strip().removesuffix("Z")))
    except ValueError:
        return text or None


def _shared_strings(data: bytes) -> list[str]:
    """The texts that cells share, without how they are to be pronounced."""
    found: list[str] = []
    words: list[str] = []
    inside = phonetic = False

    def start(name: str, _: Mapping[str, str]) -> None:
        nonlocal inside, phonetic
        phonetic = phonetic or name == "rPh"
        inside = name == "t" and not phonetic

    def end(name: str) -> None:
        nonlocal inside, phonetic
        inside = False
        if name == "rPh":
            phonetic = False
        elif name == "si":
            found.append(unescaped("".join(words)))
            words.clear()

    def text(more: str) -> None:
        if inside:
            words.append(more)

    if data:
        read_xml(utf8(data), start, end, text)
    return found


def _formats(data: bytes) -> list[Shown]:
    """How each style of the cells shows a number."""
    codes: dict[int, str] = {}
    found: list[Shown] = []
    inside = False

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal inside
        if name == "numFmt":
            codes[_whole(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            inside = True
        elif name == "xf" and inside:
            number = _whole(attributes.get("numFmtId", ""))
            found.append(shown_as(number, codes.get(number, "")))

    def end(name: str) -> None:
        nonlocal inside
        inside = inside and name != "cellXfs"

    if data:
        read_xml(utf8(data), start, end)
    return found


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 8 else 0
