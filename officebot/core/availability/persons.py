"""When a person can meet: hours, holidays, lunch, focus, absences, buffers and ways, beside what the calendar holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from enum import StrEnum
from typing import TypeAlias

from officebot.core.availability.busy import BusyTimes, Status, merged
from officebot.core.availability.grid import Grid, Marks
from officebot.core.availability.places import Travel, is_nowhere, left_at
from officebot.core.availability.quick import Window
from officebot.core.availability.walltime import DAY, Clock, clock_of, date_of
from officebot.core.calendars.lines import unescaped
from officebot.core.worktime import WorkingTime

Pairs: TypeAlias = "list[tuple[int, int]]"
#: Where people of several zones meet outside of their hours, no one is asked before or after these.
HUMANE = (time(7), time(21))


class Reason(StrEnum):
    """Why a person, or a room, cannot meet; the first that holds is the one that is counted."""

    NOTICE = "notice"
    TIME_OF_DAY = "time-of-day"
    HOLIDAY = "holiday"
    HOURS = "outside-hours"
    OUT = "out-of-office"
    BUSY = "busy"
    TENTATIVE = "tentative"
    BUFFER = "buffer"
    TRAVEL = "travel"
    LUNCH = "lunch"
    FOCUS = "focus"
    ROOM = "no-room"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekly:
    """The same hours on some weekdays (Monday 0), on their owner's clock."""

    weekdays: frozenset[int]
    start: time
    end: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What holds for a person besides their calendar. Absences and school holidays are (first, last) days."""

    working: WorkingTime = field(default_factory=WorkingTime)
    lunch: tuple[time, time] | None = None
    focus: tuple[Weekly, ...] = ()
    absences: tuple[tuple[date, date], ...] = ()
    school_holidays: tuple[tuple[date, date], ...] = ()
    buffer: timedelta = timedelta(0)
    #: Whether meetings that are not certain keep the time taken; holds are such meetings.
    tentative_blocks: bool = True


@dataclass(slots=True)
class Diary:
    """A person or a room with calendar and rules. It remembers what it worked out: keep it for the next question."""

    name: str
    times: BusyTimes
    rules: Rules = field(default_factory=Rules)
    _known: dict[Window, dict[Reason, Pairs]] = field(default_factory=dict, repr=False)
    _cells: dict[tuple[Grid, str], Mapping[Reason, Marks]] = field(default_factory=dict, repr=False)
    _humane: list[Diary] = field(default_factory=list, repr=False)

    @property
    def clock(self) -> Clock:
        """The wall clock of its zone."""
        return clock_of(self.rules.working.tz)

    def blocked(self, window: Window) -> Mapping[Reason, Pairs]:
        """Why and when it cannot meet within [start, end), in seconds since 1970; ways between places apart."""
        known = self._known.get(window)
        if known is None:
            if len(self._known) > 32:
                self._known.clear()
            known = self._known[window] = self._work_out(window)
        return known

    def marks(self, window: Window, grid: Grid, place: str, travel: Travel) -> Mapping[Reason, Marks]:
        """For each reason, the candidates of a grid at which it cannot meet at `place`."""
        if grid.length % grid.step or DAY % grid.step:
            return self._marks(window, grid, place, travel)
        cells = Grid.cells(window.start, window.end, grid.step)
        known = self._cells.get((cells, place))
        if known is None:
            if len(self._cells) > 32:
                self._cells.clear()
            known = self._cells[cells, place] = self._marks(window, cells, place, travel)
        return {reason: grid.from_cells(taken, cells) for reason, taken in known.items()}

    def _marks(self, window: Window, grid: Grid, place: str, travel: Travel) -> Mapping[Reason, Marks]:
        found = {reason: grid.touched(pairs) for reason, pairs in self.blocked(window).items() if pairs}
        way = self.on_the_way(window, place, travel)
        if way:
            found[Reason.TRAVEL] = grid.touched(way)
        return found

    def _work_out(self, window: Window) -> dict[Reason, Pairs]:
        rules = self.rules
        found: dict[Reason, Pairs] = {reason: [] for reason in Reason}
        margin = int(rules.buffer.total_seconds())
        kinds = [_REASON_OF[source.status] for source in self.times.sources]
        for start, end, source in self.times.overlapping(window.start - margin, window.end + margin):
            found[kinds[source]].append((start, end))
        for reason in (Reason.BUSY, Reason.OUT, Reason.TENTATIVE):
            found[reason] = merged(found[reason])
        if margin:
            around = merged([*found[Reason.BUSY], *(found[Reason.TENTATIVE] if rules.tentative_blocks else ())])
            found[Reason.BUFFER] = merged((start - margin, end + margin) for start, end in around)
        if not rules.tentative_blocks:
            found[Reason.TENTATIVE] = []
        self._by_days(window, found)
        return found

    def _by_days(self, window: Window, found: dict[Reason, Pairs]) -> None:
        rules, working, instant = self.rules, self.rules.working, self.clock.instant
        free_from = window.start - DAY
        for day in range(window.start // DAY - 1, window.end // DAY + 2):
            today, midnight = date_of(day), day * DAY
            weekday = today.weekday()
            hours = working.hours.get(weekday, ())
            if hours and working.is_holiday(today):
                found[Reason.HOLIDAY].append((instant(midnight), instant(midnight + DAY)))
            if any(first <= today <= last for first, last in rules.absences):
                found[Reason.OUT].append((instant(midnight), instant(midnight + DAY)))
            for start, end in hours:
                found[Reason.HOURS].append((free_from, instant(midnight + seconds(start))))
                free_from = instant(midnight + seconds(end))
            if rules.lunch and hours:
                first, last = rules.lunch
                found[Reason.LUNCH].append((instant(midnight + seconds(first)), instant(midnight + seconds(last))))
            for block in rules.focus:
                if weekday in block.weekdays:
                    pair = instant(midnight + seconds(block.start)), instant(midnight + seconds(block.end))
                    found[Reason.FOCUS].append(pair)
        found[Reason.HOURS].append((free_from, window.end + DAY))

    def on_the_way(self, window: Window, place: str, travel: Travel) -> Pairs:
        """When it is on the way to or from meetings elsewhere, should it meet at `place`."""
        if is_nowhere(place):
            return []
        found: Pairs = []
        for start, end, number in self.times.overlapping(window.start - DAY, window.end + DAY):
            source = self.times.sources[number]
            # Of a private event nothing may show, not even by the way that it takes.
            if not source.place or source.all_day or source.is_private:
                continue
            there = unescaped(source.place)
            thither = int(travel.between(place, there).total_seconds())
            back = int(travel.between(left_at(there, unescaped(source.summary)), place).total_seconds())
            if thither or back:
                found.append((start - thither, end + back))
        return found

    def humane(self) -> Diary:
        """The same person, asked to meet at any humane hour of the days worked, lunch and focus given up."""
        if self._humane:
            return self._humane[0]
        hours = {day: (HUMANE,) for day, spans in self.rules.working.hours.items() if spans}
        rules = replace(self.rules, working=replace(self.rules.working, hours=hours), lunch=None, focus=())
        self._humane.append(Diary(self.name, self.times, rules))
        return self._humane[0]

    def school_is_out(self, instant: int) -> bool:
        """Whether it is a day of school holidays there."""
        if not self.rules.school_holidays:
            return False
        today = date_of(self.clock.wall(instant) // DAY)
        return any(first <= today <= last for first, last in self.rules.school_holidays)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A room that may be booked: how many sit in it, what it offers, where it lies; its diary says when it is taken."""

    diary: Diary
    capacity: int = 0
    equipment: frozenset[str] = frozenset()
    site: str = ""

    @property
    def name(self) -> str:
        """Its name."""
        return self.diary.name

    def suits(self, seats: int, equipment: frozenset[str]) -> bool:
        """Whether so many people with these needs find it right; a room of unknown size suits any number."""
        return (not self.capacity or self.capacity >= seats) and equipment <= self.equipment


def seconds(at: time) -> int:
    """Seconds since midnight; the last minute of a day means its end."""
    if (at.hour, at.minute) == (23, 59):
        return DAY
    return at.hour * 3600 + at.minute * 60 + at.second


def always(name: str, times: BusyTimes, zone: str = "Europe/Paris") -> Diary:
    """A diary without hours or holidays, as a room has it."""
    whole = dict.fromkeys(range(7), ((time(0), time(23, 59)),))
    return Diary(name, times, Rules(working=WorkingTime(zone=zone, hours=whole, country="")))


_REASON_OF = {Status.BUSY: Reason.BUSY, Status.TENTATIVE: Reason.TENTATIVE, Status.OUT: Reason.OUT}
