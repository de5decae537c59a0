"""The occurrences of the events of a calendar within a span, by recurring-ical-events behind a gate."""

from __future__ import annotations

import hashlib
import warnings
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

from officebot.core.calendars.components import Component, read_calendars
from officebot.core.calendars.lines import Line, is_private, unescaped
from officebot.core.calendars.rules import HORIZON, MOST_OCCURRENCES, check_rules
from officebot.core.calendars.times import Moment, NotATime, as_utc, moment, moments, span
from officebot.core.calendars.zones import by_definition, defined_zones, iana_name, zone_name
from officebot.core.problems import Problem, UserError
from officebot.core.text import say

if TYPE_CHECKING:
    from icalendar import Calendar

_TIMED = ("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE", "DURATION", "RRULE")
#: So much of a title or a place is read; a title of a megabyte is an attack on whoever shows it.
_LONGEST_WORDS = 2_000
_KEPT = frozenset({"UID", "SUMMARY", "STATUS", "TRANSP", "SEQUENCE", "LOCATION", "CLASS", *_TIMED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One occurrence. `start` and `end` are dates for whole days, else datetimes in the zone that the event names,
    naive where it floats. `recurrence_id` says which of a series it is, None for an event that happens once.
    """

    uid: str
    recurrence_id: Moment | None
    summary: str
    start: Moment
    end: Moment
    all_day: bool
    status: str
    transparent: bool
    place: str = ""
    is_private: bool = False

    @property
    def is_floating(self) -> bool:
        """Whether nobody knows in which zone its time is meant."""
        return isinstance(self.start, datetime) and self.start.tzinfo is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrences:
    """What a file gives: the occurrences by start, UID and recurrence, and a problem for each event left out."""

    found: tuple[Occurrence, ...]
    problems: tuple[Problem, ...]


def occurrences(data: bytes | str, since: datetime, until: datetime, zone: tzinfo | None = None) -> Occurrences:
    """The occurrences that touch `since`–`until` (exclusive), in every calendar of a file.

    Naive limits are meant in each event's own zone. Floating times are read in `zone`, where it is given; without it
    they stay naive. Raises UserError for what is no calendar, or counts by another one than the Gregorian (CALSCALE).
    """
    found: list[Occurrence] = []
    problems: list[Problem] = []
    for calendar in read_calendars(data):
        one = occurrences_of(calendar, since, until, zone)
        found += one.found
        problems += one.problems
    return Occurrences(found=tuple(sorted(found, key=_order)), problems=tuple(problems))


def occurrences_of(calendar: Component, since: datetime, until: datetime, zone: tzinfo | None = None) -> Occurrences:
    """The same of one VCALENDAR that was read. Raises UserError for another CALSCALE."""
    problems: list[Problem] = []
    sound = sound_calendar(calendar, until, problems)
    series = {
        unescaped(event.value("UID"))
        for event in sound.children
        if any(line.name in ("RRULE", "RDATE", "RECURRENCE-ID") for line in event.lines)
    }
    found = [_occurrence(event, zone, series) for event in _expanded(sound, since, until, problems)]
    counted = Counter(one.uid for one in found)
    # The limit is one for two years, and grows with a longer span.
    most = MOST_OCCURRENCES * max(1, -(-(until - since) // HORIZON))
    for uid in sorted(uid for uid, count in counted.items() if count > most):
        problems.append(Problem(where=_name(uid), what=say("It repeats more than {limit} times.", limit=most)))
    kept = (one for one in found if counted[one.uid] <= most)
    return Occurrences(found=tuple(sorted(kept, key=_order)), problems=tuple(problems))


def sound_calendar(calendar: Component, until: datetime, problems: list[Problem]) -> Component:
    """The calendar with the events that can be followed to `until`, and only what says when; problems are added.

    An event of a series that cannot be read takes the series with it: half of one would be a guess. Raises UserError
    for a calendar that is not the Gregorian one (CALSCALE).
    """
    zones = defined_zones(calendar)
    scale = calendar.value("CALSCALE")
    if scale and scale.upper() != "GREGORIAN":
        raise UserError(say("This calendar counts by “{scale}”: only the Gregorian one is read.", scale=scale[:40]))
    events, bad = [], set()
    for event in (child for child in calendar.children if child.name == "VEVENT"):
        try:
            events.append(_sound(event, zones, until))
        except NotATime as wrong:
            uid = unescaped(event.value("UID"))
            bad.add(uid)
            problems.append(Problem(where=_name(uid, event), what=wrong.what))
    kept = tuple(event for event in events if not event.value("UID") or unescaped(event.value("UID")) not in bad)
    lines = tuple(_zone_of_calendar(line) for line in calendar.lines if line.name in ("X-WR-TIMEZONE", "VERSION"))
    renamed = tuple(_renamed(one) for tzid, one in zones.items() if not iana_name(tzid))
    return Component("VCALENDAR", tuple(line for line in lines if line is not None), (*renamed, *kept))


def _sound(event: Component, zones: dict[str, Component], until: datetime) -> Component:
    start, _ = span(event, zones)
    for name in ("RECURRENCE-ID", "EXDATE", "RDATE"):
        for line in event.all(name):
            if name == "RECURRENCE-ID":
                moment(line, zones)
            else:
                moments(line, zones)
    check_rules(event, start, until)
    lines = tuple(_plain(line, zones) for line in event.lines if line.name in _KEPT and line.value.strip())
    return Component("VEVENT", lines)


def _plain(line: Line, zones: dict[str, Component]) -> Line:
    """A line with its zone under the name that the library knows; of the others nothing but the words."""
    if line.name not in _TIMED:
        return Line(line.name, line.value if line.name == "UID" else line.value[:_LONGEST_WORDS])
    if line.name in ("RRULE", "DURATION"):
        return Line(line.name, line.value.replace(" ", "").strip(";").upper())
    tzid = line.param("TZID")
    named = line.with_param("TZID", _library_name(tzid, zones)) if tzid else line
    # DATE where a time was announced, and the other way round: the value itself shows which it is.
    is_date = "T" not in line.value.upper()
    kind = "PERIOD" if "/" in line.value else "DATE" if is_date else ""
    value = ",".join(_basic(one.strip()) for one in line.value.split(",") if one.strip())
    if is_date:
        named = named.with_param("TZID", "")
    return replace(named.with_param("VALUE", kind), value=value)


def _basic(value: str) -> str:
    return value.upper().replace(":", "") if value[:1].isalpha() else value.upper().replace("-", "").replace(":", "")


def _library_name(tzid: str, zones: dict[str, Component]) -> str:
    """The IANA name, else one of our own made of the definition: the library remembers zones from file to file."""
    if (exact := iana_name(tzid)) or by_definition(tzid, zones) is None:
        return exact or zone_name(tzid)
    return _made_name(zones[tzid])


def _made_name(zone: Component) -> str:
    return f"defined-{hashlib.sha256(zone.text().encode('utf-8', 'replace')).hexdigest()[:20]}"


def _renamed(zone: Component) -> Component:
    return zone.with_line(Line("TZID", _made_name(zone)))


def _zone_of_calendar(line: Line) -> Line | None:
    """X-WR-TIMEZONE under its IANA name; one that is unknown says nothing."""
    if line.name != "X-WR-TIMEZONE":
        return line
    name = zone_name(unescaped(line.value))
    return Line(line.name, name) if name else None


def _expanded(sound: Component, since: datetime, until: datetime, problems: list[Problem]) -> Iterable[Any]:
    """The library's events; a series on which it stumbles is left out with a problem."""
    import recurring_ical_events
    from icalendar import Calendar

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            read: Calendar = Calendar.from_ical(sound.text())
            return list(recurring_ical_events.of(read).between(since, until))
        except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError, LookupError):
            return _one_by_one(sound, since, until, problems)


def _one_by_one(sound: Component, since: datetime, until: datetime, problems: list[Problem]) -> list[Any]:
    """Each series alone, once one of them has failed."""
    import recurring_ical_events
    from icalendar import Calendar

    series: dict[str, list[Component]] = {}
    for number, event in enumerate(child for child in sound.children if child.name == "VEVENT"):
        series.setdefault(event.value("UID") or f"\n{number}", []).append(event)
    zones = tuple(child for child in sound.children if child.name == "VTIMEZONE")
    found: list[Any] = []
    for uid, events in series.items():
        try:
            read: Calendar = Calendar.from_ical(replace(sound, children=(*zones, *events)).text())
            found += recurring_ical_events.of(read).between(since, until)
        except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError, LookupError):
            problems.append(
                Problem(where=_name(unescaped(uid), events[0]), what=say("Its rule or its times cannot be followed."))
            )
    return found


def _occurrence(event: Any, zone: tzinfo | None, series: set[str]) -> Occurrence:
    start, end = event["DTSTART"].dt, event["DTEND"].dt
    which = event.get("RECURRENCE-ID") if str(event.get("UID", "")) in series else None
    return Occurrence(
        uid=str(event.get("UID", "")),
        recurrence_id=_in(which.dt, zone) if which is not None else None,
        summary=str(event.get("SUMMARY", "")),
        start=_in(start, zone),
        end=_in(end, zone),
        all_day=not isinstance(start, datetime),
        status=str(event.get("STATUS", "CONFIRMED")).upper(),
        transparent=str(event.get("TRANSP", "")).upper() == "TRANSPARENT",
        place=str(event.get("LOCATION", "")),
        is_private=is_private(str(event.get("CLASS", ""))),
    )


def _in(when: Moment, zone: tzinfo | None) -> Moment:
    """A floating time in the zone; anything else as it is."""
    if zone is not None and isinstance(when, datetime) and when.tzinfo is None:
        return when.replace(tzinfo=zone)
    return when


def _order(one: Occurrence) -> tuple[datetime, datetime, str, str]:
    return as_utc(one.start), as_utc(one.end), one.uid, str(one.recurrence_id)


def _name(uid: str, event: Component | None = None) -> str:
    words = unescaped(event.value("SUMMARY")) if event is not None else ""
    return f"{words[:60]} ({uid[:80]})" if words and uid else words[:60] or uid[:80]


__all__ = ["Moment", "Occurrence", "Occurrences", "occurrences", "occurrences_of", "sound_calendar"]
