"""Takes the text of a calendar apart into events, without reading more of them than busy time needs."""

from __future__ import annotations

from dataclasses import dataclass, field

from officebot.core.availability.rules import Unsure
from officebot.core.expressions import expression

_NAMES = (
    "DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|RECURRENCE-ID|UID|STATUS|TRANSP|CLASS|SUMMARY|LOCATION"
    "|X-MICROSOFT-CDO-BUSYSTATUS"
)
#: A property that is wanted: name, parameters (the last may be quoted), value; or name and a form not understood.
_PROPERTY = expression(rf'\n({_NAMES})(?=[;:])(?:((?:;[^:"\n]*(?:"[^"\n]*")?)?):([^\n]*)|([^\n]*))')
_EDGE = expression(r"\n(BEGIN|END):([^\n]*)")
_SMALL = expression(r"\n[A-Z]{0,13}[a-z]")
# Names may be written in any case (RFC 5545 §1.3), but hardly ever are.
_OTHER_CASE = expression(rf"\n(?!(?:BEGIN|END|{_NAMES})[;:])(?i:BEGIN|END|{_NAMES})[;:]")
_HEADER = expression(r"\n(X-WR-TIMEZONE|CALSCALE)(?:;[^:\n]*)?:([^\n]*)")
_ZONE_NAME = expression(r"\nTZID(?:;[^:\n]*)?:([^\n]*)")
_BLANK_LINES = expression(r"\n{2,}")
_KEPT = frozenset({"VEVENT", "VFREEBUSY", "VTIMEZONE"})
_REPEATED = frozenset({"RRULE", "RDATE", "EXDATE"})


@dataclass(slots=True)
class CalendarText:
    """One VCALENDAR: its events, its zones' definitions by name, the zone that it names for itself."""

    events: list[str] = field(default_factory=list)
    zones: dict[str, str] = field(default_factory=dict)
    free_busy: list[str] = field(default_factory=list)
    own_zone: str = ""


@dataclass(slots=True)
class Fields:
    """The wanted properties of an event: name → (parameters, value), those that may stand several times as a list."""

    one: dict[str, tuple[str, str]]
    many: dict[str, list[tuple[str, str]]]
    lines: str

    def value(self, name: str) -> str:
        """A property's value, or ""."""
        found = self.one.get(name)
        return found[1] if found else ""


def plain(text: str) -> str:
    """The text with long lines put together (RFC 5545 §3.1), lines ended by a line feed, one before the first."""
    text = "\n" + text.lstrip("\ufeff").replace("\r\n", "\n").lstrip("\n")
    if "\n\n" in text:
        text = _BLANK_LINES.sub("\n", text)
    if "\n " in text:
        text = text.replace("\n ", "")
    return text.replace("\n\t", "") if "\n\t" in text else text


def calendars(text: str) -> list[CalendarText]:
    """The calendars of a `plain` text; raises Unsure where its components do not stand as they should."""
    if _SMALL.search(text) and _OTHER_CASE.search(text):
        raise Unsure("names in small letters")
    walk = _Walk(text)
    for edge in _EDGE.finditer(text):
        walk.meet(edge[1] == "BEGIN", edge[2], edge.start(), edge.end())
    return walk.end()


class _Walk:
    """Follows BEGIN and END through a text, and keeps the lines of events, zones and calendars."""

    __slots__ = ("_at", "_found", "_header", "_open", "_own", "_text", "_zone_from")

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: list[CalendarText] = []
        self._open: list[str] = []
        self._header: list[str] = []
        self._own: list[str] = []
        self._at = self._zone_from = 0

    def meet(self, begins: bool, name: str, start: int, end: int) -> None:
        """One BEGIN or END that stands in the text from `start` to `end`."""
        depth = len(self._open)
        lines = self._text[self._at : start]
        if depth == 1:
            self._header.append(lines)
        elif depth == 2 and self._open[1] in _KEPT:
            self._own.append(lines)
        elif depth == 0 and lines.strip():
            raise Unsure("something outside of a calendar")
        self._at = end
        if begins:
            self._begin(name, start, depth)
        else:
            self._finish(name, end, depth)

    def _begin(self, name: str, start: int, depth: int) -> None:
        if (name == "VCALENDAR") != (depth == 0) or (name in _KEPT and depth != 1):
            raise Unsure(name)
        if depth == 0:
            self._found.append(CalendarText())
            self._header = []
        elif depth == 1:
            self._own, self._zone_from = [], start
        self._open.append(name)

    def _finish(self, name: str, end: int, depth: int) -> None:
        if not depth or self._open.pop() != name:
            raise Unsure(name)
        calendar = self._found[-1]
        if depth == 1:
            self._read_header(calendar)
        elif depth == 2 and name == "VEVENT":
            calendar.events.append("".join(self._own) if len(self._own) > 1 else self._own[0])
        elif depth == 2 and name == "VFREEBUSY":
            calendar.free_busy.append("".join(self._own))
        elif depth == 2 and name == "VTIMEZONE":
            zone = self._text[self._zone_from : end]
            named = _ZONE_NAME.search(zone)
            if named:
                calendar.zones.setdefault(named[1], zone)

    def _read_header(self, calendar: CalendarText) -> None:
        found = dict(_HEADER.findall("".join(self._header)))
        if found.get("CALSCALE", "GREGORIAN") != "GREGORIAN":
            raise Unsure("another calendar than the Gregorian")
        calendar.own_zone = found.get("X-WR-TIMEZONE", "")

    def end(self) -> list[CalendarText]:
        """The calendars, once the text is at its end."""
        if self._open or self._text[self._at :].strip() or not self._found:
            raise Unsure("a component without its end")
        return self._found


def fields(lines: str) -> Fields:
    """The wanted properties of an event's lines; raises Unsure where one is written in no known form, or twice."""
    one: dict[str, tuple[str, str]] = {}
    many: dict[str, list[tuple[str, str]]] = {}
    for name, parameters, value, odd in _PROPERTY.findall(lines):
        if odd:
            raise Unsure(name)
        if name in _REPEATED:
            many.setdefault(name, []).append((parameters, value))
        elif name in one:
            raise Unsure(name)
        else:
            one[name] = (parameters, value)
    return Fields(one, many, lines)
