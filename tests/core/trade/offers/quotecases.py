"""The twenty written comparisons, and short ways to write offers in tests."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from officebot.core.trade.model import TradeDocument, TradeKind, TradeLine
from officebot.core.trade.offers.model import Habits, Offer, Reliability, Wanted
from officebot.core.worktime import WorkingTime

CASES = [
    case
    for name in ("fr", "en")
    for case in json.loads((Path(__file__).parents[3] / "data" / "quotes" / f"{name}.json").read_text("utf-8"))
]
TODAY = date(2026, 11, 26)
#: Nothing is left open by these.
FAIR = ("Franco de port", "Délai : 5 jours ouvrés", "Offre valable 60 jours", "Paiement à 30 jours", "Prix HT")


def wanted_of(rows: Sequence[Mapping[str, str]]) -> tuple[Wanted, ...]:
    return tuple(
        Wanted(number=str(number), **{**row, "quantity": Decimal(row["quantity"])})
        for number, row in enumerate(rows, 1)
    )


def line_of(row: Mapping[str, Any]) -> TradeLine:
    numbers = {name: Decimal(row[name]) for name in ("quantity", "price", "per", "amount") if name in row}
    return TradeLine(**{**row, **numbers})


def offer_of(row: Mapping[str, Any]) -> Offer:
    told = dict(row["document"])
    days = {
        name: date.fromisoformat(told[name]) for name in ("issued", "valid_until", "delivery_date") if name in told
    }
    sums = {name: Decimal(told[name]) for name in ("net", "total") if name in told}
    lines = tuple(map(line_of, told.pop("lines")))
    document = TradeDocument(
        kind=TradeKind.quote, **{**told, **days, **sums, "terms": tuple(told["terms"]), "lines": lines}
    )
    return Offer(supplier=row["supplier"], document=document)


def habits_of(case: Mapping[str, Any]) -> Habits:
    told = dict(case.get("habits", {}))
    work = WorkingTime(country=told.pop("country", "FR"))
    days = {name: date.fromisoformat(told.pop(name)) for name in ("deliver_by",) if name in told}
    return Habits(
        work=work,
        known={
            (supplier, theirs): ours
            for supplier, numbers in case.get("known", {}).items()
            for theirs, ours in numbers.items()
        },
        # As the scorecard estimates: six deliveries, 80 % of them on time, stand for what is usual.
        reliability={
            supplier: Reliability(share=(Decimal(kept) + Decimal("4.8")) / (cases + 6), cases=cases)
            for supplier, (cases, kept) in case.get("records", {}).items()
        },
        **days,
        **told,
    )


def offer(supplier: str, *lines: TradeLine, terms: Sequence[str] = FAIR, **more: Any) -> Offer:
    told = {"kind": TradeKind.quote, "issued": TODAY, "currency": "EUR", "number": f"D-{supplier}", **more}
    return Offer(supplier=supplier, document=TradeDocument(lines=lines, terms=tuple(terms), **told))


def line(article: str, quantity: int | str, price: str, **more: Any) -> TradeLine:
    numbers = {name: Decimal(more.pop(name)) for name in ("amount", "per") if name in more}
    return TradeLine(buyer_article=article, quantity=Decimal(quantity), price=Decimal(price), **numbers, **more)


def want(article: str, quantity: int | str, **more: Any) -> Wanted:
    return Wanted(number=more.pop("number", article), article=article, quantity=Decimal(quantity), **more)
