"""The arithmetic of invoices that EN 16931’s rules are not for (ZUGFeRD 1, EXTENDED), and one currency for all."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from officebot.core.invoices.model import Broken, Invoice
from officebot.core.money import cents
from officebot.core.text import one_line, say
from officebot.core.trade.rules.finding import allowances, is_charge, is_same, number, total
from officebot.core.trade.structured.cii import is_cii, line_amount, line_elements, line_parts, settlement
from officebot.core.trade.structured.elements import Element

#: Lines that only group others, or only tell something: their amounts are in other lines' (UNTDID 1229 as text).
_NO_AMOUNT = ("GROUP", "INFORMATION")
#: The standard's own slack for a rate's tax: lines may have been rounded one by one.
_SLACK = Decimal(1)
_HUNDRED = Decimal(100)
_NOTHING = Decimal(0)
#: An invoice in more currencies is broken anyway.
_MOST = 5


def arithmetic_broken(root: Element, invoice: Invoice) -> Iterator[Broken]:
    """What does not add up (BR-CO-10 to BR-CO-17); `root` is the element that the invoice was read from."""
    if _is_zugferd_1(root) and not settlement(root).value("InvoiceCurrencyCode"):
        yield Broken(rule="BR-05", what=say("The invoice does not say in which currency it is (BT-5)."))
    yield from _lines(root, invoice)
    yield from _totals(invoice)
    yield from _breakdown(invoice)


def _lines(root: Element, invoice: Invoice) -> Iterator[Broken]:
    """BR-CO-10 to 12: the sums of the lines, of the allowances and of the charges."""
    amounts = _line_amounts(root, invoice)
    if invoice.lines_net is not None and amounts and not is_same(invoice.lines_net, total(amounts)):
        what = say("The sum of the lines is given as {said}; they add up to {lines}.",
                   said=invoice.lines_net, lines=total(amounts))  # fmt: skip
        yield Broken(rule="BR-CO-10", what=what)
    if _is_zugferd_1(root):
        return  # Its allowances may have either sign.
    off, more = _allowances(root, are_charges=False), _allowances(root, are_charges=True)
    if off is not None and not is_same(invoice.allowances or _NOTHING, off):
        what = say("The sum of the allowances is given as {said}; they add up to {off}.",
                   said=invoice.allowances or _NOTHING, off=off)  # fmt: skip
        yield Broken(rule="BR-CO-11", what=what)
    if more is not None and not is_same(invoice.charges or _NOTHING, more):
        what = say("The sum of the charges is given as {said}; they add up to {more}.",
                   said=invoice.charges or _NOTHING, more=more)  # fmt: skip
        yield Broken(rule="BR-CO-12", what=what)


def _is_zugferd_1(root: Element) -> bool:
    return root.name == "CrossIndustryDocument"


def _line_amounts(root: Element, invoice: Invoice) -> list[Decimal | None]:
    if not is_cii(root):
        return [line.amount for line in invoice.document.lines]
    counted = (
        line for line in line_elements(root)
        if line.value("AssociatedDocumentLineDocument", "LineStatusReasonCode") not in _NO_AMOUNT
    )  # fmt: skip
    return [number(settled, *line_amount(settled)) for _, _, settled in map(line_parts, counted)]


def _allowances(root: Element, *, are_charges: bool) -> Decimal | None:
    """What those of the whole invoice add up to; None where none are given."""
    if is_cii(root):
        found = [
            number(one, "ActualAmount") for one in settlement(root).all("SpecifiedTradeAllowanceCharge")
            if (one.value("ChargeIndicator", "Indicator").casefold() in ("true", "1")) is are_charges
        ]  # fmt: skip
        if are_charges:
            found += [number(one, "AppliedAmount") for one in settlement(root).all("SpecifiedLogisticsServiceCharge")]
    else:
        found = [
            number(one, "Amount") for line, one in allowances(root) if not line and is_charge(one) is are_charges
        ]
    return total(found) if found else None


def _totals(invoice: Invoice) -> Iterator[Broken]:
    """BR-CO-13, 15 and 16: net, gross, and what is to be paid."""
    net, vat, gross, payable = invoice.net, invoice.vat, invoice.gross, invoice.payable
    if net is not None and invoice.lines_net is not None:
        reckoned = invoice.lines_net - (invoice.allowances or 0) + (invoice.charges or 0)
        if not is_same(net, reckoned):
            what = say("The total without tax is given as {said}; lines, allowances and charges make {reckoned}.",
                       said=net, reckoned=reckoned)  # fmt: skip
            yield Broken(rule="BR-CO-13", what=what)
    if net is not None and gross is not None and not is_same(gross, net + (vat or 0)):
        what = say("The total with tax is given as {said}; with {tax} of tax it would be {reckoned}.",
                   said=gross, tax=vat or _NOTHING, reckoned=net + (vat or 0))  # fmt: skip
        yield Broken(rule="BR-CO-15", what=what)
    # The profile MINIMUM has no place for what was paid before.
    if gross is not None and payable is not None and invoice.profile != "minimum":
        reckoned = gross - (invoice.prepaid or 0) + (invoice.rounding or 0)
        if not is_same(payable, reckoned):
            what = say("The amount to be paid is given as {said}; the totals make {reckoned}.",
                       said=payable, reckoned=reckoned)  # fmt: skip
            yield Broken(rule="BR-CO-16", what=what)


def _breakdown(invoice: Invoice) -> Iterator[Broken]:
    """BR-CO-14 and 17: the tax of all rates, and of each."""
    taxes = [one.vat for one in invoice.breakdown]
    if invoice.vat is not None and taxes and not is_same(invoice.vat, total(taxes)):
        what = say("The tax is given as {said}; that of the rates adds up to {rates}.",
                   said=invoice.vat, rates=total(taxes))  # fmt: skip
        yield Broken(rule="BR-CO-14", what=what)
    for one in invoice.breakdown:
        if one.taxable is None or one.vat is None:
            continue
        reckoned = one.taxable * (one.rate or _NOTHING) / _HUNDRED
        if abs(abs(one.vat) - abs(reckoned)) > _SLACK:
            what = say("The tax at {rate} % is given as {said}; {taxable} at that rate makes {reckoned}.",
                       rate=one.rate or _NOTHING, said=one.vat, taxable=one.taxable, reckoned=cents(reckoned))  # fmt: skip
            yield Broken(rule="BR-CO-17", what=what)


def currencies_broken(root: Element, invoice: Invoice) -> Iterator[Broken]:
    """All amounts are in the invoice's currency, but for those that the books need in another."""
    currency = invoice.currency
    books = root.value("TaxCurrencyCode") or settlement(root).value("TaxCurrencyCode")
    told: list[str] = []
    for one in root.within():
        if not one.attributes:
            continue
        other = one.attributes.get("currencyID", "").strip()
        if other and currency and other not in (currency, books, *told) and len(told) < _MOST:
            told.append(other)
            what = say("An amount is in {other}, but the invoice's currency is {currency} ({name}).",
                       other=one_line(other, 10), currency=one_line(currency, 10), name=one_line(one.name, 60))  # fmt: skip
            yield Broken(rule="OB-CURRENCY", what=what)
