"""Whether an invoice was entered before: the same once more, or one so near to it that a person must look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from officebot.core.invoices.known import KnownInvoice
from officebot.core.invoices.model import Invoice
from officebot.core.text import Text


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


def duplicates(invoice: Invoice, history: Sequence[KnownInvoice]) -> tuple[Duplicate, ...]:
    """The invoices of the register that this one repeats or seems to, the surest first; () for a new one."""
    raise NotImplementedError


def is_same_number(one: str, other: str) -> bool:
    """Whether two numbers are one however they are written: `000123` and `123`, `FA-2026/123` and `FA2026123`, O and 0."""
    raise NotImplementedError
