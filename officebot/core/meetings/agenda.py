"""The calendars as one meeting sees them: who is free, what stands where, and how it is changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from officebot.core.actions import Action, PutCalendarObject, RemoveCalendarObject
from officebot.core.agendas import CalendarObject, OfficeCalendar, Room
from officebot.core.availability.busy import BusyTimes
from officebot.core.availability.limits import LARGEST_TEXT
from officebot.core.availability.persons import Diary, Rules, always
from officebot.core.availability.persons import Room as FreeRoom
from officebot.core.availability.reading import read_busy
from officebot.core.availability.request import Request, Slot, World
from officebot.core.availability.slots import find_slots
from officebot.core.facts import OfficeFacts
from officebot.core.meetings.appointment import Appointment
from officebot.core.meetings.events import has_uid, names, together
from officebot.core.meetings.wish import Window
from officebot.core.people import Person

#: Free time is looked for at most so far ahead.
_FURTHEST = timedelta(days=200)
#: No calendar reaches so far, and no sum of days from here leads beyond all calendars.
_LAST_YEAR = 9000
#: So many good times a wanted one are looked at, to find some of different days.
_ALTERNATIVES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What time is looked for: for whom (addresses), how many minutes, whether in a room; `own` are the UIDs in the
    calendars that are no obstacle: the meeting itself, and what keeps its times free.
    """

    hosts: tuple[str, ...]
    minutes: int
    own: frozenset[str] = frozenset()
    needs_room: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """The calendars of the office, and the changes that a meeting makes in them."""

    office: OfficeFacts
    now: datetime
    calendars: Sequence[OfficeCalendar]
    rooms: Sequence[Room] = ()
    #: The rooms in which meetings may take place, by name.
    room_names: tuple[str, ...] = ()
    #: How many working days lie between now and the first time, and how many are looked through.
    notice: int = 1
    horizon: int = 10

    def of(self, owner: str) -> OfficeCalendar | None:
        """The calendar that is written to for a person (address) or a room (name); None where none may be."""
        return next((one for one in self.calendars if owner in (one.person, one.room) and one.can_write), None)

    def has(self, owner: str) -> bool:
        """Whether anybody can see when this person or room is free."""
        return any(owner in (one.person, one.room) for one in self.calendars)

    def stored(self, owner: str, uid: str) -> CalendarObject | None:
        """What stands of a UID in the calendar of a person or a room."""
        calendar = self.of(owner)
        objects = calendar.objects if calendar is not None else ()
        return next((one for one in objects if names(one.text, uid) and has_uid(one, uid)), None)

    def unseen(self, owners: Sequence[str]) -> tuple[str, ...]:
        """Those of these people and rooms of whom not all is known: nobody but they can say that they are free."""
        return tuple(owner for owner in owners if any(self._is_unseen(one) for one in self._calendars_of(owner)))

    def _is_unseen(self, calendar: OfficeCalendar) -> bool:
        return calendar.problem is not None or sum(len(one.text) for one in calendar.objects) > LARGEST_TEXT

    def _calendars_of(self, owner: str) -> list[OfficeCalendar]:
        return [one for one in self.calendars if owner in (one.person, one.room)]

    # ── looking for time ──────────────────────────────────────────────────────────────────────────────────

    def free(self, wanted: Wanted, windows: Sequence[Window], exact: Sequence[datetime], most: int) -> list[Slot]:
        """Times at which all hosts can, the proposed ones first, then the best of each window, none twice."""
        length = timedelta(minutes=wanted.minutes)
        local = (one.replace(tzinfo=self._tz) if one.tzinfo is None else one for one in exact)
        exact = [one for one in local if one > self.now and one.year < _LAST_YEAR and length < _FURTHEST]
        windows = [one for one in windows if one.last >= self.now.date() and one.last.year < _LAST_YEAR]
        if not exact and not windows:
            return []
        horizon = self._horizon(windows, [*exact, *(one + length for one in exact)])
        world = self._world(wanted, horizon)
        rooms = tuple(name for name in self.room_names if name in world.rooms) if wanted.needs_room else ()
        found: list[Slot] = []
        for start in exact:
            # What lies behind the last day that was read is not known to be free.
            if start + length <= horizon[1]:
                found += self._asked(wanted, world, rooms, start, start + length, 1)
        for window in windows:
            if len(found) < most:
                start, end = self._bounds(window)
                end = min(end, horizon[1])
                if end - start >= length:
                    slots = self._asked(wanted, world, rooms, start, end, most, window.from_time, window.to_time)
                    found += _spread([one for one in slots if not _meets(one, found)], most - len(found))
        return sorted(found[:most], key=lambda slot: slot.start)

    def is_free(self, wanted: Wanted, start: datetime) -> Slot | None:
        """The time, with a room where one is needed; None where somebody cannot any more."""
        return next(iter(self.free(wanted, (), (start,), 1)), None)

    def _asked(
        self, wanted: Wanted, world: World, rooms: tuple[str, ...], start: datetime, end: datetime, most: int,
        not_before: time | None = None, not_after: time | None = None,
    ) -> tuple[Slot, ...]:  # fmt: skip
        request = Request(
            start=start, end=end, length=timedelta(minutes=wanted.minutes), required=wanted.hosts, zone=str(self._tz),
            rooms=rooms, seats=len(wanted.hosts) + 1, now=self.now, not_before=not_before, not_after=not_after,
            top=max(most * _ALTERNATIVES, _ALTERNATIVES),
        )  # fmt: skip
        return find_slots(request, world).slots

    def default_window(self, after: datetime | None = None) -> Window:
        """The days in which times are looked for where nobody says when."""
        working = self.office.working_time
        today = working.local(max(self.now, after or self.now)).date()
        return Window(
            first=working.add_working_days(today, self.notice or 1),
            last=working.add_working_days(today, self.horizon),
        )

    def _bounds(self, window: Window) -> tuple[datetime, datetime]:
        working = self.office.working_time
        today = working.local(self.now).date()
        first = max(window.first, working.add_working_days(today, self.notice) if self.notice else today)
        start = datetime.combine(first, time(0), self._tz)
        end = datetime.combine(window.last + timedelta(days=1), time(0), self._tz)
        return max(start, self.now.astimezone(self._tz)), min(end, start + _FURTHEST)

    def _horizon(self, windows: Sequence[Window], exact: Sequence[datetime]) -> tuple[datetime, datetime]:
        days = [day for window in windows for day in (window.first, window.last)] + [one.date() for one in exact]
        first = max(min(days), self.now.date())
        last = min(max(days), first + _FURTHEST)
        return (
            datetime.combine(first - timedelta(days=2), time(0), self._tz),
            datetime.combine(last + timedelta(days=3), time(0), self._tz),
        )

    @property
    def _tz(self) -> ZoneInfo:
        return self.office.working_time.tz

    def _world(self, wanted: Wanted, horizon: tuple[datetime, datetime]) -> World:
        people = {host: self._diary(host, wanted, horizon) for host in wanted.hosts}
        rooms = {
            room.name: FreeRoom(
                diary=always(room.name, self._busy(room.name, wanted, horizon), str(self._tz)),
                capacity=room.seats, equipment=frozenset(room.equipment),
            )
            for room in self.rooms
            if not room.is_equipment
        }  # fmt: skip
        return World(people=people, rooms=rooms)

    def _diary(self, host: str, wanted: Wanted, horizon: tuple[datetime, datetime]) -> Diary:
        working = self.office.working_time
        person = self.office.people.at(host)
        if person is not None and person.zone:
            working = replace(working, zone=person.zone)
        return Diary(host, self._busy(host, wanted, horizon), Rules(working=working))

    def _busy(self, owner: str, wanted: Wanted, horizon: tuple[datetime, datetime]) -> BusyTimes:
        """The taken time of a person or a room, but for what is the meeting's own."""
        objects = [
            one
            for calendar in self._calendars_of(owner)
            for one in calendar.objects
            # The words alone do not do: a UID may be any word, such as one that stands in every calendar.
            if not any(names(one.text, uid) and has_uid(one, uid) for uid in wanted.own)
        ]
        return read_busy(together(objects), *horizon, zone=str(self._tz), name=owner).times

    # ── changing calendars ────────────────────────────────────────────────────────────────────────────────

    def put(self, owner: str, uid: str, text: str) -> Iterator[Action]:
        """Put or change an object in the calendar of a person or a room; nothing where none may be written."""
        calendar, stored = self.of(owner), self.stored(owner, uid)
        if calendar is not None and (stored is None or stored.text != text):
            yield PutCalendarObject(
                calendar=calendar.name, uid=uid, text=text, etag=stored.etag if stored else "",
                href=stored.href if stored else "",
            )  # fmt: skip

    def remove(self, owner: str, uid: str) -> Iterator[Action]:
        """Take an object out of a calendar, where it stands in one that may be written."""
        calendar, stored = self.of(owner), self.stored(owner, uid)
        if calendar is not None and stored is not None:
            yield RemoveCalendarObject(calendar=calendar.name, uid=uid, href=stored.href, etag=stored.etag)

    def without_holds(self, meeting: Appointment) -> Iterator[Action]:
        """Take the holds of a meeting out of its hosts' and its room's calendars."""
        for owner in (*meeting.hosts, *([meeting.room] if meeting.room else [])):
            for uid in meeting.holds():
                yield from self.remove(owner, uid)


def wanted_by(meeting: Appointment) -> Wanted:
    """The time that a meeting wants; what it holds already is no obstacle to it."""
    own = frozenset({meeting.uid, *meeting.holds()})
    needs_room = meeting.place not in ("video", "phone")
    return Wanted(hosts=meeting.hosts, minutes=meeting.minutes, own=own, needs_room=needs_room)


def hosts_of(text: str, people: Sequence[Person], agenda: Agenda) -> tuple[str, ...]:
    """The people of the office whom a text names, in the order of the text, of those whose calendar can be seen.

    A surname alone counts only with its capital: people are called Point, Page and Mars.
    """
    plain = f" {' '.join(text.split())} "
    lowered = plain.casefold()
    found = []
    for person in people:
        if not person.name.strip() or not agenda.has(person.address):
            continue
        name = " ".join(person.name.split())
        surname = name.split()[-1]
        places = [_word(lowered, name.casefold())] if " " in name else []
        if len(surname) > 2:
            # However the list of people writes it: Martin, martin, MARTIN.
            ways = {surname, surname.upper(), surname[:1].upper() + surname[1:].lower()}
            places += [_word(plain, way) for way in ways if way[:1].isupper()]
        if any(place >= 0 for place in places):
            found.append((min(place for place in places if place >= 0), person.address))
    return tuple(address for _, address in sorted(found))


def _word(text: str, name: str) -> int:
    """Where a name stands as a word; -1 where it does not."""
    place = text.find(name)
    while place >= 0:
        end = place + len(name)
        if not (text[place - 1 : place].isalnum() or text[end : end + 1].isalnum()):
            return place
        place = text.find(name, end)
    return -1


def _meets(slot: Slot, others: Sequence[Slot]) -> bool:
    return any(slot.start < other.end and other.start < slot.end for other in others)


def _spread(slots: Sequence[Slot], most: int) -> list[Slot]:
    """The best slots, of different days as long as there are such."""
    chosen: list[Slot] = []
    for slot in slots:
        if len(chosen) < most and all(slot.start.date() != other.start.date() for other in chosen):
            chosen.append(slot)
    for slot in slots:
        if len(chosen) < most and slot not in chosen:
            chosen.append(slot)
    return chosen
