"""What a meeting puts into calendars: what keeps an offered time free, and the event itself. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from officebot.core.agendas import CalendarObject
from officebot.core.calendars.building import Written
from officebot.core.calendars.components import Component, read_calendars
from officebot.core.calendars.itip import message_text
from officebot.core.calendars.lines import Line, escaped
from officebot.core.calendars.memory import sequence_of
from officebot.core.calendars.people import address_of, attendees_of, organizer_of
from officebot.core.calendars.state import PRODUCT
from officebot.core.calendars.times import line_for
from officebot.core.expressions import expression
from officebot.core.letters import is_plain_address
from officebot.core.problems import UserError

_MARK = expression(r"^(BEGIN|END)(?:;[^:\r\n]{0,200})?:([^\r\n]{0,80})", re.MULTILINE | re.IGNORECASE)
_HEAD = (Line("VERSION", "2.0"), Line("PRODID", PRODUCT))


def hold_text(uid: str, summary: str, start: datetime, end: datetime, now: datetime) -> str:
    """A tentative event that keeps a time free (RFC 5545 §3.8.1.11), in UTC; nobody is invited to it."""
    lines = (
        Line("UID", uid),
        Line("DTSTAMP", f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"),
        line_for("DTSTART", start.astimezone(UTC)),
        line_for("DTEND", end.astimezone(UTC)),
        Line("SUMMARY", escaped(summary)),
        Line("STATUS", "TENTATIVE"),
        Line("TRANSP", "OPAQUE"),
    )
    return Component("VCALENDAR", _HEAD, (Component("VEVENT", lines),)).text()


def stored_text(message: str) -> str:
    """What a calendar stores of an iTIP message: the same without its METHOD (RFC 4791 §4.1)."""
    return read_calendars(message)[0].without("METHOD").text()


def names(text: str, words: str) -> bool:
    """Whether an iCalendar text holds these words, wherever its lines are folded (RFC 5545 §3.1)."""
    return words in text.replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "")


def is_of(stored: CalendarObject, uid: str) -> bool:
    """Whether a stored object is that of this UID; the words are looked for first, as most objects lack them.

    A short UID, as some programs write them and anybody may, stands in other objects' texts, too.
    """
    return names(stored.text, uid) and has_uid(stored, uid)


def joined(texts: Iterable[str]) -> str:
    """Several iCalendar texts as one in which each stands for itself.

    One that nobody closed would swallow those behind it, one that counts days another way would make all unreadable:
    what is not in order is mended as far as it can be read, and else left out.
    """
    return "".join(map(_in_order, texts))


def _in_order(text: str) -> str:
    plain = text.strip()
    if _is_closed(plain) and "CALSCALE" not in plain:
        return f"{plain}\r\n"
    try:
        found = read_calendars(text)
    except UserError:
        return ""
    kept = (one for one in found if one.value("CALSCALE").upper() in ("", "GREGORIAN"))
    return "".join(one.without("CALSCALE").text() for one in kept)


def _is_closed(plain: str) -> bool:
    """Whether it is a calendar whose components end in the order in which they begin."""
    if not plain.startswith("BEGIN:VCALENDAR") or not plain.endswith("END:VCALENDAR"):
        return False
    begun: list[str] = []
    for mark in _MARK.finditer(plain):
        name = mark[2].strip().upper()
        if mark[1].upper() == "BEGIN":
            begun.append(name)
        elif not begun or begun.pop() != name:
            return False
    return not begun


def is_kept_free(stored: CalendarObject) -> bool:
    """Whether a hold still is one: who made an appointment of it by hand, confirmed or with others, keeps it."""
    event = event_in(stored)
    return event is not None and event.value("STATUS").upper() == "TENTATIVE" and not attendees_of(event)


def event_in(stored: CalendarObject) -> Component | None:
    """The whole event of a stored object, not one occurrence of it; None where none can be read."""
    try:
        calendar = read_calendars(stored.text)[0]
    except UserError:
        return None
    events = [one for one in calendar.children if one.name == "VEVENT"]
    return next((one for one in events if one.first("RECURRENCE-ID") is None), None)


def has_uid(stored: CalendarObject, uid: str) -> bool:
    """Whether a stored object is the one of this UID. Long lines are folded, so the whole value is compared."""
    return any(
        one.value("UID") == uid for calendar in _read(stored) for one in calendar.children if one.name == "VEVENT"
    )


def _read(stored: CalendarObject) -> tuple[Component, ...]:
    try:
        return read_calendars(stored.text)
    except UserError:
        return ()


def moved_to(
    event: Component, zones: Mapping[str, Component], start: datetime, end: datetime, now: datetime,
    coming: Collection[str] = (),
) -> Written:  # fmt: skip
    """The REQUEST by which an organiser moves an event: the next version of it, which everybody answers anew.

    Those who are `coming`, into whose calendars it is entered, have said yes already.
    """
    sequence = sequence_of(event) + 1
    people = tuple(
        line.with_param("PARTSTAT", "NEEDS-ACTION").with_param("RSVP", "TRUE")
        if line.name == "ATTENDEE" and address_of(line) not in coming
        else line
        for line in event.without("DURATION", "DTSTAMP").lines
    )
    moved = (
        replace(event, lines=people)
        .with_line(line_for("DTSTART", start))
        .with_line(line_for("DTEND", end))
        .with_line(Line("SEQUENCE", str(sequence)))
    )
    organizer = organizer_of(event)
    to = tuple(one for one in attendees_of(event) if one != organizer and is_plain_address(one))
    text = message_text("REQUEST", (moved,), dict(zones), now)
    return Written(text=text, method="REQUEST", event=moved, to=to, sender=organizer)
