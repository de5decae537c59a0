"""One-time codes that go out in mails: for one person and purpose, good until an instant, and used once.

Only their SHA-256 is kept: who reads the ledger can answer nothing with it.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from officebot.engine.ledger.schema import codes

#: Letters and digits that nobody confuses when they read or type them: no I, L, O, U, 0, 1.
ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
#: 14 of them are 68 bits: enough for a code that is good for days and asks a mail for each guess.
LENGTH = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What is known of a code that was given out. `data` is what its purpose keeps with it."""

    purpose: str
    person: str
    data: Mapping[str, Any]
    created: datetime
    until: datetime
    used: datetime | None


def new_code() -> str:
    """A code that nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def keep(
    tx: Connection, code: str, purpose: str, person: str, data: Mapping[str, Any], now: datetime, until: datetime
) -> None:
    """Remember that this code was made for a person (address) and what it is good for."""
    row = {"purpose": purpose, "person": person, "data": dict(data), "created": now, "until": until}
    tx.execute(insert(codes), {"hash": _hash(code), **row})


def find(tx: Connection, code: str, purpose: str) -> Code | None:
    """The code as it was given out, also one that was used or has run out; None where there was none."""
    row = tx.execute(select(codes).where(codes.c.hash == _hash(code), codes.c.purpose == purpose)).one_or_none()
    if row is None:
        return None
    return Code(
        purpose=row.purpose, person=row.person, data=row.data, created=row.created, until=row.until, used=row.used
    )


def use(tx: Connection, code: str, now: datetime) -> bool:
    """Use it up; whether it was still good. Of two who use it at once one gets it."""
    where = (codes.c.hash == _hash(code), codes.c.used.is_(None), codes.c.until > now)
    return bool(tx.execute(update(codes).where(*where).values(used=now)).rowcount)


def kept(tx: Connection, purpose: str) -> list[tuple[str, Code]]:
    """The codes of this purpose, oldest first, each with its hash; what they were nobody can tell any more."""
    rows = tx.execute(select(codes).where(codes.c.purpose == purpose).order_by(codes.c.created, codes.c.hash))
    return [
        (row.hash, Code(purpose=row.purpose, person=row.person, data=row.data, created=row.created, until=row.until,
                        used=row.used))
        for row in rows
    ]  # fmt: skip


def drop(tx: Connection, hash_: str, purpose: str) -> bool:
    """Forget the code with this hash: it is good for nothing from now on; whether there was one."""
    return bool(tx.execute(delete(codes).where(codes.c.hash == hash_, codes.c.purpose == purpose)).rowcount)


def _hash(code: str) -> str:
    return sha256(code.strip().upper().encode("utf-8", "replace")).hexdigest()
