"""What lies on the shelf: the last count, and what moved since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from officebot.core.stock.model import Movement, MovementKind
from officebot.core.text import Text, say


@dataclass(frozen=True, slots=True, kw_only=True)
class OnHand:
    """How much lies there, since which count that was reckoned, from which cells, and what is odd about it."""

    quantity: Decimal
    counted_on: date | None
    sources: tuple[str, ...]
    doubts: tuple[Text, ...] = ()


def by_article(movements: Iterable[Movement]) -> Mapping[str, list[Movement]]:
    """The movements of each article, oldest first; those of one day in the order of the journal."""
    found: dict[str, list[Movement]] = {}
    for one in sorted(movements, key=lambda movement: movement.day):
        found.setdefault(one.article, []).append(one)
    return found


def on_hand(movements: Iterable[Movement], today: date) -> OnHand:
    """The stock of one article at the end of `today`, from its movements in any order.

    A count says what lay there when it was written: of the same day, what stands below it in the journal moved
    afterwards. Movements of later days do not count yet. A stock below zero is shown as nought, and said.
    """
    quantity, counted_on, sources = Decimal(0), None, list[str]()
    for one in sorted(movements, key=lambda movement: movement.day):
        if one.day > today:
            break
        if one.kind is MovementKind.counted:
            quantity, counted_on, sources = one.quantity, one.day, []
        else:
            quantity += one.quantity
        if one.source:
            sources.append(one.source)
    if quantity >= 0:
        return OnHand(quantity=quantity, counted_on=counted_on, sources=tuple(sources))
    doubt = say("The journal leads to {quantity}, which cannot lie on a shelf: count it.", quantity=quantity)
    return OnHand(quantity=Decimal(0), counted_on=counted_on, sources=tuple(sources), doubts=(doubt,))
