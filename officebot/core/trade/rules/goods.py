"""The rules of despatch advices (PEPPOL-T16), catalogues (T19) and baskets of shops (T77)."""

from __future__ import annotations

from collections.abc import Iterator

from officebot.core.text import say
from officebot.core.trade.rules import checks
from officebot.core.trade.rules.failures import Fault, Rule
from officebot.core.trade.rules.finding import has, number, numbered_lines
from officebot.core.trade.structured.elements import Element
from officebot.core.trade.structured.values import day

# ── despatch advices ──────────────────────────────────────────────────────────────────────────────────────


def _outstanding_reason(document: Element) -> Iterator[Fault]:
    for line, inner in numbered_lines(document):
        if has(inner, "OutstandingQuantity") and not has(inner, "OutstandingReason"):
            yield Fault(say("Something is still to follow, but no reason is given."), line)


def _item_name(document: Element) -> Iterator[Fault]:
    for line, inner in numbered_lines(document):
        if has(inner, "Item") and not has(inner, "Item", "Name"):
            yield Fault(say("The item has no name."), line)


#: T16.
DESPATCH = (
    Rule("R003", checks.identifiable),
    Rule("R004", _item_name),
    Rule("R005", checks.present(say("The line has no delivered quantity."), "DeliveredQuantity"), "warning"),
    Rule("R006", checks.not_negative(say("The delivered quantity is negative."), "DeliveredQuantity")),
    Rule("R007", _outstanding_reason, "warning"),
    Rule("R008", checks.named(say("The buyer has neither a name nor a number."), "BuyerCustomerParty", "Party")),
    Rule("R009", checks.named(say("The seller has neither a name nor a number."), "SellerSupplierParty", "Party")),
    Rule("R010", checks.named(say("The person or office that asked for it has neither a name nor a number."),
                              "OriginatorCustomerParty", "Party")),
    Rule("R011", checks.specification("urn:fdc:peppol.eu:poacc:trns:despatch_advice:3")),
)  # fmt: skip


# ── catalogues ────────────────────────────────────────────────────────────────────────────────────────────

#: Where a line of a catalogue limits how much may be ordered: by itself, or for a price.
_LEAST_MOST = (("MinimumOrderQuantity", "MaximumOrderQuantity"), ("MinimumQuantity", "MaximumQuantity"))


def _period(document: Element) -> Iterator[Fault]:
    for period in document.all("ValidityPeriod"):
        if checks.ends_before_it_starts(period):
            yield Fault(say("The catalogue ends before it starts."))


def _limits(document: Element) -> Iterator[tuple[str, Element, str, str]]:
    for line, inner in numbered_lines(document):
        for place in (inner, *inner.all("RequiredItemLocationQuantity")):
            yield from ((line, place, least, most) for least, most in _LEAST_MOST)


def _most_above_zero(document: Element) -> Iterator[Fault]:
    for line, place, _, most in _limits(document):
        value = number(place, most)
        if value is not None and value < 0:
            yield Fault(say("The largest quantity is below zero."), line)


def _least_above_zero(document: Element) -> Iterator[Fault]:
    for line, place, least, _ in _limits(document):
        value = number(place, least)
        if value is not None and value < 0:
            yield Fault(say("The smallest quantity is below zero."), line)


def _most_at_least_least(document: Element) -> Iterator[Fault]:
    for line, place, least, most in _limits(document):
        low, high = number(place, least), number(place, most)
        if low is not None and high is not None and high < low:
            yield Fault(say("The largest quantity is smaller than the smallest."), line)


def _price_period(document: Element) -> Iterator[Fault]:
    for line, inner in numbered_lines(document):
        outer = inner.first("LineValidityPeriod") or Element("LineValidityPeriod")
        periods = inner.all("RequiredItemLocationQuantity", "Price", "ValidityPeriod")
        if any(not checks.is_within(period, outer) for period in periods):
            yield Fault(say("A price is valid at times when the line is not."), line)


def _line_period(document: Element) -> Iterator[Fault]:
    outer = document.first("ValidityPeriod") or Element("ValidityPeriod")
    for line, inner in numbered_lines(document):
        if any(not checks.is_within(period, outer) for period in inner.all("LineValidityPeriod")):
            yield Fault(say("The line is valid at times when the catalogue is not."), line)


#: T19.
CATALOGUE = (
    Rule("R001", _period),
    Rule("R004", checks.named(say("The supplier has neither a name nor a number."), "SellerSupplierParty", "Party")),
    Rule("R005", checks.named(say("The customer has neither a name nor a number."), "ContractorCustomerParty", "Party")),
    Rule("R006", checks.not_negative(say("The price is negative."), "RequiredItemLocationQuantity", "Price", "PriceAmount")),
    Rule("R008", _most_above_zero),
    Rule("R009", _least_above_zero),
    Rule("R010", _most_at_least_least),
    Rule("R011", _price_period),
    Rule("", _line_period),
    Rule("R012", checks.identifiable),
    Rule("R014", checks.rate_given),
    Rule("R015", checks.standard_rate_above_zero),
    Rule("R017", checks.profile("urn:fdc:peppol.eu:poacc:bis:catalogue_only:3",
                                "urn:fdc:peppol.eu:poacc:bis:catalogue_wo_response:3")),
)  # fmt: skip


# ── baskets ───────────────────────────────────────────────────────────────────────────────────────────────


def _valid_when_issued(document: Element) -> Iterator[Fault]:
    issued, end = day(document.value("IssueDate")), day(document.value("ValidityPeriod", "EndDate"))
    if issued is not None and end is not None and end < issued:
        yield Fault(say("The basket was no longer valid on the day it was made."))


def _one_main_image(document: Element) -> Iterator[Fault]:
    for line, inner in numbered_lines(document):
        kinds = inner.all("Item", "ItemSpecificationDocumentReference", "DocumentTypeCode")
        if sum(kind.text.strip() == "PRODUCT_IMAGE" for kind in kinds) > 1:
            yield Fault(say("More than one picture is called the main one."), line)


def _same_unit(document: Element) -> Iterator[Fault]:
    for line, inner in numbered_lines(document):
        for place in inner.all("RequiredItemLocationQuantity"):
            base, batch = place.first("Price", "BaseQuantity"), place.first("DeliveryUnit", "BatchQuantity")
            if base is None or batch is None:
                continue
            units = [one.attributes.get("unitCode", "").strip() for one in (base, batch)]
            if units[0] != units[1]:
                yield Fault(say("The price is for another unit than the quantity."), line)


def _service_indicator(document: Element) -> Iterator[Fault]:
    for line, inner in numbered_lines(document):
        for one in inner.all("Item", "AdditionalItemProperty"):
            if one.value("Name") == "ServiceIndicator" and one.value("Value") not in ("true", "false"):
                yield Fault(say("Whether the item is a service is told by neither “true” nor “false”."), line)


#: T77.
BASKET = (
    Rule("R001", _valid_when_issued),
    Rule("R002", checks.above_zero(say("The quantity is not above zero."), "RequiredItemLocationQuantity",
                                   "DeliveryUnit", "BatchQuantity")),
    Rule("R003", checks.not_negative(say("The price is negative."), "RequiredItemLocationQuantity", "Price",
                                     "PriceAmount")),
    Rule("R004", checks.identifiable),
    Rule("R005", _one_main_image),
    Rule("R006", _same_unit),
    Rule("R007", _service_indicator),
    Rule("R008", checks.rate_given),
    Rule("R009", checks.standard_rate_above_zero),
    Rule("R010", checks.specification("urn:fdc:peppol.eu:poacc:trns:punch_out:3")),
)  # fmt: skip
