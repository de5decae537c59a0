"""What colleagues ask for in mails becomes a need, once somebody said yes; services are asked about on their day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from officebot.core.orders.following import Step, cells, days_of
from officebot.core.orders.model import OrderLine
from officebot.core.orders.wishes import wishes_in
from officebot.core.proposals import Proposal, Reason
from officebot.core.quantities import trimmed
from officebot.core.stock.journal import known_articles
from officebot.core.text import counted, say
from officebot.core.workbooks.words import plain
from officebot.duties.orders.made import KEY
from officebot.duties.orders.observe import NEED, Event, Facts, keeper
from officebot.duties.orders.settings import Settings
from officebot.sdk import NoteItem, SetCells

#: Units in which services are counted.
_SERVICES = frozenset(
    word
    for one in (
        "visite", "visit", "jour", "journée", "day", "heure", "hour", "forfait", "prestation", "service", "intervention",
        "session", "séance", "mission",
    )
    for word in plain(one)
)  # fmt: skip
#: For so many working days after its day a service is asked about.
_ASKED_DAYS = 5


def needs_told(facts: Facts, settings: Settings, event: Event) -> Iterator[Proposal]:
    """Of a colleague's mail: the needs that it tells, to be noted with a yes."""
    person = facts.office.people.at(event.mail.sender.address)
    if person is None or facts.book is None:
        return
    wishes = list(wishes_in(event.papers.letter.new, facts.today))
    if not wishes:
        return
    known = known_articles(facts.stock.tables, facts.stock_map) if facts.stock and facts.stock_map else {}
    notes = tuple(
        NoteItem(
            item_kind=NEED,
            key=f"{KEY}need:{event.mail.mark}:{number}",
            title=say("{name} needs {quantity} {article}", name=person.name, quantity=trimmed(wish.quantity),
                      article=wish.label).render(facts.language),
            owner=person.address,
            source={
                "article": known.get(plain(wish.label), ""), "label": wish.label, "quantity": str(wish.quantity),
                "unit": wish.unit, "wanted_by": wish.wanted_by.isoformat() if wish.wanted_by else "",
                "mail": event.mail.source, "person": person.address,
            },
        )
        for number, wish in enumerate(wishes)
    )  # fmt: skip
    owner = keeper(facts, settings)
    yield Proposal(
        key=f"{KEY}needs:{event.mail.mark}",
        title=counted("Note what {name} needs: {what}", "Note {count} things that {name} needs: {what}, …", len(wishes),
                      name=person.name, what=wishes[0].label),
        actions=notes,
        reason=say("{name} writes it.", name=person.name),
        reasons=tuple(Reason(what=say("It asks for something to be bought."), quote=wish.words) for wish in wishes),
        consequences=(say("It is then asked for or ordered like what the stock needs."),),
        about=event.mail.ref,
        owner=owner.address if owner is not None else "",
        must_ask=True,
    )  # fmt: skip


def is_service(line: OrderLine) -> bool:
    """Whether a line is a service: as the workbook says, else by the unit in which it is counted."""
    return line.is_service or bool(_SERVICES & set(plain(line.unit)))


def services_due(facts: Facts, settings: Settings) -> Iterator[Proposal]:
    """Each service whose day has come: whether it was done is a person's to say, and their yes enters it."""
    assert facts.book is not None
    if not facts.workbook.can_write:
        return
    work = facts.office.working_time
    for line in facts.book.open:
        day = line.expected
        if day is None or not is_service(line) or day > facts.today:
            continue
        if work.working_days_between(day, facts.today) > _ASKED_DAYS:
            continue
        step = _done(line, day)
        changed = cells([step], facts.language)
        if changed:
            owner = keeper(facts, settings)
            yield Proposal(
                key=f"{KEY}done:{line.order}:{line.line}:{day}",
                title=say("Did {supplier} do “{article}” on {day} ({order})?", supplier=line.supplier, article=line.name,
                          day=day, order=line.order),
                actions=(SetCells(workbook=facts.workbook.name, cells=changed, days=days_of([step])),),
                reason=say("Its day has come; a yes enters it as done."),
                owner=owner.address if owner is not None else "",
                must_ask=True,
            )  # fmt: skip


def _done(line: OrderLine, day: date) -> Step:
    after = replace(line, received=line.agreed_quantity, received_on=day)
    return Step(before=line, after=after, came=line.open_quantity)
