"""Whether an invoice may go on to a person's payment, or is held because of whom and where it wants to be paid.

Nothing here pays, and nothing releases: what is held is called back at the phone number that the office had stored before,
and released by a second person.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from officebot.core.invoices.known import KnownInvoice
from officebot.core.invoices.model import Invoice
from officebot.core.mail import Address
from officebot.core.people import Contact
from officebot.core.text import Text


class HoldKind(StrEnum):
    """Why an invoice is held; the names are those of `--json`."""

    new_iban = "new-iban"
    iban_of_another = "iban-of-another"
    iban_invalid = "iban-invalid"
    foreign_account = "foreign-account"
    new_supplier = "new-supplier"
    lookalike = "look-alike-supplier"
    urgency = "urgency-wording"
    sender = "sender-not-theirs"
    differs = "iban-differs-within"
    several = "several-accounts"
    only_in_mail = "iban-only-in-mail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """One reason to hold an invoice: a sentence for people, and the words that it was seen in, "" for none."""

    kind: HoldKind
    what: Text
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was found. `supplier` is the contact that it is, or pretends to be, from; None for one that nobody knows.

    `call` is that contact's *stored* phone, never one of the invoice or its mail; "" where none is stored. `reasons` are
    what was looked at besides, also where nothing is held.
    """

    holds: tuple[Hold, ...] = ()
    supplier: Contact | None = None
    call: str = ""
    reasons: tuple[Text, ...] = ()

    @property
    def is_held(self) -> bool:
        """Whether it waits for a call back and a second person."""
        return bool(self.holds)

    def has(self, kind: HoldKind) -> bool:
        """Whether it is held for this."""
        return any(hold.kind is kind for hold in self.holds)


def guard(
    invoice: Invoice,
    *,
    contacts: Sequence[Contact],
    history: Sequence[KnownInvoice],
    sender: Address | None,
    words: str,
    is_proven: bool,
    today: date,
    own: Collection[str] = (),
) -> Verdict:
    """Whether the invoice is held, and why.

    `sender` is who sent it from outside, None where a person of the office put it there or forwarded it. `words` are all
    words that came with it: the mail's text, what the PDF shows, a workbook's cells. `is_proven` says whether the sender's
    server proved who it is. `own` are the office's own accounts, which an invoice may name where it is debited from them.
    """
    raise NotImplementedError
