"""Who an event names: organiser and attendees by their address, and what they answered."""

from __future__ import annotations

from dataclasses import dataclass, replace

from officebot.core.calendars.components import Component
from officebot.core.calendars.lines import Line
from officebot.core.letters import is_plain_address


def address_of(line: Line | None) -> str:
    """The mail address of an ORGANIZER or ATTENDEE, lower case; for another kind of address its EMAIL, else itself."""
    if line is None:
        return ""
    told = _plain(line.value)
    return told if "@" in told else _plain(line.param("EMAIL")) or told


def _plain(value: str) -> str:
    told = value.strip().strip("<>").strip().lower()
    return told.removeprefix("mailto:").strip()


def organizer_of(event: Component) -> str:
    """The address of an event's organiser, "" without one."""
    return address_of(event.first("ORGANIZER"))


def attendees_of(event: Component) -> dict[str, Line]:
    """The attendees by address; of one who stands there twice, the first."""
    return {address_of(line): line for line in reversed(event.all("ATTENDEE"))}


def is_resource(line: Line) -> bool:
    """Whether an ATTENDEE is a room or a thing rather than a person (CUTYPE, RFC 5545 §3.2.3)."""
    return line.param("CUTYPE").upper() in ("ROOM", "RESOURCE")


def guests_of(event: Component) -> set[str]:
    """The addresses of the people who are to come, the organiser with them; no rooms, no things."""
    people = {address for address, line in attendees_of(event).items() if not is_resource(line)}
    return (people | {organizer_of(event)}) - {""}


def addresses_in(line: Line, name: str) -> tuple[str, ...]:
    """The addresses of a parameter: DELEGATED-TO, DELEGATED-FROM, SENT-BY, MEMBER."""
    return tuple(_plain(one) for key, values in line.params if key == name for one in values if one)


def answer_of(line: Line) -> str:
    """The PARTSTAT, in capitals (RFC 5545 §3.2.12: NEEDS-ACTION unless it says another)."""
    return line.param("PARTSTAT").upper() or "NEEDS-ACTION"


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What an attendee answered, to which version: `line` is their ATTENDEE line as they wrote it."""

    attendee: str
    line: Line
    sequence: int
    stamp: str

    @property
    def key(self) -> tuple[int, str, str]:
        """What decides which of two answers of the same person is the later one."""
        return self.sequence, self.stamp, str(self.line)


def with_answers(event: Component, answers: tuple[Response, ...]) -> Component:
    """The event with these answers entered; those of people it does not name are left out.

    A person to whom an attendee delegated counts as named (RFC 5546 §3.2.2.3).
    """
    waiting = {one.attendee: one for one in answers}
    entered = event
    while True:
        named = attendees_of(entered)
        due = sorted(waiting.keys() & named.keys())
        if not due:
            return entered
        for attendee in due:
            entered = _entered(entered, waiting.pop(attendee))


def _entered(event: Component, answer: Response) -> Component:
    lines: list[Line] = []
    for line in event.lines:
        if line.name == "ATTENDEE" and address_of(line) == answer.attendee:
            line = _answered(line, answer.line)
        lines.append(line)
    named = attendees_of(event)
    for other in addresses_in(answer.line, "DELEGATED-TO"):
        # A parameter may hold line ends (RFC 6868), which in a value would be lines of the calendar.
        if answer_of(answer.line) == "DELEGATED" and is_plain_address(other) and other not in named:
            params = (("DELEGATED-FROM", (f"mailto:{answer.attendee}",)), ("PARTSTAT", ("NEEDS-ACTION",)))
            lines.append(Line("ATTENDEE", f"mailto:{other}", (*params, ("RSVP", ("TRUE",)))))
    return replace(event, lines=tuple(lines))


def _answered(line: Line, answer: Line) -> Line:
    """The attendee's line with the answer; name, role and kind stay as the organiser wrote them."""
    if answer_of(answer) == answer_of(line) and not answer.param("DELEGATED-TO"):
        return line
    told = line.with_param("PARTSTAT", answer_of(answer)).with_param("RSVP", "")
    for name in ("DELEGATED-TO", "DELEGATED-FROM"):
        if answer.param(name):
            told = told.with_param(name, answer.param(name))
    return told
