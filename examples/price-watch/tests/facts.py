"""An office's prices, and lists of its supplier, for the tests and for “officebot plugin check”."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from officebot.sdk import Contacts, OfficeFacts, OfficeWorkbook, People, WorkingTime
from officebot.testing.books import book

from price_watch.duty import Facts
from price_watch.pricelist import read
from price_watch.settings import Settings
from price_watch.stocklist import kept_in

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
OFFICE = OfficeFacts(
    name="Office", people=People(()), contacts=Contacts(()), working_time=WorkingTime(), language="en"
)
STOCK: list[list[str | float | None]] = [
    ["Article", "In stock", "Unit price"],
    ["Paper A4", 12, 4.2],
    ["Toner black", 3, 61],
    ["Pencils", 40, None],
]


def stock() -> OfficeWorkbook:
    """The office's workbook."""
    return book("stock", {"Stock": STOCK})


def of(lines: str | bytes, last: Mapping[str, Any] | None = None, book: OfficeWorkbook | None = None) -> Facts:
    """What the duty decides about when the supplier sends these lines, below the headings."""
    raw = f"Reference;Net price\n{lines}".encode() if isinstance(lines, str) else lines
    kept = book or stock()
    return Facts(office=OFFICE, book=kept, offered=read(raw, kept_in(kept, Settings())), last=last or {})


def facts() -> list[Facts]:
    """Some facts of each kind."""
    return [
        of("Paper A4;5,10\nToner black;61\nPencils;0,35"),
        of("Paper A4;3.90 EUR\nToner black;maybe 70"),
        of("Paper A4;=1+1\nToner black;-3\nUnknown;1"),
    ]
