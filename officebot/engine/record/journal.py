"""The journal: who did what when, in a chain of hashes that shows any later change.

Each entry's digest covers a salt and its payload; each entry's hash covers its fields and the hash before
it. A payload can be erased for good: its digest stays, and the chain still verifies. What a chain cannot
show by itself is a cut at the end: the head's hash is told outside (in the daily balance) for that.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, select, text

from officebot.engine.ledger.schema import journal, journal_payloads, sequences
from officebot.engine.ledger.statements import insert_many, next_number, select_in
from officebot.engine.ledger.types import Encoded, canonical, instant_text, value_of

_START = "0" * 64
#: Random bytes of a salt: nobody can guess what an erased payload was.
_SALT = 16
_STORED = text(
    "SELECT j.seq, j.at, j.who, j.what, j.subject, j.digest, j.hash, p.salt, p.payload"
    " FROM journal j LEFT JOIN journal_payloads p ON p.seq = j.seq ORDER BY j.seq"
).execution_options(yield_per=5000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the journal; `payload` is None once erased."""

    seq: int
    at: datetime
    who: str
    what: str
    subject: str
    hash: str
    payload: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be written: who, what ("proposal.approved"), about which subject ("proposal:12"), the details."""

    who: str
    what: str
    subject: str
    payload: Mapping[str, Any]


def write(tx: Connection, at: datetime, notes: Sequence[Note]) -> None:
    """Append the notes, in order, within the caller's transaction."""
    if not notes:
        return
    seq = next_number(tx, "journal", len(notes))
    before = _hash_at(tx, seq - 1)
    moment = instant_text(at)
    entries, payloads = [], []
    salts = secrets.token_hex(_SALT * len(notes))
    for number, note in enumerate(notes, seq):
        place = 2 * _SALT * (number - seq)
        salt = salts[place : place + 2 * _SALT]
        payload = Encoded(canonical(note.payload))
        digest = _digest(salt, payload)
        before = _chained(before, number, moment, note.who, note.what, note.subject, digest)
        entries.append({
            "seq": number, "at": at, "who": note.who, "what": note.what,
            "subject": note.subject, "digest": digest, "hash": before,
        })  # fmt: skip
        payloads.append({"seq": number, "salt": salt, "payload": payload})
    insert_many(tx, journal, entries)
    insert_many(tx, journal_payloads, payloads)


def read(tx: Connection, subject: str | None = None, since: int = 0) -> Iterator[Entry]:
    """The entries from number `since` on, oldest first; only those about `subject` when it is given."""
    query = (
        select(journal, journal_payloads.c.payload)
        .join(journal_payloads, journal_payloads.c.seq == journal.c.seq, isouter=True)
        .where(journal.c.seq >= since)
        .order_by(journal.c.seq)
    )
    if subject is not None:
        query = query.where(journal.c.subject == subject)
    with tx.execute(query.execution_options(yield_per=2000)) as found:
        for row in found:
            yield Entry(
                seq=row.seq, at=row.at, who=row.who, what=row.what,
                subject=row.subject, hash=row.hash, payload=row.payload,
            )  # fmt: skip


def stories(tx: Connection, subjects: Sequence[str]) -> dict[str, list[tuple[str, Mapping[str, Any] | None]]]:
    """What happened to each of these subjects, in order, with its payload (None once erased)."""
    found: dict[str, list[tuple[str, Mapping[str, Any] | None]]] = {subject: [] for subject in subjects}
    for row in select_in(tx, _about, subjects):
        found[row.subject].append((row.what, value_of(row.payload)))
    return found


def _about(wanted: Any) -> Select[Any]:
    return (
        select(journal.c.subject, journal.c.what, journal_payloads.c.payload)
        .join(journal_payloads, journal_payloads.c.seq == journal.c.seq, isouter=True)
        .where(journal.c.subject.in_(wanted))
        .order_by(journal.c.seq)
    )


def head(tx: Connection) -> tuple[int, str]:
    """The last entry's number and hash; (0, zeros) for an empty journal. Told outside, it shows a cut."""
    last = tx.execute(select(func.max(journal.c.seq))).scalar() or 0
    return int(last), _hash_at(tx, int(last))


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification found: how many entries hold, and the first bad one with what is wrong with it."""

    entries: int
    bad: int | None = None
    why: str = ""


def verify(tx: Connection, expected_head: tuple[int, str] | None = None) -> Verified:
    """Recompute the whole chain. `expected_head` is a head told earlier: entries missing since then show."""
    number = 0
    for number, wrong in _links(tx, expected_head):
        if wrong:
            return Verified(number - 1, number, wrong)
    issued = int(tx.execute(select(sequences.c.value).where(sequences.c.name == "journal")).scalar() or 0)
    if number < max(issued, expected_head[0] if expected_head else 0):
        return Verified(number, number + 1, "cut off")
    return Verified(number) if number == issued else Verified(issued, issued + 1, "inserted")


def _links(tx: Connection, expected_head: tuple[int, str] | None) -> Iterator[tuple[int, str]]:
    """Each entry's number, with what is wrong with it or ""."""
    before = _START
    # The stored text itself, past SQLAlchemy's types: what was hashed is what is stored, and it is far quicker.
    with tx.execute(_STORED) as found:
        for number, (seq, at, who, what, subject, digest, stored, salt, payload) in enumerate(found, 1):
            if seq != number:
                yield number, "missing"
            if salt is not None and _digest(salt, payload) != digest:
                yield number, "payload changed"
            before = _chained(before, seq, at, who, what, subject, digest)
            if before != stored:
                yield number, "entry changed"
            if expected_head and number == expected_head[0] and before != expected_head[1]:
                yield number, "rewritten"
            yield number, ""


def erase(tx: Connection, seqs: Sequence[int]) -> int:
    """Erase these entries' payloads for good; the chain still verifies. How many there were."""
    return tx.execute(delete(journal_payloads).where(journal_payloads.c.seq.in_(seqs))).rowcount


def _hash_at(tx: Connection, seq: int) -> str:
    if seq == 0:
        return _START
    return str(tx.execute(select(journal.c.hash).where(journal.c.seq == seq)).scalar_one())


def _digest(salt: str, payload: str) -> str:
    return hashlib.sha256(f"{salt}{payload}".encode()).hexdigest()


def _chained(before: str, *fields: object) -> str:
    return hashlib.sha256(canonical([before, *fields]).encode()).hexdigest()
