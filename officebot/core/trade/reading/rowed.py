"""A row of a mail in columns that nothing heads: what it names, how many, at which price, for when, and a remark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from officebot.core.expressions import expression
from officebot.core.trade.model import TradeLine
from officebot.core.trade.reading.building import build
from officebot.core.trade.reading.days import Days
from officebot.core.trade.reading.figures import CURRENCY, Figure, Writing, figure
from officebot.core.trade.reading.folding import folded
from officebot.core.trade.reading.reckoning import makes
from officebot.core.trade.reading.references import code_at
from officebot.core.trade.reading.tables import TableLine
from officebot.core.trade.reading.words import Role

_COLUMNS = expression(r"\s{2,}|\t")
#: How many of what, with a cross between or before.
_TIMES = expression(r"(\d{1,6}) ?[x×*] (?=[^\W\d_])(.{3,})|[x×*] ?(\d{1,6})", re.IGNORECASE)
_MOST_CELLS = 12
_ONE = Decimal(1)
#: What stands before a number of a document, its sums or its day: such a row counts no goods.
_NO_GOODS = expression(
    r"(?:(?:your|our|votre|notre|v/|n/|cust(?:omer)?\.?|client) ?)?(?:order|commande|cde|po\b|bon|bl\b|delivery|despatch|dispatch"
    r"|livraison|docket|invoice|facture|ref|date|total|sous-total|subtotal|net|tva|vat|tel|fax|page|montant|amount|carriage"
    r"|port\b|quote|devis|account|compte|siret|week|semaine)"
)
_WORDS = expression(r"[^\W\d_]{2,}")
#: A day on which goods leave today is none on which they come.
_LEAVES = expression(
    r"(?<![a-z])(?:ship|(?:de|di)spatch|leav|leaves|sent|sending|part(?:ent|ira|iront)?\b|expedi|envoi|envoy)"
)


def row_line(text: str, writing: Writing, days: Days) -> TradeLine | None:
    """The line that a row in columns is; None where it has no columns, names nothing, or counts nothing for certain."""
    cells = [part for cell in _COLUMNS.split(text.strip()) if cell.strip() for part in _parts(cell.strip())]
    if not 2 <= len(cells) <= _MOST_CELLS:
        return None
    figures = {n: one for n, cell in enumerate(cells) if (one := _figure(cell, writing, days)) is not None}
    dated = [n for n, cell in enumerate(cells) if n not in figures and _is_day(cell, days)]
    worded = [n for n, cell in enumerate(cells) if n not in figures and n not in dated and _WORDS.search(cell)]
    found = _quantity(figures, worded)
    if found is None:
        return None
    quantity, price, amount = found
    names = [n for n in worded if n < quantity] or worded[:1] if quantity else worded[:2]
    if not names or _NO_GOODS.match(folded(cells[names[0]])):
        return None
    remarks = [cells[n] for n in worded if n not in names]
    made = _cells([cells[n] for n in names])
    made[Role.quantity] = cells[quantity]
    made |= {role: cells[n] for role, n in ((Role.price, price), (Role.amount, amount)) if n is not None}
    if dated:
        made[Role.date] = cells[dated[-1]]
    if remarks:
        made[Role.note] = "; ".join(_to_come(one, days) for one in remarks)
    return build(TableLine(made, 0, {}), writing, days).line


def _parts(cell: str) -> Sequence[str]:
    """A cell, or what it holds apart: “2 x Switch 24 ports” a number and a name, “x 24” a number alone."""
    # What is priced in the same breath is a sentence, and read as one.
    counted = _TIMES.fullmatch(cell) if "@" not in cell and not CURRENCY.search(folded(cell)) else None
    return [cell] if counted is None else [part for part in counted.groups() if part]


def _figure(cell: str, writing: Writing, days: Days) -> Figure | None:
    one = figure(cell, writing)
    return one if one is not None and not one.is_percent and not _is_day(cell, days) else None


def _is_day(cell: str, days: Days) -> bool:
    """Whether a cell holds a day and hardly anything else."""
    return any(one.end - one.start >= 0.7 * len(cell) for one in days.found(cell)) if len(cell) < 40 else False


def _quantity(figures: dict[int, Figure], worded: Sequence[int]) -> tuple[int, int | None, int | None] | None:
    """The cells of quantity, price and amount: those that multiply, else the one whole number beside the name."""
    whole = [n for n, one in figures.items() if _is_count(one)]
    others = [n for n in figures if n not in whole]
    for quantity in whole:
        for price in figures:
            for amount in figures:
                is_apart = quantity < price < amount
                if is_apart and makes(figures[quantity].value, figures[price].value, _ONE, figures[amount].value):
                    return quantity, price, amount
    if not whole or not worded:
        return None
    behind = [n for n in whole if n > worded[0]]
    if len(behind) > 1 or (not behind and len(whole) > 1):
        return None
    prices = [n for n in others if n > (behind or whole)[0]]
    return (behind or whole)[0], prices[0] if prices else None, None


def _is_count(one: Figure) -> bool:
    is_whole = one.value == one.value.to_integral_value() and 0 < one.value < 1_000_000
    return is_whole and not one.currency and one.value.as_tuple().exponent in (0, 1, 2, 3, 4, 5)


def _cells(names: Sequence[str]) -> dict[Role, str]:
    """The number of an article that stands in a cell of its own, and its words."""
    first = code_at(names[0], folded(names[0]), 0)
    is_code = len(names) > 1 and first is not None and " " not in names[0]
    if is_code:
        return {Role.article: names[0], Role.label: " ".join(names[1:])}
    return {Role.label: " ".join(names)}


def _to_come(remark: str, days: Days) -> str:
    """The remark without a day on which the goods only leave: today."""
    found = days.found(remark)
    if found and all(one.day == days.on for one in found) and _LEAVES.search(folded(remark)):
        return "".join(
            letter for n, letter in enumerate(remark) if not any(one.start <= n < one.end for one in found)
        )
    return remark
