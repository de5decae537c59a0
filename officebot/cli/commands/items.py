"""deadlines, conversations: what the ledger keeps for people, listed and closed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from officebot.cli.finding import person_meant
from officebot.cli.group import TableGroup
from officebot.cli.opening import called, opened
from officebot.cli.output import Column, emit, local, moment, table, tell
from officebot.cli.table import COMMANDS, CONVERSATIONS, DEADLINES
from officebot.cli.words import argument, command, language, option
from officebot.core.problems import UserError
from officebot.core.text import say

if TYPE_CHECKING:
    from officebot.app import App
    from officebot.core.people import Person
    from officebot.core.proposals import Item

_JSON = say("One JSON object a line.")
_BECAUSE = say("What became of it: it is kept in the journal.")

#: So many digits of a number are shown: they name it as well as all twelve do, unless two begin alike.
_SHOWN_DIGITS = 8

_WAITING, _OWED, _NOTICE = "waiting-for", "owed", "notice"
_DIRECTIONS = {_WAITING: say("they owe us"), _OWED: say("we owe them"), _NOTICE: say("to be known")}

deadlines = TableGroup("deadlines", table=DEADLINES, spoken=COMMANDS["deadlines"][1])
conversations = TableGroup("conversations", table=CONVERSATIONS, spoken=COMMANDS["conversations"][1])


def _deadline_list(person: str | None, every: bool, as_json: bool) -> None:
    with opened() as app:
        found = [_deadline(item, app) for item in _items(app, "deadline", person, every)]
    if as_json:
        for one in found:
            emit(one)
    elif found:
        table(
            [Column(say("No."), fixed=True), Column(say("Until"), fixed=True), Column(say("What")),
             Column(say("From"), detail=True), Column(say("Words"), detail=True),
             Column(say("For"), detail=True), *_state_column(every)],
            [[one["id"][:_SHOWN_DIGITS], moment(one["due"] or ""), one["title"], one["from"], one["quote"],
              _people(one["who"], app), *_state(one["state"], every)] for one in found],
        )  # fmt: skip
    else:
        tell(say("No deadline is open."))


def _deadline(item: Item, app: App) -> dict[str, Any]:
    zone, source = app.facts.working_time.tz, item.source
    due = local(item.due, zone)
    return {
        "id": item.key,
        "title": item.title,
        "due": due[:10] if source.get("all_day") else due,
        "act_by": source.get("act_by"),
        "owner": item.owner,
        "who": list(source.get("who", ())),
        "from": source.get("from", ""),
        "quote": source.get("quote", ""),
        "ours": bool(source.get("ours")),
        "overdue": item.state == "open" and item.due is not None and item.due < app.clock.now(),
        "state": item.state,
        "circle": item.circle,
        "source": {name: source.get(name, "") for name in ("account", "folder", "message_id", "received")},
    }


def _items(app: App, kind: str, person: str | None, every: bool) -> list[Item]:
    """The items of a kind that the reader may see: open ones, or all; one person's where one is named."""
    found = [*app.office.items(kind), *(app.office.items(kind, "closed") if every else ())]
    reader = app.answer(called().principal).principal
    found = [item for item in found if _may_see(item, reader)]
    return [item for item in found if _is_for(item, _named(person, app))] if person else found


def _named(person: str, app: App) -> Person:
    unknown = say("“{name}” is nobody in people.csv: use an address or a name from it.", name=person)
    return person_meant(person, app.loaded.people, unknown)


def _may_see(item: Item, reader: Person) -> bool:
    return item.circle in ("", reader.circle) or _is_for(item, reader)


def _is_for(item: Item, person: Person) -> bool:
    return person.address == item.owner or person.address in item.source.get("who", ())


def _state_column(every: bool) -> list[Column]:
    return [Column(say("State"), fixed=True)] if every else []


def _state(state: str, every: bool) -> list[str]:
    """Whether it is closed, where such are listed, too."""
    return [(say("open") if state == "open" else say("closed")).render(language())] if every else []


def _people(addresses: Sequence[str], app: App) -> str:
    """Their names, where the office knows them."""
    known = app.loaded.people
    return ", ".join(person.name if (person := known.at(address)) else address for address in addresses)


def _conversation(item: Item, app: App) -> dict[str, Any]:
    working, source = app.facts.working_time, item.source
    first = datetime.fromisoformat(str(source["first"])) if source.get("first") else None
    due = local(item.due, working.tz)
    return {
        "id": item.key,
        "kind": item.kind,
        "title": item.title,
        "with": list(source.get("with", ())),
        "owner": item.owner,
        "since": local(first, working.tz),
        "age_days": (working.local(app.clock.now()).date() - working.local(first).date()).days if first else None,
        "due": due[:10] if due.endswith("23:59") else due,
        "overdue": item.state == "open" and item.due is not None and item.due < app.clock.now(),
        "reminders": int(source.get("reminders", 0)),
        "away_until": source.get("away_until"),
        "quote": source.get("quote", ""),
        "state": item.state,
    }


def _close(kinds: Sequence[str], numbers: tuple[str, ...], because: str, as_json: bool) -> None:
    failed = False
    with opened() as app:
        who = app.answer(called().principal)
        for number in numbers:
            try:
                item = app.close_item(who, kinds, number, because)
                told = {"id": item.key, "closed": True, "title": item.title}
                said = say("Closed: {title}", title=item.title)
            except UserError as error:
                failed = True
                said = error.problems[0].what
                told = {"id": number, "closed": False, "said": said.render(language())}
            if as_json:
                emit(told)
            else:
                tell(said)
    sys.exit(int(failed))


@command("list", DEADLINES["list"][1])
@option("--for", "person", metavar="NAME", spoken=say("Only this person's: an address or a name."))
@option("--all", "every", is_flag=True, spoken=say("Closed ones, too."))
@option("--json", "as_json", is_flag=True, spoken=_JSON)
def list_deadlines(person: str | None, every: bool, as_json: bool) -> None:
    _deadline_list(person, every, as_json)


@command("done", DEADLINES["done"][1])
@argument("numbers", nargs=-1, required=True)
@option("--because", default="", metavar="TEXT", spoken=_BECAUSE)
@option("--json", "as_json", is_flag=True, spoken=_JSON)
def close_deadlines(numbers: tuple[str, ...], because: str, as_json: bool) -> None:
    _close(["deadline"], numbers, because, as_json)


@command("list", CONVERSATIONS["list"][1])
@option("--for", "person", metavar="NAME", spoken=say("Only this person's: an address or a name."))
@option("--owed", "only_owed", is_flag=True, spoken=say("Only those in which we owe an answer."))
@option("--waiting", "only_waiting", is_flag=True, spoken=say("Only those in which we wait for one."))
@option("--all", "every", is_flag=True, spoken=say("Closed ones, too."))
@option("--json", "as_json", is_flag=True, spoken=_JSON)
def list_conversations(person: str | None, only_owed: bool, only_waiting: bool, every: bool, as_json: bool) -> None:
    kinds = [_OWED] * only_owed + [_WAITING] * only_waiting or [_WAITING, _OWED, _NOTICE]
    with opened() as app:
        found = [_conversation(item, app) for kind in kinds for item in _items(app, kind, person, every)]
    if as_json:
        for one in found:
            emit(one)
    elif found:
        reader = language()
        table(
            [Column(say("No."), fixed=True), Column(say("Who"), fixed=True), Column(say("Until"), fixed=True),
             Column(say("What")), Column(say("With"), detail=True), Column(say("Since"), detail=True),
             Column(say("Reminders"), detail=True), *_state_column(every)],
            [[one["id"][:_SHOWN_DIGITS], _DIRECTIONS[one["kind"]].render(reader), moment(one["due"]), one["title"],
              ", ".join(one["with"]), one["since"][:10], str(one["reminders"] or ""), *_state(one["state"], every)]
             for one in found],
        )  # fmt: skip
    else:
        tell(say("Nobody waits for anybody."))


@command("done", CONVERSATIONS["done"][1])
@argument("numbers", nargs=-1, required=True)
@option("--because", default="", metavar="TEXT", spoken=_BECAUSE)
@option("--json", "as_json", is_flag=True, spoken=_JSON)
def close_conversations(numbers: tuple[str, ...], because: str, as_json: bool) -> None:
    _close([_WAITING, _OWED, _NOTICE], numbers, because, as_json)
