"""What differs between two versions of a workbook, by cell: what a person looks at before saying yes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from officebot.core.workbooks.cells import Address, Cell, Formula, Value
from officebot.core.workbooks.grids import Book, Grid
from officebot.core.workbooks.numbers import decimal_of

#: The formulas of all sheets, by the sheet's name, row and column.
Formulas = Mapping[str, Mapping[int, Mapping[int, str]]]


@dataclass(frozen=True, slots=True)
class CellDifference:
    """A cell that is not what it was. A formula stands for what it shows where it is another one."""

    address: Address
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class RowDifference:
    """A whole row that came in or went: its number in the newer version, or in the older one where it went."""

    sheet: str
    row: int
    is_new: bool
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """What differs: sheets that came and went, rows, cells."""

    new_sheets: tuple[str, ...]
    gone_sheets: tuple[str, ...]
    rows: tuple[RowDifference, ...]
    cells: tuple[CellDifference, ...]

    def __bool__(self) -> bool:
        return bool(self.new_sheets or self.gone_sheets or self.rows or self.cells)


def differences(old: Book, new: Book, old_formulas: Formulas, new_formulas: Formulas) -> Differences:
    """What differs, sheet by sheet in the newer version's order. Rows put in or taken out do not make all below differ."""
    before = {grid.sheet: grid for grid in old.grids}
    after = {grid.sheet: grid for grid in new.grids}
    rows: list[RowDifference] = []
    cells: list[CellDifference] = []
    for name, grid in after.items():
        if name in before:
            one = _Sheet(before[name], old_formulas.get(name, {}))
            other = _Sheet(grid, new_formulas.get(name, {}))
            for found in _in_sheet(name, one, other):
                rows.append(found) if isinstance(found, RowDifference) else cells.append(found)
    return Differences(
        tuple(name for name in after if name not in before),
        tuple(name for name in before if name not in after),
        tuple(rows),
        tuple(cells),
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    grid: Grid
    formulas: Mapping[int, Mapping[int, str]]

    @property
    def last(self) -> int:
        return max(max(self.grid.rows, default=0), max(self.formulas, default=0))

    def values(self, row: int) -> Sequence[Value]:
        return self.grid.rows.get(row, ())


def _in_sheet(name: str, old: _Sheet, new: _Sheet) -> Iterator[CellDifference | RowDifference]:
    first = 1
    while first <= min(old.last, new.last) and _same_row(old, first, new, first):
        first += 1
    old_end, new_end = old.last, new.last
    while min(old_end, new_end) >= first and old.last != new.last and _same_shown(old, old_end, new, new_end):
        old_end, new_end = old_end - 1, new_end - 1
    if old_end < first <= new_end:
        yield from (RowDifference(name, row, True, tuple(new.values(row))) for row in range(first, new_end + 1))
        return
    if new_end < first <= old_end:
        yield from (RowDifference(name, row, False, tuple(old.values(row))) for row in range(first, old_end + 1))
        return
    for row in range(first, max(old.last, new.last) + 1):
        if not _same_row(old, row, new, row):
            yield from _in_row(name, old, new, row)


def _same_shown(old: _Sheet, one: int, new: _Sheet, other: int) -> bool:
    before, after = old.values(one), new.values(other)
    if before == after:
        return True
    return len(before) == len(after) and all(map(_same_value, before, after))


def _same_value(one: Value, other: Value) -> bool:
    """Whether a person sees the same: of the digits behind the fifteenth, which no program shows, nothing is said."""
    if isinstance(one, float) and isinstance(other, float):
        return one == other or decimal_of(one) == decimal_of(other)
    return one == other


def _same_row(old: _Sheet, one: int, new: _Sheet, other: int) -> bool:
    return _same_shown(old, one, new, other) and old.formulas.get(one) == new.formulas.get(other)


def _in_row(name: str, old: _Sheet, new: _Sheet, row: int) -> Iterator[CellDifference]:
    old_formulas, new_formulas = old.formulas.get(row, {}), new.formulas.get(row, {})
    width = max(len(old.values(row)), len(new.values(row)))
    for column in sorted({*range(1, width + 1), *old_formulas, *new_formulas}):
        cell = Cell(row, column)
        one, other = old.grid.value(cell), new.grid.value(cell)
        formula, other_formula = old_formulas.get(column), new_formulas.get(column)
        if formula != other_formula:
            yield CellDifference(
                Address(name, cell),
                Formula(formula) if formula is not None else one,
                Formula(other_formula) if other_formula is not None else other,
            )
        elif not _same_value(one, other):
            yield CellDifference(Address(name, cell), one, other)
