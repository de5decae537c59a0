"""An appointment's lines as a person reads them, and whether two texts say the same. Linear; nothing is recurred."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from officebot.core.calendars.components import Component, read_calendars
from officebot.core.calendars.lines import Line, unescaped
from officebot.core.calendars.times import Moment, NotATime, span
from officebot.core.calendars.zones import defined_zones
from officebot.core.expressions import expression
from officebot.core.problems import UserError
from officebot.core.text import Text, joined, one_line, quoted, say

_FOLD = expression(r"\r?\n[ \t]")
# A line with what continues it.
_LOGICAL = expression(r"\n(?![ \t])")
_STAMPS = frozenset({"DTSTAMP", "CREATED", "LAST-MODIFIED", "PRODID"})
_MOST_NAMED = 8


def events(text: str) -> list[Component]:
    """The object's events and tasks, in their order; none of what is no calendar."""
    return [one for calendar in _calendars(text) for one in calendar.children if one.name != "VTIMEZONE"]


def _calendars(text: str) -> tuple[Component, ...]:
    try:
        return read_calendars(text)
    except UserError:
        return ()


def uid_of(text: str) -> str:
    """The object's UID; "" where there is none, or several."""
    found = {one.value("UID") for one in events(text)}
    return found.pop() if len(found) == 1 else ""


def same(one: str, other: str) -> bool:
    """Whether two texts say the same of the same events: servers write lines in another order, and stamp them."""
    return _essence(one) == _essence(other)


def for_client(text: str) -> str:
    """The text in which no server is to write to attendees (RFC 6638 §7.1, SCHEDULE-AGENT=CLIENT): officebot does."""
    out, in_alarm = [], False
    for line in _LOGICAL.split(text.replace("\r\n", "\n")):
        name = line.partition(":")[0].partition(";")[0].upper()
        if line.upper().startswith(("BEGIN:VALARM", "END:VALARM")):
            in_alarm = name == "BEGIN"
        if name in ("ATTENDEE", "ORGANIZER") and not in_alarm and not _names_an_agent(line):
            # Right behind the name, and folded there: the line may be as long as RFC 5545 §3.1 allows already.
            out.append(f"{line[: len(name)]};SCHEDULE-AGENT=CLIENT\n {line[len(name) :]}")
        else:
            out.append(line)
    return "\n".join(out).replace("\n", "\r\n")


def for_store(text: str) -> str:
    """The text as a calendar keeps it: without METHOD, which is for messages (RFC 4791 §4.1)."""
    lines = _LOGICAL.split(text.replace("\r\n", "\n"))
    kept = "\n".join(line for line in lines if not line.upper().startswith("METHOD:"))
    return kept.replace("\n", "\r\n")


def told_by_server(text: str) -> tuple[str, ...]:
    """The attendees that a scheduling server would write to, had it its way: those without another SCHEDULE-AGENT."""
    lines = (line for one in events(text) for line in one.lines if line.name == "ATTENDEE")
    found = (
        line.value[7:].strip().lower() for line in lines if (line.param("SCHEDULE-AGENT") or "SERVER") == "SERVER"
    )
    return tuple(dict.fromkeys(address for address in found if address))


def _names_an_agent(line: str) -> bool:
    return ";SCHEDULE-AGENT=" in _FOLD.sub("", line).upper()


def attendees(text: str) -> tuple[str, ...]:
    """The mail addresses of all attendees, in small letters, each once."""
    lines = (line.value for one in events(text) for line in one.lines if line.name == "ATTENDEE")
    found = (value[7:].strip().lower() for value in lines if value[:7].lower() == "mailto:")
    return tuple(dict.fromkeys(found))


def appointment(text: str, zone: ZoneInfo) -> Text:
    """“Lunch”, 24 November 2026 at 12:00, with Anna: what a person needs to say yes."""
    found = events(text)
    if not found:
        return say("an entry that is no appointment")
    main = next((one for one in found if not one.value("RECURRENCE-ID")), found[0])
    parts = [say("“{summary}”", summary=_said(main, "SUMMARY") or "—"), _when(main, _zones(text), zone)]
    if main.first("RRULE") is not None:
        parts.append(say("repeated"))
    if place := _said(main, "LOCATION"):
        parts.append(say("at {place}", place=place))
    if who := attendees(text):
        parts.append(say("with {people}", people=_few(who)))
    return joined(parts, ", ")


def changes(before: str, after: str, zone: ZoneInfo) -> Text:
    """What is other in the second text, in words; nothing but its number where only that is."""
    old, new = _by_recurrence(before), _by_recurrence(after)
    zones = _zones(after)

    def when(which: Mapping[str, Component], key: str) -> Text:
        return _when(which[key], zones if which is new else _zones(before), zone)

    parts = [
        part for key in new if key in old
        for part in _changed(old[key], new[key], when(old, key), when(new, key))
    ]  # fmt: skip
    parts += [
        say("one date of the series is set apart: {when}", when=when(new, key)) for key in new if key not in old
    ]
    parts += [say("one date of the series is like the others again") for key in old if key not in new]
    return joined(parts, ", ") if parts else say("nothing that a person would notice")


def _changed(old: Component, new: Component, before: Text, now: Text) -> Iterator[Text]:
    if _values(old, "SUMMARY") != _values(new, "SUMMARY"):
        yield say("now called “{summary}”", summary=_said(new, "SUMMARY") or "—")
    if _values(old, "DTSTART", "DTEND", "DURATION") != _values(new, "DTSTART", "DTEND", "DURATION"):
        yield say("{now} instead of {before}", now=now, before=before)
    if _values(old, "LOCATION") != _values(new, "LOCATION"):
        yield say("at {place}", place=_said(new, "LOCATION") or "—")
    if _values(old, "STATUS") != _values(new, "STATUS"):
        yield say("status {status}", status=_said(new, "STATUS") or "—")
    if _values(old, "RRULE", "EXDATE", "RDATE") != _values(new, "RRULE", "EXDATE", "RDATE"):
        yield say("repeated otherwise")
    if _values(old, "ATTENDEE") != _values(new, "ATTENDEE"):
        yield say("attendees: {people}", people=_few(line.value.lower().removeprefix("mailto:")
                                                     for line in new.lines if line.name == "ATTENDEE"))  # fmt: skip
    if _values(old, "DESCRIPTION") != _values(new, "DESCRIPTION"):
        yield say("another description")


def _values(one: Component, *names: str) -> list[tuple[str, tuple[tuple[str, tuple[str, ...]], ...], str]]:
    return sorted(_plain(line) for line in one.lines if line.name in names)


def _by_recurrence(text: str) -> dict[str, Component]:
    return {one.value("RECURRENCE-ID"): one for one in events(text)}


def _said(one: Component, name: str) -> str:
    """The words of a text property in one line; "" for none."""
    return one_line(unescaped(one.value(name)))


def _essence(text: str) -> frozenset[object]:
    return frozenset(
        (one.value("UID"), one.value("RECURRENCE-ID"), frozenset(_plain(line) for line in one.lines if _counts(line)))
        for one in events(text)
    )


def _counts(line: Line) -> bool:
    return (
        line.name not in _STAMPS and not line.name.startswith("X-") and (line.name, line.value) != ("SEQUENCE", "0")
    )


def _plain(line: Line) -> tuple[str, tuple[tuple[str, tuple[str, ...]], ...], str]:
    kept = (param for param in line.params if not param[0].startswith("X-"))
    return line.name, tuple(sorted(kept)), line.value.strip()


def _zones(text: str) -> dict[str, Component]:
    return {tzid: zone for calendar in _calendars(text) for tzid, zone in defined_zones(calendar).items()}


def _when(one: Component, zones: dict[str, Component], office: ZoneInfo) -> Text:
    """Its beginning and end on the office's wall clock; a floating time as it stands. Whole days without their end."""
    try:
        start, end = (_here(moment, office) for moment in span(one, zones))
    except NotATime:
        return say("without a time that is understood")
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        last = end - timedelta(days=1)
        return say("{start} to {end}", start=start, end=last) if last > start else say("{when}", when=start)
    if end == start:
        return say("{when}", when=start)
    until = quoted(f"{end:%H:%M}") if end.date() == start.date() else say("{when}", when=end)
    return say("{start} to {end}", start=start, end=until)


def _here(moment: Moment, office: ZoneInfo) -> Moment:
    return moment.astimezone(office) if isinstance(moment, datetime) and moment.tzinfo is not None else moment


def _few(people: Iterable[str]) -> list[str]:
    found = [one_line(one, 80) for one in people]
    return found if len(found) <= _MOST_NAMED else [*found[:_MOST_NAMED], "…"]
