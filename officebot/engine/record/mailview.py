"""One mail as its page shows it: what the ledger knows of it; its text is fetched from the mailbox, elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from officebot.core.mail import Address, MessageRef
from officebot.core.proposals import Claim
from officebot.core.text import Text
from officebot.engine.ledger import Ledger, mails, queued
from officebot.sdk import SeenMail

#: How far around a mail its conversation is looked for, and how much of it is shown.
_AROUND = timedelta(days=45)
_MOST_MAILS, _MOST_PROPOSALS = 30, 50


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutMail:
    """A proposal about a mail."""

    id: int
    duty: str
    title: Text
    state: str
    created: datetime
    owner: str
    circle: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailView:
    """What the ledger knows of a mail. A private one has no subject and no claims."""

    id: int
    ref: MessageRef
    subject: str
    sender: Address
    received: datetime
    state: str
    size: int
    is_private: bool
    verdict: Mapping[str, Any]
    claims: Sequence[tuple[str, Claim]]
    conversation: Sequence[SeenMail]
    proposals: Sequence[AboutMail]
    problem: Text | None = None


def mail_view(ledger: Ledger, number: int) -> MailView | None:
    """The mail of this number; None where there is none."""
    with ledger.reading() as tx:
        row = mails.by_id(tx, number)
        if row is None:
            return None
        claims = [] if row.is_private else mails.claims_of(tx, number)
        conversation = mails.conversation(tx, row, _AROUND, _MOST_MAILS)
        about = queued.of_mail(tx, number)[-_MOST_PROPOSALS:]
    return MailView(
        id=row.id, ref=mails.place_of(row), subject="" if row.is_private else row.subject,
        sender=Address(row.sender_name, row.sender), received=row.received, state=row.state, size=row.size,
        is_private=bool(row.is_private), verdict=row.verdict or {}, claims=claims, conversation=conversation,
        proposals=[
            AboutMail(id=one.id, duty=one.duty, title=Text.from_json(one.title), state=one.state, created=one.created,
                      owner=one.owner, circle=one.circle)
            for one in about
        ],
        problem=Text.from_json(row.problem) if row.problem else None,
    )  # fmt: skip
