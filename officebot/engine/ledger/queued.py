"""The proposals as people and reports look at them: what waits, what was done lately, what came to an end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select

from officebot.core.actions import WriteDocument
from officebot.core.proposals import OPEN_STATES, ActionState, ProposalState
from officebot.engine.ledger.schema import actions, later, proposals


def waiting_for(
    tx: Connection, circle: str, address: str, now: datetime, first: int, most: int, after: int = 0, duty: str = ""
) -> tuple[int, list[Row[Any]]]:
    """What waits and is of this circle, this owner or everybody's, without what they put off: how much, and some of it."""
    put_off = select(later.c.proposal_id).where(later.c.person == address, later.c.until > now)
    where = (
        proposals.c.state.in_([ProposalState.WAITING, ProposalState.UNCERTAIN]),
        _is_seen_by(circle, address),
        proposals.c.id.not_in(put_off),
        *([proposals.c.duty == duty] if duty else []),
    )
    count: int = tx.execute(select(func.count()).select_from(proposals).where(*where)).scalar_one()
    if not most:
        return count, []
    query = select(proposals).where(*where, proposals.c.id > after).order_by(proposals.c.id)
    return count, list(tx.execute(query.limit(most).offset(first)))


#: The states of what came to an end, in one way or the other.
_ENDED = (
    ProposalState.DONE, ProposalState.PARTLY_DONE, ProposalState.FAILED, ProposalState.UNDONE, ProposalState.REJECTED,
    ProposalState.EXPIRED,
)  # fmt: skip


def ended(tx: Connection, circle: str, address: str, duty: str, before: int | None, most: int) -> list[Row[Any]]:
    """What came to an end of this circle, this owner or everybody's, newest first, below a number, of one duty or all."""
    query = select(proposals).where(proposals.c.state.in_(_ENDED), _is_seen_by(circle, address))
    if duty:
        query = query.where(proposals.c.duty == duty)
    if before is not None:
        query = query.where(proposals.c.id < before)
    return list(tx.execute(query.order_by(proposals.c.id.desc()).limit(most)))


def written_for(tx: Connection, circle: str, address: str, since: datetime, most: int) -> list[Row[Any]]:
    """The documents done since then of this circle, this owner or everybody's, newest first: their stored values."""
    query = (
        select(actions.c.params, actions.c.blobs, actions.c.filled)
        .join(proposals, proposals.c.id == actions.c.proposal_id)
        .where(proposals.c.decided >= since, _is_seen_by(circle, address))
        .where(actions.c.kind == WriteDocument.kind, actions.c.state == ActionState.DONE)
        .order_by(actions.c.id.desc())
        .limit(most)
    )
    return list(tx.execute(query))


#: The states of what the office did, or tried to.
_DONE = (ProposalState.DONE, ProposalState.PARTLY_DONE, ProposalState.FAILED, ProposalState.UNDONE)


def done_since(tx: Connection, circle: str, address: str, moment: datetime, most: int) -> tuple[int, list[Row[Any]]]:
    """What was done or failed of what was made or decided after that, newest first: how much, and some of it."""
    fresh = (proposals.c.created > moment) | (proposals.c.decided > moment)
    where = (proposals.c.state.in_(_DONE), _is_seen_by(circle, address), fresh)
    count: int = tx.execute(select(func.count()).select_from(proposals).where(*where)).scalar_one()
    return count, list(tx.execute(select(proposals).where(*where).order_by(proposals.c.id.desc()).limit(most)))


def _is_seen_by(circle: str, address: str) -> ColumnElement[bool]:
    return proposals.c.circle.in_(["", circle]) | (proposals.c.owner == address)


def since(tx: Connection, moment: datetime) -> list[Row[Any]]:
    """The proposals that were made or decided since then, and all that still need somebody, oldest first."""
    fresh = (proposals.c.created >= moment) | (proposals.c.decided >= moment)
    return list(
        tx.execute(select(proposals).where(fresh | proposals.c.state.in_(OPEN_STATES)).order_by(proposals.c.id))
    )


def count_by_state(tx: Connection) -> dict[str, int]:
    """How many proposals there are in each state."""
    query = select(proposals.c.state, func.count()).group_by(proposals.c.state)
    return {state: int(count) for state, count in tx.execute(query)}


def expired(tx: Connection, now: datetime) -> list[int]:
    """The numbers of the waiting proposals whose time is over, oldest first."""
    query = select(proposals.c.id).where(proposals.c.state == ProposalState.WAITING, proposals.c.expires <= now)
    return list(tx.execute(query.order_by(proposals.c.id)).scalars())


def of_mail(tx: Connection, mail_id: int) -> list[Row[Any]]:
    """The proposals about a mail, oldest first."""
    return list(tx.execute(select(proposals).where(proposals.c.mail_id == mail_id).order_by(proposals.c.id)))


def params_of(tx: Connection, kind: str, states: Iterable[str]) -> list[dict[str, Any]]:
    """What the actions of a kind say that belong to proposals in these states."""
    query = (
        select(actions.c.params)
        .join(proposals, proposals.c.id == actions.c.proposal_id)
        .where(proposals.c.state.in_(list(states)), actions.c.kind == kind)
    )
    return [row.params for row in tx.execute(query)]
