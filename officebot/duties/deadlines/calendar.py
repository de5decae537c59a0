"""The deadlines as calendars: one for the office, one for each person, for any program that can follow a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import PurePosixPath
from urllib.parse import quote

from officebot.core.ics import Event, feed
from officebot.core.people import Person
from officebot.core.proposals import Item
from officebot.core.text import Language, in_words, say
from officebot.core.worktime import WorkingTime
from officebot.duties.deadlines.ledger import text_of
from officebot.duties.deadlines.observe import Facts
from officebot.duties.deadlines.settings import Settings


def feeds(items: Sequence[Item], facts: Facts, settings: Settings) -> Iterator[tuple[str, str]]:
    """(path, text) of each calendar. The office's holds nothing that is meant for a circle alone."""
    if not settings.feed:
        return
    office = facts.office
    reader: Language = "fr" if office.language == "fr" else "en"
    name = say("Deadlines of {name}", name=office.name).render(reader)
    yield settings.feed, feed(name, _events([item for item in items if not item.circle], office.working_time, reader))
    for person in office.people.all if settings.own_feeds else ():
        own = [item for item in items if person.address == item.owner or person.address in item.source.get("who", ())]
        if own:
            title = say("Deadlines of {name}", name=person.name).render(person.language)
            yield _path_of(settings.feed, person), feed(title, _events(own, office.working_time, person.language))


def _path_of(path: str, person: Person) -> str:
    """The person's file beside the office's: `documents/deadlines-e.kerbrat.ics`."""
    plain = "".join(letter if letter.isalnum() or letter in "._-" else "-" for letter in person.local_part)
    return str(PurePosixPath(path).with_stem(f"{PurePosixPath(path).stem}-{plain.strip('.')[:60]}"))


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
    lines = [say("From {sender}", sender=text_of(item, "from_name") or text_of(item, "from")).render(language)]
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
