"""numbers: the register of the numbers without gaps, void ones among them."""

from __future__ import annotations

from officebot.cli.opening import opened
from officebot.cli.output import Column, emit, local, moment, table, tell
from officebot.cli.table import COMMANDS
from officebot.cli.words import argument, command, language, option
from officebot.core.text import say

_STATES = {"used": say("used"), "void": say("void")}


@command("numbers", COMMANDS["numbers"][1])
@argument("series", required=False)
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object a line."))
def numbers(series: str | None, as_json: bool) -> None:
    from officebot.engine.acting.numbering import register

    reader = language()
    with opened() as app:
        found = register(app.ledger, series)
        shown = [one.to_json(app.reader(reader)) for one in found]
        zone = app.facts.working_time.tz
    if as_json:
        for one in shown:
            emit(one)
    elif found:
        table(
            [Column(say("Series"), fixed=True), Column(say("Number"), fixed=True), Column(say("What")),
             Column(say("No."), fixed=True), Column(say("When"), fixed=True), Column(say("State"), fixed=True),
             Column(say("Why"), detail=True), Column(say("Decided by"), detail=True)],
            [
                [one.series, one.number, one.title.render(reader), str(one.proposal), moment(local(one.when, zone)),
                 _STATES[one.state].render(reader), one.because.render(reader), one.who]
                for one in found
            ],
        )  # fmt: skip
    else:
        tell(say("No number was given yet."))
