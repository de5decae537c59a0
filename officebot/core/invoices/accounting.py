"""Invoices as accounting entries, balanced to the cent: a CSV for people and the 18 columns that French tax law asks for.

The columns, their order and their format are those of the Livre des procédures fiscales, article A47 A-1 (FEC): days as
YYYYMMDD, a decimal comma, tab or pipe between the columns.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from officebot.core.expressions import expression
from officebot.core.invoices.known import supplier_of
from officebot.core.invoices.model import Invoice
from officebot.core.money import cents
from officebot.core.problems import Problem
from officebot.core.text import Text, one_line, say

_NOTHING = Decimal(0)
#: VAT that the buyer owes (UNTDID 5305): what is entered for it is the accountant's to say.
_REVERSED = frozenset({"AE", "K"})
Separator: TypeAlias = Literal["\t", "|"]
FEC_COLUMNS = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib",
    "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """The accounts that invoices are entered on, from the settings; those of the Plan comptable général by default.

    `by_budget` is the expense account by budget line, `by_supplier` the supplier's own account (CompAuxNum) by its key.
    """

    suppliers: str = "401000"
    vat: str = "445660"
    expenses: str = "607000"
    journal: str = "AC"
    journal_name: str = "Achats"
    names: Mapping[str, str] = field(default_factory=dict)
    by_budget: Mapping[str, str] = field(default_factory=dict)
    by_supplier: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """What an invoice needs to be entered: the day of the entry, its budget line, and the rate into euros of its currency."""

    invoice: Invoice
    on: date
    budget: str = ""
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One line of an entry, in euros; one of `debit` and `credit` is 0.

    `foreign` is the amount in `currency`, where that is not euros.
    """

    number: int
    on: date
    account: str
    account_name: str = ""
    supplier: str = ""
    supplier_name: str = ""
    piece: str = ""
    piece_on: date | None = None
    label: str = ""
    debit: Decimal = Decimal(0)
    credit: Decimal = Decimal(0)
    foreign: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """The postings in order, each invoice's together and balanced, and the invoices that could not be entered, with why."""

    postings: tuple[Posting, ...] = ()
    problems: tuple[Problem, ...] = ()


def entries(booked: Sequence[Booked], accounts: Accounts | None = None, first: int = 1) -> Entries:
    """The entries, numbered from `first` without gaps: expense and VAT against the supplier, turned round for a credit note.

    What does not add up, has no sum, is in a foreign currency without a rate, or leaves its VAT to the buyer, is not entered
    but said. In euros the supplier gets the sum of what stands against it, so that no rounding is left over.
    """
    kept = accounts or Accounts()
    postings: list[Posting] = []
    problems: list[Problem] = []
    number = first
    for one in booked:
        why = _why_not(one)
        if why is not None:
            problems.append(Problem(where=one_line(one.invoice.number, 60), what=why))
            continue
        postings += _entry(one, kept, number)
        number += 1
    return Entries(postings=tuple(postings), problems=tuple(problems))


def fec(found: Entries, accounts: Accounts, valid_on: date | None = None, separator: Separator = "\t") -> str:
    """The file's text: the 18 headings and a line for each posting. `valid_on` is the day on which they were validated."""
    lines = [separator.join(FEC_COLUMNS)]
    for one in found.postings:
        cells = (
            accounts.journal, accounts.journal_name, str(one.number), _day(one.on), one.account, one.account_name,
            one.supplier, one.supplier_name, one.piece, _day(one.piece_on), one.label, _money(one.debit), _money(one.credit),
            "", "", _day(valid_on), "" if one.foreign is None else _money(one.foreign), one.currency,
        )  # fmt: skip
        lines.append(separator.join(_plain(cell, separator) for cell in cells))
    return "\r\n".join(lines) + "\r\n"


def fec_name(siren: str, closing: date) -> str:
    """The file's name as the law has it: `303265045FEC20261231.txt`."""
    return f"{siren}FEC{closing:%Y%m%d}.txt"


def csv_of(found: Entries, accounts: Accounts, language: str = "fr") -> str:
    """The same postings for a spreadsheet: fewer columns, semicolons and decimal commas in French, commas and points else."""
    is_french = language == "fr"
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if is_french else ",", lineterminator="\r\n")
    writer.writerow([one.render(language) for one in _HEADINGS])
    for one in found.postings:
        amounts = (_money(one.debit), _money(one.credit))
        writer.writerow(
            [
                accounts.journal, one.number, one.on.isoformat(), _safe(one.account), _safe(one.account_name),
                _safe(one.supplier), _safe(one.piece), _safe(one.label),
                *(amounts if is_french else (amount.replace(",", ".") for amount in amounts)),
            ]
        )  # fmt: skip
    return out.getvalue()


_HEADINGS = (
    say("Journal"), say("Entry"), say("Day"), say("Account"), say("Name of the account"), say("Supplier’s account"),
    say("Document"), say("Wording"), say("Debit"), say("Credit"),
)  # fmt: skip


# ── an entry ──────────────────────────────────────────────────────────────────────────────────────────────


def _why_not(one: Booked) -> Text | None:
    """Why an invoice cannot be entered; None where it can."""
    invoice = one.invoice
    if invoice.net is None or invoice.gross is None:
        return say("It has no net or gross amount: it is not entered.")
    vat = invoice.vat or _NOTHING
    if invoice.net + vat != invoice.gross:
        return say("{net} and {vat} VAT do not make {gross}: it is not entered.",
                   net=invoice.net, vat=vat, gross=invoice.gross)  # fmt: skip
    if any(amount != cents(amount) for amount in (invoice.net, vat)):
        return say("Its amounts have parts of a cent: it is not entered.")
    if not _is_in_euros(invoice) and (one.rate is None or one.rate <= 0):
        return say("It is in {currency}, and no rate is given: it is not entered.", currency=invoice.currency)
    if any(line.category in _REVERSED for line in invoice.breakdown):
        return say("Its VAT is the buyer’s to declare (reverse charge): the accountant enters it.")
    return None


def _entry(one: Booked, accounts: Accounts, number: int) -> Iterator[Posting]:
    """The lines of an invoice: expense, VAT by rate, supplier; lines of nothing are left out."""
    invoice = one.invoice
    expense = accounts.by_budget.get(one.budget) or accounts.expenses
    parts = [(expense, invoice.net or _NOTHING), *((accounts.vat, amount) for amount in _vat_by_rate(invoice))]
    sign = -1 if invoice.is_credit and (invoice.gross or _NOTHING) > 0 else 1
    euros, foreign = _NOTHING, _NOTHING
    for account, amount in parts:
        if not amount:
            continue
        value = _in_euros(one, sign * amount)
        euros, foreign = euros + value, foreign + sign * amount
        yield _posting(one, accounts, number, account, value, sign * amount)
    if euros or foreign:
        yield _posting(one, accounts, number, accounts.suppliers, -euros, -foreign)


def _posting(one: Booked, accounts: Accounts, number: int, account: str, value: Decimal, foreign: Decimal) -> Posting:
    invoice, who = one.invoice, supplier_of(one.invoice)
    is_supplier = account == accounts.suppliers
    is_foreign = not _is_in_euros(invoice)
    return Posting(
        number=number, on=one.on, account=account, account_name=accounts.names.get(account, _NAMES.get(account[:3], "")),
        supplier=accounts.by_supplier.get(who.key, who.key) if is_supplier else "",
        supplier_name=one_line(who.name, 60) if is_supplier else "",
        piece=one_line(invoice.number, 60), piece_on=invoice.issued or one.on,
        label=one_line(f"{who.name} {invoice.number}", 80),
        debit=max(value, _NOTHING), credit=max(-value, _NOTHING),
        foreign=foreign if is_foreign else None, currency=invoice.currency if is_foreign else "",
    )  # fmt: skip


def _vat_by_rate(invoice: Invoice) -> tuple[Decimal, ...]:
    """The VAT of each rate where these make the whole, else the whole."""
    vat = invoice.vat or _NOTHING
    parts = tuple(line.vat for line in invoice.breakdown if line.vat)
    is_whole = sum(parts, _NOTHING) == vat and all(part == cents(part) for part in parts)
    return parts if is_whole else (vat,)


def _in_euros(one: Booked, amount: Decimal) -> Decimal:
    if _is_in_euros(one.invoice) or one.rate is None:
        return amount
    return cents(amount * one.rate)


def _is_in_euros(invoice: Invoice) -> bool:
    return invoice.currency in ("", "EUR")


# ── how it is written ─────────────────────────────────────────────────────────────────────────────────────

#: What the Plan comptable général calls these accounts; in a French file, in French.
_NAMES = {
    "401": "Fournisseurs", "445": "TVA déductible", "607": "Achats de marchandises", "606": "Achats non stockés",
    "601": "Achats de matières premières", "602": "Autres approvisionnements", "604": "Achats d'études et prestations",
    "611": "Sous-traitance générale", "613": "Locations", "615": "Entretien et réparations", "616": "Primes d'assurance",
    "622": "Honoraires", "623": "Publicité", "624": "Transports", "625": "Déplacements", "626": "Frais postaux et télécoms",
}  # fmt: skip
_BREAKS = expression(r"[\t|\r\n]+")


def _day(day: date | None) -> str:
    return f"{day:%Y%m%d}" if day is not None else ""


def _money(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")


def _plain(words: str, separator: Separator) -> str:
    """A cell without what would break its line, whichever separator is used."""
    return _BREAKS.sub(" ", one_line(words, 200).replace(separator, " "))


def _safe(words: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{words}" if words[:1] in ("=", "+", "-", "@", "\t", "\r") else words
