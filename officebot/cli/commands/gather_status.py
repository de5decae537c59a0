"""gather status: who was asked for what, who answered, what is missing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from officebot.cli.commands.gather import desk, gathering_fact
from officebot.cli.opening import called
from officebot.cli.output import Column, emit, heading, table, tell
from officebot.cli.table import GATHER
from officebot.cli.words import argument, command, language, option
from officebot.core.text import say

if TYPE_CHECKING:
    from officebot.app.gathering import Shown


@command("status", GATHER["status"][1])
@argument("name", default="", metavar="[NAME]")
@option("--all", "every", is_flag=True, spoken=say("Closed ones, too."))
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object a gathering."))
def status(name: str, every: bool, as_json: bool) -> None:
    with desk() as found:
        who = found.app.answer(called().principal)
        shown = [found.named(who, name, every=every)] if name else found.shown(who, every=every)
        today, folder = found.today, found.app.folder
    for one in shown:
        if as_json:
            emit(gathering_fact(one, today))
        else:
            _show(one, today, str(folder))
    if not shown and not as_json:
        tell(say("Nothing is gathered at present."))


def _show(one: Shown, today: date, folder: str) -> None:
    from officebot.core.gathering.page import asked_in_words, notes_of, state_of, summary_of
    from officebot.duties.gathering.decide import page_path

    reader = language()
    heading(summary_of(one.gathering, one.contributions, today))
    columns = [
        Column(say("Who"), fixed=True), Column(say("What")), Column(say("State")), Column(say("Notes"), detail=True),
        Column(say("Kept"), detail=True),
    ]  # fmt: skip
    table(columns, [
        [each.called, asked_in_words(each), state_of(each, today).render(reader),
         "; ".join(note.render(reader) for note in notes_of(each)),
         ", ".join(path.rpartition("/")[2] for path in (each.answers[-1].files if each.answers else ()))]
        for each in one.contributions
    ])  # fmt: skip
    if one.gathering.page:
        tell(say("The page: {path}", path=f"{folder}/{page_path(one.gathering)}"))
