"""The invoices of a mail: each with the file that held it, what it breaks, and the mail's own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from officebot.core.invoices.model import Broken, Invoice, Severity
from officebot.core.text import Text

#: The kind of the claim on a mail that may hold an invoice, and how the keys begin of what is asked about one: between
#: them they tell whoever follows orders that invoices are looked after, and what became of those of a mail.
INVOICE = "invoice-papers"
ENTER = "invoices:enter:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """An invoice that hung on a mail. `file` is its name there, `sha256` (hexadecimal) which bytes it was read from."""

    invoice: Invoice
    file: str
    sha256: str
    broken: tuple[Broken, ...] = ()
    is_pdf: bool = False

    @property
    def errors(self) -> Sequence[Broken]:
        """The rules broken that make it invalid."""
        return [one for one in self.broken if one.severity is Severity.error]

    @property
    def is_valid(self) -> bool:
        """Whether no error stands against it: no rule broken that weighs so much, nothing that could not be read."""
        return not self.errors and not self.invoice.problems


@dataclass(frozen=True, slots=True, kw_only=True)
class MailInvoices:
    """The invoices of a mail, in the order of its attachments, and its author's new words.

    `words` are all words that came with them; `unseen` the attachments whose words nobody here can read.
    `unread` are the attachments that may hold an invoice and could not be read, each with the sentence why; `problem`
    is why nothing of the mail could be read.
    """

    found: tuple[Arrived, ...] = ()
    words: str = ""
    unseen: tuple[str, ...] = ()
    unread: tuple[tuple[str, Text], ...] = ()
    problem: Text | None = None
