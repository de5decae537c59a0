"""Who comes to the office on a day, by its calendars. Pure.

Nothing is read in private appointments. What a meeting is about is told to nobody: the reception needs a name, a
time, a room, and whom to call.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from officebot.sdk import OfficeFacts, one_line
from officebot.sdk.calendars import Entry, OfficeCalendar, Reply, Room, entries_of
from officebot.sdk.letters import PUBLIC_DOMAINS, is_read_by_nobody

#: A meeting with more guests is an event, with a reception of its own.
_MOST_GUESTS = 60
_APART = re.compile(r"[._-]")
#: A meeting at such a place is held over a line: nobody comes.
_REMOTE = re.compile(
    r"https?://|\b(?:teams|zoom|webex|google meet|jitsi|online|remote|phone|call|visio\w{0,12}|en ligne|à distance"
    r"|téléphon\w{1,8})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """A guest as a badge shows them: a name, and the house that they come from, "" where nobody knows."""

    name: str
    house: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A meeting with guests: `start` and `end` on the office's clock, whom to call, and where."""

    start: datetime
    end: datetime
    all_day: bool
    host: str
    place: str
    guests: tuple[Guest, ...]


def visits_on(
    day: date, calendars: Iterable[OfficeCalendar], rooms: Sequence[Room], office: OfficeFacts
) -> tuple[Visit, ...]:
    """The visits of a day, by time; a meeting that stands in several calendars is one."""
    working = office.working_time
    begins = datetime.combine(day, time(0), working.tz)
    named = {room.address.lower(): room.title for room in rooms if room.address}
    found: dict[tuple[str, datetime], Visit] = {}
    for calendar in calendars:
        for entry in entries_of(calendar, begins, begins + timedelta(days=1), working):
            visit = _visit(entry, calendar, named, office)
            if visit is not None and visit.start.date() == day:
                found.setdefault((entry.meeting.uid, entry.meeting.start), visit)
    return tuple(sorted(found.values(), key=lambda one: (one.start, one.end, one.host, one.place)))


def digest(visits: Iterable[Visit]) -> str:
    """The visits as a mark that tells nothing of who comes."""
    return sha256(repr(tuple(visits)).encode("utf-8", "replace")).hexdigest()[:24]


# ── within ────────────────────────────────────────────────────────────────────────────────────────────────


def _visit(entry: Entry, calendar: OfficeCalendar, rooms: dict[str, str], office: OfficeFacts) -> Visit | None:
    meeting, working = entry.meeting, office.working_time
    if meeting.is_private or entry.is_cancelled or entry.is_hold or entry.own is Reply.DECLINED:
        return None
    guests = tuple(_guests(entry, rooms, office))
    place = rooms.get(meeting.room.lower(), "") or one_line(meeting.place, 80)
    if not guests or (not meeting.room and _REMOTE.search(place)):
        return None
    return Visit(
        start=working.local(meeting.start),
        end=working.local(meeting.end),
        all_day=meeting.all_day,
        host=_host(entry, calendar, office),
        place=place,
        guests=guests,
    )


def _host(entry: Entry, calendar: OfficeCalendar, office: OfficeFacts) -> str:
    """Who invited, where they are of the office; else whose calendar it is."""
    host = office.people.at(entry.organizer) or office.people.at(calendar.person)
    return host.name if host is not None else ""


def _guests(entry: Entry, rooms: Collection[str], office: OfficeFacts) -> Iterator[Guest]:
    """Those from outside who have not said no, a guest who invited among them."""
    replies = dict(entry.attendees)
    if entry.organizer:
        replies.setdefault(entry.organizer, Reply.ACCEPTED)
    for address, reply in sorted(replies.items())[:_MOST_GUESTS]:
        is_guest = not (is_read_by_nobody(address) or office.people.inside(address) or address in rooms)
        if is_guest and reply is not Reply.DECLINED:
            yield _guest(address, office)


def _guest(address: str, office: OfficeFacts) -> Guest:
    local, _, domain = address.partition("@")
    contact = office.contacts.at(address)
    name = contact.name if contact is not None else _APART.sub(" ", local).title()
    return Guest(name=one_line(name, 60), house="" if domain in PUBLIC_DOMAINS else one_line(domain, 60))
