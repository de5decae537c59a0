"""Where on a sheet a budget stands: which columns are which months, planned or spent, and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from officebot.core.budget.fields import column_field, names_side
from officebot.core.budget.headings import Heading, read_heading
from officebot.core.budget.titles import (
    context_of,
    currency_in,
    factor_in,
    is_amount,
    tells_units,
    title_of,
    words_above,
)
from officebot.core.budget.turning import turned, turned_cell, turned_looks
from officebot.core.workbooks.cells import Cell, Value
from officebot.core.workbooks.grids import Grid
from officebot.core.workbooks.looks import PLAIN, Looks

#: Headings stand above the figures in no more rows than this.
_HEADING_ROWS = 4
#: So many months or quarters in a row are headings.
_MONTHS, _QUARTERS = 3, 2
_LETTERS = "JFMAMJJASOND"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A column of amounts: what it holds, and of which months: one, a quarter's three, or all of a year.

    A month is (year, month); the year is 0 where nothing says it. `is_sum` is a column that only adds up others.
    """

    column: int
    heading: Heading
    kind: str
    months: tuple[tuple[int, int], ...]
    is_sum: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of a sheet with its own headings. `grid` and `looks` are turned where months stand below each other.

    `sides` says what the columns beside the figures hold. `factor` is 1000 where amounts are in thousands. `part` is
    what stands above it where two budgets stand side by side.
    """

    grid: Grid
    looks: Looks
    is_turned: bool
    header: tuple[int, int]
    first: int
    last: int
    figures: tuple[Figure, ...]
    sides: Mapping[int, str]
    titles: Mapping[int, str]
    context: Heading
    factor: Decimal
    currency: str
    part: str = ""

    def cell(self, row: int, column: int) -> Cell:
        """Where a cell really stands."""
        return turned_cell(Cell(row, column)) if self.is_turned else Cell(row, column)


def find_blocks(grid: Grid, looks: Looks = PLAIN) -> list[Block]:
    """The blocks of a sheet with months or quarters; [] for a sheet without."""
    upright = _month_rows(grid)
    other = turned(grid)
    lying = _month_rows(other)
    if max(lying.values(), default=0) > max(upright.values(), default=0):
        return list(_blocks(other, turned_looks(looks), lying, is_turned=True))
    return list(_blocks(grid, looks, upright, is_turned=False))


def find_yearly(grid: Grid, looks: Looks = PLAIN) -> list[Block]:
    """The block of a sheet that plans whole years only: a column “Budget”, or one for each year."""
    leftmost = grid.area.left if grid.area is not None else 1
    for number in list(grid.rows)[:30]:
        said = [read_heading(value) for value in grid.rows[number]]
        budgets = [
            place for place, one in enumerate(said, 1)
            if place > leftmost and one.kind == "budget" and one.rest <= 1 and not one.has_span
            and _has_figures(grid, number, place)
        ]  # fmt: skip
        if budgets:
            return list(_blocks(grid, looks, {number: len(budgets)}, is_turned=False))
    return []


def _has_figures(grid: Grid, above: int, column: int) -> bool:
    below = [row[column - 1] for number, row in grid.rows.items() if number > above and len(row) >= column]
    given = [value for value in below if value is not None][:40]
    return bool(given) and 2 * sum(map(is_amount, given)) > len(given)


# ── rows of months ────────────────────────────────────────────────────────────────────────────────────────


def _month_rows(grid: Grid) -> dict[int, int]:
    """The rows that hold headings of months, with how many."""
    found: dict[int, int] = {}
    for number, row in grid.rows.items():
        said = _headings(row)
        months = [one for one in said if one.month and one.rest <= 1]
        quarters = {one.quarter for one in said if one.quarter}
        distinct = len({(one.month, one.year) for one in months})
        if distinct >= _MONTHS:
            found[number] = len(months)
        elif len(quarters) >= _QUARTERS and not months:
            found[number] = len(quarters)
        elif not months and {one.half for one in said if one.rest <= 1} >= {1, 2}:
            found[number] = 2
    # Many rows of days are a list of dated things, and no headings.
    if len(found) > max(8, len(grid.rows) // 4):
        return {}
    return found


def _headings(row: Sequence[Value]) -> list[Heading]:
    """What the cells of a row say; twelve letters J F M … or numbers 1 to 12 are months too."""
    said = [read_heading(value) for value in row]
    letters = [value.strip().upper() if isinstance(value, str) else "" for value in row]
    for place in range(len(row) - 11):
        span = row[place : place + 12]
        is_run = "".join(letters[place : place + 12]) == _LETTERS
        if is_run or [value if not isinstance(value, bool) else None for value in span] == list(range(1, 13)):
            said[place : place + 12] = [Heading(month=month) for month in range(1, 13)]
            break
    return said


def _blocks(grid: Grid, looks: Looks, rows: Mapping[int, int], *, is_turned: bool) -> Iterator[Block]:
    most = max(rows.values(), default=0)
    kept = [number for number, count in rows.items() if count >= most / 2 or count >= 6]
    heads: list[list[int]] = []
    for number in kept:
        if heads and number - heads[-1][-1] <= 2 and not _figures_between(grid, heads[-1][-1], number):
            heads[-1].append(number)
        else:
            heads.append([number])
    for place, head in enumerate(heads):
        end = heads[place + 1][0] - 1 if place + 1 < len(heads) else max(grid.rows)
        block = _block(grid, looks, head, end, heads[place - 1] if place else None, is_turned=is_turned)
        if block is not None:
            yield block


def _figures_between(grid: Grid, one: int, other: int) -> bool:
    return any(sum(map(is_amount, grid.rows[number])) > 1 for number in range(one + 1, other) if number in grid.rows)


def _block(
    grid: Grid, looks: Looks, head: list[int], end: int, before: list[int] | None, *, is_turned: bool
) -> Block | None:
    spread = _spread(grid)
    lowest = _below(grid, spread, head[-1], end)
    first_above = before[-1] if before else 0
    top = _top(spread, head[0], first_above)
    context = context_of(grid, first_above, top)
    columns = _column_headings(grid, spread, top, lowest, head)
    figures = _figures(grid, columns, lowest, context)
    if not figures:
        return None
    taken = {one.column for one in figures}
    begin = min(taken)
    titles = {
        column: title
        for column in range(1, max(map(len, grid.rows.values())) + 1)
        if column not in columns and (title := title_of(spread, top, lowest, column))
    }
    sides = {column: column_field(titles.get(column, "")) for column in range(1, begin)}
    sides |= {column: field for column, title in titles.items() if column > begin and (field := column_field(title))}
    words = " ".join(words_above(grid, first_above, lowest))
    factor = Decimal(1) if tells_units(grid, taken, lowest, end) else factor_in(words)
    return Block(
        grid=grid, looks=looks, is_turned=is_turned, header=(top, lowest), first=lowest + 1, last=end,
        figures=figures, sides=sides, titles=titles, context=context, factor=factor, currency=currency_in(words),
    )  # fmt: skip


def _spread(grid: Grid) -> dict[int, dict[int, Value]]:
    """What each row says by column, with the value of a merged area in all its columns."""
    made: dict[int, dict[int, Value]] = {
        number: {c: v for c, v in enumerate(row, 1) if v is not None} for number, row in grid.rows.items()
    }
    for area in grid.merged:
        value = grid.value(Cell(area.top, area.left))
        if value is not None and area.columns <= 400 and area.rows <= 20:
            for cell in area.cells():
                made.setdefault(cell.row, {}).setdefault(cell.column, value)
    return made


def _below(grid: Grid, spread: Mapping[int, Mapping[int, Value]], number: int, end: int) -> int:
    """The last row of the headings: those below the months that only say what is planned and what was spent."""
    last = number
    for row in range(number + 1, min(number + 3, end) + 1):
        said = [read_heading(value) for value in spread.get(row, {}).values()]
        told = [one for one in said if one.kind or one.is_total or one.has_span or one.year]
        if len(told) < 2 or any(isinstance(v, int | float) and not 1990 <= v < 2100 for v in grid.rows.get(row, ())):
            break
        last = row
    return last


def _top(spread: Mapping[int, Mapping[int, Value]], number: int, after: int) -> int:
    """The first row of the headings: those above the months that say something of several columns, each their own."""
    top = number
    for row in range(number - 1, max(after, number - _HEADING_ROWS), -1):
        values = spread.get(row, {})
        said = {str(value) for value in values.values() if read_heading(value).says_something}
        if len(said) < 2 or any(is_amount(value) and not read_heading(value).year for value in values.values()):
            break
        top = row
    return top


def _column_headings(
    grid: Grid, spread: Mapping[int, Mapping[int, Value]], top: int, lowest: int, head: Sequence[int]
) -> dict[int, Heading]:
    """What all rows of headings say of each column, from the lowest to the highest."""
    rows = [row for row in range(top, lowest + 1) if row in spread]
    begin = _begin(grid, spread, rows, head)
    end = max(column for row in rows for column in spread[row])
    made: dict[int, Heading] = {}
    for column in range(begin, end + 1):
        found: Heading | None = None
        for row in reversed(rows):
            said = _said(spread[row])
            one = said.get(column)
            if one is None and row != rows[-1]:
                one = _to_the_left(said, column, begin)
                if one is None or found is None:
                    continue
            if one is None:
                continue
            if found is None and not one.says_something:
                break
            found = one if found is None else found.within(one)
        if found is not None and found.says_something:
            made[column] = found
    return made


def _begin(grid: Grid, spread: Mapping[int, Mapping[int, Value]], rows: Sequence[int], head: Sequence[int]) -> int:
    """The first column of figures: of a month, or one right before it that says a year, a sum, what is planned.

    What is called “Budget heading” or “Budget code” holds names, whatever its heading says.
    """
    lines = [_said(spread[row]) for row in rows]
    spans = [
        column
        for row, said in zip(rows, lines, strict=True)
        if row in head
        for column, one in said.items()
        if one.has_span and one.rest <= 1
    ]
    if not spans:
        told = [
            column
            for said in lines
            for column, one in said.items()
            if one.says_something and one.rest <= 1 and (one.kind or not one.is_total)
        ]
        return min([column for column in told if _has_figures(grid, rows[-1], column)] or told)
    begin = min(spans)
    while any(begin - 1 in said and said[begin - 1].says_something and said[begin - 1].rest <= 1 for said in lines):
        titles = [str(spread[row].get(begin - 1, "")) for row in rows]
        if any(map(names_side, titles)) or not _has_figures(grid, rows[-1], begin - 1):
            break
        begin -= 1
    return begin


def _said(values: Mapping[int, Value]) -> dict[int, Heading]:
    if not values:
        return {}
    last = max(values)
    said = _headings([values.get(column) for column in range(1, last + 1)])
    return {column: said[column - 1] for column in values}


def _to_the_left(said: Mapping[int, Heading], column: int, begin: int) -> Heading | None:
    """What the nearest heading to the left says, for headings over several columns that nobody merged."""
    return next((said[one] for one in range(column - 1, begin - 1, -1) if one in said), None)


# ── columns ───────────────────────────────────────────────────────────────────────────────────────────────


def _figures(grid: Grid, columns: Mapping[int, Heading], lowest: int, context: Heading) -> tuple[Figure, ...]:
    """The columns of amounts with their months."""
    spans = _Spans(columns, context)
    made: list[Figure] = []
    for column, one in columns.items():
        kind = one.kind or context.kind or "budget"
        if kind not in ("budget", "actual", "committed") or one.rest > 2:
            continue
        year = one.year or ((context.year - one.before) if context.year else 0)
        if one.month and not one.is_total:
            made.append(Figure(column=column, heading=one, kind=kind, months=((year, one.month),)))
        elif one.quarter:
            months = tuple((year, 3 * one.quarter - 2 + more) for more in range(3))
            is_sum = spans.has_months_of(kind, one)
            made.append(Figure(column=column, heading=one, kind=kind, months=months, is_sum=is_sum))
        elif one.half and not spans.has_within(kind, one):
            months = tuple((year, 6 * one.half - 5 + more) for more in range(6))
            made.append(Figure(column=column, heading=one, kind=kind, months=months))
        elif one.half or one.is_total or one.year or one.kind or one.before:
            if one.half or one.month or spans.has_parts_of(kind, one):
                made.append(Figure(column=column, heading=one, kind=kind, months=(), is_sum=True))
            elif _has_figures(grid, lowest, column):
                told = [context.month] if context.month else range(1, 13)
                whole = tuple((year, month) for month in told)
                made.append(Figure(column=column, heading=one, kind=kind, months=whole))
    return tuple(_with_years(made))


class _Spans:
    """Which months and quarters the columns of a sheet have, so that what only adds them up is known."""

    def __init__(self, columns: Mapping[int, Heading], context: Heading) -> None:
        self._context = context
        self._months: dict[tuple[str, int], set[int]] = {}
        self._quarters: set[tuple[str, int]] = set()
        self._halves: set[tuple[str, int]] = set()
        for one in columns.values():
            kind = one.kind or context.kind or "budget"
            for year in {one.year or self._year(one), 0}:
                if one.month and not one.is_total:
                    self._months.setdefault((kind, year), set()).add(one.month)
                elif one.quarter:
                    self._quarters.add((kind, year))
                elif one.half:
                    self._halves.add((kind, year))

    def _year(self, one: Heading) -> int:
        return (self._context.year or 3000) - one.before

    def has_months_of(self, kind: str, one: Heading) -> bool:
        """Whether a quarter's months have columns of their own; a financial year may count its quarters from April."""
        held = self._months.get((kind, one.year or (self._year(one) if one.before else 0)), set())
        return len(held) >= 10 or {3 * one.quarter - 2, 3 * one.quarter - 1, 3 * one.quarter} <= held

    def has_parts_of(self, kind: str, one: Heading) -> bool:
        """Whether a whole year's months, quarters or halves have columns; where it names no year, those of any year."""
        year = one.year or (self._year(one) if one.before else 0)
        return self.has_within(kind, one) or (kind, year) in self._halves

    def has_within(self, kind: str, one: Heading) -> bool:
        """Whether the months or quarters of a year or of its halves have columns."""
        year = one.year or (self._year(one) if one.before else 0)
        return (kind, year) in self._months or (kind, year) in self._quarters


def _with_years(figures: Sequence[Figure]) -> Iterator[Figure]:
    """The figures with the next year where months begin again in the midst of a financial year."""
    begun: dict[tuple[str, int, str], int] = {}
    last: dict[tuple[str, int, str], int] = {}
    for one in figures:
        if len(one.months) not in (1, 3, 6):
            yield one
            continue
        year, month = one.months[0]
        key = (one.kind, year, f"{one.heading.before}{one.heading.version}{len(one.months)}")
        start = begun.setdefault(key, month)
        has_wrapped = month < start and last.get(key, 0) > 0
        last[key] = month
        more = 1 if has_wrapped else 0
        yield replace(one, months=tuple((y + more if y or more else 0, m) for y, m in one.months))


def first_of(month: tuple[int, int]) -> date:
    """A month as its first day."""
    return date(month[0], month[1], 1)
