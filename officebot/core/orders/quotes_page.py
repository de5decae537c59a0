"""The page that shows a comparison of offers: the recommendation on top, lines by suppliers, what each costs and leaves open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from officebot.core.actions import WriteDocument
from officebot.core.money import cents
from officebot.core.orders.requests import quantity_in_words
from officebot.core.text import Language, Text, counted, in_words, one_line, say
from officebot.core.trade.offers.advising import reasons, rounded, wishes
from officebot.core.trade.offers.comparing import Comparison
from officebot.core.trade.offers.conditions import day_after
from officebot.core.trade.offers.model import Judged, Wanted
from officebot.core.trade.offers.specifying import Candidate, State

_STATES = {
    State.met: say("met"),
    State.not_met: say("not met"),
    State.not_said: say("not said"),
}


def quotes_page(
    comparison: Comparison,
    *,
    path: str,
    office: str,
    title: str,
    language: Language,
    candidates: Sequence[Candidate] = (),
) -> WriteDocument:
    """The page as a document to write at `path`; `title` is what was asked for, `candidates` the table of a specification."""
    told = [one.render(language) for one in reasons(comparison)]
    by_label = {one.label: candidate for one, candidate in zip(comparison.offers, candidates, strict=False)}
    comparison = replace(comparison, offers=_best_first(comparison))
    return WriteDocument(
        path=path,
        template="report/quotes.html",
        language=language,
        data={
            "office": office,
            "day": in_words(comparison.today, language),
            "title": title,
            "currency": comparison.currency,
            "is_recommended": comparison.recommended is not None,
            "advice": told[0],
            "reasons": told[1:],
            "suppliers": [_supplier(one, comparison, language) for one in comparison.offers],
            "lines": [_line(one, comparison, language) for one in comparison.wanted],
            "sums": _sums(comparison, language),
            "terms": _terms(comparison, language),
            "candidates": _candidates(
                [by_label[one.label] for one in comparison.offers if one.label in by_label], language
            ),
            "open": [
                {
                    "supplier": one.label,
                    "notes": [note.says.render(language) for note in (*one.questions, *one.missing)],
                }
                for one in comparison.offers
                if one.questions or one.missing
            ],
            # What is open stands in its own list.
            "ask": [one.says.render(language) for one in wishes(comparison) if one.about != "missing"],
        },
    )


def _best_first(comparison: Comparison) -> tuple[Judged, ...]:
    """The offers as a reader wants them: what is recommended, what else may be taken, what is left out."""
    chosen = comparison.recommended.labels if comparison.recommended is not None else ()
    ranked = [label for choice in comparison.choices for label in choice.labels]
    order = list(dict.fromkeys([*chosen, *ranked, *(one.label for one in comparison.offers)]))
    return tuple(sorted(comparison.offers, key=lambda one: order.index(one.label)))


def _supplier(one: Judged, comparison: Comparison, language: Language) -> dict[str, Any]:
    chosen = comparison.recommended
    return {
        "name": one.label,
        "number": one.document.number,
        "is_chosen": chosen is not None and one.label in chosen.labels,
        "is_out": bool(one.excluded),
        "state": _state(one, comparison).render(language),
    }


def _state(one: Judged, comparison: Comparison) -> Text:
    chosen = comparison.recommended
    if chosen is not None and one.label in chosen.labels:
        return say("recommended in part") if chosen.is_split else say("recommended")
    return say("left out") if one.excluded else say("possible")


def _line(wanted: Wanted, comparison: Comparison, language: Language) -> dict[str, Any]:
    best = comparison.best_for(wanted.number)
    chosen = comparison.recommended
    taken = {label for label, numbers in (chosen.shares if chosen else ()) if wanted.number in numbers}
    cells = list[dict[str, Any]]()
    for one in comparison.offers:
        line = one.line(wanted.number)
        if line is None or line.amount is None or line.unit_price is None:
            notes = [say("no sure price").render(language)] if line is not None else []
            cells.append({"price": "", "amount": "", "is_best": False, "is_taken": False, "notes": notes})
            continue
        notes = []
        if line.is_equivalent:
            notes.append(say("equivalent").render(language))
        if line.is_short:
            notes.append(say("too few").render(language))
        if line.quantity != wanted.quantity:
            amount = quantity_in_words(line.quantity, wanted.unit, language)
            notes.append(say("for {quantity}", quantity=amount).render(language))
        cells.append({
            "price": in_words(rounded(line.unit_price), language),
            "amount": _money(line.amount, language),
            "is_best": line.amount == best and one.currency == comparison.currency,
            "is_taken": one.label in taken,
            "notes": notes,
        })  # fmt: skip
    return {
        "article": one_line(wanted.name, 160),
        "key": wanted.article if wanted.label else "",
        "quantity": quantity_in_words(wanted.quantity, wanted.unit, language),
        "cells": cells,
    }


def _sums(comparison: Comparison, language: Language) -> list[dict[str, Any]]:
    """The rows below the lines that say something of any offer, the total last."""
    parts: tuple[tuple[Text, Callable[[Judged], Decimal]], ...] = (
        (say("Goods"), lambda one: one.costs.goods),
        (say("Discount"), lambda one: -one.costs.discount),
        (say("Carriage"), lambda one: one.costs.carriage),
        (say("Fees"), lambda one: one.costs.fees),
        (say("Up to the least order"), lambda one: one.costs.shortfall),
        (say("Total without VAT"), lambda one: one.total),
    )
    rows = []
    for place, (name, of) in enumerate(parts):
        amounts = [of(one) for one in comparison.offers]
        if any(amounts) or place == len(parts) - 1:
            is_total = place == len(parts) - 1
            cells = [
                _sum(amount, one, comparison, language, is_total)
                for amount, one in zip(amounts, comparison.offers, strict=True)
            ]
            rows.append({"name": name.render(language), "cells": cells, "is_total": is_total})
    return rows


def _sum(amount: Decimal, one: Judged, comparison: Comparison, language: Language, is_total: bool) -> dict[str, Any]:
    """A sum; with its currency where it is another, and with how many lines it is for where that is not all."""
    shown = _money(amount, language)
    count = len([line for line in one.lines if line.amount is not None])
    is_part = is_total and count < len(comparison.wanted)
    note = counted("{count} line of {all}", "{count} lines of {all}", count, all=len(comparison.wanted)).render(
        language
    )
    return {
        "amount": shown if one.currency == comparison.currency else f"{shown} {one.currency}",
        "note": note if is_part else "",
    }


def _terms(comparison: Comparison, language: Language) -> list[dict[str, Any]]:
    """Delivery, validity, payment, reliability and points, supplier by supplier; a dash for what is not said."""
    points = {choice.labels[0]: choice.score.points for choice in comparison.choices}
    tenth = Decimal("0.1")
    rows: tuple[tuple[Text, Callable[[Judged], str]], ...] = (
        (say("Delivery"), lambda one: _delivery(one, comparison, language)),
        (say("Valid until"), lambda one: _day(one.conditions.valid_until, language)),
        (say("Payment"), lambda one: one_line(one.conditions.payment, 80) or "—"),
        (say("Reliability"), lambda one: _reliability(one, language)),
        (
            say("Points"),
            lambda one: in_words(points[one.label].quantize(tenth), language) if one.label in points else "—",
        ),
    )
    return [{"name": name.render(language), "cells": [of(one) for one in comparison.offers]} for name, of in rows]


def _delivery(one: Judged, comparison: Comparison, language: Language) -> str:
    if one.days is None:
        return "—"
    days = counted("{count} working day", "{count} working days", one.days).render(language)
    return f"{days} ({in_words(day_after(comparison.today, one.days, comparison.habits.work), language)})"


def _reliability(one: Judged, language: Language) -> str:
    share = round(one.reliability.share * 100)
    if not one.reliability.cases:
        return say("unknown").render(language)
    return counted(
        "{share} % ({count} order)", "{share} % ({count} orders)", one.reliability.cases, share=share
    ).render(language)


def _candidates(table: Sequence[Candidate], language: Language) -> list[dict[str, Any]]:
    """A row a property, a cell a candidate."""
    if not table:
        return []
    return [
        {
            "property": finding.words,
            "is_required": finding.is_required,
            "cells": [
                {"state": _STATES[(one := candidate.findings[place]).state].render(language),
                 "is_met": one.state is State.met, "is_lacking": one.state is State.not_met, "quote": one.quote}
                for candidate in table
            ],
        }
        for place, finding in enumerate(table[0].findings)
    ]  # fmt: skip


def _day(day: date | None, language: Language) -> str:
    return in_words(day, language) if day is not None else "—"


def _money(amount: Decimal, language: Language) -> str:
    return in_words(cents(amount), language)
