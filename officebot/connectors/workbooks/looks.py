"""How the sheets of an .xlsx or .ods look, and their formulas; of what is no such workbook, or of large sheets, nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from officebot.connectors.file_bytes import file_bytes
from officebot.connectors.workbooks.apart import Refused, quiet
from officebot.connectors.workbooks.archives import LARGEST_FILE, Archive, BadArchive, open_archive
from officebot.connectors.workbooks.ods_looks import read_ods_looks
from officebot.connectors.workbooks.ooxml import BookParts, book_part, read_book_parts, unescaped, utf8
from officebot.connectors.workbooks.reading import read_book
from officebot.connectors.workers import WorkerFault, WorkerPool
from officebot.connectors.xml import BadXml, is_true, read_xml
from officebot.core.expressions import expression
from officebot.core.problems import Problem, UserError
from officebot.core.text import say
from officebot.core.workbooks.cells import Cell, column_number
from officebot.core.workbooks.formulas import shifted
from officebot.core.workbooks.grids import Book
from officebot.core.workbooks.looks import Looks

#: A sheet that people lay out by hand is smaller; how much of a workbook is looked at in all.
_LARGEST, _MOST = 4_000_000, 12_000_000
_NAME = expression(r"([A-Za-z]{1,3})([0-9]{1,7})")
#: The formats of per cents that every workbook has (ECMA-376 part 1, §18.8.30); what stands in quotes is no format.
_PERCENTS = frozenset({"9", "10"})
_QUOTED = expression(r'"[^"]{0,200}"|\\.')
_SECONDS = 60.0
_LOOK = "officebot.connectors.workbooks.looks:look_or_refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A workbook with how its sheets look; formulas that no program had reckoned show what they come to."""

    book: Book
    looks: Mapping[str, Looks]


def see_apart(path: Path, workers: WorkerPool) -> Seen:
    """The workbook and its looks, read in a worker. Raises UserError where it cannot be read."""
    found: Seen | Refused | WorkerFault = workers.run(_LOOK, (file_bytes(path, LARGEST_FILE), path.name), _SECONDS)
    if isinstance(found, Seen):
        return found
    if isinstance(found, tuple):
        raise UserError(found)
    what = say("This workbook takes too long or too much memory to read: it is damaged, or not made by people.")
    raise UserError(Problem(where=path.name, what=what))


def look_or_refuse(payload: tuple[bytes, str]) -> Seen | Refused:
    """The worker's side."""
    data, name = payload
    try:
        with quiet():
            return see(data, name)
    except UserError as refused:
        return refused.problems


def see(data: bytes, name: str) -> Seen:
    """The workbook and its looks. Raises UserError where it cannot be read."""
    from officebot.core.workbooks.reckoned import reckoned  # the worker alone reckons

    book = read_book(data, name)
    looks = read_looks(data, book.kind) if book.kind in ("xlsx", "xlsm", "ods") else {}
    return Seen(book=reckoned(book, {sheet: one.formulas for sheet, one in looks.items()}), looks=looks)


def read_looks(data: bytes, kind: str = "xlsx") -> dict[str, Looks]:
    """How each sheet looks, by its name; {} for what cannot be looked at."""
    try:
        archive = open_archive(data)
        if kind == "ods":
            return read_ods_looks(archive, _LARGEST)
        parts = read_book_parts(archive, book_part(archive))
        return dict(_sheets(archive, parts))
    except (BadArchive, BadXml):
        return {}


def _sheets(archive: Archive, parts: BookParts) -> list[tuple[str, Looks]]:
    styles = _styles(archive.read(parts.styles))
    found = []
    left = _MOST
    for sheet in parts.sheets:
        content = archive.read(sheet.part) if sheet.part else b""
        if content and len(content) <= min(_LARGEST, left):
            left -= len(content)
            reading = _Cells(styles)
            read_xml(utf8(content), reading.start, reading.end, reading.text)
            found.append((sheet.name, reading.looks()))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    """How the cells of a style look."""

    indent: int = 0
    is_bold: bool = False
    is_percent: bool = False


def _styles(data: bytes) -> list[_Style]:
    """The styles of the cells, by their number."""
    fonts: list[bool] = []
    percents = set(_PERCENTS)
    styles: list[_Style] = []
    inside = ""

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal inside
        if name in ("fonts", "cellXfs", "cellStyleXfs", "dxfs"):
            inside = name
        elif name == "numFmt" and "%" in _QUOTED.sub("", attributes.get("formatCode", "")):
            percents.add(attributes.get("numFmtId", ""))
        elif name == "font" and inside == "fonts":
            fonts.append(False)
        elif name == "b" and inside == "fonts" and fonts:
            fonts[-1] = is_true(attributes.get("val", "1"))
        elif name == "xf" and inside == "cellXfs":
            font = _whole(attributes.get("fontId", ""))
            is_bold = font < len(fonts) and fonts[font]
            styles.append(_Style(is_bold=is_bold, is_percent=attributes.get("numFmtId", "") in percents))
        elif name == "alignment" and inside == "cellXfs" and styles:
            styles[-1] = replace(styles[-1], indent=min(_whole(attributes.get("indent", "")), 250))

    if data:
        read_xml(utf8(data), start)
    return styles


@dataclass(slots=True)
class _Cells:
    """One pass over a sheet's cells."""

    styles: list[_Style]
    indents: dict[Cell, int] = field(default_factory=dict)
    bold: set[Cell] = field(default_factory=set)
    percents: set[Cell] = field(default_factory=set)
    formulas: dict[Cell, str] = field(default_factory=dict)
    shared: dict[str, tuple[Cell, str]] = field(default_factory=dict)
    cell: Cell | None = None
    number: str = ""
    words: list[str] | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name == "c":
            named = _NAME.fullmatch(attributes.get("r", ""))
            self.cell = Cell(int(named[2]), column_number(named[1])) if named else None
            number = _whole(attributes.get("s", ""))
            if self.cell is not None and number < len(self.styles):
                style = self.styles[number]
                if style.indent:
                    self.indents[self.cell] = style.indent
                if style.is_bold:
                    self.bold.add(self.cell)
                if style.is_percent:
                    self.percents.add(self.cell)
        elif name == "f":
            self.words, self.number = [], attributes.get("si", "")

    def text(self, words: str) -> None:
        """Words inside one."""
        if self.words is not None:
            self.words.append(words)

    def end(self, name: str) -> None:
        """An element ends."""
        if name != "f" or self.words is None:
            return
        text, self.words = unescaped("".join(self.words)), None
        if self.cell is None:
            return
        if text:
            self.formulas[self.cell] = text
            if self.number:
                self.shared[self.number] = (self.cell, text)
        elif self.number in self.shared:
            at, formula = self.shared[self.number]
            self.formulas[self.cell] = shifted(formula, self.cell.row - at.row, self.cell.column - at.column)

    def looks(self) -> Looks:
        """What was found."""
        return Looks(
            indents=self.indents, bold=frozenset(self.bold), percents=frozenset(self.percents), formulas=self.formulas
        )


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 8 else 0
