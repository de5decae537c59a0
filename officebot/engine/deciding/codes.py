"""One-time codes that go out in mails: for one person and purpose, good until an instant, and used once.

Only their SHA-256 is kept: who reads the ledger can answer nothing with it.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from officebot.core.approvals.codes import ALPHABET, LENGTH, hash_of
from officebot.engine.ledger import Ledger, marks
from officebot.engine.ledger.schema import codes
from officebot.engine.record import journal
from officebot.engine.record.journal import Note

#: The mark that holds what this office derives its codes from.
_DERIVED_FROM = "codes are derived from"
#: A code is remembered so long after its end: who answers late is told that it is over, not that it never was.
KEPT_AFTER = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What is known of a code that was given out. `data` is what its purpose keeps with it."""

    hash: str
    purpose: str
    person: str
    data: Mapping[str, Any]
    created: datetime
    until: datetime
    used: datetime | None


def new_code() -> str:
    """A code that nobody can guess: 68 bits are enough for one that is good for days and asks a mail for each guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def derived_code(secret: bytes, what: str) -> str:
    """The code for something, the same whenever it is asked for: who does not know the secret cannot guess it.

    A run that is tried again then asks by the same code, and its mail is the same.
    """
    number = int.from_bytes(hmac.digest(secret, what.encode("utf-8", "replace"), "sha256"), "big")
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def office_secret(ledger: Ledger, now: datetime) -> bytes:
    """The secret by which this office derives codes, made at the first need of it."""
    with ledger.reading() as tx:
        kept = marks.get(tx, _DERIVED_FROM)
    if kept is None:
        with ledger.writing() as tx:
            kept = marks.get(tx, _DERIVED_FROM) or secrets.token_hex(32)
            marks.put(tx, _DERIVED_FROM, kept, now)
    return bytes.fromhex(kept)


def keep(
    tx: Connection, code: str, purpose: str, person: str, data: Mapping[str, Any], now: datetime, until: datetime
) -> None:
    """Remember that this code was made for a person (address) and what it is good for."""
    keep_hashed(tx, hash_of(code), purpose, person, data, now, until)


def keep_hashed(
    tx: Connection, hashed: str, purpose: str, person: str, data: Mapping[str, Any], now: datetime, until: datetime
) -> None:
    """The same for a code of which only the hash is known here."""
    row = {"purpose": purpose, "person": person, "data": dict(data), "created": now, "until": until}
    tx.execute(insert(codes), {"hash": hashed, **row})


def find(tx: Connection, code: str, purpose: str) -> Code | None:
    """The code as it was given out, also one that was used or has run out; None where there was none."""
    return find_hashed(tx, hash_of(code), purpose)


def find_hashed(tx: Connection, hashed: str, purpose: str, *, locked: bool = False) -> Code | None:
    """The same by the code's hash; `locked` keeps others from it until the transaction ends."""
    query = select(codes).where(codes.c.hash == hashed, codes.c.purpose == purpose)
    row = tx.execute(query.with_for_update() if locked else query).one_or_none()
    return None if row is None else _code(row)


def of_purpose(tx: Connection, purpose: str, since: datetime | None = None) -> list[Code]:
    """All codes for a purpose, or those that were made since then, oldest first."""
    query = select(codes).where(codes.c.purpose == purpose)
    if since is not None:
        query = query.where(codes.c.created >= since)
    return [_code(row) for row in tx.execute(query.order_by(codes.c.created, codes.c.hash))]


def note(tx: Connection, hashed: str, data: Mapping[str, Any], used: datetime | None) -> None:
    """Keep with a code what was done with it; `used` where it is good for nothing more."""
    tx.execute(update(codes).where(codes.c.hash == hashed).values(data=dict(data), used=used))


def use(tx: Connection, code: str, now: datetime) -> bool:
    """Use it up; whether it was still good. Of two who use it at once one gets it."""
    where = (codes.c.hash == hash_of(code), codes.c.used.is_(None), codes.c.until > now)
    return bool(tx.execute(update(codes).where(*where).values(used=now)).rowcount)


def drop(tx: Connection, hash_: str, purpose: str) -> bool:
    """Forget the code with this hash: it is good for nothing from now on; whether there was one."""
    return bool(tx.execute(delete(codes).where(codes.c.hash == hash_, codes.c.purpose == purpose)).rowcount)


def drop_all(tx: Connection, purpose: str, person: str) -> None:
    """Forget every code for this purpose that was given to a person (address)."""
    tx.execute(delete(codes).where(codes.c.purpose == purpose, codes.c.person == person))


def forget_old(ledger: Ledger, now: datetime) -> int:
    """Forget the codes whose time ended so long ago that no answer can come to them any more; how many, which is journalled."""
    past = codes.c.until < now - KEPT_AFTER
    with ledger.reading() as tx:
        if not tx.execute(select(func.count()).select_from(codes).where(past)).scalar_one():
            return 0
    with ledger.writing() as tx:
        count = int(tx.execute(delete(codes).where(past)).rowcount)
        if count:
            journal.write(tx, now, [Note("officebot", "codes.forgotten", "office", {"count": count})])
        return count


def _code(row: Row[Any]) -> Code:
    return Code(
        hash=row.hash, purpose=row.purpose, person=row.person, data=row.data, created=row.created, until=row.until,
        used=row.used,
    )  # fmt: skip
