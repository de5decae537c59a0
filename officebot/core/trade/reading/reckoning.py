"""Columns told by their arithmetic: quantity times price, less a discount, is the amount in every row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from officebot.core.trade.reading.figures import Figure
from officebot.core.trade.reading.words import Role

_HALF_CENT = Decimal("0.006")
_MONEY = frozenset(
    {
        Role.price,
        Role.gross_price,
        Role.amount,
        Role.amount_taxed,
        Role.unknown,
        Role.quantity,
        Role.ordered,
        Role.position,
    }
)
_FEWEST = 2


def makes(quantity: Decimal, price: Decimal, per: Decimal, amount: Decimal) -> bool:
    """Whether so many at this price are the amount, as far as roundings allow."""
    exact = quantity * price / per
    # A price shown with two decimals may have had more.
    return abs(exact - amount) <= max(_HALF_CENT, abs(quantity) * Decimal("0.00005") / per)


def discounted(price: Decimal, discount: Figure | None) -> Decimal:
    """The price less a discount in per cent."""
    if discount is None or not 0 < abs(discount.value) <= 100 or discount.currency:
        return price
    return price * (1 - abs(discount.value) / 100)


def reckoned_roles(found: dict[int, Role], rows: Sequence[Mapping[int, Figure]]) -> dict[int, Role]:
    """The roles; where the rows do not add up with them, those with which at least two rows, and all that can, do."""
    if _holds(found, rows):
        return found
    discounts = [place for place, role in found.items() if role is Role.discount]
    money = [place for place, role in found.items() if role in _MONEY]
    # Both factors could be the quantity: the one that its heading calls so, or that counts whole things.
    counts = sorted(
        money,
        key=lambda place: (found[place] not in (Role.quantity, Role.ordered), not _are_whole(place, rows), place),
    )
    best: tuple[int, int, int] | None = None
    most = _FEWEST - 1
    for quantity in counts:
        for price in money:
            for amount in money:
                if len({quantity, price, amount}) < 3 or amount < max(quantity, price):
                    continue
                right, wrong = _count(rows, quantity, price, amount, discounts)
                if right > most and not wrong:
                    best, most = (quantity, price, amount), right
    if best is None:
        return found
    named = dict(zip(best, (Role.quantity, Role.price, Role.amount), strict=True))
    taken = set(named.values())
    return {
        place: named.get(place, Role.gross_price if role is Role.price else Role.unknown if role in taken else role)
        for place, role in found.items()
    }


def _holds(found: Mapping[int, Role], rows: Sequence[Mapping[int, Figure]]) -> bool:
    """Whether quantity, price and amount have their columns and make sense in some row."""
    at = {role: place for place, role in found.items()}
    if not {Role.quantity, Role.price, Role.amount} <= at.keys():
        return False
    discounts = [at[Role.discount]] if Role.discount in at else []
    right, wrong = _count(rows, at[Role.quantity], at[Role.price], at[Role.amount], discounts)
    return right > 0 or not wrong


def _are_whole(place: int, rows: Sequence[Mapping[int, Figure]]) -> bool:
    values = [row[place] for row in rows if place in row]
    return bool(values) and all(one.value == one.value.to_integral_value() and not one.currency for one in values)


def _count(
    rows: Sequence[Mapping[int, Figure]], quantity: int, price: int, amount: int, discounts: Sequence[int]
) -> tuple[int, int]:
    """In how many rows the three make sense, and in how many they do not; one piece at its price says nothing."""
    right = wrong = 0
    for row in rows:
        if quantity not in row or price not in row or amount not in row:
            continue
        counted, each, sum_ = row[quantity], row[price], row[amount]
        if counted.currency or counted.is_percent or each.is_percent or sum_.is_percent or counted.value <= 0:
            wrong += 1
            continue
        discount = row.get(discounts[0]) if discounts else None
        prices = {each.value, discounted(each.value, discount)}
        if any(makes(counted.value, one, each.per, sum_.value) for one in prices):
            right += counted.value != 1 and each.value != 1
        else:
            wrong += 1
    return right, wrong
