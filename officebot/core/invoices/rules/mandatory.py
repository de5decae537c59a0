"""What an invoice must say (EN 16931-1 BR-01 to BR-65), and what goes together (those of BR-CO that add nothing up)."""

from __future__ import annotations

from collections.abc import Iterator

from officebot.core.invoices.model import Severity
from officebot.core.invoices.rules.checking import Check, Group, whole
from officebot.core.invoices.rules.code_lists import COUNTRIES
from officebot.core.invoices.rules.sums import NO_GROSS, NO_LINES, NO_NET, NO_PAYABLE, NO_TAXABLE, NO_VAT
from officebot.core.invoices.rules.terms import (
    Adjustment,
    Line,
    Party,
    Payment,
    Period,
    Share,
    Terms,
    Word,
    amount,
)
from officebot.core.text import say

#: UNTDID 4461: credit transfers, for which there must be an account.
_TRANSFERS = ("30", "58")
#: What a VAT number may start with: ISO 3166, and what Greece and Northern Ireland use.
_VAT_COUNTRIES = COUNTRIES | {"EL", "XI"}

INVOICE: tuple[Check[Terms], ...] = (
    Check("BR-01", say("The invoice does not say which specification it follows (BT-24)."),
                 lambda of: not of.specification),
    Check("BR-02", say("The invoice has no number (BT-1)."), lambda of: not of.number),
    Check("BR-03", say("The invoice has no day of issue (BT-2)."), lambda of: not of.issued),
    Check("BR-04", say("The invoice does not say of which type it is, as 380 for an invoice (BT-3)."),
                 lambda of: not of.type_code),
    Check("BR-05", say("The invoice does not say in which currency it is (BT-5)."),
                 lambda of: not of.currency),
    Check("BR-06", say("The seller’s name is missing (BT-27)."), lambda of: not of.seller.name),
    Check("BR-07", say("The buyer’s name is missing (BT-44)."), lambda of: not of.buyer.name),
    Check("BR-08", say("The seller’s address is missing (BG-5)."), lambda of: not of.seller.has_address),
    Check("BR-09", say("The seller’s address has no country (BT-40)."),
                 lambda of: (of.is_cii or of.seller.has_address) and not of.seller.country),
    Check("BR-10", say("The buyer’s address is missing (BG-8)."), lambda of: not of.buyer.has_address),
    Check("BR-11", say("The buyer’s address has no country (BT-55)."),
                 lambda of: (of.is_cii or of.buyer.has_address) and not of.buyer.country),
    Check("BR-12", NO_LINES, lambda of: of.totals.lines is None),
    Check("BR-13", NO_NET, lambda of: of.totals.net is None),
    Check("BR-14", NO_GROSS, lambda of: of.totals.gross is None),
    Check("BR-15", NO_PAYABLE, lambda of: of.totals.payable is None),
    Check("BR-16", say("The invoice has no line (BG-25)."), lambda of: not of.lines),
    Check("BR-53", say("The VAT in the currency of the accounts is missing (BT-111)."),
                 lambda of: bool(of.tax_currency) and not any(one.currency == of.tax_currency for one in of.tax_totals)),
    Check("BR-57", say("The address of the delivery has no country (BT-80)."),
                 lambda of: of.has_delivery_address and not of.delivery_country),
    Check("BR-62", say("The seller’s electronic address does not say what sort of address it is (BT-34)."),
                 lambda of: of.seller.has_endpoint and not of.seller.endpoint_scheme),
    Check("BR-63", say("The buyer’s electronic address does not say what sort of address it is (BT-49)."),
                 lambda of: of.buyer.has_endpoint and not of.buyer.endpoint_scheme),
    Check("BR-CO-03", say("The day on which VAT is due (BT-7) and its code (BT-8) exclude each other; both are given."),
                 lambda of: of.has_tax_point and any(one.is_coded for one in of.periods)),
    Check("BR-CO-18", say("The breakdown of the VAT is missing (BG-23)."), lambda of: not any(of.shares)),
    # In the standard's text, but not in its schematrons of 2026 (1.3.16): it makes no invoice invalid.
    Check("BR-CO-25", say("There is an amount to be paid, but neither a day by which (BT-9) nor terms of payment (BT-20)."),
                 lambda of: _is_due(of) and not of.has_payment_day and not of.has_payment_terms, Severity.warning),
    Check("BR-CO-26", say("The seller has neither a number (BT-29), nor one of a register of firms (BT-30), "
                                 "nor a VAT number (BT-31)."),
                 lambda of: not (of.seller.ids or of.seller.legal or of.seller.vat)),
)  # fmt: skip


def _is_due(terms: Terms) -> bool:
    """Whether money is asked for; a UBL credit note asks for none."""
    due = amount(terms.totals.payable)
    return due is not None and due > 0 and (terms.is_cii or not terms.is_credit_note)


LINE: tuple[Check[Line], ...] = (
    Check("BR-21", say("The line has no number (BT-126)."), lambda of: not of.number),
    Check("BR-22", say("The line has no quantity (BT-129)."), lambda of: of.quantity is None),
    Check("BR-23", say("The line’s quantity has no unit (BT-130)."), lambda of: of.unit is None),
    Check("BR-24", say("The line has no amount (BT-131)."), lambda of: of.amount is None),
    Check("BR-25", say("The line does not say what was sold (BT-153)."), lambda of: not of.name),
    Check("BR-26", say("The line has no price (BT-146)."), lambda of: of.price is None),
    Check("BR-27", say("The line’s price is negative, or missing (BT-146)."),
                lambda of: not _is_at_least_nothing(of.price)),
    Check("BR-28", say("The line’s price before its discount is negative (BT-148)."),
                lambda of: of.gross_price is not None and not _is_at_least_nothing(of.gross_price)),
    Check("BR-54", say("A property of the item has no name or no value (BT-160, BT-161)."),
                lambda of: not all(of.attributes)),
    Check("BR-64", say("The item’s standard number does not say of which register it is (BT-157)."),
                lambda of: not all(of.standard_schemes)),
    Check("BR-65", say("The item’s class does not say of which classification it is (BT-158)."),
                lambda of: not all(of.class_lists)),
    Check("BR-CO-04", say("The line has no VAT category (BT-151)."),
                lambda of: not any(one.is_vat and one.code for one in of.taxes)),
)  # fmt: skip


def _is_at_least_nothing(price: Word) -> bool:
    value = amount(price)
    return value is not None and value >= 0


def _is_turned(period: Period) -> bool:
    """Whether it ends before it starts; days as they are written compare as the days do. "" is a day in another form."""
    if period.start is None or period.end is None:
        return False
    return not period.start or not period.end or period.end < period.start


PERIOD: tuple[Check[Period], ...] = (
    Check("BR-29", say("The invoice’s period ends before it starts (BT-73, BT-74)."), _is_turned),
    Check("BR-CO-19", say("The invoice’s period has neither a first day (BT-73) nor a last one (BT-74)."),
                  lambda of: of.start is None and of.end is None and not of.is_coded),
)  # fmt: skip

LINE_PERIOD: tuple[Check[Period], ...] = (
    Check("BR-30", say("The line’s period ends before it starts (BT-134, BT-135)."), _is_turned),
    Check("BR-CO-20", say("The line’s period has neither a first day (BT-134) nor a last one (BT-135)."),
                  lambda of: of.start is None and of.end is None),
)  # fmt: skip


def _has_no_amount(one: Adjustment) -> bool:
    return one.amount is None


def _has_no_reason(one: Adjustment) -> bool:
    return not one.is_reasoned


def _has_no_category(one: Adjustment) -> bool:
    return not any(tax.is_vat and tax.code for tax in one.taxes)


ALLOWANCE: tuple[Check[Adjustment], ...] = (
    Check("BR-31", say("An allowance has no amount (BT-92)."), _has_no_amount),
    Check("BR-32", say("An allowance has no VAT category (BT-95)."), _has_no_category),
    Check("BR-33", say("An allowance has no reason (BT-97, BT-98)."), _has_no_reason),
    Check("BR-CO-21", say("An allowance has no reason (BT-97, BT-98)."), _has_no_reason),
)
CHARGE: tuple[Check[Adjustment], ...] = (
    Check("BR-36", say("A charge has no amount (BT-99)."), _has_no_amount),
    Check("BR-37", say("A charge has no VAT category (BT-102)."), _has_no_category),
    Check("BR-38", say("A charge has no reason (BT-104, BT-105)."), _has_no_reason),
    Check("BR-CO-22", say("A charge has no reason (BT-104, BT-105)."), _has_no_reason),
)
LINE_ALLOWANCE: tuple[Check[Adjustment], ...] = (
    Check("BR-41", say("An allowance of the line has no amount (BT-136)."), _has_no_amount),
    Check("BR-42", say("An allowance of the line has no reason (BT-139, BT-140)."), _has_no_reason),
    Check("BR-CO-23", say("An allowance of the line has no reason (BT-139, BT-140)."), _has_no_reason),
)
LINE_CHARGE: tuple[Check[Adjustment], ...] = (
    Check("BR-43", say("A charge of the line has no amount (BT-141)."), _has_no_amount),
    Check("BR-44", say("A charge of the line has no reason (BT-144, BT-145)."), _has_no_reason),
    Check("BR-CO-24", say("A charge of the line has no reason (BT-144, BT-145)."), _has_no_reason),
)

SHARE: tuple[Check[Share], ...] = (
    Check("BR-45", NO_TAXABLE,
                 lambda of: of.taxable is None),
    Check("BR-46", NO_VAT,
                 lambda of: of.amount is None),
    Check("BR-47", say("A line of the VAT breakdown has no VAT category (BT-118)."),
                 lambda of: not (of.tax.is_vat and of.tax.code)),
    Check("BR-48", say("A line of the VAT breakdown has no rate (BT-119)."),
                 lambda of: not (of.tax.is_vat and (of.tax.rate is not None or of.tax.code == "O"))),
)  # fmt: skip

PAYMENT: tuple[Check[Payment], ...] = (
    Check("BR-49", say("There are instructions for payment, but no means of payment (BT-81)."),
                   lambda of: of.code is None),
    Check("BR-50", say("The account to pay to has no number (BT-84)."),
                   lambda of: of.code in _TRANSFERS and of.has_account and not of.account),
    Check("BR-51", say("A card’s number is shown with more than its last digits (BT-87)."),
                   lambda of: any(len(card) > 10 for card in of.cards), Severity.warning),
    Check("BR-61", say("It is to be paid by credit transfer, but the account is missing (BT-84)."),
                   lambda of: of.code in _TRANSFERS and of.account is None),
)  # fmt: skip

REPRESENTATIVE: tuple[Check[Party], ...] = (
    Check("BR-18", say("The name of the seller’s tax representative is missing (BT-62)."),
                 lambda of: not of.name),
    Check("BR-19", say("The address of the seller’s tax representative is missing (BG-12)."),
                 lambda of: not of.has_address),
    Check("BR-20", say("The address of the seller’s tax representative has no country (BT-69)."),
                 lambda of: not of.country),
    Check("BR-56", say("The VAT number of the seller’s tax representative is missing (BT-63)."),
                 lambda of: not of.vat),
)  # fmt: skip

_PAYEE: tuple[Check[Terms], ...] = (
    Check("BR-17", say("The payee has no name, or is the seller: then it is not named apart (BT-59)."),
                 lambda of: of.payee is not None and _is_no_other(of.payee, of.seller)),
)  # fmt: skip


def _is_no_other(payee: Party, seller: Party) -> bool:
    """Whether the payee lacks a name, or shares it, or a number, with the seller."""
    if payee.name is None or payee.name == seller.compared_name:
        return True
    ids = {number for _, number in seller.ids}
    return any(number in ids for _, number in payee.ids)


_ATTACHED: tuple[Check[Word], ...] = (
    Check("BR-52", say("A supporting document has no number or name (BT-122)."), lambda of: not of),
)  # fmt: skip
_EARLIER: tuple[Check[Word], ...] = (
    Check("BR-55", say("An earlier invoice is referred to without its number (BT-25)."), lambda of: not of),
)  # fmt: skip
_VAT_NUMBER: tuple[Check[str], ...] = (
    Check("BR-CO-09", say("A VAT number does not start with the letters of a country, as FR (BT-31, BT-48, BT-63)."),
               lambda of: bool(of) and of[:2] not in _VAT_COUNTRIES),
)  # fmt: skip


def _line_adjustments(is_charge: bool, terms: Terms) -> Iterator[tuple[str, Adjustment]]:
    for line in terms.lines:
        yield from ((line.place, one) for one in line.adjustments if one.is_charge is is_charge)


def _parties(terms: Terms) -> Iterator[Party]:
    yield from (one for one in (terms.seller, terms.buyer, terms.payee, terms.representative) if one is not None)


GROUPS = (
    Group(whole, INVOICE),
    Group(whole, _PAYEE),
    Group(lambda terms: ((one.place, one) for one in terms.lines), LINE),
    Group(lambda terms: (("", one) for one in terms.periods), PERIOD),
    Group(lambda terms: ((one.place, one.period) for one in terms.lines if one.period is not None), LINE_PERIOD),
    Group(lambda terms: (("", one) for one in terms.adjusted(False)), ALLOWANCE),
    Group(lambda terms: (("", one) for one in terms.adjusted(True)), CHARGE),
    Group(lambda terms: _line_adjustments(False, terms), LINE_ALLOWANCE),
    Group(lambda terms: _line_adjustments(True, terms), LINE_CHARGE),
    Group(lambda terms: (("", one) for one in terms.shares), SHARE),
    Group(lambda terms: (("", one) for one in terms.payments), PAYMENT),
    Group(lambda terms: (("", one) for one in (terms.representative,) if one is not None), REPRESENTATIVE),
    Group(lambda terms: (("", one) for one in terms.attached), _ATTACHED),
    Group(lambda terms: (("", one) for one in terms.earlier), _EARLIER),
    Group(lambda terms: (("", number) for one in _parties(terms) for number in one.vat), _VAT_NUMBER),
)
