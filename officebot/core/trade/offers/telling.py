"""A comparison as facts: what `--json` prints, in the reader's language where there are sentences."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from officebot.core.trade.offers.advising import reasons, rounded, wishes
from officebot.core.trade.offers.comparing import Choice, Comparison
from officebot.core.trade.offers.conditions import day_after
from officebot.core.trade.offers.model import Judged, Note, Wanted


def comparison_fact(comparison: Comparison, language: str) -> dict[str, Any]:
    """The lines with each supplier's price, the offers with what each costs and takes, what is recommended, and why.

    `recommended` is a supplier, a list of two where the order is best parted (`split` says how), or null.
    """
    chosen = comparison.recommended
    return {
        "currency": comparison.currency,
        "lines": [_line(one, comparison) for one in comparison.wanted],
        "offers": [_offer(one, comparison, language) for one in comparison.offers],
        "recommended": _recommended(chosen),
        "split": _split(chosen),
        "total": number(chosen.total) if chosen is not None else None,
        "reasons": [reason.render(language) for reason in reasons(comparison)],
        "missing": [
            {"supplier": one.label, **_note(note, language)} for one in comparison.offers for note in one.missing
        ],
        "questions": [
            {"supplier": one.label, **_note(note, language)} for one in comparison.offers for note in one.questions
        ],
        "ask": [
            {"supplier": one.label, "about": one.about, "line": one.line or None, "figure": _figure(one.figure),
             "says": one.says.render(language)}
            for one in wishes(comparison)
        ],
    }  # fmt: skip


def _recommended(chosen: Choice | None) -> str | list[str] | None:
    if chosen is None:
        return None
    return list(chosen.labels) if chosen.is_split else chosen.labels[0]


def _split(chosen: Choice | None) -> dict[str, list[str]] | None:
    if chosen is None or not chosen.is_split:
        return None
    return {label: list(numbers) for label, numbers in chosen.shares}


def _line(wanted: Wanted, comparison: Comparison) -> dict[str, Any]:
    best = comparison.best_for(wanted.number)
    prices = []
    for one in comparison.offers:
        line = one.line(wanted.number)
        if line is None:
            continue
        prices.append({
            "supplier": one.label, "offered": line.pair.line.label or line.pair.line.says,
            "quantity": number(line.quantity),
            "price": number(rounded(line.unit_price)) if line.unit_price is not None else None,
            "amount": number(line.amount) if line.amount is not None else None,
            "delay": line.days if line.days is not None else one.general_days,
            "confidence": line.pair.confidence, "equivalent": line.is_equivalent, "short": line.is_short,
            "best": line.amount is not None and line.amount == best,
        })  # fmt: skip
    return {
        "line": wanted.number,
        "article": wanted.article,
        "label": wanted.label,
        "quantity": number(wanted.quantity),
        "unit": wanted.unit,
        "offers": prices,
    }


def _offer(one: Judged, comparison: Comparison, language: str) -> dict[str, Any]:
    said = one.conditions
    score = next((choice.score for choice in comparison.choices if choice.labels == (one.label,)), None)
    comes = day_after(comparison.today, one.days, comparison.habits.work) if one.days is not None else None
    return {
        "supplier": one.label,
        **({"file": one.source} if one.source else {}),
        "number": one.document.number,
        "currency": one.currency,
        "goods": number(one.costs.goods),
        "discount": number(one.costs.discount),
        "carriage": number(one.costs.carriage),
        "fees": number(one.costs.fees),
        "to_least_order": number(one.costs.shortfall),
        "total": number(one.total),
        "vat": one.vat,
        "delay": one.days,
        "delivery_date": iso(comes),
        "valid_until": iso(said.valid_until),
        "payment": said.payment,
        "payment_days": said.payment_days,
        "reliability": round(float(one.reliability.share), 2),
        "orders_known": one.reliability.cases,
        "points": round(float(score.points), 1) if score is not None else None,
        "excluded": [_note(note, language) for note in one.excluded],
        "extras": [line.label or line.says or line.article for line in one.extras],
    }


def _note(note: Note, language: str) -> dict[str, Any]:
    return {"what": note.what, "line": note.line or None, "says": note.says.render(language)}


def _figure(figure: Decimal | int | date | None) -> float | int | str | None:
    if isinstance(figure, Decimal):
        return number(figure)
    return iso(figure) if isinstance(figure, date) else figure


def number(value: Decimal) -> int | float:
    """A decimal as a JSON number."""
    return int(value) if value == value.to_integral_value() else float(value)


def iso(day: date | None) -> str | None:
    """A day in ISO form."""
    return day.isoformat() if day is not None else None
