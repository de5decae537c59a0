"""Every message that came in: noted once, followed when it moves, counted in the evening."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, and_, bindparam, case, exists, func, insert, select, update

from officebot.core.mail import Address, MessageRef
from officebot.core.proposals import OPEN_STATES, Claim, Reason
from officebot.core.text import Text
from officebot.engine.ledger.schema import claims, mailboxes, mails, proposals
from officebot.engine.ledger.statements import execute_many, in_parts, insert_many, next_number, select_in
from officebot.engine.ledger.types import Encoded
from officebot.sdk import SeenMail

#: A mail's own states; "waiting" is derived from its proposals, so that it cannot contradict them.
JUDGED, LISTED, BASELINE = "judged", "listed", "baseline"
#: A mail older than this when its folder was last read to its end should have been seen then.
_SLACK = timedelta(days=1)
#: A mail that the office itself wrote: known, and no work.
SENT = "sent"
#: The states of what never came in as work, and is not counted.
UNCOUNTED = (BASELINE, SENT)


class StoredClaim(NamedTuple):
    """A claim as it is stored: by which duty, its data and its reasons as canonical JSON."""

    duty: str
    kind: str
    data: str
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A message with what became of it: its claims, or the problem for which it is listed.

    `verdict` is triage's data as canonical JSON.
    """

    ref: MessageRef
    received: datetime
    subject: str = ""
    sender: Address = Address("", "")
    message_id: str = ""
    in_reply_to: str = ""
    thread: str = ""
    size: int = 0
    is_private: bool = False
    state: str = JUDGED
    claims: tuple[StoredClaim, ...] = ()
    verdict: str | None = None
    problem: Text | None = None


@dataclass(frozen=True, slots=True)
class Watermark:
    """How far a folder has been read: UIDs from `next_uid` on are new under this UIDVALIDITY.

    What lies below `first_uid` was there before the office began; `size` is how many messages there were.
    """

    uidvalidity: int
    first_uid: int
    next_uid: int
    size: int


def watermark(tx: Connection, account: str, folder: str) -> Watermark | None:
    """How far this folder has been read; None before its first connection."""
    row = tx.execute(select(mailboxes).where(_is_folder(account, folder))).one_or_none()
    return Watermark(row.uidvalidity, row.first_uid, row.next_uid, row.size) if row else None


def folder_since(tx: Connection, account: str, folder: str) -> datetime | None:
    """When the office first saw this folder."""
    return tx.execute(select(mailboxes.c.since).where(_is_folder(account, folder))).scalar()


def placed_in(tx: Connection, account: str, folder: str, uidvalidity: int) -> set[int]:
    """The UIDs of this folder that the ledger knows."""
    query = select(mails.c.uid).where(
        mails.c.account == account, mails.c.folder == folder, mails.c.uidvalidity == uidvalidity
    )
    return set(tx.execute(query).scalars())


def set_watermark(tx: Connection, account: str, folder: str, mark: Watermark, now: datetime) -> None:
    """Remember how far the folder has been read."""
    values = {
        "uidvalidity": mark.uidvalidity, "first_uid": mark.first_uid, "next_uid": mark.next_uid, "size": mark.size,
    }  # fmt: skip
    if not tx.execute(update(mailboxes).where(_is_folder(account, folder)).values(**values)).rowcount:
        tx.execute(insert(mailboxes), {"account": account, "folder": folder, "since": now, **values})


def known(tx: Connection, account: str, fingerprints: Iterable[str]) -> dict[str, MessageRef]:
    """Where the messages of this account with these fingerprints were last seen."""
    return {
        row.fingerprint: MessageRef(account, row.folder, row.uidvalidity, row.uid, row.fingerprint)
        for row in select_in(tx, _by_fingerprint, fingerprints, account=account)
    }


def _by_fingerprint(wanted: Any) -> Select[Any]:
    return select(mails.c.fingerprint, mails.c.folder, mails.c.uidvalidity, mails.c.uid, mails.c.size).where(
        mails.c.account == bindparam("account"), mails.c.fingerprint.in_(wanted)
    )


def as_copy(ref: MessageRef) -> MessageRef:
    """The message as a second copy of another: its fingerprint bears the place behind a "#"."""
    place = f"{ref.folder}\0{ref.uidvalidity}\0{ref.uid}"
    mark = hashlib.sha256(place.encode("utf-8", "replace")).hexdigest()[:16]
    return replace(ref, fingerprint=f"{ref.fingerprint}#{mark}")


def numbers_of(tx: Connection, refs: Iterable[MessageRef]) -> dict[MessageRef, int]:
    """The numbers of those of these messages that are known, by account and fingerprint."""
    by_mark = {(ref.account, ref.fingerprint): ref for ref in refs}
    marks = sorted({mark for _, mark in by_mark})
    found: dict[MessageRef, int] = {}
    for few in in_parts(marks):
        query = select(mails.c.id, mails.c.account, mails.c.fingerprint).where(mails.c.fingerprint.in_(few))
        for row in tx.execute(query):
            ref = by_mark.get((row.account, row.fingerprint))
            if ref is not None:
                found[ref] = int(row.id)
    return found


def copies(tx: Connection, account: str, fingerprints: Iterable[str]) -> dict[str, list[MessageRef]]:
    """The second copies known of these messages, by the fingerprint of the first."""
    found: dict[str, list[MessageRef]] = {}
    for mark in fingerprints:
        # "#" and what follows it tell a copy from the first; "$" is the next character.
        query = select(mails.c.fingerprint, mails.c.folder, mails.c.uidvalidity, mails.c.uid).where(
            mails.c.account == account, mails.c.fingerprint > f"{mark}#", mails.c.fingerprint < f"{mark}$"
        )
        refs = [
            MessageRef(account, row.folder, row.uidvalidity, row.uid, row.fingerprint) for row in tx.execute(query)
        ]
        if refs:
            found[mark] = refs
    return found


def sizes(tx: Connection, account: str, fingerprints: Iterable[str]) -> dict[str, int]:
    """How large the messages of this account with these fingerprints are, in bytes."""
    found = select_in(tx, _by_fingerprint, fingerprints, account=account)
    return {row.fingerprint: row.size for row in found}


def note(tx: Connection, arrivals: Sequence[Noted], now: datetime) -> dict[MessageRef, int]:
    """Note these messages, none of them known yet, with their claims; their numbers by ref."""
    if not arrivals:
        return {}
    first = next_number(tx, "mails", len(arrivals))
    looked = _looked(tx, {mail.ref.account for mail in arrivals}, now)
    rows = [
        {
            "id": number, "account": mail.ref.account, "fingerprint": mail.ref.fingerprint,
            "folder": mail.ref.folder, "uidvalidity": mail.ref.uidvalidity, "uid": mail.ref.uid,
            "state": mail.state, "received": mail.received, "noted": now, "subject": mail.subject,
            "sender_name": mail.sender.name, "sender": mail.sender.address, "message_id": mail.message_id,
            "in_reply_to": mail.in_reply_to, "thread": mail.thread, "size": mail.size,
            "is_private": mail.is_private,
            "verdict": None if mail.verdict is None else Encoded(mail.verdict),
            "brought_in": _is_brought_in(mail, looked.get((mail.ref.account, mail.ref.folder))),
            "problem": mail.problem.to_json() if mail.problem else None,
        }
        for number, mail in enumerate(arrivals, first)
    ]  # fmt: skip
    insert_many(tx, mails, rows)
    insert_many(tx, claims, [
        {"mail_id": number, "position": position, "duty": claim.duty, "kind": claim.kind,
         "data": Encoded(claim.data), "reasons": Encoded(claim.reasons)}
        for number, mail in enumerate(arrivals, first)
        for position, claim in enumerate(mail.claims)
    ])  # fmt: skip
    return {mail.ref: number for number, mail in enumerate(arrivals, first)}


def looked(tx: Connection, account: str, folder: str, at: datetime) -> None:
    """The folder has been read to its end, as it was at this time."""
    tx.execute(update(mailboxes).where(_is_folder(account, folder)).values(looked=at))


def _looked(tx: Connection, accounts: Iterable[str], now: datetime) -> dict[tuple[str, str], datetime]:
    """When each folder was last read to its end; not where the clock was set back since."""
    query = select(mailboxes.c.account, mailboxes.c.folder, mailboxes.c.looked).where(
        mailboxes.c.account.in_(list(accounts)), mailboxes.c.looked <= now
    )
    return {(row.account, row.folder): row.looked for row in tx.execute(query)}


def _is_brought_in(mail: Noted, looked: datetime | None) -> bool:
    """Whether it lay elsewhere before: it is older than what was seen of the folder, so somebody put it there.

    Moving and copying keep the time at which a message came (RFC 3501 §6.4.7), and mail programs give it along
    from one account to another. The sender's own Date says nothing: it may be anything in mail that just came.
    """
    return looked is not None and mail.received < looked - _SLACK


_MOVED = (
    update(mails)
    .where(mails.c.account == bindparam("of_account"), mails.c.fingerprint == bindparam("of_fingerprint"))
    .values(folder=bindparam("to_folder"), uidvalidity=bindparam("to_uidvalidity"), uid=bindparam("to_uid"))
)


def moved(tx: Connection, places: Sequence[MessageRef]) -> None:
    """These messages, known by account and fingerprint, now lie where the refs say."""
    if places:
        execute_many(tx, _MOVED, [
            {"of_account": ref.account, "of_fingerprint": ref.fingerprint, "to_folder": ref.folder,
             "to_uidvalidity": ref.uidvalidity, "to_uid": ref.uid}
            for ref in places
        ])  # fmt: skip


def left(tx: Connection, folders: Iterable[tuple[str, str]]) -> None:
    """One message fewer lies in each of these (account, folder), because we moved it."""
    for (account, folder), count in Counter(folders).items():
        fewer = case((mailboxes.c.size > count, mailboxes.c.size - count), else_=0)
        tx.execute(update(mailboxes).where(_is_folder(account, folder)).values(size=fewer))


def place_of(row: Row[Any]) -> MessageRef:
    """Where a row of `mails` says its message lies."""
    return MessageRef(row.account, row.folder, row.uidvalidity, row.uid, row.fingerprint)


def claims_of(tx: Connection, mail_id: int) -> list[tuple[str, Claim]]:
    """The claims recorded for a mail, each with the duty that made it, in order."""
    rows = tx.execute(select(claims).where(claims.c.mail_id == mail_id).order_by(claims.c.position))
    return [
        (row.duty, Claim(kind=row.kind, data=row.data, reasons=tuple(map(Reason.from_json, row.reasons))))
        for row in rows
    ]


def by_id(tx: Connection, mail_id: int) -> Row[Any] | None:
    """The row of one mail."""
    return tx.execute(select(mails).where(mails.c.id == mail_id)).one_or_none()


def is_waiting() -> Any:
    """SQL: whether a mail has a proposal that still needs somebody or something."""
    return exists().where(proposals.c.mail_id == mails.c.id, proposals.c.state.in_(OPEN_STATES))


def count_states(tx: Connection, since: datetime | None = None, until: datetime | None = None) -> dict[str, int]:
    """`{"received", "handled", "waiting", "listed"}` of what was noted in (since, until]; they must add up."""
    span: list[Any] = [mails.c.state.not_in(UNCOUNTED)]
    if since is not None:
        span.append(mails.c.noted > since)
    if until is not None:
        span.append(mails.c.noted <= until)
    counts = {
        "received": select(func.count()).select_from(mails).where(*span),
        "handled": select(func.count()).select_from(mails).where(*span, mails.c.state == JUDGED, ~is_waiting()),
        "waiting": select(func.count()).select_from(mails).where(*span, mails.c.state == JUDGED, is_waiting()),
        "listed": select(func.count()).select_from(mails).where(*span, mails.c.state == LISTED),
    }
    return {name: int(tx.execute(query).scalar_one()) for name, query in counts.items()}


def seen(tx: Connection, since: datetime, until: datetime) -> list[SeenMail]:
    """The mails that arrived in [since, until), oldest first; a private one has no subject."""
    return _seen(tx, mails.c.received >= since, mails.c.received < until, mails.c.state.not_in(UNCOUNTED))


def numbered(tx: Connection, first: int, last: int) -> list[SeenMail]:
    """The mails with these numbers that came in or that the office sent, oldest first."""
    return _seen(tx, mails.c.id >= first, mails.c.id <= last, mails.c.state != BASELINE)


def sent(tx: Connection, since: datetime, until: datetime) -> list[SeenMail]:
    """The mails that the office sent in [since, until), oldest first."""
    return _seen(tx, mails.c.received >= since, mails.c.received < until, mails.c.state == SENT)


def last_number(tx: Connection) -> int:
    """The highest number that a mail has; 0 where there is none."""
    return int(tx.execute(select(func.max(mails.c.id))).scalar() or 0)


def first_number(tx: Connection, since: datetime, last: int) -> int:
    """The lowest number of a mail received since then; `last` + 1 where there is none up to `last`."""
    lowest = tx.execute(select(func.min(mails.c.id)).where(mails.c.received >= since, mails.c.id <= last)).scalar()
    return last + 1 if lowest is None else int(lowest)


def claimed(tx: Connection, kind: str, since: datetime, until: datetime) -> list[tuple[SeenMail, Claim]]:
    """The claims of this kind, each with its mail, of what arrived or was sent in [since, until), oldest first."""
    wanted = (
        select(claims)
        .join(mails, mails.c.id == claims.c.mail_id)
        .where(claims.c.kind == kind, mails.c.received >= since, mails.c.received < until, mails.c.state != BASELINE)
    )
    found = {row.mail_id: row for row in tx.execute(wanted)}
    told: list[tuple[SeenMail, Claim]] = []
    for few in in_parts(sorted(found)):
        for mail in _seen(tx, mails.c.id.in_(few)):
            row = found[mail.id]
            reasons = tuple(map(Reason.from_json, row.reasons))
            told.append((mail, Claim(kind=row.kind, data=row.data, reasons=reasons)))
    return sorted(told, key=lambda pair: (pair[0].received, pair[0].id))


def of_conversation(
    tx: Connection,
    ids: Sequence[str],
    senders: Sequence[str],
    since: datetime,
    until: datetime,
    houses: Collection[str] = (),
) -> list[SeenMail]:
    """The mails that came in [since, until) in a conversation with these Message-IDs, or from these addresses or domains."""
    is_near = mails.c.in_reply_to.in_(ids) | mails.c.thread.in_(ids) | mails.c.sender.in_(senders)
    for domain in sorted(houses):
        is_near |= mails.c.sender.endswith(f"@{domain}", autoescape=True)
    return _seen(tx, mails.c.received >= since, mails.c.received < until, mails.c.state.not_in(UNCOUNTED), is_near)


def conversation(tx: Connection, of: Row[Any], around: timedelta, most: int) -> list[SeenMail]:
    """The mails of a mail's conversation that came or were sent around it, oldest first, without itself; at most so many."""
    ids = [one for one in {of.message_id, of.in_reply_to, of.thread} if one]
    if not ids:
        return []
    near = mails.c.message_id.in_(ids) | mails.c.in_reply_to.in_(ids) | mails.c.thread.in_(ids)
    since, until = of.received - around, of.received + around
    query = (
        select(mails.c.id)
        .where(
            mails.c.received >= since, mails.c.received < until, near, mails.c.id != of.id, mails.c.state != BASELINE
        )
        .order_by(mails.c.received)
        .limit(most)
    )
    return _seen(tx, mails.c.id.in_(list(tx.execute(query).scalars())))


def claimed_as(tx: Connection, numbers: Sequence[int], kinds: Sequence[str]) -> set[int]:
    """Those of these mails, by number, that a recogniser claimed to be of one of these kinds."""
    query = select(claims.c.mail_id).where(claims.c.mail_id.in_(numbers), claims.c.kind.in_(kinds))
    return set(tx.execute(query).scalars())


def _seen(tx: Connection, *which: Any) -> list[SeenMail]:
    query = select(mails, is_waiting().label("waits")).where(*which).order_by(mails.c.received, mails.c.id)
    return [
        SeenMail(
            id=row.id,
            ref=place_of(row),
            subject="" if row.is_private else row.subject,
            sender=Address(row.sender_name, row.sender),
            received=row.received,
            state=_state_of(row),
            verdict=row.verdict or {},
            problem=Text.from_json(row.problem) if row.problem else None,
            message_id=row.message_id,
            in_reply_to=row.in_reply_to,
            thread=row.thread,
        )
        for row in tx.execute(query)
    ]


def _state_of(row: Row[Any]) -> str:
    if row.state in (LISTED, SENT):
        return str(row.state)
    return "waiting" if row.waits else "handled"


def listed(tx: Connection) -> list[Row[Any]]:
    """The mails that could not be read or judged, newest first."""
    query = select(mails).where(mails.c.state == LISTED).order_by(mails.c.id.desc())
    return list(tx.execute(query))


def _is_folder(account: str, folder: str) -> Any:
    return and_(mailboxes.c.account == account, mailboxes.c.folder == folder)
