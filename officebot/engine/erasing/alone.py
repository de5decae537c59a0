"""What every erasing does: nobody acts meanwhile, nothing of it is under way, and no bytes stay that nobody holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, delete, select

from officebot.core.problems import Unavailable, UserError
from officebot.core.proposals import ProposalState
from officebot.core.text import say
from officebot.engine.acting.filling import blobs_of
from officebot.engine.deciding.approvals import Actor
from officebot.engine.lease import ExecutorLease
from officebot.engine.ledger import Ledger
from officebot.engine.ledger.schema import actions, blobs
from officebot.engine.ledger.statements import in_parts

#: What still waits is withdrawn first; what is under way must be settled first.
PENDING = (ProposalState.WAITING, ProposalState.APPROVED)
UNDER_WAY = (ProposalState.DOING, ProposalState.UNCERTAIN)


@contextmanager
def alone(ledger: Ledger, lease: ExecutorLease, who: Actor) -> Iterator[Connection]:
    """One transaction in which nobody acts; once it is kept, the file's free space is wiped.

    Raises UserError for who may not decide; Unavailable while another process acts.
    """
    if not who.principal.may_approve:
        raise UserError(say("{name} may not decide: ask somebody who may.", name=who.principal.name))
    with lease.held(30.0) as is_ours:
        if not is_ours:
            raise Unavailable("executor", say("Another officebot is busy: try again in a moment."))
        with ledger.writing() as tx:
            yield tx
    ledger.shred()


def check_settled(under_way: Sequence[int]) -> None:
    """Raise UserError where a proposal that is to be erased is being done or in doubt."""
    if under_way:
        numbers = [str(number) for number in under_way]
        raise UserError(say("Proposals {ids} are being done or in doubt: settle them first.", ids=numbers))


def drop_blobs(tx: Connection, names: set[str]) -> None:
    """Delete the bytes that no other action holds."""
    if names:
        used = set(blobs_of(tx.execute(select(actions.c.blobs, actions.c.filled)).all()))
        for few in in_parts(sorted(names - used)):
            tx.execute(delete(blobs).where(blobs.c.hash.in_(few)))
