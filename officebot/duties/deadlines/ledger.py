"""Deadlines as items of the ledger: what is noted of each, whom it concerns, and in what order they press."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from officebot.core.actions import NoteItem
from officebot.core.people import Person
from officebot.core.proposals import Item
from officebot.core.text import Language, one_line, say
from officebot.core.worktime import WorkingTime
from officebot.duties.deadlines.observe import KIND, Dated
from officebot.duties.deadlines.settings import Settings
from officebot.sdk import OfficeFacts

#: The parts of a list, by how a deadline lies to the day; the most pressing first.
SECTIONS = ("overdue", "today", "week", "later")


def noted(one: Dated, office: OfficeFacts, settings: Settings, at: datetime) -> NoteItem:
    """The item of a dated mail: whose it is, until when, and the words it was read from."""
    mail, people = one.mail, office.people
    owners = [
        person for part in one.who if (person := people.named(part)) is not None
    ] or office.people.mailbox_owners[:1]
    owner = owners[0] if owners else None
    return NoteItem(
        item_kind=KIND,
        key=one.key,
        title=one_line(mail.subject) or one_line(one.quote),
        owner=owner.address if owner else "",
        due=one.due,
        circle=owner.circle if owner is not None and one.is_confidential else "",
        source={
            "account": mail.ref.account,
            "folder": mail.ref.folder,
            "message_id": mail.message_id,
            "thread": mail.thread,
            "from": mail.sender.address,
            "from_name": one_line(mail.sender.name),
            "received": mail.received.isoformat(timespec="seconds"),
            "quote": one_line(one.quote, 300),
            "who": [person.address for person in owners],
            "kind": one.kind,
            "ours": one.is_ours,
            "confidential": one.is_confidential,
            "all_day": one.is_day,
            "act_by": act_by(one, office.working_time, settings.lead_days).isoformat(),
            "noted": at.isoformat(timespec="seconds"),
        },
    )


def act_by(one: Dated, working: WorkingTime, lead_days: int) -> date:
    """The last working day on which its work can be begun in time; not before the mail came."""
    due = working.local(one.due)
    day = due.date()
    if not working.is_working_day(day) or due.time() <= _opening(day, working):
        day = working.add_working_days(day, -1)
    day = working.add_working_days(day, -lead_days)
    return max(day, min(working.local(one.mail.received).date(), due.date()))


def _opening(day: date, working: WorkingTime) -> time:
    return min((start for start, _ in working.hours.get(day.weekday(), ())), default=time())


def item_of(note: NoteItem) -> Item:
    """The item that this action will note."""
    return Item(kind=note.item_kind, key=note.key, title=note.title, owner=note.owner, due=note.due,
                source=note.source, circle=note.circle)  # fmt: skip


def note_of(item: Item) -> NoteItem:
    """The action that writes this item."""
    return NoteItem(item_kind=item.kind, key=item.key, title=item.title, owner=item.owner, due=item.due,
                    source=item.source, circle=item.circle)  # fmt: skip


def replaced(one: Dated, items: Iterable[Item]) -> Item | None:
    """The open deadline of the same conversation that a mail moves: the latest one noted before it, of another date."""
    if not one.moves:
        return None
    mail = one.mail
    links = {link for link in (mail.in_reply_to, mail.thread) if link}
    older = [
        item
        for item in items
        if item.key != one.key
        and item.due != one.due
        and str(item.source.get("received", "")) <= mail.received.isoformat(timespec="seconds")
        and links & {item.source.get("message_id"), item.source.get("thread")}
    ]
    return max(older, key=lambda item: str(item.source.get("received", "")), default=None)


@dataclass(frozen=True, slots=True)
class View:
    """The open deadlines that one person may see, by section, the most pressing first."""

    person: Person
    sections: Mapping[str, Sequence[Item]]

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(map(len, self.sections.values()))


def views(items: Sequence[Item], office: OfficeFacts, settings: Settings, day: date) -> Iterator[View]:
    """What each person is to see on that day: overseers all that their circle may, the others their own."""
    for person in office.people.all:
        seen = [
            item if is_of(item, person) else masked(item, person.language)
            for item in items
            if concerns(item, person, office, settings)
        ]
        if seen:
            yield View(person, by_section(seen, office.working_time, day))


def is_of(item: Item, person: Person) -> bool:
    """Whether it is this person who must see to an item."""
    return person.address == item.owner or person.address in item.source.get("who", ())


def masked(item: Item, language: Language) -> Item:
    """The item as somebody else may see it: of a confidential one, or one for a circle, its date without any words."""
    if not item.is_hidden:
        return item
    told = {name: item.source[name] for name in ("all_day", "noted", "act_by") if name in item.source}
    return replace(item, title=say("(confidential)").render(language), source=told)


def concerns(item: Item, person: Person, office: OfficeFacts, settings: Settings) -> bool:
    """Whether a person is shown an item."""
    return is_of(item, person) or (is_overseer(person, office, settings) and item.circle in ("", person.circle))


def is_overseer(person: Person, office: OfficeFacts, settings: Settings) -> bool:
    """Whether a person sees what concerns others."""
    if settings.overseers:
        return person.address in settings.overseers
    return person in office.people.mailbox_owners


def by_section(items: Iterable[Item], working: WorkingTime, day: date) -> dict[str, list[Item]]:
    """The items by section, each by due date."""
    found: dict[str, list[Item]] = {section: [] for section in SECTIONS}
    for item in sorted(items, key=lambda item: (item.due is None, item.due, item.key)):
        found[section_of(item, working, day)].append(item)
    return found


def section_of(item: Item, working: WorkingTime, day: date) -> str:
    """How a deadline lies to the day: its week ends on Sunday."""
    if item.due is None:
        return "later"
    due = working.local(item.due).date()
    if due < day:
        return "overdue"
    if due == day:
        return "today"
    return "week" if due <= day + timedelta(days=6 - day.weekday()) else "later"


def last_moment(section: str, working: WorkingTime, day: date) -> datetime | None:
    """The last moment at which a deadline of this section may be due; None for the last section."""
    ends = {"overdue": day - timedelta(days=1), "today": day, "week": day + timedelta(days=6 - day.weekday())}
    if section not in ends:
        return None
    return datetime.combine(ends[section] + timedelta(days=1), time(), working.tz) - timedelta(microseconds=1)


def text_of(item: Item, name: str) -> str:
    """A text of an item's source, "" where there is none."""
    value: Any = item.source.get(name)
    return value if isinstance(value, str) else ""
