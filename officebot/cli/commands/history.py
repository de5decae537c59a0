"""history: what was ever proposed, and what became of it."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

import click

from officebot.cli.opening import opened
from officebot.cli.output import Column, emit, local, moment, table, tell
from officebot.cli.table import COMMANDS
from officebot.cli.words import Day, Whole, argument, command, language, option
from officebot.core.proposals import ProposalState, state_name
from officebot.core.text import quoted, say

if TYPE_CHECKING:
    from officebot.app import App
    from officebot.engine.record.history import Past


@command("history", COMMANDS["history"][1])
@argument("words", nargs=-1)
@option("--duty", "duties", multiple=True, metavar="DUTY", spoken=say("Only what this duty proposed."))
@option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice([str(state) for state in ProposalState]),
    metavar="STATE",
    spoken=say("Only what is in this state: waiting, done, rejected, undone, expired …"),
)
@option("--since", type=Day(), metavar="DATE", spoken=say("Only what was proposed from this day on."))
@option(
    "--limit",
    type=Whole(1, 1_000_000),
    default=50,
    metavar="COUNT",
    spoken=say("At most so many; 50 if absent."),
)
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object a line."))
def history(
    words: tuple[str, ...],
    duties: tuple[str, ...],
    states: tuple[str, ...],
    since: date | None,
    limit: int,
    as_json: bool,
) -> None:
    from officebot.engine.record.history import history as search

    with opened() as app:
        first = datetime.combine(since, time(), app.facts.working_time.tz) if since else None
        found = search(
            app.ledger, " ".join(words), duties=duties, states=states, since=first, limit=limit
        )  # fmt: skip
    if as_json:
        for one in found:
            emit(one.to_json(app.reader(language())))
    elif found:
        _show(found, app)
        if len(found) == limit:
            tell(say("These are the newest {limit}: --limit shows more, words and --since fewer.", limit=limit))
    else:
        tell(say("Nothing like that was proposed."))


def _show(found: list[Past], app: App) -> None:
    reader, zone = language(), app.facts.working_time.tz
    table(
        [Column(say("No."), fixed=True), Column(say("When"), fixed=True), Column(say("What")),
         Column(say("Duty"), detail=True), Column(say("State"), fixed=True), Column(say("Decided by"), detail=True)],
        [
            [str(one.id), moment(local(one.created, zone)), one.title.render(reader),
             app.title_of(one.duty).render(reader), state_name(one.state).render(reader), _who(one.decided_by)]
            for one in found
        ],
    )  # fmt: skip


def _who(decided_by: str) -> str:
    known = {"policy": say("the policy"), "officebot": say("nobody in time")}
    return known.get(decided_by, quoted(decided_by)).render(language())
