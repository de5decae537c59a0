"""Checks that several transactions share: lines that are numbered, one currency, nothing negative, parties with names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from officebot.core.text import Text, one_line, say
from officebot.core.trade.rules.failures import Check, Fault
from officebot.core.trade.rules.finding import has, number, numbered_lines
from officebot.core.trade.structured.elements import Element
from officebot.core.trade.structured.values import day


def unique_line_numbers(document: Element) -> Iterator[Fault]:
    """Each line has a number that no other has."""
    counts = Counter(inner.value("ID") for _, inner in numbered_lines(document))
    for line, inner in numbered_lines(document):
        own = inner.value("ID")
        if not own:
            yield Fault(say("The line has no number of its own."), line)
        elif counts[own] > 1:
            yield Fault(say("The line's number is given more than once."), line)


def single_currency(document: Element) -> Iterator[Fault]:
    """All amounts are in the document's currency."""
    currency = document.value("DocumentCurrencyCode")
    if not currency:
        return
    others = {one.attributes["currencyID"].strip() for one in document.within() if "currencyID" in one.attributes}
    for other in sorted(others - {currency}):
        yield Fault(say("There are amounts in {other}, but the document's currency is {currency}.",
                        other=one_line(other, 10), currency=one_line(currency, 10)))  # fmt: skip


def specification(start: str) -> Check:
    """A check that the document says which specification it follows, by this start."""

    def check(document: Element) -> Iterator[Fault]:
        said = document.value("CustomizationID")
        if has(document, "CustomizationID") and not said.startswith(start):
            yield Fault(say("The document names another specification: “{said}”.", said=one_line(said, 80)))

    return check


def profile(*allowed: str) -> Check:
    """A check that the document belongs to one of these processes."""

    def check(document: Element) -> Iterator[Fault]:
        said = document.value("ProfileID")
        if has(document, "ProfileID") and said not in allowed:
            yield Fault(
                say("The document names a process that it does not belong to: “{said}”.", said=one_line(said, 80))
            )

    return check


# ── parties ───────────────────────────────────────────────────────────────────────────────────────────────


def named(what: Text, *path: str) -> Check:
    """A check that the party, where there is one, has its name or a number; `what` says that it has none."""

    def check(document: Element) -> Iterator[Fault]:
        for outer in document.all(path[0]):
            party = outer.first(*path[1:]) or Element("Party")
            if not (party.value("PartyName", "Name") or party.value("PartyIdentification", "ID")):
                yield Fault(what)

    return check


def officially_named(what: Text, *path: str) -> Check:
    """A check that the party has its official name or a number."""

    def check(document: Element) -> Iterator[Fault]:
        for party in document.all(*path):
            if not (party.value("PartyLegalEntity", "RegistrationName") or party.value("PartyIdentification", "ID")):
                yield Fault(what)

    return check


# ── amounts of lines ──────────────────────────────────────────────────────────────────────────────────────


def not_negative(what: Text, *path: str) -> Check:
    """A check that no line has a negative number at the path."""

    def check(document: Element) -> Iterator[Fault]:
        for line, inner in numbered_lines(document):
            for found in inner.all(*path):
                value = number(found)
                if value is not None and value < 0:
                    yield Fault(what, line)

    return check


def above_zero(what: Text, *path: str) -> Check:
    """A check that every such number of a line is above zero."""

    def check(document: Element) -> Iterator[Fault]:
        for line, inner in numbered_lines(document):
            for found in inner.all(*path):
                value = number(found)
                if value is not None and value <= 0:
                    yield Fault(what, line)

    return check


def present(what: Text, *path: str) -> Check:
    """A check that every line has this."""

    def check(document: Element) -> Iterator[Fault]:
        yield from (Fault(what, line) for line, inner in numbered_lines(document) if not has(inner, *path))

    return check


def identifiable(document: Element) -> Iterator[Fault]:
    """Every item has the seller's number or a standard one."""
    for line, inner in numbered_lines(document):
        item = inner.first("Item")
        if item is not None and not any(
            item.value(name, "ID") for name in ("SellersItemIdentification", "StandardItemIdentification")
        ):
            yield Fault(say("The item has neither the seller's number nor a standard one, as a GTIN."), line)


# ── taxes ─────────────────────────────────────────────────────────────────────────────────────────────────


def categories(document: Element, *names: str) -> Iterator[tuple[str, Element]]:
    """The tax categories of these names with their lines: of items, of allowances, of the breakdown."""
    for line in document.children:
        inner = line.first("LineItem") or line
        own = inner.value("ID") if line.name.endswith("Line") else ""
        yield from ((own, one) for one in line.within() if one.name in names)


def rate_given(document: Element) -> Iterator[Fault]:
    """Every tax category has a rate, but for what is not subject to tax."""
    for line, category in categories(document, "ClassifiedTaxCategory", "TaxCategory"):
        if not has(category, "Percent") and category.value("ID") != "O":
            yield Fault(say("There is a tax category without its rate."), line)


def standard_rate_above_zero(document: Element) -> Iterator[Fault]:
    """What is taxed at the standard rate has a rate above zero."""
    for line, category in categories(document, "ClassifiedTaxCategory", "TaxCategory"):
        rate = number(category, "Percent")
        if category.value("ID") == "S" and (rate is None or rate <= 0):
            yield Fault(say("It is taxed at the standard rate, but the rate is not above zero."), line)


# ── periods ───────────────────────────────────────────────────────────────────────────────────────────────


def period_days(period: Element | None) -> tuple[date | None, date | None]:
    """A period's first and last day."""
    if period is None:
        return None, None
    return day(period.value("StartDate")), day(period.value("EndDate"))


def ends_before_it_starts(period: Element) -> bool:
    """Whether both days are given, the last before the first."""
    start, end = period_days(period)
    return start is not None and end is not None and end < start


def is_within(inner: Element, outer: Element) -> bool:
    """Whether a period lies in another, as far as both say."""
    (start, end), (first, last) = period_days(inner), period_days(outer)
    for one in (start, end):
        if one is not None and ((first is not None and one < first) or (last is not None and one > last)):
            return False
    return True


def delivery_periods(document: Element) -> Iterator[Fault]:
    """No promised delivery ends before it starts."""
    periods = [("", one) for path in (("PromisedDeliveryPeriod",), ("Delivery", "PromisedDeliveryPeriod"))
               for one in document.all(*path)]  # fmt: skip
    for line, inner in numbered_lines(document):
        periods += [(line, one) for one in inner.all("PromisedDeliveryPeriod")]
        periods += [(line, one) for one in inner.all("Delivery", "PromisedDeliveryPeriod")]
    for line, period in periods:
        if ends_before_it_starts(period):
            yield Fault(say("The promised delivery ends before it starts."), line)
