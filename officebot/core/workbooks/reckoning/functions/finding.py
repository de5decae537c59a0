"""Functions that look something up, and those about places: VLOOKUP, INDEX, MATCH, ROW."""

from __future__ import annotations

from collections.abc import Iterator

from officebot.core.workbooks.cells import Fault
from officebot.core.workbooks.reckoning.calls import Function
from officebot.core.workbooks.reckoning.nodes import Missing, Node
from officebot.core.workbooks.reckoning.regions import Context, Grid, Operand, Region, Union, block
from officebot.core.workbooks.reckoning.scalars import (
    ABSENT,
    BAD_REFERENCE,
    BAD_VALUE,
    FaultyError,
    NotKnownError,
    Scalar,
    nearly,
    order,
    truth,
)
from officebot.core.workbooks.reckoning.wildcards import has_wildcards, is_like, may_be_number


def _line(one: Region | Grid) -> Iterator[tuple[int, Scalar]]:
    """What is not empty in one row or column, with its place."""
    if one.columns == 1:
        return ((row, value) for row, _, value in one.items())
    return ((column, value) for _, column, value in one.items())


def _exact(wanted: Scalar, line: Region | Grid, *, wild: bool, backwards: bool = False) -> int | None:
    """The place of a value; texts whatever their case and, where `wild`, with wildcards."""
    places = _line(line)
    if backwards:
        places = reversed(list(places))
    if isinstance(wanted, str):
        sought = wanted.lower()
        is_wild = wild and has_wildcards(sought)
        for place, value in places:
            if type(value) is str:
                words = value.lower()
                if is_like(words, sought) if is_wild else words == sought:
                    return place
            elif is_wild and may_be_number(sought):
                raise NotKnownError("a number that may be like a text")
        return None
    if not isinstance(wanted, float):
        raise NotKnownError("looking for an empty cell or a truth")
    for place, value in places:
        if type(value) is float and (value == wanted or nearly(value, wanted)):
            return place
        if isinstance(value, bool):
            raise NotKnownError("a truth that may be a number")
    return None


def _last_before(wanted: Scalar, line: Region | Grid, *, descending: bool = False) -> int | None:
    """The last place whose value is not beyond the wanted one. Raises NotKnownError where the line is not in order."""
    if wanted is None or isinstance(wanted, bool):
        raise NotKnownError("looking for an empty cell or a truth")
    sign = -1 if descending else 1
    found, before = None, None
    for place, value in _line(line):
        if isinstance(value, bool):
            raise NotKnownError("a truth that may be a number")
        if type(value) is not type(wanted):
            continue
        if before is not None and sign * order(before, value) > 0:
            raise NotKnownError("a list that is not in order")
        before = value
        if sign * order(value, wanted) <= 0:
            found = place
    return found


def _vertical(context: Context, wanted: Scalar, table: Operand, column: float, near: Scalar = True) -> Operand:
    held = block(table)
    place = _place(wanted, held.part(0, 0, held.rows, 1), near)
    return held.at(place, _within(column, held.columns))


def _horizontal(context: Context, wanted: Scalar, table: Operand, row: float, near: Scalar = True) -> Operand:
    held = block(table)
    place = _place(wanted, held.part(0, 0, 1, held.columns), near)
    return held.at(_within(row, held.rows), place)


def _place(wanted: Scalar, line: Region | Grid, near: Scalar) -> int:
    place = _last_before(wanted, line) if truth(near) else _exact(wanted, line, wild=True)
    if place is None:
        raise FaultyError(ABSENT)
    return place


def _within(number: float, most: int) -> int:
    if number < 1:
        raise FaultyError(BAD_VALUE)
    if int(number) > most:
        raise FaultyError(BAD_REFERENCE)
    return int(number) - 1


def _match(context: Context, wanted: Scalar, line: Operand, kind: float = 1.0) -> float:
    held = block(line)
    if held.rows > 1 and held.columns > 1:
        raise FaultyError(ABSENT)
    place = _exact(wanted, held, wild=True) if kind == 0 else _last_before(wanted, held, descending=kind < 0)
    if place is None:
        raise FaultyError(ABSENT)
    return place + 1.0


def _lookup(context: Context, wanted: Scalar, line: Operand, of: Operand = None) -> Operand:
    held = block(line)
    if held.rows > 1 and held.columns > 1:
        raise NotKnownError("LOOKUP in an area")
    what = held if of is None else block(of)
    if what.rows * what.columns != held.rows * held.columns or (what.rows > 1 and what.columns > 1):
        raise NotKnownError("LOOKUP in lines of two lengths")
    place = _last_where_order_is_no_matter(wanted, held)
    return what.at(place, 0) if what.columns == 1 else what.at(0, place)


def _last_where_order_is_no_matter(wanted: Scalar, held: Region | Grid) -> int:
    """LOOKUP(2,1/(…)) is how people ask for the last place: all numbers are below the wanted one, in any order."""
    if isinstance(wanted, float):
        places = [place for place, value in _line(held) if type(value) is float]
        if places and all(value < wanted for _, value in _line(held) if type(value) is float):
            return places[-1]
    place = _last_before(wanted, held)
    if place is None:
        raise FaultyError(ABSENT)
    return place


def _across(
    context: Context, wanted: Scalar, line: Operand, of: Operand, absent: Node | None = None, mode: float = 0.0,
    direction: float = 1.0,
) -> Operand:  # fmt: skip
    held, what = block(line), block(of)
    if held.rows > 1 and held.columns > 1:
        raise FaultyError(BAD_VALUE)
    is_upright = held.columns == 1 and (held.rows > 1 or what.rows == 1)
    if (what.rows if is_upright else what.columns) != (held.rows if is_upright else held.columns):
        raise FaultyError(BAD_VALUE)
    place = _across_place(wanted, held, mode, direction)
    if place is None:
        if absent is None or isinstance(absent, Missing):
            raise FaultyError(ABSENT)
        return absent.value(context)
    return what.part(place, 0, 1, what.columns) if is_upright else what.part(0, place, what.rows, 1)


def _across_place(wanted: Scalar, held: Region | Grid, mode: float, direction: float) -> int | None:
    if direction not in (1, -1) or mode not in (0, -1, 1, 2):
        raise NotKnownError("a search in halves")
    place = _exact(wanted, held, wild=mode == 2, backwards=direction < 0)
    if place is not None or mode in (0, 2):
        return place
    best: tuple[Scalar, int] | None = None
    places = _line(held)
    for at, value in places if direction > 0 else reversed(list(places)):
        if type(value) is not type(wanted) or order(value, wanted) * mode < 0:
            continue
        if best is None or order(value, best[0]) * mode < 0:
            best = value, at
    return None if best is None else best[1]


def _index(context: Context, table: Operand, row: float, column: float | None = None, area: float = 1.0) -> Operand:
    if isinstance(table, Union) or area != 1:
        raise NotKnownError("a choice among areas")
    held = block(table)
    down, right = int(row), int(column or 0)
    if column is None and held.rows == 1:
        down, right = (1 if held.columns > 1 or down else 0), down
    if down < 0 or right < 0:
        raise FaultyError(BAD_VALUE)
    if down > held.rows or right > held.columns:
        raise FaultyError(BAD_REFERENCE)
    return held.part(
        max(down - 1, 0), max(right - 1, 0), 1 if down else held.rows, 1 if right else held.columns
    )  # fmt: skip


def _choose(context: Context, which: float, *nodes: Node) -> Operand:
    if not 1 <= which < len(nodes) + 1:
        raise FaultyError(BAD_VALUE)
    return nodes[int(which) - 1].value(context)


def _row(context: Context, operand: Operand = None) -> Operand:
    if operand is None:
        return float(context.row)
    region = _region(operand)
    if context.arrays and region.rows > 1:
        return Grid([[float(row)] for row in _bounded(region.area.top, region.area.bottom)])
    return float(region.area.top)


def _column(context: Context, operand: Operand = None) -> Operand:
    if operand is None:
        return float(context.column)
    region = _region(operand)
    if context.arrays and region.columns > 1:
        return Grid([[float(column) for column in _bounded(region.area.left, region.area.right)]])
    return float(region.area.left)


def _bounded(first: int, last: int) -> range:
    if last - first > 100_000:
        raise NotKnownError("a very large array")
    return range(first, last + 1)


def _region(operand: Operand) -> Region:
    if isinstance(operand, Region):
        return operand
    if isinstance(operand, Fault):
        raise FaultyError(operand)
    raise NotKnownError("the place of no cell")


def _rows(context: Context, operand: Operand) -> float:
    return float(block(_sound(operand)).rows)


def _columns(context: Context, operand: Operand) -> float:
    return float(block(_sound(operand)).columns)


def _sound(operand: Operand) -> Operand:
    if isinstance(operand, Fault):
        raise FaultyError(operand)
    return operand


FUNCTIONS = {
    "VLOOKUP": Function(_vertical, "srds", 3),
    "HLOOKUP": Function(_horizontal, "srds", 3),
    "LOOKUP": Function(_lookup, "sar", 2),
    "XLOOKUP": Function(_across, "srrndd", 3),
    "MATCH": Function(_match, "srd", 2),
    "INDEX": Function(_index, "addd", 2),
    "CHOOSE": Function(_choose, "dn", 2, 1),
    "ROW": Function(_row, "r", 0),
    "COLUMN": Function(_column, "r", 0),
    "ROWS": Function(_rows, "r", 1),
    "COLUMNS": Function(_columns, "r", 1),
}
