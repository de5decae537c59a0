"""The calendars on the dashboard: the viewer's day, the coming days of each person, conflicts, and the rooms.

The calendars are read in the background. Somebody's days are shown to themselves, to their circle and to who answers for
agendas; a private entry says only that it is one, and of a room only that it is taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from officebot.core.agendas import OfficeCalendar
from officebot.core.availability.busy import Status
from officebot.core.availability.conflicts import Conflict, problems_of
from officebot.core.availability.persons import Rules
from officebot.core.meetings.diary import Entry, entries_with, on_day
from officebot.core.panels import (
    BEING_READ,
    Block,
    Cell,
    Notice,
    Rows,
    Tone,
    Viewer,
    day_words,
    left_of,
    names_of,
    words_of,
)
from officebot.core.people import Person
from officebot.core.text import Text, say
from officebot.duties.agenda.settings import Settings
from officebot.sdk import Office, Panel
from officebot.travel_settings import ways

_MOST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The coming days as the calendars hold them: entries and conflicts by address, entries by room, what is lost."""

    entries: Mapping[str, Sequence[Entry]]
    conflicts: Mapping[str, Sequence[Conflict]]
    rooms: Mapping[str, Sequence[Entry]]
    problems: tuple[tuple[str, Text], ...] = ()


def look(office: Office, settings: Settings, now: datetime) -> Days:
    """All calendars, from this day on for as many as conflicts are looked for in."""
    facts = office.facts
    working = facts.working_time
    start = datetime.combine(working.local(now).date(), time(), working.tz)
    until = start + timedelta(days=settings.days_ahead + 1)
    entries: dict[str, list[Entry]] = {}
    rooms: dict[str, list[Entry]] = {}
    calendars = office.calendars()
    for one in calendars:
        found = [
            entry for entry in entries_with(one, start, until, working, facts.mailboxes) if not entry.is_cancelled
        ]
        (entries if one.person else rooms).setdefault(one.person or one.room, []).extend(found)
    # Of places that the table does not know nobody knows how far they are apart.
    travel = replace(ways(settings.travel), estimate=timedelta(0))
    conflicts = {
        person: problems_of(
            [one.meeting for one in theirs if not one.is_hold], now=now, rules=Rules(working=working), travel=travel,
            zones={one.address: one.zone for one in facts.people.all if one.zone},
        )
        for person, theirs in entries.items()
    }  # fmt: skip
    return Days(entries=entries, conflicts=conflicts, rooms=rooms, problems=tuple(_problems(calendars)))


def _problems(calendars: Sequence[OfficeCalendar]) -> list[tuple[str, Text]]:
    return [(one.person or one.room, one.problem) for one in calendars if one.problem is not None]


def page(office: Office, viewer: Viewer, settings: Settings) -> Sequence[Block]:
    """The page “Calendar”: a table of the coming days for each person, their conflicts, the rooms."""
    days = office.looked(look, settings)
    if days is None:
        return BEING_READ
    people = [one for one in office.facts.people.all if one.address in days.entries and _may_see(viewer, one)]
    people.sort(key=lambda one: one.address != viewer.person.address)
    told = {one.address for one in people}
    titles = {room.name: room.title for room in office.rooms()}
    return (
        *(Notice(words=what, tone="warm") for owner, what in days.problems if owner in told or owner in titles),
        *_conflicts(people, days, viewer),
        *(_week(one, days.entries[one.address], office, viewer) for one in people),
        *_rooms(days, titles, viewer),
    )


def today(office: Office, viewer: Viewer, settings: Settings) -> Sequence[Block]:
    """On the first page: the viewer's own day, and what is wrong with it."""
    days = office.looked(look, settings)
    if days is None:
        return BEING_READ
    mine = days.entries.get(viewer.person.address)
    if mine is None:
        return ()
    entries = on_day(mine, viewer.today, office.facts.working_time)
    conflicts = [
        one for one in days.conflicts.get(viewer.person.address, ()) if viewer.day_of(one.start) == viewer.today
    ]
    return (
        Rows(
            title=say("Your day"),
            columns=(say("At"), say("What"), say("Where"), say("With whom")),
            rows=tuple(_line(one, office, viewer, is_own=True)[1:] for one in entries[:_MOST]),
            empty=say("Nothing stands in your calendar."),
        ),
        *(Notice(words=one.what, tone="hot") for one in conflicts[:5]),
    )


def _may_see(viewer: Viewer, owner: Person) -> bool:
    person = viewer.person
    return (
        owner.address == person.address
        or owner.circle == person.circle
        or person.owns_the_mailbox
        or "agendas" in person.responsibilities
    )


def _week(person: Person, entries: Sequence[Entry], office: Office, viewer: Viewer) -> Rows:
    is_own = person.address == viewer.person.address
    coming = sorted(entries, key=lambda one: (one.meeting.start, one.meeting.uid))
    return Rows(
        title=words_of(person.name, 80),
        columns=(say("Day"), say("At"), say("What"), say("Where"), say("With whom")),
        rows=tuple(_line(one, office, viewer, is_own=is_own) for one in coming[:_MOST]),
        empty=say("Nothing stands in this calendar."),
        left=left_of(len(coming), _MOST),
    )


def _line(entry: Entry, office: Office, viewer: Viewer, *, is_own: bool) -> tuple[Cell, ...]:
    meeting = entry.meeting
    start = meeting.start.astimezone(viewer.zone)
    day = max(start.date(), viewer.today)
    tone: Tone = "warm" if day == viewer.today else ""
    first = (Cell(words=day_words(day, viewer.today), tone=tone), Cell(words=_hours(entry, viewer)))
    if meeting.is_private and not is_own:
        return (*first, Cell(words=say("Private")), Cell(words=say("—")), Cell(words=say("—")))
    coming = [one for one, _ in entry.attendees if one in meeting.coming]
    what = words_of(meeting.summary, 100) if meeting.summary.strip() else say("Meeting")
    if entry.is_hold:
        what = say("{what} (time kept free)", what=what)
    elif meeting.status is Status.TENTATIVE:
        what = say("{what} (not certain)", what=what)
    return (
        *first, Cell(words=what), Cell(words=words_of(meeting.place, 60)),
        Cell(words=names_of(coming, office.facts.people)),
    )  # fmt: skip


def _hours(entry: Entry, viewer: Viewer) -> Text:
    if entry.meeting.all_day:
        return say("all day")
    start, end = (one.astimezone(viewer.zone) for one in (entry.meeting.start, entry.meeting.end))
    return say("{start}–{end}", start=f"{start:%H:%M}", end=f"{end:%H:%M}")


def _conflicts(people: Sequence[Person], days: Days, viewer: Viewer) -> Sequence[Block]:
    found = sorted(
        ((one, conflict) for one in people for conflict in days.conflicts.get(one.address, ())),
        key=lambda pair: pair[1].start,
    )
    rows = tuple(
        (Cell(words=day_words(viewer.day_of(one.start), viewer.today)), Cell(words=words_of(person.name, 60)),
         Cell(words=one.what, tone="hot"), Cell(words=one.mend))
        for person, one in found[:_MOST]
    )  # fmt: skip
    return (
        Rows(title=say("Conflicts"), columns=(say("Day"), say("Who"), say("What"), say("How to mend it")), rows=rows,
             empty=say("Nothing collides."), left=left_of(len(found), _MOST)),
    )  # fmt: skip


def _rooms(days: Days, titles: Mapping[str, str], viewer: Viewer) -> Sequence[Block]:
    """When each room is taken; by whom and for what stands in the calendars of those who take it."""
    if not days.rooms:
        return ()
    taken = sorted(
        ((titles.get(room, room), one) for room, entries in days.rooms.items() for one in entries),
        key=lambda pair: (pair[1].meeting.start, pair[0]),
    )
    rows = tuple(
        (Cell(words=day_words(max(viewer.day_of(one.meeting.start), viewer.today), viewer.today)),
         Cell(words=_hours(one, viewer)),
         Cell(words=words_of(room, 60)))
        for room, one in taken[:_MOST]
    )  # fmt: skip
    return (
        Rows(title=say("Rooms"), columns=(say("Day"), say("At"), say("Taken")), rows=rows, empty=say("Every room is free."),
             left=left_of(len(taken), _MOST)),
    )  # fmt: skip


PANELS = (
    Panel(page="calendar", title=say("The coming days"), show=page, place=10),
    Panel(page="today", title=say("Your day"), show=today, place=10),
)
