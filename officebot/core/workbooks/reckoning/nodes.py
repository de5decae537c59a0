"""What a formula is made of; each node gives its value in the cell where the formula stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from officebot.core.workbooks.cells import MOST_COLUMNS, MOST_ROWS, Area, Fault
from officebot.core.workbooks.reckoning.regions import (
    MOST_HELD,
    Context,
    Grid,
    Operand,
    Region,
    Union,
    blocks,
    single,
)
from officebot.core.workbooks.reckoning.scalars import (
    BAD_REFERENCE,
    BAD_VALUE,
    NULL,
    FaultyError,
    NotKnownError,
    Scalar,
    plain,
)


class Node:
    """A piece of a formula. Both ways of its value raise FaultyError for a fault and NotKnownError for the unknown."""

    __slots__ = ()

    def one(self, context: Context) -> Scalar:
        """Its single value, a fault too."""
        return single(self.value(context))

    def value(self, context: Context) -> Operand:
        """Its value, areas and arrays as such."""
        raise NotImplementedError

    def children(self) -> Sequence[Node]:
        """The nodes that it is made of."""
        return ()


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A number, a text, a truth or a fault that the formula names."""

    held: Scalar

    def one(self, context: Context) -> Scalar:
        return self.held

    def value(self, context: Context) -> Operand:
        return self.held


@dataclass(frozen=True, slots=True)
class Missing(Node):
    """An argument left empty between its commas."""

    def value(self, context: Context) -> Operand:
        return None


@dataclass(frozen=True, slots=True)
class Array(Node):
    """A constant array, `{1,2;3,4}`."""

    grid: Grid

    def value(self, context: Context) -> Operand:
        return self.grid


@dataclass(frozen=True, slots=True)
class NotReckoned(Node):
    """What is never reckoned: another workbook's cells, an unknown function."""

    why: str

    def value(self, context: Context) -> Operand:
        raise NotKnownError(self.why)


@dataclass(frozen=True, slots=True)
class Place(Node):
    """A cell. Where `down` is 1, `row` counts from the formula's own row; so with `right` and the column."""

    sheet: str
    row: int
    column: int
    down: int
    right: int

    def one(self, context: Context) -> Scalar:
        row = self.row + context.row * self.down
        column = self.column + context.column * self.right
        if not (0 < row <= MOST_ROWS and 0 < column <= MOST_COLUMNS):
            raise NotKnownError("a cell off the sheet")
        if self.sheet:
            found = context.look.cell(_sheet(self.sheet, context), row, column)
        else:
            found = context.look.cell(context.sheet, row, column)
        return found if type(found) is float else plain(found, context.is_1904)

    def corner(self, context: Context) -> tuple[int, int]:
        """Its row and column."""
        row = self.row + context.row * self.down
        column = self.column + context.column * self.right
        if not (0 < row <= MOST_ROWS and 0 < column <= MOST_COLUMNS):
            raise NotKnownError("a cell off the sheet")
        return row, column

    def value(self, context: Context) -> Operand:
        row, column = self.corner(context)
        return Region(context, _sheet(self.sheet, context), Area(row, column, row, column))


@dataclass(frozen=True, slots=True)
class Stretch(Node):
    """The cells between two corners; of whole columns or rows the corners are the sheet's first and last."""

    first: Place
    last: Place

    def value(self, context: Context) -> Operand:
        (top, left), (bottom, right) = self.first.corner(context), self.last.corner(context)
        if top > bottom:
            top, bottom = bottom, top
        if left > right:
            left, right = right, left
        return Region(context, _sheet(self.first.sheet, context), Area(top, left, bottom, right))


def _sheet(name: str, context: Context) -> str:
    if not name:
        return context.sheet
    if not context.look.is_sheet(name):
        raise FaultyError(BAD_REFERENCE)
    return name


@dataclass(frozen=True, slots=True)
class TableArea(Node):
    """A part of a table: `items` of headers, data, totals and this row, from one column to another ("" for all)."""

    table: str
    items: frozenset[str]
    first: str
    last: str

    def value(self, context: Context) -> Operand:
        context.names -= 1
        table = context.look.table(self.table)
        if table is None or context.names < 0:
            raise NotKnownError("a table that is not found")
        names = [one.name.casefold() for one in table.columns]
        left, right = 0, table.area.right - table.area.left
        if self.first:
            wanted = self.first.casefold(), self.last.casefold()
            if wanted[0] not in names or wanted[1] not in names:
                raise FaultyError(BAD_REFERENCE)
            left, right = sorted((names.index(wanted[0]), names.index(wanted[1])))
        top, bottom = self._rows(table.area, table.headers, table.totals, table.sheet, context)
        return Region(context, table.sheet, Area(top, table.area.left + left, bottom, table.area.left + right))

    def _rows(self, area: Area, headers: int, totals: int, sheet: str, context: Context) -> tuple[int, int]:
        body = area.top + headers, area.bottom - totals
        if "#this row" in self.items:
            if sheet.casefold() != context.sheet.casefold() or not body[0] <= context.row <= body[1]:
                raise FaultyError(BAD_VALUE)
            return context.row, context.row
        if "#all" in self.items:
            return area.top, area.bottom
        parts = []
        if "#headers" in self.items:
            parts.append((area.top, area.top + headers - 1))
        if "#data" in self.items or not self.items:
            parts.append(body)
        if "#totals" in self.items:
            parts.append((area.bottom - totals + 1, area.bottom))
        if any(top > bottom for top, bottom in parts) or self.items == {"#headers", "#totals"}:
            raise FaultyError(BAD_REFERENCE)
        return parts[0][0], parts[-1][1]


@dataclass(frozen=True, slots=True)
class Binary(Node):
    """Two operands and what is done with them."""

    left: Node
    work: Callable[[Context, Scalar, Scalar], Scalar]
    right: Node

    def one(self, context: Context) -> Scalar:
        return self.work(context, self.left.one(context), self.right.one(context))

    def value(self, context: Context) -> Operand:
        if not context.arrays:
            return self.work(context, self.left.one(context), self.right.one(context))
        return lifted(context, self.work, (self.left.value(context), self.right.value(context)))

    def children(self) -> Sequence[Node]:
        return self.left, self.right


@dataclass(frozen=True, slots=True)
class Chain(Node):
    """Operators of one rank one after the other, from the left: `A1+B1-C1`."""

    first: Node
    rest: tuple[tuple[Callable[[Context, Scalar, Scalar], Scalar], Node], ...]

    def one(self, context: Context) -> Scalar:
        found = self.first.one(context)
        for work, node in self.rest:
            found = work(context, found, node.one(context))
        return found

    def value(self, context: Context) -> Operand:
        if not context.arrays:
            return self.one(context)
        found = self.first.value(context)
        for work, node in self.rest:
            found = lifted(context, work, (found, node.value(context)))
        return found

    def children(self) -> Sequence[Node]:
        return self.first, *(node for _, node in self.rest)


@dataclass(frozen=True, slots=True)
class Unary(Node):
    """One operand and what is done with it: a sign before it, percent behind it."""

    work: Callable[[Context, Scalar], Scalar]
    node: Node

    def one(self, context: Context) -> Scalar:
        return self.work(context, self.node.one(context))

    def value(self, context: Context) -> Operand:
        if not context.arrays:
            return self.work(context, self.node.one(context))
        return lifted(context, self.work, (self.node.value(context),))

    def children(self) -> Sequence[Node]:
        return (self.node,)


@dataclass(frozen=True, slots=True)
class Between(Node):
    """The area from one reference to another, where one of them is reckoned: `A1:INDEX(A:A,9)`."""

    left: Node
    right: Node

    def value(self, context: Context) -> Operand:
        one, other = self.left.value(context), self.right.value(context)
        if not (isinstance(one, Region) and isinstance(other, Region)):
            raise FaultyError(BAD_VALUE)
        if one.sheet != other.sheet:
            raise NotKnownError("an area across sheets")
        a, b = one.area, other.area
        area = Area(min(a.top, b.top), min(a.left, b.left), max(a.bottom, b.bottom), max(a.right, b.right))
        return Region(context, one.sheet, area)

    def children(self) -> Sequence[Node]:
        return self.left, self.right


@dataclass(frozen=True, slots=True)
class Common(Node):
    """The cells that two areas share, written with a space between them."""

    left: Node
    right: Node

    def value(self, context: Context) -> Operand:
        one, other = self.left.value(context), self.right.value(context)
        if not (isinstance(one, Region) and isinstance(other, Region)):
            raise FaultyError(BAD_VALUE)
        if one.sheet != other.sheet or not one.area.meets(other.area):
            raise FaultyError(NULL)
        a, b = one.area, other.area
        area = Area(max(a.top, b.top), max(a.left, b.left), min(a.bottom, b.bottom), min(a.right, b.right))
        return Region(context, one.sheet, area)

    def children(self) -> Sequence[Node]:
        return self.left, self.right


@dataclass(frozen=True, slots=True)
class Several(Node):
    """Areas in parentheses, `(A1:A3,C1)`."""

    parts: tuple[Node, ...]

    def value(self, context: Context) -> Operand:
        found: list[Region] = []
        for part in self.parts:
            for one in blocks(part.value(context)):
                if not isinstance(one, Region):
                    raise FaultyError(BAD_VALUE)
                found.append(one)
        return Union(tuple(found))

    def children(self) -> Sequence[Node]:
        return self.parts


#: Something done with values of operands; the context comes first.
Work: TypeAlias = Callable[..., Operand]


def lifted(context: Context, work: Work, operands: Sequence[Operand]) -> Operand:
    """The work done with single operands, or with each place of the arrays among them; short ones are stretched."""
    sizes = [(one.rows, one.columns) for one in operands if isinstance(one, Region | Grid)]
    rows, columns = max((one[0] for one in sizes), default=1), max((one[1] for one in sizes), default=1)
    if rows == columns == 1:
        return work(context, *(single(one) for one in operands))
    if rows * columns * len(operands) > MOST_HELD:
        raise NotKnownError("a very large array")
    context.spend(rows * columns)
    held = [_stretched(one, rows, columns) for one in operands]
    return Grid(
        [
            [_done(context, work, [one[row][column] for one in held]) for column in range(columns)]
            for row in range(rows)
        ]
    )


def _done(context: Context, work: Work, values: Sequence[Scalar]) -> Scalar:
    try:
        return single(work(context, *values))
    except FaultyError as fault:
        return fault.fault


def _stretched(operand: Operand, rows: int, columns: int) -> Sequence[Sequence[Scalar]]:
    if not isinstance(operand, Region | Grid):
        return [[single(operand)] * columns] * rows
    held = operand.grid().held
    if operand.columns == 1 and columns > 1:
        held = [[line[0]] * columns for line in held]
    elif operand.columns < columns:
        held = [[*line, *[Fault("#N/A")] * (columns - operand.columns)] for line in held]
    if operand.rows == 1 and rows > 1:
        held = [held[0]] * rows
    elif operand.rows < rows:
        held = [*held, *[[Fault("#N/A")] * columns] * (rows - operand.rows)]
    return held


def walk(node: Node) -> Iterator[Node]:
    """A node and all those within it."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        waiting += found.children()
