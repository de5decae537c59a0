"""What an invitation is answered with: at odd hours, for whole days, again and again, too late; and what others propose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import pytest

from officebot.core.agendas import Room
from officebot.core.calendars.building import Meeting, counter_proposal, invitation
from officebot.core.calendars.components import read_calendars
from officebot.core.mail import Mail
from officebot.core.people import Contact, Contacts
from officebot.core.proposals import Proposal
from officebot.sdk import OfficeFacts
from tests.duties.diaries import PARIS, Diaries
from tests.duties.test_calendar_coordination import (
    ETIENNE,
    NOW,
    ROWE,
    SOPHIE,
    START,
    TALK,
    WEEK,
    asks,
    carries,
    only,
    replies,
)

MakeMail: TypeAlias = Callable[..., Mail]
HOUR = timedelta(hours=1)
MONTH = (NOW, NOW + timedelta(days=40))


@pytest.fixture
def office(facts: OfficeFacts) -> Diaries:
    """Étienne and Sophie with calendars, and two rooms."""
    rooms = [Room(name="petit", title="Petit salon", seats=4), Room(name="grand", title="Grand salon", seats=8)]
    return Diaries(facts, [ETIENNE, SOPHIE, "petit", "grand"], rooms)


def said(proposal: Proposal) -> str:
    return " ".join(one.what.render("en") for one in proposal.reasons)


def answered(office: Diaries) -> str:
    return office.outbox[-1].invitation.replace("\r\n ", "")


def invites(office: Diaries, make_mail: MakeMail, meeting: Meeting) -> Proposal:
    proposal = only(office.comes(carries(make_mail, invitation(meeting, NOW).text), NOW))
    office.approve(proposal)
    return proposal


def test_an_evening_that_is_free_is_not_called_taken(office: Diaries, make_mail: MakeMail) -> None:
    dinner = replace(TALK, start=START.replace(hour=20), end=START.replace(hour=22))
    proposal = invites(office, make_mail, dinner)
    assert "PARTSTAT=ACCEPTED" in answered(office)
    assert "not free" not in said(proposal)
    assert "outside the hours" in said(proposal)


def test_an_invitation_to_what_is_over_is_not_answered(office: Diaries, make_mail: MakeMail) -> None:
    begun = NOW - timedelta(days=3)
    past = replace(TALK, start=begun, end=begun + HOUR)
    assert office.comes(carries(make_mail, invitation(past, NOW - timedelta(days=5)).text), NOW) == []


def test_an_invitation_for_whole_days_says_what_stands_there(office: Diaries, make_mail: MakeMail) -> None:
    office.put(ETIENNE, "busy", START, START + HOUR)
    fair = replace(TALK, start=START.date(), end=START.date() + timedelta(days=2))
    assert "Something stands" in said(invites(office, make_mail, fair))


def test_a_time_without_a_zone_is_not_guessed(office: Diaries, make_mail: MakeMail) -> None:
    text = invitation(replace(TALK, start=START.astimezone(UTC), end=(START + HOUR).astimezone(UTC)), NOW).text
    text = text.replace("DTSTART:20261202T090000Z", "DTSTART:20261202T100000")
    text = text.replace("DTEND:20261202T100000Z", "DTEND:20261202T110000")
    assert office.comes(carries(make_mail, text), NOW) == []


def test_each_time_of_a_series_is_looked_at_and_those_that_are_taken_are_named(
    office: Diaries, make_mail: MakeMail
) -> None:
    office.put(ETIENNE, "busy", START + timedelta(days=14), START + timedelta(days=14) + HOUR)
    proposal = invites(office, make_mail, replace(TALK, rule="FREQ=WEEKLY;COUNT=5"))
    assert "PARTSTAT=ACCEPTED" in answered(office)
    assert "5 times were looked at" in said(proposal)
    assert "not free on 16 December 2026" in said(proposal)


def test_a_series_that_mostly_cannot_be_kept_is_declined(office: Diaries, make_mail: MakeMail) -> None:
    for week in (1, 2, 3):
        office.put(ETIENNE, f"busy-{week}", START + timedelta(days=7 * week), START + timedelta(days=7 * week) + HOUR)
    invites(office, make_mail, replace(TALK, rule="FREQ=WEEKLY;COUNT=5"))
    assert "PARTSTAT=DECLINED" in answered(office)
    assert len(office.busy(ETIENNE, *MONTH)) == 3


def test_a_time_that_is_taken_is_not_filled_twice_while_another_is_proposed(
    office: Diaries, make_mail: MakeMail
) -> None:
    office.put(ETIENNE, "busy", START, START + HOUR)
    invites(office, make_mail, TALK)
    assert "METHOD:COUNTER" in answered(office)
    assert [one.uid for one in office.busy(ETIENNE, *WEEK)] == ["busy"]


def test_a_meeting_that_its_organiser_moves_to_where_nobody_can_leaves_its_old_time(
    office: Diaries, make_mail: MakeMail
) -> None:
    invites(office, make_mail, TALK)
    first = read_calendars(invitation(TALK, NOW).text)[0].children[-1]
    for day in range(1, 9):
        whole = START.replace(hour=0) + timedelta(days=day)
        office.put(ETIENNE, f"away-{day}", whole, whole + timedelta(days=1))
    later = replace(TALK, start=START + timedelta(days=1), end=START + timedelta(days=1, hours=1))
    update = invitation(later, NOW + HOUR, before=first)
    office.approve(only(office.comes(carries(make_mail, update.text), NOW)))
    assert "PARTSTAT=DECLINED" in answered(office)
    assert not [one for one in office.busy(ETIENNE, *WEEK) if one.start == START]


def test_more_dates_of_a_series_need_a_persons_leave_even_from_a_contact(
    office: Diaries, make_mail: MakeMail
) -> None:
    office.facts = replace(
        office.facts, contacts=Contacts([*office.facts.contacts.all, Contact(name="C", addresses=(ROWE,))])
    )
    text = invitation(replace(TALK, rule="FREQ=WEEKLY;COUNT=2"), NOW).text
    office.approve(only(office.comes(carries(make_mail, text), NOW)))
    extra = START + timedelta(days=2)
    uid = read_calendars(text)[0].children[-1].value("UID")
    more = invitation(replace(TALK, start=extra, end=extra + HOUR, uid=uid), NOW + HOUR).text
    more = more.replace("METHOD:REQUEST", "METHOD:ADD").replace("SEQUENCE:0", "SEQUENCE:1")
    for proposal in office.comes(carries(make_mail, more), NOW):
        assert proposal.must_ask


# ── another time is proposed for a meeting of ours ────────────────────────────────────────────────────────


def ours(office: Diaries, make_mail: MakeMail) -> str:
    """The invitation to a meeting of ours in a room, as the guest has it."""
    text = "Could we meet Étienne Kerbrat on 2 December at 3 pm for half an hour?"
    office.approve(only(office.comes(asks(make_mail, text), NOW, rooms=["petit"])))
    return office.outbox[-1].invitation


def counters(office: Diaries, make_mail: MakeMail, text: str, start: datetime) -> Proposal:
    asked = counter_proposal(read_calendars(text)[0], ROWE, start, start + HOUR / 2, NOW + HOUR)
    proposal = only(office.comes(carries(make_mail, asked.text), NOW, rooms=["petit"]))
    office.approve(proposal)
    return proposal


@pytest.mark.parametrize("minute", [0, 10])
def test_a_meeting_that_moves_takes_its_room_along(office: Diaries, make_mail: MakeMail, minute: int) -> None:
    later = datetime(2026, 12, 2, 16, minute, tzinfo=PARIS)
    counters(office, make_mail, ours(office, make_mail), later)
    assert [one.start for owner in (ETIENNE, "petit") for one in office.busy(owner, *WEEK)] == [later, later]
    (item,) = office.items("meeting")
    assert datetime.fromisoformat(item.source["start"]) == later
    assert item.source["sequence"] == 1


def test_a_meeting_does_not_move_to_where_its_room_is_taken(office: Diaries, make_mail: MakeMail) -> None:
    text = ours(office, make_mail)
    later = datetime(2026, 12, 2, 16, tzinfo=PARIS)
    office.put("petit", "board", later, later + HOUR)
    counters(office, make_mail, text, later)
    assert "METHOD:DECLINECOUNTER" in answered(office)
    assert len(office.busy("petit", *WEEK)) == 2


def test_a_meeting_that_moved_and_is_called_off_is_cancelled_in_its_last_version(
    office: Diaries, make_mail: MakeMail
) -> None:
    counters(office, make_mail, ours(office, make_mail), datetime(2026, 12, 2, 16, tzinfo=PARIS))
    office.approve(only(office.comes(replies(make_mail, "We must cancel, sorry.", number=3), NOW, rooms=["petit"])))
    assert "SEQUENCE:2" in answered(office)
    assert office.busy("petit", *WEEK) == office.busy(ETIENNE, *WEEK) == []


def test_another_time_for_one_occurrence_moves_that_one_only(office: Diaries, make_mail: MakeMail) -> None:
    weekly = Meeting(organizer=ETIENNE, attendees=(ROWE,), summary="Weekly", start=START, end=START + HOUR,
                     rule="FREQ=WEEKLY;COUNT=3")  # fmt: skip
    text = invitation(weekly, NOW).text
    office.store(ETIENNE, text)
    second = START + timedelta(days=7)
    asked = counter_proposal(
        read_calendars(text)[0], ROWE, second + 4 * HOUR, second + 5 * HOUR, NOW + HOUR,
        occurrence=second.replace(tzinfo=None).isoformat(),
    )  # fmt: skip
    office.approve(only(office.comes(carries(make_mail, asked.text), NOW)))
    assert [one.start for one in office.busy(ETIENNE, *MONTH)] == [
        START, second + 4 * HOUR, START + timedelta(days=14)
    ]  # fmt: skip
