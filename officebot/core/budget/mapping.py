"""Where on a sheet a budget stands: which columns are which months, planned or spent, and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from officebot.core.budget.fields import column_field, names_side, word_set, words
from officebot.core.budget.headings import Heading, read_heading
from officebot.core.budget.spans import Figure, Spans, months_of, whole_of, with_years
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
from officebot.core.workbooks.words import is_total

#: Headings stand above the figures in no more rows than this.
_HEADING_ROWS = 4
#: So many months or quarters in a row are headings.
_MONTHS, _QUARTERS = 3, 2
#: Headings of whole years stand no lower than in this row of those that hold something.
_LOWEST = 30
_YEARS = word_set("year years annee annees an exercice fy")
#: A longer title is a sentence.
_LONGEST_NAME = 60
_LETTERS = "JFMAMJJASOND"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of a sheet with its own headings. `grid` and `looks` are turned where months stand below each other.

    `sides` says what the columns beside the figures hold. `factor` is 1000 where amounts are in thousands. `part` is
    what stands above it where several budgets stand side by side or below each other.
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
    other = turned(grid)
    upright, lying = _month_rows(grid), _month_rows(other)
    ways = [(grid, looks, upright, False), (other, turned_looks(looks), lying, True)]
    if max(lying.values(), default=0) > max(upright.values(), default=0):
        ways.reverse()
    for sheet, seen, rows, is_turned in ways:
        found = [one for one in _blocks(sheet, seen, rows, is_turned=is_turned) if _holds_amounts(one)]
        if found:
            return found
    return []


def _holds_amounts(block: Block) -> bool:
    """Whether any amount stands under the headings: months that only head tables of their own have none."""
    columns = [one.column for one in block.figures if not one.is_sum]
    rows = (row for number, row in block.grid.rows.items() if block.first <= number <= block.last)
    return any(column <= len(row) and is_amount(row[column - 1]) for row in rows for column in columns)


def find_yearly(grid: Grid, looks: Looks = PLAIN, *, are_parts: bool = False, by_total: bool = False) -> list[Block]:
    """The blocks of a sheet without columns of months: with a column “Budget”, or one for each year.

    There are several where the same headings come again, as for each month; `are_parts` where their titles name these.
    A sheet that calls nothing a budget may have a column of totals, or for a year, all the same: `by_total`.
    """
    leftmost = grid.area.left if grid.area is not None else 1
    heads: dict[int, int] = {}
    alike: list[tuple[int, str]] = []
    for place, number in enumerate(grid.rows):
        if not heads and place == _LOWEST:
            break
        row = grid.rows[number]
        if heads and _words_of(row) != alike:
            continue
        said = [read_heading(value) for value in row]
        budgets = [
            column for column, one in enumerate(said, 1)
            if column > leftmost and one.rest <= 1 and not one.has_span
            and (one.kind == "budget" or (by_total and not one.kind and (one.is_total or one.year) and not one.is_so_far))
            and _has_figures(grid, number, column)
        ]  # fmt: skip
        if budgets:
            heads[number], alike = len(budgets), _words_of(row)
    return list(_blocks(grid, looks, heads, is_turned=False, are_parts=are_parts))


def _words_of(row: Sequence[Value]) -> list[tuple[int, str]]:
    return [(column, " ".join(value.split())) for column, value in enumerate(row, 1) if isinstance(value, str)]


def _holds_years(grid: Grid, above: int, column: int, titles: Sequence[str]) -> bool:
    """Whether a column called “Year” says of each row which year it is for."""
    below = [row[column - 1] for number, row in grid.rows.items() if number > above and len(row) >= column]
    return any(set(words(one)) and set(words(one)) <= _YEARS for one in titles) and all(
        value is None or read_heading(value).year for value in below
    )


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
        elif distinct > 1 and all(one.until for one in months):
            found[number] = distinct
    # Many rows of days are a list of dated things, and no headings.
    if len(found) > max(8, len(grid.rows) // 4):
        return {}
    return found


def _headings(row: Sequence[Value]) -> list[Heading]:
    """What the cells of a row say; twelve letters J F M … or numbers 1 to 12 are months too."""
    said = [read_heading(value) for value in row]
    letters = [value.strip().upper() if isinstance(value, str) else "" for value in row]
    numbers = [None if isinstance(value, bool) else value for value in row]
    for place in range(len(row) - 11):
        is_run = letters[place] == _LETTERS[0] and "".join(letters[place : place + 12]) == _LETTERS
        if is_run or (numbers[place] == 1 and numbers[place : place + 12] == [*range(1, 13)]):
            said[place : place + 12] = [Heading(month=month, is_numbered=not is_run) for month in range(1, 13)]
            break
    return said


def _blocks(
    grid: Grid, looks: Looks, rows: Mapping[int, int], *, is_turned: bool, are_parts: bool = False
) -> Iterator[Block]:
    most = max(rows.values(), default=0)
    kept = [number for number, count in rows.items() if count >= most / 2 or count >= 6]
    heads: list[list[int]] = []
    for number in kept:
        if heads and number - heads[-1][-1] <= 2 and not _figures_between(grid, heads[-1][-1], number):
            heads[-1].append(number)
        else:
            heads.append([number])
    above = Heading()
    for place, head in enumerate(heads):
        end = heads[place + 1][0] - 1 if place + 1 < len(heads) else max(grid.rows)
        before = heads[place - 1][-1] if place else 0
        block = _block(grid, looks, head, (before, end), is_turned=is_turned, is_part=are_parts, above=above)
        if block is not None:
            top, above = block.header[0], block.context
            yield replace(block, part=_name_above(grid, before, top)) if len(heads) > 1 else block


def _figures_between(grid: Grid, one: int, other: int) -> bool:
    return any(sum(map(is_amount, grid.rows[number])) > 1 for number in range(one + 1, other) if number in grid.rows)


def _block(
    grid: Grid,
    looks: Looks,
    head: list[int],
    within: tuple[int, int],
    *,
    is_turned: bool,
    is_part: bool,
    above: Heading,
) -> Block | None:
    first_above, end = within
    spread = _spread(grid)
    lowest = _below(grid, spread, head[-1], end)
    top = _top(spread, head[0], first_above)
    context = context_of(grid, first_above, top, is_part=is_part)
    if above.year and not context.year:
        context = replace(context, year=above.year, last_year=above.last_year, first=context.first or above.first)
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
    said = " ".join(words_above(grid, first_above, lowest))
    factor = Decimal(1) if tells_units(grid, taken, lowest, end) else factor_in(said)
    return Block(
        grid=grid, looks=looks, is_turned=is_turned, header=(top, lowest), first=lowest + 1, last=end,
        figures=figures, sides=sides, titles=titles, context=context, factor=factor, currency=currency_in(said),
    )  # fmt: skip


def _name_above(grid: Grid, after: int, top: int) -> str:
    """What names one block of many: the only words right above its headings, where these say no more than a name."""
    for number in (top - 1, top - 2):
        held = [value for value in grid.rows.get(number, ()) if value is not None]
        if held and number > max(after, min(grid.rows)):
            title = held[0] if len(held) == 1 and isinstance(held[0], str) else ""
            is_name = (
                0 < len(title) < _LONGEST_NAME and not read_heading(title).says_something and not is_total(title)
            )
            return " ".join(title.split()).rstrip(" :") if is_name else ""
    return ""


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
    heads = [column for column, value in spread.get(number, {}).items() if read_heading(value).has_span]
    for row in range(number - 1, max(after, number - _HEADING_ROWS), -1):
        values = spread.get(row, {})
        above = [value for column, value in values.items() if not heads or column >= min(heads)]
        said = {str(value) for value in above if read_heading(value).says_something}
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
        heads = [
            (column, one) for said in lines for column, one in said.items() if one.says_something and one.rest <= 1
        ]
        told = [column for column, one in heads if one.kind or not one.is_total] or [column for column, _ in heads]
        return min([column for column in told if _has_figures(grid, rows[-1], column)] or told)
    begin = min(spans)
    while any(begin - 1 in said and said[begin - 1].says_something and said[begin - 1].rest <= 1 for said in lines):
        titles = [str(spread[row].get(begin - 1, "")) for row in rows]
        is_side = any(map(names_side, titles)) or _holds_years(grid, rows[-1], begin - 1, titles)
        if is_side or not _has_figures(grid, rows[-1], begin - 1):
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
    begin = next((one for one in columns.values() if one.month), None)
    if context.is_fiscal and begin is not None and begin.month > 1 and not begin.is_numbered:
        context = replace(context, year=context.year - 1)
    spans = Spans(columns, context)
    made: list[Figure] = []
    for column, one in columns.items():
        kind = one.kind or context.kind or "budget"
        if kind not in ("budget", "actual", "committed") or one.rest > 2:
            continue
        year = one.year or ((context.year - one.before) if context.year else 0)
        if (one.month and not one.until and not one.is_total) or (
            one.half and not one.quarter and not spans.has_within(kind, one)
        ):
            made.append(Figure(column=column, heading=one, kind=kind, months=months_of(one, year, context)))
        elif one.quarter or (one.until and not one.is_total):
            is_sum = spans.has_months_of(kind, one)
            months = months_of(one, year, context)
            made.append(Figure(column=column, heading=one, kind=kind, months=months, is_sum=is_sum))
        elif one.half or one.is_total or one.year or one.kind or one.before:
            if one.half or one.month or spans.has_parts_of(kind, one):
                made.append(Figure(column=column, heading=one, kind=kind, months=(), is_sum=True))
            elif _has_figures(grid, lowest, column):
                made.append(Figure(column=column, heading=one, kind=kind, months=whole_of(year, context)))
    return tuple(with_years(made))
