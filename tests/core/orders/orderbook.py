"""A small order book, and documents about it, for the tests of what reads them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from officebot.core.orders.matches import Match, Matched
from officebot.core.orders.model import OrderBook, OrderLine, Supplier
from officebot.core.trade.letter import Letter
from officebot.core.trade.model import TradeDocument, TradeKind, TradeLine

PORT, NORD = "ventes@port.example", "sales@nord.example"
TODAY = date(2026, 11, 26)


def line(order: str, number: int, label: str, quantity: str, **fields: Any) -> OrderLine:
    """A line ordered from Port on 20 November for 10 December, at 4.00."""
    made = OrderLine(
        order=order, line=number, label=label, quantity=Decimal(quantity), supplier="Papeteries du Port", address=PORT,
        article=f"{order[-2:]}-{number}0{number}", unit="pièce", price=Decimal(4), ordered_on=date(2026, 11, 20),
        due=date(2026, 12, 10), cells={"received": f"C!P{number}", "promised": f"C!M{number}", "status": f"C!S{number}"},
    )  # fmt: skip
    return replace(made, **fields)


PAPER = line("BC-2026-0041", 1, "Papier A4 80 g", "57", unit="ramette")
PENS = line("BC-2026-0041", 2, "Stylo bleu", "20")
FILES = line("BC-2026-0042", 1, "Classeur à levier", "10")
TONER = line("BC-2026-0042", 2, "Toner noir 26A", "4")
CHAIR = line("BC-2026-0099", 1, "Chaise visiteur", "6", supplier="Nord Mobilier", address=NORD)
BOOK = OrderBook(
    lines=(PAPER, PENS, FILES, TONER, CHAIR),
    suppliers=(Supplier(name="Papeteries du Port", address=PORT), Supplier(name="Nord Mobilier", address=NORD)),
)


def said(label: str = "", quantity: str | None = None, **fields: Any) -> TradeLine:
    """A line of a document."""
    return TradeLine(label=label, says=label, quantity=None if quantity is None else Decimal(quantity), **fields)


def paper(kind: str, *lines: TradeLine, **fields: Any) -> TradeDocument:
    """A document, a PDF where nothing else is said."""
    return TradeDocument(kind=TradeKind(kind), lines=lines, **{"syntax": "pdf", **fields})


def letter(sender: str = PORT, subject: str = "", new: str = "") -> Letter:
    """The mail around it."""
    return Letter(sender=sender, subject=subject, new=new, day=TODAY)


def meant(document: TradeDocument, *pairs: tuple[TradeLine, OrderLine]) -> Match:
    """A match in which these lines are certain."""
    return Match(document=document, lines=tuple(Matched(said=one, line=ours) for one, ours in pairs))
