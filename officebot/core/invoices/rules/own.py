"""Our own rules, for what the official ones do not look at: lines that are not quantity × price, odd days, odd accounts.

All are warnings: the standard calls such an invoice valid, and a person looks at it all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from officebot.core.ibans import is_iban
from officebot.core.invoices.model import Broken, Invoice, Severity
from officebot.core.invoices.rules.sums import cents
from officebot.core.invoices.rules.terms import Line, Terms, amount, or_nothing
from officebot.core.text import Text, one_line, say

#: Lines are rounded in more ways than one; currencies without cents by whole units.
_SLACK = Decimal("0.02")
_WHOLE = ("CLP", "HUF", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF", "XPF")
_LONG_AGO, _AHEAD = timedelta(days=2 * 365), timedelta(days=31)


def own_broken(terms: Terms, invoice: Invoice, on: date | None = None) -> Iterator[Broken]:
    """What the invoice breaks of our own rules; `on` is the day on which it came, for days too far from it."""
    slack = Decimal(1) if terms.currency in _WHOLE else _SLACK
    for line in terms.lines:
        if line.is_counted:
            yield from _line(line, slack)
    yield from _rates(terms, slack)
    yield from _days(invoice, on)
    yield from _kind(invoice)
    yield from _accounts(invoice)


def _line(line: Line, slack: Decimal) -> Iterator[Broken]:
    price, quantity, said = amount(line.price), amount(line.quantity), amount(line.amount)
    if price is None or quantity is None or said is None:
        return
    adjusted = sum((or_nothing(one.amount) * (1 if one.is_charge else -1) for one in line.adjustments
                    if one.is_charge is not None), Decimal(0))  # fmt: skip
    reckoned = cents(quantity * price / (amount(line.price_base) or 1) + adjusted)
    if abs(said - reckoned) > slack:
        what = say(
            "The amount is {said}; quantity, price and allowances make {reckoned}.", said=said, reckoned=reckoned
        )
        yield _warning("OB-LINE", what, line.place)
    gross, discount = amount(line.gross_price), amount(line.price_allowance)
    if gross is not None and discount is not None and abs(gross - discount - price) > slack:
        what = say("The price is {price}; {gross} less {discount} make {reckoned}.",
                   price=price, gross=gross, discount=discount, reckoned=gross - discount)  # fmt: skip
        yield _warning("OB-PRICE", what, line.place)


def _rates(terms: Terms, slack: Decimal) -> Iterator[Broken]:
    """VAT that is off by more than what rounding each line may make."""
    allowed = max(slack, Decimal("0.01") * (len(terms.lines) + 1))
    for share in terms.shares:
        rate, taxable, vat = amount(share.tax.rate), amount(share.taxable), amount(share.amount)
        if rate is None or taxable is None or vat is None:
            continue
        reckoned = cents(taxable * rate / 100)
        if abs(vat - reckoned) > allowed:
            what = say("{rate} % of {taxable} make {reckoned} of VAT; {vat} is given.",
                       rate=rate, taxable=taxable, reckoned=reckoned, vat=vat)  # fmt: skip
            yield _warning("OB-VAT", what)


def _days(invoice: Invoice, on: date | None) -> Iterator[Broken]:
    issued, due = invoice.issued, invoice.due_date
    if issued and due and due < issued:
        yield _warning(
            "OB-DUE", say("It is to be paid by {due}, before it was issued, {issued}.", due=due, issued=issued)
        )
    if issued and on and issued - on > _AHEAD:
        yield _warning("OB-DATE", say("It is dated {issued}, long after it came.", issued=issued))
    elif issued and on and on - issued > _LONG_AGO:
        yield _warning("OB-DATE", say("It is dated {issued}, more than two years before it came.", issued=issued))


def _kind(invoice: Invoice) -> Iterator[Broken]:
    if invoice.is_credit and not invoice.preceding:
        yield _warning("OB-CREDIT", say("The credit note does not say which invoice it gives back (BT-25)."))
    if not invoice.is_credit and invoice.payable is not None and invoice.payable < 0:
        yield _warning(
            "OB-NEGATIVE",
            say("It is an invoice, and yet money is to be paid back: {payable}.", payable=invoice.payable),
        )


def _accounts(invoice: Invoice) -> Iterator[Broken]:
    for iban in invoice.seller.ibans:
        # Numbers of banks without IBAN are accounts as well.
        if iban[:2].isalpha() and iban[2:4].isdigit() and not is_iban(iban):
            yield _warning(
                "OB-IBAN",
                say("“{iban}” is no right IBAN: its check digits do not go with it.", iban=one_line(iban, 40)),
            )


def _warning(rule: str, what: Text, line: str = "") -> Broken:
    return Broken(rule=rule, what=what, severity=Severity.warning, line=line)
