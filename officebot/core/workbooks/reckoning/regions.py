"""What formulas look into: areas of cells, read when they are needed, and grids of values."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from officebot.core.workbooks.cells import MOST_COLUMNS, MOST_ROWS, Area, Value
from officebot.core.workbooks.reckoning.scalars import (
    BAD_REFERENCE,
    BAD_VALUE,
    FaultyError,
    NotKnownError,
    Scalar,
    Unknown,
    plain,
)

#: The most cells that a formula may look at, and the most that it may hold at once.
MOST_LOOKED_AT, MOST_HELD = 10_000_000, 400_000
#: The most names and tables that a formula may go through, names in names counted again.
MOST_NAMES = 300


class TableColumn(Protocol):
    """A column of a table."""

    @property
    def name(self) -> str: ...


class Table(Protocol):
    """A table that somebody made by “format as table”; its area holds its headings and totals too."""

    @property
    def sheet(self) -> str: ...
    @property
    def area(self) -> Area: ...
    @property
    def headers(self) -> int: ...
    @property
    def totals(self) -> int: ...
    @property
    def columns(self) -> Sequence[TableColumn]: ...


class Lookup(Protocol):
    """What a workbook tells to its formulas."""

    @property
    def is_1904(self) -> bool:
        """Whether its days are counted from 1904."""

    @property
    def language(self) -> str:
        """In whose words its program writes decimals and days: "en", "fr", or "" where that is not known."""

    def is_sheet(self, sheet: str) -> bool:
        """Whether there is such a worksheet."""

    def cell(self, sheet: str, row: int, column: int) -> Value | Unknown:
        """What a cell holds; a formula's cell its value, or Unknown."""

    def area(self, sheet: str, area: Area) -> Iterable[tuple[int, Sequence[Value | Unknown]]]:
        """The rows of an area in their order, each with its number and its values from the area's left column on.

        Rows without values may be left out, and values at a row's end.
        """

    def name(self, name: str, sheet: str) -> str | None:
        """The formula of a defined name as that sheet sees it; None where there is none. It is absolute."""

    def table(self, name: str) -> Table | None:
        """The table of that name, whatever its case."""

    def skipped(
        self, sheet: str, area: Area, *, hidden_by_hand: bool
    ) -> tuple[Container[int], Container[tuple[int, int]]] | None:
        """What SUBTOTAL leaves out: rows that a filter (or somebody) hides, and cells with SUBTOTAL or AGGREGATE
        as (row, column). None where that is not known."""


class Readable(Protocol):
    """A formula that has been read."""

    def value(self, context: Context) -> Operand: ...


class Context:
    """One formula in its cell: where it stands, what it may look at, and how much it has looked at."""

    __slots__ = ("arrays", "column", "depth", "is_1904", "language", "left", "look", "names", "read", "row", "sheet")

    def __init__(
        self, look: Lookup, sheet: str, row: int, column: int, read: Callable[[str], Readable], arrays: int = 0
    ) -> None:
        self.look, self.sheet, self.row, self.column = look, sheet, row, column
        self.is_1904, self.language = look.is_1904, look.language
        #: What makes nodes of a name's formula.
        self.read = read
        #: 0: one value for each operand; 1: within a function that takes arrays; 2: an array formula.
        self.arrays = arrays
        self.left, self.names, self.depth = MOST_LOOKED_AT, MOST_NAMES, 0

    def spend(self, cells: int) -> None:
        """Counts what is looked at; raises NotKnownError beyond the bound."""
        self.left -= cells
        if self.left < 0:
            raise NotKnownError("too many cells")


@dataclass(frozen=True, slots=True)
class Region:
    """An area of a sheet that a formula refers to."""

    context: Context
    sheet: str
    area: Area

    @property
    def rows(self) -> int:
        return self.area.bottom - self.area.top + 1

    @property
    def columns(self) -> int:
        return self.area.right - self.area.left + 1

    def items(self) -> Iterator[tuple[int, int, Scalar]]:
        """What is not empty: row and column counted from 0 within the area, and the value."""
        context, top = self.context, self.area.top
        is_1904, width = context.is_1904, self.columns
        if width == 1:
            for row, values in context.look.area(self.sheet, self.area):
                context.left -= 1
                if values and values[0] is not None:
                    value = values[0]
                    yield row - top, 0, value if type(value) is float else plain(value, is_1904)
            context.spend(0)
            return
        for row, values in context.look.area(self.sheet, self.area):
            context.spend(min(len(values), width) + 1)
            for column, found in enumerate(values):
                if found is not None and column < width:
                    yield row - top, column, found if type(found) is float else plain(found, is_1904)

    def at(self, row: int, column: int) -> Scalar:
        """The value at a place counted from 0."""
        found = self.context.look.cell(self.sheet, self.area.top + row, self.area.left + column)
        self.context.spend(1)
        return plain(found, self.context.is_1904)

    def part(self, top: int, left: int, rows: int, columns: int) -> Region:
        """An area that begins at a place counted from 0; it may go beyond this one. Raises FaultyError off the sheet."""
        area = Area(
            self.area.top + top, self.area.left + left,
            self.area.top + top + rows - 1, self.area.left + left + columns - 1,
        )  # fmt: skip
        if area.bottom > MOST_ROWS or area.right > MOST_COLUMNS:
            raise FaultyError(BAD_REFERENCE)
        return Region(self.context, self.sheet, area)

    def grid(self) -> Grid:
        """All its values; raises NotKnownError where they are too many to hold."""
        held = _blank(self.rows, self.columns)
        for row, column, value in self.items():
            held[row][column] = value
        return Grid(held)

    def one(self) -> Scalar:
        """The value in the formula's own row or column, where only one value can be (implicit intersection)."""
        context, area = self.context, self.area
        if area.top == area.bottom and area.left == area.right:
            return self.at(0, 0)
        if area.left == area.right and area.top <= context.row <= area.bottom:
            return self.at(context.row - area.top, 0)
        if area.top == area.bottom and area.left <= context.column <= area.right:
            return self.at(0, context.column - area.left)
        raise FaultyError(BAD_VALUE)


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of values, all of one length."""

    held: Sequence[Sequence[Scalar]]

    @property
    def rows(self) -> int:
        return len(self.held)

    @property
    def columns(self) -> int:
        return len(self.held[0])

    def items(self) -> Iterator[tuple[int, int, Scalar]]:
        """As a region's."""
        for row, values in enumerate(self.held):
            for column, value in enumerate(values):
                if value is not None:
                    yield row, column, value

    def at(self, row: int, column: int) -> Scalar:
        """The value at a place counted from 0."""
        return self.held[row][column]

    def part(self, top: int, left: int, rows: int, columns: int) -> Grid:
        """A piece of it."""
        return Grid([line[left : left + columns] for line in self.held[top : top + rows]])

    def grid(self) -> Grid:
        return self

    def one(self) -> Scalar:
        """Its first value, as programs show an array in one cell."""
        return self.held[0][0]


@dataclass(frozen=True, slots=True)
class Union:
    """Several areas in parentheses, `(A1:A3,C1)`."""

    regions: tuple[Region, ...]


#: What an argument of a function may be.
Operand: TypeAlias = "Scalar | Region | Grid | Union"


def _blank(rows: int, columns: int) -> list[list[Scalar]]:
    if rows * columns > MOST_HELD:
        raise NotKnownError("a very large array")
    return [[None] * columns for _ in range(rows)]


def single(operand: Operand) -> Scalar:
    """One value of an operand."""
    if isinstance(operand, Region | Grid):
        return operand.one()
    if isinstance(operand, Union):
        raise FaultyError(BAD_VALUE)
    return operand


def block(operand: Operand) -> Region | Grid:
    """The operand as a block of values, a single value as a block of one."""
    if isinstance(operand, Region | Grid):
        return operand
    if isinstance(operand, Union):
        raise NotKnownError("several areas as one")
    return Grid([[operand]])


def blocks(operand: Operand) -> tuple[Region | Grid, ...]:
    """The operand's blocks; several for areas in parentheses."""
    return operand.regions if isinstance(operand, Union) else (block(operand),)
