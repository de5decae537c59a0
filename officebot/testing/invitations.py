"""iTIP messages as an organiser's and an attendee's program writes them, for tests of what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

ORGANIZER = "claire@atelier.example"
GUESTS = ("bob@client.example", "ann@client.example")


def message(
    method: str,
    *,
    uid: str = "meeting-1",
    sequence: int = 0,
    stamp: str = "20261101T090000Z",
    organizer: str = ORGANIZER,
    guests: Mapping[str, str] | Sequence[str] = GUESTS,
    start: str = "DTSTART;TZID=Europe/Paris:20261201T100000",
    end: str = "DURATION:PT45M",
    which: str = "",
    rule: str = "",
    lines: Sequence[str] = (),
) -> str:
    """A message with one event. `guests` are addresses, or addresses with what their ATTENDEE line says before the
    colon: `{"bob@client.example": "PARTSTAT=ACCEPTED"}`; `which` is a RECURRENCE-ID line without its name.
    """
    named = guests if isinstance(guests, Mapping) else dict.fromkeys(guests, "")
    written = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//test//EN",
        f"METHOD:{method}" if method else "",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{stamp}",
        f"SEQUENCE:{sequence}",
        f"ORGANIZER:mailto:{organizer}" if organizer else "",
        *(f"ATTENDEE{';' + said if said else ''}:mailto:{guest}" for guest, said in named.items()),
        f"RECURRENCE-ID{which}" if which else "",
        start,
        end if start else "",
        f"RRULE:{rule}" if rule else "",
        *lines,
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{line}\r\n" for line in written if line)


def mail(calendar: str, *, sender: str, method: str = "REQUEST") -> bytes:
    """The mail that carries a calendar, as simple programs write it."""
    head = (
        f"From: {sender}",
        "To: claire@atelier.example",
        "Subject: A meeting",
        "MIME-Version: 1.0",
        f'Content-Type: text/calendar; charset="utf-8"; method={method}',
        "Content-Transfer-Encoding: 8bit",
    )
    return ("\r\n".join(head) + "\r\n\r\n" + calendar).encode()
