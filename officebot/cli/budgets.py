"""A budget workbook, read in a worker, and what is made of it and the ledgers beside it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from officebot.core.budget.choices import Choices
from officebot.core.budget.reading import read_budget

if TYPE_CHECKING:
    from datetime import date

    from officebot.cli.answers import Answers
    from officebot.cli.ledgers import Reading
    from officebot.connectors.workers import WorkerPool
    from officebot.core.budget.model import Budget, Month, Report


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
