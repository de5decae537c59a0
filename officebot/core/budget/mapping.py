"""Where on a sheet a budget stands: which columns are which months, planned or spent, and what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from officebot.core.budget.fields import column_field
from officebot.core.budget.headings import NOTHING_SAID, Heading, read_heading
from officebot.core.budget.turning import turned, turned_cell, turned_looks
from officebot.core.text import plain
from officebot.core.workbooks.cells import Cell, Value
from officebot.core.workbooks.grids import Grid
from officebot.core.workbooks.looks import PLAIN, Looks
from officebot.core.workbooks.numbers import Amount, read_number

#: Headings stand above the figures in no more rows than this, titles above them in no more than these.
_HEADING_ROWS, _TITLE_ROWS = 4, 12
#: So many months or quarters in a row are headings.
_MONTHS, _QUARTERS = 3, 2
_LETTERS = "JFMAMJJASOND"
_THOUSANDS = re.compile(
    r"\bk ?(?:€|eur|euros?|\$|£|usd|gbp)\b|\bk€|en milliers|in thousands|[€£$]['’ ]?000|['’]000s?\b|\bkeur\b|\bmilliers d"
)
_UNIT = re.compile(r"\d ?(?:[kKmM]|€|\$|£|eur\b)")
_MILLIONS = re.compile(r"\bm€|\bmeur\b|en millions|in millions|\bmillions d")
_CURRENCIES = (
    ("€", "EUR"),
    ("eur", "EUR"),
    ("£", "GBP"),
    ("gbp", "GBP"),
    ("chf", "CHF"),
    ("usd", "USD"),
    ("$", "USD"),
)
_MADE_ON = re.compile(
    r"\b\d{1,2}[-/.]\d{1,2}[-/.](?:20)?\d\d\b|\b\d{1,2}(?:er)? [^\W\d_]{3,9}\.? 20\d\d\b|\b(?:20\d\d)-\d\d-\d\d\b"
)
_NEXT_TO = re.compile(r"\b(?:budget\w{0,4}|exercice|previsionnel\w{0,2}|annee|year|fy|bp|for|pour)\D{0,24}(20\d\d)")
_ANY_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


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

    `sides` says what the columns beside the figures hold. `factor` is 1000 where amounts are in thousands.
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
    for number in list(grid.rows)[:30]:
        said = [read_heading(value) for value in grid.rows[number]]
        budgets = [
            place for place, one in enumerate(said, 1)
            if one.kind == "budget" and one.rest <= 1 and not one.has_span and _has_figures(grid, number, place)
        ]  # fmt: skip
        if budgets:
            return list(_blocks(grid, looks, {number: len(budgets)}, is_turned=False))
    return []


def _has_figures(grid: Grid, above: int, column: int) -> bool:
    below = [row[column - 1] for number, row in grid.rows.items() if number > above and len(row) >= column]
    given = [value for value in below if value is not None][:40]
    return bool(given) and 2 * sum(map(is_amount, given)) > len(given)


def is_amount(value: Value) -> bool:
    """Whether a cell holds an amount, as a number or as text."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return True
    if not isinstance(value, str) or not any(letter.isdigit() for letter in value[:60]):
        return False
    return isinstance(read_number(value, ","), Amount)


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
    context = _context(grid, first_above, top)
    columns = _column_headings(spread, top, lowest, head)
    figures = _figures(grid, columns, lowest, context)
    if not figures:
        return None
    taken = {one.column for one in figures}
    begin = min(taken)
    titles = {
        column: title
        for column in range(1, max(map(len, grid.rows.values())) + 1)
        if column not in columns and (title := _title(spread, top, lowest, column))
    }
    sides = {column: column_field(titles.get(column, "")) for column in range(1, begin)}
    sides |= {column: field for column, title in titles.items() if column > begin and (field := column_field(title))}
    words = " ".join(_words_above(grid, first_above, lowest))
    factor = Decimal(1) if _tells_units(grid, taken, lowest, end) else _factor(words)
    return Block(
        grid=grid, looks=looks, is_turned=is_turned, header=(top, lowest), first=lowest + 1, last=end,
        figures=figures, sides=sides, titles=titles, context=context, factor=factor, currency=_currency(words),
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
    spread: Mapping[int, Mapping[int, Value]], top: int, lowest: int, head: Sequence[int]
) -> dict[int, Heading]:
    """What all rows of headings say of each column, from the lowest to the highest."""
    rows = [row for row in range(top, lowest + 1) if row in spread]
    begin = _begin(spread, rows, head)
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


def _begin(spread: Mapping[int, Mapping[int, Value]], rows: Sequence[int], head: Sequence[int]) -> int:
    """The first column of figures: of a month, or one right before it that says a year, a sum, what is planned."""
    lines = [_said(spread[row]) for row in rows]
    spans = [
        column
        for row, said in zip(rows, lines, strict=True)
        if row in head
        for column, one in said.items()
        if one.has_span and one.rest <= 1
    ]
    if not spans:
        return min(
            column
            for said in lines
            for column, one in said.items()
            if one.says_something and one.rest <= 1 and not one.is_total
        )
    begin = min(spans)
    while any(begin - 1 in said and said[begin - 1].says_something and said[begin - 1].rest <= 1 for said in lines):
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
        elif one.half or one.is_total or one.year or one.kind or one.before:
            if one.half or one.month or spans.has_parts_of(kind, one):
                made.append(Figure(column=column, heading=one, kind=kind, months=(), is_sum=True))
            elif _has_figures(grid, lowest, column):
                whole = tuple((year, month) for month in range(1, 13))
                made.append(Figure(column=column, heading=one, kind=kind, months=whole))
    return tuple(_with_years(made))


class _Spans:
    """Which months and quarters the columns of a sheet have, so that what only adds them up is known."""

    def __init__(self, columns: Mapping[int, Heading], context: Heading) -> None:
        self._context = context
        self._months: dict[tuple[str, int], set[int]] = {}
        self._quarters: set[tuple[str, int]] = set()
        for one in columns.values():
            kind = one.kind or context.kind or "budget"
            for year in {one.year or self._year(one), 0}:
                if one.month and not one.is_total:
                    self._months.setdefault((kind, year), set()).add(one.month)
                elif one.quarter:
                    self._quarters.add((kind, year))

    def _year(self, one: Heading) -> int:
        return (self._context.year or 3000) - one.before

    def has_months_of(self, kind: str, one: Heading) -> bool:
        """Whether a quarter's months have columns of their own; a financial year may count its quarters from April."""
        held = self._months.get((kind, one.year or (self._year(one) if one.before else 0)), set())
        return len(held) >= 10 or {3 * one.quarter - 2, 3 * one.quarter - 1, 3 * one.quarter} <= held

    def has_parts_of(self, kind: str, one: Heading) -> bool:
        """Whether a whole year's months or quarters have columns; where it names no year, those of any year."""
        year = one.year or (self._year(one) if one.before else 0)
        return (kind, year) in self._months or (kind, year) in self._quarters


def _with_years(figures: Sequence[Figure]) -> Iterator[Figure]:
    """The figures with the next year where months begin again in the midst of a financial year."""
    begun: dict[tuple[str, int, str], int] = {}
    last: dict[tuple[str, int, str], int] = {}
    for one in figures:
        if len(one.months) not in (1, 3):
            yield one
            continue
        year, month = one.months[0]
        key = (one.kind, year, f"{one.heading.before}{one.heading.version}{len(one.months)}")
        start = begun.setdefault(key, month)
        has_wrapped = month < start and last.get(key, 0) > 0
        last[key] = month
        more = 1 if has_wrapped else 0
        yield replace(one, months=tuple((y + more if y or more else 0, m) for y, m in one.months))


# ── titles and words ──────────────────────────────────────────────────────────────────────────────────────


def _title(spread: Mapping[int, Mapping[int, Value]], top: int, lowest: int, column: int) -> str:
    """The heading of a column beside the figures: the lowest of its words."""
    for row in range(lowest, top - 1, -1):
        value = spread.get(row, {}).get(column)
        if isinstance(value, str) and value.strip():
            return value
    return ""


def _words_above(grid: Grid, after: int, lowest: int) -> Iterator[str]:
    yield plain(grid.sheet)
    for number in range(max(after + 1, lowest - _TITLE_ROWS), lowest + 1):
        # After an earlier block only what stands near belongs to this one.
        for value in grid.rows.get(number, ()):
            if isinstance(value, str) and len(value) < 200:
                yield plain(value)


#: A longer title is a sentence; one with no more other words than this says plainly what is below it.
_LONGEST_TITLE, _FEW = 80, 2


def _context(grid: Grid, after: int, top: int) -> Heading:
    """What the titles above say of all columns: the year, and whether it is planned or spent; the sheet's name last."""
    year = last = 0
    said_of: list[tuple[int, int, str]] = []
    for place, words in enumerate((*_titles(grid, after, top), grid.sheet)):
        said = _MADE_ON.sub(" ", plain(words))
        heading = read_heading(said[:90])
        # A sheet of its own for how far apart they are, or for what was forecast later, plans nothing.
        told = heading.kind in ("budget", "actual", "committed") or (words == grid.sheet and not heading.rest)
        if heading.kind and told and len(said) <= _LONGEST_TITLE:
            # A crisp title is surer than one with many other words, the nearest surer than the others; a sentence is a note.
            said_of.append((heading.rest > _FEW, place, heading.kind))
        if not year:
            if heading.last_year:
                year, last = heading.year, heading.last_year
            elif hit := _NEXT_TO.search(said) or _ANY_YEAR.search(said):
                year = int(hit[1])
    kind = min(said_of)[2] if said_of else ""
    return Heading(kind=kind, year=year, last_year=last)


def _titles(grid: Grid, after: int, top: int) -> Iterator[str]:
    """The words above the headings that stand nearest first, and what stands left of the months."""
    for number in range(top - 1, max(after, top - _TITLE_ROWS), -1):
        row = grid.rows.get(number, ())
        words = [value for value in row if isinstance(value, str) and len(value) < 200]
        dates = [value for value in row if isinstance(value, int) and 1990 <= value < 2100]
        if after and sum(map(is_amount, row)) > len(dates):
            return
        if len(words) <= 4:
            yield " ".join([*words, *map(str, dates)])


def _tells_units(grid: Grid, columns: Collection[int], lowest: int, end: int) -> bool:
    """Whether amounts say themselves in what they are, `12k` or `300 €`: then a title does not say it of all."""
    return any(
        isinstance(value := row[column - 1], str) and _UNIT.search(value)
        for number, row in grid.rows.items()
        if lowest < number <= end
        for column in columns
        if column <= len(row)
    )


def _factor(words: str) -> Decimal:
    if _THOUSANDS.search(words):
        return Decimal(1000)
    return Decimal(1_000_000) if _MILLIONS.search(words) else Decimal(1)


def _currency(words: str) -> str:
    return next(
        (
            code
            for mark, code in _CURRENCIES
            if re.search(rf"(?<!\w){re.escape(mark)}(?!\w)|\d{re.escape(mark)}", words)
        ),
        "",
    )


def first_of(month: tuple[int, int]) -> date:
    """A month as its first day."""
    return date(month[0], month[1], 1)


__all__ = ["NOTHING_SAID", "Block", "Figure", "find_blocks", "find_yearly", "first_of", "is_amount"]
