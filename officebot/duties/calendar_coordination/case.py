"""A calendar message that came by mail, as it looks in the calendar of one person of the office."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from officebot.core.actions import Action
from officebot.core.agendas import CalendarObject
from officebot.core.calendars.building import Written
from officebot.core.calendars.times import NotATime, span
from officebot.core.calendars.zones import by_tzid
from officebot.core.meetings.incoming import Incoming
from officebot.core.meetings.times import here
from officebot.core.people import Person
from officebot.core.text import say
from officebot.duties.calendar_coordination.observe import Facts, is_trusted


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Incoming):
    """A message in the calendar of one person. `address` is whom it is for: theirs, or that of the mailbox by which the
    office invited to a meeting of theirs; `others` are those of us in whose calendars the meeting stands as well.
    """

    facts: Facts
    person: Person
    address: str
    stored: CalendarObject | None
    others: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """What it is called."""
        return self.title or say("Meeting").render(self.facts.language)

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
        return f"invitation:{self.mark(self.message.method, self.mail.sender.address, deed)}"

    def sent(self, written: Written) -> Iterator[Action]:
        """The mail that carries a message, in the language of the mail that it answers."""
        yield from self.answering(
            written, key=self.key(written.method), language=self.facts.language, sender_name=self.person.name,
            on_behalf_of=written.sender,
        )  # fmt: skip
