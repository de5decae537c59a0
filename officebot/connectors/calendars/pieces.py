"""iCalendar text cut into the objects it holds, one for each UID, and put together again. Line for line, nothing is read.

One pass of one linear pattern; what stands inside a component is kept byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from officebot.core.calendars.lines import decoded
from officebot.core.expressions import expression

# A line's value, and the lines that continue it (RFC 5545 §3.1); UIDs of some programs are folded twice.
_MARK = expression(
    r"^(BEGIN|END|UID|TZID)(?:;[^:\r\n]{0,200})?:([^\r\n]{0,500})((?:\r?\n[ \t][^\r\n]{0,500}){0,8})", re.M | re.I
)
_ZONE = expression(r";TZID=(?:\"([^\"\r\n]{1,200})\"|([^;:\"\r\n]{1,200}))", re.I)
_FOLD = expression(r"\r?\n[ \t]")
#: What has no UID cannot be told apart by it; RFC 5545 §3.6.1 demands one.
NO_UID = "no-uid-"


class NotACalendar(ValueError):
    """The text is not iCalendar: it does not begin with BEGIN:VCALENDAR, or its components do not close."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A calendar's parts as they stand in its text: its own lines, its zones by TZID, its components by UID."""

    head: str
    zones: Mapping[str, str]
    parts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One object cut out of a text: its UID, and a whole calendar with its components and the zones they name."""

    uid: str
    text: str


def pieces(text: str) -> list[Piece]:
    """The objects of a text, in the order they first stand there. Raises NotACalendar."""
    found: dict[str, Piece] = {}
    for number, cut in enumerate(cuts(text)):
        for uid in cut.parts:
            key = uid if uid not in found and not uid.startswith(NO_UID) else f"{uid}~{number}" if number else uid
            found[key] = Piece(uid=key, text=whole(cut, uid))
    return list(found.values())


def pieces_of_bytes(raw: bytes) -> list[Piece] | None:
    """The same from bytes, for a worker; None where they are no calendar."""
    try:
        return pieces(decoded(raw))
    except NotACalendar:
        return None


def whole(cut: Cut, uid: str) -> str:
    """The calendar that holds one object of the cut."""
    part = cut.parts[uid]
    return f"BEGIN:VCALENDAR\r\n{cut.head}{_zones_for(part, cut.zones)}{part}END:VCALENDAR\r\n"


def joined(cut: Cut) -> str:
    """The calendar that holds all objects of the cut."""
    return "".join(("BEGIN:VCALENDAR\r\n", cut.head, *cut.zones.values(), *cut.parts.values(), "END:VCALENDAR\r\n"))


def cuts(text: str) -> list[Cut]:
    """Each calendar of the text, cut into its parts. Raises NotACalendar."""
    found: list[Cut] = []
    building: _Building | None = None
    for mark in _MARK.finditer(text):
        word, name = mark[1].upper(), (mark[2] + _FOLD.sub("", mark[3])).strip()
        if building is None:
            if word != "BEGIN" or name.upper() != "VCALENDAR":
                raise NotACalendar("no BEGIN:VCALENDAR")
            building = _Building(text, _line_end(text, mark.end()))
        elif building.met(word, name.upper() if word in ("BEGIN", "END") else name, mark):
            found.append(building.cut())
            building = None
    if building is not None or not found:
        raise NotACalendar("not closed")
    return found


class _Building:
    """A calendar while it is being cut."""

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._open: list[str] = []
        self._after = start
        self._began = start
        self._id = ""
        self._head: list[str] = []
        self._zones: dict[str, str] = {}
        self._parts: dict[str, list[str]] = {}
        self._nameless = 0

    def met(self, word: str, name: str, mark: re.Match[str]) -> bool:
        """Take in a marked line; True once the calendar is closed."""
        if word == "BEGIN":
            if not self._open:
                self._head.append(self._text[self._after : mark.start()])
                self._began, self._id = mark.start(), ""
            self._open.append(name)
        elif word == "END":
            return self._closed(name, mark)
        elif len(self._open) == 1 and not self._id:
            self._id = name
        return False

    def _closed(self, name: str, mark: re.Match[str]) -> bool:
        if not self._open:
            if name != "VCALENDAR":
                raise NotACalendar("closed twice")
            self._head.append(self._text[self._after : mark.start()])
            return True
        if self._open.pop() != name:
            raise NotACalendar("closed in another order")
        if not self._open:
            self._after = _line_end(self._text, mark.end())
            self._keep(name, self._text[self._began : self._after])
        return False

    def _keep(self, name: str, component: str) -> None:
        if not component.endswith("\n"):
            component += "\r\n"
        if name == "VTIMEZONE":
            self._zones.setdefault(self._id, component)
            return
        if not self._id:
            self._nameless += 1
            self._id = f"{NO_UID}{self._nameless}"
        self._parts.setdefault(self._id, []).append(component)

    def cut(self) -> Cut:
        head = "".join(line for line in self._head if line.strip())
        parts = {uid: "".join(components) for uid, components in self._parts.items()}
        return Cut(head=head, zones=self._zones, parts=parts)


def _zones_for(part: str, zones: Mapping[str, str]) -> str:
    named = dict.fromkeys(found[1] or found[2] for found in _ZONE.finditer(_FOLD.sub("", part)))
    return "".join(zones[name] for name in named if name in zones)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def zone_union(first: Mapping[str, str], others: Iterable[Cut]) -> dict[str, str]:
    """The zones of all of them; one that stands in several is taken from the first."""
    found = dict(first)
    for cut in others:
        for name, zone in cut.zones.items():
            found.setdefault(name, zone)
    return found
