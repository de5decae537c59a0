"""What a meeting is agreed on from: the mail, what it has to do with one, the conversation so far, the calendars."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from officebot.core.agendas import OfficeCalendar, PromisedTime, Room
from officebot.core.mail import Mail, Proof
from officebot.core.meetings.agenda import Agenda
from officebot.core.meetings.appointment import Appointment
from officebot.core.meetings.letters import PLACES
from officebot.core.proposals import Item
from officebot.core.text import Language
from officebot.duties.calendar_coordination.recognise import ANSWER, INVITATION, WISH, spoken
from officebot.duties.calendar_coordination.settings import Settings
from officebot.letter_texts import letter_text
from officebot.sdk import Office, OfficeFacts, Trigger
from officebot.travel_settings import ways

#: The kind of item that keeps a meeting on its way.
MEETING = "meeting"
#: How far back the letters of ours are looked through that an answer may name.
_LOOK_BACK = timedelta(days=60)
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
    #: All meetings on their way.
    meetings: Sequence[Appointment] = ()
    #: The keys of those that came to their end.
    closed: frozenset[str] = frozenset()
    calendars: Sequence[OfficeCalendar] = ()
    rooms: Sequence[Room] = ()
    #: The times that proposals on their way need.
    promised: Sequence[PromisedTime] = ()
    texts: Mapping[str, str] = field(default_factory=dict)


def observe(office: Office, trigger: Trigger, settings: Settings) -> Facts:
    """The trigger's mail; calendars and letters only where it has to do with a meeting."""
    mail, facts = trigger.mail, office.facts
    claimed = frozenset(claim.kind for claim in trigger.claims) & {WISH, ANSWER, INVITATION}
    if mail is None:
        return Facts(
            office=facts, settings=settings, now=trigger.now, meetings=_meetings(office.items(MEETING)),
            calendars=office.calendars(),
        )  # fmt: skip
    if not claimed:
        return Facts(office=facts, settings=settings, now=trigger.now)
    meetings = _meetings(office.items(MEETING))
    known = _meeting_of(mail, meetings, _own_threads(office, mail, trigger.now) if ANSWER in claimed else frozenset())
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
        meetings=meetings,
        closed=frozenset(one.key for one in office.items(MEETING, "closed")),
        calendars=office.calendars(),
        rooms=office.rooms(),
        promised=office.promised(),
        texts={name: letter_text(office, f"{language}/mail/{name}.txt", PLACES)[0] for name in LETTERS},
    )


def _meetings(items: Sequence[Item]) -> list[Appointment]:
    """The open meetings that the ledger keeps; what is none is left out."""
    found = []
    for item in items:
        with suppress(KeyError, ValueError, TypeError):
            found.append(Appointment.from_source(item.key, item.title, item.source))
    return found


def _own_threads(office: Office, mail: Mail, now: datetime) -> frozenset[str]:
    """How the conversations began in which the letters of ours stand that a mail answers: it may name nothing else."""
    # A copy of what left may bear the time of another clock.
    named = {mail.in_reply_to, *mail.references} - {""}
    ours = office.sent(now - _LOOK_BACK, now + _LOOK_BACK) if named else ()
    return frozenset(one.thread for one in ours if one.message_id in named) - {""}


def _meeting_of(mail: Mail, meetings: Sequence[Appointment], began: Collection[str]) -> Appointment | None:
    """The open meeting of the mail's conversation, whose first mails `began` may name, with the guest who takes part in it."""
    thread = {mail.thread, mail.in_reply_to, *mail.references, *began} - {""}
    return next(
        (one for one in meetings if thread & {one.thread, *one.message_ids} and mail.sender.address == one.guest),
        None,
    )


def is_trusted(mail: Mail, office: OfficeFacts) -> bool:
    """Whether a mail's sender is known to the office and proven: what anybody else sends waits for a person (TRUST 12)."""
    address = mail.sender.address
    is_known = office.contacts.at(address) is not None or office.people.at(address) is not None
    return is_known and mail.proof is Proof.PASSED


def agenda_of(facts: Facts) -> Agenda:
    """The calendars as the settings want times to be looked for in them."""
    settings = facts.settings
    return Agenda(
        office=facts.office,
        now=facts.now,
        calendars=facts.calendars,
        rooms=facts.rooms,
        promised=facts.promised,
        room_names=settings.rooms,
        notice=settings.notice,
        horizon=settings.horizon,
        lunch=_span(settings.lunch),
        buffer=timedelta(minutes=settings.buffer),
        site=settings.site,
        travel=ways(settings.travel),
    )


def _span(words: str) -> tuple[time, time] | None:
    """Two times of a day, as « 12:30-13:30 »; None for none, or for an end before the beginning."""
    first, _, last = words.partition("-")
    span = (time.fromisoformat(first), time.fromisoformat(last)) if last else None
    return span if span is not None and span[0] < span[1] else None
