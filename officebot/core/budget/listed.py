"""A budget written as a list: one row for each line and month, with its amount."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import cast

from officebot.core.budget.headings import read_heading
from officebot.core.budget.kinds import kind_of
from officebot.core.budget.model import BudgetLine, Kind, Month, Source
from officebot.core.budget.titles import is_amount
from officebot.core.problems import Problem
from officebot.core.text import plain
from officebot.core.workbooks.cells import Value
from officebot.core.workbooks.grids import Book
from officebot.core.workbooks.lines import Line, lines_of
from officebot.core.workbooks.meanings import columns_meaning
from officebot.core.workbooks.tables import Table, tables_in
from officebot.core.workbooks.words import is_total

_WORDS: Mapping[str, tuple[str, ...]] = {
    "month": ("Mois", "Month", "Période", "Period", "Date"),
    "year": ("Année", "Year", "Exercice", "Financial year"),
    "kind": ("Type", "Nature", "Scenario", "Scénario", "Kind", "Measure"),
    "code": (
        "Code", "Compte", "Account", "Code budgétaire", "N° compte", "Account code", "GL", "GL code", "Nominal", "Budget code",
    ),
    "label": (
        "Libellé", "Poste", "Ligne", "Label", "Line", "Ligne budgétaire", "Budget line", "Intitulé", "Description", "GL name",
        "Account name", "Libellé du compte",
    ),
    "group": (
        "Groupe", "Catégorie", "Service", "Group", "Category", "Department", "Département", "Cost centre",
        "Cost center", "Centre de coût", "Section", "Team",
    ),
    "budget": (
        "Budget", "Montant", "Amount", "Montant budgété", "Prévu", "Planned", "Budget amount", "Montant HT", "Montant EUR",
        "Amount EUR",
    ),
    "actual": ("Réel", "Réalisé", "Actual", "Spent"),
    "committed": ("Engagé", "Committed"),
}  # fmt: skip
_COLUMNS: tuple[Kind, ...] = ("budget", "actual", "committed")
_LEAST = 6


def listed_lines(book: Book, problems: list[Problem], year: int) -> tuple[BudgetLine, ...]:
    """The lines of the first table that lists months and amounts; () where there is none."""
    for grid in book.grids:
        if grid.is_hidden or len(grid.rows) > 60_000:
            continue
        for table in tables_in(grid, [one for one in book.tables if one.sheet == grid.sheet]).tables:
            titles = _fields(table)
            if {"month", "budget"} <= titles.keys() and titles.keys() & {"code", "label"} and _lists(table, titles):
                return _lines(book, table, titles, problems, year)
    return ()


def _fields(table: Table) -> dict[str, str]:
    """The headings by what they mean. Where none is called so, the label is the column that has one name for each code."""
    titles = {field: one.title for field, one in columns_meaning(table, _WORDS).columns.items()}
    if "kind" in titles and not _kinds(table, titles["kind"]):
        del titles["kind"]
    if "code" in titles and "label" not in titles:
        codes = _values(table, titles["code"])
        for title in table.titles:
            names = _values(table, title)
            pairs = len(set(zip(codes, names, strict=True)))
            if title not in titles.values() and pairs == len(set(codes)) == len(set(names)) and _are_words(names):
                titles["label"] = title
                break
    return titles


def _kinds(table: Table, title: str) -> bool:
    """Whether a column says of each row whether it is planned or spent."""
    kinds = {kind_of(str(value)) for value in _values(table, title)}
    return "budget" in kinds and "" not in kinds


def _values(table: Table, title: str) -> list[Value]:
    place = table.titles.index(title)
    return [row.values[place] for row in table.rows]


def _are_words(values: Sequence[Value]) -> bool:
    return all(isinstance(one, str) and not is_amount(one) for one in values)


def _month_in(value: Value, year: Value = None) -> tuple[int, int]:
    """The year and the month of a row; 0 for what it does not say."""
    said = read_heading(year).year if year is not None else 0
    if isinstance(value, int | float) and not isinstance(value, bool) and value in range(1, 13):
        return said, int(value)
    told = read_heading(value)
    return told.year or said, told.month


def _lists(table: Table, titles: Mapping[str, str]) -> bool:
    values = _values(table, titles["month"])
    said = [one for value in values if (one := _month_in(value))[1]]
    days = [value for value in values if isinstance(value, date)]
    if any(one.day != days[0].day and one.day < 28 for one in days):
        return False  # a ledger's days
    # Months that come once each are the rows of a plan, not of a list.
    return len(said) >= _LEAST and len(said) > 0.8 * len(table.rows) and len(said) >= 1.5 * len(set(said))


def _lines(
    book: Book, table: Table, titles: Mapping[str, str], problems: list[Problem], year: int
) -> tuple[BudgetLine, ...]:
    found: dict[tuple[str, str, str], _Growing] = {}
    for line in lines_of(table, titles, problems):
        told, number = _month_in(line.value("month"), line.value("year"))
        label = line.words("label")
        if not number or is_total(label) or not (label or line.words("code")):
            continue
        month = date(told or year or 2000, number, 1)
        key = (line.words("code"), plain(label), line.words("group"))
        growing = found.setdefault(key, _Growing(line, label))
        growing.add(book.name, month, line)
    return tuple(one.line() for one in found.values())


class _Growing:
    """A line while its rows come in."""

    def __init__(self, line: Line, label: str) -> None:
        self.code, self.label, self.group = line.words("code"), label, line.words("group")
        self.amounts: dict[Kind, dict[Month, Decimal]] = {column: {} for column in _COLUMNS}
        self.cells: dict[tuple[Kind, Month], Source] = {}
        self.more: dict[tuple[Kind, Month], tuple[Source, ...]] = {}
        self.place: Source | None = None

    def add(self, file: str, month: Month, line: Line) -> None:
        """Take in one row."""
        said = kind_of(line.words("kind"))
        for column in _COLUMNS:
            amount = line.amount(column)
            kind = cast("Kind", said) if said and column == "budget" else column
            if amount is None or kind not in self.amounts:
                continue
            amounts = self.amounts[kind]
            amounts[month] = amounts.get(month, Decimal()) + amount.value
            sheet, _, cell = line.place(column).rpartition("!")
            source = Source(file=file, sheet=sheet.strip("'"), cell=cell)
            if (kind, month) in self.cells:
                self.more[kind, month] = (*self.more.get((kind, month), ()), source)
            self.cells.setdefault((kind, month), source)
            self.place = self.place or source

    def line(self) -> BudgetLine:
        """The line with all its months."""
        return BudgetLine(
            code=self.code, label=self.label, group=(self.group,) if self.group else (), months=self.amounts["budget"],
            actual=self.amounts["actual"], committed=self.amounts["committed"], cells=self.cells,
            more=self.more, place=self.place or Source(file="", sheet="", cell=""),
        )  # fmt: skip
