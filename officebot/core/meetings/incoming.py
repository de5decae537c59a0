"""A calendar message that came by mail, as it looks in one calendar of ours: a person's, or a room's. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from officebot.core.actions import Action
from officebot.core.agendas import CalendarObject
from officebot.core.calendars.building import Written
from officebot.core.calendars.components import Component
from officebot.core.calendars.itip import Outcome
from officebot.core.calendars.lines import unescaped
from officebot.core.calendars.messages import Message
from officebot.core.calendars.state import State, empty_state, read_state, uid_of, write_state
from officebot.core.letters import posting
from officebot.core.mail import Mail
from officebot.core.meetings.agenda import Agenda
from officebot.core.meetings.carrying import carrying
from officebot.core.problems import UserError
from officebot.core.text import Language, one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A message in one calendar: `owner` is whose, an address or the name of a room; `outcome`, what it changes there."""

    mail: Mail
    agenda: Agenda
    owner: str
    message: Message
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
    def title(self) -> str:
        """What it is called; "" where it says nothing."""
        return one_line(unescaped(self.event.value("SUMMARY")), 120)

    @property
    def who(self) -> str:
        """Who sent it."""
        return one_line(self.mail.sender.name or self.mail.sender.address, 80)

    def mark(self, *deed: str) -> str:
        """A mark that is the same for each version of the same thing: a later one takes the place of what still waits."""
        words = repr((self.owner, self.uid, self.event.value("RECURRENCE-ID"), *deed))
        return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:24]

    def entry(self, state: State) -> Iterator[Action]:
        """What makes the calendar say what this state says of the event."""
        if state.events(uid_of(self.event)):
            yield from self.put(self.owner, state)
        else:
            yield from self.agenda.remove(self.owner, self.uid)

    def put(self, owner: str, state: State) -> Iterator[Action]:
        """The same for the calendar of anybody of ours, or of a room."""
        yield from self.agenda.put(owner, self.uid, write_state(state))

    def answering(
        self, written: Written, *, key: str, language: Language, sender_name: str, on_behalf_of: str = ""
    ) -> Iterator[Action]:
        """The mail that carries an answer, in the conversation of the mail that brought the message."""
        yield from posting(
            carrying(
                written, account=self.mail.ref.account, key=key, language=language, sender_name=sender_name,
                answers=self.mail, on_behalf_of=on_behalf_of, clock=self.agenda.office.working_time.tz,
            )
        )  # fmt: skip


def state_of(stored: CalendarObject | None, address: str) -> State:
    """What a stored object keeps of its event, for whose calendar it is; nothing where it cannot be read."""
    try:
        return read_state(stored.text, address) if stored is not None else empty_state(address)
    except UserError:
        return empty_state(address)
