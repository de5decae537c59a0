"""Lines of tables as lines of a document: figures read, discounts and prices per hundred reckoned, the sum checked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from officebot.core.expressions import expression
from officebot.core.money import cents
from officebot.core.quantities import shortened
from officebot.core.trade.model import Answer, TradeLine
from officebot.core.trade.reading.days import Days
from officebot.core.trade.reading.figures import NUMBER, Figure, Writing, figure, includes_tax, number
from officebot.core.trade.reading.folding import folded
from officebot.core.trade.reading.reckoning import makes
from officebot.core.trade.reading.references import code_at, order_numbers
from officebot.core.trade.reading.tables import TableLine
from officebot.core.trade.reading.words import Role

_PER = expression(r"(?<!\d)(1000|100|1 000|cent|mille|hundred|thousand|dozen|douzaine)(?!\d)")
_MANY = {"cent": 100, "hundred": 100, "mille": 1000, "thousand": 1000, "1 000": 1000, "dozen": 12, "douzaine": 12}
_BUYER_ARTICLE = expression(
    r"(?<![a-z])(?:(?:votre|vos|v/|your|client|customer|cust\.?) ?(?:ref(?:erence)?|code|article|item"
    r"|part)s?\.?(?: n ?[°o]\.?| no\.?)?|v\. ?ref\.?) ?:? ?(?=[a-z0-9])"
)
_ORDER_LINE = expression(r"(?<![a-z])(?:ligne|line|poste|pos\.?|item) ?(?:n ?[°o] ?|no\.? ?)?:? ?(\d{1,4})(?!\d)")
_LATER = expression(
    r"(?<![a-z])(?:reste|reliquat|solde|outstanding|to follow|back ?order(?:ed)?|b/o|balance|a suivre"
    r"|remaining)\b[a-z :]{0,20}?("
    + NUMBER
    + ")|("
    + NUMBER
    + r") (?:pieces? |pcs? |units? |boites? )?(?:en reliquat|a suivre|to follow|on back ?order|outstanding"
    r"|restants?|restent)"
)
_REFUSED = expression(
    r"(?<![a-z])(?:annul|cancel|indisponible|unavailable|plus (?:disponible|fabrique)|discontinued"
    r"|supprime|rejected|refuse|no longer|not available|deleted)"
)
_DELIVERY_WORD = expression(
    r"(?<![a-z])(?:livr|expedi|dispo|delai|prevu|deliver|despatch|dispatch|ship|ready|due|eta\b"
    r"|available|semaine|week|w/c|arriv)"
)


@dataclass(frozen=True, slots=True)
class Built:
    """A line with what was checked: `is_right` where quantity × price is the amount, None where one of them is not given."""

    line: TradeLine
    is_right: bool | None = None
    is_gross: bool = False
    tax: Decimal | None = None
    is_tabled: bool = True


def build(line: TableLine, writing: Writing, days: Days) -> Built:
    """The line of a document that a line of a table is."""
    cells = line.cells
    figures = {role: _figure(cells.get(role, ""), writing) for role in (*_PRICES, *_COUNTS, Role.tax, Role.levy)}
    quantity, unit = _quantity(cells, figures, writing)
    amount = figures[Role.amount]
    price, per, is_right = _price(figures, quantity, line)
    note = " ".join(filter(None, (cells.get(Role.note, ""), cells.get(Role.levy, "") and f"+ {cells[Role.levy]}")))
    made = TradeLine(
        number=cells.get(Role.position, "").strip(". "),
        order=_order(cells.get(Role.order, "")) or line.order,
        buyer_article=cells.get(Role.buyer_article, ""),
        seller_article=cells.get(Role.article, ""),
        label=line.label,
        quantity=quantity,
        unit=unit,
        price=price,
        per=per,
        amount=amount.value if amount is not None else None,
        delivery_date=_date(cells.get(Role.date, ""), days),
        outstanding=_value(figures[Role.outstanding]),
        note=note,
        says=" ".join(dict.fromkeys(filter(None, (cells.get(Role.article, ""), line.label, line.beside))))
        or cells.get(Role.position, ""),
    )
    is_gross = any(
        includes_tax(folded(line.titles.get(role, ""))) or (one is not None and one.is_gross)
        for role, one in figures.items() if role is Role.price
    )  # fmt: skip
    return Built(_with_remarks(made, line, writing, days), is_right, is_gross, _rate(figures[Role.tax]))


_PRICES = (Role.price, Role.gross_price, Role.amount, Role.amount_taxed, Role.discount)
_COUNTS = (Role.quantity, Role.ordered, Role.outstanding, Role.per)


def _figure(text: str, writing: Writing) -> Figure | None:
    return figure(text, writing) if text else None


def _value(one: Figure | None) -> Decimal | None:
    return one.value if one is not None and not one.is_percent else None


def _rate(one: Figure | None) -> Decimal | None:
    return one.value if one is not None and 0 < one.value <= 30 else None


def _quantity(
    cells: dict[Role, str], figures: dict[Role, Figure | None], writing: Writing
) -> tuple[Decimal | None, str]:
    found = figures[Role.quantity]
    if found is None and cells.get(Role.quantity, "").strip() in ("-", "–", "néant"):
        found = Figure(value=Decimal(0))
    found = found or figures[Role.ordered]
    unit = cells.get(Role.unit, "") or (found.unit if found is not None else "")
    if found is None:
        return None, unit
    if is_number(unit, writing):
        unit = ""
    return found.value, unit


def is_number(text: str, writing: Writing) -> bool:
    """Whether the words are a bare number."""
    one = figure(text, writing) if text else None
    return one is not None and not one.unit


def _price(
    figures: dict[Role, Figure | None], quantity: Decimal | None, line: TableLine
) -> tuple[Decimal | None, Decimal, bool | None]:
    """The net price, for how many it is, and whether it makes the amount."""
    price, amount, discount = figures[Role.price], figures[Role.amount], figures[Role.discount]
    net, gross = _value(price), _value(figures[Role.gross_price])
    if net is None:
        net = gross
    per = price.per if price is not None else Decimal(1)
    said = _PER.search(folded(line.titles.get(Role.price, "")))
    if per == 1 and said is not None:
        per = Decimal(_MANY.get(said[1], 0) or int(said[1].replace(" ", "")))
    many = _value(figures[Role.per])
    if per == 1 and many is not None and many > 1:
        per = many
    factor = Decimal(1)
    if discount is not None and 0 < abs(discount.value) <= 100 and (discount.is_percent or not discount.currency):
        factor = 1 - abs(discount.value) / 100
    total = _value(amount)
    if net is None:
        if quantity and total is not None and (factor == 1):
            return shortened(total / quantity), Decimal(1), None
        return None, Decimal(1), None
    if quantity is None or total is None:
        has_both = gross is not None and price is not None and gross != net
        return (net if has_both else shortened(net * factor)), per, None
    for candidate, many in ((net, per), (shortened(net * factor), per), (net, Decimal(100)), (net, Decimal(1000))):
        if makes(quantity, candidate, many, total):
            return candidate, many, True
    levy = _value(figures[Role.levy])
    if levy is not None and makes(quantity, net + levy, per, total):
        # What is put on each piece for its recycling is no part of its price.
        return net, per, True
    return (net if factor == 1 else shortened(net * factor)), per, False


def without_tax(line: TradeLine, rate: Decimal) -> TradeLine:
    """The line with its price and amount less a tax of so many per cent."""
    factor = 1 + rate / 100
    price = None if line.price is None else shortened(line.price / factor)
    amount = None if line.amount is None else cents(line.amount / factor)
    return replace(line, price=price, amount=amount)


def _order(text: str) -> str:
    if not text:
        return ""
    numbers = order_numbers(text)
    if numbers:
        return numbers[0]
    found = code_at(text, folded(text), 0)
    return found[0] if found is not None else ""


def _date(text: str, days: Days) -> date | None:
    return days.last(text) if text else None


def _with_remarks(line: TradeLine, table: TableLine, writing: Writing, days: Days) -> TradeLine:
    """The line with what the words below its label and its remarks say: our number, its line, a day, what follows later."""
    words = " ".join((*table.extra, line.note))
    if not words.strip():
        return line
    plain = folded(words)
    changed = line
    ours = _BUYER_ARTICLE.search(plain)
    if ours is not None and not line.buyer_article:
        end = re.compile(r"[\w./-]{1,30}").match(words, ours.end())
        changed = replace(changed, buyer_article=end[0].rstrip(".") if end is not None else "")
    at = _ORDER_LINE.search(plain)
    if at is not None:
        changed = replace(changed, order_line=at[1])
    follows = _LATER.search(plain)
    if follows is not None and line.outstanding is None:
        changed = replace(changed, outstanding=number(follows[1] or follows[2], writing))
    if _REFUSED.search(plain):
        changed = replace(changed, answer=Answer.rejected)
    said = _DELIVERY_WORD.search(plain)
    if line.note and line.delivery_date is None and said is None:
        later = days.last(line.note)
        changed = replace(changed, delivery_date=later if later is not None and later >= days.on else None)
    if said is not None and line.delivery_date is None:
        changed = replace(changed, delivery_date=days.last(words[said.start() :]))
    return changed


def distinct(lines: Sequence[Built]) -> list[Built]:
    """The lines without those that say nothing: no words, or no figure and no number."""
    return [
        one for one in lines
        if (one.line.says or one.line.buyer_article)
        and (one.line.quantity is not None or one.line.amount is not None or one.line.price is not None
             or one.line.number or one.line.outstanding is not None or not one.is_tabled)
    ]  # fmt: skip
