"""What a meeting is agreed on from: the mail, what it has to do with one, the conversation so far, the calendars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from officebot.core.agendas import OfficeCalendar, Room
from officebot.core.mail import Mail
from officebot.core.meetings.agenda import Agenda
from officebot.core.meetings.appointment import Appointment
from officebot.core.meetings.letters import PLACES
from officebot.core.proposals import Item, Reason
from officebot.core.text import Language, say
from officebot.duties.calendar_coordination.recognise import ANSWER, INVITATION, WISH, spoken
from officebot.duties.calendar_coordination.settings import Settings
from officebot.letter_texts import letter_text
from officebot.sdk import Office, OfficeFacts, Trigger

#: The kind of item that keeps a meeting on its way.
MEETING = "meeting"
LETTERS = ("meeting_offer", "meeting_offer_again", "meeting_confirmed", "meeting_cancelled")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A mail about a meeting. `claimed` are what it was recognised as; `known` is the meeting of its conversation.

    `texts` are the letters by name, in the correspondent's language. Calendars are read only for such a mail.
    """

    office: OfficeFacts
    settings: Settings
    now: datetime
    mail: Mail | None = None
    claimed: frozenset[str] = frozenset()
    verdict: Mapping[str, Any] = field(default_factory=dict)
    language: Language = "fr"
    known: Appointment | None = None
    calendars: Sequence[OfficeCalendar] = ()
    rooms: Sequence[Room] = ()
    texts: Mapping[str, str] = field(default_factory=dict)


def observe(office: Office, trigger: Trigger, settings: Settings) -> Facts:
    """The trigger's mail; calendars and letters only where it has to do with a meeting."""
    mail, facts = trigger.mail, office.facts
    claimed = frozenset(claim.kind for claim in trigger.claims) & {WISH, ANSWER, INVITATION}
    if mail is None or not claimed:
        return Facts(office=facts, settings=settings, now=trigger.now)
    known = _meeting_of(mail, office.items(MEETING))
    if known is None and claimed == {ANSWER}:
        # Some other conversation goes on.
        return Facts(office=facts, settings=settings, now=trigger.now)
    language = known.language if known is not None else spoken(mail, facts)
    return Facts(
        office=facts,
        settings=settings,
        now=trigger.now,
        mail=mail,
        claimed=claimed,
        verdict=next((claim.data for claim in trigger.claims if claim.kind == "triage"), {}),
        language=language,
        known=known,
        calendars=office.calendars(),
        rooms=office.rooms(),
        texts={name: letter_text(office, f"{language}/mail/{name}.txt", PLACES)[0] for name in LETTERS},
    )


def _meeting_of(mail: Mail, items: Sequence[Item]) -> Appointment | None:
    """The open meeting of the mail's conversation, with the guest who takes part in it."""
    thread = {mail.thread, mail.in_reply_to, *mail.references} - {""}
    for item in items:
        with suppress(KeyError, ValueError, TypeError):
            meeting = Appointment.from_source(item.key, item.title, item.source)
            if thread & {meeting.thread, *meeting.message_ids} and mail.sender.address == meeting.guest:
                return meeting
    return None


def unseen(name: str) -> Reason:
    """Why a time that was found is to be looked at twice: a calendar that is not wholly known seems free."""
    return Reason(
        what=say("The calendar of {person} could not be read wholly: look yourself.", person=name), weight=-1
    )


def agenda_of(facts: Facts) -> Agenda:
    """The calendars as the settings want times to be looked for in them."""
    settings = facts.settings
    return Agenda(
        office=facts.office,
        now=facts.now,
        calendars=facts.calendars,
        rooms=facts.rooms,
        room_names=settings.rooms,
        notice=settings.notice,
        horizon=settings.horizon,
    )
