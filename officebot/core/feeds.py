"""A person's dues as a calendar feed: deadlines, action points, orders; a confidential one without its words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from hashlib import sha256

from officebot.core.ics import Event, feed
from officebot.core.panels import is_seen_by
from officebot.core.people import Person
from officebot.core.proposals import Item
from officebot.core.reports.words import COLON
from officebot.core.text import Language, say
from officebot.core.worktime import WorkingTime

#: Kinds of items that stand in a feed, each with what it is called.
KINDS = {
    "deadline": say("Deadline"),
    "action": say("Action point"),
    "order-late": say("Late order"),
    "order-need": say("Need"),
    "quotation": say("Quotation"),
    "order-difference": say("Difference in an order"),
}
_MOST = 5_000


def feed_of(
    person: Person, items: Iterable[tuple[Item, datetime]], working: WorkingTime, office: str, *, mine: bool = False
) -> bytes:
    """The feed (text/calendar, UTF-8) of the open items with a due date that this person may see; `mine`: their own.

    Each item comes with when it was last changed. Whoever has the address reads it: what belongs to a circle stands
    there without its title.
    """
    seen = [
        (item, at)
        for item, at in items
        if item.kind in KINDS
        and item.state == "open"
        and item.due is not None
        and is_seen_by(person, item.circle, item.owner)
        and (not mine or item.owner == person.address)
    ]
    seen.sort(key=lambda one: (one[0].due or one[1], one[0].kind, one[0].key))
    return feed(office, _events(person, seen[:_MOST], working)).encode()


def _events(person: Person, seen: Sequence[tuple[Item, datetime]], working: WorkingTime) -> Iterable[Event]:
    for item, at in seen:
        assert item.due is not None
        kind = KINDS[item.kind].render(person.language)
        yield Event(
            uid=f"{sha256(f'{item.kind}:{item.key}'.encode()).hexdigest()[:32]}@officebot",
            summary=_summary(item, person.language),
            start=_start(item.due, working),
            stamp=at,
            categories=(kind,),
        )


def _summary(item: Item, language: Language) -> str:
    kind = KINDS[item.kind]
    if item.circle:
        return say("{kind} (confidential)", kind=kind).render(language)
    return f"{kind.render(language)}{COLON[language]}{' '.join(item.title.split())[:300]}"


def _start(due: datetime, working: WorkingTime) -> date:
    """The day, or the instant where an hour is named: midnight names none."""
    local = working.local(due)
    return local.date() if local.time() == time() else local
