"""The slow way: busy time by icalendar and recurring-ical-events, with limits, for what the quick way is unsure of."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from officebot.core.availability.busy import Source
from officebot.core.availability.limits import MOST_OCCURRENCES, Allowance, TooMany, check_steps
from officebot.core.availability.quick import Found, Window, status_of
from officebot.core.availability.walltime import DAY
from officebot.core.availability.zones import FAILURES, UnknownZone
from officebot.core.calendars.lines import escaped_whole, is_private
from officebot.core.expressions import expression
from officebot.core.text import Text, say

Tell = Callable[[Text], None]
#: How the library says which property it could not read, and what people call it.
_OF_PROPERTY = expression(r"property '([A-Z-]{2,20})'")
_PARTS = {
    "DTSTART": say("when it begins"),
    "DTEND": say("when it ends"),
    "DURATION": say("how long it lasts"),
    "RRULE": say("its rule of repetition"),
    "EXDATE": say("the days that are left out"),
    "RDATE": say("the days that are added"),
    "RECURRENCE-ID": say("which of a series it is"),
}
_BY_TIMES = ("BYHOUR", "BYMINUTE", "BYSECOND")


class Refused(Exception):
    """An event that cannot be read; `what` says why to people."""

    def __init__(self, what: Text) -> None:
        self.what = what
        super().__init__(what.render())


def read_by_library(text: str, zone: tzinfo, window: Window, into: Found, tell: Tell, allowance: Allowance) -> None:
    """Reads the calendars of a text, `zone` being the reader's, for floating times and whole days.

    What must be assumed is told. Raises Refused or TooMany, with nothing added, where something cannot be read; what
    its rules take is spent of the allowance in any case.
    """
    from icalendar import Calendar
    from icalendar.timezone import tzp

    tzp.use_zoneinfo()
    found = Found()
    told: list[Text] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parsed: list[Any] = list(Calendar.from_ical(text, multiple=True))
            if not parsed:
                raise Refused(say("This is no calendar, or it lacks its end: nothing of it was read."))
            for calendar in parsed:
                for event in calendar.walk("VEVENT"):
                    told += _check(event)
                    allowance.spend(_steps(event, window))
                _read(calendar, zone, window, found)
    except UnknownZone as unknown:
        raise Refused(unknown_zone(str(unknown))) from None
    except FAILURES as failure:
        raise Refused(_unreadable(failure)) from failure
    finally:
        tzp.use_zoneinfo()
    for sentence in told:
        tell(sentence)
    offset = len(into.sources)
    into.sources += found.sources
    into.spans += [(start, end, number + offset) for start, end, number in found.spans]


def unknown_zone(name: str) -> Text:
    """The sentence about a zone that nobody defines."""
    return say(
        "Nobody knows the time zone “{zone}”: the event was left out. Name it as “Europe/Paris”.", zone=name[:80]
    )


def floating(zone: str) -> Text:
    """The sentence about a time without a zone."""
    return say("This time has no zone: it was read in {zone}.", zone=zone)


def _unreadable(failure: Exception) -> Text:
    """What is said of an event on which the library stumbled: its own words are for programmers, and may hold anything."""
    found = _OF_PROPERTY.search(str(failure))
    if found is None or found[1] not in _PARTS:
        return say("This event cannot be read, and was left out: open it in its calendar, and save it again.")
    return _mend(found[1])


def _mend(name: str) -> Text:
    return say("This event cannot be read, and was left out: in its calendar, mend {part}.", part=_PARTS[name])


def _check(event: Any) -> list[Text]:
    """What must be told of an event; raises Refused or UnknownZone where it is not to be expanded."""
    start = event.get("DTSTART")
    if start is None or isinstance(start, list) or not isinstance(getattr(start, "dt", None), date):
        raise Refused(_mend("DTSTART"))
    told = []
    for name in ("DTSTART", "DTEND", "RECURRENCE-ID"):
        _check_zone(event.get(name))
    if _is_backwards(event):
        told.append(say("This event ends before it starts: the time between was taken for busy. Ask its organiser."))
    return told


def _steps(event: Any, window: Window) -> int:
    rules = event.get("RRULE", [])
    return sum(
        _check_rule(rule, event["DTSTART"].dt, window) for rule in (rules if isinstance(rules, list) else [rules])
    )


def _check_zone(written: Any) -> None:
    moment = getattr(written, "dt", None)
    if isinstance(moment, datetime) and moment.tzinfo is None and "TZID" in written.params:
        raise UnknownZone(str(written.params["TZID"]))


def _is_backwards(event: Any) -> bool:
    start, end, length = event["DTSTART"].dt, event.get("DTEND"), event.get("DURATION")
    if end is None:
        return isinstance(getattr(length, "dt", None), timedelta) and length.dt < timedelta(0)
    if type(start) is not type(end.dt) or getattr(start, "tzinfo", None) != getattr(end.dt, "tzinfo", None):
        return bool(_noon(end.dt) < _noon(start) - timedelta(days=1))
    return bool(end.dt < start)


def _noon(moment: date) -> datetime:
    return datetime(moment.year, moment.month, moment.day, 12)  # noqa: DTZ001 - only the day counts


def _check_rule(rule: Any, start: date, window: Window) -> int:
    """The steps of a rule, which gets an end where it has none, so that none is followed for ever.

    Raises TooMany for what repeats too often.
    """
    first = (start.toordinal() - date(1970, 1, 1).toordinal()) * DAY
    each = 1
    for name in _BY_TIMES:
        each *= max(1, len(rule.get(name, ())))
    interval = int((rule.get("INTERVAL") or [1])[0])
    steps = check_steps(str((rule.get("FREQ") or [""])[0]).upper(), interval, (window.end - first) / DAY, each)
    if "UNTIL" not in rule:
        # Whole days later than anything that is asked for, and than the start, which always counts.
        last = max(window.end, first) // DAY + 400
        until = date(1970, 1, 1) + timedelta(days=last)
        if not isinstance(start, datetime):
            rule["UNTIL"] = [until]
        else:
            rule["UNTIL"] = [datetime(until.year, until.month, until.day, tzinfo=UTC if start.tzinfo else None)]
    return steps


def _read(calendar: Any, zone: tzinfo, window: Window, found: Found) -> None:
    import recurring_ical_events

    # Two days more at each side: whole days and floating times are in the reader's zone, not in that of the question.
    margin = timedelta(days=2)
    start, end = (datetime.fromtimestamp(instant, zone) for instant in window)
    numbers: dict[Source, int] = {}
    for event in recurring_ical_events.of(calendar).between(start - margin, end + margin):
        span = _span(event, zone)
        source = _source(event)
        if source is None or not (span[0] < window.end and span[1] > window.start and span[0] < span[1]):
            continue
        number = numbers.setdefault(source, len(found.sources))
        if number == len(found.sources):
            found.sources.append(source)
        found.spans.append((*span, number))
        if len(found.spans) > MOST_OCCURRENCES:
            raise TooMany


def _span(event: Any, zone: tzinfo) -> tuple[int, int]:
    start, end = event["DTSTART"].dt, event["DTEND"].dt
    if not isinstance(start, datetime) and start == end:
        end = start + timedelta(days=1)
    return _instant(start, zone), _instant(end, zone)


def _instant(moment: date, zone: tzinfo) -> int:
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=zone)
    elif moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return int(moment.timestamp())


def _source(event: Any) -> Source | None:
    def word(name: str) -> str:
        value = event.get(name, "")
        return str(value[0] if isinstance(value, list) and value else value)

    status = status_of(word("STATUS").upper(), word("TRANSP").upper(), word("X-MICROSOFT-CDO-BUSYSTATUS").upper())
    if status is None:
        return None
    hidden = is_private(word("CLASS"))
    all_day = not isinstance(event["DTSTART"].dt, datetime)
    return Source(
        status, word("UID"), all_day, hidden, escaped_whole(word("SUMMARY")), escaped_whole(word("LOCATION"))
    )


def object_text(own_zone: str, zones: Iterable[str], events: Iterable[str]) -> str:
    """A calendar of one object's events with the zones that they name, as the library reads it."""
    return "".join(_object_lines(own_zone, zones, events))


def _object_lines(own_zone: str, zones: Iterable[str], events: Iterable[str]) -> Iterator[str]:
    yield "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//officebot//busy//EN"
    if own_zone:
        yield f"\nX-WR-TIMEZONE:{own_zone}"
    yield from zones
    for lines in events:
        yield f"\nBEGIN:VEVENT{lines}\nEND:VEVENT"
    yield "\nEND:VCALENDAR\n"
