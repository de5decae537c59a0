"""What a workbook holds: its sheets, names, tables, styles and strings, each read when it is asked for."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from officebot.core.problems import UserError
from officebot.core.text import say
from officebot.core.workbooks.cells import Area, BadAddress
from officebot.core.workbooks.lossless.package import Package, elements
from officebot.core.workbooks.lossless.sheetxml import words_of
from officebot.core.workbooks.lossless.styles import Styles
from officebot.core.workbooks.lossless.values import text_of

#: 32,767 signs, each with looks of its own and a way to read it, stay far below this.
_LONGEST_STRING = 32 * 1024**2


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet: its name as people see it, its part, its number among the sheets, and whether it is hidden."""

    name: str
    part: str
    number: int
    is_hidden: bool = False
    identity: int = 0
    """What the order of reckoning calls it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name and what its formula and its last row say, "" where they say nothing."""

    name: str
    formula: str = ""
    total: str = ""


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table that somebody made by “format as table”: where it stands, what its columns are called."""

    name: str
    part: str
    sheet: str
    area: Area
    headers: int
    totals: int
    columns: tuple[Column, ...]

    @property
    def body(self) -> Area:
        """Its rows without headings and totals."""
        return Area(self.area.top + self.headers, self.area.left, self.area.bottom - self.totals, self.area.right)


@dataclass(frozen=True, slots=True)
class DefinedName:
    """A name that stands for a formula, in the whole workbook or (`sheet` ≥ 0) in one sheet."""

    name: str
    formula: str
    sheet: int


@dataclass(frozen=True, slots=True)
class Outline:
    """What formulas may call by name: a workbook's tables and defined names, as they are or as they will be."""

    tables: Sequence[TablePart]
    names: Sequence[DefinedName]


class Workbook:
    """A workbook's parts by what they mean. Raises UserError for a package that is no workbook."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._listing = elements(
            package.content(package.workbook), {"sheet", "definedName", "workbookPr", "workbookProtection"}
        )

    @cached_property
    def sheets(self) -> tuple[SheetPart, ...]:
        """The worksheets in their order; charts' and macros' sheets are left out."""
        related = self.package.related(self.package.workbook)
        found = []
        for number, one in enumerate(one for one in self._listing if one.name == "sheet"):
            told = {name.rpartition(":")[2]: value for name, value in one.attributes.items()}
            kind, part = related.get(told.get("id", ""), ("", ""))
            if kind == "worksheet" and part in self.package:
                is_hidden = told.get("state", "visible") != "visible"
                found.append(
                    SheetPart(told.get("name", ""), part, number, is_hidden, _whole(told.get("sheetId", "")))
                )
        return tuple(found)

    def sheet(self, name: str) -> SheetPart:
        """The sheet of that name, whatever its case. Raises UserError with the names there are."""
        found = next((one for one in self.sheets if one.name == name), None)
        found = found or next((one for one in self.sheets if one.name.casefold() == name.casefold()), None)
        if found is None:
            names = [one.name for one in self.sheets[:20]]
            raise UserError(say("The workbook has no sheet “{sheet}”: it has {sheets}.", sheet=name, sheets=names))
        return found

    @cached_property
    def names(self) -> tuple[DefinedName, ...]:
        """The defined names with their formulas."""
        return tuple(
            DefinedName(one.attributes.get("name", ""), one.words, _whole(one.attributes.get("localSheetId", "-1")))
            for one in self._listing
            if one.name == "definedName"
        )

    @cached_property
    def is_1904(self) -> bool:
        """Whether its days are counted from 1904."""
        return any(
            one.attributes.get("date1904") in ("1", "true") for one in self._listing if one.name == "workbookPr"
        )

    @cached_property
    def tables(self) -> tuple[TablePart, ...]:
        """The tables of all sheets, in the order of the sheets."""
        found = []
        for sheet in self.sheets:
            for kind, part in self.package.related(sheet.part).values():
                if (
                    kind == "table"
                    and part in self.package
                    and (table := _table(self.package.content(part), part, sheet.name))
                ):
                    found.append(table)
        return tuple(found)

    @property
    def outline(self) -> Outline:
        """Its tables and names as they are."""
        return Outline(self.tables, self.names)

    @cached_property
    def styles(self) -> Styles:
        """The styles of cells."""
        part = self.styles_part
        return Styles(self.package.content(part) if part else b"")

    @property
    def styles_part(self) -> str:
        """The part with the styles; "" where there is none."""
        return self.package.only(self.package.workbook, "styles")

    def strings(self, wanted: Container[int], last: int) -> Mapping[int, str]:
        """Some of the strings that cells share, by their number; none is asked for beyond `last`."""
        part = self.package.only(self.package.workbook, "sharedStrings")
        found: dict[int, str] = {}
        if not part or last < 0:
            return found
        item = re.compile(rb"<((?:[\w.-]+:)?)si\b[^>]*?(?:/>|>(.*?)</\1si\s*>)", re.DOTALL)
        text, number, waiting = b"", 0, b""
        for piece in self.package.pieces(part):
            waiting += piece
            # Until an end comes, what is one long string is not looked through again with each piece.
            if not any(end in text[-4:] + waiting[-len(piece) - 4 :] for end in (b"si>", b"si/>")):
                if len(waiting) > _LONGEST_STRING:
                    raise _damaged()
                continue
            text, waiting = text + waiting, b""
            if len(text) > _LONGEST_STRING:
                raise _damaged()
            at = 0
            for one in item.finditer(text):
                if number in wanted:
                    found[number] = words_of(text_of(one[2] or b""))
                number, at = number + 1, one.end()
            text = text[at:]
            if number > last:
                break
        return found


def _damaged() -> UserError:
    return UserError(say("A part of the workbook is damaged: open it in Excel or LibreOffice and save it anew."))


def _whole(told: str) -> int:
    return int(told) if told.isdecimal() else -1


def _table(text: bytes, part: str, sheet: str) -> TablePart | None:
    listed = elements(text, {"table", "tableColumn", "calculatedColumnFormula", "totalsRowFormula"})
    if not listed or listed[0].name != "table":
        return None
    told = listed[0].attributes
    try:
        area = Area.read(told.get("ref", ""))
    except BadAddress:
        return None
    columns: list[Column] = []
    for one in listed[1:]:
        if one.name == "tableColumn":
            columns.append(
                Column(words_of(one.attributes.get("name", "")), "", one.attributes.get("totalsRowFunction", ""))
            )
        elif columns and one.name == "calculatedColumnFormula":
            columns[-1] = Column(columns[-1].name, one.words, columns[-1].total)
    headers, totals = _whole(told.get("headerRowCount", "1")), max(_whole(told.get("totalsRowCount", "0")), 0)
    name = told.get("displayName") or told.get("name", "")
    return TablePart(name, part, sheet, area, headers, totals, tuple(columns))


def strings_of(found: Mapping[int, str]) -> Sequence[str]:
    """The strings as a row of them, for `values.read`."""
    return [found.get(number, "") for number in range(max(found, default=-1) + 1)]
