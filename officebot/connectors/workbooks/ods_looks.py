"""How the sheets of an OpenDocument spreadsheet look, and their formulas, written as an .xlsx would have them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from officebot.connectors.workbooks.archives import Archive
from officebot.connectors.xml import attribute, read_xml
from officebot.core.expressions import expression
from officebot.core.workbooks.cells import MOST_COLUMNS, MOST_ROWS, Cell
from officebot.core.workbooks.looks import Looks

#: One step of an indent, in inches; a cell that is repeated more often is empty paper.
_STEP, _MOST_REPEATS = 10 / 72, 200
_LENGTH = expression(r"(\d{1,4}(?:\.\d{1,6})?)(in|cm|mm|pt|pc)")
_INCHES = {"in": 1.0, "cm": 1 / 2.54, "mm": 1 / 25.4, "pt": 1 / 72, "pc": 1 / 6}
_PREFIX = expression(r"(?:of|oooc|msoxl):=?|=")
#: `[.B6]`, `[.B6:.M6]`, `[$'Année 2026'.B6]`; and what stands in quotes, which stays as it is.
_REFERENCE = expression(r'"[^"]{0,500}"|\[([^\[\]]{1,300})\]|;')
_PLACE = expression(r"(\$?'[^']{1,100}'|\$?[^'.:]{1,100})?\.([$A-Z0-9]{1,12})")


def read_ods_looks(archive: Archive, largest: int) -> dict[str, Looks]:
    """How each sheet looks, by its name; {} for a spreadsheet that is larger than people lay out by hand."""
    content = archive.read("content.xml")
    if not content or len(content) > largest:
        return {}
    reading = _Reading()
    read_xml(content, reading.start, reading.end)
    return reading.sheets


def plain_formula(formula: str) -> str:
    """A formula as an .xlsx has it, without its equals sign: `of:=SUM([.B6:.M6])` as `SUM(B6:M6)`."""

    def rewrite(hit: re.Match[str]) -> str:
        if hit[1] is None:
            return "," if hit[0] == ";" else hit[0]
        places = [_PLACE.fullmatch(one) for one in hit[1].split(":")]
        if len(places) > 2 or any(one is None for one in places):
            return "#REF!"
        known = [one for one in places if one is not None]
        sheet = (known[0][1] or "").removeprefix("$")
        return (f"{sheet}!" if sheet else "") + ":".join(one[2] for one in known)

    return _REFERENCE.sub(rewrite, _PREFIX.sub("", formula, count=1))


@dataclass(slots=True)
class _Reading:
    """One pass over the content; tables within cells are passed over."""

    sheets: dict[str, Looks] = field(default_factory=dict)
    _indented: dict[str, int] = field(default_factory=dict)
    _bold: set[str] = field(default_factory=set)
    _style: str = ""
    _depth: int = 0
    _sheet: str = ""
    _row: int = 0
    _rows: int = 1
    _column: int = 0
    _cells: dict[Cell, tuple[str, str, str]] = field(default_factory=dict)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name == "table":
            self._depth += 1
            if self._depth == 1:
                self._sheet, self._row, self._cells = attribute(attributes, "name"), 0, {}
        elif self._depth == 0:
            self._take_style(name, attributes)
        elif self._depth == 1 and name == "table-row":
            self._rows, self._column = _count(attributes, "number-rows-repeated"), 0
        elif self._depth == 1 and name in ("table-cell", "covered-table-cell"):
            self._take_cell(attributes)

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "table":
            self._depth -= 1
            if self._depth == 0:
                self.sheets[self._sheet] = self._looks()
        elif name == "table-row" and self._depth == 1:
            self._row += self._rows

    def _take_style(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "style":
            self._style = attribute(attributes, "name") if attribute(attributes, "family") == "table-cell" else ""
        elif not self._style:
            return
        elif name == "text-properties" and attribute(attributes, "font-weight") in (
            "bold",
            "600",
            "700",
            "800",
            "900",
        ):
            self._bold.add(self._style)
        elif name == "paragraph-properties" and (hit := _LENGTH.fullmatch(attribute(attributes, "margin-left"))):
            self._indented[self._style] = min(round(float(hit[1]) * _INCHES[hit[2]] / _STEP), 250)

    def _take_cell(self, attributes: Mapping[str, str]) -> None:
        repeats = _count(attributes, "number-columns-repeated")
        told = (
            attribute(attributes, "style-name"), attribute(attributes, "formula"), attribute(attributes, "value-type")
        )  # fmt: skip
        if any(told) and repeats <= _MOST_REPEATS and self._rows <= _MOST_REPEATS and self._row < MOST_ROWS:
            for row in range(self._row, self._row + self._rows):
                for column in range(self._column, min(self._column + repeats, MOST_COLUMNS)):
                    self._cells[Cell(row + 1, column + 1)] = told
        self._column += repeats

    def _looks(self) -> Looks:
        return Looks(
            indents={
                cell: steps for cell, (style, _, _) in self._cells.items() if (steps := self._indented.get(style, 0))
            },
            bold=frozenset(cell for cell, (style, _, _) in self._cells.items() if style in self._bold),
            percents=frozenset(cell for cell, (_, _, kind) in self._cells.items() if kind == "percentage"),
            formulas={cell: plain_formula(formula) for cell, (_, formula, _) in self._cells.items() if formula},
        )


def _count(attributes: Mapping[str, str], name: str) -> int:
    written = attribute(attributes, name)
    return int(written) if written.isdecimal() and 0 < len(written) < 8 else 1
