"""The occurrences of the events of a calendar within a span, within limits of time."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING, Any

from officebot.core.availability.limits import TooMany
from officebot.core.availability.rules import Unsure
from officebot.core.availability.scan import plain
from officebot.core.availability.zones import UnknownZone
from officebot.core.calendars.components import Component, read_calendars
from officebot.core.calendars.effort import (
    OF_LIBRARYS_OCCURRENCE,
    OF_OCCURRENCE,
    OF_PROBLEM,
    Effort,
    OutOfTime,
    of_library,
    of_looking,
    of_zone,
)
from officebot.core.calendars.expanding import Expanded, Span, context_for, expanded
from officebot.core.calendars.lines import Line, is_private, unescaped
from officebot.core.calendars.rules import HORIZON, MOST_OCCURRENCES, check_dates, check_rules
from officebot.core.calendars.times import Moment, NotATime, as_utc, moment, moments, span
from officebot.core.calendars.zones import by_definition, defined_zones, iana_name, zone_name
from officebot.core.problems import Problem, UserError
from officebot.core.text import Text, say

if TYPE_CHECKING:
    from icalendar import Calendar

_TIMED = ("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE", "DURATION", "RRULE")
_REPEATING = frozenset({"RRULE", "RDATE", "RECURRENCE-ID", "DURATION"})
#: Between any two clocks on Earth, and a day for what begins before midnight.
_MARGIN = 3
#: So much of a title or a place is read; a title of a megabyte is an attack on whoever shows it.
_LONGEST_WORDS = 2_000
_SAID = frozenset({"UID", "SUMMARY", "STATUS", "TRANSP", "LOCATION", "CLASS"})
_KEPT = frozenset({"SEQUENCE", *_SAID, *_TIMED})


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
    they stay naive. What would take too long is left out, and a problem says so. Raises UserError for what is no
    calendar, or counts by another one than the Gregorian (CALSCALE).
    """
    found: list[Occurrence] = []
    problems: list[Problem] = []
    effort = Effort()
    for calendar in read_calendars(data):
        one = occurrences_of(calendar, since, until, zone, effort)
        found += one.found
        problems += one.problems
    if effort.refused:
        problems.append(Problem(where="", what=effort.sentence))
    return Occurrences(found=tuple(sorted(found, key=_order)), problems=tuple(problems))


def occurrences_of(
    calendar: Component, since: datetime, until: datetime, zone: tzinfo | None = None, effort: Effort | None = None
) -> Occurrences:
    """The same of one VCALENDAR that was read. Raises UserError for another CALSCALE.

    With an `effort` that is shared with others, who shares it tells what was left out.
    """
    reading = _Reading(calendar, Span(since, until), zone, effort if effort is not None else Effort())
    for uid, events in _by_uid(calendar, reading.asked):
        reading.read(uid, events)
    if effort is None and reading.effort.refused:
        reading.problems.append(Problem(where="", what=reading.effort.sentence))
    return Occurrences(found=tuple(sorted(reading.found, key=_order)), problems=tuple(reading.problems))


def _by_uid(calendar: Component, asked: Span) -> Iterator[tuple[str, list[Component]]]:
    """The events of each UID together, each without one alone; events that happen once, far from the span, left out."""
    groups: dict[str, list[Component]] = {}
    for number, event in enumerate(calendar.children):
        if event.name == "VEVENT":
            groups.setdefault(unescaped(event.value("UID")) or f"\n{number}", []).append(event)
    first, last = (f"{day:%Y%m%d}" for day in asked.days(_MARGIN))
    for uid, events in groups.items():
        if len(events) > 1 or not _is_far(events[0], first, last):
            yield uid.partition("\n")[0] if uid.startswith("\n") else uid, events


def _is_far(event: Component, first: str, last: str) -> bool:
    """Whether an event that happens once begins and ends on days outside of these, told as digits."""
    days: list[str] = []
    for line in event.lines:
        if line.name in ("DTSTART", "DTEND"):
            days.append(line.value.strip()[:8])
        elif line.name in _REPEATING:
            return False
    plain = all(len(day) == 8 and day.isascii() and day.isdigit() for day in days)
    return len(days) == 2 and plain and (max(days) < first or min(days) > last)


class _Reading:
    """One reading of a calendar: what was found, what must be told, and what may still be spent."""

    def __init__(self, calendar: Component, asked: Span, zone: tzinfo | None, effort: Effort) -> None:
        scale = calendar.value("CALSCALE")
        if scale and scale.upper() != "GREGORIAN":
            raise UserError(
                say("This calendar counts by “{scale}”: only the Gregorian one is read.", scale=scale[:40])
            )
        self.asked, self.zone, self.effort = asked, zone, effort
        self.found: list[Occurrence] = []
        self.problems: list[Problem] = []
        self._zones = defined_zones(calendar)
        lines = (_zone_of_calendar(line) for line in calendar.lines if line.name in ("X-WR-TIMEZONE", "VERSION"))
        self._head = tuple(line for line in lines if line is not None)
        own = next((line.value for line in self._head if line.name == "X-WR-TIMEZONE"), "")
        self._context = context_for(own)
        #: The definitions that were met, under the names that the library gets.
        self._named: dict[str, Component] = {}
        self._met: set[str] = set()
        # The limit is one for two years, and grows with a longer span.
        self._most = MOST_OCCURRENCES * max(1, -(-(asked.until - asked.since) // HORIZON))

    def read(self, uid: str, events: Sequence[Component]) -> None:
        """Add the occurrences of the events of one UID ("" for none), or why there are none.

        An event of a series that cannot be read takes the series with it: half of one would be a guess.
        """
        sound: list[Component] = []
        is_bad = False
        if self.effort.is_over:
            self.effort.refused += len(events)
            return
        try:
            for event in events:
                self._meet_zones(event)
                try:
                    sound.append(_sound(event, self._zones, self.asked.until, self.effort))
                except NotATime as wrong:
                    is_bad = True
                    self.effort.spent(OF_PROBLEM)
                    self.problems.append(Problem(where=_name(uid, event), what=_to_correct(wrong.what)))
            found = self._expanded(uid, sound) if not is_bad else []
        except OutOfTime:
            self.effort.refused += len(events)
            return
        if uid and len(found) > self._most:
            self.problems.append(
                Problem(where=_name(uid), what=say("It repeats more than {limit} times.", limit=self._most))
            )
        else:
            self.found += found

    def _meet_zones(self, event: Component) -> None:
        """Spend what following the definitions costs that the event names for the first time."""
        if not self._zones:
            return
        for tzid in {line.param("TZID") for line in event.lines if line.params} - self._met:
            self._met.add(tzid)
            if tzid not in self._zones or iana_name(tzid):
                continue
            self.effort.spend(of_zone(self._zones[tzid]))
            if by_definition(tzid, self._zones) is not None:
                name = _library_name(tzid, self._zones)
                self._named[name] = _renamed(self._zones[tzid])
                self._context.zones[name] = plain(self._named[name].text())

    def _expanded(self, uid: str, events: list[Component]) -> list[Occurrence]:
        """By whole numbers where that is certain, else as the library has it."""
        is_series = any(line.name in ("RRULE", "RDATE", "RECURRENCE-ID") for one in events for line in one.lines)
        try:
            words: dict[int, Occurrence] = {}
            found = [_told(one, self.zone, is_series, words) for one in expanded(events, self._context, self.asked)]
        except (Unsure, UnknownZone, TooMany, OverflowError):
            return [_occurrence(one, self.zone, is_series) for one in self._by_library(uid, events)]
        self.effort.spend(OF_OCCURRENCE * len(found))
        return found

    def _by_library(self, uid: str, events: list[Component]) -> list[Any]:
        """The library's events of one series; none, with a problem, where it stumbles."""
        import recurring_ical_events
        from icalendar import Calendar

        used = {line.param("TZID") for event in events for line in event.lines}
        zones = tuple(zone for name, zone in self._named.items() if name in used)
        text = Component("VCALENDAR", self._head, (*zones, *events)).text()
        try:
            rules = sum(check_rules(one, span(one, self._named)[0], self.asked.until) for one in events)
            self.effort.spend(of_library(text, events, rules))
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                read: Calendar = Calendar.from_ical(text)
                found: list[Any] = list(recurring_ical_events.of(read).between(*self.asked))
        except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError, LookupError):
            what = _to_correct(say("Its rule or its times cannot be followed."))
            self.problems.append(Problem(where=_name(uid, events[0]), what=what))
            return []
        self.effort.spent(OF_LIBRARYS_OCCURRENCE * len(found))
        return found


def _to_correct(problem: Text) -> Text:
    return say("{problem} Correct it in its calendar.", problem=problem)


def _sound(event: Component, zones: dict[str, Component], until: datetime, effort: Effort) -> Component:
    check_dates(event)
    start, _ = span(event, zones)
    effort.spend(of_looking(event, check_rules(event, start, until)))
    for name in ("RECURRENCE-ID", "EXDATE", "RDATE"):
        for line in event.all(name):
            if name == "RECURRENCE-ID":
                moment(line, zones)
            else:
                moments(line, zones)
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


def _told(one: Expanded, zone: tzinfo | None, is_series: bool, words: dict[int, Occurrence]) -> Occurrence:
    """The occurrence; `words` keeps one of each event, of which the others differ in their times alone."""
    like = words.get(id(one.event))
    if like is None:
        like = words[id(one.event)] = _like(one.event)
    which = _in(one.which, zone) if one.which is not None and is_series else None
    all_day = not isinstance(one.start, datetime)
    return replace(like, recurrence_id=which, start=_in(one.start, zone), end=_in(one.end, zone), all_day=all_day)


def _like(event: Component) -> Occurrence:
    """An occurrence of an event, but for its times."""
    told = {line.name: unescaped(line.value.strip()) for line in reversed(event.lines) if line.name in _SAID}
    return Occurrence(
        uid=told.get("UID", ""),
        recurrence_id=None,
        summary=told.get("SUMMARY", ""),
        start=date.min,
        end=date.min,
        all_day=True,
        status=told.get("STATUS", "CONFIRMED").upper(),
        transparent=told.get("TRANSP", "").upper() == "TRANSPARENT",
        place=told.get("LOCATION", ""),
        is_private=is_private(told.get("CLASS", "")),
    )


def _occurrence(event: Any, zone: tzinfo | None, is_series: bool) -> Occurrence:
    start, end = event["DTSTART"].dt, event["DTEND"].dt
    which = event.get("RECURRENCE-ID") if is_series else None
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


__all__ = ["Moment", "Occurrence", "Occurrences", "occurrences", "occurrences_of"]
