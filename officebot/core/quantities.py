"""Quantities and unit prices as people write them: without noughts at their end."""

from __future__ import annotations

from decimal import Context, Decimal

from officebot.core.money import half_up

_FOUR_PLACES = Decimal("0.0001")
#: Far beyond any office, yet a typing error of thirty digits must not end in a traceback.
_WIDE = Context(prec=400)


def trimmed(quantity: Decimal) -> Decimal:
    """A quantity without noughts at its end: 12, not 12.00 or 1.2E+1."""
    whole = quantity.to_integral_value()
    return whole.quantize(Decimal(1), context=_WIDE) if whole == quantity else quantity.normalize(_WIDE)


def shortened(number: Decimal) -> Decimal:
    """The same with at most four decimals: what a unit price of a paper is told with."""
    return trimmed(half_up(number, _FOUR_PLACES))


def rounded(quantity: Decimal) -> Decimal:
    """A quantity in two or three figures that say something."""
    return trimmed(round(quantity, 1 if quantity >= 10 else 2 if quantity >= 1 else 3))
