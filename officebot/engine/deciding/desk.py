"""What each person has seen of the proposals, and what they want to see later: the queue as one person has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from officebot.core.people import Person
from officebot.core.problems import UserError
from officebot.core.proposals import ProposalState
from officebot.core.text import say
from officebot.engine.deciding.approvals import Actor, Answer, end_of_delegation, may_decide
from officebot.engine.ledger import Ledger, marks
from officebot.engine.ledger import proposals as rows
from officebot.engine.ledger.schema import later, shown
from officebot.engine.record import journal
from officebot.engine.record.journal import Note

#: Longer than anything waits: what is put off for ever is to be refused instead, with its reason.
_LONGEST = timedelta(days=60)


def note_shown(ledger: Ledger, person: Person, seen: Mapping[int, str], now: datetime) -> None:
    """Remember that this person was shown these proposals whole, each with the content of this hash."""
    if not seen:
        return
    with ledger.writing() as tx:
        where = (shown.c.person == person.address, shown.c.proposal_id.in_(seen))
        tx.execute(delete(shown).where(*where))
        made = [
            {"proposal_id": number, "person": person.address, "hash": hash_, "at": now}
            for number, hash_ in seen.items()
        ]
        tx.execute(insert(shown), made)


def shown_to(tx: Connection, person: Person, numbers: Iterable[int]) -> dict[int, str]:
    """Which content of these proposals the person was shown last, by number: the hash."""
    query = select(shown.c.proposal_id, shown.c.hash).where(
        shown.c.person == person.address, shown.c.proposal_id.in_(list(numbers))
    )
    return {row.proposal_id: row.hash for row in tx.execute(query)}


def put_off(ledger: Ledger, who: Actor, proposal_id: int, until: datetime, now: datetime) -> Answer:
    """Take a waiting proposal out of this person's queue until an instant; it stays in everybody else's.

    It expires when it would have anyhow: nothing is kept alive by not looking at it. What somebody puts off for another
    comes back at the latest when they cannot answer for them any more. Raises UserError where there is none, or the
    instant is past, or too far away.
    """
    with ledger.writing() as tx:
        return put_off_in(tx, who, proposal_id, until, now)


def put_off_in(tx: Connection, who: Actor, proposal_id: int, until: datetime, now: datetime) -> Answer:
    """The same within a transaction."""
    if until <= now:
        raise UserError(say("{until} is past: name a later time.", until=until))
    if until > now + _LONGEST:
        raise UserError(say("It can be put off until {until} at most: name an earlier time.", until=now + _LONGEST))
    row = rows.by_id(tx, proposal_id, locked=True)
    if row is None or not may_decide(row, who):
        raise UserError(say("There is no proposal {id}: “officebot queue” lists those that wait.", id=proposal_id))
    state = ProposalState(row.state)
    if state is not ProposalState.WAITING:
        return Answer(False, state, say("It waits for nobody any more."))
    ending = end_of_delegation(tx, who)
    until = min(until, ending) if ending is not None else until
    tx.execute(delete(later).where(later.c.proposal_id == proposal_id, later.c.person == who.principal.address))
    tx.execute(
        insert(later),
        {
            "proposal_id": proposal_id,
            "person": who.principal.address,
            "until": until,
            "at": now,
            "by": who.person.address,
        },
    )
    payload = {"until": until.isoformat()}
    journal.write(tx, now, [Note(who.name, "proposal.put_off", f"proposal:{proposal_id}", payload)])
    told = say("Put off until {until}.", until=until)
    if row.expires is not None and row.expires <= until:
        told = say("Put off until {until}; but it expires at {expires}.", until=until, expires=row.expires)
    return Answer(True, state, told)


def put_off_all(tx: Connection, now: datetime) -> dict[int, frozenset[str]]:
    """Who does not want to see which proposals now: addresses by the proposal's number."""
    found: dict[int, frozenset[str]] = {}
    for row in tx.execute(select(later.c.proposal_id, later.c.person).where(later.c.until > now)):
        found[row.proposal_id] = found.get(row.proposal_id, frozenset()) | {row.person}
    return found


def put_off_by(tx: Connection, person: Person, now: datetime) -> dict[int, datetime]:
    """What this person wants to see later, each with the instant from which they see it again."""
    query = select(later.c.proposal_id, later.c.until).where(later.c.person == person.address, later.c.until > now)
    return {row.proposal_id: row.until for row in tx.execute(query)}


def looked(ledger: Ledger, person: Person, now: datetime) -> None:
    """Remember that this person has looked at what was done up to now."""
    with ledger.writing() as tx:
        marks.put(tx, f"{_LOOKED}{person.address}", True, now, person.address)


def last_look(tx: Connection, person: Person) -> datetime | None:
    """When this person last said that they had looked; None for never."""
    return marks.set_at(tx, f"{_LOOKED}{person.address}")


_LOOKED = "looked "
