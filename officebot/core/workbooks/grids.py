"""What a workbook holds when it is read: sheets as rows of values, the tables it declares, its names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from officebot.core.numbering import without_placeholder
from officebot.core.problems import Problem
from officebot.core.text import NUMBER_TO_COME
from officebot.core.workbooks.cells import Area, Cell, Value

Kind: TypeAlias = Literal["xlsx", "xlsm", "xlsb", "xls", "ods", "csv"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredTable:
    """A table that the workbook itself declares (Excel's “format as table”, Calc's database range).

    `area` spans its header row and its totals row where it has them.
    """

    name: str
    sheet: str
    area: Area
    columns: tuple[str, ...]
    has_header: bool = True
    has_totals: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinedName:
    """A name for a place or a formula: `Minimum` for `Stock!$D$2:$D$90`; `sheet` is empty where all sheets know it."""

    name: str
    refers_to: str
    sheet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A sheet: its rows by their numbers, each row's values from column A on; empty rows and row ends are left out."""

    sheet: str
    rows: Mapping[int, Sequence[Value]]
    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False

    def value(self, cell: Cell) -> Value:
        """What the cell holds; None for an empty one."""
        row = self.rows.get(cell.row, ())
        return row[cell.column - 1] if cell.column <= len(row) else None

    @property
    def area(self) -> Area | None:
        """The smallest area with everything in it; None for an empty sheet."""
        if not self.rows:
            return None
        firsts = (next(n for n, value in enumerate(row, 1) if value is not None) for row in self.rows.values())
        return Area(min(self.rows), min(firsts), max(self.rows), max(map(len, self.rows.values())))


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A workbook as it was read. `problems` say what of it could not be read, or is read with a doubt."""

    name: str
    kind: Kind
    grids: tuple[Grid, ...]
    tables: tuple[DeclaredTable, ...] = ()
    names: tuple[DefinedName, ...] = ()
    is_1904: bool = False
    problems: tuple[Problem, ...] = field(default=())

    def grid(self, sheet: str) -> Grid | None:
        """The sheet of this name, capitals counting no more than in Excel."""
        wanted = sheet.casefold()
        return next((grid for grid in self.grids if grid.sheet.casefold() == wanted), None)


def without_placeholders(book: Book) -> Book:
    """The book in whose words nothing stands for a number to come: they are from outside."""
    return replace(book, grids=tuple(map(_clean, book.grids)), tables=tuple(map(_renamed, book.tables)))


def _clean(grid: Grid) -> Grid:
    told = [grid.sheet, *(one for row in grid.rows.values() for one in row if type(one) is str)]
    if NUMBER_TO_COME not in "\0".join(told):
        return grid
    found = [
        number for number, row in grid.rows.items() if any(type(one) is str and NUMBER_TO_COME in one for one in row)
    ]
    rows = dict(grid.rows)
    for number in found:
        rows[number] = [without_placeholder(one) if isinstance(one, str) else one for one in rows[number]]
    return replace(grid, sheet=without_placeholder(grid.sheet), rows=rows)


def _renamed(table: DeclaredTable) -> DeclaredTable:
    columns = tuple(map(without_placeholder, table.columns))
    name, sheet = without_placeholder(table.name), without_placeholder(table.sheet)
    return replace(table, name=name, sheet=sheet, columns=columns)


def trimmed(row: Sequence[Value]) -> list[Value]:
    """The row's values without the empty ones at its end."""
    end = len(row)
    while end and row[end - 1] is None:
        end -= 1
    return list(row[:end])
