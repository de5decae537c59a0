"""The deadlines as calendars: one for the office, one for each person, for any program that can follow a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from urllib.parse import quote

from officebot.core.ics import Event, feed
from officebot.core.proposals import Item
from officebot.core.text import Language, in_words, say
from officebot.core.worktime import WorkingTime
from officebot.duties.deadlines.ledger import is_of, masked, text_of
from officebot.duties.deadlines.observe import Facts, own_feed
from officebot.duties.deadlines.settings import Settings


def feeds(items: Sequence[Item], facts: Facts, settings: Settings) -> Iterator[tuple[str, str]]:
    """(path, text) of each calendar with something in it, or that is there already.

    The office's says of what is confidential only that there is something; its owner's own has the words.
    """
    if not settings.feed:
        return
    office = facts.office
    items = [item for item in items if item.due is not None]
    reader: Language = "fr" if office.language == "fr" else "en"
    name = say("Deadlines of {name}", name=office.name).render(reader)
    if items or settings.feed in facts.calendars:
        shared = [masked(item, reader) for item in items]
        yield settings.feed, feed(name, _events(shared, office.working_time, reader))
    for person in office.people.all if settings.own_feeds else ():
        own, path = [item for item in items if is_of(item, person)], own_feed(settings.feed, person)
        if own or path in facts.calendars:
            title = say("Deadlines of {name}", name=person.name).render(person.language)
            yield path, feed(title, _events(own, office.working_time, person.language))


def _events(items: Sequence[Item], working: WorkingTime, language: Language) -> Iterator[Event]:
    for item in items:
        if item.due is not None:
            due = working.local(item.due)
            yield Event(
                uid=f"deadline-{item.key}@officebot",
                summary=item.title,
                start=due.date() if item.source.get("all_day") else due,
                stamp=_stamp(item, item.due),
                description=_description(item, language),
                categories=(say("Deadline").render(language),),
                url=_mid(text_of(item, "message_id")),
            )


def _description(item: Item, language: Language) -> str:
    """Who wants it, the words it was read from, and from when it presses."""
    sender = text_of(item, "from_name") or text_of(item, "from")
    lines = [say("From {sender}", sender=sender).render(language)] if sender else []
    if words := text_of(item, "quote"):
        lines.append(f"« {words} »" if language == "fr" else f"“{words}”")
    if begin := text_of(item, "act_by"):
        day = in_words(date.fromisoformat(begin), language)
        lines.append(say("To be begun by {day}", day=day).render(language))
    return "\n".join(lines)


def _stamp(item: Item, default: datetime) -> datetime:
    try:
        return datetime.fromisoformat(text_of(item, "noted"))
    except ValueError:
        return default


def _mid(message_id: str) -> str:
    """A link that opens the mail in programs that know it (RFC 2392)."""
    plain = message_id.strip().strip("<>")
    return f"mid:{quote(plain, safe='@')}" if plain else ""
