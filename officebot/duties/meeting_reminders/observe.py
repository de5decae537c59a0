"""What reminders are made from: the calendars of the office's people, and the letter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from officebot.core.agendas import OfficeCalendar, Room
from officebot.core.text import LANGUAGES, Language
from officebot.letter_texts import letter_text
from officebot.sdk import Office, OfficeFacts, Trigger

#: What the letter may name in braces.
PLACES = frozenset({"salutation", "meeting", "when", "where", "organizer"})

_BEGUN = ("approved", "doing", "done", "partly-done", "uncertain")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The calendars as they stand, and the letter by language."""

    office: OfficeFacts
    now: datetime
    calendars: Sequence[OfficeCalendar] = ()
    rooms: Sequence[Room] = ()
    texts: Mapping[Language, str] = field(default_factory=dict)
    #: The keys of the reminders that were sent, or are on their way.
    asked: frozenset[str] = frozenset()


def observe(office: Office, trigger: Trigger, _settings: object) -> Facts:
    """The calendars of persons that can be read: who answered meanwhile, the last reading does not say."""
    return Facts(
        office=office.facts,
        now=trigger.now,
        calendars=[one for one in office.calendars() if one.person and not one.is_lost],
        rooms=office.rooms(),
        texts={one: letter_text(office, f"{one}/mail/meeting_reminder.txt", PLACES)[0] for one in LANGUAGES},
        asked=frozenset(one.key for one in office.proposals(_BEGUN) if one.key.startswith("meeting-reminder:")),
    )
