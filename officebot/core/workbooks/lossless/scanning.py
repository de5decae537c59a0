"""One pass over a sheet: the cells that are asked for, and every formula as a run."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from officebot.core.workbooks.cells import Area, BadAddress, Cell, column_name, column_number
from officebot.core.workbooks.formulas import shifted
from officebot.core.workbooks.lossless.reach import Run
from officebot.core.workbooks.lossless.shapes import Shape, Shapes
from officebot.core.workbooks.lossless.sheetxml import (
    Grammar,
    Held,
    Row,
    Sheet,
    attributes,
    cells_of,
    opened,
    plain,
    row_of,
    rows_of,
    span_of,
)
from officebot.core.workbooks.lossless.workbook import SheetPart, Workbook

_ANYWHERE = Shape((), anywhere=True)


@dataclass(slots=True)
class Master:
    """The cell that holds a shared formula for others."""

    cell: Cell
    area: Area | None
    formula: str
    followers: list[Cell] = field(default_factory=list)
    """Only those of masters that are asked for."""


@dataclass(slots=True)
class Scan:
    """What a pass found: the sheet around its rows, the cells asked for, runs of formulas, array and shared ones."""

    sheet: Sheet
    held: dict[Cell, Held] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    arrays: list[Area] = field(default_factory=list)
    data_tables: list[Area] = field(default_factory=list)
    """What a table of “what if” fills."""
    masters: dict[bytes, list[Master]] = field(default_factory=dict)
    """By their number, which some programs use again further down."""
    last_row: int = 0
    last_rows: dict[int, bytes] = field(default_factory=dict)
    """Rows that were asked for, as they stand."""
    strings: set[int] = field(default_factory=set)
    row_styles: dict[int, int] = field(default_factory=dict)
    """Of rows that were asked for and give their new cells a style."""

    def master(self, number: bytes, cell: Cell) -> Master | None:
        """The one that holds a cell's formula: the last one before it."""
        found = self.masters.get(number, ())
        return next((one for one in reversed(found) if one.cell <= cell), found[0] if found else None)


def scan(book: Workbook, part: SheetPart, wanted: Mapping[int, frozenset[int]], shapes: Shapes) -> Scan:
    """Read a sheet once. `wanted` says of which rows which columns' cells are to be held; an empty set is all of a row."""
    sheet, blocks = opened(book.package.pieces(part.part))
    reader = _Reader(Scan(sheet), part.name, shapes, wanted, sheet.grammar)
    for block in blocks:
        reader.read_formulas(block)
        reader.read_cells(block)
    reader.finish()
    return reader.scan


def scan_cells(book: Workbook, part: SheetPart, wanted: Mapping[int, frozenset[int]]) -> Scan:
    """The same without a look at formulas: only the cells that are asked for."""
    sheet, blocks = opened(book.package.pieces(part.part))
    reader = _Reader(Scan(sheet), part.name, Shapes(book), wanted, sheet.grammar)
    for block in blocks:
        reader.read_cells(block)
    return reader.scan


class _Reader:
    def __init__(
        self, scan: Scan, name: str, shapes: Shapes, wanted: Mapping[int, frozenset[int]], rules: Grammar
    ) -> None:
        self.scan, self.wanted, self.rules = scan, wanted, rules
        self.name, self.lower, self.shapes = name, name.casefold(), shapes
        self._open: dict[int, Run] = {}
        self._columns: dict[bytes, int] = {}
        self._told: dict[bytes, dict[str, bytes]] = {}
        self._shared_shapes: dict[tuple[Cell, int], Shape] = {}
        self._formula = _cells_with_formulas(rules)
        self._mark = b"<" + rules.tag(b"f")
        self._rows_wanted = sorted(wanted)
        self._early: list[tuple[bytes, Cell]] = []

    def read_formulas(self, block: bytes) -> None:
        """Note the formulas of a block; before its cells, for they say which row was the last."""
        count = block.count(self._mark)
        if count:
            found = self._formula.findall(block)
            if len(found) == count:
                self._note_all(found)
            else:
                self._slowly(rows_of(block, self.rules, self.scan.last_row), block)

    def read_cells(self, block: bytes) -> None:
        """Hold the cells of a block that are asked for."""
        before = self.scan.last_row
        first, last = span_of(block, self.rules)
        if last:
            for number in self._rows_wanted[
                bisect_left(self._rows_wanted, first) : bisect_right(self._rows_wanted, last)
            ]:
                row = row_of(block, number, self.rules)
                if row is not None:
                    self._hold(row, block)
        else:
            rows = rows_of(block, self.rules, before)
            for row in rows:
                if row.number in self.wanted:
                    self._hold(row, block)
            last = rows[-1].number if rows else before
        self.scan.last_row = max(last, before)

    def _note_all(self, found: list[tuple[bytes, bytes, bytes, bytes, bytes]]) -> None:
        columns, running, shapes, name = self._columns, self._open, self.shapes, self.name
        for letters, row_text, text, told, more in found:
            column = columns.get(letters)
            if column is None:
                column = columns[letters] = column_number(letters.decode("ascii"))
            row = int(row_text)
            if told:
                self._special(Cell(row, column), told, more)
                continue
            shape = shapes.of(text, row, row_text, name, plain)
            run = running.get(column)
            if run is not None and run.shape is shape and run.bottom == row - 1:
                run.bottom = row
                continue
            running[column] = run = Run(self.lower, column, row, row, shape)
            self.scan.runs.append(run)

    def _slowly(self, rows: list[Row], block: bytes) -> None:
        self._note_all(_slow_formulas(rows, block, self.rules))

    def _special(self, cell: Cell, told: bytes, text: bytes) -> None:
        about = self._told.get(told)
        if about is None:
            about = attributes(told)
            if b"shared" in told and not text:
                self._told[told] = about
        kind = about.get("t", b"normal")
        area = _area(about.get("ref", b""))
        if kind == b"shared":
            self._shared(cell, about.get("si", b""), area, text)
            return
        covers = None
        if kind == b"array":
            covers = area or Area(cell.row, cell.column, cell.row, cell.column)
            self.scan.arrays.append(covers)
        if kind == b"dataTable":
            covers = area
            self.scan.data_tables += [area] if area is not None else []
            shape = _ANYWHERE
        else:
            shape = self.shapes.of_words(plain(text), cell.row, self.name)
        self.scan.runs.append(Run(self.lower, cell.column, cell.row, cell.row, shape, covers))

    def _shared(self, cell: Cell, number: bytes, area: Area | None, text: bytes) -> None:
        if text:
            self.scan.masters.setdefault(number, []).append(Master(cell, area, plain(text)))
        master = self.scan.masters[number][-1] if number in self.scan.masters else None
        if master is None:
            shape = _ANYWHERE
            self._early.append((number, cell))
        else:
            if cell != master.cell and self._is_wanted(master.cell):
                master.followers.append(cell)
            shape = self._shape_of_shared(master, cell.column)
        run = self._open.get(cell.column)
        if run is not None and run.shape is shape and run.bottom == cell.row - 1:
            run.bottom = cell.row
            return
        self._open[cell.column] = run = Run(self.lower, cell.column, cell.row, cell.row, shape)
        self.scan.runs.append(run)

    def _is_wanted(self, cell: Cell) -> bool:
        columns = self.wanted.get(cell.row)
        return columns is not None and (not columns or cell.column in columns)

    def _shape_of_shared(self, master: Master, column: int) -> Shape:
        """One for all cells of a column that a formula is kept for."""
        key = master.cell, column
        shape = self._shared_shapes.get(key)
        if shape is None:
            formula = master.formula
            if column != master.cell.column:
                formula = shifted(formula, 0, column - master.cell.column)
            shape = self._shared_shapes[key] = self.shapes.of_words(formula, master.cell.row, self.name)
        return shape

    def _hold(self, row: Row, block: bytes) -> None:
        columns = self.wanted[row.number]
        if b"customFormat" in row.attributes:
            style = attributes(row.attributes).get("s", b"")
            if style.isdigit():
                self.scan.row_styles[row.number] = int(style)
        if not columns:
            self.scan.last_rows[row.number] = block[row.start : row.end]
        for held, _, _ in cells_of(block, row, self.rules):
            if not columns or held.column in columns:
                self.scan.held[Cell(row.number, held.column)] = held
                number = string_of(held, self.rules)
                if number is not None:
                    self.scan.strings.add(number)

    def finish(self) -> None:
        """Have cells that stand before the one that holds their formula known to it."""
        for number, cell in self._early:
            master = self.scan.master(number, cell)
            if master is not None:
                master.followers.append(cell)
        self._open.clear()


def _cells_with_formulas(rules: Grammar) -> re.Pattern[bytes]:
    """Column, row, text of a plain formula, attributes and text of another one."""
    p = re.escape(rules.prefix)
    return re.compile(rb"<" + p + rb'c r="([A-Z]+)(\d+)"[^>]*><' + p + rb"f(?:>([^<]*)<| ([^>]*?)(?:/>|>([^<]*)<))")


def master_at(scan: Scan, cell: Cell, about: Mapping[str, bytes]) -> Master | None:
    """What this cell, with these attributes of its formula, holds for others; None where it holds its own only."""
    if about.get("t") != b"shared":
        return None
    master = scan.master(about.get("si", b""), cell)
    return master if master is not None and master.cell == cell else None


def string_of(held: Held, rules: Grammar) -> int | None:
    """The number of the shared string that a cell shows; None where it shows none."""
    if held.attributes.get("t") != b"s" or not held.inner:
        return None
    found = rules.value.search(held.inner)
    told = found[1].strip() if found and found[1] else b""
    return int(told) if told.isdigit() else None


def _area(told: bytes) -> Area | None:
    try:
        return Area.read(told.decode("ascii", "replace")) if told else None
    except BadAddress:
        return None


def formulas_of(book: Workbook, part: SheetPart) -> dict[int, dict[int, str]]:
    """The formulas of a sheet by row and column, those that one cell holds for others included."""
    sheet, blocks = opened(book.package.pieces(part.part))
    rules = sheet.grammar
    pattern, mark = _cells_with_formulas(rules), b"<" + rules.tag(b"f")
    found: dict[int, dict[int, str]] = defaultdict(dict)
    masters: dict[bytes, tuple[Cell, str]] = {}
    columns: dict[bytes, int] = {}
    last = 0
    for block in blocks:
        count = block.count(mark)
        cells = pattern.findall(block) if count else []
        if len(cells) != count:
            cells = _slow_formulas(rows_of(block, rules, last), block, rules)
        for letters, row, text, told, more in cells:
            if letters not in columns:
                columns[letters] = column_number(letters.decode("ascii"))
            column, number = columns[letters], int(row)
            if told:
                cell = Cell(number, column)
                found[number][column] = _special_formula(cell, attributes(told), plain(more), masters)
            else:
                found[number][column] = plain(text)
        last = span_of(block, rules)[1] or rows_of(block, rules, last)[-1].number
    return found


def _slow_formulas(rows: list[Row], block: bytes, rules: Grammar) -> list[tuple[bytes, bytes, bytes, bytes, bytes]]:
    found = []
    for row in rows:
        for held, _, _ in cells_of(block, row, rules):
            one = rules.formula.search(held.inner) if held.inner else None
            if one is not None:
                letters, told, text = column_name(held.column).encode("ascii"), one[1].strip(), one[2] or b""
                found.append((letters, b"%d" % row.number, b"" if told else text, told, text))
    return found


def _special_formula(
    cell: Cell, about: Mapping[str, bytes], text: str, masters: dict[bytes, tuple[Cell, str]]
) -> str:
    if about.get("t") != b"shared":
        return text
    number = about.get("si", b"")
    if text:
        masters[number] = cell, text
        return text
    if number not in masters:
        return ""
    master, text = masters[number]
    return shifted(text, cell.row - master.row, cell.column - master.column)
