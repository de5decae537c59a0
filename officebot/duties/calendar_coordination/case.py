"""A calendar message that came by mail, as it looks in the calendar of one person of the office."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from officebot.core.actions import Action
from officebot.core.agendas import CalendarObject
from officebot.core.calendars.building import Written
from officebot.core.calendars.components import Component
from officebot.core.calendars.itip import Outcome
from officebot.core.calendars.lines import unescaped
from officebot.core.calendars.messages import Message
from officebot.core.calendars.state import State, empty_state, read_state, uid_of, write_state
from officebot.core.calendars.times import NotATime, span
from officebot.core.calendars.zones import by_tzid
from officebot.core.letters import posting
from officebot.core.mail import Mail
from officebot.core.meetings.agenda import Agenda
from officebot.core.meetings.carrying import carrying
from officebot.core.meetings.times import here
from officebot.core.people import Person
from officebot.core.problems import UserError
from officebot.core.text import one_line, say
from officebot.duties.calendar_coordination.observe import Facts, is_trusted


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A message in the calendar of one person."""

    mail: Mail
    facts: Facts
    agenda: Agenda
    person: Person
    message: Message
    stored: CalendarObject | None
    outcome: Outcome

    @property
    def event(self) -> Component:
        """What the message is about."""
        return self.message.events[0]

    @property
    def uid(self) -> str:
        """The event's identity."""
        return self.event.value("UID")

    @property
    def summary(self) -> str:
        """What it is called."""
        return one_line(unescaped(self.event.value("SUMMARY")), 120) or say("Meeting").render(self.facts.language)

    @property
    def who(self) -> str:
        """Who sent it."""
        return one_line(self.mail.sender.name or self.mail.sender.address, 80)

    @property
    def is_trusted(self) -> bool:
        """Whether its sender is known to the office and proven."""
        return is_trusted(self.mail, self.facts.office)

    def when(self) -> tuple[datetime, int] | None:
        """Its beginning, on the office's clock, and its minutes; None for whole days and what cannot be read."""
        try:
            start, end = span(self.event, by_tzid(self.message.zones))
        except NotATime:
            return None
        if not isinstance(start, datetime):
            return None
        began, ended = (here(one, self.facts.office.working_time) for one in (start, end))
        return began, max(1, int((ended.astimezone(UTC) - began.astimezone(UTC)) / timedelta(minutes=1)))

    def key(self, deed: str) -> str:
        """The same for each version of the same thing: a later one takes the place of what still waits."""
        words = repr((self.person.address, self.uid, self.event.value("RECURRENCE-ID"), self.message.method,
                      self.mail.sender.address, deed))  # fmt: skip
        return f"invitation:{hashlib.sha256(words.encode('utf-8', 'replace')).hexdigest()[:24]}"

    def entry(self, state: State) -> Iterator[Action]:
        """What makes the person's calendar say what this state says of the event."""
        if state.events(uid_of(self.event)):
            yield from self.put(self.person.address, state)
        else:
            yield from self.agenda.remove(self.person.address, self.uid)

    def put(self, owner: str, state: State) -> Iterator[Action]:
        """The same for the calendar of anybody of ours, or of a room."""
        yield from self.agenda.put(owner, self.uid, write_state(state))

    def sent(self, written: Written) -> Iterator[Action]:
        """The mail that carries a message, in the language of the mail that it answers."""
        yield from posting(
            carrying(
                written, account=self.mail.ref.account, key=self.key(written.method), language=self.facts.language,
                sender_name=self.person.name, answers=self.mail, on_behalf_of=written.sender,
                clock=self.facts.office.working_time.tz,
            )
        )  # fmt: skip


def state_of(stored: CalendarObject | None, address: str) -> State:
    """What a stored object keeps of its event, for whose calendar it is; nothing where it cannot be read."""
    try:
        return read_state(stored.text, address) if stored is not None else empty_state(address)
    except UserError:
        return empty_state(address)
