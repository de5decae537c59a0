"""What is due and what waits, as a page that others may see lists it: a line a message, nothing confidential."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

from officebot.core.proposals import Item
from officebot.core.reports.kinds import CONFIDENTIAL
from officebot.core.text import Language, in_words, one_line, say
from officebot.duties.daily_brief.observe import Facts, ids_of
from officebot.sdk import SeenProposal

#: More lines than these nobody reads in the evening.
MOST_DUE = 25


def due_lines(facts: Facts, language: Language) -> list[dict[str, Any]]:
    """A line of text values for each message with something due, all of them: title, owner, due, late."""
    hidden = {message_of(item) for item in facts.items if item.is_hidden}
    return [_line(item, facts, language, is_secret=message_of(item) in hidden) for item in _ordered(facts)]


def title_of(one: SeenProposal, facts: Facts, language: Language) -> str:
    """A proposal's title; not its words where its key or its subject tells that it is about something confidential."""
    mails = [mail for mail in facts.mails if mail.verdict.get("confidential")]
    items = [item for item in facts.items if item.is_hidden]
    marks = {*(mail.ref.fingerprint for mail in mails), *(item.key for item in items)} - {""}
    subjects = {_plain(words) for words in (*(mail.subject for mail in mails), *(it.title for it in items)) if words}
    told = {_plain(value) for _, value in one.title.values if isinstance(value, str)}
    is_secret = one.is_confidential or bool(subjects & told) or any(f":{mark}:" in f":{one.key}:" for mark in marks)
    return (CONFIDENTIAL if is_secret else one.title).render(language)


def _plain(subject: str) -> str:
    """A subject as it can be compared: each duty shortens it in its way."""
    return one_line(subject)[:100]


def message_of(item: Item) -> tuple[str, str]:
    """What names the message that an item was noted of; an item's own key where there is none."""
    return str(item.source.get("account", "")), next(iter(ids_of(item)), item.key)


def _ordered(facts: Facts) -> Sequence[Item]:
    """One item a message, the earliest due: first what is to come, then what is late."""
    found: dict[tuple[str, str], Item] = {}
    for item in _by_due(facts.items):
        found.setdefault(message_of(item), item)
    return sorted(found.values(), key=lambda item: _is_late(item, facts))


def _by_due(items: Iterable[Item]) -> list[Item]:
    return sorted(items, key=lambda item: (item.due is None, item.due, item.key))


def _is_late(item: Item, facts: Facts) -> bool:
    return item.due is not None and item.due < facts.until


def _line(item: Item, facts: Facts, language: Language, *, is_secret: bool) -> dict[str, Any]:
    owner = facts.office.people.at(item.owner)
    title = CONFIDENTIAL if is_secret else say("(no subject)")
    return {
        "title": title.render(language) if is_secret or not item.title else item.title,
        "owner": owner.name if owner is not None else item.owner,
        "due": _due(item.due, facts, language),
        "late": say("late").render(language) if _is_late(item, facts) else "",
    }


def _due(due: datetime | None, facts: Facts, language: Language) -> str:
    """The day, with the hour where one was told: a day's last minute means the day."""
    if due is None:
        return ""
    local = facts.office.working_time.local(due)
    return in_words(local.date() if local.time() >= time(23, 59) else local, language)
