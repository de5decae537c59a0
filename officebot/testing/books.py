"""A workbook as `Office.workbook` gives it, made of rows: for tests of a decision, which read no file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from officebot.core.workbooks.cells import Value
from officebot.core.workbooks.grids import Book, Grid
from officebot.core.workbooks.office import OfficeWorkbook
from officebot.core.workbooks.tables import find_tables


def book(name: str, sheets: Mapping[str, Sequence[Sequence[Value]]], *, can_write: bool = True) -> OfficeWorkbook:
    """The workbook of this name, with these rows of cells by its sheets' names; the first row of each holds the headings.

    `book("stock", {"Stock": [["Article", "In stock"], ["Paper A4", 12]]})`
    """
    grids = tuple(Grid(sheet=sheet, rows=dict(enumerate(rows, 1))) for sheet, rows in sheets.items())
    found = find_tables(Book(name=f"{name}.xlsx", kind="xlsx", grids=grids))
    return OfficeWorkbook(name=name, file=f"{name}.xlsx", can_write=can_write, tables=found.tables, notes=found.notes)
