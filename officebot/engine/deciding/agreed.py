"""What a person agreed to with an earlier yes: looked up where a proposal says that it was."""

from __future__ import annotations

from sqlalchemy import select

from officebot.core import actions as kinds
from officebot.core.policy import Agreed
from officebot.core.proposals import ProposalState
from officebot.engine.acting.bundles import is_approved
from officebot.engine.ledger import Ledger
from officebot.engine.ledger import proposals as rows
from officebot.engine.ledger.schema import approvals, proposals
from officebot.engine.record import journal


def agreed_on(ledger: Ledger, key: str, duty: str) -> Agreed | None:
    """What a person agreed to with the newest proposal of this key, which was carried out as the duty wrote it; else None.

    None for a key of another duty, for what policy let happen, for what was taken back, and where somebody put their own words
    into it: nobody knows what these promise. The journal must tell of the yes, too.
    """
    with ledger.reading() as tx:
        versions = tx.execute(select(proposals).where(proposals.c.key == key).order_by(proposals.c.version)).all()
        if not versions:
            return None
        last = versions[-1]
        if last.duty != duty or last.state != ProposalState.DONE or last.decided_by == "policy":
            return None
        if any(one.content == last.content and one.state == ProposalState.SUPERSEDED for one in versions[:-1]):
            return None
        given = tx.execute(select(approvals.c.hash).where(approvals.c.proposal_id == last.id)).scalars().all()
        subject = f"proposal:{last.id}"
        story = [one for one in journal.stories(tx, [subject])[subject] if one[0] != "proposal.done"]
        sent = [kinds.from_json(one.kind, one.params).recipients for one in rows.actions_of(tx, [last.id])]
    if not is_approved(last, given, story):
        return None
    return Agreed(on=last.decided, recipients=frozenset(address.lower() for of in sent for address in of))
