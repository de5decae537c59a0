"""Lines, amounts and parties of a UBL document, as the rules look at them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from officebot.core.money import CENT, cents
from officebot.core.trade.structured.elements import Element
from officebot.core.trade.structured.values import decimal

_LINES = ("OrderLine", "DespatchLine", "CatalogueLine", "InvoiceLine", "CreditNoteLine", "QuotationLine")
_QUANTITIES = ("Quantity", "InvoicedQuantity", "CreditedQuantity")


def numbered_lines(document: Element) -> Iterator[tuple[str, Element]]:
    """Each line with the number that people find it by: its own, or its place."""
    place = 0
    for line in document.children:
        if line.name in _LINES:
            place += 1
            inner = line.first("LineItem") or line
            yield inner.value("ID") or str(place), inner


def number(element: Element | None, *path: str) -> Decimal | None:
    """The number at the path; None for none, and for what is none."""
    return decimal(element.value(*path)) if element is not None else None


def quantity(line: Element) -> Decimal | None:
    """What a line counts: ordered, invoiced or credited."""
    return next((value for name in _QUANTITIES if (value := number(line, name)) is not None), None)


def or_nothing(element: Element | None, *path: str) -> Decimal:
    """The number at the path; 0 for none."""
    return number(element, *path) or Decimal(0)


def total(values: Iterable[Decimal | None]) -> Decimal:
    """The sum of those that are there."""
    return sum((value for value in values if value is not None), Decimal(0))


def is_same(one: Decimal, other: Decimal) -> bool:
    """Whether two amounts are the same to the cent."""
    return cents(one) == cents(other)


def is_near(one: Decimal, other: Decimal) -> bool:
    """Whether an amount is what was reckoned, roundings aside: two cents."""
    return abs(one - other) <= 2 * CENT


def is_charge(allowance: Element) -> bool:
    """Whether an AllowanceCharge adds to the amount."""
    return allowance.value("ChargeIndicator").casefold() in ("true", "1")


def has(element: Element, *path: str) -> bool:
    """Whether there is such an element, be it empty."""
    return element.first(*path) is not None


def allowances(document: Element) -> Iterator[tuple[str, Element]]:
    """Allowances and charges of the whole (with "") and of the lines (with their numbers); not those of prices."""
    yield from (("", one) for one in document.all("AllowanceCharge"))
    for line, inner in numbered_lines(document):
        yield from ((line, one) for one in inner.all("AllowanceCharge"))
