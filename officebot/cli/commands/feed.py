"""`officebot feed …`: what is due, in a calendar program, by a secret address."""

from __future__ import annotations

from officebot.cli.group import TableGroup
from officebot.cli.opening import called, opened
from officebot.cli.output import Column, emit, local, moment, table, tell
from officebot.cli.table import COMMANDS, FEED
from officebot.cli.words import argument, command, option
from officebot.core.text import quoted, say

feed = TableGroup("feed", table=FEED, spoken=COMMANDS["feed"][1])


@command("add", FEED["add"][1])
@option("--name", default="", metavar="TEXT", spoken=say("What you call it: my telephone."))
@option("--mine", is_flag=True, spoken=say("Only what is yours; else all that you may see."))
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object."))
def add(name: str, mine: bool, as_json: bool) -> None:
    from officebot.app import feeds

    with opened() as app:
        secret = feeds.add(app, app.answer(called().principal), name, mine=mine)
        address = feeds.address_of(app, secret)
    if as_json:
        emit({"address": address})
        return
    tell(
        say("Subscribe to this address in your calendar program. Whoever has it reads along: it is shown this once.")
    )
    tell(quoted(address))


@command("list", FEED["list"][1])
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object a line."))
def list_feeds(as_json: bool) -> None:
    from officebot.app import feeds

    with opened() as app:
        found = feeds.of(app, app.answer(called().principal))
        zone = app.facts.working_time.tz
    if as_json:
        for one in found:
            emit({"number": one.number, "name": one.name, "created": local(one.created, zone), "mine": one.mine})
    elif found:
        table([Column(say("No."), fixed=True), Column(say("Name")), Column(say("Since"), fixed=True)],
              [[one.number, one.name, moment(local(one.created, zone))] for one in found])  # fmt: skip
    else:
        tell(say("You have no feed: “officebot feed add” makes one."))


@command("remove", FEED["remove"][1])
@argument("number", metavar="NUMBER")
def remove(number: str) -> None:
    from officebot.app import feeds

    with opened() as app:
        feeds.remove(app, app.answer(called().principal), number)
    tell(say("Taken back: the address shows nothing any more."))
