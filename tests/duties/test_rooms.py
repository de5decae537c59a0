"""Rooms are given where they are free and large enough, refused where not, and given back where nobody comes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias, cast

import pytest

from officebot.core.actions import PutCalendarObject, RemoveCalendarObject, SendMail
from officebot.core.agendas import Room
from officebot.core.calendars.building import Meeting, cancellation, invitation
from officebot.core.calendars.components import read_calendars
from officebot.core.mail import Address, Mail, Proof
from officebot.core.problems import Unavailable
from officebot.core.proposals import Claim, Proposal
from officebot.duties.rooms.decide import decide
from officebot.duties.rooms.observe import observe
from officebot.duties.rooms.recognise import recognise
from officebot.duties.rooms.settings import Settings
from officebot.sdk import Office, OfficeFacts, Trigger
from officebot.testing.invitations import message
from tests.duties.diaries import PARIS, Diaries

MakeMail: TypeAlias = Callable[..., Mail]
NOW = datetime(2026, 11, 24, 8, 15, tzinfo=UTC)
ETIENNE, SOPHIE, ROOM = "etienne@office.example", "sophie@office.example", "salon@office.example"
START = datetime(2026, 11, 26, 10, tzinfo=PARIS)
WEEK = (datetime(2026, 11, 23, tzinfo=UTC), datetime(2026, 11, 30, tzinfo=UTC))


def desk_with(facts: OfficeFacts, **room: Any) -> Diaries:
    values: dict[str, Any] = {"name": "salon", "title": "Grand salon", "seats": 4, "address": ROOM, **room}
    return Diaries(facts, [ETIENNE, "salon"], [Room(**values)])


@pytest.fixture
def desk(facts: OfficeFacts) -> Diaries:
    return desk_with(facts)


def booked(*people: str, organizer: str = ETIENNE) -> Meeting:
    return Meeting(organizer=organizer, attendees=people, rooms=(ROOM,), summary="Salon", start=START,
                   end=START + timedelta(hours=1))  # fmt: skip


def carried(make_mail: MakeMail, text: str, sender: str = ETIENNE, **more: Any) -> Mail:
    return make_mail("", "Salon", sender=Address("", sender), calendar=text, **{"proof": Proof.PASSED, **more})


def comes(desk: Diaries, mail: Mail, **settings: Any) -> list[Proposal]:
    chosen = Settings.model_validate(settings)
    claims = tuple(recognise(mail, desk.facts, chosen, NOW))
    trigger = Trigger(kind="mail", key="one", due=NOW, now=NOW, mail=mail, claims=claims)
    return list(decide(observe(cast(Office, desk), trigger, chosen), chosen)) if claims else []


def in_the_morning(desk: Diaries, **settings: Any) -> list[Proposal]:
    chosen = Settings.model_validate(settings)
    trigger = Trigger(kind="schedule", key="one", due=NOW, now=NOW)
    return list(decide(observe(cast(Office, desk), trigger, chosen), chosen))


def test_a_free_room_is_given_to_a_colleague_at_once(desk: Diaries, make_mail: MakeMail) -> None:
    (proposal,) = comes(desk, carried(make_mail, invitation(booked(SOPHIE), NOW).text))
    desk.approve(proposal)
    (event,) = desk.busy("salon", *WEEK)
    assert not proposal.must_ask
    assert event.start == START
    assert "PARTSTAT=ACCEPTED" in desk.outbox[-1].invitation.replace("\r\n ", "")


@pytest.mark.parametrize("more", [{"sender": "x@elsewhere.example"}, {"proof": Proof.UNKNOWN}])
def test_a_stranger_or_somebody_unproven_gets_a_room_only_by_a_persons_leave(
    desk: Diaries, make_mail: MakeMail, more: dict[str, Any]
) -> None:
    organizer = str(more.get("sender", ETIENNE))
    (proposal,) = comes(desk, carried(make_mail, invitation(booked(SOPHIE, organizer=organizer), NOW).text, **more))
    assert proposal.must_ask


def test_a_room_with_an_approver_waits_for_their_yes(facts: OfficeFacts, make_mail: MakeMail) -> None:
    desk = desk_with(facts, approver=SOPHIE)
    (proposal,) = comes(desk, carried(make_mail, invitation(booked(SOPHIE), NOW).text))
    assert (proposal.must_ask, proposal.owner) == (True, SOPHIE)


@pytest.mark.parametrize("people", [("a@x.example", "b@x.example", "c@x.example", "d@x.example")])
def test_a_room_that_is_too_small_is_refused_with_the_reason(
    desk: Diaries, make_mail: MakeMail, people: tuple[str, ...]
) -> None:
    (proposal,) = comes(desk, carried(make_mail, invitation(booked(*people), NOW).text))
    assert [type(action) for action in proposal.actions if not isinstance(action, SendMail)][:1] != [
        PutCalendarObject
    ]
    assert "DECLINED" in desk_letter(proposal).replace("\r\n ", "")
    assert "4" in proposal.reason.render("fr")


def test_a_room_that_is_taken_is_refused(desk: Diaries, make_mail: MakeMail) -> None:
    desk.put("salon", "other", START, START + timedelta(hours=1))
    (proposal,) = comes(desk, carried(make_mail, invitation(booked(SOPHIE), NOW).text))
    assert "DECLINED" in desk_letter(proposal).replace("\r\n ", "")


def test_a_cancelled_meeting_frees_its_room(desk: Diaries, make_mail: MakeMail) -> None:
    text = invitation(booked(SOPHIE), NOW).text
    desk.approve(comes(desk, carried(make_mail, text))[0])
    over = cancellation(read_calendars(text)[0], NOW + timedelta(hours=1))
    desk.approve(comes(desk, carried(make_mail, over.text))[0])
    assert desk.busy("salon", *WEEK) == []


def test_an_invitation_without_a_room_of_ours_is_none_of_its_business(desk: Diaries, make_mail: MakeMail) -> None:
    meeting = Meeting(organizer=ETIENNE, attendees=(SOPHIE,), summary="Salon", start=START,
                      end=START + timedelta(hours=1))  # fmt: skip
    assert comes(desk, carried(make_mail, invitation(meeting, NOW).text)) == []


def test_a_booking_whose_organiser_has_no_such_meeting_is_given_back(desk: Diaries, make_mail: MakeMail) -> None:
    desk.approve(comes(desk, carried(make_mail, invitation(booked(SOPHIE), NOW).text))[0])
    (proposal,) = in_the_morning(desk)
    assert proposal.must_ask
    assert [type(action) for action in proposal.actions] == [RemoveCalendarObject]
    assert in_the_morning(desk, release_days=0) == []


def test_a_booking_of_a_meeting_that_stands_is_left_alone(desk: Diaries, make_mail: MakeMail) -> None:
    written = invitation(booked(SOPHIE), NOW)
    desk.approve(comes(desk, carried(make_mail, written.text))[0])
    uid = written.event.value("UID")
    desk.carry_out(PutCalendarObject(calendar=ETIENNE, uid=uid, text=desk.stored["salon"][uid].text))
    assert in_the_morning(desk) == []


def test_only_invitations_and_cancellations_are_claimed(desk: Diaries, make_mail: MakeMail) -> None:
    assert list(recognise(make_mail("Bonjour"), desk.facts, None, NOW)) == []
    claim = list(recognise(carried(make_mail, invitation(booked(SOPHIE), NOW).text), desk.facts, None, NOW))
    assert [one.kind for one in claim] == [Claim(kind="room-request").kind]


def desk_letter(proposal: Proposal) -> str:
    (mail,) = [action.mail for action in proposal.actions if isinstance(action, SendMail)]
    return mail.invitation


# ── what cannot be seen, and what repeats ─────────────────────────────────────────────────────────────────


def test_a_room_whose_calendar_cannot_be_read_is_given_to_nobody(desk: Diaries, make_mail: MakeMail) -> None:
    desk.lost.add("salon")
    with pytest.raises(Unavailable, match="Grand salon"):
        comes(desk, carried(make_mail, invitation(booked(SOPHIE), NOW).text))


def test_a_booking_is_not_given_back_while_its_organisers_calendar_cannot_be_read(
    desk: Diaries, make_mail: MakeMail
) -> None:
    desk.approve(comes(desk, carried(make_mail, invitation(booked(SOPHIE), NOW).text))[0])
    assert len(in_the_morning(desk)) == 1
    desk.lost.add(ETIENNE)
    assert in_the_morning(desk) == []


def test_a_booking_whose_identity_stands_in_others_does_not_make_the_room_free(
    desk: Diaries, make_mail: MakeMail
) -> None:
    desk.put("salon", "board-1", START, START + timedelta(hours=1))
    (proposal,) = comes(desk, carried(make_mail, invitation(replace(booked(SOPHIE), uid="1"), NOW).text))
    desk.approve(proposal)
    assert "PARTSTAT=DECLINED" in desk.outbox[-1].invitation.replace("\r\n ", "")


def test_a_series_gets_a_room_only_where_each_of_its_times_is_free(desk: Diaries, make_mail: MakeMail) -> None:
    third = START + timedelta(days=14)
    desk.put("salon", "fair", third, third + timedelta(hours=1))
    weekly = replace(booked(SOPHIE), rule="FREQ=WEEKLY;COUNT=4")
    (proposal,) = comes(desk, carried(make_mail, invitation(weekly, NOW).text))
    desk.approve(proposal)
    assert "PARTSTAT=DECLINED" in desk.outbox[-1].invitation.replace("\r\n ", "")
    assert "décembre" in desk.outbox[-1].body


def test_a_room_for_a_whole_day_is_refused_where_something_stands_in_that_day(
    desk: Diaries, make_mail: MakeMail
) -> None:
    late = START.replace(hour=0, minute=15)
    desk.put("salon", "night", late, late + timedelta(minutes=30))
    day = replace(booked(SOPHIE), start=START.date(), end=START.date() + timedelta(days=1))
    desk.approve(comes(desk, carried(make_mail, invitation(day, NOW).text))[0])
    assert "PARTSTAT=DECLINED" in desk.outbox[-1].invitation.replace("\r\n ", "")


def test_two_who_ask_for_the_same_room_before_anybody_says_yes_get_it_once(
    facts: OfficeFacts, make_mail: MakeMail
) -> None:
    desk = desk_with(facts, approver=SOPHIE)
    waiting = [
        comes(desk, carried(make_mail, invitation(replace(booked(SOPHIE), uid=uid), NOW).text))[0]
        for uid in ("a", "b")
    ]
    desk.approve(waiting[0])
    assert not desk.approve(waiting[1])
    assert len(desk.busy("salon", *WEEK)) == len(desk.outbox) == 1


# ── bookings that mean harm ───────────────────────────────────────────────────────────────────────────────


def books(make_mail: MakeMail, method: str = "REQUEST", *, before: str = "", **said: Any) -> Mail:
    """Étienne's proven booking of the room, as any program may write it."""
    start = "DTSTART;TZID=Europe/Paris:20261126T100000"
    text = message(method, **{"organizer": ETIENNE, "guests": [ROOM], "start": start, **said})
    return carried(make_mail, before + text.replace("\r\n", "\n"))


@pytest.mark.parametrize("uid", ["VEVENT", "a", "busy"])
def test_a_booking_whose_identity_stands_in_every_calendar_takes_no_room_that_is_taken(
    desk: Diaries, make_mail: MakeMail, uid: str
) -> None:
    desk.put("salon", "busy-1", START, START + timedelta(hours=1))
    (refused,) = comes(desk, books(make_mail, uid=uid))
    assert refused.title.render().startswith("Refuse")


@pytest.mark.parametrize("method", ["PUBLISH", "ADD"])
def test_what_books_nothing_enters_no_rooms_calendar_whatever_stands_before_it(
    desk: Diaries, make_mail: MakeMail, method: str
) -> None:
    assert comes(desk, books(make_mail, method, before="METHOD:CANCEL\n")) == []


@pytest.mark.parametrize("end", ["DTEND:20310101T000000Z", "DTEND:99990101T000000Z"])
def test_nobody_has_a_room_for_years(desk: Diaries, make_mail: MakeMail, end: str) -> None:
    (refused,) = comes(desk, books(make_mail, end=end))
    assert refused.title.render().startswith("Refuse")


def test_the_room_itself_takes_no_seat(facts: OfficeFacts, make_mail: MakeMail) -> None:
    for others, given in ((3, True), (4, False)):
        desk = desk_with(facts, seats=4)
        people = [f"guest{number}@outside.example" for number in range(others)]
        (proposal,) = comes(desk, carried(make_mail, invitation(booked(*people), NOW).text))
        assert any(isinstance(action, PutCalendarObject) for action in proposal.actions) is given


def test_a_room_in_whose_calendar_something_cannot_be_read_is_not_given(desk: Diaries, make_mail: MakeMail) -> None:
    desk.put("salon", "odd", START, START + timedelta(hours=1), "Point")
    stored = desk.stored["salon"]["odd"]
    unread = stored.text.replace("DTSTART", "DTSTART;TZID=Nowhere/Land").replace("TZID=Europe/Paris:", "", 1)
    desk.stored["salon"]["odd"] = replace(stored, text=unread)
    with pytest.raises(Unavailable, match="Grand salon"):
        comes(desk, carried(make_mail, invitation(booked(SOPHIE), NOW).text))
