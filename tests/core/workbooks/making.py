"""Workbooks that tests make, and what they hold when other programs read them."""

from __future__ import annotations

import io
import warnings
from datetime import date
from typing import Any

import xlsxwriter
from openpyxl import load_workbook

from officebot.core.workbooks.lossless.package import Package
from officebot.core.workbooks.lossless.workbook import Workbook

HEADINGS = ("Référence", "Quantité", "Seuil", "Prix", "Valeur", "Entrée")
ROWS = (
    ("PAP-A4", 40, 10, 4.5, date(2026, 11, 2)),
    ("STY-BL", 12, 20, 0.9, date(2026, 11, 3)),
    ("AGR-24", 5, 5, 2.25, date(2026, 11, 4)),
)


def stock(*, table: bool = True, totals: bool = False, days_as: str = "dd/mm/yyyy") -> bytes:
    """A French stock: a sheet with reckoned values, a chart, rules of looks and input; a board on a second sheet."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    sheet, board = book.add_worksheet("Stock"), book.add_worksheet("Tableau d'ensemble")
    day, euro = book.add_format({"num_format": days_as}), book.add_format({"num_format": '#,##0.00 "€"'})
    last = len(ROWS) + 1
    for column, heading in enumerate(HEADINGS):
        sheet.write(0, column, heading)
    for row, (key, count, least, price, since) in enumerate(ROWS, 1):
        sheet.write_row(row, 0, [key, count, least])
        sheet.write_number(row, 3, price, euro)
        sheet.write_formula(row, 4, f"=B{row + 1}*D{row + 1}", euro, count * price)
        sheet.write_datetime(row, 5, since, day)
    if table:
        columns: list[dict[str, Any]] = [{"header": heading} for heading in HEADINGS]
        if totals:
            columns[0]["total_string"], columns[1]["total_function"] = "Total", "sum"
        sheet.add_table(0, 0, last - 1 + totals, 5, {"name": "Articles", "columns": columns, "total_row": totals})
        for row, (_, count, _, price, _) in enumerate(ROWS, 1):
            sheet.write_formula(row, 4, f"=B{row + 1}*D{row + 1}", euro, count * price)
    else:
        sheet.autofilter(0, 0, last - 1, 5)
    sheet.conditional_format(
        1,
        1,
        last - 1,
        1,
        {"type": "cell", "criteria": "<", "value": 10, "format": book.add_format({"bg_color": "red"})},
    )
    sheet.data_validation(1, 1, last - 1, 1, {"validate": "integer", "criteria": ">=", "value": 0})
    sheet.add_sparkline(1, 7, {"range": "Stock!B2:B4"})
    board.write_formula(0, 0, f"=SUM(Stock!E2:E{last})", euro, sum(row[1] * row[3] for row in ROWS))
    board.write_formula(1, 0, "=A1*2", euro, 2 * sum(row[1] * row[3] for row in ROWS))
    board.write_formula(2, 0, "=1+1", None, 2)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"categories": f"=Stock!$A$2:$A${last}", "values": f"=Stock!$B$2:$B${last}"})
    board.insert_chart("D2", chart)
    book.define_name("Valeur_totale", f"=Stock!$E$2:$E${last}")
    book.close()
    return held.getvalue()


def opened(data: bytes) -> Workbook:
    """The book in some bytes."""
    return Workbook(Package(io.BytesIO(data)))


def shown(data: bytes, sheet: str, *, formulas: bool = False) -> dict[str, Any]:
    """What openpyxl reads: the cells of a sheet that hold something."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = load_workbook(io.BytesIO(data), data_only=not formulas)[sheet]
    return {cell.coordinate: cell.value for row in found.iter_rows() for cell in row if cell.value is not None}
