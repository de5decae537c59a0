"""What an open item gets that its duty gave to nobody, or for no day: an owner and a day of the office's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from officebot.sdk import Item, OfficeFacts

#: Who does a meeting's action, and by when, is asked of whoever can say it: a day of the office's own would hide that.
_ASKED_FOR = frozenset({"action"})
#: So many working days after it was noted somebody has looked at it.
_DAYS = 1


def settled(item: Item, facts: OfficeFacts, now: datetime) -> Item:
    """The item with an owner, who answers for the mailbox, and a day, the next working day, where it has none."""
    if item.state != "open" or item.kind in _ASKED_FOR:
        return item
    owner = next((person.address for person in facts.people.mailbox_owners), "")
    return replace(item, owner=item.owner or owner, due=item.due or _by(facts, now))


def _by(facts: OfficeFacts, now: datetime) -> datetime | None:
    working = facts.working_time
    if not any(working.hours.values()):
        return None
    return working.end_of(working.add_working_days(working.local(now).date(), _DAYS))
