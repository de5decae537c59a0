"""calendar list: what stands in the office's own calendars between two days."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from officebot.cli.finding import person_meant
from officebot.cli.opening import called, opened
from officebot.cli.output import Column, emit, moment, table, tell
from officebot.cli.table import CALENDAR
from officebot.cli.words import Day, command, language, option
from officebot.core.problems import Problem, UserError
from officebot.core.text import Text, plain, say

if TYPE_CHECKING:
    from officebot.app import App
    from officebot.connectors.calendars.occurring import Happening
    from officebot.core.agendas import OfficeCalendar

_DAYS = 7


@command("list", CALENDAR["list"][1])
@option("--person", metavar="NAME", spoken=say("Only this person's, or this room's: an address or a name."))
@option("--from", "since", type=Day(), metavar="DAY", spoken=say("The first day, as 2026-11-23; today if absent."))
@option("--to", "until", type=Day(), metavar="DAY", spoken=say("The last day; six days later if absent."))
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object a line."))
def list_calendars(person: str | None, since: date | None, until: date | None, as_json: bool) -> None:
    with opened() as app:
        zone = app.facts.working_time.tz
        begin, end = _span(since, until, zone, app.clock.now())
        calendars = app.agendas.calendars([_whose(person, app)] if person else None)
        if not calendars:
            raise UserError(say("office.toml names no such calendar: write it as [calendars.name]."))
        found = app.agendas.happenings(calendars, begin, end)
        reader = app.answer(called().principal).principal
        owners = {one.name: one for one in calendars}
        facts = [_fact(one, owners[one.calendar], zone, reader.address) for one in found.found]
    problems = [Problem(where=one.name, what=one.problem) for one in calendars if one.problem is not None]
    problems += found.problems
    _show(facts, problems, as_json)
    sys.exit(1 if problems else 0)


def _span(since: date | None, until: date | None, zone: ZoneInfo, now: datetime) -> tuple[datetime, datetime]:
    first = since or now.astimezone(zone).date()
    last = until or first + timedelta(days=_DAYS - 1)
    if last < first:
        raise UserError(Problem(where="--to", what=say("The last day lies before the first: turn them round.")))
    return datetime.combine(first, time(), zone), datetime.combine(last + timedelta(days=1), time(), zone)


def _whose(words: str, app: App) -> str:
    """The address of a person, or the name of a room. Raises UserError for neither."""
    for room in app.agendas.rooms():
        if plain(words) in (plain(room.name), plain(room.title)):
            return room.name
    unknown = say("“{name}” is nobody in people.csv, and no room: use an address or a name.", name=words)
    return person_meant(words, app.loaded.people, unknown).address


def _fact(one: Happening, calendar: OfficeCalendar, zone: ZoneInfo, reader: str) -> dict[str, Any]:
    """One occurrence as JSON; of a private one only its owner sees more than that the time is taken."""
    hidden = one.is_private and calendar.person != reader
    start, end = one.start.astimezone(zone), one.end.astimezone(zone)
    return {
        "calendar": one.calendar,
        "person": calendar.person,
        "room": calendar.room,
        "uid": one.uid,
        "recurrence_id": one.recurrence_id or None,
        "summary": say("private").render(language()) if hidden else one.summary,
        "place": "" if hidden else one.place,
        "start": start.date().isoformat() if one.all_day else start.isoformat(),
        "end": end.date().isoformat() if one.all_day else end.isoformat(),
        "all_day": one.all_day,
        "status": one.status,
        "transparent": one.transparent,
    }


def _show(facts: Sequence[dict[str, Any]], problems: Sequence[Problem], as_json: bool) -> None:
    for problem in problems:
        if as_json:
            emit({"where": problem.where, "error": problem.what.render(language())})
        else:
            tell(Text("{where}: {what}", (("where", problem.where), ("what", problem.what))))
    if as_json:
        for fact in facts:
            emit(fact)
    elif facts:
        rows = [
            [one["calendar"], moment(one["start"]), moment(one["end"]), one["summary"], one["place"]] for one in facts
        ]
        columns = [
            Column(say("Calendar"), fixed=True),
            Column(say("Begins"), fixed=True),
            Column(say("Ends"), fixed=True),
            Column(say("What")),
            Column(say("Where"), detail=True),
        ]
        table(columns, rows)
    elif not problems:
        tell(say("Nothing stands in these calendars on these days."))
