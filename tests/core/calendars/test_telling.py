"""An event is told in words, never as iCalendar."""

from __future__ import annotations

import pytest

from officebot.app.reading import as_read, ending
from officebot.core.calendars.telling import as_words
from officebot.testing.invitations import message

HELD = message("REQUEST").encode()


def test_an_appointment_is_told_with_its_time_and_its_people_in_the_readers_language() -> None:
    said = as_words(HELD.decode())
    english, french = said.render("en"), said.render("fr")
    assert english.startswith("When: ")
    assert "\nOrganiser: " in english
    assert "Quand\N{NO-BREAK SPACE}: " in french
    assert "\nInvités\N{NO-BREAK SPACE}: " in french


def test_how_each_guest_answered_is_told_and_what_is_called_off() -> None:
    text = HELD.decode().replace("END:VEVENT", "STATUS:CANCELLED\r\nATTENDEE;CN=Zoé;PARTSTAT=DECLINED:mailto:zoe@x.example"
                                 "\r\nEND:VEVENT")  # fmt: skip
    said = as_words(text).render("en")
    assert "Zoé <zoe@x.example> (declines)" in said
    assert "State: called off" in said


def test_who_looks_at_a_proposal_reads_no_lines_of_icalendar() -> None:
    held = HELD.replace(b"END:VEVENT", b"X-OFFICEBOT-KEPT:something\r\nEND:VEVENT")
    shown = as_read("0/calendar", held).render("fr")
    assert "BEGIN:" not in shown
    assert "X-OFFICEBOT" not in shown
    assert ending("0/calendar", held) == ".ics"


def test_what_only_begins_as_a_calendar_is_shown_as_it_is() -> None:
    assert as_read("0/calendar", b"BEGIN:VCALENDAR\r\n" + b"x" * 50).render("en").startswith("BEGIN:VCALENDAR\n")


def test_outside_words_steer_no_terminal() -> None:
    said = as_words(HELD.decode().replace("SUMMARY:", "SUMMARY:\x1b[2J")).render("en")
    assert "\x1b" not in said


def event(*lines: str) -> str:
    held = "".join(f"{line}\r\n" for line in ("UID:1", "SUMMARY:Point", *lines))
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n{held}END:VEVENT\r\nEND:VCALENDAR\r\n"


@pytest.mark.parametrize(
    "line",
    [
        "RRULE:FREQ=WEEKLY;INTERVAL=2",
        "RRULE:FREQ=WEEKLY;UNTIL=20270101T000000Z",
        "RRULE:FREQ=HOURLY",
        "RDATE:20261208T100000Z",
        "EXDATE:20261208T100000Z",
        "RECURRENCE-ID:20261208T100000Z",
        "ATTACH:https://files.example/plan.pdf",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
    ],
)
def test_nothing_that_a_person_decides_by_is_left_out(line: str) -> None:
    name, _, value = line.partition(":")
    said = as_words(event("DTSTART:20261201T100000Z", line)).render("fr")
    assert f"En outre\N{NO-BREAK SPACE}: {name} {value}" in said


def test_what_is_said_in_words_or_goes_without_saying_is_not_said_again() -> None:
    told = as_words(event("DTSTART:20261201T100000Z", "RRULE:FREQ=WEEKLY", "STATUS:CONFIRMED", "TRANSP:OPAQUE"))
    assert "Besides" not in told.render("en")
    assert "Repeats: every week" in told.render("en")


@pytest.mark.parametrize("length", ["P10D", "P99999999999D"])
def test_a_time_beyond_all_calendars_is_shown_as_it_stands(length: str) -> None:
    said = as_words(event("DTSTART:99991231T235900Z", f"DURATION:{length}")).render("en")
    assert f"Besides: DTSTART 99991231T235900Z; DURATION {length}" in said
