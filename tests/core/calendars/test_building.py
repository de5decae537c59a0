"""What the office sends: invitations, answers, cancellations, counter-proposals, each right for the other side."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from officebot.core.calendars.building import (
    Meeting,
    Written,
    answer,
    cancellation,
    counter_proposal,
    declined_counter,
    ending,
    invitation,
)
from officebot.core.calendars.components import Component, read_calendars
from officebot.core.calendars.itip import Happened, apply
from officebot.core.calendars.letters import letter
from officebot.core.calendars.messages import read_message
from officebot.core.calendars.people import answer_of, attendees_of
from officebot.core.calendars.state import State, empty_state
from officebot.core.problems import UserError
from officebot.testing.invitations import GUESTS, ORGANIZER

BOB, ANN = GUESTS
PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
START = datetime(2026, 12, 1, 10, tzinfo=PARIS)


def meeting(**told: object) -> Meeting:
    known: dict[str, object] = {
        "organizer": ORGANIZER,
        "attendees": GUESTS,
        "summary": "Budget, été; fin",
        "start": START,
    }
    known |= {"end": START + timedelta(minutes=45)}
    return Meeting(**{**known, **told})


def calendar(written: Written) -> Component:
    return read_calendars(written.text)[0]


def received(*written: Written, person: str) -> State:
    state = empty_state(person)
    for one in written:
        outcome = apply(state, read_message(one.text, sender=one.sender), person, NOW)
        assert outcome.outcome is not Happened.REJECTED, outcome.reason
        state = outcome.state
    return state


def test_an_invitation_explains_its_zone_and_is_the_same_each_time() -> None:
    one = invitation(meeting(), NOW)
    assert one == invitation(meeting(), NOW)
    assert (one.method, one.to) == ("REQUEST", GUESTS)
    assert one.event.value("SEQUENCE") == "0"
    assert "BEGIN:VTIMEZONE\r\nTZID:Europe/Paris" in one.text
    assert invitation(meeting(), NOW + timedelta(hours=1)).event.value("UID") == one.event.value("UID")
    assert invitation(meeting(start=START - timedelta(hours=1)), NOW).event.value("UID") != one.event.value("UID")


def test_a_new_version_has_the_same_uid_and_the_next_sequence_when_its_times_change() -> None:
    first = invitation(meeting(), NOW)
    reworded = invitation(meeting(summary="Other words"), NOW, before=first.event)
    moved = invitation(meeting(start=START - timedelta(hours=1)), NOW, before=first.event)
    assert {one.event.value("UID") for one in (first, reworded, moved)} == {first.event.value("UID")}
    assert [one.event.value("SEQUENCE") for one in (first, reworded, moved)] == ["0", "0", "1"]


def test_an_answer_reaches_the_organiser_s_calendar() -> None:
    first = invitation(meeting(), NOW)
    yes = answer(calendar(first), "Bob@Client.example", "ACCEPTED", NOW, comment="Avec plaisir")
    assert yes.to == (ORGANIZER,)
    state = received(first, yes, person=ORGANIZER)
    (event,) = state.events(first.event.value("UID"))
    assert {who: answer_of(line) for who, line in attendees_of(event).items()} == {
        BOB: "ACCEPTED",
        ANN: "NEEDS-ACTION",
    }
    assert "COMMENT:Avec plaisir" in yes.text
    reworded = invitation(meeting(summary="Other words"), NOW, before=event)
    assert answer_of(attendees_of(reworded.event)[BOB]) == "ACCEPTED"


def test_who_is_not_invited_reads_who_is() -> None:
    with pytest.raises(UserError, match="answer as one of them"):
        answer(calendar(invitation(meeting(), NOW)), "eve@else.example", "ACCEPTED", NOW)
    alone = re.sub(r"ATTENDEE[^\n]*\n(?: [^\n]*\n)*", "", invitation(meeting(), NOW).text)
    with pytest.raises(UserError, match="It invites nobody"):
        answer(read_calendars(alone)[0], BOB, "ACCEPTED", NOW)


@pytest.mark.parametrize(
    "occurrence", ["2026-12-08", "2026-12-08T10:00", "2026-12-08T09:00+00:00", "20261208T090000Z"]
)
def test_one_occurrence_can_be_named_in_several_ways_and_cancelled(occurrence: str) -> None:
    if occurrence.endswith("Z"):
        occurrence = datetime.fromisoformat(occurrence).isoformat()
    first = invitation(meeting(rule="FREQ=WEEKLY;COUNT=4"), NOW)
    gone = cancellation(calendar(first), NOW, occurrence=occurrence)
    assert gone.event.value("SEQUENCE") == "1"
    assert gone.event.first("RECURRENCE-ID").value == "20261208T100000"
    (event,) = received(first, gone, person=BOB).events(first.event.value("UID"))
    assert event.value("EXDATE") == "20261208T100000"


def test_a_cancelled_meeting_is_cancelled_for_everybody_it_invited() -> None:
    first = invitation(meeting(), NOW)
    gone = cancellation(calendar(first), NOW)
    assert gone.to == (ANN, BOB) or gone.to == GUESTS
    (event,) = received(first, gone, person=ANN).events(first.event.value("UID"))
    assert event.value("STATUS") == "CANCELLED"


def test_a_counter_proposal_waits_for_the_organiser_and_changes_nothing() -> None:
    first = invitation(meeting(), NOW)
    later = START + timedelta(hours=3)
    other = counter_proposal(calendar(first), BOB, later, later + timedelta(hours=1), NOW)
    before = received(first, person=ORGANIZER)
    outcome = apply(before, read_message(other.text, sender=other.sender), ORGANIZER, NOW)
    assert (other.event.value("DTSTART"), outcome.outcome) == ("20261201T130000", Happened.NEEDS_DECISION)
    no = declined_counter(calendar(first), BOB, NOW + timedelta(minutes=1))
    assert (no.method, no.to) == ("DECLINECOUNTER", (BOB,))
    uid = first.event.value("UID")
    assert received(first, other, no, person=ORGANIZER).events(uid) == before.events(uid)


def test_what_cannot_be_sent_is_said() -> None:
    first = calendar(invitation(meeting(rule="FREQ=WEEKLY;COUNT=4"), NOW))
    for wrong in (
        lambda: invitation(meeting(attendees=()), NOW),
        lambda: invitation(meeting(attendees=("bob\r\nBcc: x@y.example",)), NOW),
        lambda: invitation(meeting(end=START), NOW),
        lambda: invitation(meeting(start=START.replace(tzinfo=None)), NOW),
        lambda: invitation(meeting(rule="FREQ=SECONDLY"), NOW),
        lambda: invitation(meeting(rule="WEEKLY"), NOW),
        lambda: answer(first, "eve@other.example", "ACCEPTED", NOW),
        lambda: answer(first, BOB, "ACCEPTED", NOW, occurrence="2026-12-09"),
        lambda: answer(first, BOB, "ACCEPTED", NOW, occurrence="soon"),
        lambda: counter_proposal(first, BOB, START, START, NOW),
    ):
        with pytest.raises(UserError):
            wrong()


def test_nothing_that_is_written_into_an_invitation_begins_a_line_of_its_own() -> None:
    one = invitation(
        meeting(summary="a\r\nATTENDEE:mailto:eve@x.example", place="b\nSTATUS:X", organizer_name="C\r\nX:1"), NOW
    )
    assert set(attendees_of(calendar(one).children[-1])) == set(GUESTS)
    assert "\nX:1" not in one.text


def test_the_mail_is_in_the_language_of_who_gets_it() -> None:
    one = invitation(meeting(place="Salle <b>Bleue</b>", rule="FREQ=WEEKLY;COUNT=4"), NOW)
    french = letter(one, "fr", sender_name="Claire Martin")
    assert french.subject == "Invitation\u00a0: Budget, été; fin"
    assert "Claire Martin vous invite." in french.text
    assert "Quand\u00a0: 1er décembre 2026 à 10:00–10:45 (Europe/Paris)" in french.text
    assert "toutes les semaines" in french.text
    assert "Salle &lt;b&gt;Bleue" in french.html
    assert letter(one, "en").subject == "Invitation: Budget, été; fin"
    for answered, words in (("ACCEPTED", "Accepté"), ("DECLINED", "Refusé"), ("TENTATIVE", "Peut-être")):
        assert letter(answer(calendar(one), BOB, answered, NOW), "fr").subject.startswith(words)


def test_a_whole_day_stays_a_day() -> None:
    day = date(2026, 12, 24)
    one = invitation(meeting(start=day, end=ending(day, 1440)), NOW)
    assert str(one.event.first("DTEND")) == "DTEND;VALUE=DATE:20261225"
    assert "24 December 2026, all day" in letter(one, "en").text


def test_a_meeting_over_the_change_of_clocks_lasts_as_long_as_it_should() -> None:
    start = datetime(2026, 10, 25, 1, 30, tzinfo=PARIS)
    assert ending(start, 120).isoformat() == "2026-10-25T02:30:00+01:00"


@pytest.mark.parametrize(
    "start", [date(9999, 12, 31), datetime(9999, 12, 31, 23, tzinfo=UTC), datetime(9999, 12, 31)]
)
def test_nothing_ends_beyond_all_calendars(start: date) -> None:
    with pytest.raises(UserError, match="beyond all calendars"):
        ending(start, 10_000)
