"""The occurrences of one UID by whole numbers, as recurring-ical-events would give them; Unsure where that must be asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple

from officebot.core.availability.quick import (
    Context,
    Moment,
    check_lasts,
    exceptions_of,
    keys_of,
    length_of,
    moment,
    walls_of,
    without_range,
)
from officebot.core.availability.rules import Unsure
from officebot.core.availability.scan import Fields
from officebot.core.availability.walltime import DAY, UTC_CLOCK, clock_of, day_of, zone_named
from officebot.core.calendars import times
from officebot.core.calendars.components import Component
from officebot.core.calendars.lines import Line

_START = datetime(1970, 1, 1)  # noqa: DTZ001 - a wall clock has no zone
_REPEATED = frozenset({"RRULE", "RDATE", "EXDATE"})
_OF_TIMES = frozenset({"DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", *_REPEATED})
#: Between any two clocks on Earth, and a day for what begins before midnight.
_MARGIN = 2


class Expanded(NamedTuple):
    """One occurrence: the event that says the rest of it, when it is, and which of the series ("None" for none)."""

    event: Component
    start: times.Moment
    end: times.Moment
    which: times.Moment | None


class Span(NamedTuple):
    """What is asked for, exclusive of its end; naive limits are meant in each event's own zone."""

    since: datetime
    until: datetime

    def days(self, margin: int) -> tuple[date, date]:
        """The first and the last day of it, with so many more at each end."""
        more = timedelta(days=margin)
        first = self.since.date() if self.since.date() - date.min > more else date.min + more
        last = self.until.date() if date.max - self.until.date() > more else date.max - more
        return first - more, last + more

    def holds(self, start: times.Moment, end: times.Moment) -> bool:
        """Whether an occurrence touches it; one that takes no time, whether it begins in it."""
        zone = self.since.tzinfo or (start.tzinfo if isinstance(start, datetime) else None)
        since, until, first, last = (_comparable(one, zone) for one in (self.since, self.until, start, end))
        return since <= first < until if first == last else first < until and since < last


def context_for(own_zone: str) -> Context:
    """What the times of a calendar's events depend on: the zone that it names for itself; definitions are added to it."""
    own = zone_named(own_zone)
    return Context(UTC_CLOCK, clock_of(own) if own is not None else None, {})


def expanded(group: Sequence[Component], context: Context, asked: Span) -> list[Expanded]:
    """The occurrences of all events of one UID that touch the span. Raises Unsure, or TooMany of `availability.limits`."""
    core: Component | None = None
    instead: set[int] = set()
    read = [_fields(event) for event in group]
    for event, found in zip(group, read, strict=True):
        if "DTSTART" not in found.one:
            raise Unsure("no start")
        if "RECURRENCE-ID" not in found.one:
            if core is not None:
                raise Unsure("two events of one name")
            core = event
            continue
        if found.many:
            raise Unsure("an exception that recurs")
        which = keys_of(moment(without_range(found.one["RECURRENCE-ID"]), context))
        if which & instead:
            raise Unsure("two exceptions for one occurrence")
        instead |= which
    made: list[Expanded] = []
    for event, found in zip(group, read, strict=True):
        if found.many:
            made += _recurring(event, found, instead, context, asked)
        else:
            made += _single(event, found, context, asked)
    return made


def _fields(event: Component) -> Fields:
    one: dict[str, tuple[str, str]] = {}
    many: dict[str, list[tuple[str, str]]] = {}
    for line in event.lines:
        if line.name in _REPEATED:
            many.setdefault(line.name, []).append((_params(line), line.value))
        elif line.name in one and line.name in _OF_TIMES:
            raise Unsure(line.name)
        elif line.name in _OF_TIMES:
            one[line.name] = (_params(line), line.value)
    return Fields(one, many, "")


def _params(line: Line) -> str:
    return str(Line("", "", line.params))[:-1] if line.params else ""


def _single(event: Component, found: Fields, context: Context, asked: Span) -> Iterator[Expanded]:
    start = moment(found.one["DTSTART"], context)
    length = _length(start, found, context)
    if "DTEND" in found.one and moment(found.one["DTEND"], context).clock is not start.clock:
        raise Unsure("an end on another clock")
    check_lasts(length, [(start.clock.instant(start.wall), start.clock.instant(start.wall + length))])
    begins, ends = _at(start, start.wall), _at(start, start.wall + length)
    if asked.holds(begins, ends):
        named = found.one.get("RECURRENCE-ID")
        which = moment(named, context) if named is not None else None
        yield Expanded(event, begins, ends, _at(which, which.wall) if which is not None else None)


def _recurring(
    event: Component, found: Fields, instead: set[int], context: Context, asked: Span
) -> Iterator[Expanded]:
    start = moment(found.one["DTSTART"], context)
    length = _length(start, found, context)
    left_out, days_out = exceptions_of(found, start, context)
    if left_out & instead:
        raise Unsure("an exception that is left out")
    first = day_of(asked.since.date()) - length // DAY - _MARGIN
    without = left_out | instead
    is_zoned = start.form == "zoned"
    for wall in sorted(walls_of(found, start, context, first, day_of(asked.until.date()) + _MARGIN)):
        instant = start.clock.instant(wall)
        if wall in without or wall // DAY in days_out or (is_zoned and instant in without):
            continue
        check_lasts(length, [(instant, start.clock.instant(wall + length))])
        begins, ends = _at(start, wall), _at(start, wall + length)
        if asked.holds(begins, ends):
            yield Expanded(event, begins, ends, begins)


def _length(start: Moment, found: Fields, context: Context) -> int:
    """Seconds on the wall clock; a day that ends on itself, which takes no time for the library, is the library's."""
    if start.form == "date" and "DTEND" in found.one and moment(found.one["DTEND"], context).wall == start.wall:
        raise Unsure("a day without a length")
    return length_of(start, found, context)


def _at(like: Moment, wall: int) -> times.Moment:
    """A wall time as a moment of the same kind."""
    naive = _START + timedelta(seconds=wall)
    if like.form == "date":
        return naive.date()
    return naive.replace(tzinfo=UTC if like.clock is UTC_CLOCK else like.clock.tz) if like.form == "zoned" else naive


def _comparable(when: date | datetime, zone: tzinfo | None) -> datetime:
    whole = when if isinstance(when, datetime) else datetime(when.year, when.month, when.day)  # noqa: DTZ001 - a day has no zone
    return whole.replace(tzinfo=zone) if whole.tzinfo is None and zone is not None else whole
