"""The rules of order agreements (PEPPOL-T110): what was ordered elsewhere, written down by the seller."""

from __future__ import annotations

from collections.abc import Iterator

from officebot.core.text import one_line, say
from officebot.core.trade.rules import allowances, checks, codes, totals
from officebot.core.trade.rules.failures import Fault, Rule
from officebot.core.trade.rules.finding import has, number
from officebot.core.trade.structured.elements import Element

#: UNTDID 5305: what is taxed needs no reason for an exemption, what is exempt needs one.
_TAXED, _EXEMPT = ("S", "Z", "L", "M"), ("E", "AE", "K", "G", "O")


def _in_breakdown(document: Element) -> Iterator[Fault]:
    """Each category and rate of lines, allowances and charges is one of the breakdown."""
    parts = tuple(document.all("TaxTotal", "TaxSubtotal", "TaxCategory"))
    known = {(part.value("ID"), number(part, "Percent")) for part in parts}
    for line, category in _used(document):
        rate, code = number(category, "Percent"), category.value("ID")
        if parts and rate is not None and (code, rate) not in known:
            yield Fault(say("Tax category {code} with {rate} % is not in the breakdown of the tax.",
                            code=one_line(code, 10), rate=rate), line)  # fmt: skip


def _category_in_breakdown(document: Element) -> Iterator[Fault]:
    """Each category is one of the breakdown, whatever its rate."""
    known = {part.value("ID") for part in document.all("TaxTotal", "TaxSubtotal", "TaxCategory")}
    for line, category in _used(document):
        if known and category.value("ID") not in known:
            yield Fault(say("Tax category {code} is not in the breakdown of the tax.",
                            code=one_line(category.value("ID"), 10)), line)  # fmt: skip


def _exemption(document: Element) -> Iterator[Fault]:
    """A reason for the exemption where there is one, and only there."""
    for part in document.all("TaxTotal", "TaxSubtotal", "TaxCategory"):
        code = part.value("ID")
        has_reason = has(part, "TaxExemptionReason") or has(part, "TaxExemptionReasonCode")
        if code in _TAXED and has_reason:
            yield Fault(say("Tax category {code} is taxed, and yet gives a reason for an exemption.", code=code))
        elif code in _EXEMPT and not has_reason:
            yield Fault(say("Tax category {code} is exempt, but gives no reason.", code=code))


def _used(document: Element) -> Iterator[tuple[str, Element]]:
    """The categories of lines, allowances and charges, not those of the breakdown."""
    for one in document.all("AllowanceCharge", "TaxCategory"):
        yield "", one
    yield from checks.categories(document, "ClassifiedTaxCategory")


def _rates(document: Element) -> Iterator[Fault]:
    """Those of lines and allowances; the breakdown's own have rules of their own."""
    for line, category in _used(document):
        if not has(category, "Percent") and category.value("ID") != "O":
            yield Fault(say("There is a tax category without its rate."), line)


def _standard_rates(document: Element) -> Iterator[Fault]:
    for line, category in _used(document):
        rate = number(category, "Percent")
        if category.value("ID") == "S" and (rate is None or rate <= 0):
            yield Fault(say("It is taxed at the standard rate, but the rate is not above zero."), line)


#: T110.
AGREEMENT = (
    Rule("B00901", codes.currency_known),
    Rule("CL001", allowances.reason_code_known),
    Rule("R001", checks.not_negative(say("The price is negative."), "Price", "PriceAmount")),
    Rule("R002", checks.identifiable),
    Rule("R004", checks.single_currency),
    Rule("R005", totals.never_negative(say("The amount to be paid is negative."), "PayableAmount")),
    Rule("R006", totals.never_negative(say("The sum of the lines is negative."), "LineExtensionAmount")),
    Rule("R007", totals.lines_add_up),
    Rule("R008", totals.charges_add_up),
    Rule("R009", totals.allowances_add_up),
    Rule("R010", totals.net_adds_up),
    Rule("R011", totals.gross_adds_up),
    Rule("R012", totals.payable_adds_up),
    Rule("R013", totals.two_decimals),
    Rule("R015", allowances.base_given),
    Rule("R016", allowances.percentage_given),
    Rule("R017", allowances.amount_is_percentage),
    Rule("R018", allowances.reason_given),
    Rule("R019", _rates),
    Rule("R020", _standard_rates),
    Rule("R021", allowances.amount_not_negative),
    Rule("R022", allowances.gross_not_negative),
    Rule("R023", allowances.discount_not_negative),
    Rule("R025", totals.tax_adds_up),
    Rule("R026", _in_breakdown),
    Rule("R027", _category_in_breakdown),
    Rule("R029", _exemption),
)
