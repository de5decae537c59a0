"""What the deadlines are made from: verdicts with a date, promises we made, and what is noted already."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import PurePosixPath
from typing import Any

from officebot.core.people import Person
from officebot.core.proposals import Item
from officebot.core.text import Text
from officebot.core.worktime import WorkingTime
from officebot.duties.deadlines.settings import Settings
from officebot.sdk import Office, OfficeFacts, SeenMail, Trigger, refused

KIND = "deadline"
#: How the keys of the proposals begin that note a deadline.
NOTING = "deadline:"
#: What a recogniser calls an answer that moves a date, and a mail of ours that promises one.
MOVED, PROMISE = "moved", "promise"
#: Each morning the mails of so many days are looked through again: nothing dated may be missing.
LOOK_BACK = timedelta(days=60)
#: Dates in such mail bind nobody.
_NOT_MEANT = frozenset({"fraud", "newsletter", "personal"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A mail with a date by which something is to be done; `due` is aware, the day's end where no hour is told."""

    key: str
    mail: SeenMail
    due: datetime
    is_day: bool
    quote: str
    who: tuple[str, ...]
    kind: str
    is_ours: bool = False
    is_confidential: bool = False
    moves: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The dated mails to look at, the items there are, and the day for which the morning's lists are due, if any."""

    office: OfficeFacts
    now: datetime
    dated: Sequence[Dated] = ()
    items: Sequence[Item] = ()
    closed: frozenset[str] = frozenset()
    morning: date | None = None
    #: What people rejected or took back: the titles by key.
    refused: Mapping[str, Text] = field(default_factory=dict)
    #: The calendar files that there are.
    calendars: frozenset[str] = frozenset()


def observe(office: Office, trigger: Trigger, settings: Settings) -> Facts:
    """After mail: what came in. By the clock or by hand: the last weeks, and the lists of the day."""
    facts, now = office.facts, trigger.now
    is_arrival = trigger.kind == "after mail"
    mails = office.arrived(trigger) if is_arrival else office.mails(now - LOOK_BACK, _soon(now))
    since = min((mail.received for mail in mails), default=now) if is_arrival else now - LOOK_BACK
    moving = {mail.ref for mail, _ in office.claims(MOVED, since, _soon(now))}
    promised = [(mail, claim.data) for mail, claim in office.claims(PROMISE, since, _soon(now))]
    working = facts.working_time
    return Facts(
        office=facts,
        now=now,
        dated=[*_dated(mails, moving, working), *_promised(promised, facts)],
        items=office.items(KIND),
        closed=frozenset(item.key for item in office.items(KIND, "closed")),
        morning=None if is_arrival else working.local(trigger.due).date(),
        refused=refused(office, NOTING),
        calendars=frozenset(path for path in _paths(settings, facts) if _is_there(office, path)),
    )


def own_feed(path: str, person: Person) -> str:
    """The person's calendar file beside the office's: `documents/deadlines-e.kerbrat.ics`."""
    plain = "".join(letter if letter.isalnum() or letter in "._-" else "-" for letter in person.local_part)
    return str(PurePosixPath(path).with_stem(f"{PurePosixPath(path).stem}-{plain.strip('.')[:60]}"))


def _paths(settings: Settings, facts: OfficeFacts) -> list[str]:
    own = facts.people.all if settings.own_feeds else ()
    return [settings.feed, *(own_feed(settings.feed, person) for person in own)] if settings.feed else []


def _is_there(office: Office, path: str) -> bool:
    try:
        office.read_file(path)
    except OSError:
        return False
    return True


def _soon(now: datetime) -> datetime:
    """Later than now: a mail server's clock may be ahead of ours."""
    return now + timedelta(days=1)


def key_of(mail: SeenMail) -> str:
    """What names a mail's deadline: twelve hex digits, the same however the mail is filed or copied."""
    identity = f"{mail.ref.account}\0{mail.message_id or mail.ref.fingerprint}"
    return hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest()[:12]


def due_of(written: object, working: WorkingTime) -> tuple[datetime, bool] | None:
    """The instant that "2026-11-27T17:00" or "2026-11-27" means, and whether it is a whole day."""
    try:
        read = datetime.fromisoformat(str(written or ""))
    except ValueError:
        return None
    if read.tzinfo is not None:
        return read, False
    is_day = "T" not in str(written)
    wall = datetime.combine(read.date(), time(23, 59)) if is_day else read
    return wall.replace(tzinfo=working.tz), is_day


def _dated(mails: Iterable[SeenMail], moving: set[Any], working: WorkingTime) -> Iterator[Dated]:
    for mail in mails:
        verdict = mail.verdict
        found = due_of(verdict.get("deadline"), working)
        if found is not None and mail.state != "sent" and verdict.get("kind") not in _NOT_MEANT:
            yield _one(mail, verdict, found, tuple(map(str, verdict.get("who") or ())), moves=mail.ref in moving)


def _promised(promised: Iterable[tuple[SeenMail, Mapping[str, Any]]], office: OfficeFacts) -> Iterator[Dated]:
    for mail, data in promised:
        found = due_of(data.get("deadline"), office.working_time)
        author = office.people.at(mail.sender.address)
        if found is not None:
            who = (author.local_part,) if author is not None else ()
            yield _one(mail, data, found, who, is_ours=True)


def _one(
    mail: SeenMail, data: Mapping[str, Any], found: tuple[datetime, bool], who: tuple[str, ...], **more: bool
) -> Dated:
    return Dated(
        key=key_of(mail),
        mail=mail,
        due=found[0],
        is_day=found[1],
        quote=str(data.get("deadline_text") or ""),
        who=who,
        kind=str(data.get("kind") or ""),
        is_confidential=bool(data.get("confidential")),
        **more,
    )
