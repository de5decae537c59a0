"""Small stock rooms for the tests: a journal told in a few words, in an office that works from Monday to Friday."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from officebot.core.stock.model import Article, Movement, MovementKind, Order, PriceBreak, Stock, StockPolicy
from officebot.core.stock.outlook import Outlook, look_ahead
from officebot.core.worktime import WorkingTime

WORK = WorkingTime(country="")
#: A Monday.
TODAY = date(2026, 11, 23)


def article(key: str = "paper", **more: Any) -> Article:
    """An article of a supplier who takes five working days."""
    price = more.pop("price", "4.35")
    defaults: dict[str, Any] = {"label": key, "unit": "box", "supplier": "Ouest", "lead_time": 5}
    if price is not None:
        defaults["price_breaks"] = (PriceBreak(quantity=Decimal(1), price=Decimal(price)),)
    return Article(key=key, **{**defaults, **more})


def moved(day: date, quantity: str, kind: MovementKind, key: str = "paper", source: str = "") -> Movement:
    """One line of the journal."""
    return Movement(day=day, article=key, quantity=Decimal(quantity), kind=kind, source=source)


def taken(days: Iterable[date], quantity: str = "-2", key: str = "paper") -> list[Movement]:
    """The same withdrawal on each of these days."""
    return [moved(day, quantity, MovementKind.withdrawal, key) for day in days]


def counted(quantity: str, day: date = TODAY, key: str = "paper") -> Movement:
    """A count."""
    return moved(day, quantity, MovementKind.counted, key, source=f"Journal!B{day.day}")


def every(step: int, weeks: int = 60, until: date = TODAY) -> list[date]:
    """Every so many working days, over so many weeks until a day."""
    first = until - timedelta(weeks=weeks)
    days = [first + timedelta(days=later) for later in range((until - first).days + 1)]
    return [day for day in days if day.weekday() < 5][::step]


def outlook(
    *movements: Movement, orders: Iterable[Order] = (), policy: StockPolicy | None = None, **more: Any
) -> Outlook:
    """The outlook of one article."""
    stock = Stock(
        articles=(article(**more),), movements=movements, orders=tuple(orders), policy=policy or StockPolicy()
    )
    return look_ahead(stock, TODAY, WORK)[0]
