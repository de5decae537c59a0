"""calendar slots: when a meeting fits, why at other times not, and what would help."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from officebot.cli.output import Column, clean, emit, heading, table, tell
from officebot.cli.table import CALENDAR
from officebot.cli.words import Whole, command, is_near, language, option
from officebot.core.problems import Problem, UserError
from officebot.core.text import Text, say

if TYPE_CHECKING:
    from officebot.core.availability.request import Relaxation, Request, Slot, SlotsFound, World
    from officebot.settings.meetings import MeetingRules

#: What “later” among the ways out looks at beyond --to.
_BEYOND = timedelta(days=15)
#: A file of bytes is at most four times its letters; more is not even read.
_LARGEST_FILE = 80_000_000


@command("slots", CALENDAR["slots"][1])
@option(
    "--calendar",
    "calendars",
    multiple=True,
    required=True,
    metavar="NAME=FILE",
    spoken=say("A person's or room's calendar; again for further files."),
)
@option("--from", "first", required=True, metavar="TIME", spoken=say("From this day or time on."))
@option("--to", "last", required=True, metavar="TIME", spoken=say("Until the end of this day, or this time."))
@option("--minutes", required=True, type=Whole(5, 1440), spoken=say("How long the meeting lasts."))
@option("--required", multiple=True, metavar="NAME", spoken=say("Who must come; everyone, if nobody is named."))
@option("--optional", multiple=True, metavar="NAME", spoken=say("Who may come."))
@option("--chair", default="", metavar="NAME", spoken=say("Who leads it, and cannot be left out."))
@option("--room", "rooms", multiple=True, metavar="NAME", spoken=say("A room that would do; again for others."))
@option("--seats", default=0, type=Whole(0, 100_000), spoken=say("How many seats are needed."))
@option("--equipment", multiple=True, metavar="WORD", spoken=say("What the room must offer."))
@option("--place", default="", metavar="PLACE", spoken=say("Where it is held, for the time on the way."))
@option("--tz", "zone", default="Europe/Paris", metavar="ZONE", spoken=say("The time zone of all times."))
@option("--holidays", default="", metavar="COUNTRY", spoken=say("Public holidays, as FR, or FR-57 with a region."))
@option("--rules", default="", metavar="FILE", spoken=say("Hours, lunch, rooms and ways between places, in TOML."))
@option("--earliest", default="", metavar="HH:MM", spoken=say("Not before this hour of the day."))
@option("--latest", default="", metavar="HH:MM", spoken=say("Not after this hour of the day."))
@option("--now", default="", metavar="TIME", spoken=say("Nothing before this time and the notice after it."))
@option(
    "--notice",
    default=0,
    type=Whole(0, 100_000),
    metavar="MINUTES",
    spoken=say("How long before people are told."),
)
@option("--top", default=5, type=Whole(1, 100), spoken=say("How many slots are shown at most."))
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object."))
def slots(as_json: bool, **asked: Any) -> None:
    from officebot.core.availability.slots import find_slots

    request = _request(asked)
    world, problems = _world(asked, request)
    for problem in problems:
        tell(say("{problem}", problem=problem.render(language())))
    answer = find_slots(_with_defaults(request, asked, world), world)
    if as_json:
        emit({**_in_json(answer), "problems": [problem.render(language()) for problem in problems]})
    else:
        _show(answer)
    sys.exit(0 if answer.slots else 1)


def _request(asked: Mapping[str, Any]) -> Request:
    from zoneinfo import ZoneInfo

    from officebot.core.availability.request import Request
    from officebot.core.availability.walltime import zone_named

    zone: ZoneInfo | None = zone_named(asked["zone"])
    if zone is None:
        raise UserError(say("There is no time zone “{zone}”: name it as “Europe/Paris”.", zone=asked["zone"]))
    start, end = _moment(asked["first"], zone), _moment(asked["last"], zone, is_end=True)
    if end <= start:
        raise UserError(say("--to lies before --from: turn them round."))
    if (asked["seats"] or asked["equipment"]) and not asked["rooms"]:
        raise UserError(say("--seats and --equipment are asked of a room: name one with --room, or take them out."))
    earliest, latest = _hour(asked["earliest"]), _hour(asked["latest"])
    if earliest is not None and latest is not None and latest <= earliest:
        raise UserError(say("--latest lies before --earliest: turn them round."))
    return Request(
        start=start,
        end=end,
        length=timedelta(minutes=asked["minutes"]),
        required=asked["required"],
        optional=asked["optional"],
        chair=asked["chair"],
        zone=asked["zone"],
        place=asked["place"],
        rooms=asked["rooms"],
        seats=asked["seats"],
        equipment=frozenset(word.casefold() for word in asked["equipment"]),
        now=_moment(asked["now"], zone) if asked["now"] else None,
        notice=timedelta(minutes=asked["notice"]),
        not_before=earliest,
        not_after=latest,
        top=asked["top"],
    )


def _moment(words: str, zone: Any, *, is_end: bool = False) -> datetime:
    try:
        is_day = len(words) == 10
        found = datetime.combine(date.fromisoformat(words), time()) if is_day else datetime.fromisoformat(words)
    except ValueError:
        what = say("“{read}” is no time: write it as 2026-11-24, or 2026-11-24T09:30.", read=words)
        raise UserError(what) from None
    if not is_near(found.date()):
        raise UserError(say("“{value}” lies beyond the calendars here: name a day from 1900 to 8999.", value=words))
    if is_day and is_end:
        found += timedelta(days=1)
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _hour(words: str) -> time | None:
    try:
        found = time.fromisoformat(words.zfill(5)) if words else None
    except ValueError:
        raise UserError(say("“{read}” is no hour of the day: write it as 09:30.", read=words)) from None
    if found is not None and found.tzinfo is not None:
        raise UserError(say("“{read}” is no hour of the day: write it as 09:30.", read=words))
    return found


# ── the calendars ─────────────────────────────────────────────────────────────────────────────────────────


def _world(asked: Mapping[str, Any], request: Request) -> tuple[World, list[Problem]]:
    """Everyone's diaries, and what could not be read of them; raises UserError where a whole file could not.

    Whoever's calendar cannot be read must not look free.
    """
    from officebot.core.availability.busy import BusyTimes
    from officebot.core.availability.persons import Diary, Room, always
    from officebot.core.availability.reading import read_busy
    from officebot.core.availability.request import World
    from officebot.settings.meetings import MeetingRules, read_meeting_rules

    rules: MeetingRules = read_meeting_rules(Path(asked["rules"])) if asked["rules"] else MeetingRules()
    country, region = _holidays(asked["holidays"])
    problems: list[Problem] = []
    people: dict[str, Diary] = {}
    times: dict[str, BusyTimes] = {}
    for name, files in _files(asked["calendars"]).items():
        own = rules.rules_of(name, zone=asked["zone"], country=country, region=region)
        read: list[Any] = []
        for file in files:
            text = _text(file)
            found = read_busy(text, request.start - _BEYOND, request.end + _BEYOND, zone=own.working.zone, name=file)
            if not found.times.spans and any(problem.where == file for problem in found.problems):
                raise UserError(found.problems)
            problems += found.problems
            read.append(found.times)
        times[name] = BusyTimes.joined(read)
        people[name] = Diary(name, times[name], own)
    rooms = {
        name: Room(
            diary=always(name, times.get(name, BusyTimes()), asked["zone"]),
            capacity=room.capacity,
            equipment=frozenset(word.casefold() for word in room.equipment),
            site=room.site,
        )
        for name, room in rules.rooms.items()
    }
    for name in asked["rooms"]:
        if name not in rooms and name in times:
            rooms[name] = Room(diary=always(name, times[name], asked["zone"]))
    people = {name: one for name, one in people.items() if name not in rooms}
    return World(people=people, rooms=rooms, travel=rules.ways()), problems


def _with_defaults(request: Request, asked: Mapping[str, Any], world: World) -> Request:
    """Where nobody is named, everyone who has a calendar must come; where a room has a site, the meeting is there."""
    from dataclasses import replace

    if not asked["required"] and not asked["chair"]:
        request = replace(request, required=tuple(one for one in world.people if one not in asked["optional"]))
    sites = {world.rooms[name].site or name for name in request.rooms if name in world.rooms}
    if not request.place and len(sites) == 1:
        request = replace(request, place=sites.pop())
    return request


def _files(calendars: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in calendars:
        name, equals, file = word.partition("=")
        if not equals or not name.strip() or not file:
            raise UserError(say("“{read}” names no calendar: write it as nadia=nadia.ics.", read=word))
        found.setdefault(name.strip(), []).append(file)
    return found


def _holidays(words: str) -> tuple[str, str]:
    from officebot.settings.fields import knows_holidays

    country, _, region = words.partition("-")
    if country and not knows_holidays(country, region):
        raise UserError(
            say("“{read}” is not a country whose holidays are known: write two capitals, as FR.", read=words)
        )
    return country, region


def _text(file: str) -> str:
    from officebot.core.availability.limits import too_large
    from officebot.core.calendars.components import holds_calendar, no_calendar
    from officebot.core.calendars.lines import decoded

    try:
        with Path(file).open("rb") as stream:
            data = stream.read(_LARGEST_FILE + 1)
    except OSError:
        what = say("The file cannot be opened: check its name and rights.")
        raise UserError(Problem(where=file, what=what)) from None
    if len(data) > _LARGEST_FILE:
        raise UserError(Problem(where=file, what=too_large()))
    text = decoded(data)
    if not holds_calendar(text):
        raise UserError(Problem(where=file, what=no_calendar(text)))
    return text


# ── the answer ────────────────────────────────────────────────────────────────────────────────────────────


def _in_json(answer: SlotsFound) -> dict[str, Any]:
    return {
        "slots": [_slot_in_json(slot) for slot in answer.slots],
        "blocked": dict(answer.blocked),
        "relaxations": [_relaxation_in_json(one) for one in answer.relaxations],
        "candidates": answer.candidates,
        "fitting": answer.fitting,
    }


def _slot_in_json(slot: Slot) -> dict[str, Any]:
    return {
        "start": slot.start.isoformat(),
        "end": slot.end.isoformat(),
        "score": slot.score,
        "reasons": [reason.render(language()) for reason in slot.reasons],
        "missing": list(slot.missing),
        "room": slot.room or None,
    }


def _relaxation_in_json(one: Relaxation) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "what": one.what.render(language()),
        "slot": _slot_in_json(one.slot),
        "count": one.count,
    }


def _show(answer: SlotsFound) -> None:
    if answer.slots:
        rows = [(_when(slot), str(slot.score), slot.room, _words(slot.reasons)) for slot in answer.slots]
        columns = (
            Column(say("When"), fixed=True),
            Column(say("Score"), fixed=True),
            Column(say("Room")),
            Column(say("Why")),
        )
        table(columns, rows)
    else:
        click.echo(say("No time fits.").render(language()))
    if answer.blocked:
        heading(say("What stands in the way, by the number of times it does"))
        for reason, count in sorted(answer.blocked.items(), key=lambda one: -one[1]):
            click.echo(f"{count:6}  {_REASONS[reason].render(language())}")
    if answer.relaxations:
        heading(say("What would help"))
        for one in answer.relaxations:
            click.echo(clean(f"{one.what.render(language())}  → {_when(one.slot)}"))


def _when(slot: Slot) -> str:
    return f"{slot.start:%Y-%m-%dT%H:%M}–{slot.end:%H:%M}"


def _words(reasons: Iterable[Text]) -> str:
    return " ".join(reason.render(language()) for reason in reasons)


_REASONS = {
    "notice": say("too soon"),
    "time-of-day": say("too early or too late in the day"),
    "holiday": say("a public holiday"),
    "outside-hours": say("outside of somebody's working hours"),
    "out-of-office": say("somebody is away"),
    "busy": say("somebody has a meeting"),
    "tentative": say("somebody has a meeting that is not certain"),
    "buffer": say("no pause beside another meeting"),
    "travel": say("no time for the way"),
    "lunch": say("lunch"),
    "focus": say("time kept for work"),
    "no-room": say("no room is free"),
}
