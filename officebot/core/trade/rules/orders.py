"""The rules of orders and of changes of orders (PEPPOL-T01, PEPPOL-T114), which share their numbers."""

from __future__ import annotations

from collections.abc import Iterator

from officebot.core.text import say
from officebot.core.trade.rules import allowances, checks, codes, totals
from officebot.core.trade.rules.failures import Fault, Rule
from officebot.core.trade.rules.finding import has
from officebot.core.trade.structured.elements import Element


def _validity_end(document: Element) -> Iterator[Fault]:
    if not has(document, "ValidityPeriod", "EndDate"):
        yield Fault(say("The document does not say until when it is valid."))


_SHARED = (
    Rule("B01001", codes.currency_known),
    Rule("CL001", allowances.reason_code_known),
    Rule("R001", checks.unique_line_numbers),
    Rule("R002", _validity_end, "warning"),
    Rule("R003", checks.single_currency),
    Rule("R004", checks.not_negative(say("The quantity is negative."), "Quantity")),
    Rule("R005", checks.not_negative(say("The price is negative."), "Price", "PriceAmount")),
    Rule("R006", totals.never_negative(say("The amount to be paid is negative."), "PayableAmount")),
    Rule("R007", totals.never_negative(say("The sum of the lines is negative."), "LineExtensionAmount")),
    Rule("R008", totals.lines_add_up),
    Rule("R009", totals.allowances_add_up),
    Rule("R010", totals.charges_add_up),
    Rule("R011", totals.net_adds_up),
    Rule("R013", checks.present(say("The line has no quantity."), "Quantity"), "warning"),
    Rule("R014", checks.named(say("The person or office that asked for it has neither a name nor a number."),
                              "OriginatorCustomerParty", "Party")),
    Rule("R016", totals.payable_adds_up),
    Rule("R017", totals.gross_adds_up),
    Rule("R019", allowances.net_is_gross_less_allowance),
    Rule("R020", allowances.base_given),
    Rule("R021", allowances.percentage_given),
    Rule("R022", allowances.amount_is_percentage),
    Rule("R023", allowances.reason_given),
    Rule("R024", allowances.line_amounts),
    Rule("R025", checks.above_zero(say("The price is for a quantity that is not above zero."), "Price", "BaseQuantity")),
    Rule("R027", allowances.gross_not_negative),
    Rule("R028", totals.two_decimals),
    Rule("R029", checks.rate_given),
    Rule("R030", checks.standard_rate_above_zero),
    Rule("R032", allowances.amount_not_negative),
    Rule("R033", allowances.discount_not_negative),
)  # fmt: skip

_PROCESSES = tuple(
    f"urn:fdc:peppol.eu:poacc:bis:{name}:3" for name in ("order_only", "ordering", "advanced_ordering")
)

#: Transaction T01, the order.
ORDER = (*_SHARED, Rule("R031", checks.profile(*_PROCESSES)))
#: Transaction T114, the change of one.
CHANGE = _SHARED
