"""budget draft: next year's budget as a workbook, each line with what it rests on."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import click

from officebot.cli.commands.budget_report import Period
from officebot.cli.output import Column, table, tell
from officebot.cli.table import BUDGET
from officebot.cli.words import argument, command, language, option
from officebot.cli.workbooks import tell_problems
from officebot.cli.writing import forced
from officebot.core.text import say


@command("draft", BUDGET["draft"][1])
@argument("file", metavar="FILE")
@option("--actuals", multiple=True, metavar="FILE", spoken=say("A ledger with what was spent; may be given again."))
@option("--commitments", multiple=True, metavar="FILE", spoken=say("A list of what is ordered and not invoiced yet."))
@option("--period", type=Period(), metavar="MONTH", spoken=say("The month, as 2026-11; else the one we are in."))
@option(
    "--year",
    type=click.IntRange(1901, 9998),
    metavar="NUMBER",
    spoken=say("The year to draft; else the one after the budget’s."),
)
@option(
    "--rise",
    type=click.FloatRange(-50, 100),
    default=0.0,
    metavar="NUMBER",
    spoken=say("How much dearer all becomes, in per cent."),
)
@option(
    "--choose", multiple=True, metavar="NAME=VALUE", spoken=say("Answer a question: year=2026, or 6063=Supplies.")
)
@option("--out", required=True, metavar="FILE", spoken=say("Write the draft there, as an .xlsx."))
@forced
def draft_budget(
    file: str,
    actuals: tuple[str, ...],
    commitments: tuple[str, ...],
    period: date | None,
    year: int | None,
    rise: float,
    choose: tuple[str, ...],
    out: str,
    force: bool,
) -> None:
    from officebot.cli.answers import answers_of
    from officebot.cli.budget_documents import checked_report, draft_to, spare
    from officebot.connectors.draft_workbook import draft_words

    reader = language()
    files = [Path(file), *map(Path, actuals), *map(Path, commitments)]
    spare(Path(out), files, force=force)
    checked = checked_report(
        Path(file), [Path(one) for one in actuals], [Path(one) for one in commitments], period,
        today=date.today(),  # noqa: DTZ011 - the day on the assistant's own clock
        answers=answers_of(choose),
    )  # fmt: skip
    share = Decimal(str(rise)) / 100
    drafted = draft_to(checked, Path(out), reader, year=year, rise=share)
    columns = [
        Column(say("Code"), fixed=True), Column(say("Line")), Column(say("Base of the year"), fixed=True),
        Column(say("Rests on"), detail=True),
    ]  # fmt: skip
    table(columns, draft_words(drafted, reader))
    tell(say("The draft is written: {file}.", file=out))
    tell_problems((*checked.report.notes, *checked.report.problems))
    sys.exit(1 if checked.report.problems else 0)
