"""Quantities told in packs of what we count: “8 packs of 12 rolls” are 96 rolls."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from officebot.core.expressions import expression
from officebot.core.orders.model import OrderLine
from officebot.core.trade.model import TradeLine
from officebot.core.trade.reading.folding import folded
from officebot.core.units import kind_of

#: « 10 tubes de 100 gobelets », “8 packs of 12 rolls”.
_PACKED = expression(r"(?<![\w.,/])(\d{1,6}) ?(?:x )?([a-z]{3,14}) (?:de|of) (\d{1,6})(?: ([a-z]{2,20})|(?=\W|$))")


def in_our_units(said: TradeLine, line: OrderLine) -> TradeLine:
    """The line with its quantity in the unit of the order, where it is told in packs and it is said how many each holds."""
    found = _PACKED.search(folded(said.says or said.label))
    if found is None or said.quantity is None or said.quantity != Decimal(found[1]):
        return said
    pack, ours = kind_of(found[2]), kind_of(line.unit)
    inner = kind_of(found[4] or "")
    if folded(line.unit).rstrip("s") == found[2].rstrip("s") or (pack and pack == ours):
        return said
    every = said.quantity * Decimal(found[3])
    is_unit = bool(inner) and inner == ours
    if not is_unit and every not in (line.quantity, line.open_quantity):
        return said
    price = said.price
    if price is not None and price != line.price:
        price /= Decimal(found[3])
    return replace(said, quantity=every, unit=line.unit, price=price)
