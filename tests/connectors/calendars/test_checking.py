"""A time is looked at once more before anything is entered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from officebot.connectors.calendars.checking import FreePerformer
from officebot.core.actions import CheckFree
from officebot.core.agendas import CalendarObject, OfficeCalendar
from officebot.core.text import say
from officebot.sdk import Done, Failed, Job, Outcome, Retry
from officebot.testing.clock import VirtualClock

START = datetime(2026, 12, 1, 9, tzinfo=UTC)
ANNA, BRUNO = "anna@office.example", "bruno@office.example"
CHECK = CheckFree(owners=(ANNA, BRUNO), start=START, end=START + timedelta(hours=1), own=("ours@officebot",))


def event(uid: str, start: datetime = START, minutes: int = 60) -> CalendarObject:
    text = (
        f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:{start:%Y%m%dT%H%M%SZ}\r\n"
        f"DTEND:{start + timedelta(minutes=minutes):%Y%m%dT%H%M%SZ}\r\nSUMMARY:Bank\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    return CalendarObject(calendar="anna", href=f"{uid}.ics", etag="1", text=text)


class Desk:
    """Two people's calendars, and the performer over them."""

    def __init__(self, *stored: CalendarObject) -> None:
        self.anna = OfficeCalendar(name="anna", person=ANNA, objects=stored)
        self.bruno = OfficeCalendar(name="bruno", person=BRUNO)
        self.clock = VirtualClock(datetime(2026, 11, 24, 9, tzinfo=UTC))
        self.performer = FreePerformer(self.calendars, self.clock, "Europe/Paris")

    def calendars(self, of: Collection[str] | None = None) -> Sequence[OfficeCalendar]:
        return [one for one in (self.anna, self.bruno) if of is None or one.person in of]

    def look(self, *checks: CheckFree) -> Sequence[Outcome]:
        return self.performer.perform([Job(id=n, key=str(n), action=one) for n, one in enumerate(checks)])


def test_a_free_time_lets_the_bundle_go_on() -> None:
    assert Desk(event("far", START + timedelta(hours=3))).look(CHECK) == [Done()]


def test_what_was_put_there_meanwhile_ends_it_and_is_named() -> None:
    (outcome,) = Desk(event("new")).look(CHECK)
    assert isinstance(outcome, Failed)
    assert "Bank" in outcome.why.render("fr")


def test_what_is_the_meetings_own_is_no_obstacle() -> None:
    assert Desk(event("ours@officebot")).look(CHECK) == [Done()]


def test_an_entry_that_cannot_be_read_does_not_pass_for_a_free_time() -> None:
    unread = replace(event("odd"), text=event("odd").text.replace("DTSTART:", "DTSTART;TZID=Nowhere/Land:"))
    (outcome,) = Desk(unread).look(CHECK)
    assert isinstance(outcome, Failed)
    assert "Nowhere/Land" in outcome.why.render()


def test_an_entry_of_another_week_that_cannot_be_read_is_no_obstacle() -> None:
    unread = event("odd", START - timedelta(days=9))
    unread = replace(unread, text=unread.text.replace("DTSTART:", "DTSTART;TZID=Nowhere/Land:"))
    assert Desk(unread).look(CHECK) == [Done()]
    series = replace(unread, text=unread.text.replace("SUMMARY:", "RRULE:FREQ=WEEKLY\r\nSUMMARY:"))
    assert isinstance(Desk(series).look(CHECK)[0], Failed)


def test_a_calendar_that_cannot_be_read_is_waited_for() -> None:
    desk = Desk()
    desk.bruno = replace(desk.bruno, problem=say("It is away."))
    assert isinstance(desk.look(CHECK)[0], Retry)


def test_of_two_meetings_at_one_time_the_second_waits_and_then_finds_it_taken() -> None:
    desk = Desk()
    other = replace(CHECK, own=("theirs@officebot",), start=START + timedelta(minutes=30))
    first, second = desk.look(CHECK, other)
    assert (first, type(second)) == (Done(), Retry)
    desk.anna = replace(desk.anna, objects=(event("ours@officebot"),))
    assert isinstance(desk.look(other)[0], Failed)


def test_what_came_to_nothing_is_free_again_soon() -> None:
    desk = Desk()
    other = replace(CHECK, own=("theirs@officebot",))
    desk.look(CHECK)
    desk.clock.advance(timedelta(minutes=3))
    assert desk.look(other) == [Done()]


def test_looking_twice_for_the_same_meeting_is_harmless() -> None:
    desk = Desk()
    assert [*desk.look(CHECK), *desk.look(CHECK)] == [Done(), Done()]


def test_an_entry_whose_text_only_holds_our_identity_is_in_the_way() -> None:
    (outcome,) = Desk(event("not-ours@officebot-1")).look(replace(CHECK, own=("1",)))
    assert isinstance(outcome, Failed)


def test_a_calendar_that_was_read_but_for_what_is_too_large_is_looked_at() -> None:
    desk = Desk()
    desk.anna = replace(desk.anna, problem=say("1 entry is too large and left out."), left_out=1)
    assert desk.look(CHECK) == [Done()]
