"""The reminders that are due: polite first, then firm, in the correspondent's language, in the conversation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from officebot.core.actions import Action, CheckUnanswered, NoteItem
from officebot.core.letters import answer_subject, filled, is_plain_id, posting, salutation
from officebot.core.mail import MessageRef, OutgoingMail
from officebot.core.proposals import Item, Proposal, Reason
from officebot.core.text import Language, counted, in_words, say
from officebot.duties.follow_up.book import asked_of, people_of
from officebot.duties.follow_up.observe import NOTICE, REMINDER, Facts
from officebot.duties.follow_up.settings import Settings


def reminders(items: Iterable[Item], facts: Facts, settings: Settings) -> Iterator[Proposal]:
    """One proposal for each conversation whose day has come; after the last reminder, a notice to call."""
    today = facts.office.working_time.local(facts.now).date()
    for item in sorted(items, key=lambda item: (item.due is None, item.due, item.key)):
        if item.due is None or facts.office.working_time.local(item.due).date() > today:
            continue
        level = int(item.source.get("reminders", 0)) + 1
        people = sorted(people_of(item))
        if level > settings.most_reminders:
            yield _call(item, facts)
        elif people:
            yield _reminder(item, people, level, facts, settings)


def reminder_key(item: Item) -> str:
    """The key of the reminder that is next for an item, and of the mail that it writes."""
    return f"{REMINDER}{item.key}:{int(item.source.get('reminders', 0)) + 1}"


def _reminder(item: Item, people: Sequence[str], level: int, facts: Facts, settings: Settings) -> Proposal:
    key = reminder_key(item)
    whom = str(item.source.get("name") or people[0])
    days = _working_days_since(item, facts)
    mail = reminder_mail(item, facts)
    return Proposal(
        key=key,
        title=say("Remind {whom} of “{subject}”", whom=whom, subject=item.title),
        actions=_actions(item, mail, settings),
        reason=say("No answer since {day}; reminder number {level}.", day=_sent(item, facts).date(), level=level),
        reasons=(
            Reason(what=say("We asked for something."), quote=str(item.source.get("quote", "")), weight=1),
            Reason(
                what=counted("{count} working day has passed.", "{count} working days have passed.", days), weight=1
            ),
        ),
        consequences=(
            say("Should an answer come before, nothing is sent."),
            say("A mail leaves the office to {recipient}.", recipient=", ".join(people))
            if settings.mode == "send"
            else say(
                "A draft to {recipient} lies in Drafts; nothing leaves the office.", recipient=", ".join(people)
            ),
        ),
        about=_asked_in(item),
        owner=item.owner,
        circle=item.circle,
        must_ask=settings.ask_first,
    )


def _asked_in(item: Item) -> MessageRef | None:
    """The mail that asked first, as the ledger knows it wherever it lies by now."""
    source = item.source
    mark = str(source.get("fingerprint", ""))
    return MessageRef(str(source.get("account", "")), str(source.get("folder", "")), 0, 0, mark) if mark else None


def _actions(item: Item, mail: OutgoingMail, settings: Settings) -> tuple[Action, ...]:
    asked = asked_of(item)
    check = CheckUnanswered(
        account=mail.account,
        awaited=tuple(sorted(asked.awaited)),
        message_ids=tuple(sorted(asked.message_ids)),
        thread=asked.thread,
        subject=asked.subject,
        since=asked.since,
    )
    return (check, *posting(mail, is_sent=settings.mode == "send"))


def reminder_mail(item: Item, facts: Facts) -> OutgoingMail:
    """The reminder that is next for an item: the same mail whenever it is asked for."""
    people, level = sorted(people_of(item)), int(item.source.get("reminders", 0)) + 1
    office = facts.office
    contact = next((found for one in people if (found := office.contacts.at(one)) is not None), None)
    language = _language(item, people, facts)
    # A colleague is never written to in the firm tone.
    is_colleague = all(office.people.inside(one) for one in people)
    text = facts.texts.get((language, 1 if is_colleague else min(level, 3)), "")
    ids = [
        one for one in (item.source.get("thread", ""), *item.source.get("message_ids", ())) if is_plain_id(str(one))
    ]
    asked = str(item.source.get("quote", ""))
    body = filled(
        text,
        {
            "salutation": salutation(contact, language),
            "subject": item.title,
            "date": in_words(_sent(item, facts, first=True).date(), language),
            "asked": "" if not asked else f"> {asked}",
            "office": office.name,
        },
    )
    return OutgoingMail(
        account=str(item.source.get("account", "")),
        to=tuple(people),
        subject=answer_subject(item.title),
        body=body.replace("\n\n\n\n", "\n\n"),
        key=reminder_key(item),
        in_reply_to=str(ids[-1]) if ids else "",
        references=tuple(dict.fromkeys(map(str, ids))),
        language=language,
        is_automatic=False,
    )


def _language(item: Item, people: Sequence[str], facts: Facts) -> Language:
    """The correspondent's language: as noted, else as the conversation is written, else the office's."""
    for one in people:
        contact, person = facts.office.contacts.at(one), facts.office.people.at(one)
        if contact is not None:
            return contact.language
        if person is not None:
            return person.language
    written = str(item.source.get("language", ""))
    return "fr" if (written if written in ("fr", "en") else facts.office.language) == "fr" else "en"


def _sent(item: Item, facts: Facts, *, first: bool = False) -> datetime:
    return facts.office.working_time.local(datetime.fromisoformat(str(item.source["first" if first else "sent"])))


def _working_days_since(item: Item, facts: Facts) -> int:
    """How many working days lie between our mail and the day on which a reminder is due."""
    working, day = facts.office.working_time, _sent(item, facts).date()
    last = working.local(item.due).date() if item.due is not None else day
    count = 0
    while day < last:
        day = working.add_working_days(day, 1)
        count += 1
    return count


def _call(item: Item, facts: Facts) -> Proposal:
    """All reminders were in vain: a person is told to call, once."""
    title = counted("No answer to “{subject}” after {count} reminder: call them.",
                    "No answer to “{subject}” after {count} reminders: call them.",
                    int(item.source.get("reminders", 0)), subject=item.title)  # fmt: skip
    notice = NoteItem(item_kind=NOTICE, key=item.key, title=title.render(facts.office.language), owner=item.owner,
                      due=item.due, source=dict(item.source), circle=item.circle)  # fmt: skip
    return Proposal(
        key=f"follow-up:call:{item.key}:{item.source.get('reminders', 0)}",
        title=title,
        actions=(notice,),
        reason=say("We wait for an answer."),
        owner=item.owner,
        circle=item.circle,
    )
