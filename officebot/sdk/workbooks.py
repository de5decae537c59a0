"""Workbooks of the office: tables as people laid them out, cells and their addresses, and the actions that change them."""

from __future__ import annotations

from officebot.core.actions import AppendRows, CellValue, SetCells
from officebot.core.workbooks.cells import Address, Area, BadAddress, Cell, Fault, Formula, Value, column_name
from officebot.core.workbooks.cells import to_json as cell_value
from officebot.core.workbooks.grids import Book, Grid
from officebot.core.workbooks.keyed import CellChange, KeyedRow, KeyedRows, rows_by_key
from officebot.core.workbooks.office import OfficeWorkbook
from officebot.core.workbooks.parts import Part, Sheet, find_parts
from officebot.core.workbooks.sheets import OfficeSheets
from officebot.core.workbooks.tables import Column, Note, Row, Table

__all__ = [
    "Address",
    "AppendRows",
    "Area",
    "BadAddress",
    "Book",
    "Cell",
    "CellChange",
    "CellValue",
    "Column",
    "Fault",
    "Formula",
    "Grid",
    "KeyedRow",
    "KeyedRows",
    "Note",
    "OfficeSheets",
    "OfficeWorkbook",
    "Part",
    "Row",
    "SetCells",
    "Sheet",
    "Table",
    "Value",
    "cell_value",
    "column_name",
    "find_parts",
    "rows_by_key",
]
