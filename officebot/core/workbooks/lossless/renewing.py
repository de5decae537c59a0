"""Figures that a change made untrue, reckoned anew, so that every reader sees the right ones; what cannot be is dropped."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias
from xml.sax.saxutils import escape

from officebot.core.expressions import expression
from officebot.core.workbooks.cells import MOST_ROWS, Area, Cell, Fault, Value
from officebot.core.workbooks.formulas import shifted
from officebot.core.workbooks.lossless.patching import NewCell, SheetEdit
from officebot.core.workbooks.lossless.scanning import Master, string_of
from officebot.core.workbooks.lossless.shapes import Shapes
from officebot.core.workbooks.lossless.sheetxml import (
    Grammar,
    Held,
    cells_of,
    grammar,
    opened,
    plain,
    row_of,
    rows_of,
    span_of,
)
from officebot.core.workbooks.lossless.values import formula_of, number, read
from officebot.core.workbooks.lossless.workbook import Outline, SheetPart, TablePart, Workbook
from officebot.core.workbooks.reckoning import BadFormula, Unknown, parsed, reckon

#: Beyond so many figures all are dropped; of sheets larger than this only small areas are looked at.
_MOST_FIGURES, _LARGEST_SHEET, _SMALL_AREA = 20_000, 8 * 1024**2, 4_000
#: Beyond so many looks at cells what is left is dropped: a column of growing sums looks at each cell once for each row.
_MOST_LOOKS = 2_000_000
#: Where formulas refer to more cells than this in small areas, a sheet that is not large is read as a whole.
_MOST_WANTED = 200_000
#: Of no more rows than this all cells are read.
_FEW_ROWS = 2_000
_SUMS_OF_SUMS = expression(r"\b(?:SUBTOTAL|AGGREGATE)\s*\(", re.IGNORECASE)
_HIDDEN = expression(rb"""\bhidden\s*=\s*["'](?:1|true)["']""")
#: The one that holds a shared formula of a sheet, by the formula's number and a cell that shows it.
Masters: TypeAlias = "Callable[[bytes, Cell], Master | None]"


@dataclass(frozen=True, slots=True)
class Figure:
    """What a formula's cell shows: its type attribute and its value as XML has it."""

    kind: bytes
    value: bytes


@dataclass(frozen=True, slots=True)
class _String:
    """A shared string, until all that are shown are known."""

    number: int


@dataclass(slots=True)
class _Read:
    """What was read of a sheet: values by row and column, formulas, hidden rows; `is_whole` where all of it was."""

    values: dict[int, dict[int, Value | _String]] = field(default_factory=dict)
    formulas: dict[Cell, str] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    is_whole: bool = False
    whole_rows: set[int] = field(default_factory=set)
    """Rows of which all cells were read."""

    def knows(self, row: int, column: int) -> bool:
        """Whether a cell was read, if only to find it empty."""
        return self.is_whole or row in self.whole_rows or column in self.values.get(row, {})


def renew(
    book: Workbook,
    edits: Mapping[str, SheetEdit],
    outline: Outline,
    new: Mapping[str, Mapping[Cell, str]],
    masters: Mapping[str, Masters],
) -> dict[str, dict[Cell, Figure]]:
    """The figures of all stale formulas, and of `new` ones by the sheet's part; what is not reckoned is left out.

    `edits` and `masters` are by the sheet's part; `outline` is that of after the change.
    """
    stale: dict[str, list[Cell]] = {}
    for sheet in book.sheets:
        edit = edits.get(sheet.part)
        if edit is not None and sum(area.rows * area.columns for area in edit.stale) <= _MOST_FIGURES:
            # A cell that is set shows what it is set to, wherever it stands.
            stale[sheet.name.casefold()] = [
                cell
                for area in edit.stale
                for cell in area.cells()
                if cell.column not in edit.cells.get(cell.row, {})
            ]
    if not any(stale.values()) and not any(new.values()):
        return {}
    office = _Office(book, edits, outline, new, stale, masters)
    found: dict[str, dict[Cell, Figure]] = {}
    for sheet in book.sheets:
        cells = [*stale.get(sheet.name.casefold(), ()), *new.get(sheet.part, ())]
        figures = {cell: figure for cell in sorted(set(cells)) if (figure := office.figure(sheet, cell)) is not None}
        if figures:
            found[sheet.part] = figures
    return found


class _Office:
    """The workbook as it is after the change, as formulas look into it."""

    is_1904 = False
    language = ""

    def __init__(
        self,
        book: Workbook,
        edits: Mapping[str, SheetEdit],
        outline: Outline,
        new: Mapping[str, Mapping[Cell, str]],
        stale: Mapping[str, Sequence[Cell]],
        masters: Mapping[str, Masters],
    ) -> None:
        self.book, self.edits, self._masters = book, edits, masters
        self._outline, self.is_1904 = outline, book.is_1904
        self._tables = {table.name.casefold(): table for table in outline.tables}
        self._sheets = {sheet.name.casefold(): sheet for sheet in book.sheets}
        self._names = {(one.name.casefold(), one.sheet): one.formula for one in outline.names}
        self._stale = {(name, cell) for name, cells in stale.items() for cell in cells}
        self._new = {
            (sheet.name.casefold(), cell): text
            for sheet in book.sheets
            for cell, text in new.get(sheet.part, {}).items()
        }
        self._known: dict[tuple[str, Cell], Value | Unknown] = {}
        self._asked: set[tuple[str, Cell]] = set()
        self._read: dict[str, _Read] = {}
        self._looks = 0
        self._look(stale)

    # ── what is read ──────────────────────────────────────────────────────────────────────────────────────

    def _look(self, stale: Mapping[str, Sequence[Cell]]) -> None:
        """Read the stale cells, then what their formulas and the new ones refer to: mostly cells of the same rows."""
        wanted: dict[str, dict[int, set[int]]] = {name: {} for name in stale}
        for name, cells in stale.items():
            for cell in cells:
                wanted[name].setdefault(cell.row, set()).add(cell.column)
        self._fill(wanted)
        shapes = Shapes(self.book, self._outline)
        seen: dict[str, list[Area]] = {}
        for name, cell, formula in self._formulas():
            for area_name, area in _areas(shapes, formula, name, cell):
                seen.setdefault(area_name, []).append(area)
        self._fill({name: self._rows_of(name, areas) for name, areas in seen.items() if name in self._sheets})
        self._name_strings()

    def _formulas(self) -> Iterator[tuple[str, Cell, str]]:
        for (name, cell), formula in self._new.items():
            yield name, cell, formula
        for name, cell in self._stale:
            formula = self._formula(name, cell)
            if formula:
                yield name, cell, formula

    def _rows_of(self, name: str, areas: Iterable[Area]) -> dict[int, set[int]] | None:
        """Which cells are wanted; None for the whole sheet."""
        is_small = self.book.package.entries[self._sheets[name].part].file_size <= _LARGEST_SHEET
        found: dict[int, set[int]] = {}
        wanted = 0
        for area in set(areas):
            wanted += area.rows * area.columns
            if area.rows * area.columns > _SMALL_AREA or wanted > _MOST_WANTED:
                if is_small:
                    return None
                continue
            for row in range(area.top, area.bottom + 1):
                found.setdefault(row, set()).update(range(area.left, area.right + 1))
        return found

    def _fill(self, wanted: Mapping[str, Mapping[int, set[int]] | None]) -> None:
        for name, rows in wanted.items():
            if name not in self._sheets:
                continue
            into = self._read.setdefault(name, _Read())
            if rows is not None:
                missing = ((row, {one for one in asked if not into.knows(row, one)}) for row, asked in rows.items())
                rows = {row: asked for row, asked in missing if asked}
            if not into.is_whole and (rows is None or rows):
                _read_sheet(self.book, self._sheets[name], rows, into, self._masters[self._sheets[name].part])

    def _name_strings(self) -> None:
        numbers = {
            value.number
            for one in self._read.values()
            for row in one.values.values()
            for value in row.values()
            if isinstance(value, _String)
        }
        strings = self.book.strings(numbers, max(numbers, default=-1))
        for one in self._read.values():
            for row in one.values.values():
                for column, value in row.items():
                    if isinstance(value, _String):
                        row[column] = strings.get(value.number, "")

    # ── what formulas see ─────────────────────────────────────────────────────────────────────────────────

    def is_sheet(self, sheet: str) -> bool:
        return sheet.casefold() in self._sheets

    def cell(self, sheet: str, row: int, column: int) -> Value | Unknown:
        name, cell = sheet.casefold(), Cell(row, column)
        if name not in self._sheets:
            return Unknown("a sheet that is not there")
        edit = self.edits.get(self._sheets[name].part)
        planned = edit.cells.get(row, {}).get(column) if edit is not None else None
        if (name, cell) in self._new or (name, cell) in self._stale:
            return self._value(name, cell)
        if planned is not None:
            return _planned_value(planned, grammar(self._prefix(planned.inner)))
        found = self._read.get(name)
        if found is None or not found.knows(row, column):
            return Unknown("a cell that was not read")
        value = found.values.get(row, {}).get(column)
        if value is None and cell in found.formulas:
            return Unknown("a formula without its figure")
        return Unknown("a string that was not read") if isinstance(value, _String) else value

    @staticmethod
    def _prefix(inner: bytes) -> bytes:
        """How new cells' tags are written: `<x:v>` has the prefix `x:`."""
        name = inner[1 : inner.find(b">")]
        return name[: name.find(b":") + 1] if b":" in name.partition(b" ")[0] else b""

    def area(self, sheet: str, area: Area) -> Iterator[tuple[int, Sequence[Value | Unknown]]]:
        name = sheet.casefold()
        self._looks += min(area.rows * area.columns, _SMALL_AREA)
        if self._looks > _MOST_LOOKS:
            yield area.top, [Unknown("more than is looked at")]
            return
        found = self._read.get(name)
        edit = self.edits.get(self._sheets[name].part) if name in self._sheets else None
        edited = edit.cells if edit is not None else {}
        if found is None or not (found.is_whole or _holds(found, area)):
            if area.rows * area.columns > _SMALL_AREA:
                yield area.top, [Unknown("an area that was not read")]
                return
            rows: Iterable[int] = range(area.top, area.bottom + 1)
        elif area.rows > 4 * (len(found.values) + len(edited)):
            rows = sorted({row for row in (*found.values, *edited) if area.top <= row <= area.bottom})
        else:
            rows = range(area.top, area.bottom + 1)
        for row in rows:
            here = found.values.get(row, {}) if found is not None else {}
            last = min(area.right, max((*here, *edited.get(row, ())), default=0))
            self._looks += 1
            if last >= area.left:
                self._looks += last - area.left
                yield row, [self.cell(sheet, row, column) for column in range(area.left, last + 1)]

    def name(self, name: str, sheet: str) -> str | None:
        own = self._sheets.get(sheet.casefold())
        number = own.number if own is not None else -1
        return self._names.get((name.casefold(), number), self._names.get((name.casefold(), -1)))

    def table(self, name: str) -> TablePart | None:
        return self._tables.get(name.casefold())

    def skipped(
        self, sheet: str, area: Area, *, hidden_by_hand: bool
    ) -> tuple[Container[int], Container[tuple[int, int]]] | None:
        """Known where a sheet was read as a whole, or no row of the area is hidden."""
        found = self._read.get(sheet.casefold())
        if found is None or not (found.is_whole or _holds(found, area)):
            return None
        if any(area.top <= row <= area.bottom for row in found.hidden) and not hidden_by_hand:
            return None
        sums = {(cell.row, cell.column) for cell, formula in found.formulas.items() if _SUMS_OF_SUMS.search(formula)}
        return found.hidden, sums

    # ── reckoning ─────────────────────────────────────────────────────────────────────────────────────────

    def figure(self, sheet: SheetPart, cell: Cell) -> Figure | None:
        """What the cell shows now; None where it cannot be reckoned."""
        try:
            value = self._value(sheet.name.casefold(), cell)
        except RecursionError:
            return None
        match value:
            case Unknown() | None:
                return None
            case bool():
                return Figure(b"b", b"1" if value else b"0")
            case int() | float():
                return Figure(b"", number(value).encode("ascii")) if abs(value) < 1e300 else None
            case Fault():
                return Figure(b"e", _escaped(value.text))
            case str():
                return Figure(b"str", _escaped(value)) if value.isprintable() or not value else None
        return None

    def _value(self, name: str, cell: Cell) -> Value | Unknown:
        key = (name, cell)
        if key in self._known:
            return self._known[key]
        if key in self._asked:
            return Unknown("a circle")
        formula = self._formula(name, cell)
        if not formula:
            return Unknown("no formula")
        self._asked.add(key)
        try:
            found: Value | Unknown = reckon(parsed(formula, cell), self._sheets[name].name, cell, self)
        except BadFormula:
            found = Unknown("no formula that is read here")
        finally:
            self._asked.discard(key)
        self._known[key] = found
        return found

    def _formula(self, name: str, cell: Cell) -> str:
        if (name, cell) in self._new:
            return self._new[name, cell]
        edit = self.edits.get(self._sheets[name].part)
        if edit is not None and cell in edit.reformed:
            return plain(edit.reformed[cell])
        found = self._read.get(name)
        return found.formulas.get(cell, "") if found is not None else ""


def _areas(shapes: Shapes, formula: str, sheet: str, cell: Cell) -> Iterator[tuple[str, Area]]:
    for seen in shapes.of_words(formula, cell.row, sheet).seen:
        top = seen.top if seen.is_top_fixed else cell.row + seen.top
        bottom = seen.bottom if seen.is_bottom_fixed else cell.row + seen.bottom
        area = Area(max(min(top, bottom), 1), seen.left, min(max(top, bottom), MOST_ROWS), seen.right)
        yield seen.sheet or sheet, area


def _holds(found: _Read, area: Area) -> bool:
    """Whether each cell of a small area was read."""
    return area.rows * area.columns <= _SMALL_AREA and all(
        found.knows(row, column)
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
    )


def _read_sheet(
    book: Workbook, part: SheetPart, wanted: Mapping[int, set[int]] | None, into: _Read, masters: Masters
) -> None:
    """Read cells of a sheet; all of them where `wanted` is None. What is wanted and empty is known as empty."""
    sheet, blocks = opened(book.package.pieces(part.part))
    rules = sheet.grammar
    last = 0
    if wanted is not None and len(wanted) <= _FEW_ROWS:
        into.whole_rows.update(wanted)
    for place, asked in (wanted or {}).items():
        into.values.setdefault(place, {}).update(dict.fromkeys(asked - into.values.get(place, {}).keys()))
    numbers = sorted(wanted) if wanted is not None else []
    for block in blocks:
        first, end = span_of(block, rules)
        is_told = first and wanted is not None
        here = numbers[bisect_left(numbers, first) : bisect_right(numbers, end)] if is_told else None
        if here is not None and len(here) < 500:
            rows = [found for number in here if (found := row_of(block, number, rules)) is not None]
        else:
            rows = rows_of(block, rules, last)
        for row in rows:
            if _HIDDEN.search(row.attributes):
                into.hidden.add(row.number)
            columns = wanted.get(row.number) if wanted is not None else None
            if wanted is not None and not columns:
                continue
            values = into.values.setdefault(row.number, {})
            for held, _, _ in cells_of(block, row, rules):
                if wanted is not None and held.column not in (columns or ()) and row.number not in into.whole_rows:
                    continue
                cell = Cell(row.number, held.column)
                formula = _formula_in(held, cell, rules, masters)
                if formula:
                    into.formulas[cell] = formula
                values[held.column] = _value_in(held, rules)
        last = end or (rows[-1].number if rows else last)
    into.is_whole |= wanted is None


def _formula_in(held: Held, cell: Cell, rules: Grammar, masters: Masters) -> str:
    found = formula_of(held, rules)
    if found is None:
        return ""
    told, text = found
    if told.get("t") in (b"array", b"dataTable"):
        return "_ARRAY()"
    if told.get("t") == b"shared" and not text:
        master = masters(told.get("si", b""), cell)
        return shifted(master.formula, cell.row - master.cell.row, cell.column - master.cell.column) if master else ""
    return text


def _value_in(held: Held, rules: Grammar) -> Value | _String:
    number_ = string_of(held, rules)
    return _String(number_) if number_ is not None else read(held, rules, ())


def _planned_value(new: NewCell, rules: Grammar) -> Value | Unknown:
    told = {"t": new.kind} if new.kind else {}
    held = Held(1, told, new.inner)
    return Unknown("a new formula") if formula_of(held, rules) is not None else read(held, rules, ())


def _escaped(words: str) -> bytes:
    return escape(words).encode("utf-8")
