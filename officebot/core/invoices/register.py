"""The office's register of invoices: its columns found by their words, its rows as known invoices, and the row for a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from officebot.core.actions import CellValue
from officebot.core.invoices.known import KnownInvoice, RegisterState
from officebot.core.invoices.model import Invoice
from officebot.core.problems import Problem
from officebot.core.text import Language
from officebot.core.workbooks.parts import Sheet
from officebot.core.workbooks.tables import Table


@dataclass(frozen=True, slots=True)
class RegisterMap:
    """The register's table and columns; None, and what a person is asked, where there is none."""

    sheet: Sheet | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """The invoices that the register holds, in its order, and what of it could not be read."""

    invoices: tuple[KnownInvoice, ...] = ()
    problems: tuple[Problem, ...] = ()


def find_register(
    tables: Sequence[Table],
    chosen: str = "",
    own: Mapping[str, tuple[str, ...]] | None = None,
) -> RegisterMap:
    """The register among the tables. `chosen` is its table's name, `own` the office's words by field."""
    raise NotImplementedError


def read_register(tables: Sequence[Table], found: RegisterMap) -> Register:
    """The register's rows; nothing where there is none."""
    raise NotImplementedError


def row_of(
    invoice: Invoice,
    sheet: Sheet,
    table: Table,
    language: Language,
    *,
    received_on: date,
    due: date | None = None,
    state: RegisterState = RegisterState.entered,
    budget: str = "",
    order: str = "",
    file: str = "",
    period: str = "",
    note: str = "",
) -> tuple[tuple[str, CellValue], ...]:
    """The row as `(heading, value)`, of the columns that the register has, for `AppendRows`; a state in its own words."""
    raise NotImplementedError


def day_columns(sheet: Sheet) -> tuple[str, ...]:
    """The headings of its columns of days, for `AppendRows.days`."""
    raise NotImplementedError
