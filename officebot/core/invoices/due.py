"""By when an invoice is to be paid, and when a person must be told: the day it gives, or what its terms come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from officebot.core.invoices.model import Invoice
from officebot.core.text import Text
from officebot.core.worktime import WorkingTime


class Basis(StrEnum):
    """Where a due date comes from."""

    given = "given"
    terms = "terms"  # computed from the terms that it, or the contract, names
    law = "law"  # nothing is said: thirty days (Code de commerce L441-10)
    none = ""


class MonthEnd(StrEnum):
    """Which comes first where terms say “end of month”: the days, the month's end, or either."""

    none = ""
    after_days = "after-days"  # 30 days, then the end of that month
    before_days = "before-days"  # the end of the month, then 30 days
    either = "either"  # “30 jours fin de mois” alone means both to different people


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """What may be taken off for paying early: `rate` in % until so many days after issue; the words as they stand."""

    rate: Decimal
    days: int
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Terms of payment: so many days, from issue or receipt, to the month's end and a day of the next (“le 10”)."""

    days: int = 0
    month_end: MonthEnd = MonthEnd.none
    day_of_month: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The day by which to pay, on what it rests, the other reading of the terms, and the day of the alert before it.

    `pay_by` is the last working day up to it, `alert_on` so many working days before that. `what` is what a person should
    know: a day that differs from the terms, more than the law allows, a discount.
    """

    day: date | None = None
    basis: Basis = Basis.none
    other: date | None = None
    pay_by: date | None = None
    alert_on: date | None = None
    discount: Discount | None = None
    what: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """What paying late costs: days, interest at the rate said, and the indemnity of 40 € (Code de commerce D441-5)."""

    days: int
    interest: Decimal
    indemnity: Decimal


def due_of(
    invoice: Invoice, *, working: WorkingTime, terms: str = "", received_on: date | None = None, alert_days: int = 5
) -> Due:
    """By when to pay it. `terms` are the contract's words, used where the invoice has none."""
    raise NotImplementedError


def terms_in(words: Sequence[str]) -> Terms | None:
    """The terms of payment that these words name, French or English; None for none."""
    raise NotImplementedError


def discount_in(words: Sequence[str]) -> Discount | None:
    """The discount for early payment that these words offer; None for none, and for « pas d’escompte »."""
    raise NotImplementedError


def latest_lawful(issued: date) -> date:
    """The last day that French law lets two firms agree on: 60 days from issue, or 45 days to the month's end (L441-10)."""
    raise NotImplementedError


def late(payable: Decimal, due: date, on: date, rate: Decimal) -> Late:
    """What a payment on that day costs at a yearly rate in %; nothing when it is in time."""
    raise NotImplementedError
