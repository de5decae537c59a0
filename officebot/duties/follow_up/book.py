"""The book of open conversations: what others owe us and what we owe, as the mails change it, one after the other."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from officebot.core.conversations import Asked, Came, subject_of
from officebot.core.letters import is_named, is_plain_address, is_read_by_nobody
from officebot.core.proposals import Item
from officebot.core.text import one_line
from officebot.core.worktime import WorkingTime
from officebot.duties.follow_up.observe import OWED, WAITING, Event
from officebot.duties.follow_up.settings import Settings
from officebot.sdk import OfficeFacts, SeenMail

#: Kinds of verdict that nobody answers, and that answer nothing.
NOT_PEOPLE = frozenset({"newsletter", "automatic", "fraud"})
_MOST_IDS = 20


@dataclass(slots=True)
class Book:
    """The open items by key, found by the mails they are about and by the people they concern."""

    open: dict[str, Item] = field(default_factory=dict)
    _by_id: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _by_person: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @staticmethod
    def of(items: Iterable[Item]) -> Book:
        """The book of these items."""
        book = Book()
        for item in items:
            book.put(item)
        return book

    def put(self, item: Item) -> None:
        """Write an item into the book, or anew."""
        self.open[item.key] = item
        for one in ids_of(item):
            self._by_id[one].add(item.key)
        for person in people_of(item):
            self._by_person[person].add(item.key)

    def drop(self, key: str) -> None:
        """Take an item out."""
        self.open.pop(key, None)

    def near(self, kind: str, mail: SeenMail, people: Iterable[str] = ()) -> list[Item]:
        """The open items of a kind that a mail may be about: by its conversation, or by these people; in order."""
        keys: set[str] = set()
        for one in (mail.in_reply_to, mail.thread, mail.message_id):
            keys |= self._by_id.get(one, set()) if one else set()
        for person in people:
            keys |= self._by_person.get(person, set())
        return [item for key in sorted(keys) if (item := self.open.get(key)) is not None and item.kind == kind]


def ids_of(item: Item) -> set[str]:
    """The Message-IDs that an item is about, that of its conversation among them."""
    told = [*item.source.get("message_ids", ()), item.source.get("thread", "")]
    return {str(one) for one in told if one}


def people_of(item: Item) -> set[str]:
    """Those whose answer is waited for, or who wait for ours."""
    return {str(one) for one in item.source.get("with", ())}


def digest(*parts: str) -> str:
    """Twelve hex digits that name these parts."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:12]


def key_of(mail: SeenMail) -> str:
    """What names the item that begins with a mail."""
    return digest(mail.ref.account, mail.message_id or mail.ref.fingerprint)


def asked_of(item: Item, subject: str = "") -> Asked:
    """What an item waits for, as `core.conversations` compares it."""
    return Asked(
        awaited=frozenset(people_of(item)),
        message_ids=frozenset(map(str, item.source.get("message_ids", ()))),
        thread=str(item.source.get("thread", "")),
        subject=subject or item.title,
        since=datetime.fromisoformat(str(item.source["sent"])),
    )


def came_as(event: Event, office: OfficeFacts) -> Came:
    """A mail that came, as `core.conversations` compares it."""
    mail = event.mail
    is_machine = event.away is not None or event.bounce is not None or mail.verdict.get("kind") in NOT_PEOPLE
    return Came(
        sender=mail.sender.address,
        received=mail.received,
        in_reply_to=mail.in_reply_to,
        thread=mail.thread,
        subject=mail.subject,
        is_machine=is_machine,
        is_ours=office.people.inside(mail.sender.address),
    )


# ── what others owe us ────────────────────────────────────────────────────────────────────────────────────


def awaited(sent: Mapping[str, Any], author: str, office: OfficeFacts, settings: Settings) -> list[str]:
    """Those of whom a sent mail asks something and whose answer is waited for; none where it went to many."""
    to = [str(one) for one in sent.get("to", ())]
    if len(to) > settings.most_recipients:
        return []
    return [
        one
        for one in dict.fromkeys(to)
        if one != author
        and is_plain_address(one)
        and not is_read_by_nobody(one)
        and (settings.colleagues or not office.people.inside(one))
        and not any(is_named(never, one) for never in settings.never)
    ]


def waiting_for(event: Event, people: Sequence[str], office: OfficeFacts, settings: Settings) -> Item:
    """The item of a mail of ours that asks something."""
    mail, sent, working = event.mail, event.sent or {}, office.working_time
    author = office.people.at(mail.sender.address)
    return Item(
        kind=WAITING,
        key=key_of(mail),
        title=one_line(mail.subject) or one_line(str(sent.get("asks", ""))),
        owner=author.address if author is not None else "",
        due=working.end_of(_chase_day(mail, sent, working, settings)),
        source={
            "account": mail.ref.account,
            "folder": mail.ref.folder,
            "fingerprint": mail.ref.fingerprint,
            "message_ids": [mail.message_id] if mail.message_id else [],
            "thread": mail.thread,
            "with": list(people),
            "name": one_line(str((sent.get("names") or {}).get(people[0], ""))),
            "sent": mail.received.isoformat(),
            "first": mail.received.isoformat(),
            "quote": one_line(str(sent.get("asks", "")), 300),
            "language": str(sent.get("language", "")),
            "reminders": 0,
            "noted_by": key_of(mail),
        },
    )


def _chase_day(mail: SeenMail, sent: Mapping[str, Any], working: WorkingTime, settings: Settings) -> date:
    """The working day on which a reminder is due: after N of them, or on the one after the date that we named."""
    day = working.local(mail.received).date()
    try:
        named = date.fromisoformat(str(sent.get("asked_by") or "")[:10])
    except ValueError:
        named = None
    if named is not None and named >= day:
        return working.add_working_days(named, 1)
    return working.add_working_days(day, settings.days)


def gone_on(item: Item, event: Event, office: OfficeFacts, settings: Settings) -> Item:
    """The item after another mail of ours in the conversation: the clock begins anew, and it counts as a reminder.

    Not one of the same day: that is an afterthought.
    """
    mail, working = event.mail, office.working_time
    day = working.local(mail.received).date()
    is_reminder = day > working.local(datetime.fromisoformat(str(item.source["sent"]))).date()
    due = working.end_of(working.add_working_days(day, settings.days))
    ids = [*item.source.get("message_ids", ()), mail.message_id]
    return replace(
        item,
        due=due if item.due is None else max(due, item.due),
        source={
            **item.source,
            "message_ids": list(dict.fromkeys(one for one in ids if one))[-_MOST_IDS:],
            "sent": max(str(item.source["sent"]), mail.received.isoformat()),
            "reminders": int(item.source.get("reminders", 0)) + int(is_reminder),
        },
    )


def away_until(item: Item, back: date, office: OfficeFacts) -> Item:
    """The item while the person asked is away: a reminder waits until they have had a day at their desk."""
    working = office.working_time
    due = working.end_of(working.add_working_days(back, 1))
    return replace(
        item,
        due=due if item.due is None else max(due, item.due),
        source={**item.source, "away_until": back.isoformat()},
    )


# ── what we owe ───────────────────────────────────────────────────────────────────────────────────────────


def is_owed(event: Event) -> bool:
    """Whether a mail that came waits for our answer."""
    verdict = event.mail.verdict
    return (
        bool(verdict.get("reply_expected") and verdict.get("act"))
        and verdict.get("kind") not in NOT_PEOPLE
        and event.away is None
        and event.bounce is None
        and not is_read_by_nobody(event.mail.sender.address)
    )


def owed(mail: SeenMail, office: OfficeFacts, settings: Settings) -> Item:
    """The item of a mail that waits for our answer."""
    verdict, people = mail.verdict, office.people
    owners = [person for part in verdict.get("who") or () if (person := people.named(str(part))) is not None]
    owner = owners[0] if owners else None
    return Item(
        kind=OWED,
        key=key_of(mail),
        title=one_line(mail.subject),
        owner=owner.address if owner else "",
        due=_answer_day(mail, office.working_time, settings),
        circle=owner.circle if owner is not None and verdict.get("confidential") else "",
        source={
            "account": mail.ref.account,
            "folder": mail.ref.folder,
            "message_ids": [mail.message_id] if mail.message_id else [],
            "thread": mail.thread,
            "with": [mail.sender.address],
            "name": one_line(mail.sender.name),
            "sent": mail.received.isoformat(),
            "first": mail.received.isoformat(),
            "quote": one_line(str(verdict.get("deadline_text") or ""), 300),
            "who": [person.address for person in owners],
            "confidential": bool(verdict.get("confidential")),
            "asked": 1,
            "noted_by": key_of(mail),
        },
    )


def _answer_day(mail: SeenMail, working: WorkingTime, settings: Settings) -> datetime:
    """Until when we answer: the date that was named, else the day or so that their urgency leaves."""
    written = str(mail.verdict.get("deadline") or "")
    try:
        read = datetime.fromisoformat(written)
        named = read if "T" in written else datetime.combine(read.date(), time(23, 59))
        return named if named.tzinfo else named.replace(tzinfo=working.tz)
    except ValueError:
        pass
    day = working.local(mail.received).date()
    days = (
        0 if mail.verdict.get("urgency") in ("now", "today") and working.is_working_day(day) else settings.owed_days
    )
    return working.end_of(working.add_working_days(day, days))


def asked_again(item: Item, mail: SeenMail) -> Item:
    """The item after its author wrote once more: what they wait for is as late as it was."""
    ids = [*item.source.get("message_ids", ()), mail.message_id]
    return replace(
        item,
        source={
            **item.source,
            "message_ids": list(dict.fromkeys(one for one in ids if one))[-_MOST_IDS:],
            "asked": int(item.source.get("asked", 1)) + 1,
        },
    )


def is_answered_by(item: Item, event: Event) -> bool:
    """Whether a mail of ours answers what we owe: it goes to whoever waits, in the conversation or on its subject."""
    mail, sent = event.mail, event.sent or {}
    if sent.get("automatic") or mail.received < _sent(item):
        return False
    reached = {*map(str, sent.get("to", ())), *map(str, sent.get("cc", ()))}
    is_threaded = bool(ids_of(item) & {mail.in_reply_to, mail.thread})
    if reached and not reached & people_of(item):
        return False
    return is_threaded or (bool(subject_of(item.title)) and subject_of(mail.subject) == subject_of(item.title))


def _sent(item: Item) -> datetime:
    return datetime.fromisoformat(str(item.source["sent"]))


def known_ids(items: Iterable[Item]) -> Iterator[str]:
    """The keys of the mails that these items were noted by, and the Message-IDs they know."""
    for item in items:
        yield str(item.source.get("noted_by", ""))
        yield from map(str, item.source.get("message_ids", ()))
