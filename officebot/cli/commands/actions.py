"""actions: what meetings decided, listed, closed, and reminded of."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from officebot.cli.finding import person_meant
from officebot.cli.group import TableGroup
from officebot.cli.opening import called, opened
from officebot.cli.output import Column, emit, table, tell
from officebot.cli.table import ACTIONS, COMMANDS
from officebot.cli.words import argument, command, language, option
from officebot.core.problems import UserError
from officebot.core.text import plain, say

if TYPE_CHECKING:
    from officebot.app.action_points import ActionsDesk
    from officebot.core.minutes.following import Followed
    from officebot.core.people import Person

_JSON = say("One JSON object a line.")
#: So many digits of a number are shown: they name it as well as all do, unless two begin alike.
_SHOWN_DIGITS = 8

actions = TableGroup("actions", table=ACTIONS, spoken=COMMANDS["actions"][1])


@contextmanager
def _desk() -> Iterator[ActionsDesk]:
    from officebot.app.action_points import ActionsDesk

    with opened() as app:
        yield ActionsDesk(app)


def _person(words: str, desk: ActionsDesk) -> Person:
    unknown = say("“{name}” is nobody in people.csv: use an address or a name from it.", name=words)
    return person_meant(words, desk.app.loaded.people, unknown)


def _is_of_meeting(point: Followed, words: str) -> bool:
    """Whether a meeting is meant: by its name in the settings, or by words of its title."""
    wanted = plain(words).strip()
    return wanted == plain(point.meeting) or wanted in plain(point.meeting_title)


@command("list", ACTIONS["list"][1])
@option("--meeting", default="", metavar="NAME", spoken=say("Only this meeting's: its name, or words of its title."))
@option("--who", metavar="NAME", spoken=say("Only this person's: an address or a name."))
@option("--late", "only_late", is_flag=True, spoken=say("Only those that are late."))
@option("--all", "every", is_flag=True, spoken=say("Closed ones, too."))
@option("--json", "as_json", is_flag=True, spoken=_JSON)
def list_actions(meeting: str, who: str | None, only_late: bool, every: bool, as_json: bool) -> None:
    with _desk() as desk:
        person = _person(who, desk) if who else None
        reader = desk.app.answer(called().principal).principal
        found = [
            _fact(one, desk)
            for one in desk.points(reader, every=every)
            if (person is None or person.address in one.owners) and (not meeting or _is_of_meeting(one, meeting))
        ]
    found = [one for one in found if one["late_days"] or not only_late]
    if as_json:
        for one in found:
            emit(one)
    elif found:
        _show(found)
    else:
        tell(say("No action point is open."))


def _fact(point: Followed, desk: ActionsDesk) -> dict[str, Any]:
    from officebot.core.minutes.following import days_late, state_in_words
    from officebot.duties.action_points.people import names_of

    working, office = desk.app.facts.working_time, desk.app.facts
    source = point.source or {}
    return {
        "key": point.key,
        "number": point.number,
        "what": point.what,
        "who": names_of(point, office),
        "owners": list(point.owners),
        "due": point.due.isoformat() if point.due is not None else None,
        "state": "open" if point.is_open else "closed",
        "status": point.status,
        "late_days": days_late(point, desk.today, working),
        "said": state_in_words(point, desk.today, working).render(language()),
        "meeting": point.meeting,
        "meeting_title": point.meeting_title,
        "date": point.held.isoformat() if point.held is not None else None,
        "minutes": point.minutes,
        "quote": point.quote,
        "source": {name: source.get(name) for name in ("file", "from", "to")},
        "history": [one.to_json() for one in point.history],
        "circle": point.circle,
    }


def _show(found: list[dict[str, Any]]) -> None:
    nobody, never = say("nobody").render(language()), say("without a day").render(language())
    table(
        [Column(say("No."), fixed=True), Column(say("Until"), fixed=True), Column(say("What")), Column(say("Who")),
         Column(say("How it stands")), Column(say("Meeting"), detail=True)],
        [[_short(one["key"]), one["due"] or never, one["what"], one["who"] or nobody, one["said"],
          ", ".join(part for part in (one["meeting_title"] or one["meeting"], one["date"] or "") if part)]
         for one in found],
    )  # fmt: skip


def _short(key: str) -> str:
    return key.rpartition(":")[2][:_SHOWN_DIGITS]


@command("close", ACTIONS["close"][1])
@argument("numbers", nargs=-1, required=True)
@option("--because", default="", metavar="TEXT", spoken=say("What became of it: it stays with the point."))
@option("--json", "as_json", is_flag=True, spoken=_JSON)
def close_actions(numbers: tuple[str, ...], because: str, as_json: bool) -> None:
    failed = False
    with _desk() as desk:
        who = desk.app.answer(called().principal)
        for number in dict.fromkeys(numbers):
            try:
                done = desk.close(who, number, because)
                told = {"key": done.key, "closed": True, "title": done.title, "proposal": done.proposal}
                said = say("Closed: {title}. “officebot undo {number}” opens it again.", title=done.title,
                           number=str(done.proposal))  # fmt: skip
            except UserError as error:
                failed = True
                said = error.problems[0].what
                told = {"key": number, "closed": False, "said": said.render(language())}
            if as_json:
                emit(told)
            else:
                tell(said)
    sys.exit(int(failed))


@command("remind", ACTIONS["remind"][1])
@argument("numbers", nargs=-1)
@option("--who", metavar="NAME", spoken=say("All of this person's points: an address or a name."))
@option("--json", "as_json", is_flag=True, spoken=_JSON)
def remind_actions(numbers: tuple[str, ...], who: str | None, as_json: bool) -> None:
    with _desk() as desk:
        person = _person(who, desk) if who else None
        made = desk.remind(desk.app.answer(called().principal), tuple(dict.fromkeys(numbers)), person)
    for one in made:
        if as_json:
            emit(
                {
                    "proposal": one.proposal,
                    "to": one.to,
                    "points": list(one.points),
                    "state": one.state,
                    "title": one.title,
                }
            )
        elif one.state == "waiting":
            tell(
                say(
                    "{title}: it waits, “officebot approve {number}” says yes.",
                    title=one.title,
                    number=str(one.proposal),
                )
            )
        else:
            tell(say("{title}: done, as number {number}.", title=one.title, number=str(one.proposal)))
    if not made and not as_json:
        tell(say("There is nobody to remind: no such point has an owner of the office."))
