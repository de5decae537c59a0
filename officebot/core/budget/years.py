"""Blocks that say in a column which year each row is for, taken apart into one block a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from officebot.core.budget.headings import read_heading
from officebot.core.budget.mapping import Block
from officebot.core.workbooks.cells import Value

_FEW = 2
#: A month of the year after the first one has the year 1, where nothing says which these are.
_NEXT = 2


def by_year(block: Block) -> list[Block]:
    """A block for each year, the latest first, its rows where they were, with their names; else the block itself."""
    begin = min(one.column for one in block.figures)
    rows = {number: row for number, row in block.grid.rows.items() if block.first <= number <= block.last}
    for column in range(1, begin):
        held = {number: _year(row[column - 1]) for number, row in rows.items() if len(row) >= column}
        years = sorted({year for year in held.values() if year}, reverse=True)
        given = [number for number, row in rows.items() if len(row) >= begin]
        if len(years) >= _FEW and all(held.get(number) for number in given) and len(given) >= _FEW * len(years):
            return [_of_year(block, rows, held, column, year) for year in years]
    return [block]


def _year(value: Value) -> int:
    said = read_heading(value)
    is_plain = said.year and not said.rest and not (said.has_span or said.kind or said.last_year or said.version)
    return said.year if is_plain else 0


def _of_year(block: Block, rows: dict[int, Sequence[Value]], held: dict[int, int], column: int, year: int) -> Block:
    """The rows of one year; what a row leaves empty beside the figures is what stands above it."""
    names: list[Value] = [None] * (column - 1)
    kept: dict[int, Sequence[Value]] = {
        n: row for n, row in block.grid.rows.items() if not block.first <= n <= block.last
    }
    for number, row in rows.items():
        own = list(row[: column - 1])
        if any(value is not None for value in own):
            names = own
        if held.get(number) in (None, 0, year):
            kept[number] = [*names, None, *row[column:]] if held.get(number) else row
    figures = tuple(
        replace(one, months=tuple((year + (y if y < _NEXT else 0), month) for y, month in one.months))
        for one in block.figures
    )
    return replace(
        block, grid=replace(block.grid, rows=dict(sorted(kept.items()))), figures=figures,
        context=replace(block.context, year=year),
    )  # fmt: skip
