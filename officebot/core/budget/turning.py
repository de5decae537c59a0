"""A sheet with its rows as columns, for budgets that have their months below each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from officebot.core.workbooks.cells import Area, BadAddress, Cell, Value
from officebot.core.workbooks.formulas import Reference, rewritten
from officebot.core.workbooks.grids import Grid, trimmed
from officebot.core.workbooks.looks import Looks

#: A budget has fewer rows and columns; what is larger is a list of something else.
_MOST = 2_000


def turned(grid: Grid) -> Grid:
    """The sheet with rows and columns exchanged; one without rows where it is too large to be a budget."""
    width = max(map(len, grid.rows.values()), default=0)
    if not grid.rows or max(grid.rows) > _MOST or width > _MOST:
        return replace(grid, rows={}, merged=())
    rows: dict[int, Sequence[Value]] = {}
    for column in range(1, width + 1):
        values: list[Value] = [None] * max(grid.rows)
        for number, row in grid.rows.items():
            if column <= len(row):
                values[number - 1] = row[column - 1]
        if kept := trimmed(values):
            rows[column] = kept
    return replace(
        grid, rows=rows, merged=tuple(map(_turned_area, grid.merged)),
        hidden_rows=grid.hidden_columns, hidden_columns=grid.hidden_rows,
    )  # fmt: skip


def turned_looks(looks: Looks) -> Looks:
    """The looks of the turned sheet; indents say nothing there."""
    return Looks(
        bold=frozenset(map(turned_cell, looks.bold)),
        percents=frozenset(map(turned_cell, looks.percents)),
        formulas={turned_cell(cell): _turned_formula(text) for cell, text in looks.formulas.items()},
    )


def turned_cell(cell: Cell) -> Cell:
    """The cell with row and column exchanged."""
    return Cell(cell.column, cell.row)


def _turned_area(area: Area) -> Area:
    return Area(area.left, area.top, area.right, area.bottom)


def _turned_formula(formula: str) -> str:
    def turn(one: Reference) -> Area | None:
        area = _turned_area(one.area)
        return area if area.right <= 16_384 else None

    try:
        return rewritten(formula, turn)
    except BadAddress:
        return ""
