"""What the guard looks at, read from the ledger: which planned changes touch messages that are not new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Connection, Row, select

from officebot.core.proposals import ActionState
from officebot.core.text import Text
from officebot.engine.guard import Change, Limits, stopped
from officebot.engine.ledger import marks
from officebot.engine.ledger.mails import BASELINE
from officebot.engine.ledger.schema import actions, mailboxes, mails, proposals
from officebot.engine.outcomes import message_of

_Ref: TypeAlias = Mapping[str, Any]


def stopped_in(tx: Connection, alone: Mapping[int, Sequence[Row[Any]]], limits: Limits) -> dict[int, Text]:
    """Those of these proposals, which no person approved, that the guard stops, each with the sentence why.

    A message is new when the ledger noted it after the last balance. What was there before the office began
    was never noted, or as baseline: it is old, on the first day too.
    """
    last = marks.set_at(tx, marks.LAST_BALANCE)
    planned = [(number, ref) for number, its in alone.items() for one in its if (ref := message_of(one))]
    new = _noted_since(tx, [ref for _, ref in planned], last)
    plan = [
        Change(number, ref["account"], ref["folder"])
        for number, ref in planned
        if (ref["account"], ref["fingerprint"]) not in new
    ]
    if not plan:
        return {}
    sizes = {(row.account, row.folder): row.size for row in tx.execute(select(mailboxes))}
    return stopped(plan, _already(tx, last), sizes, limits)


def _noted_since(tx: Connection, refs: Iterable[_Ref], last: datetime | None) -> set[tuple[str, str]]:
    wanted = sorted({ref["fingerprint"] for ref in refs})
    found: set[tuple[str, str]] = set()
    for start in range(0, len(wanted), 500):
        query = select(mails.c.account, mails.c.fingerprint).where(
            mails.c.fingerprint.in_(wanted[start : start + 500]), mails.c.state != BASELINE
        )
        if last is not None:
            query = query.where(mails.c.noted > last)
        found.update((row.account, row.fingerprint) for row in tx.execute(query))
    return found


def _already(tx: Connection, last: datetime | None) -> dict[tuple[str, str], int]:
    """How many changes of messages that are not new were carried out alone since the last balance, by folder."""
    query = (
        select(actions.c.params)
        .join(proposals, proposals.c.id == actions.c.proposal_id)
        .where(proposals.c.decided_by == "policy", actions.c.state == ActionState.DONE)
    )
    if last is not None:
        query = query.where(actions.c.finished > last)
    refs = [ref for row in tx.execute(query) if (ref := message_of(row))]
    new = _noted_since(tx, refs, last)
    return Counter((ref["account"], ref["folder"]) for ref in refs if (ref["account"], ref["fingerprint"]) not in new)
