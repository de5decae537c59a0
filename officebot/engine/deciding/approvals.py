"""A person's yes or no: bound to the hash of what was shown, the first answer wins, two where two are needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from officebot.core.actions import CheckUnanswered, SendMail
from officebot.core.numbering import Numbering
from officebot.core.people import People, Person
from officebot.core.problems import UserError
from officebot.core.proposals import ActionState, ProposalState, state_name
from officebot.core.text import Text, say
from officebot.engine.acting import numbering
from officebot.engine.ledger import Ledger, queued
from officebot.engine.ledger import proposals as rows
from officebot.engine.ledger.schema import approvals, delegations, later
from officebot.engine.record import journal
from officebot.engine.record.journal import Note

#: What is held after a yes: a mail, and the look for an answer that stands before a reminder.
_HELD = frozenset({SendMail.kind, CheckUnanswered.kind})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the person logged in, and the person they act for (the same, unless delegated)."""

    person: Person
    principal: Person

    @property
    def name(self) -> str:
        """How the journal names them: the address, "a for b" where delegated."""
        if self.person.address == self.principal.address:
            return self.person.address
        return f"{self.person.address} for {self.principal.address}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a yes or no: whether it took effect, the state now, and a sentence for the person."""

    took: bool
    state: ProposalState
    said: Text


def actor(tx: Connection, people: People, login: str, principal: str | None, now: datetime) -> Actor:
    """The person behind an operating-system user, acting for `principal` where a delegation says so.

    Raises UserError when nobody has that login, or no delegation in force covers it.
    """
    person = people.logged_in_as(login)
    if person is None:
        sentence = say("Nobody in people.csv has the login “{login}”: add it in the column “login”.", login=login)
        raise UserError(sentence)
    if principal is None:
        return Actor(person, person)
    chief = people.named(principal)
    if chief is None:
        raise UserError(say("“{name}” is nobody in people.csv: use an address or a name from it.", name=principal))
    if chief.address == person.address or _is_delegated(tx, chief.address, person.address, now):
        return Actor(person, chief)
    sentence = say(
        "{principal} has recorded no delegation to {person}: ask them for “officebot delegate --to {address}”.",
        principal=chief.name, person=person.name, address=person.address,
    )  # fmt: skip
    raise UserError(sentence)


def acting_for(tx: Connection, people: People, person: Person, principal: str, now: datetime) -> Actor | None:
    """A person acting for the one of this address, if a delegation in force says that they may."""
    chief = people.at(principal)
    if chief is None or not _is_delegated(tx, chief.address, person.address, now):
        return None
    return Actor(person, chief)


def principals_of(tx: Connection, address: str, now: datetime) -> list[str]:
    """For whom a person may act now, by the delegations in force: addresses."""
    found = tx.execute(select(delegations).where(delegations.c.delegate == address))
    return sorted(row.principal for row in found if row.since <= now and (row.until is None or now < row.until))


def end_of_delegation(tx: Connection, who: Actor) -> datetime | None:
    """Until when this person may act for whom they act; None for themselves, and for a delegation without an end."""
    where = (delegations.c.principal == who.principal.address, delegations.c.delegate == who.person.address)
    return tx.execute(select(delegations.c.until).where(*where)).scalar()


def delegate(
    ledger: Ledger, principal: Person, to: Person, since: datetime, until: datetime | None, now: datetime
) -> None:
    """Record that `to` may act for `principal` from `since` to `until`.

    Where this replaces another, what `to` put off of the principal's queue comes back to it: nobody keeps anything out of
    somebody's sight for longer than they may answer for them. What the principal put off, or another delegate, stays so.
    """
    with ledger.writing() as tx:
        where = (delegations.c.principal == principal.address, delegations.c.delegate == to.address)
        began = tx.execute(select(delegations.c.since).where(*where)).scalar()
        if began is not None:
            # Of what was put off before that was noted, nobody knows by whom.
            by_them = (later.c.by == to.address) | ((later.c.by == "") & (later.c.at >= began))
            tx.execute(delete(later).where(later.c.person == principal.address, by_them))
        tx.execute(delete(delegations).where(*where))
        row = {"principal": principal.address, "delegate": to.address, "since": since, "until": until}
        tx.execute(insert(delegations), row)
        payload = {"to": to.address, "since": since.isoformat(), "until": until.isoformat() if until else None}
        journal.write(tx, now, [Note(principal.address, "delegation.made", f"person:{principal.address}", payload)])


def approve(ledger: Ledger, who: Actor, proposal_id: int, shown: str | None, now: datetime,
            hold: timedelta = timedelta(), series: Numbering | None = None) -> Answer:  # fmt: skip
    """Say yes to exactly what has the hash `shown` (the stored one where None); with the last yes that is needed, it
    is given its number, where it is to have one.

    The cases. Two people answer at once: the row's state decides, the second is told. The content changed
    since it was shown: refused. The same person twice where two are needed, or a delegate beside their
    principal: counts once.
    """
    with ledger.writing() as tx:
        return approve_in(tx, who, proposal_id, shown, now, hold, series)


def approve_in(tx: Connection, who: Actor, proposal_id: int, shown: str | None, now: datetime,
               hold: timedelta = timedelta(), series: Numbering | None = None,
               evidence: Mapping[str, Any] | None = None) -> Answer:  # fmt: skip
    """The same within a transaction; `evidence` stands in the journal beside the yes: by which mail it was given."""
    row = _open(tx, proposal_id)
    refusal = _refusal(tx, row, who, shown, now)
    if refusal is not None:
        return refusal
    _give(tx, row, who, now)
    given = tx.execute(select(func.count()).where(approvals.c.proposal_id == row.id)).scalar_one()
    payload = {"hash": row.hash, "given": given, "needed": row.approvals_needed, **(evidence or {})}
    journal.write(tx, now, [Note(who.name, "proposal.approved", f"proposal:{row.id}", payload)])
    if given < row.approvals_needed:
        left = say("Noted. A second person must also approve.")
        return Answer(True, ProposalState.WAITING, left)
    rows.decide(tx, row.id, ProposalState.APPROVED, who.name, now)
    numbering.give(tx, series or Numbering(), row.id, row.number_series, who.name, now)
    _hold(tx, row.id, hold, now)
    return Answer(True, ProposalState.APPROVED, say("Approved."))


def reject(ledger: Ledger, who: Actor, proposal_id: int, because: str, now: datetime) -> Answer:
    """Say no, with the reason; the key stays silent until its content changes."""
    with ledger.writing() as tx:
        return reject_in(tx, who, proposal_id, because, now)


def reject_in(tx: Connection, who: Actor, proposal_id: int, because: str, now: datetime, *,
              shown: str | None = None, evidence: Mapping[str, Any] | None = None) -> Answer:  # fmt: skip
    """The same within a transaction; with `shown`, only to the content of that hash."""
    row = _open(tx, proposal_id)
    if row.state != ProposalState.WAITING or not may_decide(row, who):
        return _too_late(row) if row.state != ProposalState.WAITING else _not_yours(row, who)
    if shown is not None and shown != row.hash:
        return _changed(row)
    rows.decide(tx, row.id, ProposalState.REJECTED, who.name, now, because)
    payload = {"because": because, **(evidence or {})}
    journal.write(tx, now, [Note(who.name, "proposal.rejected", f"proposal:{row.id}", payload)])
    return Answer(True, ProposalState.REJECTED, say("Rejected."))


def expire(ledger: Ledger, now: datetime) -> list[int]:
    """Let what waited too long expire; the numbers. Writes nothing where nothing is late."""
    with ledger.reading() as tx:
        late = queued.expired(tx, now)
    if not late:
        return []
    with ledger.writing() as tx:
        gone = [number for number in late if rows.decide(tx, number, ProposalState.EXPIRED, "officebot", now)]
        journal.write(tx, now, [Note("officebot", "proposal.expired", f"proposal:{n}", {}) for n in gone])
        return gone


def refusal_to_undo(row: Row[Any], who: Actor) -> Answer | None:
    """Why this person may not take the proposal back; None where they may."""
    return None if may_decide(row, who) else _not_yours(row, who)


def settle(ledger: Ledger, who: Actor, proposal_id: int, happened: bool, now: datetime) -> Answer:
    """A person says whether an uncertain action happened; if not, it is done now, once more."""
    with ledger.writing() as tx:
        row = _open(tx, proposal_id)
        unsure = [one for one in rows.actions_of(tx, [row.id]) if one.state == ActionState.UNCERTAIN]
        if row.state != ProposalState.UNCERTAIN or not unsure:
            return Answer(False, ProposalState(row.state), say("Nothing about it is uncertain."))
        if not may_decide(row, who):
            return _not_yours(row, who)
        state = ActionState.DONE if happened else ActionState.PENDING
        receipt = {"settled_by": who.name}
        rows.end_actions(tx, [rows.Ended(id=one.id, state=state, receipt=receipt) for one in unsure], now)
        rows.renew(tx, row.id, now)
        journal.write(tx, now, [
            Note(who.name, "proposal.settled", f"proposal:{row.id}", {"happened": happened})
        ])  # fmt: skip
        return Answer(True, ProposalState.APPROVED, say("Noted."))


def _open(tx: Connection, proposal_id: int) -> Row[Any]:
    row = rows.by_id(tx, proposal_id, locked=True)
    if row is None:
        raise UserError(say("There is no proposal {id}: “officebot queue” lists those that wait.", id=proposal_id))
    return row


def _refusal(tx: Connection, row: Row[Any], who: Actor, shown: str | None,
             now: datetime) -> Answer | None:  # fmt: skip
    if row.state != ProposalState.WAITING:
        return _too_late(row)
    if not may_decide(row, who):
        return _not_yours(row, who)
    if shown is not None and shown != row.hash:
        return _changed(row)
    if row.expires is not None and row.expires <= now:
        rows.decide(tx, row.id, ProposalState.EXPIRED, "officebot", now)
        journal.write(tx, now, [Note("officebot", "proposal.expired", f"proposal:{row.id}", {})])
        return Answer(
            False, ProposalState.EXPIRED, say("It has expired: it will be proposed anew if it still matters.")
        )
    if _counts_already(tx, row.id, who):
        second = say("You have already approved it: another person must be the second.")
        return Answer(False, ProposalState.WAITING, second)
    return None


def may_decide(row: Row[Any], who: Actor) -> bool:
    """Whether this person may say yes or no to a proposal: who decides at all, of its circle or its owner."""
    return who.principal.may_approve and (not row.circle or row.circle == who.principal.circle or
                                          row.owner == who.principal.address)  # fmt: skip


def _counts_already(tx: Connection, proposal_id: int, who: Actor) -> bool:
    """A delegate and their principal are one: neither counts as the second of two."""
    both = {who.person.address, who.principal.address}
    given = tx.execute(select(approvals).where(approvals.c.proposal_id == proposal_id))
    return any(both & {one.person, one.by} for one in given)


def _give(tx: Connection, row: Row[Any], who: Actor, now: datetime) -> None:
    tx.execute(insert(approvals), {
        "proposal_id": row.id, "person": who.principal.address, "by": who.person.address,
        "hash": row.hash, "at": now,
    })  # fmt: skip


def _hold(tx: Connection, proposal_id: int, hold: timedelta, now: datetime) -> None:
    if hold:
        stored = rows.actions_of(tx, [proposal_id])
        if any(one.kind == SendMail.kind for one in stored):
            rows.hold(tx, [one.id for one in stored if one.kind in _HELD], now + hold)


def _changed(row: Row[Any]) -> Answer:
    changed = say("It has changed since it was shown: look again with “officebot show {id}”.", id=row.id)
    return Answer(False, ProposalState.WAITING, changed)


def _too_late(row: Row[Any]) -> Answer:
    by = row.decided_by or ""
    sentence = say("Too late: it is already “{state}”{by}.", state=state_name(row.state), by=f" ({by})" if by else "")
    return Answer(False, ProposalState(row.state), sentence)


def _not_yours(row: Row[Any], who: Actor) -> Answer:
    state = ProposalState(row.state)
    if not who.principal.may_approve:
        return Answer(False, state, say("{name} may not decide: ask somebody who may.", name=who.principal.name))
    return Answer(False, state, say("It is for the circle “{circle}” to decide.", circle=row.circle))


def delegates_of(tx: Connection, now: datetime) -> dict[str, tuple[str, ...]]:
    """Who may act for whom now, by the delegations in force: delegates' addresses by their principal's."""
    found: dict[str, tuple[str, ...]] = {}
    for row in tx.execute(select(delegations).order_by(delegations.c.principal, delegations.c.delegate)):
        if row.since <= now and (row.until is None or now < row.until):
            found[row.principal] = (*found.get(row.principal, ()), row.delegate)
    return found


def _is_delegated(tx: Connection, principal: str, person: str, now: datetime) -> bool:
    row = tx.execute(
        select(delegations).where(delegations.c.principal == principal, delegations.c.delegate == person)
    ).one_or_none()
    return row is not None and row.since <= now and (row.until is None or now < row.until)
