"""Surgery on a series: one occurrence taken out, added or made its own event, the rest of it ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from officebot.core.calendars.components import Component
from officebot.core.calendars.lines import Line
from officebot.core.calendars.rules import parts_of
from officebot.core.calendars.times import Moment, NotATime, Zones, as_utc, is_day, moment, span

_OF_SERIES = ("RRULE", "RDATE", "EXDATE", "EXRULE")


def is_series(event: Component) -> bool:
    """Whether it happens more than once."""
    return any(line.name in ("RRULE", "RDATE") for line in event.lines)


def without_occurrence(master: Component, which: Line, zones: Zones) -> Component:
    """The series without the occurrence that a RECURRENCE-ID names."""
    try:
        out = as_utc(moment(which, zones))
        for line in master.all("EXDATE"):
            if any(as_utc(moment(replace(line, value=one), zones)) == out for one in line.value.split(",")):
                return master
    except NotATime:
        return master
    params = tuple((name, values) for name, values in which.params if name in ("TZID", "VALUE"))
    return replace(master, lines=(*master.lines, Line("EXDATE", which.value.strip(), params)))


def with_occurrence(master: Component, added: Component) -> tuple[Component, Component]:
    """The series with one more date, and the event of that date (RFC 5546 §3.2.4: ADD)."""
    begun = added.first("DTSTART") or Line("DTSTART", "")
    params = tuple((name, values) for name, values in begun.params if name in ("TZID", "VALUE"))
    series = replace(master, lines=(*master.lines, Line("RDATE", begun.value, params)))
    alone = added.without(*_OF_SERIES, "RECURRENCE-ID")
    return series, replace(alone, lines=(*alone.lines, Line("RECURRENCE-ID", begun.value, params)))


def ended_before(master: Component, which: Line, zones: Zones) -> Component | None:
    """The series ended before the occurrence that a RECURRENCE-ID names; None where nothing of it is left."""
    try:
        start, _ = span(master, zones)
        cut = moment(which, zones)
    except NotATime:
        return master
    if as_utc(cut) <= as_utc(start):
        return None
    if as_utc(cut).year > 9000:
        return master
    lines: list[Line] = []
    for line in master.lines:
        if line.name == "RRULE":
            line = _until(line, master, start, cut, zones)
        elif line.name == "RDATE":
            kept = [one for one in line.value.split(",") if _is_before(replace(line, value=one), cut, zones)]
            line = replace(line, value=",".join(kept))
        if line.value:
            lines.append(line)
    return replace(master, lines=tuple(lines))


def _is_before(line: Line, cut: Moment, zones: Zones) -> bool:
    try:
        return as_utc(moment(replace(line, value=line.value.partition("/")[0]), zones)) < as_utc(cut)
    except NotATime:
        return True


def _until(rule: Line, master: Component, start: Moment, cut: Moment, zones: Zones) -> Line:
    try:
        parts = parts_of(rule.value)
    except NotATime:
        return rule
    if "UNTIL" in parts and _is_before(Line("UNTIL", parts["UNTIL"]), cut, zones):
        return rule
    if "COUNT" in parts:
        before = _starts(_bare(master), tuple(zones.values()), as_utc(start), as_utc(cut))
        if before is None or len(before) >= int(parts["COUNT"]):
            return rule
        del parts["COUNT"]
    parts["UNTIL"] = _last_before(start, cut)
    return replace(rule, value=";".join(f"{name}={value}" for name, value in parts.items()))


def _last_before(start: Moment, cut: Moment) -> str:
    """The UNTIL of a series that begins at `start`: of the same kind as it (RFC 5545 §3.3.10)."""
    if is_day(start):
        return f"{as_utc(cut) - timedelta(days=1):%Y%m%d}"
    last = as_utc(cut) - timedelta(seconds=1)
    return f"{last:%Y%m%dT%H%M%S}{'Z' if isinstance(start, datetime) and start.tzinfo is not None else ''}"


def _bare(master: Component) -> Component:
    """The series' times alone."""
    times = ("UID", "DTSTART", "DTEND", "DURATION", *_OF_SERIES)
    return Component("VEVENT", tuple(line for line in master.lines if line.name in times))


@lru_cache(maxsize=2048)
def _starts(
    bare: Component, zones: tuple[Component, ...], since: datetime, until: datetime
) -> frozenset[datetime] | None:
    """When the occurrences within a span (UTC) begin; None where the series cannot be followed."""
    from officebot.core.calendars.occurrences import occurrences_of

    found = occurrences_of(Component("VCALENDAR", (), (*zones, bare)), since, until)
    if found.problems:
        return None
    return frozenset(as_utc(one.start) for one in found.found if as_utc(one.start) < until)


def occurrence_alone(master: Component, which: Line, zones: Zones) -> Component | None:
    """The occurrence that a RECURRENCE-ID names as an event of its own; None where the series has no such one."""
    try:
        start, end = span(master, zones)
        at = moment(which, zones)
    except NotATime:
        return None
    begins = as_utc(at)
    if not 1900 < begins.year < 9000:
        return None
    around = (begins - timedelta(days=1), begins + timedelta(days=1))
    if begins not in (_starts(_bare(master), tuple(zones.values()), *around) or ()):
        return None
    begun = master.first("DTSTART") or which
    if isinstance(at, datetime) and at.tzinfo is not None and isinstance(start, datetime):
        at = at.astimezone(start.tzinfo or UTC)
    lines: list[Line] = []
    for line in master.without(*_OF_SERIES, "DURATION", "RECURRENCE-ID", "DTEND").lines:
        if line.name == "DTSTART":
            lines += [
                replace(begun, name="RECURRENCE-ID", value=_value(at, begun)),
                replace(begun, value=_value(at, begun)),
            ]
            if as_utc(end) > as_utc(start):
                lines.append(replace(begun, name="DTEND", value=_value(_moved(at, start, end), begun)))
        else:
            lines.append(line)
    return replace(master, lines=tuple(lines))


def _moved(at: Moment, start: Moment, end: Moment) -> Moment:
    lasting = as_utc(end) - as_utc(start)
    if isinstance(at, datetime) and at.tzinfo is not None:
        return (at.astimezone(UTC) + lasting).astimezone(at.tzinfo)
    return at + lasting


def _value(when: Moment, like: Line) -> str:
    if is_day(when):
        return f"{when:%Y%m%d}"
    return f"{when:%Y%m%dT%H%M%S}{'Z' if like.value.strip().upper().endswith('Z') else ''}"
