"""What is open for one person, gathered from ledger, calendars and duties; and the page made of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sqlalchemy import select

from officebot.core.actions import WriteDocument
from officebot.core.handover import Loops, Meeting, Waiting, page_of
from officebot.core.panels import is_seen_by
from officebot.core.problems import UserError
from officebot.core.text import Language, Text, say
from officebot.engine.ledger import items
from officebot.engine.ledger.schema import delegations
from officebot.engine.record import views

if TYPE_CHECKING:
    from officebot.app import App
    from officebot.core.people import Person

#: So far ahead meetings are told.
AHEAD = timedelta(days=31)
ENDINGS = (".html", ".docx", ".pdf")


def loops_of(app: App, person: Person, reader: Person) -> Loops:
    """All that is open for the person, as far as the reader may see it."""
    now, people = app.clock.now(), app.facts.people
    with app.ledger.reading() as tx:
        owned = [one for one in items.find(tx) if people.at(one.owner) == person]
        given = tx.execute(select(delegations)).all()
    shown = [one for one in owned if is_seen_by(reader, one.circle, one.owner)]
    meetings, problems = _meetings(app, person, reader)
    return Loops(
        person=person,
        office=app.facts.name,
        now=now,
        working=app.facts.working_time,
        items=shown,
        hidden=len(owned) - len(shown),
        waiting=_waiting(app, person, reader),
        meetings=meetings,
        delegations=[
            (_name(app, row.delegate), _name(app, row.principal), row.until)
            for row in given
            if person.address in (row.principal, row.delegate) and (row.until is None or row.until > now)
        ],
        duties=_duties(app, person),
        problems=problems,
    )


def document_of(app: App, loops: Loops, language: Language, ending: str) -> bytes:
    """The page as a file that ends so (`.html`, `.docx`, `.pdf`). Raises UserError for another ending."""
    from officebot.connectors.documents import ROLE, DocumentPerformer
    from officebot.resources import packaged

    if ending not in ENDINGS:
        raise UserError(say("A handover is written as {endings}, not as “{ending}”.", endings=list(ENDINGS),
                            ending=ending[:20]))  # fmt: skip
    template = PurePosixPath("report/handover").with_suffix(".typ" if ending == ".pdf" else ending)
    action = WriteDocument(
        path=f"archive/handover{ending}", template=str(template), language=language, data=page_of(loops, language)
    )
    performer = DocumentPerformer(app.folder, [app.folder / "templates", packaged("templates")])
    return performer.prepare(action).blobs[ROLE]


def _waiting(app: App, person: Person, reader: Person) -> list[Waiting]:
    """Proposals for the person's yes: their own, and for who answers for the mailbox those of nobody else."""
    return [
        Waiting(number=one.id, title=one.title, expires=one.expires)
        for one in views.queue(app.ledger)
        if (one.owner == person.address or (not one.owner and person.owns_the_mailbox))
        and is_seen_by(reader, one.circle, one.owner)
    ]


def _meetings(app: App, person: Person, reader: Person) -> tuple[list[Meeting], list[Text]]:
    now = app.clock.now()
    calendars = app.agendas.calendars({person.address})
    problems = [say("The calendar {name} could not be read.", name=one.name) for one in calendars if one.problem]
    found = app.agendas.happenings(calendars, now, now + AHEAD).found if calendars else ()
    is_own = reader == person
    private = say("private")
    return [
        Meeting(
            start=one.start,
            is_whole_day=one.all_day,
            what=private.render(reader.language) if one.is_private and not is_own else one.summary,
            where="" if one.is_private and not is_own else one.place,
        )
        for one in found
        if one.status.upper() != "CANCELLED"
    ], problems


def _duties(app: App, person: Person) -> list[tuple[Text, datetime]]:
    """What runs by itself for the person's mailbox: nothing for who has none."""
    accounts = app.settings.mail.accounts.values()
    if not person.owns_the_mailbox and not any((one.owner or one.address) == person.address for one in accounts):
        return []
    states = views.duty_states(app.ledger, app.duties, app.facts.working_time, app.clock.now())
    return [(one.title, one.next) for one in states if one.next is not None]


def _name(app: App, address: str) -> str:
    found = app.facts.people.at(address)
    return found.name if found is not None else address
