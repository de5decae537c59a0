"""A budget workbook, read in a worker, and what is made of it and the ledgers beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from officebot.core.budget.reading import Choices, read_budget
from officebot.core.problems import UserError
from officebot.core.text import say

if TYPE_CHECKING:
    from datetime import date

    from officebot.cli.ledgers import Reading
    from officebot.connectors.workers import WorkerPool
    from officebot.core.budget.model import Budget, Month, Report

#: What `--choose` may answer of the workbook; anything else is an account or a name, and the line that it belongs to.
_KEYS = ("sheet", "year", "first_month", "version")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """A person's answers: how the workbook is meant, and which accounts belong to which lines."""

    choices: Choices = field(default_factory=Choices)
    accounts: Mapping[str, str] = field(default_factory=dict)


def answers_of(chosen: Sequence[str]) -> Answers:
    """The answers of `KEY=VALUE` words. Raises UserError for what is none."""
    told: dict[str, str] = {}
    accounts: dict[str, str] = {}
    for one in chosen:
        key, mark, value = one.rpartition("=") if one.count("=") > 1 else one.partition("=")
        key, value = key.strip(), value.strip()
        if not mark or not key or not value or not _can_be(key, value):
            raise UserError(
                say("“{chosen}” is no answer: write it like year=2026, or 6063=Supplies.", chosen=one[:60])
            )
        (told if key in _KEYS else accounts)[key] = value
    numbers = {key: int(told.get(key, "0")) for key in ("year", "first_month")}
    choices = Choices(sheet=told.get("sheet", ""), version=told.get("version", ""), **numbers)
    return Answers(choices=choices, accounts=accounts)


def _can_be(key: str, value: str) -> bool:
    """Whether this may be an answer to that question."""
    match key:
        case "year":
            return re.fullmatch("[0-9]{4}", value) is not None
        case "first_month":
            return re.fullmatch("0?[1-9]|1[0-2]", value) is not None
    return True


def budget_in(path: Path, choices: Choices, period: Month | None, workers: WorkerPool) -> Budget:
    """The budget of a workbook. Raises UserError where it cannot be read."""
    from officebot.connectors.workbooks.looks import see_apart

    seen = see_apart(path, workers)
    return read_budget(seen.book, seen.looks, choices, period)


def report_of(
    path: Path,
    spending: Reading,
    ordering: Reading,
    period: Month | None,
    *,
    today: date,
    answers: Answers,
    workers: WorkerPool,
) -> Report:
    """The report of a month: that of `period`, else the one of today, else the last one that is planned.

    Raises UserError where the workbook cannot be read; ledgers that cannot are among the problems.
    """
    budget = budget_in(path, answers.choices, period, workers)
    # While the ledgers, which take longer, are still being read.
    from officebot.core.budget.variance import Question, month_to_report, nothing_spent, report

    spent, ordered = spending(), ordering()
    month = period or month_to_report(budget, spent, today)
    made = report(budget, spent, ordered, asked=Question(period=month, chosen=answers.accounts))
    unknown = nothing_spent(budget, spent)
    return replace(made, problems=(*made.problems, unknown)) if unknown is not None and budget.lines else made
