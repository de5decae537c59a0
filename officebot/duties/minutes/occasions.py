"""The times of the office's recurring meetings, as its calendars tell them, and who said they come. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from officebot.core.agendas import OfficeCalendar
from officebot.core.availability.conflicts import Reply
from officebot.core.facts import OfficeFacts
from officebot.core.letters import is_plain_address
from officebot.core.meetings.diary import Entry, entries_of
from officebot.core.minutes.model import Participant
from officebot.core.people import Person
from officebot.core.text import Language, plain
from officebot.core.worktime import WorkingTime
from officebot.duties.minutes.settings import MeetingTable, Settings

#: How the keys of proposals and items begin.
KEY = "minutes:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One time of a meeting: `key` is its name in the settings, `day` the office's day on which it begins.

    `length` is in minutes. `replies` are all who were invited, by address, with what they answered; none where it stands in
    no calendar.
    """

    key: str
    meeting: MeetingTable
    start: datetime
    day: date
    length: int = 60
    place: str = ""
    replies: Mapping[str, Reply] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The meeting and its day in keys: "codir:2026-11-26"."""
        return f"{self.key}:{self.day.isoformat()}"

    @property
    def paper(self) -> str:
        """The key of what becomes of its minutes: of a draft, the final ones, a question, one waits at a time, the newest."""
        return f"{KEY}paper:{self.name}"

    @property
    def folder(self) -> str:
        """Where what belongs to it is filed."""
        return f"{self.meeting.folder.rstrip('/') or f'archive/minutes/{self.key}'}/{self.day.isoformat()}"


def occasions_of(
    calendars: Sequence[OfficeCalendar], settings: Settings, since: datetime, until: datetime, office: OfficeFacts
) -> list[Occasion]:
    """The meetings of the settings that begin in [since, until), by start; each day's once, as its chair's calendar has it.

    Only what somebody of the office invited to: a stranger's event of the same title is none of ours.
    """
    working = office.working_time
    found: dict[tuple[str, date], tuple[int, Occasion]] = {}
    for calendar in (one for one in calendars if one.person):
        for entry in entries_of(calendar, since, until, working):
            meeting = entry.meeting
            if entry.is_cancelled or entry.is_hold or meeting.all_day or not since <= meeting.start < until:
                continue
            for key, table in settings.meetings.items():
                if _is(entry, table, office):
                    made = _occasion(key, table, entry, calendar.person, working)
                    whose = calendar.person.lower()
                    rank = (*map(str.lower, (table.chair, table.secretary, *table.members)), whose).index(whose)
                    known = found.get((key, made.day))
                    if known is None or rank < known[0]:
                        found[(key, made.day)] = (rank, made)
    return sorted((one for _, one in found.values()), key=lambda one: (one.start, one.key))


def _is(entry: Entry, table: MeetingTable, office: OfficeFacts) -> bool:
    """Whether an entry is a time of this meeting: by its UID, else by words of its title; what is private only by its UID."""
    if entry.organizer and not office.people.inside(entry.organizer):
        return False
    if table.uid:
        return entry.meeting.uid == table.uid
    return not entry.meeting.is_private and is_named(table, entry.meeting.summary)


def is_named(table: MeetingTable, words: str) -> bool:
    """Whether a title, a subject or a file's name holds the meeting's title or one of its words, whole."""
    said = plain(words[:2_000])
    return any(pattern.search(said) for pattern in _patterns((table.title, *table.words)))


@lru_cache(maxsize=64)
def _patterns(names: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    words = (plain(name).split() for name in names)
    return tuple(
        re.compile(rf"(?<![a-z0-9]){r'[ _-]'.join(map(re.escape, one))}(?![a-z0-9])") for one in words if one
    )


def _occasion(key: str, table: MeetingTable, entry: Entry, owner: str, working: WorkingTime) -> Occasion:
    replies = dict(entry.attendees)
    if entry.own is not None:
        replies[owner] = entry.own
    if entry.organizer:
        # Who invites comes: nobody asks them. Whose calendar it only stands in may just want to know of it.
        replies.setdefault(entry.organizer, Reply.ACCEPTED)
    start = entry.meeting.start
    return Occasion(
        key=key, meeting=table, start=start, day=working.local(start).date(), replies=replies, place=entry.meeting.place,
        length=int((entry.meeting.end - start) / timedelta(minutes=1)),
    )  # fmt: skip


# ── who belongs to it ─────────────────────────────────────────────────────────────────────────────────────


def secretary_of(table: MeetingTable, facts: OfficeFacts) -> Person | None:
    """Who keeps the minutes: as set, else who answers for the mailbox."""
    return facts.people.keeper(table.secretary)


def belonging(table: MeetingTable, facts: OfficeFacts) -> tuple[str, ...]:
    """The addresses of who belongs to a meeting: chair, secretary and members, each once."""
    secretary = secretary_of(table, facts)
    own = (table.chair, secretary.address if secretary is not None else "", *table.members)
    return tuple(dict.fromkeys(one.lower() for one in own if one))


def invited_to(occasion: Occasion, facts: OfficeFacts) -> tuple[str, ...]:
    """Who gets the agenda: who belongs to the meeting, and who else was invited to this time of it and did not decline.

    Nobody else outside the office; nobody at all outside where only a circle may know of it; no address that no letter can
    bear.
    """
    inside = facts.people.inside
    guests = (
        one
        for one, reply in occasion.replies.items()
        if is_plain_address(one) and (inside(one) or (reply is not Reply.DECLINED and not occasion.meeting.circle))
    )
    return tuple(dict.fromkeys((*belonging(occasion.meeting, facts), *guests)))


def recipients_of(table: MeetingTable, facts: OfficeFacts) -> tuple[str, ...]:
    """Who gets the validated minutes: the recipients of the settings, else who belongs to it; outside, whom they name."""
    inside = tuple(one.lower() for one in table.recipients) or belonging(table, facts)
    return tuple(dict.fromkeys((*inside, *(one.lower() for one in table.outside))))


def participants_of(occasion: Occasion, facts: OfficeFacts) -> tuple[Participant, ...]:
    """Who belongs to it and who was invited, with what they answered: yes is present, no is excused, silence says nothing."""
    chair, secretary = occasion.meeting.chair.lower(), secretary_of(occasion.meeting, facts)
    roles = {secretary.address: "secretary"} if secretary is not None else {}
    roles[chair] = "chair"
    return tuple(
        Participant(
            name=name_of(address, facts), address=address, role=_role(address, facts) or roles.get(address, ""),
            presence=_presence(occasion.replies.get(address)),
        )
        for address in invited_to(occasion, facts)
    )  # fmt: skip


def _presence(reply: Reply | None) -> Literal["", "present", "excused"]:
    if reply is Reply.ACCEPTED:
        return "present"
    return "excused" if reply is Reply.DECLINED else ""


def _role(address: str, facts: OfficeFacts) -> str:
    person = facts.people.at(address)
    return person.role if person is not None else ""


def name_of(address: str, facts: OfficeFacts) -> str:
    """A person's or a contact's name, else their address."""
    known = facts.people.at(address) or facts.contacts.at(address)
    return known.name if known is not None else address


def language_of(table: MeetingTable, facts: OfficeFacts) -> Language:
    """The language of the meeting's papers."""
    return "en" if (table.language or facts.language).startswith("en") else "fr"


def meetings_named(settings: Settings, words: Iterable[str]) -> list[str]:
    """The meetings that any of these words name."""
    said = "\n".join(words)
    return [key for key, table in settings.meetings.items() if is_named(table, said)]
