"""Times that are kept free are always free again one day: unanswered, cut off in the middle, or past."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeAlias

import pytest

from officebot.core.actions import CheckFree, NoteItem, PutCalendarObject, RemoveCalendarObject, SendMail
from officebot.core.agendas import Room
from officebot.core.mail import Mail
from officebot.sdk import OfficeFacts
from tests.duties.diaries import Conflict, Diaries
from tests.duties.test_calendar_coordination import ETIENNE, NOW, SOPHIE, WEEK, asks, offered, only, replies

MakeMail: TypeAlias = Callable[..., Mail]
MONTH = (NOW, NOW + timedelta(days=40))
#: Five working days after Tuesday 24 November.
LATER = NOW + timedelta(days=7)
TEXT = "Hello, could we meet Étienne Kerbrat and Sophie Delmas between 7 and 11 December? Best, Charlotte"


@pytest.fixture
def office(facts: OfficeFacts) -> Diaries:
    """Étienne and Sophie with calendars, and a room for four."""
    return Diaries(facts, [ETIENNE, SOPHIE, "petit"], [Room(name="petit", title="Petit salon", seats=4)])


def far(office: Diaries, make_mail: MakeMail, **settings: object) -> list[datetime]:
    office.approve(only(office.comes(asks(make_mail, TEXT), NOW, **settings)))
    (item,) = office.items("meeting")
    return [datetime.fromisoformat(one) for one in item.source["offers"]]


def test_an_offer_that_nobody_answers_is_kept_free_for_five_working_days(
    office: Diaries, make_mail: MakeMail
) -> None:
    far(office, make_mail, rooms=["petit"])
    assert office.in_the_morning(LATER - timedelta(days=1)) == []
    proposal = only(office.in_the_morning(LATER))
    office.approve(proposal)

    assert not proposal.must_ask
    assert proposal.owner == ETIENNE
    assert not [one for one in proposal.actions if isinstance(one, SendMail)]
    assert [office.busy(one, *MONTH) for one in (ETIENNE, SOPHIE, "petit")] == [[], [], []]
    assert office.in_the_morning(LATER + timedelta(days=1)) == []


@pytest.mark.parametrize("days", [1, 3])
def test_the_office_says_for_how_many_working_days(office: Diaries, make_mail: MakeMail, days: int) -> None:
    far(office, make_mail)
    assert office.in_the_morning(NOW + timedelta(days=days - 1), hold_days=days) == []
    assert len(office.in_the_morning(NOW + timedelta(days=days), hold_days=days)) == 1


def test_a_late_answer_still_confirms_a_time_that_is_free(office: Diaries, make_mail: MakeMail) -> None:
    offers = far(office, make_mail)
    office.approve(only(office.in_the_morning(LATER)))
    office.approve(only(office.comes(replies(make_mail, "The second one works."), LATER)))
    (event,) = office.busy(ETIENNE, *MONTH)
    assert event.start == offers[1]


def test_a_late_answer_is_offered_others_where_the_time_was_taken(office: Diaries, make_mail: MakeMail) -> None:
    offers = far(office, make_mail)
    office.approve(only(office.in_the_morning(LATER)))
    office.put(SOPHIE, "other", offers[1], offers[1] + timedelta(hours=1))
    office.approve(only(office.comes(replies(make_mail, "The second one works."), LATER)))
    assert not office.outbox[-1].invitation


def test_what_is_past_is_closed_and_its_times_are_free(office: Diaries, make_mail: MakeMail) -> None:
    offers = far(office, make_mail)
    office.approve(only(office.in_the_morning(max(offers) + timedelta(days=1), hold_days=60)))
    assert office.items("meeting") == []
    assert office.busy(ETIENNE, *MONTH) == []


def test_a_meeting_that_took_place_is_closed_and_stays_in_the_calendars(office: Diaries, make_mail: MakeMail) -> None:
    offers = offered(office, make_mail)
    office.approve(only(office.comes(replies(make_mail, "The second one works."), NOW)))
    assert office.in_the_morning(offers[1] - timedelta(hours=1)) == []
    proposal = only(office.in_the_morning(offers[1] + timedelta(days=1)))
    office.approve(proposal)
    assert not proposal.must_ask
    assert office.items("meeting") == []
    assert len(office.busy(ETIENNE, *WEEK)) == 1


def test_nothing_is_freed_in_a_calendar_that_cannot_be_read_until_it_can(
    office: Diaries, make_mail: MakeMail
) -> None:
    far(office, make_mail)
    office.lost.add(SOPHIE)
    assert office.in_the_morning(LATER) == []
    office.lost.clear()
    office.approve(only(office.in_the_morning(LATER)))
    assert office.busy(SOPHIE, *MONTH) == []


# ── cut off in the middle ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("after", range(12))
def test_an_offer_cut_off_after_any_action_leaves_nothing_kept_free_for_good(
    office: Diaries, make_mail: MakeMail, after: int
) -> None:
    proposal = only(office.comes(asks(make_mail, TEXT), NOW))
    for action in proposal.actions[:after]:
        if not isinstance(action, CheckFree):
            office.carry_out(action)
    for morning in (LATER, LATER + timedelta(days=1)):
        for release in office.in_the_morning(morning):
            office.approve(release)
    assert [office.busy(one, *MONTH) for one in (ETIENNE, SOPHIE)] == [[], []]


def test_no_letter_leaves_where_a_time_could_not_be_kept_free(office: Diaries, make_mail: MakeMail) -> None:
    actions = only(office.comes(asks(make_mail, TEXT), NOW)).actions
    kinds = [type(one) for one in actions]
    assert kinds.index(NoteItem) < kinds.index(PutCalendarObject)
    assert max(place for place, one in enumerate(kinds) if one is PutCalendarObject) < kinds.index(SendMail)


def test_a_time_kept_free_that_somebody_took_out_by_hand_keeps_no_guest_from_the_invitation(
    office: Diaries, make_mail: MakeMail
) -> None:
    far(office, make_mail)
    proposal = only(office.comes(replies(make_mail, "The second one works."), NOW))
    office.stored[ETIENNE] = {
        uid: one for uid, one in office.stored[ETIENNE].items() if not uid.endswith("-1@officebot")
    }
    with pytest.raises((Conflict, KeyError)):
        office.approve(proposal)
    assert "METHOD:REQUEST" in office.outbox[-1].invitation

    for release in office.in_the_morning(LATER):
        office.approve(release)
    assert len(office.busy(ETIENNE, *MONTH)) == len(office.busy(SOPHIE, *MONTH)) == 1


def test_what_another_office_keeps_free_in_a_shared_calendar_is_left_alone_as_long_as_it_is_fresh(
    office: Diaries, make_mail: MakeMail, facts: OfficeFacts
) -> None:
    far(office, make_mail)
    other = Diaries(facts, [ETIENNE, SOPHIE])
    other.stored = office.stored
    assert other.in_the_morning(LATER - timedelta(days=1)) == []


def test_only_what_keeps_times_free_is_taken_out(office: Diaries, make_mail: MakeMail) -> None:
    office.put(ETIENNE, "my-hold-1-1@officebot", NOW + timedelta(days=10), NOW + timedelta(days=10, hours=1))
    for proposal in office.in_the_morning(LATER + timedelta(days=30)):
        assert not [one for one in proposal.actions if isinstance(one, RemoveCalendarObject)]


def test_a_time_kept_free_of_which_somebody_made_an_appointment_stays(office: Diaries, make_mail: MakeMail) -> None:
    far(office, make_mail)
    uid, mine = next(iter(office.stored[ETIENNE].items()))
    office.stored[ETIENNE][uid] = replace(mine, text=mine.text.replace("STATUS:TENTATIVE", "STATUS:CONFIRMED"))
    for morning in (LATER, LATER + timedelta(days=1)):
        for release in office.in_the_morning(morning):
            office.approve(release)
    assert list(office.stored[ETIENNE]) == [uid]
    assert office.stored[SOPHIE] == {}
