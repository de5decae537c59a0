"""The office's invoices, for people who ask at once: its register, what waits, what may be paid, what goes to the books."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from officebot.app.desks import Desk
from officebot.core.invoices.accounting import Booked
from officebot.core.invoices.duplicates import is_same_number
from officebot.core.invoices.known import KnownInvoice
from officebot.core.invoices.payments import PaymentList, payments
from officebot.core.invoices.register import find_register, read_register
from officebot.core.problems import Problem, UserError
from officebot.core.proposals import Item
from officebot.core.text import say
from officebot.duties.invoices.morning import with_stored_accounts
from officebot.duties.invoices.observe import CALL, KEY, WAITING, known_of
from officebot.duties.invoices.settings import Settings

if TYPE_CHECKING:
    from officebot.app import App

_DUTY = "invoices"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The register as it stands: its file as people call it, its invoices, and what could not be read of it."""

    file: str
    invoices: Sequence[KnownInvoice]
    problems: Sequence[Problem] = ()


class InvoiceDesk(Desk[Settings]):
    """What people may ask of the invoices without waiting for the duty's hour."""

    def __init__(self, app: App) -> None:
        super().__init__(app, _DUTY, Settings)

    def register(self) -> Ledger:
        """The register's invoices. Raises UserError where there is none that can be read."""
        name = self.settings.workbook
        if name not in self.app.settings.workbooks:
            raise UserError(
                say("The settings name no workbook “{name}”: “officebot invoice map FILE --save” does.", name=name)
            )
        workbook = self.app.office.workbook(name)
        if workbook.problem is not None:
            raise UserError(Problem(where=workbook.file, what=workbook.problem))
        found = find_register(workbook.tables, self.settings.table, self.settings.words)
        if found.sheet is None:
            raise UserError([Problem(where=one.where or workbook.file, what=one.what) for one in found.problems])
        read = read_register(workbook.tables, found)
        return Ledger(file=workbook.file, invoices=read.invoices, problems=read.problems)

    def waiting(self) -> list[Item]:
        """What waits for a person: invoices held, calls to make, what nobody could read."""
        return [item for kind in (WAITING, CALL) for item in self.app.office.items(kind) if item.key.startswith(KEY)]

    def payments(self, within_days: int) -> PaymentList:
        """What is due within so many days, held invoices left out."""
        held = [known.key for item in self.waiting() if (known := known_of(item)) is not None]
        invoices = with_stored_accounts(self.register().invoices, self.app.facts.contacts.all)
        return payments(invoices, today=self.today, within_days=within_days, held=held)

    def booked(self, since: date, until: date) -> tuple[list[Booked], list[Problem]]:
        """The register's invoices issued in [since, until], read anew from the files they were filed in; and those that
        cannot be: a book-keeper enters them."""
        made: list[Booked] = []
        problems: list[Problem] = []
        for known in self.register().invoices:
            if known.issued is None or not since <= known.issued <= until:
                continue
            found = self._filed(known)
            if isinstance(found, Problem):
                problems.append(found)
            else:
                made.append(found)
        return made, problems

    def _filed(self, known: KnownInvoice) -> Booked | Problem:
        """The register's invoice as its file says it."""
        from officebot.connectors.papers.invoices import read_invoices_apart

        where = f"{known.supplier.name} {known.number}".strip()
        if not known.file:
            return Problem(
                where=where, what=say("The register names no file for it: enter it into the books by hand.")
            )
        try:
            data = self.app.office.read_file(known.file)
        except OSError:
            return Problem(where=where, what=say("Its file is not where the register says: enter it by hand."))
        try:
            read = read_invoices_apart(data, known.file.rpartition("/")[2], self.app.papers.workers())
        except UserError as refused:
            return Problem(where=where, what=refused.problems[0].what)
        invoice = next((one.invoice for one in read.found if is_same_number(one.invoice.number, known.number)), None)
        if invoice is None or invoice.payable != known.payable:
            return Problem(where=where, what=say("Its file says something else than the register: look at both."))
        return Booked(invoice=invoice, on=known.issued or self.today, budget=known.budget)
