"""What EN 16931-3-3 asks of CII itself: what may stand there once only (CII-SR)."""

from __future__ import annotations

from collections.abc import Iterator

from officebot.core.invoices.model import Broken
from officebot.core.invoices.rules.reaching import child, some, word
from officebot.core.text import Text, say
from officebot.core.trade.structured.elements import Element

#: Of the totals.
_TOTALS = (
    ("CII-SR-477", "LineTotalAmount", say("the sum of the lines (BT-106)")),
    ("CII-SR-478", "ChargeTotalAmount", say("the sum of the charges (BT-108)")),
    ("CII-SR-479", "AllowanceTotalAmount", say("the sum of the allowances (BT-107)")),
    ("CII-SR-480", "TaxBasisTotalAmount", say("the total without VAT (BT-109)")),
    ("CII-SR-481", "RoundingAmount", say("the rounding (BT-114)")),
    ("CII-SR-482", "GrandTotalAmount", say("the total with VAT (BT-112)")),
    ("CII-SR-484", "TotalPrepaidAmount", say("what was paid already (BT-113)")),
    ("CII-SR-487", "DuePayableAmount", say("the amount to be paid (BT-115)")),
)
#: Of allowances and charges.
_ADJUSTMENT = (
    ("CII-SR-472", "CategoryTradeTax", say("the VAT category of an allowance or charge (BT-95, BT-102)")),
    ("CII-SR-473", "ActualAmount", say("the amount of an allowance or charge (BT-92, BT-99)")),
)
_PARTIES = (
    ("CII-SR-455", "CII-SR-459", "CII-SR-465", "SellerTradeParty", say("the seller’s contact (BG-6)"),
     say("the seller’s electronic address (BT-34)")),
    ("CII-SR-456", "CII-SR-460", "CII-SR-466", "BuyerTradeParty", say("the buyer’s contact (BG-9)"),
     say("the buyer’s electronic address (BT-49)")),
)  # fmt: skip


def cii_syntax_broken(root: Element) -> Iterator[Broken]:
    """What the document breaks of these rules."""
    trade = child(root, "SupplyChainTradeTransaction")
    settled = child(trade, "ApplicableHeaderTradeSettlement")
    context = child(root, "ExchangedDocumentContext")
    if len(some(context, "GuidelineSpecifiedDocumentContextParameter")) > 1:
        yield _often("CII-SR-009", say("the specification (BT-24)"))
    if len(some(child(root, "ExchangedDocument"), "TypeCode")) > 1:
        yield _often("CII-SR-014", say("the type of the invoice (BT-3)"))
    for sums in some(settled, "SpecifiedTradeSettlementHeaderMonetarySummation"):
        yield from (_often(rule, called) for rule, name, called in _TOTALS if len(some(sums, name)) > 1)
    yield from _parties(child(trade, "ApplicableHeaderTradeAgreement"))
    yield from _payments(settled)
    yield from _adjustments(settled, "")
    for place, line in enumerate(some(trade, "IncludedSupplyChainTradeLineItem"), 1):
        called = word(line, "AssociatedDocumentLineDocument", "LineID") or str(place)
        yield from _adjustments(child(line, "SpecifiedLineTradeSettlement"), called)
        if len(some(line, "SpecifiedLineTradeAgreement", "NetPriceProductTradePrice", "ChargeAmount")) > 1:
            yield _often("CII-SR-441", say("the line’s price (BT-146)"), called)


def _often(rule: str, called: Text, line: str = "") -> Broken:
    return Broken(
        rule=rule, what=say("This is given more than once, where once is allowed: {what}.", what=called), line=line
    )


def _parties(agreement: Element | None) -> Iterator[Broken]:
    for contact_rule, address_rule, name_rule, name, contact, address in _PARTIES:
        contacts = some(agreement, name, "DefinedTradeContact")
        if len(contacts) > 1:
            yield _often(contact_rule, contact)
        if len(some(agreement, name, "URIUniversalCommunication")) > 1:
            yield _often(address_rule, address)
        if any(child(one, "PersonName") is not None and child(one, "DepartmentName") is not None for one in contacts):
            yield Broken(rule=name_rule, what=say("A contact has the name of a person and of a department, where there is room "
                                                  "for one (BT-41, BT-56)."))  # fmt: skip


def _payments(settled: Element | None) -> Iterator[Broken]:
    means = some(settled, "SpecifiedTradeSettlementPaymentMeans")
    if len({word(one, "TypeCode") for one in means} - {None}) > 1:
        yield _often("CII-SR-467", say("the means of payment (BT-81)"))
    if len({word(one, "Information") for one in means} - {None}) > 1:
        yield _often("CII-SR-468", say("the means of payment in words (BT-82)"))
    if len(some(settled, "PaymentReference")) > 1:
        yield _often("CII-SR-469", say("the words for the transfer (BT-83)"))
    points = {one.text.strip() for one in some(settled, "ApplicableTradeTax", "DueDateTypeCode")}
    if len(points) > 1:
        yield _often("CII-SR-462", say("the code of the day on which VAT is due (BT-8)"))
    if any(len(some(one, "TaxPointDate")) > 1 for one in some(settled, "ApplicableTradeTax")):
        yield _often("CII-SR-461", say("the day on which VAT is due (BT-7)"))


def _adjustments(settled: Element | None, line: str) -> Iterator[Broken]:
    for one in some(settled, "SpecifiedTradeAllowanceCharge"):
        if child(one, "ChargeIndicator") is None:
            yield Broken(
                rule="CII-SR-463",
                what=say("It is not said whether something is an allowance or a charge."),
                line=line,
            )
        yield from (_often(rule, called, line) for rule, name, called in _ADJUSTMENT if len(some(one, name)) > 1)
