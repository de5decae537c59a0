"""Checks of a document's totals: what the lines, the allowances and the tax add up to."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from officebot.core.text import Text, say
from officebot.core.trade.rules.failures import Check, Fault
from officebot.core.trade.rules.finding import is_charge, is_same, number, numbered_lines, or_nothing, total
from officebot.core.trade.structured.elements import Element

#: Amounts that have more than two decimals by right: prices of one piece, and their discounts.
_UNIT_AMOUNTS = ("PriceAmount",)


def sums_of(document: Element) -> Element | None:
    """The element of the totals: an order's are expected ones."""
    found = (
        document.first(name) for name in ("AnticipatedMonetaryTotal", "LegalMonetaryTotal", "QuotedMonetaryTotal")
    )
    return next((sums for sums in found if sums is not None), None)


def never_negative(what: Text, name: str) -> Check:
    """A check that this total is not below zero."""

    def check(document: Element) -> Iterator[Fault]:
        value = number(sums_of(document), name)
        if value is not None and value < 0:
            yield Fault(what)

    return check


def lines_add_up(document: Element) -> Iterator[Fault]:
    """The sum of the lines is what they add up to."""
    sums = sums_of(document)
    said = number(sums, "LineExtensionAmount")
    if said is None:
        return
    lines = total(number(inner, "LineExtensionAmount") for _, inner in numbered_lines(document))
    if not is_same(said, lines):
        yield Fault(say("The sum of the lines is given as {said}; they add up to {lines}.", said=said, lines=lines))


def allowances_add_up(document: Element) -> Iterator[Fault]:
    """The sum of the allowances is what those of the document add up to."""
    sums, off = sums_of(document), _of_document(document, are_charges=False)
    said = or_nothing(sums, "AllowanceTotalAmount")
    if sums is not None and not is_same(said, off):
        yield Fault(say("The sum of the allowances is given as {said}; they add up to {off}.", said=said, off=off))


def charges_add_up(document: Element) -> Iterator[Fault]:
    """The sum of the charges is what those of the document add up to."""
    sums, more = sums_of(document), _of_document(document, are_charges=True)
    said = or_nothing(sums, "ChargeTotalAmount")
    if sums is not None and not is_same(said, more):
        yield Fault(say("The sum of the charges is given as {said}; they add up to {more}.", said=said, more=more))


def net_adds_up(document: Element) -> Iterator[Fault]:
    """The total without tax is lines less allowances plus charges."""
    sums = sums_of(document)
    said = number(sums, "TaxExclusiveAmount")
    if said is None or number(sums, "LineExtensionAmount") is None:
        return
    reckoned = _net(sums)
    if not is_same(said, reckoned):
        yield Fault(say("The total without tax is given as {said}; lines, allowances and charges make {reckoned}.",
                        said=said, reckoned=reckoned))  # fmt: skip


def gross_adds_up(document: Element) -> Iterator[Fault]:
    """The total with tax is the one without, and the tax."""
    sums = sums_of(document)
    said, net = number(sums, "TaxInclusiveAmount"), number(sums, "TaxExclusiveAmount")
    tax = _tax(document)
    if net is None and number(sums, "LineExtensionAmount") is not None:
        net = _net(sums)
    if said is not None and net is not None and tax is not None and not is_same(said, net + tax):
        yield Fault(say("The total with tax is given as {said}; with {tax} of tax it would be {reckoned}.",
                        said=said, tax=tax, reckoned=net + tax))  # fmt: skip


def payable_adds_up(document: Element) -> Iterator[Fault]:
    """What is to be paid is the total with tax, less what was paid, and the rounding."""
    sums = sums_of(document)
    said, gross = number(sums, "PayableAmount"), number(sums, "TaxInclusiveAmount")
    if said is None or gross is None:
        return
    reckoned = gross - or_nothing(sums, "PrepaidAmount") + or_nothing(sums, "PayableRoundingAmount")
    if not is_same(said, reckoned):
        yield Fault(say("The amount to be paid is given as {said}; the totals make {reckoned}.",
                        said=said, reckoned=reckoned))  # fmt: skip


def tax_adds_up(document: Element) -> Iterator[Fault]:
    """The tax is what its categories add up to."""
    for one in document.all("TaxTotal"):
        said = number(one, "TaxAmount")
        parts = [number(part, "TaxAmount") for part in one.all("TaxSubtotal")]
        if said is not None and parts and not is_same(said, total(parts)):
            yield Fault(
                say("The tax is given as {said}; its parts add up to {parts}.", said=said, parts=total(parts))
            )


def two_decimals(document: Element) -> Iterator[Fault]:
    """No amount but a price has more than two decimals."""
    for line in document.children:
        inner = line.first("LineItem") or line
        own = inner.value("ID") if line.name.endswith("Line") else ""
        for one in _amounts(line):
            if len(one.text.strip().partition(".")[2]) > 2:
                yield Fault(say("The amount {amount} has more than two decimals.", amount=one.text.strip()[:40]), own)


def _amounts(element: Element) -> Iterator[Element]:
    waiting = [element]
    while waiting:
        one = waiting.pop()
        if one.name == "Price":
            continue
        if one.name.endswith("Amount") and not one.children and one.name not in _UNIT_AMOUNTS:
            yield one
        waiting.extend(reversed(one.children))


def _tax(document: Element) -> Decimal | None:
    """The tax in the document's currency: it may be given in another one as well."""
    currency = document.value("DocumentCurrencyCode")
    amounts = list(document.all("TaxTotal", "TaxAmount"))
    own = [one for one in amounts if one.attributes.get("currencyID", currency) == currency]
    return number(next(iter(own or amounts), None))


def _net(sums: Element | None) -> Decimal:
    """Lines less allowances plus charges, as the totals give them."""
    off = or_nothing(sums, "AllowanceTotalAmount")
    return or_nothing(sums, "LineExtensionAmount") - off + or_nothing(sums, "ChargeTotalAmount")


def _of_document(document: Element, are_charges: bool) -> Decimal:
    own = (one for one in document.all("AllowanceCharge") if is_charge(one) is are_charges)
    return total(number(one, "Amount") for one in own)
