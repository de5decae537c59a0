"""A calendar with its memory: read from a file, changed by messages, written as the same bytes whatever their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from officebot.core.calendars.components import Component, read_calendars
from officebot.core.calendars.deriving import View
from officebot.core.calendars.lines import Line, unescaped
from officebot.core.calendars.memory import PROPERTY, Kept, joined, kept_of, version_of
from officebot.core.calendars.zones import defined_zones, vtimezone, zone_name

PRODUCT = "-//officebot//calendar//EN"
_HEAD = (Line("VERSION", "2.0"), Line("PRODID", PRODUCT))


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A person's calendar, as `for_address` sees it: what is remembered of each event by its UID, and all the rest.

    `head` are the calendar's own properties, `other` what is no event (tasks, journals), both as they stood.
    """

    for_address: str
    memory: Mapping[str, tuple[Kept, ...]]
    head: tuple[Line, ...] = _HEAD
    other: tuple[Component, ...] = ()

    def events(self, uid: str) -> tuple[Component, ...]:
        """What the calendar holds of a UID: the whole first, then the occurrences that differ."""
        return self.view(uid).events

    def view(self, uid: str) -> View:
        """The UID with its owner, its versions and cancellations."""
        return View(self.memory.get(uid, ()), self.for_address)

    def with_kept(self, uid: str, new: Iterable[Kept]) -> State:
        """The same, knowing more of a UID."""
        known = joined(self.memory.get(uid, ()), new)
        return replace(self, memory={**self.memory, uid: known}) if known else self


def empty_state(for_address: str) -> State:
    """A calendar that holds nothing."""
    return State(for_address=for_address.strip().lower(), memory={})


def read_state(data: bytes | str, for_address: str) -> State:
    """The calendar of a file, with what officebot noted in it. Raises UserError for what is no calendar.

    An event that somebody changed since then counts as it stands now; one that they took out is forgotten.
    """
    address = for_address.strip().lower()
    calendars = read_calendars(data)
    standing: dict[str, list[Kept]] = {}
    noted: dict[str, list[Kept]] = {}
    other: list[Component] = []
    head: list[Line] = []
    for calendar in calendars:
        zones = defined_zones(calendar)
        for one in calendar.children:
            if one.name == "VEVENT":
                kept = Kept(said="BASE", event=one, zones=_unnamed(one, zones))
                standing.setdefault(kept.uid, []).append(kept)
            elif one.name != "VTIMEZONE":
                other.append(one)
        for line in calendar.lines:
            if line.name == PROPERTY:
                if (remembered := kept_of(line)) is not None:
                    noted.setdefault(remembered.uid, []).append(remembered)
            elif line.name != "METHOD" and line.name not in {old.name for old in head}:
                head.append(line)
    memory = {uid: _known(standing.get(uid, []), noted.get(uid, []), address) for uid in {*standing, *noted}}
    return State(for_address=address, memory=memory, head=tuple(head) or _HEAD, other=tuple(other))


def _unnamed(event: Component, zones: Mapping[str, Component]) -> tuple[Component, ...]:
    """The definitions that an event needs: those of zones that do not go by their IANA name."""
    used = sorted({line.param("TZID") for line in event.lines} & zones.keys())
    return tuple(zones[tzid] for tzid in used if zone_name(tzid) != tzid)


def _known(found: list[Kept], noted: list[Kept], for_address: str) -> tuple[Kept, ...]:
    version = version_of(one.event for one in found)
    standing = [replace(one, version=version) for one in found] if version else found
    if not noted:
        return joined((), standing) if len(standing) > 1 else tuple(standing)
    view = View(joined((), noted), for_address)
    shown = {_content(one) for one in view.events}
    if shown and not standing:
        return ()
    return joined(noted, (one for one in standing if _content(one.event) not in shown))


def _content(event: Component) -> tuple[str, ...]:
    """What an event says, in whatever order a server wrote it."""
    return tuple(sorted(str(line) for line in event.content()))


def write_state(state: State) -> str:
    """The calendar as text: the same state gives the same bytes. What it remembers stands in `X-OFFICEBOT-KEPT`."""
    events: list[Component] = []
    notes: list[Line] = []
    defined: dict[str, Component] = {}
    for uid in sorted(state.memory):
        kept = state.memory[uid]
        shown = state.events(uid)
        events += shown
        for one in kept:
            defined.update({zone.value("TZID"): zone for zone in one.zones})
        if any(one.said != "BASE" for one in kept):
            notes += [one.line for one in kept]
    zones = zones_for(events, defined)
    return Component("VCALENDAR", (*state.head, *notes), (*zones, *state.other, *events)).text()


def zones_for(events: Iterable[Component], defined: Mapping[str, Component]) -> tuple[Component, ...]:
    """The VTIMEZONEs of the zones that events use, by name: as defined, else made of the IANA zone."""
    first: dict[str, int] = {}
    for event in events:
        for line in event.lines:
            if tzid := line.param("TZID"):
                year = int(line.value[:4]) if line.value[:4].isascii() and line.value[:4].isdigit() else 2000
                first[tzid] = min(first.get(tzid, 9999), max(1970, min(year, 9000)))
    made = {}
    for tzid, year in first.items():
        if tzid in defined:
            made[tzid] = defined[tzid]
        elif name := zone_name(tzid):
            # From the year before: its last change tells how this one begins.
            made[tzid] = vtimezone(name, year - 1).with_line(Line("TZID", tzid))
    return tuple(made[tzid] for tzid in sorted(made))


def uid_of(event: Component) -> str:
    """An event's UID as words."""
    return unescaped(event.value("UID"))
