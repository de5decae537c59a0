"""budget report: what was planned, ordered and spent on each line, how far apart, and where the year will end."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from officebot.cli.ledgers import READER, begin_ledgers
from officebot.cli.output import Column, emit, heading, table, tell
from officebot.cli.table import BUDGET
from officebot.cli.words import argument, command, is_near, language, option
from officebot.cli.workbooks import problems_of, tell_problems
from officebot.cli.writing import forced
from officebot.core.money import cents
from officebot.core.text import in_words, say

if TYPE_CHECKING:
    from officebot.core.budget.model import LineReport, Report


class Period(click.ParamType[date]):
    """A month, as 2026-11."""

    name = "period"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The month's first day; a complaint in the reader's language where it is none."""
        if isinstance(value, date):
            return value
        try:
            found = date.fromisoformat(f"{value}-01") if len(value) == len("2026-11") else None
        except ValueError:
            found = None
        if found is None or not is_near(found):
            self.fail(
                say("“{value}” is no month: write it like 2026-11.", value=value).render(language()), param, ctx
            )
        return found


@command("report", BUDGET["report"][1])
@argument("file", metavar="FILE")
@option("--actuals", multiple=True, metavar="FILE", spoken=say("A ledger with what was spent; may be given again."))
@option("--commitments", multiple=True, metavar="FILE", spoken=say("A list of what is ordered and not invoiced yet."))
@option("--period", type=Period(), metavar="MONTH", spoken=say("The month, as 2026-11; else the one we are in."))
@option(
    "--choose", multiple=True, metavar="NAME=VALUE", spoken=say("Answer a question: year=2026, or 6063=Supplies.")
)
@option("--out", metavar="FILE", spoken=say("Write the report there: a .docx, a .pdf or an .xlsx."))
@forced
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object."))
def report_budget(
    file: str,
    actuals: tuple[str, ...],
    commitments: tuple[str, ...],
    period: date | None,
    choose: tuple[str, ...],
    out: str | None,
    force: bool,
    as_json: bool,
) -> None:
    files = Path(file), [Path(one) for one in actuals], [Path(one) for one in commitments]
    today = date.today()  # noqa: DTZ011 - the day on the assistant's own clock
    if out is None:
        made = _reported(*files, period, today, choose)
    else:
        from officebot.cli.answers import answers_of
        from officebot.cli.budget_documents import write_report

        reader = language()
        made = write_report(*files, period, Path(out), reader, today=today, answers=answers_of(choose), force=force)
        tell(say("The report is written: {file}. Every figure of it was reckoned twice.", file=out))
    if as_json:
        emit(report_fact(made))
    else:
        _show(made)
        tell_problems((*made.notes, *made.problems))
    sys.exit(1 if made.problems else 0)


def _reported(
    file: Path,
    actuals: list[Path],
    commitments: list[Path],
    period: date | None,
    today: date,
    choose: tuple[str, ...],
) -> Report:
    from officebot.cli.answers import answers_of
    from officebot.connectors.workers import WORKBOOK_BYTES, WorkerPool

    answers = answers_of(choose)
    size = 2 if actuals or commitments else 1
    with WorkerPool(size=size, memory_bytes=WORKBOOK_BYTES, module=READER) as workers:
        # Before anything else is loaded: the workers load and read meanwhile.
        workers.start()
        spending, ordering = begin_ledgers(actuals, workers), begin_ledgers(commitments, workers)
        from officebot.cli.budgets import report_of

        return report_of(file, spending, ordering, period, today=today, answers=answers, workers=workers)


def report_fact(made: Report) -> dict[str, Any]:
    """The report as `--json` gives it."""
    totals = made.totals.to_json(language())
    return {
        "period": f"{made.period:%Y-%m}",
        "lines": [one.to_json(language()) for one in made.lines],
        "totals": {
            name: value for name, value in totals.items() if name not in ("code", "label", "group", "sources")
        },
        "problems": problems_of(made.problems),
    }


def _show(made: Report) -> None:
    if not made.lines:
        return  # what is wrong says all
    heading(say("Budget and what was spent, {period}", period=f"{made.period:%Y-%m}"))
    columns = [
        Column(say("Code"), fixed=True), Column(say("Line")), Column(say("Planned"), fixed=True),
        Column(say("Ordered"), detail=True), Column(say("Spent"), fixed=True), Column(say("Variance"), fixed=True),
        Column(say("Year’s end"), detail=True), Column(say("Alert"), fixed=True), Column(say("Why"), detail=True),
    ]  # fmt: skip
    table(columns, [*map(_row, made.lines), _row(made.totals)])


def _row(one: LineReport) -> tuple[str, ...]:
    """A line's year so far."""

    def shown(amount: Decimal | None) -> str:
        return "" if amount is None else in_words(cents(amount), language())

    words = {"over": say("over"), "watch": say("watch")}
    name = one.line.name or say("All").render(language())
    why = " ".join(what.render(language()) for what in (*one.reasons, *one.drivers))
    return (
        one.line.code, name, shown(one.ytd.budget), shown(one.ytd.committed), shown(one.ytd.actual), shown(one.ytd.variance),
        shown(one.landing), words[one.alert].render(language()) if one.alert else "", why,
    )  # fmt: skip
