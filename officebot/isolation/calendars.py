"""Calendars as a plugin may see them: of an appointment that is private only that it is, and when. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from officebot.sdk import CalendarObject, OfficeCalendar

#: What of a private component is left (RFC 5545 §3.6.1): when it is, how often, whether it keeps the time busy.
_LEFT = frozenset({
    "BEGIN", "END", "UID", "DTSTAMP", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID",
    "CLASS", "TRANSP", "STATUS", "SEQUENCE", "DUE", "VERSION", "PRODID", "CALSCALE", "TZID", "TZOFFSETFROM",
    "TZOFFSETTO", "TZNAME",
})  # fmt: skip
_PUBLIC = "PUBLIC"


def closed(calendar: OfficeCalendar) -> OfficeCalendar:
    """The calendar with its private appointments closed."""
    return replace(calendar, objects=tuple(_closed(one) for one in calendar.objects))


def _closed(found: CalendarObject) -> CalendarObject:
    lines = list(_unfolded(found.text))
    if not any(_name(line) == "CLASS" and line.partition(":")[2].strip().upper() != _PUBLIC for line in lines):
        return found
    return replace(found, text="\r\n".join(line for line in lines if _name(line) in _LEFT) + "\r\n")


def _unfolded(text: str) -> Iterator[str]:
    """The content lines (RFC 5545 §3.1), each whole."""
    kept: list[str] = []
    for line in text.splitlines():
        if line[:1] in (" ", "\t") and kept:
            kept.append(line[1:])
            continue
        if kept:
            yield "".join(kept)
        kept = [line]
    if kept:
        yield "".join(kept)


def _name(line: str) -> str:
    return line.partition(":")[0].partition(";")[0].strip().upper()
