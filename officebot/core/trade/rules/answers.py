"""The rules of answers: to orders (PEPPOL-T76, T116), to invoices (T111), and of cancellations (T115)."""

from __future__ import annotations

from collections.abc import Iterator

from officebot.core.text import say
from officebot.core.trade.rules import checks, codes
from officebot.core.trade.rules.failures import Check, Fault, Rule
from officebot.core.trade.rules.finding import has
from officebot.core.trade.structured.elements import Element

_NO_BUYER = say("The buyer has neither an official name nor a number.")
_NO_SELLER = say("The seller has neither an official name nor a number.")


def _lines_needed(document: Element) -> Iterator[Fault]:
    if document.value("OrderResponseCode") == "CA" and not has(document, "OrderLine"):
        yield Fault(say("The order is accepted with changes, but no line says which."))


def _no_lines(code: str) -> Check:
    def check(document: Element) -> Iterator[Fault]:
        if document.value("OrderResponseCode") == code and has(document, "OrderLine"):
            yield Fault(say("The answer is about the whole order (code {code}), and yet it has lines.", code=code))

    return check


def _to_order(name: str) -> tuple[Rule, ...]:
    return (
        Rule("R001", checks.officially_named(_NO_BUYER, "BuyerCustomerParty", "Party")),
        Rule("R002", checks.officially_named(_NO_SELLER, "SellerSupplierParty", "Party")),
        Rule("R003", checks.unique_line_numbers),
        Rule("R004", checks.delivery_periods),
        Rule("R005", checks.single_currency),
        Rule("R006", checks.specification(f"urn:fdc:peppol.eu:poacc:trns:{name}:3")),
        Rule("R007", _lines_needed),
        Rule("R008", _no_lines("AP")),
        Rule("R009", _no_lines("RE")),
        Rule("R010", _no_lines("AB")),
    )


#: T76, the answer to an order; T116, that of advanced ordering.
ANSWER = _to_order("order_response")
ADVANCED_ANSWER = (
    Rule("B00801", codes.answer_known),
    Rule("B01001", codes.currency_known),
    *_to_order("order_response_advanced"),
)

#: T115.
CANCELLATION = (
    Rule("R001", checks.officially_named(_NO_BUYER, "BuyerCustomerParty", "Party")),
    Rule("R002", checks.officially_named(_NO_SELLER, "SellerSupplierParty", "Party")),
)


# ── to invoices ───────────────────────────────────────────────────────────────────────────────────────────


def _clarification(document: Element) -> Iterator[Fault]:
    for response in document.all("DocumentResponse", "Response"):
        is_asked = response.value("ResponseCode") in ("CA", "UQ", "RE")
        if is_asked and not has(response, "Status", "StatusReasonCode"):
            yield Fault(say("The invoice is not simply accepted, but no code says why."))


def _reason(code: str) -> Check:
    def check(document: Element) -> Iterator[Fault]:
        for status in document.all("DocumentResponse", "Response", "Status"):
            if status.value("StatusReasonCode") == code and not status.value("StatusReason"):
                yield Fault(say("The code {code} needs a reason in words.", code=code))

    return check


def _part_paid(document: Element) -> Iterator[Fault]:
    for response in document.all("DocumentResponse", "Response"):
        codes = {found.text.strip() for found in response.all("Status", "StatusReasonCode")}
        if "PPD" in codes and response.value("ResponseCode") != "PD":
            yield Fault(say("A partial payment is told, but the invoice is not called paid."))


#: T111.
INVOICE_ANSWER = (
    Rule("R001", _clarification),
    Rule("R002", _reason("OTH"), "warning"),
    Rule("R003", checks.specification("urn:fdc:peppol.eu:poacc:trns:invoice_response:3")),
    Rule("R004", _reason("PPD")),
    Rule("R005", _part_paid),
)
