"""What the orders need: documents entered, late suppliers reminded, what cannot be read said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from officebot.core.orders.matching import Matcher
from officebot.core.problems import Problem
from officebot.core.proposals import Proposal
from officebot.core.text import say
from officebot.core.workbooks.complaints import unreadable
from officebot.duties.orders.choosing import decide_on, is_settled, order_directly
from officebot.duties.orders.incoming import follow, unread
from officebot.duties.orders.late import reminders
from officebot.duties.orders.made import KEY
from officebot.duties.orders.needs import Group, grouped, needs_of
from officebot.duties.orders.observe import DIFFERENCE, Event, Facts
from officebot.duties.orders.receiving import came
from officebot.duties.orders.settings import Settings
from officebot.duties.orders.sourcing import Asked, ask, asked_for, collect, remind
from officebot.duties.orders.wishes import needs_told, services_due
from officebot.sdk import NoteItem


def decide(facts: Facts, settings: Settings) -> Iterable[Proposal]:
    """After mail, what its documents change; in the morning, what is late, needed, or cannot be read."""
    if facts.is_morning:
        yield from _problem(facts)
    if facts.book is None:
        return
    asked = asked_for(facts)
    if facts.events:
        matcher = Matcher(facts.book)
        for event in facts.events:
            yield from _of_mail(facts, settings, matcher, asked, event)
    for one in asked:
        yield from decide_on(facts, settings, one)
    if facts.is_morning:
        for one in asked:
            yield from remind(facts, settings, one)
        yield from came(facts, settings)
        yield from services_due(facts, settings)
        yield from reminders(facts, settings)
        for group in grouped(needs_of(facts), facts.book, settings):
            yield from _bought(facts, settings, group)


def _of_mail(
    facts: Facts, settings: Settings, matcher: Matcher, asked: Sequence[Asked], event: Event
) -> Sequence[Proposal]:
    """All that a mail asks for. A mail that nobody foresaw takes no other's with it: a person looks at it."""
    try:
        return [
            *unread(facts, event),
            *follow(facts, settings, matcher, event),
            *needs_told(facts, settings, event),
            *collect(facts, asked, event),
        ]
    except Exception as fault:  # noqa: BLE001 - said, whatever it is
        title = say("Look at “{subject}” of {sender} yourself: what it says could not be followed",
                    subject=event.mail.subject, sender=event.mail.sender.address)  # fmt: skip
        key = f"{KEY}fault:{event.mail.mark}"
        note = NoteItem(item_kind=DIFFERENCE, key=key, title=title.render(facts.language)[:500],
                        source={"mail": event.mail.source, "fault": repr(fault)[:200]})  # fmt: skip
        return [Proposal(key=key, title=title, actions=(note,), reason=title, about=event.mail.ref)]


def _bought(facts: Facts, settings: Settings, group: Group) -> Iterator[Proposal]:
    """What is needed: ordered where all is settled, else asked for, else said to a person."""
    made = order_directly(facts, settings, group) if is_settled(group, facts, settings) else None
    made = made or ask(facts, settings, group)
    if made is not None:
        yield made
        return
    names = ", ".join(need.name for need in group.needs[:3])
    title = say("Nobody is known who sells {what}: add a supplier to {file}.", what=names, file=facts.workbook.file)
    yield Proposal(
        key=f"{KEY}unknown:{group.digest}",
        title=title,
        actions=(
            NoteItem(item_kind=DIFFERENCE, key=f"{KEY}unknown:{group.digest}", title=title.render(facts.language)),
        ),
        reason=say("It is needed."),
    )


def _problem(facts: Facts) -> Iterator[Proposal]:
    """A workbook that cannot be read, or rows that cannot."""
    if facts.workbook.problem is not None:
        problems = [Problem(where="", what=facts.workbook.problem)]
    else:
        problems = list(facts.book.problems if facts.book is not None else facts.found.problems)
    made = unreadable(facts.workbook.file, problems, key=f"{KEY}problems", item_kind=DIFFERENCE, items=facts.items,
                      today=facts.today, language=facts.language)  # fmt: skip
    if made is not None:
        yield made
