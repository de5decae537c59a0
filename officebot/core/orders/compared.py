"""Figures beside what was ordered: “80 instead of 90”, « 300 sur les 400 » are less; the 20 of “duct 20” is its name."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from officebot.core.expressions import expression
from officebot.core.orders.matches import Matched
from officebot.core.orders.model import OrderLine
from officebot.core.trade.model import TradeLine
from officebot.core.trade.reading.folding import folded

_NUMBER = r"(?<![\w.,/])(\d{1,6}(?:[.,]\d{1,2})?)(?![\w/]|[.,]\d)"
_COMPARED = expression(
    rf"{_NUMBER}(?: [a-z²]{{1,12}})? ?,? ?(?:et (?:pas|non)|au lieu d[eu]s?|sur(?: les| vos| un total de)?|instead of|not|and not"
    rf"|rather than|(?:out )?of(?: the| your)?|contre)(?: the| les| your)? {_NUMBER}"
)
_FIGURES = expression(r"\d+")
_LONGEST = 600


def compared(one: Matched, sentence: str) -> Matched:
    """The match with the quantity that its sentence sets against the one ordered, and without one that is only a name."""
    line = one.likeliest
    if line is None:
        return one
    said = _without_its_name(one.said, line)
    ordered = {line.quantity, line.agreed_quantity, line.open_quantity}
    for found in _COMPARED.finditer(folded(sentence[:_LONGEST])):
        now, before = (Decimal(group.replace(",", ".")) for group in found.groups())
        if before in ordered and now not in ordered and now < 10 * before:
            said = replace(said, quantity=now, unit=line.unit)
    return one if said is one.said else replace(one, said=said)


def _without_its_name(said: TradeLine, line: OrderLine) -> TradeLine:
    """The line without a quantity that is a number of the order, or part of a name: « les pneus 205 », “720: salt”."""
    if said.quantity is None or said.quantity in (line.quantity, line.open_quantity):
        return said
    figure = f"{said.quantity.normalize():f}"
    if len(figure) > 2 and figure in _FIGURES.findall(line.order):
        return replace(said, quantity=None, unit="")
    words = folded(said.says or said.label)
    is_behind = words.count(figure) == 1 and not words.startswith(figure)
    return replace(said, quantity=None, unit="") if is_behind and figure in _FIGURES.findall(line.label) else said
