"""Requests that are to go out, reminders that are due, and the word to call where all were in vain."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from officebot.core.actions import Action, CheckUnanswered
from officebot.core.gathering.following import is_reminder_due, is_to_call
from officebot.core.gathering.model import KEY, Contribution, Gathering, Stage
from officebot.core.gathering.page import asked_in_words
from officebot.core.letters import posting
from officebot.core.proposals import Proposal, Reason
from officebot.core.text import Text, counted, say
from officebot.duties.gathering.book import Book
from officebot.duties.gathering.letters import (
    is_letter,
    reminder_key,
    reminder_mail,
    reminder_title,
    request_key,
    request_mail,
    request_title,
    waiting,
)
from officebot.duties.gathering.observe import NOTICE, Facts
from officebot.duties.gathering.settings import Settings
from officebot.sdk import NoteItem, OutgoingMail


def requests(book: Book, facts: Facts, settings: Settings) -> Iterator[Proposal]:
    """A request for each who was not asked yet."""
    for one in sorted(book.contributions.values(), key=lambda one: one.key):
        if one.stage is Stage.TO_ASK:
            yield request(one, book.gatherings[one.gathering], facts, settings)


def request(one: Contribution, gathering: Gathering, facts: Facts, settings: Settings) -> Proposal:
    """The proposal that asks somebody."""
    mail = request_mail(one, gathering, facts, settings)
    return Proposal(
        key=request_key(one),
        title=request_title(one),
        actions=posting(mail, is_sent=settings.mode == "send"),
        reason=say("Contributions to “{title}” are gathered.", title=one.title),
        reasons=(Reason(what=say("What is asked:"), quote=asked_in_words(one)),),
        consequences=(_consequence(mail, settings),),
        owner=gathering.collector,
        circle=gathering.circle,
        must_ask=settings.ask_first,
    )


def reminders(book: Book, facts: Facts, settings: Settings) -> Iterator[Proposal]:
    """A reminder for each whose day has come; after the last, a notice to call. None to anybody whose mail waits."""
    working = facts.office.working_time
    if not working.is_working_day(facts.today):
        return
    for one in sorted(book.contributions.values(), key=lambda one: one.key):
        if is_held(one, facts):
            continue
        gathering = book.gatherings[one.gathering]
        if is_reminder_due(one, facts.today, settings.plan, working):
            yield reminder(one, gathering, facts, settings)
        elif is_to_call(one, facts.today, settings.plan, working):
            yield _call(one, gathering, facts)


def is_held(one: Contribution, facts: Facts) -> bool:
    """Whether a mail about this contribution waits for a person's word: until then nobody is reminded."""
    begins = tuple(f"gather:{what}:{one.key}:" for what in ("whose", "heard"))
    answers = any(not is_letter(title, one) for title in waiting(one, facts).values())
    return answers or any(key.startswith(begins) for key in facts.pending)


def reminder(one: Contribution, gathering: Gathering, facts: Facts, settings: Settings) -> Proposal:
    """The proposal of the reminder that is next; nothing is sent should an answer come before."""
    mail = reminder_mail(one, gathering, facts, settings)
    level = one.reminders + 1
    return Proposal(
        key=reminder_key(one),
        title=reminder_title(one),
        actions=(_check(one, mail, facts), *posting(mail, is_sent=settings.mode == "send")),
        reason=_why(one, level, facts),
        reasons=(Reason(what=say("What is asked:"), quote=asked_in_words(one)),),
        consequences=(say("Should an answer come before, nothing is sent."), _consequence(mail, settings)),
        owner=gathering.collector,
        circle=gathering.circle,
        must_ask=settings.ask_first,
    )


def _check(one: Contribution, mail: OutgoingMail, facts: Facts) -> Action:
    """Looks once more for a mail of theirs that nobody followed yet: what they wrote before is known."""
    start = datetime.combine(one.last or facts.today, datetime.min.time(), tzinfo=facts.office.working_time.tz)
    since = max(start, one.heard + timedelta(seconds=1)) if one.heard is not None else start
    return CheckUnanswered(account=mail.account, awaited=(one.address,), message_ids=(), thread=next(iter(one.sent), ""),
                           subject=mail.subject, since=since)  # fmt: skip


def _why(one: Contribution, level: int, facts: Facts) -> Text:
    if one.is_late(facts.today):
        return say("Nothing came by {day}; reminder number {level}.", day=one.due, level=level)
    return say("It is due on {day}, and nothing came yet; reminder number {level}.", day=one.due, level=level)


def _consequence(mail: OutgoingMail, settings: Settings) -> Text:
    whom = ", ".join(mail.to)
    if settings.mode == "send":
        return say("A mail leaves the office to {recipient}.", recipient=whom)
    return say("A draft to {recipient} lies in Drafts; nothing leaves the office.", recipient=whom)


def call_keys(one: Contribution) -> str:
    """How the keys of the notices to call somebody begin."""
    return f"{KEY}call:{one.key}:"


def _call(one: Contribution, gathering: Gathering, facts: Facts) -> Proposal:
    """All reminders were in vain: a person is told to call, once."""
    title = counted("Nothing from {name} for “{title}” after {count} reminder: call them.",
                    "Nothing from {name} for “{title}” after {count} reminders: call them.", one.reminders,
                    name=one.called, title=one.title)  # fmt: skip
    key = f"{call_keys(one)}{one.reminders}"
    notice = NoteItem(item_kind=NOTICE, key=key, title=title.render(facts.language), owner=gathering.collector,
                      due=facts.office.working_time.end_of(one.due), source={"with": [one.address]},
                      circle=gathering.circle)  # fmt: skip
    return Proposal(key=key, title=title, actions=(notice,), reason=say("We wait for an answer."),
                    owner=gathering.collector, circle=gathering.circle)  # fmt: skip
