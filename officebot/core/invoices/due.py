"""By when an invoice is to be paid, and when a person must be told: the day it gives, or what its terms come to."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from officebot.core.dates.calendar import add_months
from officebot.core.invoices.model import Invoice
from officebot.core.invoices.terms import Discount, MonthEnd, Terms, discount_in, terms_in
from officebot.core.money import cents
from officebot.core.text import Text, say
from officebot.core.trade.reading.folding import folded
from officebot.core.worktime import WorkingTime

#: Code de commerce L441-10: what holds where nothing is said, and what two firms may agree on at most.
_LEGAL_DAYS, _MOST_DAYS, _MOST_TO_MONTH_END = 30, 60, 45
#: Code de commerce D441-5.
INDEMNITY = Decimal(40)


class Basis(StrEnum):
    """Where a due date comes from."""

    given = "given"
    terms = "terms"  # computed from the terms that it, or the contract, names
    law = "law"  # nothing is said: thirty days (Code de commerce L441-10)
    none = ""


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
    """By when to pay it: the day it gives, else by its terms, by the contract's (`terms`), or by the law's thirty days.

    Of two readings of “end of month” the earlier counts, which is never late. A credit note is not due.
    """
    if invoice.is_credit:
        return Due()
    said = [*invoice.document.terms, *invoice.document.notes]
    agreed = terms_in(said) or terms_in([terms])
    discount = discount_in(said) or discount_in([terms])
    issued = invoice.issued or received_on
    days = _days_of(agreed, issued, received_on) if agreed is not None and issued is not None else ()
    if invoice.due_date is not None:
        day, basis, other = invoice.due_date, Basis.given, None
    elif days:
        day, basis, other = days[0], Basis.terms, days[1] if len(days) > 1 else None
    elif issued is not None:
        day, basis, other = (received_on or issued) + timedelta(days=_LEGAL_DAYS), Basis.law, None
    else:
        return Due(discount=discount, what=(say("It has neither a due date nor a day of issue."),))
    pay_by = _worked(day, working)
    return Due(
        day=day, basis=basis, other=other, pay_by=pay_by, alert_on=working.add_working_days(pay_by, -alert_days),
        discount=discount, what=tuple(_remarks(invoice, day, basis, other, agreed, days, discount)),
    )  # fmt: skip


def latest_lawful(issued: date) -> date:
    """The last day that French law lets two firms agree on: 60 days from issue, or 45 days to the month's end (L441-10)."""
    both = _to_month_end(issued, _MOST_TO_MONTH_END, MonthEnd.either)
    return max(issued + timedelta(days=_MOST_DAYS), *both)


def late(payable: Decimal, due: date, on: date, rate: Decimal) -> Late:
    """What a payment on that day costs at a yearly rate in %; nothing when it is in time."""
    days = max(0, (on - due).days)
    interest = cents(payable * rate / 100 * days / 365)
    return Late(days=days, interest=interest, indemnity=INDEMNITY if days else Decimal(0))


# ── days ──────────────────────────────────────────────────────────────────────────────────────────────────


def _days_of(terms: Terms, issued: date, received_on: date | None) -> tuple[date, ...]:
    """The days that terms come to, the earlier first."""
    if terms.month_end is MonthEnd.none:
        is_at_once = not terms.days and "rec" in folded(terms.words)
        start = received_on if is_at_once and received_on is not None else issued
        return (start + timedelta(days=terms.days),)
    days = _to_month_end(issued, terms.days, terms.month_end)
    if terms.day_of_month:
        days = tuple(_on_the(day, terms.day_of_month) for day in days)
    return tuple(sorted(set(days)))


def _to_month_end(issued: date, days: int, how: MonthEnd) -> tuple[date, ...]:
    after = _month_end(issued + timedelta(days=days))
    # Merchants count 30, 60 and 90 days before a month's end as months.
    whole = days // 30 if days % 30 == 0 else 0
    end = _month_end(issued)
    before = _month_end(add_months(end, whole)) if whole else end + timedelta(days=days)
    return {MonthEnd.after_days: (after,), MonthEnd.before_days: (before,)}.get(how, (after, before))


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _on_the(day: date, day_of_month: int) -> date:
    """The day of the next month: « le 10 »."""
    following = add_months(day.replace(day=1), 1)
    return following.replace(day=min(day_of_month, monthrange(following.year, following.month)[1]))


def _worked(day: date, working: WorkingTime) -> date:
    """The last working day up to this one: banks pay on no other."""
    return day if working.is_working_day(day) else working.add_working_days(day, -1)


# ── what to say ───────────────────────────────────────────────────────────────────────────────────────────


def _remarks(
    invoice: Invoice, day: date, basis: Basis, other: date | None, agreed: Terms | None, days: Sequence[date],
    discount: Discount | None,
) -> Iterator[Text]:  # fmt: skip
    if basis is Basis.given and days and day not in days and agreed is not None:
        yield say("It is due on {day}; by its terms “{terms}” it would be on {computed}.",
                  day=day, terms=agreed.words.strip(), computed=days[0])  # fmt: skip
    if basis is Basis.terms and agreed is not None:
        yield say("Due on {day} by the terms “{terms}”.", day=day, terms=agreed.words.strip())
    if other is not None:
        yield say("Read the other way the terms would come to {other}; the earlier day counts.", other=other)
    if basis is Basis.law:
        yield say("It names no terms: thirty days from its receipt are the law’s (Code de commerce, L441-10).")
    if invoice.issued is not None and _is_french(invoice) and day > latest_lawful(invoice.issued):
        yield say("{day} is later than the law allows two firms to agree on ({latest}; Code de commerce, L441-10).",
                  day=day, latest=latest_lawful(invoice.issued))  # fmt: skip
    if invoice.issued is not None and day < invoice.issued:
        yield say("It is due on {day}, before its day of issue.", day=day)
    if discount is not None and invoice.issued is not None:
        yield say("{rate} % less when paid until {until}.",
                  rate=discount.rate, until=invoice.issued + timedelta(days=discount.days))  # fmt: skip


def _is_french(invoice: Invoice) -> bool:
    """Whether both sides are French firms, or nothing says otherwise."""
    return all((firm.country or firm.vat[:2] or "FR").upper() == "FR" for firm in (invoice.seller, invoice.buyer))
