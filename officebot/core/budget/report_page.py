"""The month's budget report as data for templates: every text in the reader's language, in the order in which it stands.

No template reckons or formats: what it shows is here, so that Word and PDF say the same, and each figure can be found again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from officebot.core.budget.model import NOTHING, LineReport, Month, Report
from officebot.core.budget.report_words import (
    alert_name,
    amount,
    changes,
    currency_name,
    explained,
    full_name,
    gap_of,
    largest,
    lead,
    money,
    share,
)
from officebot.core.expressions import expression
from officebot.core.text import Language, counted, in_words, month_in_words, one_line, say

#: The template's name; the ending says which kind of document it makes.
TEMPLATE = "report/budget_month"
#: Signs that tell an alert without a colour.
MARKS = {"over": "▲", "watch": "●"}
#: The chart's drawing, in its own units.
_WIDTH, _HEIGHT = 600, 150
_SHORT: Mapping[Language, tuple[str, ...]] = {
    "fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
#: Alerts on the first page; all of them are marked in the detail.
MOST_ALERTS = 5
_LONGEST_NAME, _LONGEST_SENTENCE = 80, 400
_FIXED_SPACES = expression("[\u202f\u00a0]")
#: How the columns of a row are called, and whose figure each shows: key of the figures, see `trace`.
MONTH_ROW = ("month.budget", "month.actual", "month.variance")
YEAR_ROW = ("ytd.budget", "ytd.actual", "ytd.variance", "ytd.ratio", "ytd.committed", "landing", "year_budget")
ROW = (*MONTH_ROW, *YEAR_ROW)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRead:
    """A file that the report was made of: its SHA-256, and when it was read."""

    name: str
    sha256: str
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """Where a line's figures stand: what they are, and in which cells, as they are told: `Budget!B7:M7`."""

    name: str
    what: str
    cells: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InMonth:
    """What was planned and spent in a month; `actual` is None for months to come."""

    month: Month
    budget: Decimal
    actual: Decimal | None


def page_of(
    report: Report,
    language: Language,
    *,
    office: str = "",
    file: str = "",
    made: date | None = None,
    before: Report | None = None,
    series: Sequence[InMonth] = (),
    files: Sequence[FileRead] = (),
    traces: Sequence[Traces] = (),
    is_checked: bool = False,
) -> Mapping[str, Any]:
    """The report's data for `report/budget_month.docx` and `.typ`, as JSON has it; `before` is last month's report.

    `is_checked` where every figure came out the same twice: only then the annex says so.
    """
    checked = say(
        "Each figure was read again in these cells by a second reader and reckoned again: both agree to the cent."
    )
    data = {
        "office": one_line(office),
        "file": one_line(file),
        "period": month_in_words(report.period, language),
        "made": in_words(made, language) if made else "",
        "currency": currency_name(report.currency),
        "lead": lead(report, language),
        "totals": _totals(report.totals, language),
        "variances": [_variance(one, report.currency, language) for one in largest(report)],
        "alerts": _alerts(report, language)[:MOST_ALERTS],
        "more_alerts": _more_alerts(report, language),
        "changes": changes(report, before, language),
        "chart": chart(series, report.currency, language),
        "groups": _groups(report, language),
        "total": _row(report.totals, say("The whole budget").render(language), language),
        "files": [_file(one, language) for one in files],
        "sources": [{"name": one.name, "what": one.what, "cells": one.cells} for one in traces],
        "checked": checked.render(language) if is_checked else "",
        "problems": [_sentence(one.render(language)) for one in report.problems],
        "notes": [_sentence(one.render(language)) for one in report.notes],
    }
    held: Mapping[str, Any] = _held_together(data)
    return held


def _held_together(value: Any) -> Any:
    """The page with spaces in numbers that no program breaks a line at: LibreOffice does at narrow ones."""
    match value:
        case str():
            return value.replace("\u202f", "\u00a0")
        case dict():
            return {name: _held_together(one) for name, one in value.items()}
        case list():
            return [_held_together(one) for one in value]
    return value


def _sentence(words: str) -> str:
    """A sentence with outside words in it as one line; the fixed spaces in its numbers stay."""
    return "\u00a0".join(one_line(part, _LONGEST_SENTENCE) for part in _FIXED_SPACES.split(words))


def _totals(total: LineReport, language: Language) -> list[dict[str, str]]:
    """The first page's table: a row for each kind of figure; the month, the year until now, the whole year."""

    def row(label: str, month: str, ytd: str, year: str = "") -> dict[str, str]:
        return {"label": label, "month": month, "ytd": ytd, "year": year}

    def shown(value: Decimal | None) -> str:
        return amount(value, language)

    def signed(value: Decimal | None) -> str:
        return amount(value, language, is_signed=True)

    month, ytd = total.month, total.ytd
    rows = [
        row(say("Budget").render(language), shown(month.budget), shown(ytd.budget), shown(total.year_budget)),
        row(say("Spent").render(language), shown(month.actual), shown(ytd.actual)),
        row(say("Ordered, not yet invoiced").render(language), shown(month.committed), shown(ytd.committed)),
        row(say("Spent less planned").render(language), signed(month.variance), signed(ytd.variance), signed(gap_of(total))),
        row(
            say("The same in per cent").render(language), share(month.variance_ratio, language),
            share(ytd.variance_ratio, language),
        ),
        row(say("Expected at the year’s end").render(language), "", "", shown(total.landing)),
        row(say("at least").render(language), "", "", shown(total.landing_low)),
        row(say("at most").render(language), "", "", shown(total.landing_high)),
    ]  # fmt: skip
    if total.last_year is not None:
        rows.append(row(say("Spent in the same months of last year").render(language), "", shown(total.last_year)))
    return rows


def _variance(line: LineReport, currency: str, language: Language) -> dict[str, Any]:
    return {
        "name": _name(line),
        "group": one_line(" / ".join(line.line.group), _LONGEST_NAME),
        "amount": money(line.ytd.variance, currency, language, is_signed=True),
        "sentence": explained(line, currency, language),
        "drivers": [_sentence(one.render(language)) for one in line.drivers],
    }


def _alerts(report: Report, language: Language) -> list[dict[str, str]]:
    """The lines in alert, those over budget first."""
    held = [one for one in report.lines if one.alert is not None]
    held.sort(key=lambda one: (one.alert != "over", -abs(one.ytd.variance)))
    return [
        {
            "mark": MARKS[one.alert],
            "level": alert_name(one).render(language),
            "name": _name(one),
            "amount": amount(one.ytd.variance, language, is_signed=True),
            "why": _sentence(" ".join(why.render(language) for why in one.reasons)),
        }
        for one in held
        if one.alert is not None
    ]


def _more_alerts(report: Report, language: Language) -> str:
    """How many alerts stand only in the detail; "" for none."""
    more = sum(one.alert is not None for one in report.lines) - MOST_ALERTS
    if more < 1:
        return ""
    told = counted("{count} more alert stands in the detail.", "{count} more alerts stand in the detail.", more)
    return told.render(language)


def _groups(report: Report, language: Language) -> list[dict[str, Any]]:
    """The lines by their outermost group, with each group's sum; lines without a group come together."""
    names = list(dict.fromkeys(one.line.group[:1] for one in report.lines))
    sums = {one.line.group + ((one.line.name,) if one.line.name else ()): one for one in report.groups}
    found = []
    for name in names:
        own = [one for one in report.lines if one.line.group[:1] == name]
        total = sums.get(name) if name else None
        words = name[0] if name else say("Lines without a group").render(language)
        found.append({
            "name": one_line(words, _LONGEST_NAME),
            "rows": [_row(one, _name(one), language) for one in own],
            "total": _row(total, say("Total").render(language), language) if total is not None else None,
        })  # fmt: skip
    return found


def _row(line: LineReport, name: str, language: Language) -> dict[str, str]:
    month, ytd = line.month, line.ytd
    cells = {
        "month.budget": amount(month.budget, language),
        "month.actual": amount(month.actual, language),
        "month.variance": amount(month.variance, language, is_signed=True),
        "ytd.budget": amount(ytd.budget, language),
        "ytd.actual": amount(ytd.actual, language),
        "ytd.variance": amount(ytd.variance, language, is_signed=True),
        "ytd.ratio": share(ytd.variance_ratio, language),
        "ytd.committed": amount(ytd.committed, language),
        "landing": amount(line.landing, language),
        "year_budget": amount(line.year_budget, language),
    }
    mark = MARKS[line.alert] if line.alert is not None else ""
    return {"name": name, "mark": mark, **{key.replace(".", "_"): words for key, words in cells.items()}}


def _name(line: LineReport) -> str:
    return one_line(full_name(line), _LONGEST_NAME)


def _file(file: FileRead, language: Language) -> dict[str, str]:
    read = in_words(file.read_at, language) if file.read_at is not None else ""
    return {"name": file.name, "hash": file.sha256[:16], "read": read}


def chart(series: Sequence[InMonth], currency: str, language: Language) -> dict[str, Any]:
    """Two bars a month, planned and spent: x, y, width and height of each, and the same in words for who cannot see them."""
    if not series:
        return {"bars": [], "months": [], "words": "", "top": ""}
    most = max(*(max(one.budget, one.actual or NOTHING) for one in series), Decimal(1))
    step = Decimal(_WIDTH) / len(series)
    bars = []
    for number, one in enumerate(series):
        for place, (kind, value) in enumerate((("budget", one.budget), ("actual", one.actual))):
            if value is not None:
                height = int(max(value, NOTHING) / most * _HEIGHT)
                x = int(number * step + step * Decimal("0.12") + place * step * Decimal("0.38"))
                bars.append({"kind": kind, "x": x, "y": _HEIGHT - height, "width": int(step * Decimal("0.36")),
                             "height": max(height, 1)})  # fmt: skip
    words = "; ".join(
        say(
            "{month}: {budget} planned, {actual} spent",
            month=month_in_words(one.month, language), budget=money(one.budget, currency, language),
            actual=money(one.actual, currency, language),
        ).render(language)
        for one in series
    )  # fmt: skip
    return {
        "bars": bars,
        "months": [
            {"x": int(number * step), "width": int(step), "name": _SHORT[language][one.month.month - 1]}
            for number, one in enumerate(series)
        ],
        "words": words,
        "top": money(most, currency, language),
    }
