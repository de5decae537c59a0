"""A meeting agreed on by mail: offered, chosen, confirmed, moved, called off; and what invitations that come lead to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import pytest

from officebot.core.actions import PutCalendarObject, RemoveCalendarObject, SendMail
from officebot.core.agendas import Room
from officebot.core.availability.busy import Status
from officebot.core.calendars.building import Meeting, answer, cancellation, counter_proposal, invitation
from officebot.core.calendars.components import read_calendars
from officebot.core.mail import Address, Mail, Proof
from officebot.core.people import Contact, Contacts
from officebot.core.proposals import Proposal
from officebot.sdk import OfficeFacts, SeenMail
from tests.duties.diaries import PARIS, Diaries

MakeMail: TypeAlias = Callable[..., Mail]
#: Tuesday 24 November 2026, 10:00 in Paris.
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
NADIA, ETIENNE, SOPHIE = "nadia@office.example", "etienne@office.example", "sophie@office.example"
ROWE = "c.rowe@pemberton-rowe.example"
WEEK = (datetime(2026, 11, 30, tzinfo=UTC), datetime(2026, 12, 5, tzinfo=UTC))


@pytest.fixture
def office(facts: OfficeFacts) -> Diaries:
    """Étienne and Sophie with calendars, and a room for four."""
    rooms = [Room(name="petit", title="Petit salon", seats=4)]
    return Diaries(facts, [ETIENNE, SOPHIE, "petit"], rooms)


def asks(make_mail: MakeMail, text: str = "", **more: object) -> Mail:
    words = text or "Hello, could we meet Étienne Kerbrat and Sophie Delmas next week, 45 minutes? Best, Charlotte"
    return make_mail(words, "Autumn range", sender=Address("Charlotte Rowe", ROWE), **more)


def replies(make_mail: MakeMail, text: str, number: int = 2) -> Mail:
    return make_mail(
        text, "Re: Autumn range", sender=Address("Charlotte Rowe", ROWE), message_id=f"<{number}@pemberton-rowe.example>",
        in_reply_to="<offer@office.example>", references=("<one@pemberton-rowe.example>", "<offer@office.example>"),
        fingerprint=f"f{number}", uid=number,
    )  # fmt: skip


def only(proposals: list[Proposal]) -> Proposal:
    assert len(proposals) == 1
    return proposals[0]


# ── an offer ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_request_to_meet_becomes_a_letter_with_three_times_at_which_both_can(
    office: Diaries, make_mail: MakeMail
) -> None:
    monday = datetime(2026, 11, 30, 8, tzinfo=PARIS)
    office.put(ETIENNE, "busy", monday, monday + timedelta(hours=10))
    proposal = only(office.comes(asks(make_mail), NOW))
    office.approve(proposal)
    (letter,) = office.outbox

    assert proposal.must_ask
    assert proposal.owner == ETIENNE
    assert (letter.to, letter.language, letter.subject) == ((ROWE,), "en", "Re: Autumn range")
    lines = [line for line in letter.body.splitlines() if line[:2] in ("1.", "2.", "3.")]
    assert len(lines) == 3
    assert "45 minutes with Étienne Kerbrat and Sophie Delmas" in letter.body
    assert "Monday" not in letter.body
    for person in (ETIENNE, SOPHIE):
        held = [one for one in office.busy(person, *WEEK) if one.status is Status.TENTATIVE]
        assert len(held) == 3
        assert all(one.end - one.start == timedelta(minutes=45) for one in held)


def test_nobody_is_held_to_times_where_the_office_wants_no_holds(office: Diaries, make_mail: MakeMail) -> None:
    office.approve(only(office.comes(asks(make_mail), NOW, holds=False)))
    assert office.busy(ETIENNE, *WEEK) == []


def test_a_guest_far_away_reads_the_times_on_their_own_clock_too(office: Diaries, make_mail: MakeMail) -> None:
    from zoneinfo import ZoneInfo

    mail = asks(make_mail, date=datetime(2026, 11, 24, 4, tzinfo=ZoneInfo("America/New_York")))
    office.approve(only(office.comes(mail, NOW)))
    assert "on your clock" in office.outbox[0].body


def test_the_very_time_that_is_proposed_is_confirmed_at_once_where_everyone_can(
    office: Diaries, make_mail: MakeMail
) -> None:
    mail = asks(make_mail, "Could we meet Étienne Kerbrat on 2 December at 3 pm for half an hour?")
    office.approve(only(office.comes(mail, NOW)))
    (event,) = office.busy(ETIENNE, *WEEK)
    assert event.start == datetime(2026, 12, 2, 15, tzinfo=PARIS)
    assert event.status is Status.BUSY
    assert "METHOD:REQUEST" in office.outbox[0].invitation


@pytest.mark.parametrize(
    ("text", "more"),
    [
        pytest.param("The minutes of the meeting are attached.", {}, id="it asks for none"),
        pytest.param(
            "Could we meet Étienne Kerbrat next week?", {"proof": Proof.FAILED}, id="the sender is disproved"
        ),
        pytest.param("Could we meet Étienne Kerbrat next week?", {"is_automatic": True}, id="a machine asks"),
        pytest.param("Could we meet Étienne Kerbrat next week?", {"is_list": True}, id="a list asks"),
        pytest.param("Could we meet Rachel Ashworth next week?", {}, id="nobody sees that person's calendar"),
    ],
)
def test_nothing_is_proposed_where(office: Diaries, make_mail: MakeMail, text: str, more: dict[str, object]) -> None:
    assert office.comes(asks(make_mail, text, **more), NOW) == []


def test_a_mail_against_which_something_speaks_leads_to_nothing(office: Diaries, make_mail: MakeMail) -> None:
    assert office.comes(asks(make_mail), NOW, {"kind": "fraud"}) == []
    assert office.comes(asks(make_mail), NOW, {"kind": "meeting", "warnings": ["look-alike"]}) == []


# ── an answer ─────────────────────────────────────────────────────────────────────────────────────────────


def offered(office: Diaries, make_mail: MakeMail, **settings: object) -> list[datetime]:
    """The times that were offered, once the letter has left."""
    office.approve(only(office.comes(asks(make_mail), NOW, **settings)))
    (item,) = office.items("meeting")
    return [datetime.fromisoformat(one) for one in item.source["offers"]]


def test_the_second_time_is_confirmed_in_both_calendars_and_the_others_are_free_again(
    office: Diaries, make_mail: MakeMail
) -> None:
    offers = offered(office, make_mail)
    proposal = only(office.comes(replies(make_mail, "The second one works for us, thank you."), NOW))
    office.approve(proposal)
    letter = office.outbox[-1]

    assert proposal.must_ask
    for person in (ETIENNE, SOPHIE):
        (event,) = office.busy(person, *WEEK)
        assert (event.start, event.status) == (offers[1], Status.BUSY)
    invited = read_calendars(letter.invitation)[0].children[-1]
    assert invited.value("ORGANIZER") == f"mailto:{ETIENNE}"
    assert {line.value for line in invited.all("ATTENDEE")} == {f"mailto:{ROWE}", f"mailto:{SOPHIE}"}
    assert letter.in_reply_to == "<2@pemberton-rowe.example>"


def test_an_answer_that_names_nothing_but_our_letter_is_of_its_conversation(
    office: Diaries, make_mail: MakeMail
) -> None:
    offered(office, make_mail)
    answer = make_mail(
        "The second one works for us, thank you.", "Re: Autumn range", sender=Address("Charlotte Rowe", ROWE),
        message_id="<2@pemberton-rowe.example>", in_reply_to="<offer@office.example>", references=("<offer@office.example>",),
        fingerprint="f2", uid=2,
    )  # fmt: skip
    assert office.comes(answer, NOW) == []
    office.copies.append(
        SeenMail(ref=answer.ref, subject="Re: Autumn range", sender=Address("", NADIA), received=NOW, state="sent",
                 verdict={}, message_id="<offer@office.example>", thread=asks(make_mail).thread)
    )  # fmt: skip
    assert only(office.comes(answer, NOW)).must_ask


def taken(office: Diaries, make_mail: MakeMail, proof: Proof = Proof.PASSED, **settings: object) -> Proposal:
    """What a guest's choice leads to, once the offer has left."""
    offered(office, make_mail, **settings)
    mail = replace(replies(make_mail, "The second one works for us, thank you."), proof=proof)
    return only(office.comes(mail, NOW, **settings))


def test_the_yes_to_the_offer_covers_whoever_takes_one_of_its_times(office: Diaries, make_mail: MakeMail) -> None:
    offer = only(office.comes(asks(make_mail), NOW))
    assert "Who takes one of these times is invited, without another question." in [
        str(one) for one in offer.consequences
    ]
    confirmation = taken(office, make_mail)
    assert (confirmation.must_ask, confirmation.agreed_by) == (False, offer.key)


def test_a_choice_that_nobody_proves_to_be_the_guests_is_asked_about(office: Diaries, make_mail: MakeMail) -> None:
    confirmation = taken(office, make_mail, Proof.UNKNOWN)
    assert (confirmation.must_ask, confirmation.agreed_by) == (True, "")


@pytest.mark.parametrize(
    "more",
    ["if it can be by phone.", "but could we make it an hour?", "PS: without Sophie."],
    ids=lambda one: one[:12],
)
def test_a_choice_with_anything_besides_is_asked_about(office: Diaries, make_mail: MakeMail, more: str) -> None:
    offered(office, make_mail)
    mail = replace(replies(make_mail, f"The second one works for us, {more}"), proof=Proof.PASSED)
    assert only(office.comes(mail, NOW)).must_ask


def test_a_choice_in_whose_mail_words_are_struck_out_is_asked_about(office: Diaries, make_mail: MakeMail) -> None:
    offered(office, make_mail)
    mail = replace(
        replies(make_mail, "The second one works."), proof=Proof.PASSED, html="<s>The second</s> one works."
    )
    assert only(office.comes(mail, NOW)).must_ask


@pytest.mark.parametrize("settings", [{"ask_before_confirming": True}, {"mode": "draft"}], ids=str)
def test_an_office_that_wants_it_or_sends_letters_by_hand_is_asked_again(
    office: Diaries, make_mail: MakeMail, settings: dict[str, object]
) -> None:
    assert taken(office, make_mail, **settings).must_ask
    offer = only(office.comes(asks(make_mail, message_id="<other@x.example>"), NOW, **settings))
    assert not any("another question" in str(one) for one in offer.consequences)


def test_a_time_that_was_taken_meanwhile_is_not_confirmed_but_others_are_offered(
    office: Diaries, make_mail: MakeMail
) -> None:
    offers = offered(office, make_mail, holds=False)
    office.put(SOPHIE, "other", offers[0], offers[0] + timedelta(hours=1))
    office.approve(only(office.comes(replies(make_mail, "The first one is perfect."), NOW)))
    letter = office.outbox[-1]

    assert not letter.invitation
    assert "Here are other times" in letter.body
    assert len(office.busy(SOPHIE, *WEEK)) >= 1


def test_an_answer_that_comes_twice_confirms_once(office: Diaries, make_mail: MakeMail) -> None:
    offered(office, make_mail)
    office.approve(only(office.comes(replies(make_mail, "The second one works."), NOW)))
    assert office.comes(replies(make_mail, "The second one works.", number=3), NOW) == []


def test_who_can_at_none_of_them_is_offered_others(office: Diaries, make_mail: MakeMail) -> None:
    offers = offered(office, make_mail)
    answer = replies(make_mail, "Sorry, none of these work. Could we do the week after, on 8 December?")
    office.approve(only(office.comes(answer, NOW)))
    (item,) = office.items("meeting")
    again = [datetime.fromisoformat(one) for one in item.source["offers"]]

    assert {one.date().isoformat() for one in again} == {"2026-12-08"}
    assert not set(again) & set(offers)
    assert not [one for one in office.busy(ETIENNE, *WEEK) if one.status is Status.TENTATIVE]


def test_a_guest_who_goes_on_from_their_own_later_mail_is_still_in_the_conversation(
    office: Diaries, make_mail: MakeMail
) -> None:
    offered(office, make_mail)
    answer = replies(make_mail, "Sorry, none of these work. Could we do the week after, on 8 December?")
    office.approve(only(office.comes(answer, NOW)))
    follows = make_mail(
        "The second one works for us.", "Re: Autumn range", sender=Address("Charlotte Rowe", ROWE),
        message_id="<4@pemberton-rowe.example>", in_reply_to=answer.message_id, fingerprint="f4", uid=4,
    )  # fmt: skip
    office.approve(only(office.comes(follows, NOW)))
    assert office.outbox[-1].invitation


def test_a_guest_who_calls_it_off_frees_all_times(office: Diaries, make_mail: MakeMail) -> None:
    offered(office, make_mail)
    office.approve(only(office.comes(replies(make_mail, "We no longer need this meeting, please cancel."), NOW)))
    assert office.busy(ETIENNE, *WEEK) == office.busy(SOPHIE, *WEEK) == []
    assert office.items("meeting") == []


def test_a_confirmed_meeting_that_is_called_off_is_cancelled_in_the_guests_calendar_too(
    office: Diaries, make_mail: MakeMail
) -> None:
    offered(office, make_mail)
    office.approve(only(office.comes(replies(make_mail, "The second one works."), NOW)))
    office.approve(only(office.comes(replies(make_mail, "We must cancel, sorry.", number=3), NOW)))
    assert office.busy(ETIENNE, *WEEK) == []
    assert "METHOD:CANCEL" in office.outbox[-1].invitation


def test_what_says_nothing_of_the_offer_is_left_to_people(office: Diaries, make_mail: MakeMail) -> None:
    offered(office, make_mail)
    assert office.comes(replies(make_mail, "Thanks, I will ask my partner and come back to you."), NOW) == []


def test_an_answer_by_somebody_else_confirms_nothing(office: Diaries, make_mail: MakeMail) -> None:
    offered(office, make_mail)
    mail = replies(make_mail, "The second one works.")
    stranger = make_mail(mail.text, mail.subject, sender="x@elsewhere.example", in_reply_to=mail.in_reply_to,
                         references=mail.references, message_id="<9@elsewhere.example>")  # fmt: skip
    assert office.comes(stranger, NOW) == []


def test_guests_are_received_in_a_room_that_is_free(office: Diaries, make_mail: MakeMail) -> None:
    offers = offered(office, make_mail, rooms=["petit"])
    office.approve(only(office.comes(replies(make_mail, "The first one works."), NOW, rooms=["petit"])))
    (event,) = office.busy("petit", *WEEK)
    assert event.start == offers[0]
    assert "Petit salon" in office.outbox[-1].body


# ── invitations that come ─────────────────────────────────────────────────────────────────────────────────

START = datetime(2026, 12, 2, 10, tzinfo=PARIS)
TALK = Meeting(organizer=ROWE, attendees=(ETIENNE,), summary="Tasting", start=START, end=START + timedelta(hours=1))


def known(facts: OfficeFacts) -> Contacts:
    return Contacts([*facts.contacts.all, Contact(name="Charlotte Rowe", addresses=(ROWE,), language="en")])


def carries(make_mail: MakeMail, text: str, sender: str = ROWE, **more: object) -> Mail:
    return make_mail("", "Tasting", sender=Address("Charlotte Rowe", sender), calendar=text,
                     **{"proof": Proof.PASSED, **more})  # fmt: skip


def test_an_invitation_at_a_free_time_is_put_before_the_person_to_accept(
    office: Diaries, make_mail: MakeMail
) -> None:
    proposal = only(office.comes(carries(make_mail, invitation(TALK, NOW).text), NOW))
    assert proposal.must_ask
    assert office.stored[ETIENNE] == {}
    office.approve(proposal)
    (event,) = office.busy(ETIENNE, *WEEK)
    (stored,) = office.stored[ETIENNE].values()

    assert event.start == START
    assert "PARTSTAT=ACCEPTED" in stored.text
    assert "METHOD:REPLY" in office.outbox[-1].invitation
    assert office.outbox[-1].to == (ROWE,)


def test_an_invitation_at_a_taken_time_is_answered_by_another_one(office: Diaries, make_mail: MakeMail) -> None:
    office.put(ETIENNE, "busy", START, START + timedelta(hours=1))
    proposal = only(office.comes(carries(make_mail, invitation(TALK, NOW).text), NOW))
    office.approve(proposal)
    assert "METHOD:COUNTER" in office.outbox[-1].invitation
    assert "PARTSTAT=ACCEPTED" not in "".join(one.text for one in office.stored[ETIENNE].values())


def test_a_strangers_invitation_enters_no_calendar_and_sends_nothing_by_itself(
    office: Diaries, make_mail: MakeMail
) -> None:
    spam = Meeting(organizer="win@prizes.example", attendees=(ETIENNE,), summary="You won", start=START,
                   end=START + timedelta(hours=1))  # fmt: skip
    for proposal in office.comes(carries(make_mail, invitation(spam, NOW).text, "win@prizes.example"), NOW):
        assert proposal.must_ask
    assert office.stored[ETIENNE] == {}
    assert office.outbox == []


def test_somebody_elses_invitation_in_anothers_name_leads_to_nothing(office: Diaries, make_mail: MakeMail) -> None:
    assert office.comes(carries(make_mail, invitation(TALK, NOW).text, "x@elsewhere.example"), NOW) == []


@pytest.fixture
def met(office: Diaries, make_mail: MakeMail) -> Diaries:
    """The office once Étienne has accepted Charlotte's invitation."""
    office.approve(only(office.comes(carries(make_mail, invitation(TALK, NOW).text), NOW)))
    return office


def test_a_cancellation_by_the_organiser_frees_the_time(met: Diaries, make_mail: MakeMail) -> None:
    written = cancellation(read_calendars(invitation(TALK, NOW).text)[0], NOW + timedelta(hours=1))
    met.approve(only(met.comes(carries(make_mail, written.text), NOW)))
    assert met.busy(ETIENNE, *WEEK) == []


def test_a_guest_who_accepts_is_entered_without_asking_where_known_and_proven(
    office: Diaries, make_mail: MakeMail
) -> None:
    offered(office, make_mail)
    office.approve(only(office.comes(replies(make_mail, "The second one works."), NOW)))
    sent = read_calendars(office.outbox[-1].invitation)[0]
    yes = answer(sent, ROWE, "ACCEPTED", NOW + timedelta(hours=1))
    proposal = only(office.comes(carries(make_mail, yes.text), NOW))
    office.approve(proposal)

    assert not proposal.must_ask
    assert not [one for one in proposal.actions if isinstance(one, SendMail)]
    (stored,) = office.stored[ETIENNE].values()
    assert "PARTSTAT=ACCEPTED" in stored.text.replace("\r\n ", "")


def test_a_guest_who_proposes_another_time_moves_the_meeting_where_everyone_can(
    office: Diaries, make_mail: MakeMail
) -> None:
    offers = offered(office, make_mail)
    office.approve(only(office.comes(replies(make_mail, "The second one works."), NOW)))
    sent = read_calendars(office.outbox[-1].invitation)[0]
    later = offers[1] + timedelta(minutes=30)
    asked = counter_proposal(sent, ROWE, later, later + timedelta(minutes=45), NOW + timedelta(hours=1))
    proposal = only(office.comes(carries(make_mail, asked.text), NOW))
    office.approve(proposal)

    assert proposal.must_ask
    for person in (ETIENNE, SOPHIE):
        (event,) = office.busy(person, *WEEK)
        assert event.start == later
    assert "SEQUENCE:1" in office.outbox[-1].invitation
    assert set(office.outbox[-1].to) == {ROWE, SOPHIE}


def test_what_a_calendar_already_says_changes_nothing(met: Diaries, make_mail: MakeMail) -> None:
    assert met.comes(carries(make_mail, invitation(TALK, NOW).text), NOW) == []


def test_a_calendar_that_cannot_be_read_leads_to_nothing(office: Diaries, make_mail: MakeMail) -> None:
    assert office.comes(carries(make_mail, "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nnonsense"), NOW) == []


def test_only_versions_that_were_seen_are_changed(office: Diaries, make_mail: MakeMail) -> None:
    offered(office, make_mail)
    proposal = only(office.comes(replies(make_mail, "The second one works."), NOW))
    changes = [one for one in proposal.actions if isinstance(one, (PutCalendarObject, RemoveCalendarObject))]
    assert all(isinstance(one, PutCalendarObject) or one.etag for one in changes)
    assert len([one for one in changes if isinstance(one, RemoveCalendarObject)]) == 6


def test_the_cancellation_of_one_occurrence_frees_that_one_only(office: Diaries, make_mail: MakeMail) -> None:
    weekly = Meeting(organizer=ROWE, attendees=(ETIENNE,), summary="Weekly", start=START, end=START + timedelta(hours=1),
                     rule="FREQ=WEEKLY;COUNT=4")  # fmt: skip
    text = invitation(weekly, NOW).text
    office.approve(only(office.comes(carries(make_mail, text), NOW)))
    month = (START - timedelta(days=1), START + timedelta(days=40))
    assert len(office.busy(ETIENNE, *month)) == 4

    second = (START + timedelta(days=7)).replace(tzinfo=None).isoformat()
    over = cancellation(read_calendars(text)[0], NOW + timedelta(hours=1), occurrence=second)
    proposal = only(office.comes(carries(make_mail, over.text), NOW))
    office.approve(proposal)
    assert not proposal.must_ask
    assert [one.start for one in office.busy(ETIENNE, *month)] == [
        START + timedelta(days=7 * week) for week in (0, 2, 3)
    ]


def test_a_later_version_that_changes_only_words_is_entered_and_the_answer_stands(
    met: Diaries, make_mail: MakeMail
) -> None:
    first = read_calendars(invitation(TALK, NOW).text)[0].children[-1]
    renamed = replace(TALK, summary="Tasting of the autumn range")
    again = invitation(renamed, NOW + timedelta(hours=1), before=first)
    met.approve(only(met.comes(carries(make_mail, again.text), NOW)))
    (stored,) = met.stored[ETIENNE].values()
    assert "Tasting of the autumn range" in stored.text
    assert "PARTSTAT=ACCEPTED" in stored.text.replace("\r\n ", "")
    assert met.outbox[1:] == []
