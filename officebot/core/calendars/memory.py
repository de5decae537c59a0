"""What is remembered of an event: for each thing that can be said of it, the latest message that said it.

The messages of an event form a set; of those that fill the same place, the greatest by SEQUENCE, DTSTAMP and text is
kept (RFC 5546 §2.1.5). Joining such sets is commutative, associative and idempotent: whatever the order in which
messages come, and however often, the same ones are kept. All that is shown is worked out from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from officebot.core.calendars.components import Component, read_calendars
from officebot.core.calendars.lines import Line, escaped_whole, unescaped
from officebot.core.calendars.messages import Message, speaker_of
from officebot.core.calendars.people import address_of, attendees_of, organizer_of
from officebot.core.calendars.times import Moment, NotATime, Zones, as_utc, is_day, moment
from officebot.core.calendars.zones import by_tzid
from officebot.core.expressions import expression
from officebot.core.problems import UserError

#: The property of a calendar that holds one remembered message.
PROPERTY = "X-OFFICEBOT-KEPT"
#: Of the same version, what stands in the calendar already goes before its invitation, a cancellation before both.
_RANK = {"PUBLISH": 0, "ADD": 0, "REQUEST": 1, "BASE": 2, "CANCEL": 3}
_STAMP = expression(r"\d{8}T\d{6}Z?", re.ASCII)
Place: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One thing that was said of an event: `said` is REQUEST, PUBLISH, ADD, CANCEL, UNINVITE, REPLY, COUNTER,
    DECLINECOUNTER, CLAIM (an organiser's first word on the UID), or BASE (it stood in the calendar).

    `person` is the attendee who speaks, or who is uninvited. `zones` are the VTIMEZONEs of zones without a name.
    `version` is the SEQUENCE of the series that came along with it: some organisers count each occurrence apart.
    """

    said: str
    event: Component
    person: str = ""
    zones: tuple[Component, ...] = ()
    version: int = 0

    @property
    def uid(self) -> str:
        """The event's UID."""
        return unescaped(self.event.value("UID"))

    @cached_property
    def which(self) -> str:
        """Which occurrence: "" for the whole, else its instant in UTC or its day, with "+" for all from there on."""
        return which_of(self.event, by_tzid(self.zones))

    @cached_property
    def sequence(self) -> int:
        """The version (RFC 5545 §3.8.7.4)."""
        return sequence_of(self.event)

    @cached_property
    def stamp(self) -> str:
        """When it was said, as DTSTAMP says."""
        return stamp_of(self.event)

    @cached_property
    def key(self) -> tuple[int, str, int, int, str]:
        """What decides which of two is the later one."""
        text = "\n".join(str(line) for line in self.event.content())
        return self.sequence, self.stamp, _RANK.get(self.said, 1), self.version, text

    @cached_property
    def place(self) -> Place:
        """What it fills: of all that fill the same place, one is kept."""
        kind = "REQUEST" if self.said == "PUBLISH" else self.said
        if kind == "BASE":
            return kind, self.uid, self.which
        if kind == "CLAIM":
            return kind, self.uid, organizer_of(self.event)
        which = self.which if kind != "ADD" else _start_of(self.event)
        return kind, self.uid, which, organizer_of(self.event), self.person

    def goes_before(self, other: Kept) -> bool:
        """Whether it, and not the other one of its place, is kept: the later word, but the first claim."""
        if self.said == "CLAIM":
            return _claim(self) < _claim(other)
        return self.key > other.key

    @cached_property
    def line(self) -> Line:
        """The property that remembers it in a calendar."""
        params = [("METHOD", (self.said,))] + ([("PERSON", (self.person,))] if self.person else [])
        params += [("VERSION", (str(self.version),))] if self.version else []
        text = "\n".join(str(line) for part in (self.event, *self.zones) for line in part.content())
        # Nothing is left out, as it would be for people: what is read again must be the same.
        return Line(PROPERTY, escaped_whole(text), tuple(params))


def _claim(kept: Kept) -> tuple[str, int, str]:
    return kept.stamp, kept.sequence, kept.key[-1]


def kept_of(line: Line) -> Kept | None:
    """What a property remembers; None where somebody spoilt it."""
    try:
        parts = read_calendars(unescaped(line.value))[0].children
    except UserError:
        return None
    events = [one for one in parts if one.name == "VEVENT"]
    if len(events) != 1:
        return None
    zones = tuple(one for one in parts if one.name == "VTIMEZONE")
    version = line.param("VERSION")
    return Kept(
        said=line.param("METHOD"),
        event=events[0],
        person=line.param("PERSON"),
        zones=zones,
        version=int(version) if version.isascii() and version.isdigit() and len(version) <= 9 else 0,
    )


def joined(known: Iterable[Kept], new: Iterable[Kept]) -> tuple[Kept, ...]:
    """Both together, one for each place, in the order of their places."""
    found: dict[Place, Kept] = {}
    for one in (*known, *new):
        there = found.get(one.place)
        if there is None or one.goes_before(there):
            found[one.place] = one
    return tuple(found[place] for place in sorted(found))


def entries(message: Message) -> tuple[Kept, ...]:
    """What a message says, taken apart; REFRESH says nothing that lasts."""
    found: list[Kept] = []
    version = version_of(message.events)
    for event in message.events:
        zones = _used(event, message.zones)
        if message.method in ("REPLY", "COUNTER"):
            found.append(Kept(said=message.method, event=event, person=speaker_of(message, event), zones=zones))
        elif message.method == "DECLINECOUNTER":
            found.append(Kept(said=message.method, event=event, person=address_of(event.first("ATTENDEE"))))
        elif message.method == "CANCEL" and _is_partial(event):
            found += [Kept(said="UNINVITE", event=event, person=one, zones=zones) for one in attendees_of(event)]
        elif message.method != "REFRESH":
            found.append(Kept(said=message.method, event=event, zones=zones, version=version))
        if message.method in ("REQUEST", "PUBLISH", "ADD", "CANCEL"):
            found.append(Kept(said="CLAIM", event=_first_word(event)))
    return tuple(found)


def version_of(events: Iterable[Component]) -> int:
    """The SEQUENCE of the series among events that come together; 0 without it."""
    return max((sequence_of(one) for one in events if one.first("RECURRENCE-ID") is None), default=0)


def _is_partial(event: Component) -> bool:
    """Whether a CANCEL uninvites those it lists, and leaves the event to the others (RFC 5546 §3.2.5)."""
    return event.value("STATUS").upper() != "CANCELLED" and event.first("ATTENDEE") is not None


def _first_word(event: Component) -> Component:
    lines = tuple(line for line in event.lines if line.name in ("UID", "DTSTAMP", "SEQUENCE", "ORGANIZER"))
    return Component("VEVENT", lines)


def _used(event: Component, zones: tuple[Component, ...]) -> tuple[Component, ...]:
    used = {line.param("TZID") for line in event.lines}
    return tuple(one for one in zones if one.value("TZID") in used)


def sequence_of(event: Component) -> int:
    """The SEQUENCE; 0 where it says none, or none that can be one."""
    value = event.value("SEQUENCE")
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 9 else 0


def stamp_of(event: Component) -> str:
    """The DTSTAMP, comparable as text; "" where there is none."""
    found = event.value("DTSTAMP").upper()
    return found.rstrip("Z") if _STAMP.fullmatch(found) else ""


def which_of(event: Component, zones: Zones) -> str:
    """Which occurrence of its series an event is, in one way of writing for all zones; "" for the whole series."""
    line = event.first("RECURRENCE-ID")
    if line is None or not line.value.strip():
        return ""
    try:
        told = instant(moment(line, zones))
    except NotATime:
        told = line.value.strip().upper()
    return f"{told}+" if line.param("RANGE").upper() == "THISANDFUTURE" else told


def instant(when: Moment) -> str:
    """A moment in the one way of writing: a day, a floating time, or UTC."""
    if is_day(when):
        return f"{when:%Y%m%d}"
    suffix = "Z" if getattr(when, "tzinfo", None) is not None else ""
    return f"{as_utc(when):%Y%m%dT%H%M%S}{suffix}"


def _start_of(event: Component) -> str:
    line = event.first("DTSTART")
    return f"{line.value}{line.param('TZID')}" if line is not None else ""
