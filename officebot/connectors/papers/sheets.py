"""Workbooks as papers: each sheet a grid, days and figures written so that they are read exactly."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from officebot.core.trade.paper import Paper, Piece, Row
from officebot.core.workbooks.cells import Fault, Formula, Value
from officebot.core.workbooks.grids import Book, Grid
from officebot.core.workbooks.numbers import decimal_of

_MOST_ROWS, _MOST_COLUMNS = 5_000, 100
_LONGEST = 2_000


def papers_of_book(book: Book) -> list[Paper]:
    """A paper for each sheet that people see and that holds something."""
    grids = [grid for grid in book.grids if grid.rows and not grid.is_hidden]
    return [_paper(book.name, grid) for grid in grids]


def _paper(name: str, grid: Grid) -> Paper:
    rows = []
    for number, values in list(grid.rows.items())[:_MOST_ROWS]:
        if number in grid.hidden_rows:
            continue
        pieces = tuple(
            Piece(text, float(column), float(column))
            for column, value in enumerate(values[:_MOST_COLUMNS], 1)
            if (text := shown(value)) and column not in grid.hidden_columns
        )
        if pieces:
            rows.append(Row(pieces, 1, float(number)))
    return Paper(name=name, source="table", rows=tuple(rows), is_gridded=True)


def shown(value: Value) -> str:
    """A cell's value in words: `2026-10-16`, `17.9`, figures with a point; "" for an empty one, a fault, a formula."""
    match value:
        case None | Fault() | Formula() | bool() | timedelta():
            return ""
        case datetime() | date():
            return f"{value:%Y-%m-%d}"
        case time():
            return f"{value:%H:%M}"
        case int() | float() | Decimal():
            return _figure(value)
        case _:
            return " ".join(value[:_LONGEST].split())


def _figure(value: int | float | Decimal) -> str:
    exact = decimal_of(value)
    # Three decimals could be read as thousands: a fourth says which they are.
    plain = f"{exact:f}"
    whole, mark, part = plain.partition(".")
    return f"{whole}.{part}0" if mark and len(part) == 3 else plain
