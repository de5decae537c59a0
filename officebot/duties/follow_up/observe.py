"""What a follow-up is made from: mails of both ways in their order, what is waited for, and the reminders under way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from officebot.core.proposals import Item
from officebot.core.text import Text
from officebot.letter_texts import letter_text
from officebot.sdk import Office, OfficeFacts, SeenMail, Trigger, refused

#: The kinds of items: what others owe us, what we owe others, and what a person should be told.
WAITING, OWED, NOTICE = "waiting-for", "owed", "notice"
#: The kinds of claims.
SENT, AWAY, BOUNCE = "sent", "away", "bounce"
#: How far back mails are looked through each morning.
LOOK_BACK = timedelta(days=45)
#: How the keys of reminders begin.
REMINDER = "follow-up:remind:"
LEVELS = (1, 2, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A mail that came or went, with what was read from it."""

    mail: SeenMail
    sent: Mapping[str, Any] | None = None
    away: Mapping[str, Any] | None = None
    bounce: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What happened since, oldest first, and how things stand. `chases` when it is time for reminders.

    `pending` are the keys of the reminders that wait or are approved; `texts` the reminders' texts by language and
    level: also one to be taken back is known by them.
    """

    office: OfficeFacts
    now: datetime
    events: Sequence[Event] = ()
    items: Sequence[Item] = ()
    closed: Sequence[Item] = ()
    pending: frozenset[str] = frozenset()
    #: What people rejected or took back: the titles by key.
    refused: Mapping[str, Text] = field(default_factory=dict)
    chases: bool = False
    texts: Mapping[tuple[str, int], str] = field(default_factory=dict)


def observe(office: Office, trigger: Trigger, _settings: object) -> Facts:
    """After mail: what came and went. By the clock or by hand: the last weeks, and it is time for reminders."""
    now, is_arrival = trigger.now, trigger.kind == "after mail"
    soon = now + timedelta(days=1)
    if is_arrival:
        mails = list(office.arrived(trigger))
        since = min((mail.received for mail in mails), default=now)
    else:
        since = now - LOOK_BACK
        mails = sorted(
            (*office.mails(since, soon), *office.sent(since, soon)), key=lambda mail: (mail.received, mail.id)
        )
    if is_arrival and not mails:
        return Facts(office=office.facts, now=now)
    claimed = {kind: {mail.id: claim.data for mail, claim in office.claims(kind, since, soon)}
               for kind in (SENT, AWAY, BOUNCE)}  # fmt: skip
    events = [
        Event(
            mail=mail,
            sent=claimed[SENT].get(mail.id) if mail.state == "sent" else None,
            away=claimed[AWAY].get(mail.id),
            bounce=claimed[BOUNCE].get(mail.id),
        )
        for mail in mails
    ]
    return Facts(
        office=office.facts,
        now=now,
        events=events,
        items=[*office.items(WAITING), *office.items(OWED)],
        closed=[*office.items(WAITING, "closed"), *office.items(OWED, "closed")],
        pending=frozenset(
            one.key for one in office.proposals(["waiting", "approved"]) if one.key.startswith(REMINDER)
        ),
        refused=refused(office, "follow-up:"),
        chases=not is_arrival,
        texts=_texts(office),
    )


def _texts(office: Office) -> dict[tuple[str, int], str]:
    """The office's own text of each reminder, else the shipped one."""
    return {
        (language, level): letter_text(office, f"{language}/mail/reminder_{level}.txt")[0]
        for language in ("fr", "en")
        for level in LEVELS
    }
