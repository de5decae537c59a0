"""The list of payments that a person may make: due soon, not held, not paid, by supplier. Nothing here pays."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from officebot.core.invoices.known import KnownInvoice, RegisterState, SupplierId
from officebot.core.invoices.terms import Discount
from officebot.core.money import cents
from officebot.core.text import Text, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """An invoice to pay: `amount` below nothing for a credit note. `saved` is what paying until `save_by` takes off."""

    invoice: KnownInvoice
    amount: Decimal
    is_late: bool = False
    saved: Decimal = Decimal(0)
    save_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierPayments:
    """What one supplier gets in one currency: its payments by due day, their sum, and the accounts they go to."""

    supplier: SupplierId
    currency: str
    payments: tuple[Payment, ...]
    total: Decimal
    ibans: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentList:
    """All suppliers' payments, the sums by currency, and what was left out with why, for a person to look at."""

    suppliers: tuple[SupplierPayments, ...] = ()
    totals: Mapping[str, Decimal]
    left_out: tuple[tuple[KnownInvoice, Text], ...] = ()


def payments(
    history: Sequence[KnownInvoice],
    *,
    today: date,
    within_days: int,
    held: Collection[tuple[str, str]] = (),
    discounts: Mapping[tuple[str, str], Discount] | None = None,
) -> PaymentList:
    """What is due until so many days from today; `held` are keys of known invoices that are held beside their state.

    Listed besides is what a discount is worth paying for earlier, and each credit note of a supplier who gets something. What
    is held, has no sum or no day, is left out and said. A supplier who is owed less than it gives back gets nothing.
    """
    offers = discounts or {}
    until = today + timedelta(days=within_days)
    left_out: list[tuple[KnownInvoice, Text]] = []
    wanted: list[Payment] = []
    for one in history:
        if one.is_paid or one.state is RegisterState.refused:
            continue
        why = _why_not(one, held)
        if why is not None:
            left_out.append((one, why))
            continue
        made = _payment(one, offers.get(one.key), today)
        is_soon = one.due is not None and one.due <= until
        if one.is_credit or is_soon or (made.saved and made.save_by is not None and today <= made.save_by <= until):
            wanted.append(made)
    groups = list(_by_supplier(wanted, left_out))
    totals: dict[str, Decimal] = {}
    for group in groups:
        totals[group.currency] = totals.get(group.currency, Decimal(0)) + group.total
    return PaymentList(suppliers=tuple(groups), totals=dict(sorted(totals.items())), left_out=tuple(left_out))


def _why_not(one: KnownInvoice, held: Collection[tuple[str, str]]) -> Text | None:
    """Why an invoice is not for this list; None where it is."""
    if one.state is RegisterState.held or one.key in held:
        return say("It is held: nothing is paid before a person releases it.")
    if one.payable is None:
        return say("The register has no amount for it.")
    if one.due is None and not one.is_credit:
        return say("The register has no due day for it.")
    return None


def _payment(one: KnownInvoice, offer: Discount | None, today: date) -> Payment:
    amount = one.payable or Decimal(0)
    if one.is_credit:
        return Payment(invoice=one, amount=-abs(amount))
    is_late = one.due is not None and one.due < today
    save_by = one.issued + timedelta(days=offer.days) if offer is not None and one.issued is not None else None
    if offer is None or save_by is None or save_by < today or not 0 < offer.rate < 100:
        return Payment(invoice=one, amount=amount, is_late=is_late)
    saved = cents(amount * offer.rate / 100)
    return Payment(invoice=one, amount=amount, is_late=is_late, saved=saved, save_by=save_by)


def _by_supplier(wanted: Iterable[Payment], left_out: list[tuple[KnownInvoice, Text]]) -> Iterator[SupplierPayments]:
    """The payments by supplier and currency, by name; credit notes of those who get nothing are left for later."""
    groups: list[tuple[SupplierId, str, list[Payment]]] = []
    for one in wanted:
        who, currency = one.invoice.supplier, one.invoice.currency
        group = next((kept for known, money, kept in groups if money == currency and known.is_same(who)), None)
        if group is None:
            groups.append((who, currency, [one]))
        else:
            group.append(one)
    for who, currency, kept in sorted(groups, key=lambda group: (group[0].name.casefold(), group[1])):
        total = sum((one.amount for one in kept), Decimal(0))
        if total <= 0:
            why = say("Its credit notes are worth more than what is due: nothing is to be paid.")
            left_out.extend((one.invoice, why) for one in kept)
            continue
        kept.sort(key=lambda one: (one.invoice.due or date.max, one.invoice.number))
        ibans = dict.fromkeys(one.invoice.iban for one in kept if one.invoice.iban and one.amount > 0)
        yield SupplierPayments(supplier=who, currency=currency, payments=tuple(kept), total=total, ibans=tuple(ibans))
