"""gather start: several people are asked for what a document needs."""

from __future__ import annotations

from datetime import date

from officebot.cli.commands.gather import contribution_fact, desk
from officebot.cli.opening import called
from officebot.cli.output import emit, tell
from officebot.cli.table import GATHER
from officebot.cli.words import Day, command, option
from officebot.core.text import counted, say


@command("start", GATHER["start"][1])
@option("--title", required=True, metavar="TEXT", spoken=say("What the document is called."))
@option("--due", required=True, type=Day(), spoken=say("By which day the contributions are needed."))
@option(
    "--ask",
    "asks",
    multiple=True,
    required=True,
    metavar="ADDRESS=TEXT",
    spoken=say("Whom and what; fields in [square] brackets, the kind of file in (round) ones; once for each person."),
)
@option("--name", default="", metavar="NAME", spoken=say("A short name for it; without, it is made of the title."))
@option("--for", "collector", default="", metavar="NAME", spoken=say("Who collects: an address or a name."))
@option("--template", default="", metavar="FILE", spoken=say("The template whose fields are asked for."))
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object."))
def start(
    title: str, due: date, asks: tuple[str, ...], name: str, collector: str, template: str, as_json: bool
) -> None:
    from officebot.app.gathering import Wished
    from officebot.core.gathering.asking import read_asks

    plan = Wished(title=title, due=due, asks=read_asks(asks), name=name, collector=collector, template=template)
    with desk() as found:
        shown, numbers = found.start(found.app.answer(called().principal), plan)
        today = found.today
        is_on = "gathering" in found.app.duties
    gathering = shown.gathering
    if not is_on:
        tell(
            say(
                "Answers are not collected until the duty is on: write enabled = true under [duties.gathering] in office.toml."
            )
        )
    if as_json:
        emit({
            "name": gathering.name, "title": gathering.title, "due": gathering.due.isoformat(),
            "collector": gathering.collector, "proposals": numbers,
            "contributors": [contribution_fact(one, today) for one in shown.contributions],
        })  # fmt: skip
        return
    tell(say("“{title}” is gathered by {due}, under the name {name}.", title=gathering.title, due=gathering.due,
             name=gathering.name))  # fmt: skip
    tell(counted("{count} request is proposed: “officebot queue” shows what waits for a yes.",
                 "{count} requests are proposed: “officebot queue” shows what waits for a yes.", len(numbers)))  # fmt: skip
