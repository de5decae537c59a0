"""Hosts whose calendars are only read, as Exchange and Google publish them: they are invited by mail, like the guest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

import pytest

from officebot.core.agendas import Room
from officebot.core.calendars.components import read_calendars
from officebot.core.mail import Address, Mail, OutgoingMail
from officebot.sdk import OfficeFacts
from tests.duties.diaries import Diaries
from tests.duties.test_calendar_coordination import (
    ETIENNE,
    NADIA,
    NOW,
    ROWE,
    SOPHIE,
    WEEK,
    asks,
    offered,
    only,
    replies,
)

MakeMail: TypeAlias = Callable[..., Mail]
SALON = "salon@office.example"


@pytest.fixture
def office(facts: OfficeFacts) -> Diaries:
    """Étienne and Sophie; a room."""
    return Diaries(
        facts, [ETIENNE, SOPHIE, "petit"], [Room(name="petit", title="Petit salon", seats=4, address=SALON)]
    )


def sent_to(office: Diaries, address: str) -> list[OutgoingMail]:
    return [one for one in office.outbox if one.to == (address,)]


def confirmed(office: Diaries, make_mail: MakeMail, **settings: object) -> None:
    offered(office, make_mail, **settings)
    office.approve(only(office.comes(replies(make_mail, "The second one works."), NOW, **settings)))


def test_a_host_whose_calendar_is_only_read_gets_the_invitation_by_mail(office: Diaries, make_mail: MakeMail) -> None:
    office.read_only.add(SOPHIE)
    confirmed(office, make_mail)
    (mail,) = sent_to(office, SOPHIE)
    assert "METHOD:REQUEST" in mail.invitation
    assert mail.language == "fr"
    assert office.busy(SOPHIE, *WEEK) == []
    assert len(office.busy(ETIENNE, *WEEK)) == 1


def test_where_no_host_can_be_written_to_the_mailbox_invites_them_all(office: Diaries, make_mail: MakeMail) -> None:
    office.read_only |= {ETIENNE, SOPHIE}
    confirmed(office, make_mail)
    for person in (ETIENNE, SOPHIE):
        (mail,) = sent_to(office, person)
        event = read_calendars(mail.invitation)[0].children[-1]
        assert event.value("ORGANIZER") == f"mailto:{NADIA}"
        assert {line.value for line in event.all("ATTENDEE")} == {f"mailto:{one}" for one in (ROWE, ETIENNE, SOPHIE)}


def test_a_host_who_invites_from_a_mailbox_of_their_own_gets_the_event_to_add(
    office: Diaries, make_mail: MakeMail
) -> None:
    office.read_only.add(ETIENNE)
    mail = asks(make_mail, "Could we meet on 2 December at 3 pm?", to=(Address("", ETIENNE),))
    office.approve(only(office.comes(mail, NOW)))
    (own,) = sent_to(office, ETIENNE)
    assert "METHOD:PUBLISH" in own.invitation
    assert f"ORGANIZER;CN=Étienne Kerbrat:mailto:{ETIENNE}" in own.invitation.replace("\r\n ", "")


def test_a_room_whose_calendar_is_only_read_is_invited(office: Diaries, make_mail: MakeMail) -> None:
    office.read_only.add("petit")
    confirmed(office, make_mail, rooms=["petit"])
    (mail,) = sent_to(office, SALON)
    assert "CUTYPE=ROOM" in mail.invitation


def test_a_meeting_that_stands_in_no_calendar_we_write_to_is_cancelled_by_mail_all_the_same(
    office: Diaries, make_mail: MakeMail
) -> None:
    office.read_only |= {ETIENNE, SOPHIE}
    confirmed(office, make_mail)
    office.outbox.clear()
    office.approve(only(office.comes(replies(make_mail, "We must cancel, sorry.", number=3), NOW)))
    for person in (ROWE, ETIENNE, SOPHIE):
        (mail,) = sent_to(office, person)
        assert "METHOD:CANCEL" in mail.invitation
        assert "SEQUENCE:1" in mail.invitation


def test_a_meeting_that_moves_is_the_next_version_for_those_who_were_invited_by_mail(
    office: Diaries, make_mail: MakeMail
) -> None:
    office.read_only |= {ETIENNE, SOPHIE}
    confirmed(office, make_mail)
    office.approve(only(office.comes(replies(make_mail, "Could we make it 9 December instead?", number=3), NOW)))
    office.approve(only(office.comes(replies(make_mail, "The first one is fine.", number=4), NOW)))
    assert "SEQUENCE:1" in sent_to(office, ROWE)[-1].invitation
    assert "SEQUENCE:1" in sent_to(office, SOPHIE)[-1].invitation


# ── clocks ────────────────────────────────────────────────────────────────────────────────────────────────

AUTUMN = datetime(2026, 10, 20, 8, tzinfo=UTC)


def test_a_guest_on_our_clock_reads_no_other_one_for_times_after_it_changes(
    office: Diaries, make_mail: MakeMail
) -> None:
    date = datetime(2026, 10, 20, 10, tzinfo=ZoneInfo("Etc/GMT-2"))
    mail = asks(make_mail, "Could we meet Étienne Kerbrat between 2 and 6 November?", date=date)
    office.approve(only(office.comes(mail, AUTUMN)))
    assert "clock" not in office.outbox[-1].body


def test_a_guest_far_away_reads_utc_where_the_clocks_change_before_the_times(
    office: Diaries, make_mail: MakeMail
) -> None:
    date = datetime(2026, 10, 20, 4, tzinfo=ZoneInfo("Etc/GMT+4"))
    mail = asks(make_mail, "Could we meet Étienne Kerbrat between 2 and 6 November?", date=date)
    office.approve(only(office.comes(mail, AUTUMN)))
    assert "clock" not in office.outbox[-1].body
    assert office.outbox[-1].body.count(" UTC)") == 3


def test_to_take_back_times_an_unproven_mail_needs_a_persons_leave(office: Diaries, make_mail: MakeMail) -> None:
    offered(office, make_mail)
    off = only(office.comes(replies(make_mail, "We no longer need this meeting, please cancel."), NOW))
    assert off.must_ask
