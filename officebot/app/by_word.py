"""What a person asks for at once, proposed as a run of the duty would: prepared outside, stored in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from officebot.core.proposals import Proposal
from officebot.engine.deciding.approvals import Actor
from officebot.engine.record import journal
from officebot.engine.record.journal import Note
from officebot.engine.running.proposing import Made

if TYPE_CHECKING:
    from officebot.app import App


def propose(app: App, who: Actor, duty: str, proposals: Sequence[Proposal]) -> list[int]:
    """Propose by a person's word, whose wish it was stays told; the numbers of those that are new, in their order.

    New is also what was refused or taken back: the wish counts anew.
    Raises UserError where one cannot be prepared: then none is proposed.
    """
    now, proposer = app.clock.now(), app.engine.proposer
    made = [Made(proposal=one, duty=duty, run_id=None) for one in proposals]
    with app.ledger.reading() as tx:
        fresh = proposer.fresh(tx, made, now, is_wish=True)
    prepared = [proposer.prepare(one, now) for one in fresh]
    with app.ledger.writing() as tx:
        numbers = list(proposer.store(tx, prepared, now, is_wish=True))
        journal.write(tx, now, [Note(who.name, "proposal.asked-for", f"proposal:{number}", {}) for number in numbers])
    return numbers
