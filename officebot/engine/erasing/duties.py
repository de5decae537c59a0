"""Erasing what the ledger holds of duties that were removed: their runs, proposals, items, facts and claims.

What stays is the journal, whose lines say that it happened, and a number without gaps with the proposal that holds it.
The cases. What still waits is withdrawn first; while a proposal is being done or in doubt nothing is erased. A crash
before the one transaction ends: nothing is erased. After it only the file's free space may still hold it, until
`Ledger.shred` has run, which any later erasing repeats.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, func, select, update

from officebot.core.actions import NoteItem
from officebot.core.proposals import ProposalState
from officebot.engine.acting import fact_performer
from officebot.engine.acting.filling import blobs_of
from officebot.engine.deciding.approvals import Actor
from officebot.engine.erasing.alone import PENDING, UNDER_WAY, alone, check_settled, drop_blobs
from officebot.engine.lease import ExecutorLease
from officebot.engine.ledger import Ledger, marks
from officebot.engine.ledger import proposals as rows
from officebot.engine.ledger.schema import (
    actions,
    approvals,
    claims,
    facts,
    items,
    later,
    numbers,
    proposals,
    runs,
    shown,
)
from officebot.engine.ledger.statements import in_parts
from officebot.engine.record import journal
from officebot.engine.record.journal import Note
from officebot.engine.running import breakers, migrating
from officebot.isolation.rights import OWN_ITEMS, is_own

#: Facts of officebot's own that are kept by a duty's name, or begin with it and a colon.
_BY_DUTY = (breakers.NAMESPACE, migrating.VERSIONS, "officebot.arrivals", "officebot.files")
#: What is kept of an action that was carried out, by its number.
_RECEIPTS = ("officebot items", "officebot answers", fact_performer.RECEIPTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the ledger holds of some duties, by number. `numbered` are proposals that stay for their number's sake."""

    proposals: tuple[int, ...]
    pending: tuple[int, ...]
    under_way: tuple[int, ...]
    numbered: tuple[int, ...]
    runs: int
    claims: int
    items: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to erase."""
        return not (self.proposals or self.runs or self.claims or self.items or self.facts)


def held(ledger: Ledger, duties: Collection[str]) -> Held:
    """What would be erased of these duties."""
    with ledger.reading() as tx:
        return _found(tx, sorted(duties))


def forget(
    ledger: Ledger, lease: ExecutorLease, duties: Collection[str], who: Actor, plugin: str, now: datetime
) -> Held:
    """Erase it for good, journalled as the removal of this plugin; what was erased.

    Raises UserError for who may not decide, and while one of their proposals is being done or in doubt; Unavailable while
    another process acts.
    """
    with alone(ledger, lease, who) as tx:
        found = _found(tx, sorted(duties))
        check_settled(found.under_way)
        _erase(tx, found, sorted(duties))
        withdrawn = [Note(who.name, "proposal.withdrawn", f"proposal:{one}", {}) for one in found.pending]
        told = {"duties": sorted(duties), "proposals": len(found.proposals), "items": len(found.items),
                "facts": len(found.facts), "claims": found.claims, "runs": found.runs}  # fmt: skip
        journal.write(tx, now, [*withdrawn, Note(who.name, "plugin.removed", f"plugin:{plugin}"[:200], told)])
    return found


def _found(tx: Connection, duties: Sequence[str]) -> Held:
    states = {
        row.id: row.state
        for row in tx.execute(select(proposals.c.id, proposals.c.state).where(proposals.c.duty.in_(duties)))
    }
    numbered = set(tx.execute(select(numbers.c.proposal_id)).scalars()) & states.keys()
    acted = rows.actions_of(tx, sorted(states))
    return Held(
        proposals=tuple(sorted(states.keys() - numbered)),
        pending=tuple(sorted(number for number, state in states.items() if state in PENDING)),
        under_way=tuple(sorted(number for number, state in states.items() if state in UNDER_WAY)),
        numbered=tuple(sorted(numbered)),
        runs=_count(tx, runs, duties),
        claims=_count(tx, claims, duties),
        items=tuple(sorted(_items(tx, duties, acted))),
        facts=tuple(sorted(_facts(tx, duties, acted))),
    )


def _count(tx: Connection, table: Table, duties: Sequence[str]) -> int:
    return int(tx.execute(select(func.count()).select_from(table).where(table.c.duty.in_(duties))).scalar() or 0)


def _items(tx: Connection, duties: Sequence[str], acted: Iterable[Any]) -> set[tuple[str, str]]:
    """The items of their own kinds, and those that they noted and no other duty did."""
    noted = {(row.params.get("item_kind"), row.params.get("key")) for row in acted if row.kind == NoteItem.kind}
    others = select(actions.c.params).join(proposals, proposals.c.id == actions.c.proposal_id)
    others = others.where(actions.c.kind == NoteItem.kind, proposals.c.duty.not_in(duties))
    shared = {(row.params.get("item_kind"), row.params.get("key")) for row in tx.execute(others)} if noted else set()
    return {
        (row.kind, row.key)
        for row in tx.execute(select(items.c.kind, items.c.key))
        if (row.kind, row.key) in noted - shared
        or (row.kind not in OWN_ITEMS and any(is_own(row.kind, duty) for duty in duties))
    }


def _facts(tx: Connection, duties: Sequence[str], acted: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Their own facts, and what officebot keeps by their names."""
    done = {f"action:{row.id}" for row in acted}
    own = {marks.namespace_of(duty) for duty in duties}
    for row in tx.execute(select(facts.c.namespace, facts.c.key)):
        by_name = row.namespace in _BY_DUTY and any(row.key == one or row.key.startswith(f"{one}:") for one in duties)
        receipt = row.namespace in _RECEIPTS and row.key in done
        if by_name or receipt or row.namespace in own or any(is_own(row.namespace, duty) for duty in duties):
            yield row.namespace, row.key


def _erase(tx: Connection, found: Held, duties: Sequence[str]) -> None:
    rows.set_states(tx, dict.fromkeys(found.pending, ProposalState.REJECTED))
    gone = rows.actions_of(tx, found.proposals)
    for few in in_parts(found.proposals):
        for table in (approvals, shown, later, actions):
            tx.execute(delete(table).where(table.c.proposal_id.in_(few)))
        tx.execute(delete(proposals).where(proposals.c.id.in_(few)))
    tx.execute(update(proposals).where(proposals.c.duty.in_(duties)).values(run_id=None))
    tx.execute(delete(runs).where(runs.c.duty.in_(duties)))
    tx.execute(delete(claims).where(claims.c.duty.in_(duties)))
    drop_blobs(tx, set(blobs_of(gone)))
    for kind, key in found.items:
        tx.execute(delete(items).where(items.c.kind == kind, items.c.key == key))
    for namespace, key in found.facts:
        tx.execute(delete(facts).where(facts.c.namespace == namespace, facts.c.key == key))
