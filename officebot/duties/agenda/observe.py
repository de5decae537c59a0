"""What the morning's pages are made from: calendars, what is due, what waits for a person's yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from officebot.core.agendas import OfficeCalendar, Room
from officebot.core.proposals import Item
from officebot.duties.agenda.settings import Settings
from officebot.sdk import Office, OfficeFacts, SeenProposal, Trigger


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The day whose pages are due, as the office's calendars stand."""

    office: OfficeFacts
    day: date
    now: datetime
    calendars: Sequence[OfficeCalendar] = ()
    rooms: Sequence[Room] = ()
    items: Sequence[Item] = ()
    waiting: Sequence[SeenProposal] = ()


def observe(office: Office, trigger: Trigger, settings: Settings) -> Facts:
    """The calendars of those who get a page, and what is due and waits."""
    facts = office.facts
    return Facts(
        office=facts,
        day=facts.working_time.local(trigger.due).date(),
        now=trigger.now,
        calendars=office.calendars(set(settings.people) or None),
        rooms=office.rooms(),
        items=office.items("deadline"),
        waiting=office.proposals(["waiting"]),
    )
