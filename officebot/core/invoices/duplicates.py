"""Whether an invoice was entered before: the same once more, or one so near to it that a person must look."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from officebot.core.expressions import expression
from officebot.core.invoices.known import KnownInvoice, RegisterState, SupplierId, folded_name, supplier_of
from officebot.core.invoices.model import Invoice
from officebot.core.text import Text, plain, say

_CENT = Decimal("0.01")
#: A number that begins anew each year is another invoice's, once so much time lies between.
_ANOTHER_YEAR = timedelta(days=300)
#: Invoices of one day, each of one sum, that a supplier sends again and again: so many such days make it a habit.
_HABIT = 2
_PIECE = expression(r"[0-9]+|[a-z]+")
# What people put behind the number of something sent again, and what they count parts with.
_AGAIN = expression(
    r"[\s._/()-]{0,3}\(?(?:bis|ter|copie|copy|cop|duplicatas?|duplicate|dup|rectif\w{0,12}|corrig\w{0,6}|corrected|rev|v)"
    r"[\s.]{0,2}[0-9]{0,2}\)?$"
)
_NOUGHTS = expression(r"(?<=[0-9])o{1,9}(?![a-np-z])|(?<![a-z0-9])o{1,9}(?=[0-9])")
_NUMBER = expression(r"^n[°o][\s.:/-]{0,3}(?=[0-9])")
_PART = expression(r"(?:[\s._/-]{1,3}|\()[0-9]{1,2}\)?$")


class Likeness(StrEnum):
    """In what two invoices are alike."""

    same = "same"  # the same supplier, number and amount
    other_amount = "other-amount"  # the same number with another amount
    suffix = "suffix"  # the number with “-1”, “bis”, “copy” behind it
    other_number = "other-number"  # the same amount and day with another number
    other_supplier = "other-supplier"  # the same number, amount and day under another name


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """An invoice of the register that this one repeats, or seems to. `is_certain` for the same once more."""

    known: KnownInvoice
    likeness: Likeness
    what: Text

    @property
    def is_certain(self) -> bool:
        """Whether nobody needs to look: it is the same."""
        return self.likeness is Likeness.same


_SURER = tuple(Likeness)


def duplicates(invoice: Invoice, history: Sequence[KnownInvoice]) -> tuple[Duplicate, ...]:
    """The invoices of the register that this one repeats or seems to, the surest first; () for a new one.

    A credit note is none of its invoice, and what was refused is none of what replaces it. Rents and subscriptions (the
    same sum, another day) are none, nor are several invoices of one day and sum where the supplier bills that way.
    """
    who = supplier_of(invoice)
    kept = [one for one in history if one.is_credit == invoice.is_credit and one.state is not RegisterState.refused]
    mine = [one for one in kept if _is_one(who, one.supplier)]
    found = list(_among(invoice, mine))
    if not found:
        found = list(_of_others(invoice, [one for one in kept if not _is_one(who, one.supplier)]))
    return tuple(sorted(found, key=lambda one: _SURER.index(one.likeness)))


def _is_one(who: SupplierId, other: SupplierId) -> bool:
    """Whether both are one firm, by their numbers or by their names: who enters twice changes either."""
    name = folded_name(who.name)
    return who.is_same(other) or (bool(name) and name == folded_name(other.name))


def is_same_number(one: str, other: str) -> bool:
    """Whether two numbers are one however they are written: `000123` and `123`, `FA-2026/123` and `FA2026123`, O and 0.

    Where both are in parts, the parts are compared: `2026/1/11` is not `2026/11/1`.
    """
    mine, theirs = _parts(one), _parts(other)
    if not mine or not theirs:
        return False
    if mine == theirs:
        return True
    if len(mine) > 1 and len(theirs) > 1 and _is_apart(one) and _is_apart(other):
        return False
    return bool(_joined(one) & _joined(other)) or "".join(mine) == "".join(theirs)


def _among(invoice: Invoice, mine: Sequence[KnownInvoice]) -> Iterator[Duplicate]:
    """Those of the same supplier."""
    has_habit = _bills_alike(invoice, mine)
    for one in mine:
        if is_same_number(invoice.number, one.number):
            yield from _of_same_number(invoice, one)
        elif _is_suffixed(invoice, one):
            what = say("Number {number} is {known} with an ending: it may be the same once more.",
                       number=invoice.number, known=one.number)  # fmt: skip
            yield Duplicate(known=one, likeness=Likeness.suffix, what=what)
        elif not has_habit and _is_same_day_and_sum(invoice, one) and not _is_of_another_order(invoice, one):
            what = say("{known} of the same day is over the same {amount} {currency}.",
                       known=one.number, amount=one.payable, currency=one.currency)  # fmt: skip
            yield Duplicate(known=one, likeness=Likeness.other_number, what=what)


def _of_same_number(invoice: Invoice, one: KnownInvoice) -> Iterator[Duplicate]:
    if _is_same_sum(invoice, one):
        if _is_of_another_year(invoice, one) and _is_short(invoice.number):
            return
        what = (
            say("{known} is in the register already, entered on {day}.", known=one.number, day=one.entered_on)
            if one.entered_on is not None
            else say("{known} is in the register already.", known=one.number)
        )
        yield Duplicate(known=one, likeness=Likeness.same, what=what)
    elif not (_is_of_another_year(invoice, one) and _is_short(invoice.number)):
        what = say("{known} is in the register already, over {known_amount} {currency}; this one is over {amount}.",
                   known=one.number, known_amount=one.payable, currency=one.currency, amount=_sum(invoice))  # fmt: skip
        yield Duplicate(known=one, likeness=Likeness.other_amount, what=what)


def _of_others(invoice: Invoice, others: Sequence[KnownInvoice]) -> Iterator[Duplicate]:
    """The same invoice entered under another name: number, day and sum agree, and the number is no “1”."""
    if len(max(_joined(invoice.number), key=len)) < 4:
        return
    for one in others:
        if _is_same_day_and_sum(invoice, one) and is_same_number(invoice.number, one.number):
            what = say("{known} of {supplier} has the same number, day and amount.",
                       known=one.number, supplier=one.supplier.name)  # fmt: skip
            yield Duplicate(known=one, likeness=Likeness.other_supplier, what=what)


# ── what is alike ─────────────────────────────────────────────────────────────────────────────────────────


def _sum(invoice: Invoice) -> Decimal | None:
    return invoice.payable if invoice.payable is not None else invoice.gross


def _is_same_sum(invoice: Invoice, one: KnownInvoice) -> bool:
    """Whether both are over the same; one without a sum says nothing against it."""
    mine, theirs = _sum(invoice), one.payable if one.payable is not None else one.gross
    if invoice.currency and one.currency and invoice.currency != one.currency:
        return False
    return mine is None or theirs is None or abs(abs(mine) - abs(theirs)) <= _CENT


def _is_same_day_and_sum(invoice: Invoice, one: KnownInvoice) -> bool:
    is_told = _sum(invoice) is not None and one.payable is not None and bool(_sum(invoice))
    return is_told and invoice.issued is not None and invoice.issued == one.issued and _is_same_sum(invoice, one)


def _is_of_another_year(invoice: Invoice, one: KnownInvoice) -> bool:
    return invoice.issued is not None and one.issued is not None and abs(invoice.issued - one.issued) >= _ANOTHER_YEAR


def _is_short(number: str) -> bool:
    """Whether a number may come again next year: it names no year, and does not count high."""
    digits = "".join(one for one in number if one.isdigit())
    return len(digits) <= 4 and not digits.startswith("20")


def _is_of_another_order(invoice: Invoice, one: KnownInvoice) -> bool:
    mine = invoice.order_reference
    return bool(mine and one.order) and not is_same_number(mine, one.order)


def _is_suffixed(invoice: Invoice, one: KnownInvoice) -> bool:
    """Whether one number is the other with an ending; a counted part only where the sums agree, for parts have their own."""
    for longer, shorter in ((invoice.number, one.number), (one.number, invoice.number)):
        words = plain(longer.strip())
        for ending, needs_sum in ((_AGAIN, False), (_PART, True)):
            found = ending.search(words[-24:])
            base = words[: len(words) - len(found[0])] if found is not None else ""
            if base and is_same_number(base, shorter) and (not needs_sum or _is_same_sum(invoice, one)):
                return True
    return False


def _bills_alike(invoice: Invoice, mine: Sequence[KnownInvoice]) -> bool:
    """Whether this supplier often bills the same sum several times a day: lines of a phone, passes of a toll road."""
    seen: dict[tuple[object, object], int] = {}
    for one in mine:
        if one.issued != invoice.issued and one.issued is not None and one.payable is not None:
            seen[one.issued, one.payable] = seen.get((one.issued, one.payable), 0) + 1
    return sum(count > 1 for count in seen.values()) >= _HABIT


# ── numbers ───────────────────────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=50_000)
def _parts(number: str) -> tuple[str, ...]:
    """The words and figures of a number without leading zeros: `FA-2026/0123` is fa, 2026, 123."""
    return tuple(one.lstrip("0") or "0" for one in _PIECE.findall(_with_zeros(number)))


@lru_cache(maxsize=50_000)
def _joined(number: str) -> frozenset[str]:
    """The number without its signs and leading zeros, its noughts mended before and after these are gone."""
    mended = _with_zeros(number)
    bare = _with_zeros("".join(_PIECE.findall(_plain(number))))
    return frozenset("".join(_PIECE.findall(one)).lstrip("0") for one in (mended, bare))


def _is_apart(number: str) -> bool:
    """Whether signs stand between a number's figures."""
    return re.search(r"[0-9][^0-9a-z]{1,3}[0-9]", _with_zeros(number)) is not None


@lru_cache(maxsize=50_000)
def _with_zeros(number: str) -> str:
    """The number in small letters, an O beside figures as the nought that it was meant for."""
    return _NOUGHTS.sub(lambda found: "0" * len(found[0]), _plain(number))


def _plain(number: str) -> str:
    """The number in small letters, without the word for one before it."""
    return _NUMBER.sub("", plain(number.strip()[:80]))
