"""What takes place in a calendar, as those who watch over days see it: who comes, where, what hangs on it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from officebot.core.agendas import CalendarObject, OfficeCalendar
from officebot.core.availability.busy import Status
from officebot.core.availability.conflicts import Meeting, Reply
from officebot.core.availability.reading import read_busy
from officebot.core.calendars.components import Component, read_calendars
from officebot.core.calendars.lines import unescaped
from officebot.core.calendars.occurrences import Occurrence, occurrences_of
from officebot.core.calendars.people import attendees_of, is_resource, organizer_of
from officebot.core.meetings.appointment import is_hold
from officebot.core.meetings.times import here
from officebot.core.problems import UserError
from officebot.core.worktime import WorkingTime

_REPLIES = {"ACCEPTED": Reply.ACCEPTED, "TENTATIVE": Reply.TENTATIVE, "DECLINED": Reply.DECLINED}
#: A description of so many letters is an agenda; a link to a call is none.
_AGENDA = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One occurrence in a calendar: the meeting as conflicts are found in it, and what else a page tells of it.

    `attendees` are addresses with their answers, without the owner, whose own answer is `own`, None where nobody invited
    them; `papers` are the names of attached files, or
    their addresses where they have no name.
    """

    meeting: Meeting
    calendar: str
    organizer: str = ""
    attendees: tuple[tuple[str, Reply], ...] = ()
    own: Reply | None = None
    papers: tuple[str, ...] = ()
    is_hold: bool = False
    is_cancelled: bool = False
    recurrence: str = ""


def entries_of(calendar: OfficeCalendar, since: datetime, until: datetime, working: WorkingTime) -> list[Entry]:
    """What takes place in a calendar between two aware instants, by start; what cannot be read is left out.

    Times are aware; a whole day begins at midnight on the office's clock.
    """
    return entries_with(calendar, since, until, working, frozenset())


def entries_with(
    calendar: OfficeCalendar, since: datetime, until: datetime, working: WorkingTime, mailboxes: frozenset[str]
) -> list[Entry]:
    """The same; what one of our `mailboxes` invited to is ours, as what the calendar's owner did."""
    found = [
        entry
        for stored in calendar.objects
        if _may_fall(stored, since, until, working)
        for entry in _entries(stored, calendar, since, until, working, mailboxes)
    ]
    return sorted(found, key=lambda one: (one.meeting.start, one.meeting.end, one.meeting.uid))


def _may_fall(stored: CalendarObject, since: datetime, until: datetime, working: WorkingTime) -> bool:
    """Whether the quick scanner sees it take place then, or as free time; most of a year's events do not."""
    if "TRANSPARENT" in stored.text or "CANCELLED" in stored.text:
        return True
    reading = read_busy(stored.text, since, until, zone=working.zone)
    return bool(reading.times) or bool(reading.problems)


def _entries(
    stored: CalendarObject, calendar: OfficeCalendar, since: datetime, until: datetime, working: WorkingTime,
    mailboxes: frozenset[str],
) -> Iterator[Entry]:  # fmt: skip
    try:
        read = read_calendars(stored.text)
    except UserError:
        return
    for one in read:
        events = [event for event in one.children if event.name == "VEVENT"]
        for occurrence in occurrences_of(one, since, until, working.tz).found:
            event = _event_of(occurrence, events)
            if event is not None:
                yield _entry(occurrence, event, calendar, working, mailboxes)


def _event_of(occurrence: Occurrence, events: list[Component]) -> Component | None:
    """The override of an occurrence, told by when it begins; else the whole."""
    whole = next((one for one in events if one.first("RECURRENCE-ID") is None), None)
    alone = [one for one in events if one.first("RECURRENCE-ID") is not None]
    fitting = [one for one in alone if _begins_at(one, occurrence)]
    return fitting[0] if fitting else whole or (events[0] if events else None)


def _begins_at(event: Component, occurrence: Occurrence) -> bool:
    digits = f"{occurrence.start:%Y%m%d}" if occurrence.all_day else f"{occurrence.start:%Y%m%dT%H%M%S}"
    return event.value("DTSTART").removesuffix("Z") == digits


def _entry(
    occurrence: Occurrence,
    event: Component,
    calendar: OfficeCalendar,
    working: WorkingTime,
    mailboxes: frozenset[str],
) -> Entry:
    owner, organizer = calendar.person, organizer_of(event)
    people = [(address, _reply(line.param("PARTSTAT"))) for address, line in attendees_of(event).items()]
    rooms = {address for address, line in attendees_of(event).items() if is_resource(line)}
    others = tuple((address, reply) for address, reply in people if address != owner and address not in rooms)
    room = calendar.room or next(iter(sorted(rooms)), "")
    start = event.first("DTSTART")
    return Entry(
        meeting=Meeting(
            uid=occurrence.uid,
            start=_instant(occurrence.start, working),
            end=_instant(occurrence.end, working),
            summary=occurrence.summary,
            status=Status.TENTATIVE if occurrence.status == "TENTATIVE" else Status.BUSY,
            place=occurrence.place,
            room=room,
            zone=start.param("TZID") if start is not None else "",
            replies=dict(others),
            is_ours=not organizer or organizer == owner or organizer in mailboxes,
            is_private=occurrence.is_private,
            all_day=occurrence.all_day,
            has_agenda=len(event.value("DESCRIPTION")) >= _AGENDA or bool(event.all("ATTACH")),
        ),
        calendar=calendar.name,
        organizer=organizer,
        attendees=others,
        own=dict(people).get(owner),
        papers=tuple(_papers(event)),
        is_hold=is_hold(occurrence.uid),
        is_cancelled=occurrence.status == "CANCELLED",
        recurrence=str(occurrence.recurrence_id or ""),
    )


def _papers(event: Component) -> Iterator[str]:
    """The web addresses of what hangs on an event; what is enclosed in it is told by its name."""
    for line in event.all("ATTACH"):
        name = line.param("FILENAME") or line.param("X-FILENAME")
        if name:
            yield unescaped(name)[:120]
        elif line.value.startswith("https://"):
            yield line.value[:300]


def _reply(answer: str) -> Reply:
    return _REPLIES.get(answer.upper(), Reply.NONE)


def _instant(when: date | datetime, working: WorkingTime) -> datetime:
    """The instant, in the zone that it names: what is written in a wrong one is told by it; else on the office's clock."""
    return when if isinstance(when, datetime) and when.tzinfo is not None else here(when, working)


def on_day(entries: Iterable[Entry], day: date, working: WorkingTime) -> list[Entry]:
    """The entries that touch a day of the office, cancelled ones left out."""
    start = datetime(day.year, day.month, day.day, tzinfo=working.tz)
    end = datetime(*(day + timedelta(days=1)).timetuple()[:3], tzinfo=working.tz)
    return [one for one in entries if one.meeting.start < end and one.meeting.end > start and not one.is_cancelled]
