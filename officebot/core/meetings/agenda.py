"""The calendars as one meeting sees them: who is free, what stands where, and how it is changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from officebot.core.actions import Action, CheckFree, PutCalendarObject, RemoveCalendarObject
from officebot.core.agendas import CalendarObject, OfficeCalendar, PromisedTime, Room
from officebot.core.availability.busy import BusyTimes, Source, Status
from officebot.core.availability.persons import Diary, Rules, always
from officebot.core.availability.persons import Reason as Why
from officebot.core.availability.persons import Room as FreeRoom
from officebot.core.availability.places import Travel
from officebot.core.availability.quick import Window as Span
from officebot.core.availability.reading import read_busy
from officebot.core.availability.request import STEP, Request, Slot, World
from officebot.core.availability.slots import find_slots
from officebot.core.facts import OfficeFacts
from officebot.core.meetings.appointment import Appointment
from officebot.core.meetings.events import is_kept_free, is_of, joined
from officebot.core.meetings.wish import Window
from officebot.core.problems import Unavailable
from officebot.core.text import say

#: Free time is looked for at most so far ahead.
_FURTHEST = timedelta(days=200)
#: No calendar reaches so far, and no sum of days from here leads beyond all calendars.
_LAST_YEAR = 9000
#: So many good times a wanted one are looked at, to find some of different days.
_ALTERNATIVES = 6
#: A time that somebody names may lie off the quarter hours.
_FINE = timedelta(minutes=5)
_DAY = timedelta(days=1)
_PROMISED = Source(status=Status.TENTATIVE, uid="", all_day=False, is_private=True, summary="", place="")
#: Each look reads the calendars anew.
_MOST_CHECKED = 12


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
    #: What proposals on their way need: nobody is offered that besides.
    promised: Sequence[PromisedTime] = ()
    #: The rooms in which meetings may take place, by name.
    room_names: tuple[str, ...] = ()
    #: How many working days lie between now and the first time, and how many are looked through.
    notice: int = 1
    horizon: int = 10
    #: What is kept free besides what calendars hold: over lunch, between meetings, on the way to and from `site`.
    lunch: tuple[time, time] | None = None
    buffer: timedelta = timedelta(0)
    site: str = ""
    travel: Travel = field(default_factory=Travel)

    def of(self, owner: str) -> OfficeCalendar | None:
        """The calendar that is written to for a person (address) or a room (name); None where none may be."""
        return next((one for one in self.calendars if owner in (one.person, one.room) and one.can_write), None)

    def has(self, owner: str) -> bool:
        """Whether anybody can see when this person or room is free."""
        return any(owner in (one.person, one.room) for one in self.calendars)

    def is_lost(self, owner: str) -> bool:
        """Whether a calendar of this person or room cannot be read: what stands in it now, nobody knows."""
        return any(one.is_lost for one in self._all_of(owner))

    def check_is_read(self, owner: str) -> None:
        """Raises Unavailable where a calendar of this person or room cannot be read."""
        if self.is_lost(owner):
            raise Unavailable("calendars", say("The calendar of {owner} cannot be read now, so nobody knows whether a time "
                                               "is free: see to this mail yourself.", owner=self._name(owner)))  # fmt: skip

    def seen(self, owner: str, uid: str) -> CalendarObject | None:
        """What stands of a UID in any calendar of a person or a room, also in one that is only read."""
        return next((one for calendar in self._all_of(owner) for one in calendar.objects if is_of(one, uid)), None)

    def stored(self, owner: str, uid: str) -> CalendarObject | None:
        """What stands of a UID in the calendar of a person or a room."""
        calendar = self.of(owner)
        objects = calendar.objects if calendar is not None else ()
        return next((one for one in objects if is_of(one, uid)), None)

    # ── looking for time ──────────────────────────────────────────────────────────────────────────────────

    def free(self, wanted: Wanted, windows: Sequence[Window], exact: Sequence[datetime], most: int) -> list[Slot]:
        """Times at which all hosts can, the proposed ones first, then the best of each window, none twice.

        None that was promised to somebody else.
        Raises Unavailable where the calendar of a host cannot be read: nobody knows whether they are free.
        """
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
        """The time, with a room where one is needed; None where somebody cannot any more.

        Who takes a time comes before those to whom it was only promised.
        """
        return next(iter(replace(self, promised=()).free(wanted, (), (start,), 1)), None)

    def obstacles(
        self, owner: str, times: Sequence[tuple[datetime, datetime]], own: frozenset[str]
    ) -> list[frozenset[Why]]:  # fmt: skip
        """Why a person cannot at each of these times (aware), whatever the minute; empty where they can.

        `own` are the UIDs that are no obstacle. Raises Unavailable as `free` does.
        """
        if not times:
            return []
        horizon = min(start for start, _ in times) - _DAY, max(end for _, end in times) + _DAY
        diary = replace(self, promised=())._diary(owner, Wanted(hosts=(owner,), minutes=1, own=own), horizon)
        return [_within(diary, start, end) for start, end in times]

    def is_taken(self, owner: str, start: datetime, end: datetime, own: frozenset[str]) -> bool:
        """Whether something stands in the calendars of a person or a room then, but for `own`. Raises Unavailable."""
        return self.first_taken(owner, [(start, end)], own) is not None

    def first_taken(
        self, owner: str, times: Sequence[tuple[datetime, datetime]], own: frozenset[str]
    ) -> tuple[datetime, datetime] | None:  # fmt: skip
        """The first of these times at which something else stands there. Raises Unavailable, UserError over two years."""
        horizon = min(start for start, _ in times) - _DAY, max(end for _, end in times) + _DAY
        busy = self._busy(owner, Wanted(hosts=(owner,), minutes=1, own=own), horizon)
        return next((one for one in times if busy.between(*one)), None)

    def _asked(
        self, wanted: Wanted, world: World, rooms: tuple[str, ...], start: datetime, end: datetime, most: int,
        not_before: time | None = None, not_after: time | None = None,
    ) -> tuple[Slot, ...]:  # fmt: skip
        step = STEP if start.minute % 15 == 0 else _FINE
        request = Request(
            start=start, end=end, step=step, length=timedelta(minutes=wanted.minutes), required=wanted.hosts,
            zone=str(self._tz), rooms=rooms, seats=len(wanted.hosts) + 1, place=self.site if wanted.needs_room else "",
            now=self.now, not_before=not_before, not_after=not_after, top=max(most * _ALTERNATIVES, _ALTERNATIVES),
        )  # fmt: skip
        return find_slots(request, world).slots

    def default_window(self, after: datetime | None = None) -> Window:
        """The days in which times are looked for where nobody says when."""
        working = self.office.working_time
        today = working.local(max(self.now, after or self.now)).date()
        first = working.add_working_days(today, self.notice) if self.notice else today
        # However long the notice, there are days left in which to look.
        return Window(
            first=first, last=max(working.add_working_days(today, self.horizon), working.add_working_days(first, 1))
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
        rooms = dict(self._free_rooms(wanted, horizon)) if wanted.needs_room else {}
        return World(people=people, rooms=rooms, travel=self.travel)

    def _free_rooms(self, wanted: Wanted, horizon: tuple[datetime, datetime]) -> Iterator[tuple[str, FreeRoom]]:
        """The rooms of which it is known when they are free, by name."""
        for room in self.rooms:
            if room.name in self.room_names and self._may_be_booked(room):
                with suppress(Unavailable):
                    diary = always(room.name, self._taken(room.name, wanted, horizon), str(self._tz))
                    yield room.name, FreeRoom(diary=diary, capacity=room.seats, equipment=frozenset(room.equipment))

    def _may_be_booked(self, room: Room) -> bool:
        """Whether it is known when it is free, and it can be entered there, or invited."""
        can_enter = self.of(room.name) is not None or (bool(room.address) and self.has(room.name))
        return can_enter and not room.is_equipment and not self.is_lost(room.name)

    def _diary(self, host: str, wanted: Wanted, horizon: tuple[datetime, datetime]) -> Diary:
        working = self.office.working_time
        person = self.office.people.at(host)
        if person is not None and person.zone:
            working = replace(working, zone=person.zone)
        return Diary(
            host, self._taken(host, wanted, horizon), Rules(working=working, lunch=self.lunch, buffer=self.buffer)
        )

    def _taken(self, owner: str, wanted: Wanted, horizon: tuple[datetime, datetime]) -> BusyTimes:
        """What is taken or promised to others. Raises Unavailable."""
        spans = [
            (int(one.start.timestamp()), int(one.end.timestamp()), 0)
            for one in self.promised
            if owner in one.owners and wanted.own.isdisjoint(one.own)
        ]
        busy = self._busy(owner, wanted, horizon)
        return BusyTimes.joined([busy, BusyTimes.of(spans, [_PROMISED])]) if spans else busy

    def _busy(self, owner: str, wanted: Wanted, horizon: tuple[datetime, datetime]) -> BusyTimes:
        """The taken time of a person or a room, but for what is the meeting's own. Raises Unavailable."""
        self.check_is_read(owner)
        text = joined(
            one.text
            for calendar in self._all_of(owner)
            for one in calendar.objects
            if not any(is_of(one, uid) for uid in wanted.own)
        )
        reading = read_busy(text, *horizon, zone=str(self._tz), name=owner)
        if reading.missing is not None:
            raise Unavailable("calendars", say("Something in the calendar of {owner} cannot be read, so nobody knows whether "
                                               "a time is free: see to this mail yourself. {where}: {why}",
                                               owner=self._name(owner), where=reading.missing.where,
                                               why=reading.missing.what))  # fmt: skip
        return reading.times

    def _all_of(self, owner: str) -> list[OfficeCalendar]:
        return [one for one in self.calendars if owner in (one.person, one.room)]

    def _name(self, owner: str) -> str:
        person = self.office.people.at(owner)
        room = next((one.title for one in self.rooms if one.name == owner), owner)
        return person.name if person is not None else room

    def check(
        self, owners: Sequence[str], times: Sequence[tuple[datetime, datetime]], own: frozenset[str]
    ) -> Iterator[Action]:  # fmt: skip
        """Look once more, when it is carried out, whether the owners are still free then; of a series, at its next times."""
        for start, end in times[:_MOST_CHECKED]:
            yield CheckFree(owners=tuple(owners), start=start, end=end, own=tuple(sorted(own)))

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
        """Take the holds of a meeting out of its hosts' and its rooms' calendars, but for what somebody made of one."""
        for owner, uid in meeting.held():
            stored = self.stored(owner, uid)
            if stored is not None and is_kept_free(stored):
                yield from self.remove(owner, uid)


def _within(diary: Diary, start: datetime, end: datetime) -> frozenset[Why]:
    first, last = int(start.timestamp()), max(int(end.timestamp()), int(start.timestamp()) + 60)
    blocked = diary.blocked(Span(first, last))
    return frozenset(
        why for why, pairs in blocked.items() if any(one < last and other > first for one, other in pairs)
    )


def wanted_by(meeting: Appointment) -> Wanted:
    """The time that a meeting wants; what it holds already is no obstacle to it."""
    own = frozenset({meeting.uid, *meeting.holds()})
    needs_room = meeting.place not in ("video", "phone")
    return Wanted(hosts=meeting.hosts, minutes=meeting.minutes, own=own, needs_room=needs_room)


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
