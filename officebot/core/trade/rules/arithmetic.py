"""Plain arithmetic of documents that Peppol's rules are not for: what lines and totals of Order-X and invoices make."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from officebot.core.text import one_line, say
from officebot.core.trade.rules import allowances, totals
from officebot.core.trade.rules.failures import Failure, Rule, judged
from officebot.core.trade.rules.finding import is_near, is_same, number, or_nothing, total
from officebot.core.trade.structured.cii import (
    line_amount,
    line_elements,
    line_parts,
    net_price,
    quantity_of,
    settlement,
    sums_of,
)
from officebot.core.trade.structured.elements import Element

#: What holds for UBL of whatever specification: no id, for it is nobody's rule but arithmetic.
_UBL = tuple(
    Rule("", check)
    for check in (
        allowances.line_amounts, totals.lines_add_up, totals.net_adds_up, totals.gross_adds_up, totals.payable_adds_up,
    )
)  # fmt: skip

#: Currencies whose amounts are rounded to whole units.
_WHOLE = ("CLP", "HUF", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF", "XPF")
#: Lines that only group others, or only tell something: their amounts are in other lines' (UNTDID 1229 as text).
_NO_AMOUNT = ("GROUP", "INFORMATION")


def ubl_failures(document: Element) -> Iterator[Failure]:
    """What does not add up in a UBL document."""
    return judged(_UBL, "", document)


def cii_failures(document: Element) -> Iterator[Failure]:
    """What does not add up in a cross-industry document."""
    counted = [line for line in line_elements(document)
               if line.value("AssociatedDocumentLineDocument", "LineStatusReasonCode") not in _NO_AMOUNT]  # fmt: skip
    for place, line in enumerate(counted, 1):
        yield from _line(document, line.value("AssociatedDocumentLineDocument", "LineID") or str(place), line)
    yield from _totals(document, counted)
    yield from _currency(document)


def _line(document: Element, called: str, line: Element) -> Iterator[Failure]:
    agreement, delivery, settled = line_parts(line)
    price, quantity = net_price(agreement), number(quantity_of(delivery))
    each, amount = number(price, "ChargeAmount"), number(settled, *line_amount(settled))
    if each is None or quantity is None or amount is None:
        return
    reckoned = quantity * each / (number(price, "BasisQuantity") or 1) + _allowances(settled)
    if not _is_reckoned(document, amount, reckoned, settled):
        what = say("The amount is {amount}; quantity, price and allowances make {reckoned}.",
                   amount=amount, reckoned=round(reckoned, 2))  # fmt: skip
        yield Failure("", what, where=called)


def _is_reckoned(document: Element, amount: Decimal, reckoned: Decimal, settled: Element) -> bool:
    """Whether the amount is right, roundings aside, before or after what its allowances are told to be."""
    told = total(number(one, "TotalAllowanceChargeAmount") for one in settled.children)
    if _currency_of(document) in _WHOLE and abs(amount - reckoned) <= 1:
        return True
    return is_near(amount, reckoned) or (told != 0 and is_near(amount, reckoned + told))


def _allowances(place: Element) -> Decimal:
    """What the allowances and charges add, with their signs."""
    return total(
        amount if _is_charge(one) else -amount
        for one in place.all("SpecifiedTradeAllowanceCharge")
        if (amount := number(one, "ActualAmount")) is not None
    )


def _is_charge(one: Element) -> bool:
    return one.value("ChargeIndicator", "Indicator").casefold() in ("true", "1")


def _totals(document: Element, lines: list[Element]) -> Iterator[Failure]:
    sums = sums_of(document)
    said = number(sums, "LineTotalAmount")
    amounts = [number(settled, *line_amount(settled)) for _, _, settled in map(line_parts, lines)]
    if said is not None and amounts and None not in amounts and not is_same(said, total(amounts)):
        yield Failure("", say("The sum of the lines is given as {said}; they add up to {lines}.",
                              said=said, lines=total(amounts)))  # fmt: skip
    net = number(sums, "TaxBasisTotalAmount")
    if said is not None and net is not None:
        reckoned = said - or_nothing(sums, "AllowanceTotalAmount") + or_nothing(sums, "ChargeTotalAmount")
        if not is_same(net, reckoned):
            yield Failure("", say("The total without tax is given as {said}; lines, allowances and charges make {reckoned}.",
                                  said=net, reckoned=reckoned))  # fmt: skip
    gross, tax = number(sums, "GrandTotalAmount"), _tax(document, sums)
    if net is not None and gross is not None and tax is not None and not is_same(gross, net + tax):
        yield Failure("", say("The total with tax is given as {said}; with {tax} of tax it would be {reckoned}.",
                              said=gross, tax=tax, reckoned=net + tax))  # fmt: skip


def _tax(document: Element, sums: Element) -> Decimal | None:
    """The tax in the document's currency: it may be given in another one as well."""
    currency = _currency_of(document)
    for one in sums.all("TaxTotalAmount"):
        if one.attributes.get("currencyID", currency) == currency:
            return number(one)
    return None


def _currency(document: Element) -> Iterator[Failure]:
    currency = _currency_of(document)
    if not currency:
        yield Failure("", say("The document does not say in which currency its amounts are."))
        return
    tax_currency = settlement(document).value("TaxCurrencyCode")
    named = {one.attributes["currencyID"] for one in document.within() if "currencyID" in one.attributes}
    for other in sorted(named - {currency, tax_currency}):
        yield Failure("", say("There are amounts in {other}, but the document's currency is {currency}.",
                              other=one_line(other, 10), currency=one_line(currency, 10)))  # fmt: skip


def _currency_of(document: Element) -> str:
    settled = settlement(document)
    return settled.value("OrderCurrencyCode") or settled.value("InvoiceCurrencyCode")
