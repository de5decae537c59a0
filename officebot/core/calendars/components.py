"""Components as a tree: a calendar's text read into it, with limits, and written from it."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from officebot.core.calendars.lines import Line, NotALine, decoded, line_of, unfolded, written
from officebot.core.expressions import expression
from officebot.core.problems import UserError
from officebot.core.text import Text, say

#: A year of a busy office's calendar is 1 MB; what is larger is no calendar that a person keeps.
LARGEST_CALENDAR = 32 * 1024 * 1024
MOST_LINES = 200_000
MOST_COMPONENTS = 100_000
_DEEPEST = 8
# A parameter whose "=" was coded, and a "=" that codes nothing: where there is one, nothing was left coded.
_CODED = expression(r"^[A-Z-]{2,40};[A-Z-]{2,40}=3D", re.MULTILINE)
_BEGINS = expression(r"^BEGIN:", re.MULTILINE | re.IGNORECASE)
# RFC 5545 §3.1 allows none of them in any value; on a terminal, and in who knows which program, they are orders. A
# noncharacter is nobody's text either, and one stands for a number to come (`core.text.NUMBER_TO_COME`).
_CONTROL = expression(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef]")
_PLAIN = expression(r"=(?![0-9A-Fa-f]{2}|[\r\n])")
_TASK = "VTO" + "DO"
_OUTER = frozenset({"VEVENT", _TASK, "VJOURNAL", "VFREEBUSY", "VTIMEZONE", "VAVAILABILITY"})
# A card of somebody's address begins with a V as well.
_HOLDS = expression(f"BEGIN:(?:VCALENDAR|{'|'.join(sorted(_OUTER))})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Component:
    """A component: its name in capitals, its properties in the order written, and what stands inside."""

    name: str
    lines: tuple[Line, ...] = ()
    children: tuple[Component, ...] = ()

    def first(self, name: str) -> Line | None:
        """The first property of this name."""
        return next((line for line in self.lines if line.name == name), None)

    def all(self, name: str) -> tuple[Line, ...]:
        """Each property of this name."""
        return tuple(line for line in self.lines if line.name == name)

    def value(self, name: str) -> str:
        """The raw value of the first property of this name, without blanks around it; "" without one."""
        found = self.first(name)
        return found.value.strip() if found is not None else ""

    def without(self, *names: str) -> Component:
        """The same without these properties."""
        return replace(self, lines=tuple(line for line in self.lines if line.name not in names))

    def with_line(self, line: Line) -> Component:
        """The same with this property once, where its first one stood, else at the end."""
        if self.first(line.name) is None:
            return replace(self, lines=(*self.lines, line))
        out: list[Line] = []
        done = False
        for old in self.lines:
            if old.name != line.name:
                out.append(old)
            elif not done:
                out.append(line)
                done = True
        return replace(self, lines=tuple(out))

    def content(self) -> Iterator[Line]:
        """All its lines, BEGIN and END with them."""
        yield Line("BEGIN", self.name)
        yield from self.lines
        for child in self.children:
            yield from child.content()
        yield Line("END", self.name)

    def text(self) -> str:
        """As RFC 5545 writes it."""
        return written(self.content())


def read_calendars(data: bytes | str, *, is_message: bool = False) -> tuple[Component, ...]:
    """The VCALENDAR components of a file, in order. Raises UserError with a sentence for what is no calendar.

    Read leniently: a byte-order mark, any line ends, other charsets than UTF-8, quoted-printable that nobody decoded,
    lines that are no content, components that nobody closed. Control characters are left out. A bare VEVENT stands for
    the calendar around it. A message whose calendar nobody closed was cut off, and is refused: what is missing might
    say another time.
    """
    text = _decoded(data)
    if len(text) > LARGEST_CALENDAR:
        raise UserError(too_large())
    if not holds_calendar(text):
        raise UserError(no_calendar(text))
    found = _tree(_CONTROL.sub("", _without_quoted_printable(text)), is_message)
    calendars = tuple(one for one in found if one.name == "VCALENDAR")
    bare = tuple(one for one in found if one.name in _OUTER)
    if bare and not calendars:
        calendars = (Component("VCALENDAR", (Line("VERSION", "2.0"),), bare),)
    if not calendars:
        raise UserError(no_calendar(text))
    return calendars


def holds_calendar(text: str) -> bool:
    """Whether anything in a text begins as a calendar, or an event, begins."""
    return _HOLDS.search(text) is not None


def no_calendar(text: str) -> Text:
    """What is said of a text that is none."""
    if not text.strip():
        return say("This is empty, and no calendar: export it again, as an iCalendar file (.ics).")
    return say("This is no calendar: export it again, as an iCalendar file (.ics).")


def too_large() -> Text:
    """What is said of a file that is larger than is read."""
    most = LARGEST_CALENDAR // (1024 * 1024)
    return say("This calendar is larger than {most} MB: export a shorter time of it.", most=most)


def _decoded(data: bytes | str) -> str:
    if isinstance(data, str):
        return data.removeprefix("\ufeff")
    if len(data) > LARGEST_CALENDAR:
        raise UserError(too_large())
    return decoded(data)


def _without_quoted_printable(text: str) -> str:
    """The text decoded where a mail's transfer encoding was left on all of it."""
    was_left = "BEGIN:VCALENDAR=0D=0A" in text or (_CODED.search(text) is not None and _PLAIN.search(text) is None)
    return quopri.decodestring(text.encode("utf-8")).decode("utf-8", "replace") if was_left else text


class _Open:
    """A component that is being read."""

    __slots__ = ("children", "lines", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: list[Line] = []
        self.children: list[Component] = []

    def closed(self) -> Component:
        return Component(self.name, tuple(self.lines), tuple(self.children))


def _tree(text: str, must_end: bool) -> list[Component]:
    # Most files that hold too much show it before a line of them is read.
    _limit(sum(1 for _ in _BEGINS.finditer(text)), 0)
    top = _Open("")
    stack = [top]
    count = 0
    for number, raw in enumerate(unfolded(text)):
        if number > MOST_LINES:
            raise UserError(
                say("This calendar has more than {limit} lines: export a shorter time of it.", limit=MOST_LINES)
            )
        try:
            line = line_of(raw.lstrip("\ufeff"))
        except NotALine:
            # A line that was broken without being folded: programs that do so mean it to go on.
            _continue(stack[-1], raw)
            continue
        if line.name == "BEGIN":
            name = line.value.strip().upper()
            if not name:
                continue
            # No event stands inside another: one that nobody ended, or ended by a misspelt name, ends here.
            if name in _OUTER and any(one.name in _OUTER for one in stack):
                _close(stack, next(one.name for one in stack if one.name in _OUTER))
            count += 1
            _limit(count, len(stack))
            stack.append(_Open(name))
        elif line.name == "END":
            _close(stack, line.value.strip().upper())
        else:
            stack[-1].lines.append(line)
    if must_end and any(one.name == "VCALENDAR" for one in stack):
        raise UserError(say("This invitation lacks its end: ask whoever sent it to send it again."))
    while len(stack) > 1:
        _close(stack, stack[-1].name)
    return top.children


def _continue(open_one: _Open, raw: str) -> None:
    if open_one.lines and open_one.lines[-1].name in ("DESCRIPTION", "COMMENT", "LOCATION", "SUMMARY", "X-ALT-DESC"):
        last = open_one.lines[-1]
        open_one.lines[-1] = Line(last.name, f"{last.value}\\n{raw.strip()}", last.params)


def _limit(count: int, depth: int) -> None:
    if count > MOST_COMPONENTS:
        raise UserError(
            say("This calendar has more than {limit} components: export a shorter time of it.", limit=MOST_COMPONENTS)
        )
    if depth > _DEEPEST:
        raise UserError(
            say("This calendar nests components more than {limit} levels deep: export it again.", limit=_DEEPEST)
        )


def _close(stack: list[_Open], name: str) -> None:
    """End the innermost component of this name, and what nobody ended inside.

    An END of the wrong kind of event ends the one that is open; another END of what is not open is passed over.
    """
    if all(one.name != name for one in stack[1:]):
        name = stack[-1].name if name in _OUTER and stack[-1].name in _OUTER else ""
    if not name:
        return
    while len(stack) > 1:
        ended = stack.pop()
        stack[-1].children.append(ended.closed())
        if ended.name == name:
            return
