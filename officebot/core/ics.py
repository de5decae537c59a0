"""A calendar feed as text: events with stable identities, written as RFC 5545 wants it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from officebot.core.calendars.lines import escaped, folded

_PRODUCT = "-//officebot//feed//EN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event of a feed. A `date` means the whole day; `stamp` is when what it says was last changed.

    `uid` is the same whenever the feed is written: a calendar program then changes the event it has.
    """

    uid: str
    summary: str
    start: date
    stamp: datetime
    length: timedelta = timedelta(minutes=30)
    description: str = ""
    categories: tuple[str, ...] = ()
    url: str = ""
    is_free: bool = True


def feed(name: str, events: Iterable[Event]) -> str:
    """The calendar with these events, lines ended by CRLF; the same events give the same text."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{_PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",  # RFC 7986 §5.7
        "X-PUBLISHED-TTL:PT1H",
    ]
    for event in events:
        lines += _lines(event)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def _lines(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{_utc(event.stamp)}"
    if isinstance(event.start, datetime):
        yield f"DTSTART:{_utc(event.start)}"
        yield f"DTEND:{_utc(event.start + event.length)}"
    else:
        yield f"DTSTART;VALUE=DATE:{event.start:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.start + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{escaped(event.description)}"
    if event.categories:
        yield f"CATEGORIES:{','.join(map(escaped, event.categories))}"
    if event.url:
        yield f"URL:{''.join(letter for letter in event.url if letter.isascii() and letter.isprintable())}"
    yield f"TRANSP:{'TRANSPARENT' if event.is_free else 'OPAQUE'}"
    yield "END:VEVENT"


def _utc(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}"
