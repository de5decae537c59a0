"""gather remind, close: what a person wants done about a gathering at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from officebot.cli.commands.gather import desk
from officebot.cli.opening import called
from officebot.cli.output import emit, tell
from officebot.cli.table import GATHER
from officebot.cli.words import argument, command, option
from officebot.core.text import Text, say

if TYPE_CHECKING:
    from officebot.app.gathering import Wrote

_WHY = {
    "answered": say("{name} has answered: nobody is reminded after an answer."),
    "held": say("{name}: a mail about it waits for a yes or a no; until then nobody is reminded."),
    "today": say("{name} was written to today."),
    "proposed": say("{name}: the same letter was proposed before, and nothing has changed since."),
    "declined": say("{name} contributes nothing."),
    "unreachable": say("{name} cannot be reached: the request came back."),
    "question": say("{name} has asked something: answer first."),
}


@command("remind", GATHER["remind"][1])
@argument("name", default="", metavar="[NAME]")
@option("--who", "whom", multiple=True, metavar="ADDRESS", spoken=say("Only this person; several times."))
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object a person."))
def remind(name: str, whom: tuple[str, ...], as_json: bool) -> None:
    with desk() as found:
        wrote = found.remind(found.app.answer(called().principal), name, whom)
    for one in wrote:
        if as_json:
            emit({"address": one.contribution.address, "proposal": one.proposal or None, "why": one.why})
        else:
            tell(_told(one))


def _told(one: Wrote) -> Text:
    name = one.contribution.called
    if one.proposal:
        return say("A reminder to {name} is proposed (number {number}).", name=name, number=one.proposal)
    why = _WHY.get(one.why, _WHY["proposed"])
    return say(why.source, name=name)


@command("close", GATHER["close"][1])
@argument("name", default="", metavar="[NAME]")
@option("--because", default="", metavar="TEXT", spoken=say("What became of it: it is kept in the journal."))
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object."))
def close(name: str, because: str, as_json: bool) -> None:
    from officebot.core.gathering.page import count_of

    with desk() as found:
        shown = found.close(found.app.answer(called().principal), name, because)
        count = count_of(shown.contributions, found.today)
    missing = [one.address for one in shown.contributions if not one.is_here]
    if as_json:
        emit({"name": shown.gathering.name, "closed": True, "here": count.here, "missing": missing})
    else:
        tell(say("Closed: {title}", title=shown.gathering.title))
