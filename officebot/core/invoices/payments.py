"""The list of payments that a person may make: due soon, not held, not paid, by supplier. Nothing here pays."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from officebot.core.invoices.known import KnownInvoice, SupplierId
from officebot.core.invoices.terms import Discount
from officebot.core.text import Text


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
    """What is due until so many days from today; `held` are keys of known invoices that are held beside their state."""
    raise NotImplementedError
