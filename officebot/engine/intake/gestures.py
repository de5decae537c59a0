"""What people do in their mailbox, read as corrections: moved back, filed by hand, flagged or unflagged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select

from officebot.core.actions import FlagMessage, MoveMessage
from officebot.core.proposals import ActionState
from officebot.engine.deciding import corrections
from officebot.engine.deciding.corrections import NO_WORK, Change
from officebot.engine.ledger import Ledger, mails, marks
from officebot.engine.ledger.schema import actions, proposals
from officebot.engine.ledger.schema import mails as mail_rows
from officebot.engine.ledger.statements import in_parts

_TRIAGE = "mail_triage"
_FLAGGED, _READ, _ANSWERED = "\\Flagged", "\\Seen", "\\Answered"
#: What triage did longer ago than this is not looked at again.
_LOOK_BACK = timedelta(days=30)
#: Flags are looked at while a mail is new: later they tell of work that is done.
_NEW = timedelta(days=2)
WHO = "mailbox"


def moved_back(ledger: Ledger, now: datetime) -> int:
    """Learn from the mails that somebody moved back to where they came from, after triage had filed them; how many.

    A move that “undo” took back teaches nothing: that may be about the filing alone.
    """
    with ledger.reading() as tx:
        known = marks.facts_of(tx, corrections.NAMESPACE)
        back = [row for row in _moves(tx, now) if _is_back(row) and corrections.key_of(row) not in known]
    change = Change(kind="information", act=True, how="moved")
    with ledger.writing() as tx:
        for row in back:
            corrections.keep(tx, WHO, row, change, now)
    return len(back)


def folders_of_kinds(tx: Connection, account: str, now: datetime) -> dict[str, str]:
    """The folders into which triage files this account's mail of no work, each with the kind that it stands for."""
    found: dict[str, str] = {}
    for row in _moves(tx, now):
        kind = (row.verdict or {}).get("kind")
        if row.account == account and kind in NO_WORK and not (row.verdict or {}).get("corrected"):
            found.setdefault(str(row.params["to_folder"]), str(kind))
    return found


def filed_by_hand(ledger: Ledger, account: str, kind: str, folder: str, marked: Iterable[str], now: datetime) -> int:
    """Learn from the messages, by fingerprint, that lie in a folder which stands for a kind; how many.

    Those that the ledger itself saw there were filed by us.
    """
    count = 0
    with ledger.writing() as tx:
        for row in _by_fingerprint(tx, account, marked):
            if row.folder != folder and _may_teach(row) and (row.verdict or {}).get("kind") != kind:
                corrections.keep(tx, WHO, row, Change(kind=kind, how="moved"), now)
                count += 1
    return count


def flagged_otherwise(
    ledger: Ledger, account: str, folder: str, uidvalidity: int, flags: Mapping[int, frozenset[str]], now: datetime
) -> int:
    """Learn from new mails whose flag is another than triage set: a flag given says urgent, one taken from a mail
    that nobody has read says not urgent; how many.
    """
    count = 0
    with ledger.writing() as tx:
        known = marks.facts_of(tx, corrections.NAMESPACE)
        ours = _flagged_by_us(tx, now)
        for row in _new_in(tx, account, folder, uidvalidity, now):
            change = _gesture(row, flags.get(row.uid), row.id in ours)
            if change is not None and corrections.key_of(row) not in known:
                corrections.keep(tx, WHO, row, change, now)
                count += 1
    return count


def newest(tx: Connection, account: str, folder: str, uidvalidity: int, now: datetime) -> list[int]:
    """The UIDs of the folder's new mails, whose flags may tell something."""
    return [row.uid for row in _new_in(tx, account, folder, uidvalidity, now)]


def _gesture(row: Row[Any], flags: frozenset[str] | None, is_ours: bool) -> Change | None:
    urgency = (row.verdict or {}).get("urgency")
    if flags is None or not _may_teach(row) or (row.verdict or {}).get("kind") == "fraud":
        return None
    if is_ours and _FLAGGED not in flags and not {_READ, _ANSWERED} & flags and urgency in ("now", "today"):
        return Change(urgency="week", how="flag")
    if not is_ours and _FLAGGED in flags and urgency in ("week", "later", "none"):
        return Change(urgency="today", act=True, how="flag")
    return None


def _may_teach(row: Row[Any]) -> bool:
    return not row.is_private and row.state not in mails.UNCOUNTED and bool(row.verdict)


def _is_back(row: Row[Any]) -> bool:
    was, filed = row.params["on"]["folder"], row.params["to_folder"]
    return row.folder == was and was != filed and _may_teach(row) and (row.verdict or {}).get("kind") in NO_WORK


def _moves(tx: Connection, now: datetime) -> Iterator[Row[Any]]:
    yield from _done(tx, MoveMessage.kind, now - _LOOK_BACK)


def _flagged_by_us(tx: Connection, now: datetime) -> set[int]:
    return {row.id for row in _done(tx, FlagMessage.kind, now - _NEW - timedelta(days=1))
            if _FLAGGED in row.params.get("add", ())}  # fmt: skip


def _done(tx: Connection, kind: str, since: datetime) -> Iterable[Row[Any]]:
    query = (
        select(mail_rows, actions.c.params)
        .join(proposals, proposals.c.mail_id == mail_rows.c.id)
        .join(actions, actions.c.proposal_id == proposals.c.id)
        .where(
            proposals.c.duty == _TRIAGE,
            proposals.c.state == "done",
            proposals.c.created >= since,
            actions.c.kind == kind,
            actions.c.state == ActionState.DONE,
        )
        .order_by(mail_rows.c.id)
    )
    return tx.execute(query)


def _new_in(tx: Connection, account: str, folder: str, uidvalidity: int, now: datetime) -> Iterable[Row[Any]]:
    query = select(mail_rows).where(
        mail_rows.c.account == account,
        mail_rows.c.folder == folder,
        mail_rows.c.uidvalidity == uidvalidity,
        mail_rows.c.received >= now - _NEW,
        mail_rows.c.state.not_in(mails.UNCOUNTED),
    )
    return tx.execute(query).all()


def _by_fingerprint(tx: Connection, account: str, marked: Iterable[str]) -> Iterator[Row[Any]]:
    for few in in_parts(marked):
        query = select(mail_rows).where(mail_rows.c.account == account, mail_rows.c.fingerprint.in_(few))
        yield from tx.execute(query).all()
