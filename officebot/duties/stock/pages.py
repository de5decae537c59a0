"""The pages about the stock: what to order from whom, and what a month used, with a chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from officebot.core.money import cents
from officebot.core.quantities import trimmed
from officebot.core.stock.counting import count_sheet
from officebot.core.stock.model import MovementKind, alert_name
from officebot.core.stock.needs import needs
from officebot.core.stock.outlook import Outlook
from officebot.core.stock.usage import monthly_use
from officebot.core.text import Language, in_words, month_in_words
from officebot.duties.stock.observe import Facts
from officebot.sdk import WriteDocument

#: The months that the chart shows.
_MONTHS = 12
#: The chart's drawing, in its own units.
_WIDTH, _HEIGHT, _ROOM = 640, 160, 20


def needs_page(facts: Facts, outlooks: Sequence[Outlook]) -> WriteDocument:
    """What to order, by supplier, with the reasons."""
    language = facts.language
    return WriteDocument(
        path=f"documents/stock/{facts.today}-needs.html",
        template="report/stock_needs.html",
        language=language,
        data={
            "office": facts.office.name,
            "day": in_words(facts.today, language),
            "file": facts.workbook.file,
            "suppliers": [
                {
                    "name": one.supplier,
                    "amount": _money(one.amount, one.currency, language) if one.amount else "",
                    "lines": [
                        {
                            "article": line.label or line.article,
                            "key": line.article,
                            "quantity": in_words(trimmed(line.quantity), language),
                            "unit": line.unit,
                            "amount": _money(line.amount, one.currency, language) if line.amount is not None else "",
                            "alert": alert_name(line.alert).render(language),
                            "because": line.because.render(language),
                        }
                        for line in one.lines
                    ],
                    "doubts": [doubt.render(language) for doubt in one.doubts],
                }
                for one in needs(outlooks)
            ],
        },
    )


def month_page(facts: Facts, outlooks: Sequence[Outlook]) -> tuple[WriteDocument, str]:
    """The last month written up, and which it was, as `2026-10`: what was used, by article and over a year, what to count."""
    assert facts.read is not None
    language = facts.language
    last = facts.today.replace(day=1) - timedelta(days=1)
    first = _months_before(last, _MONTHS - 1)
    rows = monthly_use(facts.read.stock.articles, facts.read.stock.movements, first, last)
    month = f"{last:%Y-%m}"
    used = sorted((row for row in rows if row.total), key=lambda row: -row.by_month[month])
    page = WriteDocument(
        path=f"documents/stock/{month}.html",
        template="report/stock_month.html",
        language=language,
        data={
            "office": facts.office.name,
            "month": month_in_words(last, language),
            "file": facts.workbook.file,
            "rows": [
                {
                    "article": row.label or row.article,
                    "unit": row.unit,
                    "month": in_words(trimmed(row.by_month[month]), language),
                    "mean": in_words(trimmed(row.a_month), language),
                    "chart": chart([row.by_month[one] for one in sorted(row.by_month)]),
                }
                for row in used
            ],
            "counts": [
                {
                    "article": line.label or line.article,
                    "unit": line.unit,
                    "expected": in_words(trimmed(line.expected), language),
                    "because": line.because.render(language),
                }
                for line in count_sheet(_as_counted(facts, outlooks), facts.today, most=20)
            ],
            "values": _values(outlooks, language),
        },
    )
    return page, month


def _as_counted(facts: Facts, outlooks: Sequence[Outlook]) -> list[Outlook]:
    """With the day on which somebody counted, by the journal: what the sheet says is no count."""
    assert facts.read is not None
    sheet = {article.source for article in facts.read.stock.articles}
    counted: dict[str, date] = {}
    for one in facts.read.stock.movements:
        if one.kind is MovementKind.counted and one.source not in sheet:
            counted[one.article] = max(one.day, counted.get(one.article, one.day))
    return [replace(one, on_hand=replace(one.on_hand, counted_on=counted.get(one.article.key))) for one in outlooks]


def _months_before(day: date, months: int) -> date:
    place = day.year * 12 + day.month - 1 - months
    return date(place // 12, place % 12 + 1, 1)


def chart(amounts: Sequence[Decimal]) -> list[dict[str, Any]]:
    """Bars of a small chart, the highest as high as it is: x, y, width and height, and what each stands for."""
    most = max([*amounts, Decimal(1)])
    step = Decimal(_WIDTH) / max(len(amounts), 1)
    bars = []
    for number, amount in enumerate(amounts):
        height = round(float(amount / most) * (_HEIGHT - _ROOM), 1)
        bars.append({
            "x": round(float(number * step) + 2, 1), "y": round(_HEIGHT - height, 1),
            "width": round(float(step) - 4, 1), "height": height, "amount": str(trimmed(amount)),
        })  # fmt: skip
    return bars


def _values(outlooks: Sequence[Outlook], language: Language) -> list[str]:
    """What lies there is worth, by currency, where prices are known."""
    found: dict[str, Decimal] = {}
    for one in outlooks:
        price = one.article.price_of(one.on_hand.quantity)
        if price is not None:
            found[one.article.currency] = found.get(one.article.currency, Decimal(0)) + price * one.on_hand.quantity
    return [_money(amount, currency, language) for currency, amount in sorted(found.items())]


def _money(amount: Decimal, currency: str, language: Language) -> str:
    return f"{in_words(cents(amount), language)} {currency}"
