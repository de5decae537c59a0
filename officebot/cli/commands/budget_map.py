"""budget map: which lines, groups and months of a workbook are the budget, and what was left out as a sum."""

from __future__ import annotations

import sys
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from officebot.cli.output import Column, emit, table, tell
from officebot.cli.table import BUDGET
from officebot.cli.words import argument, command, option
from officebot.cli.workbooks import is_confirmed, problems_of, take_in, tell_problems
from officebot.core.money import cents
from officebot.core.text import in_words, say

if TYPE_CHECKING:
    from officebot.core.budget.model import Budget


@command("map", BUDGET["map"][1])
@argument("file", metavar="FILE")
@option(
    "--choose", multiple=True, metavar="NAME=VALUE", spoken=say("Answer a question: year=2026, sheet=…, version=…")
)
@option("--save", is_flag=True, spoken=say("Have the office follow this budget from now on; you are asked first."))
@option("--may-write", is_flag=True, spoken=say("With --save: officebot may write into this workbook."))
@option("--yes", is_flag=True, spoken=say("With --save: do not ask."))
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object."))
def map_budget(file: str, choose: tuple[str, ...], save: bool, may_write: bool, yes: bool, as_json: bool) -> None:
    from officebot.cli.answers import answers_of
    from officebot.cli.budgets import budget_in
    from officebot.connectors.workers import WORKBOOK_BYTES, WorkerPool

    answers = answers_of(choose)
    with WorkerPool(memory_bytes=WORKBOOK_BYTES) as workers:
        found = budget_in(Path(file), answers.choices, None, workers)
    if as_json:
        emit(map_fact(found))
    else:
        _show(found)
    if found.lines and save and (yes or is_confirmed()):
        take_in(file, "budget", {**asdict(answers.choices), "accounts": dict(answers.accounts)}, may_write=may_write)
        tell(say("The office follows this budget from now on: “officebot once budget” does so at once."))
    sys.exit(1 if found.problems else 0)


def map_fact(found: Budget) -> dict[str, Any]:
    """The map as `--json` gives it."""
    from officebot.core.budget.model import money

    return {
        "months": [f"{one:%Y-%m}" for one in found.months],
        "currency": found.currency,
        "lines": [
            {
                "code": line.code,
                "label": line.label,
                "group": " / ".join(line.group),
                "level": line.level,
                "budget": {f"{month:%Y-%m}": money(line.months[month]) for month in sorted(line.months)},
                "source": line.place.to_json(),
            }
            for line in found.lines
        ],
        "total": money(found.total()),
        "not_lines": list(found.not_lines),
        "problems": problems_of(found.problems),
    }


def _show(found: Budget) -> None:
    from officebot.cli.words import language
    from officebot.core.budget.model import NOTHING

    def shown(amount: Decimal) -> str:
        return in_words(cents(amount), language())

    rows = [
        (line.code, line.label, " / ".join(line.group), shown(sum((line.months.get(m, NOTHING) for m in found.months), NOTHING)),
         f"{line.place.sheet}!{line.place.cell}")
        for line in found.lines
    ]  # fmt: skip
    columns = [
        Column(say("Code"), fixed=True), Column(say("Line")), Column(say("Group"), detail=True),
        Column(say("Year"), fixed=True), Column(say("Cell"), fixed=True),
    ]  # fmt: skip
    table(columns, rows)
    if found.months:
        what = say(
            "{lines} lines, {first} to {last}, {total} {currency} in all.",
            lines=len(found.lines), first=f"{found.months[0]:%Y-%m}", last=f"{found.months[-1]:%Y-%m}",
            total=cents(found.total()), currency=found.currency,
        )  # fmt: skip
        tell(what)
    if found.not_lines:
        tell(say("Left out as sums, headings and notes: {names}.", names=list(dict.fromkeys(found.not_lines))[:30]))
    tell_problems(found.problems)
