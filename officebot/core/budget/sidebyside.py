"""Two budgets side by side on one sheet, expenses left and income right: told by headings that begin anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from officebot.core.budget.fields import EXPENSES, INCOME, column_field, names_side, word_set, words
from officebot.core.budget.headings import read_heading
from officebot.core.budget.titles import is_amount
from officebot.core.text import plain
from officebot.core.workbooks.cells import Value
from officebot.core.workbooks.grids import Grid, trimmed

#: Headings stand no lower than this.
_LOWEST = 40
#: What a column of months is called, and how many of them make it one.
_TIMES, _LEAST_MONTHS = word_set("mois month months periode period"), 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a sheet's width as a sheet of its own, cells where they were; `name` is what stands above it, if anything."""

    grid: Grid
    name: str = ""


def parts_of(grid: Grid) -> list[Part]:
    """The parts of a sheet; the sheet itself where nothing stands side by side."""
    for number, row in list(grid.rows.items())[:_LOWEST]:
        begins = list(_begins(grid, number, row))
        if len(begins) > 1:
            ends = [*(one - 1 for one in begins[1:]), max(map(len, grid.rows.values()))]
            return [_part(grid, number, begin, end) for begin, end in zip(begins, ends, strict=True)]
    return [Part(grid=grid)]


def _begins(grid: Grid, number: int, row: Sequence[Value]) -> Iterator[int]:
    """The first columns of the parts, where this row holds their headings."""
    told = [(column, value) for column, value in enumerate(row, 1) if value is not None]
    runs = [(is_figure, list(some)) for is_figure, some in groupby(told, key=lambda one: _is_figure(one[1]))]
    first = next((said for is_figure, said in runs if is_figure), None)
    if first is None or len(runs) < 4:
        return
    yield 1
    for (_, names), (is_figure, figures) in pairwise(runs[1:]):
        is_anew = figures is not first and [_key(value) for _, value in figures] == [
            _key(value) for _, value in first
        ]
        if is_figure and is_anew and any(_names_lines(grid, number, *one) for one in names):
            if any(_tells_time(grid, number, column) for column, _ in (*names, *figures)):
                return
            yield names[0][0]


def _is_figure(value: Value) -> bool:
    said = read_heading(value)
    return said.says_something and said.rest <= 1 and not (isinstance(value, str) and names_side(value))


def _key(value: Value) -> str:
    return plain(str(value)).strip()


def _names_lines(grid: Grid, number: int, column: int, title: Value) -> bool:
    """Whether a column names lines: it is called so, or what comes in and goes out, and has words below; or months."""
    if not isinstance(title, str):
        return False
    below = [row[column - 1] for place, row in grid.rows.items() if place > number and len(row) >= column]
    given = [value for value in below if value is not None]
    if set(words(title)) <= _TIMES:
        return len({said.month for one in given if (said := read_heading(one)).month}) >= _LEAST_MONTHS
    if not (column_field(title) in ("label", "group") or tells_side(title)):
        return False
    return bool(given) and 2 * sum(isinstance(one, str) and not is_amount(one) for one in given) > len(given)


def _tells_time(grid: Grid, number: int, column: int) -> bool:
    """Whether right above a heading stands another year, month or kind: then it is one budget, told twice."""
    row = grid.rows.get(number - 1, ())
    said = read_heading(row[column - 1]) if len(row) >= column else None
    return said is not None and bool(said.year or said.has_span or said.kind) and said.rest <= 1 and len(row) > 1


def tells_side(title: str) -> bool:
    """Whether a title is that of income or of expenses."""
    return bool(set(words(title)) & (INCOME | EXPENSES))


def tells_income(title: str) -> bool:
    """Whether a title is that of income, and not of expenses too."""
    said = set(words(title))
    return bool(said & INCOME) and not said & EXPENSES


def _part(grid: Grid, number: int, begin: int, end: int) -> Part:
    """The columns from `begin` to `end` with the titles of the whole sheet; a row of titles of parts is cut with them."""
    above = grid.rows.get(number - 1, ())
    top = number - 1 if sum(value is not None for value in above) > 1 else number
    rows: dict[int, Sequence[Value]] = {}
    for place, row in grid.rows.items():
        kept = list(row) if place < top else [*[None] * (begin - 1), *row[begin - 1 : end]]
        if made := trimmed(kept):
            rows[place] = made
    merged = tuple(one for one in grid.merged if one.top < top or begin <= one.left <= end)
    return Part(grid=replace(grid, rows=rows, merged=merged), name=_name(rows, top, number))


def _name(rows: Mapping[int, Sequence[Value]], top: int, number: int) -> str:
    titles = (
        [value for value in rows.get(top, ()) if isinstance(value, str) and value.strip()] if top < number else []
    )
    if titles:
        return titles[0].strip()
    return next((one.strip() for one in rows.get(number, ()) if isinstance(one, str) and tells_side(one)), "")
