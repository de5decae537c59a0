"""Invoices as accounting entries, balanced to the cent: a CSV for people and the 18 columns that French tax law asks for.

The columns, their order and their format are those of the Livre des procédures fiscales, article A47 A-1 (FEC): days as
YYYYMMDD, a decimal comma, tab or pipe between the columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from officebot.core.invoices.model import Invoice
from officebot.core.problems import Problem

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
    """The entries, numbered from `first` without gaps: expense and VAT against the supplier, turned round for a credit note."""
    raise NotImplementedError


def fec(found: Entries, accounts: Accounts, valid_on: date | None = None, separator: Separator = "\t") -> str:
    """The file's text: the 18 headings and a line for each posting. `valid_on` is the day on which they were validated."""
    raise NotImplementedError


def fec_name(siren: str, closing: date) -> str:
    """The file's name as the law has it: `303265045FEC20261231.txt`."""
    raise NotImplementedError


def csv_of(found: Entries, accounts: Accounts, language: str = "fr") -> str:
    """The same postings for a spreadsheet: fewer columns, semicolons and decimal commas in French, commas and points else."""
    raise NotImplementedError
