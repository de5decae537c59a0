"""No meeting is put over another: foreign identities, calendars that cannot be read, times off the quarter hour, rooms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeAlias

import pytest

from officebot.core.actions import CheckFree
from officebot.core.agendas import Room
from officebot.core.calendars.building import Meeting, invitation
from officebot.core.mail import Address, Mail
from officebot.core.problems import Unavailable
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
    offered,
    only,
    replies,
)

MakeMail: TypeAlias = Callable[..., Mail]
HOUR = timedelta(hours=1)


@pytest.fixture
def office(facts: OfficeFacts) -> Diaries:
    """Étienne and Sophie with calendars, and two rooms."""
    rooms = [Room(name="petit", title="Petit salon", seats=4), Room(name="grand", title="Grand salon", seats=8)]
    return Diaries(facts, [ETIENNE, SOPHIE, "petit", "grand"], rooms)


@pytest.mark.parametrize("uid", ["1", "VCALENDAR", "busy"])
def test_an_invitation_whose_identity_stands_in_other_entries_does_not_make_them_free(
    office: Diaries, make_mail: MakeMail, uid: str
) -> None:
    office.put(ETIENNE, "busy-1", START, START + HOUR)
    talk = Meeting(organizer=ROWE, attendees=(ETIENNE,), summary="Tasting", start=START, end=START + HOUR, uid=uid)
    office.approve(only(office.comes(carries(make_mail, invitation(talk, NOW).text), NOW)))
    assert "PARTSTAT=ACCEPTED" not in office.outbox[-1].invitation


# ── a calendar that cannot be read ────────────────────────────────────────────────────────────────────────


def test_whose_calendar_cannot_be_reached_is_offered_to_nobody_and_somebody_is_told(
    office: Diaries, make_mail: MakeMail
) -> None:
    office.lost.add(SOPHIE)
    with pytest.raises(Unavailable, match="Sophie Delmas"):
        office.comes(asks(make_mail), NOW)


def test_an_answer_confirms_nothing_while_a_hosts_calendar_cannot_be_reached(
    office: Diaries, make_mail: MakeMail
) -> None:
    offered(office, make_mail)
    office.lost.add(SOPHIE)
    with pytest.raises(Unavailable):
        office.comes(replies(make_mail, "The second one works."), NOW)


def test_an_invitation_is_not_accepted_for_whose_calendar_cannot_be_reached(
    office: Diaries, make_mail: MakeMail
) -> None:
    office.lost.add(ETIENNE)
    with pytest.raises(Unavailable):
        office.comes(carries(make_mail, invitation(TALK, NOW).text), NOW)


def test_a_room_whose_calendar_cannot_be_reached_is_not_taken_for_free(office: Diaries, make_mail: MakeMail) -> None:
    office.lost.add("petit")
    offers = offered(office, make_mail, rooms=["petit", "grand"])
    assert len(office.busy("grand", *WEEK)) == len(offers)
    assert office.busy("petit", *WEEK) == []


# ── times by the clock ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("minute", [10, 25, 50])
def test_an_invitation_off_the_quarter_hour_is_accepted_where_the_person_is_free(
    office: Diaries, make_mail: MakeMail, minute: int
) -> None:
    start = START.replace(minute=minute)
    talk = Meeting(organizer=ROWE, attendees=(ETIENNE,), summary="Tasting", start=start, end=start + HOUR)
    office.approve(only(office.comes(carries(make_mail, invitation(talk, NOW).text), NOW)))
    assert "PARTSTAT=ACCEPTED" in office.outbox[-1].invitation.replace("\r\n ", "")


def test_a_time_off_the_quarter_hour_that_a_guest_proposes_is_confirmed(office: Diaries, make_mail: MakeMail) -> None:
    mail = asks(make_mail, "Could we meet Étienne Kerbrat on 2 December at 3.20 pm for half an hour?")
    office.approve(only(office.comes(mail, NOW)))
    (event,) = office.busy(ETIENNE, *WEEK)
    assert event.start == datetime(2026, 12, 2, 15, 20, tzinfo=PARIS)


# ── rooms ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_each_offered_time_keeps_the_room_that_is_free_then(office: Diaries, make_mail: MakeMail) -> None:
    monday = datetime(2026, 11, 30, 0, tzinfo=PARIS)
    office.put("petit", "fair", monday, monday + timedelta(days=2))
    offers = offered(office, make_mail, rooms=["petit", "grand"])
    for start in offers:
        rooms = [room for room in ("petit", "grand") if office.busy(room, start, start + HOUR)]
        assert "grand" in rooms if start < monday + timedelta(days=2) else len(rooms) == 1
    assert len(office.busy("petit", monday, monday + timedelta(days=2))) == 1


@pytest.mark.parametrize("is_proposed", [True, False], ids=["the guest named the time", "the guest chose an offer"])
def test_a_meeting_that_is_called_off_gives_its_room_back(
    office: Diaries, make_mail: MakeMail, is_proposed: bool
) -> None:
    monday = datetime(2026, 11, 30, 0, tzinfo=PARIS)
    office.put("petit", "fair", monday, monday + timedelta(days=2))
    rooms = {"rooms": ["petit", "grand"]}
    if is_proposed:
        text = "Could we meet Étienne Kerbrat on 1 December at 3 pm for half an hour?"
        office.approve(only(office.comes(asks(make_mail, text), NOW, **rooms)))
    else:
        offered(office, make_mail, **rooms)
        office.approve(only(office.comes(replies(make_mail, "The last one works."), NOW, **rooms)))
    assert [one for room in ("petit", "grand") for one in office.busy(room, *WEEK) if one.uid != "fair"]

    office.approve(only(office.comes(replies(make_mail, "We must cancel, sorry.", number=3), NOW, **rooms)))
    assert [one for room in ("petit", "grand") for one in office.busy(room, *WEEK) if one.uid != "fair"] == []


def test_a_meeting_that_moves_to_another_room_leaves_the_first(office: Diaries, make_mail: MakeMail) -> None:
    rooms = {"rooms": ["petit", "grand"]}
    text = "Could we meet Étienne Kerbrat on 1 December at 3 pm for half an hour?"
    office.approve(only(office.comes(asks(make_mail, text), NOW, **rooms)))
    (before,) = [room for room in ("petit", "grand") if office.busy(room, *WEEK)]
    other = {"petit": "grand", "grand": "petit"}[before]
    wednesday = datetime(2026, 12, 2, 0, tzinfo=PARIS)
    office.put(before, "fair", wednesday, wednesday + timedelta(days=1))
    later = replies(make_mail, "Sorry, could we meet on 2 December instead?", number=3)
    office.approve(only(office.comes(later, NOW, **rooms)))
    office.approve(only(office.comes(replies(make_mail, "The first one works.", number=4), NOW, **rooms)))

    assert [one.uid for one in office.busy(before, *WEEK)] == ["fair"]
    assert [one.start.day for one in office.busy(other, *WEEK)] == [2]


# ── between the decision and the yes ──────────────────────────────────────────────────────────────────────


def stands(office: Diaries, owner: str) -> list[str]:
    return [one.uid for one in office.busy(owner, *WEEK)]


def test_a_time_that_is_given_away_before_the_yes_to_an_offer_is_not_offered(
    office: Diaries, make_mail: MakeMail
) -> None:
    proposal = only(office.comes(asks(make_mail), NOW))
    office.put(SOPHIE, "other", *span_of(proposal))
    assert not office.approve(proposal)
    assert office.outbox == []
    assert stands(office, SOPHIE) == ["other"]


def test_two_answers_for_the_same_time_that_wait_together_confirm_one(office: Diaries, make_mail: MakeMail) -> None:
    offered(office, make_mail, holds=False)
    confirmation = only(office.comes(replies(make_mail, "The first one is perfect."), NOW))
    office.put(ETIENNE, "other", *span_of(confirmation))
    assert not office.approve(confirmation)
    assert len(office.outbox) == 1
    assert stands(office, ETIENNE) == ["other"]


def test_an_invitation_is_not_accepted_over_what_came_before_the_yes(office: Diaries, make_mail: MakeMail) -> None:
    proposal = only(office.comes(carries(make_mail, invitation(TALK, NOW).text), NOW))
    office.put(ETIENNE, "other", START, START + HOUR)
    assert not office.approve(proposal)
    assert office.outbox == []


def test_two_offers_that_wait_together_name_no_time_twice(office: Diaries, make_mail: MakeMail) -> None:
    first = only(office.comes(asks(make_mail), NOW))
    second = only(office.comes(another(make_mail), NOW))
    assert set(times_of(first)).isdisjoint(times_of(second))
    assert office.approve(first)
    assert office.approve(second)


def test_the_times_of_an_offer_that_was_refused_are_offered_again(office: Diaries, make_mail: MakeMail) -> None:
    first = only(office.comes(asks(make_mail), NOW))
    office.waiting = []
    second = only(office.comes(another(make_mail), NOW))
    assert times_of(first) == times_of(second)


def test_an_offer_that_is_made_anew_may_name_its_own_times(office: Diaries, make_mail: MakeMail) -> None:
    first = only(office.comes(asks(make_mail), NOW))
    assert times_of(only(office.comes(asks(make_mail), NOW))) == times_of(first)


def test_who_takes_a_time_has_it_before_those_to_whom_it_is_about_to_be_offered(
    office: Diaries, make_mail: MakeMail
) -> None:
    offers = offered(office, make_mail, holds=False)
    other = only(office.comes(another(make_mail), NOW))
    assert offers[0] in times_of(other)
    taken = only(office.comes(replies(make_mail, "The first one is perfect."), NOW))
    assert times_of(taken) == [offers[0]]


def another(make_mail: MakeMail) -> Mail:
    """The same wish of somebody else."""
    words = "Hello, could we meet Étienne Kerbrat and Sophie Delmas next week, 45 minutes? Best, Ann"
    return make_mail(
        words, "Spring range", sender=Address("Ann Other", "ann@other.example"), message_id="<7@other.example>",
        fingerprint="f7", uid=7,
    )  # fmt: skip


def times_of(proposal: Proposal) -> list[datetime]:
    """The times that a proposal needs to be free, in order."""
    return sorted(one.start for one in proposal.actions if isinstance(one, CheckFree))


def span_of(proposal: Proposal) -> tuple[datetime, datetime]:
    """The first time that a proposal looks at once more."""
    return next((one.start, one.end) for one in proposal.actions if isinstance(one, CheckFree))


# ── what else keeps people from meeting ───────────────────────────────────────────────────────────────────

ON_THE_SECOND = "Could we meet Étienne Kerbrat on 2 December between 11 am and 3 pm, 30 minutes?"


def times(office: Diaries, make_mail: MakeMail, **settings: object) -> list[datetime]:
    office.approve(only(office.comes(asks(make_mail, ON_THE_SECOND), NOW, offers=5, **settings)))
    (item,) = office.items("meeting")
    return [datetime.fromisoformat(one).astimezone(PARIS) for one in item.source["offers"]]


def test_hours_between_which_somebody_can_are_not_taken_for_the_meeting(office: Diaries, make_mail: MakeMail) -> None:
    assert len(times(office, make_mail)) > 1


def test_no_time_is_offered_over_lunch(office: Diaries, make_mail: MakeMail) -> None:
    found = times(office, make_mail, lunch="12:00-14:00")
    assert found
    assert all(one.hour == 11 or one.hour >= 14 for one in found)


def test_the_way_from_another_place_is_kept_free(office: Diaries, make_mail: MakeMail) -> None:
    noon = datetime(2026, 12, 2, 11, tzinfo=PARIS)
    office.put(ETIENNE, "visit", noon, noon + HOUR, "Visite\r\nLOCATION:Lyon")
    way = [{"one": "Lyon", "other": "Atelier", "minutes": 90}]
    found = times(office, make_mail, site="Atelier", travel=way)
    assert found
    assert all(one >= noon + timedelta(minutes=150) for one in found)


def test_between_meetings_lie_the_minutes_that_the_office_wants(office: Diaries, make_mail: MakeMail) -> None:
    noon = datetime(2026, 12, 2, 12, tzinfo=PARIS)
    office.put(ETIENNE, "visit", noon, noon + HOUR)
    found = times(office, make_mail, buffer=30)
    assert found
    assert all(one + HOUR <= noon or one >= noon + timedelta(minutes=90) for one in found)
