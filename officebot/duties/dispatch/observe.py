"""What is passed on: the mails that came in, whom they reached, and what each person has open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from officebot.core.proposals import Item
from officebot.sdk import Office, OfficeFacts, SeenMail, SeenProposal, Trigger

REACHED = "reached"
#: The kinds of items that a digest tells of.
TOLD = ("deadline", "owed", "waiting-for", "notice")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The mails to pass on, each with the addresses of the people it has reached; for a digest, its day."""

    office: OfficeFacts
    now: datetime
    mails: Sequence[SeenMail] = ()
    reached: Mapping[int, frozenset[str]] = field(default_factory=dict)
    digest: date | None = None
    items: Sequence[Item] = ()
    waiting: Sequence[SeenProposal] = ()


def observe(office: Office, trigger: Trigger, _settings: object) -> Facts:
    """After mail: what came in. By the clock or by hand: what came since the last working day's digest."""
    facts, now = office.facts, trigger.now
    soon = now + timedelta(days=1)
    if trigger.kind == "after mail":
        mails = [mail for mail in office.arrived(trigger) if mail.state != "sent"]
        since = min((mail.received for mail in mails), default=now)
        claims = office.claims(REACHED, since, soon) if mails else ()
        reached = {mail.id: frozenset(map(str, claim.data.get("people", ()))) for mail, claim in claims}
        return Facts(office=facts, now=now, mails=mails, reached=reached)
    working = facts.working_time
    day = working.local(trigger.due).date()
    before = working.add_working_days(day, -1)
    since = working.local(trigger.due).replace(year=before.year, month=before.month, day=before.day)
    return Facts(
        office=facts,
        now=now,
        mails=office.mails(since, now),
        digest=day,
        items=[item for kind in TOLD for item in office.items(kind)],
        waiting=office.proposals(["waiting"]),
    )
