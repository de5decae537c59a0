"""Who has not answered our invitation is asked once more, in time and in their language."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from officebot.core.actions import DraftMail, PutCalendarObject, SendMail
from officebot.core.calendars.building import Meeting, answer, invitation
from officebot.core.calendars.components import read_calendars
from officebot.core.calendars.itip import apply
from officebot.core.calendars.messages import read_message
from officebot.core.calendars.state import read_state, write_state
from officebot.core.meetings.events import stored_text
from officebot.core.proposals import Proposal
from officebot.duties.meeting_reminders.decide import decide
from officebot.duties.meeting_reminders.observe import observe
from officebot.duties.meeting_reminders.settings import Settings
from officebot.sdk import Office, OfficeFacts, SeenProposal, Trigger
from tests.duties.diaries import PARIS, Diaries

NOW = datetime(2026, 11, 24, 8, 15, tzinfo=UTC)
ETIENNE, SOPHIE, RACHEL = "etienne@office.example", "sophie@office.example", "rachel@office.example"
ROWE, GUILLOU = "c.rowe@pemberton-rowe.example", "y.guillou@sablieres-erdre.example"
THURSDAY = datetime(2026, 11, 26, 10, tzinfo=PARIS)


@pytest.fixture
def desk(facts: OfficeFacts) -> Diaries:
    return Diaries(replace(facts, account="desk"), [ETIENNE])


def invites(
    desk: Diaries, *people: str, start: datetime = THURSDAY, said: tuple[str, ...] = (), uid: str = ""
) -> None:
    meeting = Meeting(organizer=ETIENNE, attendees=people, summary="Salon", start=start, end=start + timedelta(hours=1),
                      uid=uid)  # fmt: skip
    written = invitation(meeting, NOW - timedelta(days=3))
    state = read_state(stored_text(written.text), ETIENNE)
    for address in said:
        reply = answer(read_calendars(written.text)[0], address, "ACCEPTED", NOW - timedelta(days=2))
        state = apply(state, read_message(reply.text, sender=address), ETIENNE, NOW).state
    desk.carry_out(PutCalendarObject(calendar=ETIENNE, uid=written.event.value("UID"), text=write_state(state)))


def asked(desk: Diaries, **settings: Any) -> list[Proposal]:
    chosen = Settings.model_validate(settings)
    trigger = Trigger(kind="schedule", key="one", due=NOW, now=NOW)
    return list(decide(observe(cast(Office, desk), trigger, chosen), chosen))


def test_the_silent_are_asked_each_in_their_language(desk: Diaries) -> None:
    invites(desk, ROWE, GUILLOU, SOPHIE, said=(SOPHIE,))
    (proposal,) = asked(desk)
    letters = {action.mail.to[0]: action.mail for action in proposal.actions if isinstance(action, DraftMail)}
    assert set(letters) == {ROWE, GUILLOU}
    assert "Thursday 26 November 2026, 10:00 to 11:00" in letters[ROWE].body
    assert "jeudi 26 novembre 2026, de 10:00 à 11:00" in letters[GUILLOU].body
    assert proposal.owner == ETIENNE


def test_nobody_is_asked_long_before(desk: Diaries) -> None:
    invites(desk, ROWE, start=THURSDAY + timedelta(days=7))
    assert asked(desk) == []
    assert len(asked(desk, days=10)) == 1


def test_nobody_is_asked_afterwards_or_of_anothers_meeting(desk: Diaries) -> None:
    invites(desk, ROWE, start=NOW - timedelta(hours=1))
    other = Meeting(organizer=ROWE, attendees=(ETIENNE, GUILLOU), summary="Tasting", start=THURSDAY,
                    end=THURSDAY + timedelta(hours=1))  # fmt: skip
    text = stored_text(invitation(other, NOW).text)
    desk.carry_out(PutCalendarObject(calendar=ETIENNE, uid="other", text=text))
    assert asked(desk) == []


def test_whoever_is_never_to_be_reminded_is_not(desk: Diaries) -> None:
    invites(desk, ROWE, RACHEL)
    (proposal,) = asked(desk, never=["@pemberton-rowe.example"], mode="send")
    assert [action.mail.to for action in proposal.actions if isinstance(action, SendMail)] == [(RACHEL,)]
    assert asked(desk, never=["@pemberton-rowe.example"], colleagues=False) == []


def test_a_meeting_that_moved_is_another_to_ask_about(desk: Diaries) -> None:
    invites(desk, ROWE, uid="one@office.example")
    before = asked(desk)[0].key
    desk.stored[ETIENNE].clear()
    invites(desk, ROWE, uid="one@office.example", start=THURSDAY + timedelta(hours=2))
    assert asked(desk)[0].key != before


def test_who_was_asked_is_not_asked_again_once_somebody_else_has_answered(desk: Diaries) -> None:
    invites(desk, ROWE, GUILLOU)
    (first,) = asked(desk)
    desk.past.append(SeenProposal(id=1, duty="meeting_reminders", title=first.title, state="done", created=NOW,
                                  owner=ETIENNE, key=first.key))  # fmt: skip
    desk.stored[ETIENNE].clear()
    invites(desk, ROWE, GUILLOU, said=(GUILLOU,))
    assert asked(desk) == []


def test_nobody_is_asked_by_what_a_calendar_said_before_it_was_lost(desk: Diaries) -> None:
    invites(desk, ROWE)
    desk.lost.add(ETIENNE)
    assert asked(desk) == []


def test_whose_name_was_only_noted_is_not_asked(desk: Diaries) -> None:
    desk.put(ETIENNE, "a", THURSDAY, THURSDAY + timedelta(hours=1), f"Salon\r\nATTENDEE:mailto:{ROWE}")
    assert asked(desk) == []
