"""The morning list: what is overdue, due today, this week and later, for each person, in their language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from officebot.core.actions import Action, WriteDocument
from officebot.core.letters import posting
from officebot.core.mail import OutgoingMail
from officebot.core.people import Person
from officebot.core.proposals import Item, Proposal
from officebot.core.text import Language, counted, in_words, say
from officebot.duties.deadlines.ledger import SECTIONS, View, text_of, views
from officebot.duties.deadlines.observe import Facts
from officebot.duties.deadlines.settings import Settings
from officebot.sdk import OfficeFacts

_HEADINGS = {
    "overdue": say("Overdue"),
    "today": say("Today"),
    "week": say("This week"),
    "later": say("Later"),
}


def lists(items: Sequence[Item], facts: Facts, settings: Settings) -> Iterator[Proposal]:
    """One proposal a person: their page, and the draft or mail that brings it, as the settings say."""
    if settings.morning_list == "none" or facts.morning is None:
        return
    account = next((text_of(item, "account") for item in items if text_of(item, "account")), "")
    for view in views(items, facts.office, settings, facts.morning):
        yield Proposal(
            key=f"deadlines:list:{facts.morning}:{view.person.address}",
            title=say("Write the deadlines of {day} for {name}", day=facts.morning, name=view.person.name),
            actions=tuple(_actions(view, facts.morning, facts.office, settings, account)),
            reason=counted("{count} deadline is open.", "{count} deadlines are open.", view.count),
            circle="",
        )


def _actions(view: View, day: date, office: OfficeFacts, settings: Settings, account: str) -> Iterator[Action]:
    language = view.person.language
    yield WriteDocument(
        path=f"archive/lists/{day}-deadlines-{_plain(view.person.local_part)}.html",
        template="report/deadlines.html",
        language=language,
        data={
            "office": office.name,
            "reader": view.person.name,
            "day": in_words(day, language),
            "count": view.count,
            "sections": [
                {
                    "name": section,
                    "title": _HEADINGS[section].render(language),
                    "rows": [row_of(item, office, language) for item in view.sections[section]],
                }
                for section in SECTIONS
            ],
        },
    )
    if settings.morning_list != "document" and account:
        yield from _mails(view, day, office, settings, account)


def _mails(view: View, day: date, office: OfficeFacts, settings: Settings, account: str) -> Iterator[Action]:
    person, language = view.person, view.person.language
    mail = OutgoingMail(
        account=account,
        to=(person.address,),
        subject=say("Deadlines of {day}", day=day).render(language),
        body=letter(view, office, language),
        key=f"deadlines:{day}:{person.address}",
        language=language,
        is_automatic=settings.morning_list == "mail",
    )
    yield from posting(mail, is_sent=settings.morning_list == "mail")


def letter(view: View, office: OfficeFacts, language: Language) -> str:
    """The list as a mail's text."""
    out = [say("Hello {name},", name=view.person.name).render(language)]
    for section in SECTIONS:
        rows = [row_of(item, office, language) for item in view.sections[section]]
        if rows:
            out += ["", _HEADINGS[section].render(language).upper()]
            out += [_bullet(row, language) for row in rows]
    return "\n".join(out) + "\n"


def row_of(item: Item, office: OfficeFacts, language: Language) -> dict[str, Any]:
    """One deadline as a reader of this language sees it."""
    working = office.working_time
    due = working.local(item.due) if item.due is not None else None
    is_day = bool(item.source.get("all_day"))
    begin = text_of(item, "act_by")
    return {
        "id": item.key,
        "due": "" if due is None else in_words(due.date() if is_day else due.replace(tzinfo=None), language),
        "act_by": in_words(date.fromisoformat(begin), language) if begin else "",
        "title": item.title or say("(no subject)").render(language),
        "sender": text_of(item, "from_name") or text_of(item, "from"),
        "who": ", ".join(_names(item, office)),
        "quote": text_of(item, "quote"),
        "place": text_of(item, "folder"),
        "ours": say("promised by us").render(language) if item.source.get("ours") else "",
    }


def _names(item: Item, office: OfficeFacts) -> list[str]:
    addresses = item.source.get("who") or ([item.owner] if item.owner else [])
    found: list[Person | None] = [office.people.at(str(address)) for address in addresses]
    return [person.name for person in found if person is not None]


def _bullet(row: dict[str, Any], language: Language) -> str:
    quote = f"« {row['quote']} »" if language == "fr" else f"“{row['quote']}”"
    parts = [row["due"], row["title"], row["sender"], quote if row["quote"] else "", row["who"]]
    return "- " + " · ".join(part for part in parts if part)


def _plain(words: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "._-" else "-" for letter in words).strip(".")[:60]
