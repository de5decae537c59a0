"""What the door list looks at, and what it proposes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from door_list.acting import ListVisitor, performers
from door_list.migrating import with_count
from door_list.panel import PANELS
from door_list.settings import Settings
from door_list.texts import say
from officebot.sdk import Duty, Migration, Office, OfficeFacts, Proposal, Reason, SeenMail, Trigger


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The mails of the last days, the office they came to, and the time."""

    office: OfficeFacts
    mails: Sequence[SeenMail]
    now: datetime


def observe(office: Office, trigger: Trigger, settings: Settings) -> Facts:
    """The mails of as many days as a visit stays announced."""
    since = trigger.now - timedelta(days=settings.days)
    return Facts(office=office.facts, mails=office.mails(since, trigger.now), now=trigger.now)


def decide(facts: Facts, settings: Settings) -> Iterable[Proposal]:
    """One proposal for each visitor who announced a visit and whose mail is not too old."""
    for mail in facts.mails:
        if mail.verdict.get("kind") != "visit":
            continue
        if facts.now - mail.received > timedelta(days=settings.days):
            continue
        yield Proposal(
            key=f"door-list:{mail.mark}",
            title=say("Put {name} on the list at the door", name=mail.sender.name or mail.sender.address),
            actions=(ListVisitor(address=mail.sender.address, mark=mail.mark),),
            reason=say("A visit was announced by mail."),
            reasons=(Reason(what=say("The mail says so."), quote=mail.subject[:100], source=mail.source),),
        )


DUTY = Duty(
    name="door_list",
    title=say("Door list"),
    settings=Settings,
    observe=observe,
    decide=decide,
    triggers=("mon-fri 17:00",),
    performers=performers,
    panels=PANELS,
    migrations=(Migration(fact=with_count),),
)
