"""An appointment's lines as a person reads them, and whether two texts say the same. Linear; nothing is recurred."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from officebot.core.text import Text, one_line, quoted, say

_FOLD = re.compile(r"\r?\n[ \t]")
# A line with what continues it.
_LOGICAL = re.compile(r"\n(?![ \t])")
_PARAMETER = re.compile(r';([A-Za-z0-9-]{1,40})=("[^"\r\n]{0,500}"|[^;:"\r\n]{0,500})')
_STAMPS = frozenset({"DTSTAMP", "CREATED", "LAST-MODIFIED", "PRODID"})
_ESCAPED = re.compile(r"\\([\\;,nN])")
# What holds or explains the events and is none itself.
_FRAMES = frozenset({"VCALENDAR", "VTIMEZONE"})
_MOST_NAMED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One property: its name in capitals, its parameters by name in capitals, its value as it stands."""

    name: str
    parameters: Mapping[str, str]
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One event of an object: the recurrence it stands for ("" for the whole), and its lines in order."""

    uid: str
    recurrence: str
    lines: tuple[Line, ...]

    def first(self, name: str) -> Line | None:
        """The first property of this name."""
        return next((line for line in self.lines if line.name == name), None)

    def said(self, name: str) -> str:
        """The value of a text property, unescaped, in one line; "" for none."""
        found = self.first(name)
        if found is None:
            return ""
        return one_line(_ESCAPED.sub(lambda one: "\n" if one[1] in "nN" else one[1], found.value))


def events(text: str) -> list[Component]:
    """The object's events, in their order; what stands inside them (alarms) is left out."""
    return list(_events(_FOLD.sub("", text).replace("\r\n", "\n").split("\n")))


def uid_of(text: str) -> str:
    """The object's UID; "" where there is none, or several."""
    found = {one.uid for one in events(text)}
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
        line.value[7:].strip().lower()
        for line in lines
        if line.parameters.get("SCHEDULE-AGENT", "SERVER") == "SERVER"
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
    main = next((one for one in found if not one.recurrence), found[0])
    parts = [say("“{summary}”", summary=main.said("SUMMARY") or "—"), _when(main, zone)]
    if main.first("RRULE") is not None:
        parts.append(say("repeated"))
    if place := main.said("LOCATION"):
        parts.append(say("at {place}", place=place))
    if who := attendees(text):
        parts.append(say("with {people}", people=_few(who)))
    return _listed(parts)


def changes(before: str, after: str, zone: ZoneInfo) -> Text:
    """What is other in the second text, in words; nothing but its number where only that is."""
    old, new = _by_recurrence(before), _by_recurrence(after)
    found = [_changed(old[key], new[key], zone) for key in new if key in old]
    parts = [part for one in found for part in one]
    parts += [
        say("one date of the series is set apart: {when}", when=_when(new[k], zone)) for k in new if k not in old
    ]
    parts += [say("one date of the series is like the others again") for key in old if key not in new]
    return _listed(parts) if parts else say("nothing that a person would notice")


def _changed(old: Component, new: Component, zone: ZoneInfo) -> Iterator[Text]:
    if _values(old, "SUMMARY") != _values(new, "SUMMARY"):
        yield say("now called “{summary}”", summary=new.said("SUMMARY") or "—")
    if _values(old, "DTSTART", "DTEND", "DURATION") != _values(new, "DTSTART", "DTEND", "DURATION"):
        yield say("{now} instead of {before}", now=_when(new, zone), before=_when(old, zone))
    if _values(old, "LOCATION") != _values(new, "LOCATION"):
        yield say("at {place}", place=new.said("LOCATION") or "—")
    if _values(old, "STATUS") != _values(new, "STATUS"):
        yield say("status {status}", status=new.said("STATUS") or "—")
    if _values(old, "RRULE", "EXDATE", "RDATE") != _values(new, "RRULE", "EXDATE", "RDATE"):
        yield say("repeated otherwise")
    if _values(old, "ATTENDEE") != _values(new, "ATTENDEE"):
        yield say("attendees: {people}", people=_few(line.value.lower().removeprefix("mailto:")
                                                     for line in new.lines if line.name == "ATTENDEE"))  # fmt: skip
    if _values(old, "DESCRIPTION") != _values(new, "DESCRIPTION"):
        yield say("another description")


def _values(one: Component, *names: str) -> list[tuple[str, tuple[tuple[str, str], ...], str]]:
    return sorted(_plain(line) for line in one.lines if line.name in names)


def _by_recurrence(text: str) -> dict[str, Component]:
    return {one.recurrence: one for one in events(text)}


def _essence(text: str) -> frozenset[object]:
    return frozenset(
        (one.uid, one.recurrence, frozenset(_plain(line) for line in one.lines if _counts(line)))
        for one in events(text)
    )


def _counts(line: Line) -> bool:
    return (
        line.name not in _STAMPS and not line.name.startswith("X-") and (line.name, line.value) != ("SEQUENCE", "0")
    )


def _plain(line: Line) -> tuple[str, tuple[tuple[str, str], ...], str]:
    kept = ((name, value.strip('"')) for name, value in line.parameters.items() if not name.startswith("X-"))
    return line.name, tuple(sorted(kept)), line.value


def _when(one: Component, zone: ZoneInfo) -> Text:
    start, end = _moment(one.first("DTSTART"), zone), _moment(one.first("DTEND"), zone)
    if start is None:
        return say("without a time that is understood")
    if isinstance(start, datetime) and isinstance(end, datetime):
        until = quoted(f"{end:%H:%M}") if end.date() == start.date() else say("{when}", when=end)
        return say("{start} to {end}", start=start, end=until)
    return say("{when}", when=start)


def _moment(line: Line | None, zone: ZoneInfo) -> date | datetime | None:
    """The moment on the office's wall clock; a time of a zone that is not known is shown as it stands."""
    if line is None:
        return None
    value, name = line.value.strip(), line.parameters.get("TZID", "").strip('"')
    try:
        if len(value) == 8:
            return datetime.strptime(value, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
        read = datetime.strptime(value.rstrip("Zz"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - its zone follows
        known = ZoneInfo("UTC") if value[-1:] in "Zz" else ZoneInfo(name) if name else None
    except (ValueError, KeyError, OSError):
        return None
    return read.replace(tzinfo=known).astimezone(zone) if known is not None else read


def _few(people: Iterable[str]) -> list[str]:
    found = [one_line(one, 80) for one in people]
    return found if len(found) <= _MOST_NAMED else [*found[:_MOST_NAMED], "…"]


def _listed(parts: Iterable[Text]) -> Text:
    """The parts with commas between, each still translated."""
    found = list(parts)
    places = {f"p{number}": part for number, part in enumerate(found)}
    return Text(", ".join(f"{{{name}}}" for name in places), tuple(places.items()))


def _events(lines: Iterable[str]) -> Iterator[Component]:
    depth, in_zone, taken = 0, False, list[Line]()
    for written in lines:
        line = _line(written)
        if in_zone:
            in_zone = line.name != "END" or line.value.strip().upper() != "VTIMEZONE"
        elif line.name == "BEGIN":
            in_zone = not depth and line.value.strip().upper() == "VTIMEZONE"
            depth += bool(depth) or line.value.strip().upper() not in _FRAMES
        elif line.name == "END" and depth:
            depth -= 1
            if not depth:
                yield _component(taken)
                taken = []
        elif depth == 1 and line.name:
            taken.append(line)


def _component(lines: list[Line]) -> Component:
    values = {line.name: line.value.strip() for line in reversed(lines) if line.name in ("UID", "RECURRENCE-ID")}
    return Component(uid=values.get("UID", ""), recurrence=values.get("RECURRENCE-ID", ""), lines=tuple(lines))


def _line(written: str) -> Line:
    name = re.match(r"[A-Za-z0-9-]{1,60}", written)
    if name is None:
        return Line(name="", parameters={}, value="")
    at, parameters = name.end(), dict[str, str]()
    while (found := _PARAMETER.match(written, at)) is not None:
        parameters[found[1].upper()] = found[2]
        at = found.end()
    return Line(name=name[0].upper(), parameters=parameters, value=written[at:].removeprefix(":").rstrip("\r"))
