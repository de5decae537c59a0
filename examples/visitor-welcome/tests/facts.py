"""An office's calendars for the tests, and for “officebot plugin check”, which decides about `facts()`."""

from __future__ import annotations

from datetime import UTC, datetime

from officebot.sdk import Contact, Contacts, OfficeFacts, People, Person, WorkingTime
from officebot.sdk.calendars import CalendarObject, OfficeCalendar, Room

from visitor_welcome.duty import Facts
from visitor_welcome.settings import Settings

MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
ANN = Person(name="Ann Assistant", address="ann@office.example")
MAX = Person(name="Max Manager", address="max@office.example")
EMILY = Contact(name="Emily Finch", addresses=("e.finch@harcourt.example",), kind="customer")
OFFICE = OfficeFacts(
    name="Office",
    people=People([ANN, MAX]),
    contacts=Contacts([EMILY]),
    working_time=WorkingTime(),
    language="en",
    account="desk",
)
SMALL_ROOM = Room(name="small", title="Small room", address="small@office.example")


def event(
    uid: str = "one",
    *more: str,
    guests: tuple[str, ...] = ("e.finch@harcourt.example",),
    at: str = "20261123T100000Z",
    organizer: str = MAX.address,
    place: str = "Reading room",
) -> str:
    """An event as a calendar keeps it, an hour long; `more` are lines of it."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//EN", "BEGIN:VEVENT", f"UID:{uid}",
        "DTSTAMP:20261101T080000Z", f"DTSTART:{at}", "DURATION:PT1H", "SUMMARY:Secret merger", f"LOCATION:{place}",
        f"ORGANIZER:mailto:{organizer}", *(f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{one}" for one in guests), *more,
        "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    return "\r\n".join(lines)


def calendar(*events: str, of: str = MAX.address) -> OfficeCalendar:
    """Somebody's calendar with these events."""
    objects = tuple(CalendarObject(calendar="c", href=f"{n}", etag="1", text=one) for n, one in enumerate(events))
    return OfficeCalendar(name="c", person=of, objects=objects)


def of(*events: str, now: datetime = MONDAY, announced: str = "", more: tuple[OfficeCalendar, ...] = ()) -> Facts:
    """What the duty decides about when these events stand in Max's calendar."""
    return Facts(
        office=OFFICE, now=now, calendars=(calendar(*events), *more), rooms=(SMALL_ROOM,), announced=announced
    )


def settings() -> Settings:
    """With a reception that is written to."""
    return Settings(reception="desk@building.example")


def facts() -> list[Facts]:
    """Some facts of each kind."""
    return [of(event()), of(event(guests=(ANN.address,))), of(announced="before"), of()]
