"""The order book as an office's workbook holds it: which tables it is, its rows, and what of them is left out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from officebot.connectors.workbooks.reading import read_book
from officebot.core.orders.mapping import find_orders
from officebot.core.orders.model import OrderBook
from officebot.core.orders.reading import read_orders
from officebot.core.workbooks.tables import find_tables

_HEADINGS = ("N° commande", "Ligne", "Fournisseur", "Désignation", "Référence", "Qté commandée", "PU HT", "Livraison demandée",
             "Qté reçue", "Statut")  # fmt: skip


def book_of(path: Path, *rows: tuple[Any, ...], headings: tuple[str, ...] = _HEADINGS) -> OrderBook:
    made = openpyxl.Workbook()
    made.active.append(headings)
    for row in rows:
        made.active.append(row)
    made.save(path)
    tables = find_tables(read_book(path, path.name)).tables
    return read_orders(tables, find_orders(tables))


def row(order: str, line: int | None, quantity: object, **more: Any) -> tuple[Any, ...]:
    given = (order, line, "Port", "Stylo bleu", "STY-1", quantity, 4.2, date(2026, 12, 10), more.get("received"))
    return (*given, more.get("status"))


def test_a_row_is_an_order_line_with_its_cells(tmp_path: Path) -> None:
    [line] = book_of(tmp_path / "C.xlsx", row("BC-1", 1, 20, received=5)).lines
    assert (line.key, line.article, line.label) == (("BC-1", 1), "STY-1", "Stylo bleu")
    assert (line.quantity, line.price, line.received, line.due) == (20, Decimal("4.2"), 5, date(2026, 12, 10))
    assert line.cells["received"].endswith("!I2")
    assert "status" in line.blank


def test_lines_without_a_number_are_counted_in_their_order(tmp_path: Path) -> None:
    lines = book_of(tmp_path / "C.xlsx", row("BC-1", None, 20), row("BC-1", None, 3), row("BC-2", None, 1)).lines
    assert [line.key for line in lines] == [("BC-1", 1), ("BC-1", 2), ("BC-2", 1)]


def test_rows_that_cannot_be_are_left_out_and_said(tmp_path: Path) -> None:
    book = book_of(tmp_path / "C.xlsx", row("BC-1", 1, 20), row("BC-1", 1, 3), row("BC-1", 2, -4), row("BC-1", 3, 0))
    assert [line.quantity for line in book.lines] == [20]
    assert len(book.problems) == 3


def test_what_was_cancelled_is_not_open(tmp_path: Path) -> None:
    book = book_of(tmp_path / "C.xlsx", row("BC-1", 1, 20, status="Annulée"), row("BC-1", 2, 20, status="commandée"))
    assert [line.line for line in book.open] == [2]


def test_a_table_without_order_numbers_is_no_order_book(tmp_path: Path) -> None:
    headings = ("Code postal", *_HEADINGS[1:])
    book = book_of(tmp_path / "C.xlsx", row("35000", 1, 20), headings=headings)
    assert book.lines == ()
    assert len(book.problems) == 1
