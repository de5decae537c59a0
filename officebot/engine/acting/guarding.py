"""What the guard looks at, read from the ledger: which planned changes touch messages that are not new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy import Connection, Row, Select, select

from officebot.core.proposals import ActionState
from officebot.core.text import Text
from officebot.engine.acting.guard import Change, Limits, stopped
from officebot.engine.acting.outcomes import message_of
from officebot.engine.ledger import marks
from officebot.engine.ledger.mails import BASELINE
from officebot.engine.ledger.schema import actions, mailboxes, mails, proposals
from officebot.engine.ledger.statements import select_in

_Ref: TypeAlias = Mapping[str, Any]


#: What the ledger noted longer ago than this is not new, whether or not an evening's balance was held since.
NEW_FOR = timedelta(days=1)


def stopped_in(
    tx: Connection, alone: Mapping[int, Sequence[Row[Any]]], limits: Limits, now: datetime
) -> dict[int, Text]:
    """Those of these proposals, which no person approved, that the guard stops, each with the sentence why.

    A message is new when the ledger noted it within a day and after the last balance. What was there before the
    office began was never noted, or as baseline, and what somebody brought into a folder later bears a date from
    before the folder was last looked at: both are old, on the first day too.
    """
    last = _last_balance(tx, now)
    since = _new_from(last, now)
    planned = [(number, ref) for number, its in alone.items() for one in its if (ref := message_of(one))]
    noted = _noted(tx, [ref for _, ref in planned])
    plan = [
        Change(number, ref["account"], ref["folder"]) for number, ref in planned if not _is_new(ref, noted, since)
    ]
    if not plan:
        return {}
    sizes = {(row.account, row.folder): row.size for row in tx.execute(select(mailboxes))}
    return stopped(plan, _already(tx, last, since), sizes, limits)


def _last_balance(tx: Connection, now: datetime) -> datetime | None:
    """When the last balance was held; one ahead of the clock, which was set back since, says nothing."""
    last = marks.set_at(tx, marks.LAST_BALANCE)
    return last if last is not None and last <= now else None


def _new_from(last: datetime | None, at: datetime) -> datetime:
    """From when on what was noted was new at this time, with no balance held between the last one and then."""
    return at - NEW_FOR if last is None else max(last, at - NEW_FOR)


def _is_new(ref: _Ref, noted: Mapping[tuple[str, str], datetime], since: datetime) -> bool:
    at = noted.get((ref["account"], ref["fingerprint"]))
    return at is not None and at > since


def _noted(tx: Connection, refs: Iterable[_Ref]) -> dict[tuple[str, str], datetime]:
    """When each of these messages was noted, but for those that were old already when they were."""
    rows = select_in(tx, _not_old, sorted({ref["fingerprint"] for ref in refs}))
    return {(row.account, row.fingerprint): datetime.fromisoformat(row.noted) for row in rows}


def _not_old(wanted: Any) -> Select[Any]:
    return select(mails.c.account, mails.c.fingerprint, mails.c.noted).where(
        mails.c.fingerprint.in_(wanted), mails.c.state != BASELINE, ~mails.c.brought_in
    )


def _already(tx: Connection, last: datetime | None, since: datetime) -> dict[tuple[str, str], int]:
    """How many changes of messages that were not new then were carried out alone since, by folder."""
    query = (
        select(actions.c.params, actions.c.finished)
        .join(proposals, proposals.c.id == actions.c.proposal_id)
        .where(proposals.c.decided_by == "policy", actions.c.state == ActionState.DONE, actions.c.finished > since)
    )
    ended: list[Any] = list(tx.execute(query))
    done = [(ref, row.finished) for row in ended if (ref := message_of(row))]
    noted = _noted(tx, [ref for ref, _ in done])
    return Counter(
        (ref["account"], ref["folder"]) for ref, at in done if not _is_new(ref, noted, _new_from(last, at))
    )
