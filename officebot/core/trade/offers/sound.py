"""Figures of documents that can be: what no offer means is taken out before anybody reckons with it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from officebot.core.problems import Problem
from officebot.core.text import say
from officebot.core.trade.model import TradeDocument, TradeLine

#: A quantity or an amount beyond this is a misreading; so is a fraction that nobody could count or pay.
_LARGEST, _SMALLEST = Decimal(10) ** 12, Decimal(10) ** -9


def sound(document: TradeDocument) -> TradeDocument:
    """The document itself where each figure can be; else without those that cannot, and with a problem that says so."""
    lines = tuple(_line(line) for line in document.lines)
    net, total = _figure(document.net), _figure(document.total)
    # By identity: some numbers that come from outside cannot even be compared.
    kept = [one is other for one, other in zip(lines, document.lines, strict=True)]
    if all(kept) and net is document.net and total is document.total:
        return document
    what = Problem(where="", what=say("Some of its figures cannot be: look at the document."))
    return replace(document, lines=lines, net=net, total=total, problems=(*document.problems, what))


def _line(line: TradeLine) -> TradeLine:
    quantity, price, amount = _figure(line.quantity), _figure(line.price), _figure(line.amount)
    per = _figure(line.per)
    if per is None or per <= 0:
        price, per = None, Decimal(1)
    if quantity is not None and quantity < 0:
        quantity = None
    if quantity is line.quantity and price is line.price and per is line.per and amount is line.amount:
        return line
    return replace(line, quantity=quantity, price=price, per=per, amount=amount)


def _figure(value: Decimal | None) -> Decimal | None:
    if value is None or not value.is_finite():
        return None
    return value if value == 0 or _SMALLEST <= abs(value) <= _LARGEST else None
