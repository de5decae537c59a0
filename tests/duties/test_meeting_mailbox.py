"""Who invites is whose mail is read here: programs send answers and other times to the organiser, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeAlias

import pytest

from officebot.core.agendas import Room
from officebot.core.calendars.building import answer, counter_proposal
from officebot.core.calendars.components import Component, read_calendars
from officebot.core.calendars.people import attendees_of
from officebot.core.mail import Mail
from officebot.sdk import OfficeFacts
from tests.duties.diaries import Diaries
from tests.duties.test_calendar_coordination import (
    ETIENNE,
    NADIA,
    NOW,
    ROWE,
    SOPHIE,
    WEEK,
    carries,
    offered,
    only,
    replies,
)

MakeMail: TypeAlias = Callable[..., Mail]
HOUR = timedelta(hours=1)


@pytest.fixture
def office(facts: OfficeFacts) -> Diaries:
    """Of whose mail that of the assistant alone is read."""
    heard = replace(facts, mailboxes=frozenset({NADIA}))
    return Diaries(heard, [ETIENNE, SOPHIE, "petit"], [Room(name="petit", title="Petit salon", seats=4)])


def invited(office: Diaries, make_mail: MakeMail, **settings: object) -> tuple[Component, list[datetime]]:
    """The invitation that the guest got, once the second of the offered times is confirmed."""
    offers = offered(office, make_mail, **settings)
    office.approve(only(office.comes(replies(make_mail, "The second one works for us."), NOW, **settings)))
    [letter] = [one for one in office.outbox if one.to == (ROWE,) and one.invitation]
    return read_calendars(letter.invitation)[0], offers


def standing(office: Diaries, owner: str) -> Component:
    (stored,) = office.stored[owner].values()
    return next(one for one in read_calendars(stored.text)[0].children if one.name == "VEVENT")


def test_the_mailbox_that_hears_the_answers_invites_and_the_hosts_are_known_to_come(
    office: Diaries, make_mail: MakeMail
) -> None:
    sent, _ = invited(office, make_mail)
    event = sent.children[-1]
    assert event.value("ORGANIZER") == f"mailto:{NADIA}"
    people = attendees_of(event)
    assert {address: line.param("PARTSTAT") for address, line in people.items()} == {
        ROWE: "NEEDS-ACTION", ETIENNE: "ACCEPTED", SOPHIE: "ACCEPTED",
    }  # fmt: skip
    assert people[ETIENNE].param("CN") == "Étienne Kerbrat"


def test_a_host_whose_own_mail_is_read_invites(facts: OfficeFacts, make_mail: MakeMail) -> None:
    heard = replace(facts, mailboxes=frozenset({NADIA, ETIENNE}))
    sent, _ = invited(Diaries(heard, [ETIENNE, SOPHIE]), make_mail)
    assert sent.children[-1].value("ORGANIZER") == f"mailto:{ETIENNE}"


def test_an_answer_to_the_mailbox_stands_in_the_calendar_of_each_host_and_of_the_room(
    office: Diaries, make_mail: MakeMail
) -> None:
    sent, _ = invited(office, make_mail, rooms=["petit"])
    proposal = only(office.comes(carries(make_mail, answer(sent, ROWE, "ACCEPTED", NOW + HOUR).text), NOW))
    office.approve(proposal)
    assert not proposal.must_ask
    for owner in (ETIENNE, SOPHIE, "petit"):
        assert attendees_of(standing(office, owner))[ROWE].param("PARTSTAT") == "ACCEPTED"


def test_an_answer_of_somebody_else_in_the_guests_name_changes_nothing(office: Diaries, make_mail: MakeMail) -> None:
    sent, _ = invited(office, make_mail)
    forged = carries(make_mail, answer(sent, ROWE, "DECLINED", NOW + HOUR).text)
    assert office.comes(replace(forged, sender=replace(forged.sender, address="x@elsewhere.example")), NOW) == []


def test_another_time_that_is_proposed_to_the_mailbox_moves_the_meeting_everywhere(
    office: Diaries, make_mail: MakeMail
) -> None:
    sent, offers = invited(office, make_mail)
    later = offers[1] + timedelta(minutes=30)
    ask = counter_proposal(sent, ROWE, later, later + timedelta(minutes=45), NOW + HOUR)
    office.approve(only(office.comes(carries(make_mail, ask.text), NOW)))
    for person in (ETIENNE, SOPHIE):
        (busy,) = office.busy(person, *WEEK)
        assert busy.start == later
    told = read_calendars(office.outbox[-1].invitation)[0].children[-1]
    assert (told.value("SEQUENCE"), told.value("ORGANIZER")) == ("1", f"mailto:{NADIA}")
    assert attendees_of(told)[SOPHIE].param("PARTSTAT") == "ACCEPTED"
    assert attendees_of(told)[ROWE].param("PARTSTAT") == "NEEDS-ACTION"


def test_another_time_is_heard_where_the_calendars_are_only_read(office: Diaries, make_mail: MakeMail) -> None:
    office.read_only |= {ETIENNE, SOPHIE}
    sent, offers = invited(office, make_mail)
    later = offers[1] + timedelta(minutes=30)
    ask = counter_proposal(sent, ROWE, later, later + timedelta(minutes=45), NOW + HOUR)
    proposal = only(office.comes(carries(make_mail, ask.text), NOW))
    office.approve(proposal)
    assert proposal.must_ask
    assert set(office.outbox[-1].to) == {ROWE, ETIENNE, SOPHIE}
    (item,) = office.items("meeting")
    assert datetime.fromisoformat(item.source["start"]) == later
