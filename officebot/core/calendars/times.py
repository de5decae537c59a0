"""The times of an event: dates, local times with their zone, lengths, read from the values of RFC 5545 §3.3."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple, TypeAlias

from officebot.core.calendars.components import Component
from officebot.core.calendars.lines import Line
from officebot.core.calendars.zones import zone_name, zone_of
from officebot.core.expressions import expression
from officebot.core.text import Text, say

#: A day, a floating time (no zone), or an instant in its zone.
Moment: TypeAlias = "date | datetime"
Zones: TypeAlias = dict[str, Component]

_MOMENT = expression(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?", re.ASCII)
_LENGTH = expression(
    r"([+-])?P(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?", re.ASCII
)


class NotATime(ValueError):
    """A value that says no time; `what` is the sentence for the person."""

    def __init__(self, what: Text) -> None:
        super().__init__(what)
        self.what = what

    def __str__(self) -> str:
        return self.what.render()


def moment(line: Line, zones: Zones) -> Moment:
    """The time that a property says: a date, a naive datetime where it floats, else an aware one.

    Raises NotATime for what is none, and for a zone that neither its name nor a VTIMEZONE explains.
    """
    return moment_of(line.value.strip().partition(",")[0], line.param("TZID"), zones)


def moment_of(value: str, tzid: str, zones: Zones) -> Moment:
    """The same from a raw value and a TZID ("" for none)."""
    # RFC 2445's first drafts and some programs wrote extended ISO.
    found = _MOMENT.fullmatch(value.upper().replace("-", "").replace(":", "") if "-" in value else value.upper())
    if found is None:
        raise NotATime(say("“{value}” is no date and no time.", value=value[:40]))
    year, month, day, hour, minute, second, utc = found.groups()
    try:
        if hour is None:
            return date(int(year), int(month), int(day))
        # RFC 5545 §3.3.12 allows the leap second, which no clock here knows.
        naive = datetime(int(year), int(month), int(day), int(hour), int(minute), min(int(second or 0), 59))  # noqa: DTZ001
    except ValueError:
        raise NotATime(say("“{value}” is no date and no time.", value=value[:40])) from None
    # Where both a zone and a Z are written, the zone was meant: the Z is a habit of some programs.
    if utc and not tzid:
        return naive.replace(tzinfo=UTC)
    if not tzid:
        return naive
    zone = zone_of(tzid, zones)
    if zone is None:
        raise NotATime(
            say("The time zone “{zone}” is unknown, and the calendar does not explain it.", zone=tzid[:80])
        )
    return naive.replace(tzinfo=zone)


def moments(line: Line, zones: Zones) -> list[Moment]:
    """The times of a property that lists several (EXDATE, RDATE); of a period its beginning."""
    return [
        moment_of(value.strip().partition("/")[0], line.param("TZID"), zones)
        for value in line.value.split(",")
        if value.strip()
    ]


class Length(NamedTuple):
    """A length of time (RFC 5545 §3.3.6): days are as long as the days on which they fall, hours always an hour."""

    days: timedelta
    hours: timedelta


def length(value: str) -> Length:
    """The length that a DURATION says; negative ones too. Raises NotATime."""
    found = _LENGTH.fullmatch(value.strip().upper())
    if found is None or not any(found.groups()[1:]):
        raise NotATime(say("“{value}” is no length of time.", value=value[:40]))
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    sign = -1 if found[1] == "-" else 1
    return Length(
        sign * timedelta(weeks=weeks, days=days), sign * timedelta(hours=hours, minutes=minutes, seconds=seconds)
    )


_A_DAY = Length(timedelta(days=1), timedelta())


def is_day(when: Moment) -> bool:
    """Whether it is a whole day rather than a time."""
    return not isinstance(when, datetime)


def as_utc(when: Moment) -> datetime:
    """An instant to compare by: UTC; a day is its midnight and a floating time itself, as if they were UTC's."""
    if not isinstance(when, datetime):
        return datetime(when.year, when.month, when.day, tzinfo=UTC)
    try:
        return when.astimezone(UTC) if when.tzinfo is not None else when.replace(tzinfo=UTC)
    except (OverflowError, ValueError):
        return when.replace(tzinfo=UTC)


def span(event: Component, zones: Zones) -> tuple[Moment, Moment]:
    """When an event begins and ends (RFC 5545 §3.6.1: without an end, a day lasts a day and a time no time).

    Raises NotATime where it says no beginning, or an end before it.
    """
    begun = event.first("DTSTART")
    if begun is None or not begun.value.strip():
        raise NotATime(say("It does not say when it begins (DTSTART)."))
    start = moment(begun, zones)
    ended, lasting = event.first("DTEND"), event.first("DURATION")
    if ended is not None and ended.value.strip():
        end = moment(ended, zones)
    elif lasting is not None and lasting.value.strip():
        end = _after(start, length(lasting.value))
    else:
        end = _after(start, _A_DAY) if is_day(start) else start
    end = _in_zone_of(start, end)
    if as_utc(end) < as_utc(start):
        raise NotATime(say("It ends before it begins."))
    return start, end


def _in_zone_of(start: Moment, end: Moment) -> Moment:
    """An end without a zone, where the beginning has one, is meant in that one."""
    if isinstance(start, datetime) and isinstance(end, datetime) and end.tzinfo is None:
        return end.replace(tzinfo=start.tzinfo)
    return end


def _after(start: Moment, lasting: Length) -> Moment:
    whole = lasting.days + lasting.hours
    try:
        if not isinstance(start, datetime):
            # Some programs write the length of whole days in hours.
            return start + whole if not whole.seconds else datetime(start.year, start.month, start.day) + whole  # noqa: DTZ001
        if not lasting.hours or start.tzinfo is None:
            return start + whole
        return ((start + lasting.days).astimezone(UTC) + lasting.hours).astimezone(start.tzinfo)
    except OverflowError:
        raise NotATime(say("“{value}” is no length of time.", value=str(whole)[:40])) from None


def line_for(name: str, when: Moment) -> Line:
    """The property that says this time: a date, UTC, a zone by its IANA name, or floating."""
    if not isinstance(when, datetime):
        return Line(name, f"{when:%Y%m%d}", (("VALUE", ("DATE",)),))
    if when.tzinfo is None:
        return Line(name, f"{when:%Y%m%dT%H%M%S}")
    zone = zone_name(str(getattr(when.tzinfo, "key", "")))
    if when.tzinfo is UTC or zone in ("", "UTC"):
        return Line(name, f"{when.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    return Line(name, f"{when:%Y%m%dT%H%M%S}", (("TZID", (zone,)),))
