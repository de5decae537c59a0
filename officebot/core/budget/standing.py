"""How the office's budget stands, out of its own workbooks: one way of putting together for every duty that asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from officebot.core.budget.actuals import Ledger, read_ledger
from officebot.core.budget.alerts import Thresholds
from officebot.core.budget.choices import Choices
from officebot.core.budget.joining import invoiced, ordered, uncounted, with_invoices
from officebot.core.budget.matching import say_without
from officebot.core.budget.model import Budget, Report
from officebot.core.budget.reading import read_budget
from officebot.core.budget.trace import Basis
from officebot.core.budget.variance import Question, report_with_basis
from officebot.core.invoices.known import KnownInvoice
from officebot.core.orders.model import OrderLine
from officebot.core.problems import Problem
from officebot.core.text import Text
from officebot.core.workbooks.sheets import OfficeSheets


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How the workbook is meant, as a person answered; which accounts belong to which lines; when a line is told of."""

    choices: Choices = field(default_factory=Choices)
    accounts: Mapping[str, str] = field(default_factory=dict)
    thresholds: Thresholds = field(default_factory=Thresholds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """What a budget is held against: ledgers, the invoice register and the order book, each with its file's name."""

    ledgers: Sequence[OfficeSheets] = ()
    invoices: Sequence[KnownInvoice] = ()
    register: str = ""
    orders: Sequence[OrderLine] = ()
    order_book: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The budget and its report of a month; where there is none, `problem` says why."""

    budget: Budget | None = None
    report: Report | None = None
    basis: Basis | None = None
    problem: Text | None = None


def standing(sheets: OfficeSheets, books: Books, month: date, asked: Asked | None = None) -> Standing:
    """How the budget of a workbook stands in a month (its first day)."""
    asked = asked or Asked()
    if sheets.problem is not None or sheets.book is None:
        return Standing(problem=sheets.problem)
    budget = read_budget(sheets.book, sheets.looks, asked.choices, month)
    if not budget.lines:
        return Standing(problem=next((one.what for one in budget.problems), None))
    if budget.months and month not in budget.months:
        month = max((one for one in budget.months if one <= month), default=budget.months[0])
    ledger, problems = _ledger(books.ledgers)
    entries = tuple(invoiced(books.invoices, books.register))
    whole, spent, lost = with_invoices(budget, ledger, entries)
    bound = tuple(ordered(books.orders, books.order_book))
    problems += [*uncounted(books.orders, books.order_book), *say_without(lost, budget.lines)]
    commitments = Ledger(entries=bound) if bound else None
    made, basis = report_with_basis(
        whole, spent, commitments,
        asked=Question(period=month, chosen=asked.accounts, thresholds=asked.thresholds),
    )  # fmt: skip
    return Standing(budget=whole, report=_with(made, problems), basis=basis)


def _ledger(sheets: Iterable[OfficeSheets]) -> tuple[Ledger | None, list[Problem]]:
    found: list[Ledger] = []
    problems: list[Problem] = []
    for one in sheets:
        if one.book is None:
            if one.problem is not None:
                problems.append(Problem(where=one.file, what=one.problem))
            continue
        found.append(read_ledger(one.file, {grid.sheet: grid.rows for grid in one.book.grids}))
    if not found:
        return None, problems
    entries = tuple(entry for ledger in found for entry in ledger.entries)
    told = tuple(problem for ledger in found for problem in ledger.problems)
    return Ledger(entries=entries, problems=told, is_balanced=any(one.is_balanced for one in found)), problems


def _with(made: Report, problems: Sequence[Problem]) -> Report:
    return replace(made, problems=(*made.problems, *problems)) if problems else made
