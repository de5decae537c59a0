"""Reads the busy time of a calendar's text: the quick way, object by object the library where that is unsure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from officebot.core.availability.busy import BusyTimes, Reading, Source, Status
from officebot.core.availability.library import (
    Refused,
    floating,
    object_text,
    read_by_library,
    unknown_zone,
)
from officebot.core.availability.limits import (
    COST_OF_ASKING,
    LARGEST_FOR_LIBRARY,
    LARGEST_TEXT,
    MOST_DAYS,
    MOST_EVENTS,
    MOST_SPANS,
    Allowance,
    TooMany,
    too_full,
    too_large,
    too_long,
)
from officebot.core.availability.quick import Context, Found, Window, duration, read_event, read_series
from officebot.core.availability.rules import Unsure
from officebot.core.availability.scan import CalendarText, Fields, calendars, fields, plain
from officebot.core.availability.walltime import DAY, clock_of, zone_named
from officebot.core.availability.zones import UnknownZone
from officebot.core.expressions import expression
from officebot.core.problems import Problem, UserError
from officebot.core.text import Text, say

_UID = expression(r"\nUID(?:;[^:\n]*)?:([^\n]*)")
_FREE_BUSY = expression(r"\nFREEBUSY((?:;[^:\n]*)?):([^\n]*)")
_DAYS = expression(r"\n(?:DTSTART|DTEND)(?:;[^:\n]*)?:[ \t]*([^\n]{0,8})")
_REPEATED = expression(r"\n(?:RRULE|RDATE|DURATION)[;:]")
#: No two clocks on Earth are further apart, summer time and mistakes included.
_ANY_ZONE = 2 * DAY
_KIND = expression(r";FBTYPE=([^;:\n]*)")


def read_busy(
    text: str, start: datetime, end: datetime, *, zone: str = "Europe/Paris", name: str = "", quick: bool = True
) -> Reading:
    """The busy time of a calendar's text that shares time with [start, end), both aware.

    `zone` is its owner's: whole days and times without a zone are read there. `name` is where problems are said to
    be. Never raises for what the text holds; raises UserError for a zone that does not exist or a window of more
    than two years. With `quick` off, the library reads everything.
    """
    tz = zone_named(zone)
    if tz is None:
        raise UserError(say("There is no time zone “{zone}”: name it as “Europe/Paris”.", zone=zone))
    if end - start > timedelta(days=MOST_DAYS):
        raise UserError(too_long())
    window = Window(int(start.timestamp()), int(end.timestamp()))
    reader = _Reader(tz, window, name)
    if not quick:
        # For comparing both ways: only what one event may take is bounded.
        reader.left, reader.allowance.left = LARGEST_TEXT * 4, MOST_EVENTS * 1_000
    if not text.strip():
        # As of a calendar in which nothing stands but the meeting itself.
        return Reading(BusyTimes.of([], []))
    if len(text) > LARGEST_TEXT or text.count("BEGIN:VEVENT") > MOST_EVENTS:
        reader.leave_out(too_large())
    else:
        reader.read(plain(text), quick)
    return Reading(BusyTimes.of(reader.found.spans, reader.found.sources), tuple(reader.problems), reader.missing)


class _Reader:
    """One reading: what was found, what must be told, and how much the library may still be asked to read."""

    def __init__(self, tz: ZoneInfo, window: Window, name: str) -> None:
        self.tz = tz
        self.window = window
        self.name = name
        self.found = Found()
        self.problems: list[Problem] = []
        self.missing: Problem | None = None
        self.left = LARGEST_FOR_LIBRARY
        self.allowance = Allowance()

    def tell(self, what: Text, event: str = "") -> None:
        """Note a problem of the calendar or of one of its events."""
        where = self.name
        if event:
            where = f"{where}: {event}" if where else event
        problem = Problem(where=where, what=what)
        if problem not in self.problems:
            self.problems.append(problem)

    def leave_out(self, what: Text, lines: str = "", event: str = "") -> None:
        """Note a problem that keeps something out of the busy time: an event with these lines, or nobody knows what."""
        self.tell(what, event)
        if self.missing is None and self._may_touch(lines):
            self.missing = self.problems[-1]

    def _may_touch(self, lines: str) -> bool:
        """Whether an event that cannot be read might lie in the window: not where its dates are days away from it."""
        days = [_day(digits) for digits in _DAYS.findall(lines)]
        if not days or None in days or _REPEATED.search(lines):
            return True
        known = [day for day in days if day is not None]
        return min(known) < self.window.end + _ANY_ZONE and max(known) + DAY > self.window.start - _ANY_ZONE

    def read(self, text: str, quick: bool) -> None:
        """Read a `plain` text."""
        try:
            found = calendars(text)
        except Unsure:
            self._by_library(text.lstrip("\n"), "")
            return
        for calendar in found:
            self._read_calendar(calendar, quick)

    def _read_calendar(self, calendar: CalendarText, quick: bool) -> None:
        own = zone_named(calendar.own_zone)
        if calendar.own_zone and own is None:
            self.tell(unknown_zone(calendar.own_zone))
            calendar.own_zone = ""
        context = Context(clock_of(self.tz), clock_of(own) if own else None, calendar.zones)
        groups: dict[str, list[Fields]] = {}
        for lines in calendar.events:
            try:
                found = fields(lines)
            except Unsure:
                found = Fields({"UID": ("", _uid(lines))}, {"": []}, lines)
            uid = found.one.get("UID")
            groups.setdefault(uid[1] if uid else f"\n{len(groups)}", []).append(found)
        for group in groups.values():
            if len(self.found.spans) >= MOST_SPANS:
                self.leave_out(too_full())
                return
            self._read_object(group, context, calendar, quick)
        for lines in calendar.free_busy:
            self._read_free_busy(lines)

    def _read_object(self, group: list[Fields], context: Context, calendar: CalendarText, quick: bool) -> None:
        context.floating = False
        try:
            if not quick or "" in group[0].many:
                raise Unsure("asked for")
            if len(group) == 1:
                read_event(group[0], context, self.window, self.found)
            else:
                if any("" in found.many for found in group):
                    raise Unsure("a property of another form")
                read_series(group, context, self.window, self.found)
        except Unsure:
            named = [
                text for name, text in calendar.zones.items() if zone_named(name) is None and _names(group, name)
            ]
            text = object_text(calendar.own_zone, named, (found.lines for found in group))
            self._by_library(text, _shown(group[0]))
        except UnknownZone as unknown:
            self.leave_out(unknown_zone(str(unknown)), _lines(group), _shown(group[0]))
        except TooMany as refusal:
            self.leave_out(refusal.what, _lines(group), _shown(group[0]))
        except OverflowError:
            self.leave_out(say("It lies beyond all calendars."), _lines(group), _shown(group[0]))
        if context.floating:
            self.tell(floating(self.tz.key), _shown(group[0]))

    def _by_library(self, text: str, event: str) -> None:
        self.left -= len(text) + COST_OF_ASKING
        if self.left < 0:
            what = say("This is written in a form that takes too long to read: it was left out.")
            self.leave_out(what, text, event)
            return
        try:
            read_by_library(text, self.tz, self.window, self.found, partial(self.tell, event=event), self.allowance)
        except (Refused, TooMany) as refusal:
            self.leave_out(refusal.what, text, event)

    def _read_free_busy(self, lines: str) -> None:
        for parameters, values in _FREE_BUSY.findall(lines):
            kind = _KIND.search(parameters)
            status = _STATUS_OF.get(kind[1].upper() if kind else "BUSY", Status.BUSY)
            if status is None:
                continue
            try:
                spans = [one for value in values.split(",") for one in self._period(value)]
            except ValueError:
                self.leave_out(say("A time of this free-busy answer cannot be read, and was left out."))
                continue
            self.found.add(Source(status, "", False, False, "", ""), spans)

    def _period(self, value: str) -> Iterator[tuple[int, int]]:
        first, _, last = value.strip().partition("/")
        start = _utc(first)
        end = start + _length(last) if last.startswith(("P", "+P")) else _utc(last)
        if start < self.window.end and end > self.window.start and start < end:
            yield start, end


#: RFC 5545 §3.2.9; another kind is to be treated as busy.
_STATUS_OF: dict[str, Status | None] = {
    "FREE": None,
    "BUSY": Status.BUSY,
    "BUSY-UNAVAILABLE": Status.OUT,
    "BUSY-TENTATIVE": Status.TENTATIVE,
}


def _utc(text: str) -> int:
    return int(datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp())


def _length(text: str) -> int:
    try:
        return duration(text)
    except Unsure:
        raise ValueError(text) from None


def _uid(lines: str) -> str:
    found = _UID.search(lines)
    return found[1] if found else ""


def _lines(group: list[Fields]) -> str:
    return "".join(found.lines for found in group)


def _day(digits: str) -> int | None:
    """The midnight of a day in seconds since 1970; None for no day."""
    try:
        return int(datetime.strptime(digits, "%Y%m%d").replace(tzinfo=UTC).timestamp())
    except ValueError:
        return None


def _names(group: list[Fields], zone: str) -> bool:
    return any(zone in found.lines for found in group)


def _shown(found: Fields) -> str:
    """How a problem names an event: by its UID, which tells nothing of a private one."""
    return " ".join(found.value("UID").split())[:60]
