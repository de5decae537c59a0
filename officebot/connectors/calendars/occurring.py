"""When the appointments of an object take place within a span: asked in a worker, which ends what never ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from officebot.connectors.calendars.words import events
from officebot.connectors.workers import WorkerFault, WorkerPool
from officebot.core.agendas import CalendarObject
from officebot.core.calendars.components import read_calendars
from officebot.core.calendars.rules import check_rules
from officebot.core.calendars.times import NotATime, span
from officebot.core.calendars.zones import defined_zones
from officebot.core.problems import Problem
from officebot.core.text import one_line, say

_EXPAND = "officebot.connectors.calendars.occurring:expand"
_SECONDS = 2.0
_MOST = 2_000
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One occurrence. `start` and `end` are aware; of a whole day they are its midnights, and `all_day` is set."""

    calendar: str
    uid: str
    recurrence_id: str
    summary: str
    start: datetime
    end: datetime
    all_day: bool
    status: str
    transparent: bool
    place: str
    is_private: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Happenings:
    """What takes place, by start; a problem for each object that could not be followed."""

    found: tuple[Happening, ...]
    problems: tuple[Problem, ...]


def happenings(
    objects: Sequence[CalendarObject], since: datetime, until: datetime, zone: ZoneInfo, workers: WorkerPool
) -> Happenings:
    """What takes place between two aware instants; a time that names no zone is one of `zone`."""
    payloads = [(one.calendar, one.text, since, until, zone.key) for one in objects]
    answers = workers.map_batch(_EXPAND, payloads, _SECONDS)
    found: list[Happening] = []
    problems: list[Problem] = []
    for one, answer in zip(objects, answers, strict=True):
        if isinstance(answer, WorkerFault):
            what = say("This entry cannot be understood: look at it in your calendar program.")
            problems.append(Problem(where=f"{one.calendar}: {one_line(one.href, 100)}", what=what))
        else:
            found += answer
    return Happenings(
        found=tuple(sorted(found, key=lambda one: (one.start, one.end, one.uid))), problems=tuple(problems)
    )


def expand(payload: tuple[str, str, datetime, datetime, str]) -> list[Happening]:
    """The occurrences of one object's text; raises whatever the library raises, or ValueError for too many."""
    calendar, text, since, until, zone = payload
    found = list(_expanded(calendar, text, since, until, ZoneInfo(zone)))
    if len(found) > _MOST:
        raise ValueError("too many occurrences")
    return found


def _expanded(calendar: str, text: str, since: datetime, until: datetime, zone: tzinfo) -> Iterator[Happening]:
    import icalendar
    import recurring_ical_events

    _check_rules(text, until)
    read = icalendar.Calendar.from_ical(text)
    series = {one.uid for one in events(text) if one.recurrence or one.first("RRULE") or one.first("RDATE")}
    for event in recurring_ical_events.of(read).between(since, until):
        yield _happening(calendar, event, zone, in_series=str(event.get("UID", "")) in series)


def _check_rules(text: str, until: datetime) -> None:
    """Nothing, where each rule can be followed in little time. Raises NotATime.

    The worker's own limit would end a bomb as well, but each costs two seconds and a worker: a feed may hold thousands.
    """
    for calendar in read_calendars(text):
        zones = defined_zones(calendar)
        for event in calendar.children:
            if event.name == "VEVENT" and (event.value("RRULE") or event.value("RDATE") or event.value("EXDATE")):
                try:
                    start, _ = span(event, zones)
                except NotATime:
                    # What no zone explains is judged as if it began long ago.
                    start = _LONG_AGO
                check_rules(event, start, until)


def _happening(calendar: str, event: Any, zone: tzinfo, *, in_series: bool) -> Happening:
    start, end = event["DTSTART"].dt, event["DTEND"].dt
    # The library gives one to what happens once, too.
    recurrence = event.get("RECURRENCE-ID") if in_series else None
    return Happening(
        calendar=calendar,
        uid=str(event.get("UID", "")),
        recurrence_id=recurrence.dt.isoformat() if recurrence is not None else "",
        summary=one_line(str(event.get("SUMMARY", ""))),
        start=_aware(start, zone),
        end=_aware(end, zone),
        all_day=not isinstance(start, datetime),
        status=str(event.get("STATUS", "CONFIRMED")).upper()[:20],
        transparent=str(event.get("TRANSP", "OPAQUE")).upper() == "TRANSPARENT",
        place=one_line(str(event.get("LOCATION", ""))),
        is_private=str(event.get("CLASS", "PUBLIC")).upper() in ("PRIVATE", "CONFIDENTIAL"),
    )


def _aware(when: date | datetime, zone: tzinfo) -> datetime:
    if not isinstance(when, datetime):
        return datetime.combine(when, time(), zone)
    # A zone of the text's own is no zone that a pickle may carry: the instant is what counts.
    return when.replace(tzinfo=zone) if when.tzinfo is None else when.astimezone(UTC)
