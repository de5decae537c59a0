"""Proposals and their actions, as rows."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, func, or_, select, update
from sqlalchemy.sql.dml import UpdateBase

from officebot.core.proposals import ActionState, ProposalState
from officebot.core.text import Text
from officebot.engine.ledger import numbers
from officebot.engine.ledger.schema import actions, blobs, proposals
from officebot.engine.ledger.statements import execute_many, in_parts, insert_many, next_number, select_in, update_in
from officebot.engine.ledger.types import JsonText, canonical

#: In an action's stored values: what it did was erased for a person's sake.
ERASED = "erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAction:
    """A prepared action: its kind, its values, the hashes of its bytes by role, and what a person sees."""

    kind: str
    params: Mapping[str, Any]
    blobs: Mapping[str, str]
    preview: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProposal:
    """A prepared proposal, ready to be stored."""

    row: dict[str, Any]
    actions: tuple[NewAction, ...]
    blobs: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def title(self) -> Text:
        """What it is called."""
        return Text.from_json(orjson.loads(str(self.row["title"])))


def hash_of(content: Iterable[tuple[str, Mapping[str, Any], Mapping[str, str]]]) -> str:
    """SHA-256 over kinds, values and blob hashes of the actions in order: what an approval is bound to."""
    return hash_in(told_of(content))


def told_of(content: Iterable[tuple[str, Mapping[str, Any], Mapping[str, str]]]) -> str:
    """What is hashed, as text."""
    return canonical([[k, p, b] for k, p, b in content])


def hash_in(told: str) -> str:
    """SHA-256 of a text."""
    return hashlib.sha256(told.encode()).hexdigest()


def blob_hash(data: bytes) -> str:
    """The name of a blob: its SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def store(tx: Connection, made: Sequence[NewProposal]) -> list[int]:
    """Store the proposals with their actions and blobs; their numbers, in order."""
    if not made:
        return []
    first = next_number(tx, "proposals", len(made))
    store_blobs(tx, {name: data for one in made for name, data in one.blobs.items()})
    for number, one in enumerate(made, first):
        one.row["id"] = number
    insert_many(tx, proposals, [one.row for one in made])
    rows = [
        {"id": 0, "proposal_id": number, "position": position, "kind": action.kind, "params": action.params,
         "blobs": action.blobs, "preview": action.preview.to_json(), "state": ActionState.PENDING, "attempts": 0}
        for number, one in enumerate(made, first)
        for position, action in enumerate(one.actions)
    ]  # fmt: skip
    first_action = next_number(tx, "actions", len(rows)) if rows else 0
    for number, row in enumerate(rows, first_action):
        row["id"] = number
    insert_many(tx, actions, rows)
    return list(range(first, first + len(made)))


def latest_of(tx: Connection, keys: Iterable[str]) -> dict[str, Any]:
    """The newest version of each key's proposal."""
    return {key: versions[-1] for key, versions in versions_of(tx, keys).items()}


def versions_of(tx: Connection, keys: Iterable[str]) -> dict[str, list[Any]]:
    """All versions of each key's proposal, the newest last, instants as they are stored; no key of which there is none."""
    found: dict[str, list[Any]] = {}
    for row in select_in(tx, _with_keys, keys):
        found.setdefault(row.key, []).append(row)
    return found


def _with_keys(wanted: Any) -> Select[Any]:
    columns = (
        proposals.c.id, proposals.c.key, proposals.c.version, proposals.c.content, proposals.c.state,
        proposals.c.created, proposals.c.expires,
    )  # fmt: skip
    return select(*columns).where(proposals.c.key.in_(wanted)).order_by(proposals.c.version)


def by_id(tx: Connection, proposal_id: int, *, locked: bool = False) -> Row[Any] | None:
    """The row of one proposal; `locked` until the transaction ends, so that of two answers one comes second."""
    query = select(proposals).where(proposals.c.id == proposal_id)
    return tx.execute(query.with_for_update() if locked else query).one_or_none()


def in_states(
    tx: Connection, states: Iterable[str], since: datetime | None = None, limit: int | None = None
) -> list[Row[Any]]:
    """The proposals in these states, oldest first."""
    query = select(proposals).where(proposals.c.state.in_(list(states))).order_by(proposals.c.id)
    if since is not None:
        query = query.where(proposals.c.created >= since)
    return list(tx.execute(query.limit(limit) if limit else query))


#: The ends after which the number that a proposal had is void.
_CAME_TO_NOTHING = frozenset({
    ProposalState.REJECTED, ProposalState.EXPIRED, ProposalState.SUPERSEDED, ProposalState.FAILED,
    ProposalState.UNDONE,
})  # fmt: skip

#: The states in which the executor works on a proposal.
ACTING = (ProposalState.APPROVED, ProposalState.DOING)
_READY_COLUMNS = [
    proposals.c[name]
    for name in (
        "id",
        "duty",
        "hash",
        "state",
        "decided",
        "decided_by",
        "approvals_needed",
        "mail_id",
        "version",
        "number_series",
    )
]
#: What doing an action needs of it: all but what a person is shown, and when.
_PLAN_COLUMNS = [
    actions.c[name]
    for name in ("id", "proposal_id", "position", "kind", "params", "blobs", "filled", "state", "attempts",
                 "not_before", "receipt", "problem")
]  # fmt: skip


def ready(
    tx: Connection, states: Iterable[str], now: datetime, suspended: Collection[str] = (), limit: int = 1
) -> list[Row[Any]]:
    """The first `limit` proposals in these states that are due: what the executor needs of them.

    Not those whose first action that is not done is being done or waits for its time, nor those that would
    change a message of a suspended account.
    """
    found = select(*_READY_COLUMNS).where(proposals.c.state.in_(list(states)), ~_is_kept(now))
    if suspended:
        found = found.where(~_touches(suspended))
    return list(tx.execute(found.order_by(proposals.c.id).limit(limit)))


def _is_kept(now: datetime) -> ColumnElement[bool]:
    """Whether a proposal's first action that is not done keeps it from going on."""
    earlier = actions.alias()
    is_first = ~(
        select(earlier.c.id)
        .where(
            earlier.c.proposal_id == actions.c.proposal_id,
            earlier.c.position < actions.c.position,
            earlier.c.state != ActionState.DONE,
        )
        .correlate(actions)
        .exists()
    )
    waits = (actions.c.state == ActionState.PENDING) & (actions.c.not_before > now)
    return (
        select(actions.c.id)
        .where(actions.c.proposal_id == proposals.c.id, waits | (actions.c.state == ActionState.DOING), is_first)
        .correlate(proposals)
        .exists()
    )


def _touches(accounts: Collection[str]) -> ColumnElement[bool]:
    """Whether what is left of a proposal would change a message of one of these accounts."""
    # Asked once, not for each proposal: SQLite would look through all that is pending every time.
    touching = select(actions.c.proposal_id).where(
        actions.c.state == ActionState.PENDING,
        JsonText(actions.c.params, "on", "account").in_(sorted(accounts)),
        JsonText(actions.c.params, "on", "uidvalidity").is_not(None),
    )
    return proposals.c.id.in_(touching)


def of_run(tx: Connection, run_id: int) -> list[int]:
    """The numbers of the proposals that a run made."""
    return list(
        tx.execute(select(proposals.c.id).where(proposals.c.run_id == run_id).order_by(proposals.c.id)).scalars()
    )


def actions_of(tx: Connection, proposal_ids: Iterable[int]) -> list[Row[Any]]:
    """The actions of these proposals, by proposal and position."""
    return _actions(tx, proposal_ids, list(actions.c))


def plans_of(tx: Connection, proposal_ids: Iterable[int]) -> list[Row[Any]]:
    """The same, with what is needed to carry them out."""
    return _actions(tx, proposal_ids, _PLAN_COLUMNS)


def _actions(tx: Connection, proposal_ids: Iterable[int], columns: Sequence[Any]) -> list[Row[Any]]:
    found: list[Row[Any]] = []
    # Not by `select_in`, which gives JSON and instants as they are stored.
    for few in in_parts(proposal_ids):
        of_these = select(*columns).where(actions.c.proposal_id.in_(few))
        query = of_these.order_by(actions.c.proposal_id, actions.c.position)
        found.extend(tx.execute(query))
    return found


def states_of(tx: Connection, proposal_ids: Iterable[int]) -> dict[int, str]:
    """The states of these proposals, by number."""
    return {row.id: row.state for row in select_in(tx, _states, sorted(set(proposal_ids)))}


def _states(wanted: Any) -> Select[Any]:
    return select(proposals.c.id, proposals.c.state).where(proposals.c.id.in_(wanted))


def set_states(tx: Connection, states: Mapping[int, str]) -> None:
    """Set each proposal's state."""
    for state in sorted(set(states.values())):
        update_in(tx, _set_state, [number for number, to in states.items() if to == state], to_state=str(state))
    _void(tx, states)


def _void(tx: Connection, states: Mapping[int, str]) -> None:
    """A number whose proposal came to nothing is void; it stays in the register, and nobody else gets it."""
    numbers.void(tx, {number: state for number, state in states.items() if state in _CAME_TO_NOTHING})


def supersede(tx: Connection, ids: Iterable[int], from_states: Iterable[str]) -> list[int]:
    """Let other content take the place of these, as far as they are still in these states: the numbers of those."""
    within = or_(*(proposals.c.state == str(one) for one in from_states))
    gone = []
    for number in ids:
        change = update(proposals).where(proposals.c.id == number, within).values(state=ProposalState.SUPERSEDED)
        if tx.execute(change).rowcount:
            gone.append(number)
    _void(tx, dict.fromkeys(gone, ProposalState.SUPERSEDED))
    return gone


def _set_state(wanted: Any) -> UpdateBase:
    return update(proposals).where(proposals.c.id.in_(wanted)).values(state=bindparam("to_state"))


def move_on(tx: Connection, states: Mapping[int, str]) -> set[int]:
    """Set the state of each of these proposals that is still being carried out: the numbers of those."""
    changed: set[int] = set()
    for state in sorted(set(states.values())):
        some = [number for number, to in states.items() if to == state]
        found = select_in(tx, _move_on, some, to_state=str(state))
        changed.update(row.id for row in found)
    _void(tx, {number: states[number] for number in changed})
    return changed


def _move_on(wanted: Any) -> UpdateBase:
    return (
        update(proposals)
        .where(proposals.c.id.in_(wanted), or_(*(proposals.c.state == str(one) for one in ACTING)))
        .values(state=bindparam("to_state"))
        .returning(proposals.c.id)
    )


def decide(
    tx: Connection, proposal_id: int, to: ProposalState, by: str, now: datetime, because: str | None = None
) -> bool:
    """Waiting → `to`, with who and when. False when somebody else was first."""
    change = (
        update(proposals)
        .where(proposals.c.id == proposal_id, proposals.c.state == ProposalState.WAITING)
        .values(state=to, decided=now, decided_by=by, because=because)
    )
    if not tx.execute(change).rowcount:
        return False
    _void(tx, {proposal_id: to})
    return True


_END = (
    update(actions)
    .where(actions.c.id == bindparam("action"))
    .values(
        state=bindparam("to_state"), finished=bindparam("at"), receipt=bindparam("with_receipt"),
        problem=bindparam("with_problem"), not_before=bindparam("again_at"),
    )
)  # fmt: skip


def begin_actions(tx: Connection, ids: Sequence[int], now: datetime) -> None:
    """Mark the actions as being done."""
    update_in(tx, _begin, ids, at=now)


def _begin(wanted: Any) -> UpdateBase:
    changed = {"state": str(ActionState.DOING), "started": bindparam("at"), "attempts": actions.c.attempts + 1}
    return update(actions).where(actions.c.id.in_(wanted)).values(**changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How one action ended, or that it is to be tried again at `again_at`."""

    id: int
    state: ActionState
    receipt: Mapping[str, Any] | None = None
    problem: Text | None = None
    again_at: datetime | None = None


def end_actions(tx: Connection, ended: Sequence[Ended], now: datetime) -> None:
    """Write down how the actions ended."""
    if ended:
        execute_many(tx, _END, [
            {"action": one.id, "to_state": str(one.state), "at": now, "with_receipt": one.receipt,
             "with_problem": one.problem.to_json() if one.problem else None, "again_at": one.again_at}
            for one in ended
        ])  # fmt: skip


def actions_in(tx: Connection, states: Iterable[str]) -> list[Row[Any]]:
    """The actions in these states, oldest first."""
    return list(tx.execute(select(actions).where(actions.c.state.in_(list(states))).order_by(actions.c.id)))


def stop(tx: Connection, proposal_id: int, why: Text, expires: datetime) -> None:
    """Put a proposal that policy had approved before a person, with the reason."""
    values = {
        "state": ProposalState.WAITING, "decided": None, "decided_by": None, "expires": expires,
        "ruling": {"verdict": "ask", "because": why.to_json()},
    }  # fmt: skip
    tx.execute(update(proposals).where(proposals.c.id == proposal_id).values(**values))


def renew(tx: Connection, proposal_id: int, now: datetime) -> None:
    """Let a proposal go on, by a decision that is as good as a yes given now."""
    values = {"state": ProposalState.APPROVED, "decided": now}
    tx.execute(update(proposals).where(proposals.c.id == proposal_id).values(**values))


def hold(tx: Connection, action_ids: Sequence[int], until: datetime) -> None:
    """Keep these pending actions from being done before `until`."""
    if action_ids:
        tx.execute(update(actions).where(actions.c.id.in_(action_ids)).values(not_before=until))


def held_until(tx: Connection, now: datetime) -> datetime | None:
    """The latest time until which an approved, pending action is held; None where none is."""
    query = (
        select(func.max(actions.c.not_before))
        .join(proposals, proposals.c.id == actions.c.proposal_id)
        .where(
            actions.c.state == ActionState.PENDING,
            actions.c.attempts == 0,
            actions.c.not_before > now,
            proposals.c.state == ProposalState.APPROVED,
        )
    )
    return tx.execute(query).scalar()


def blob(tx: Connection, name: str) -> bytes | None:
    """The bytes of this hash."""
    data: bytes | None = tx.execute(select(blobs.c.data).where(blobs.c.hash == name)).scalar()
    return data


def blobs_named(tx: Connection, names: Iterable[str]) -> dict[str, bytes]:
    """The bytes of each of these hashes that is kept whole; changed bytes are as good as missing."""
    wanted = list(set(names))
    if not wanted:
        return {}
    kept = tx.execute(select(blobs).where(blobs.c.hash.in_(wanted)))
    return {row.hash: row.data for row in kept if blob_hash(row.data) == row.hash}


def store_blobs(tx: Connection, wanted: Mapping[str, bytes]) -> None:
    """Keep these bytes under their hashes, each once."""
    if not wanted:
        return
    kept = set(tx.execute(select(blobs.c.hash).where(blobs.c.hash.in_(list(wanted)))).scalars())
    insert_many(tx, blobs, [
        {"hash": name, "size": len(data), "data": data} for name, data in wanted.items() if name not in kept
    ])  # fmt: skip
