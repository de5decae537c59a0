"""Who is signed in at the dashboard: passwords (argon2id), sessions, and when a person last proved who they are.

A session is a word of 256 random bits in a browser's cookie; the ledger keeps its SHA-256 only. It ends after a time
without use, and after a longer one whatever happens (OWASP ASVS 7.3). Times are the machine's own: a session is
between a person and this machine, whatever clock the office lives by.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, insert, select, update

from officebot.core.people import Person
from officebot.core.problems import UserError
from officebot.core.sessions import SessionLimits
from officebot.core.text import plain, say
from officebot.engine.deciding import codes
from officebot.engine.ledger import Ledger
from officebot.engine.ledger.leases import real_now
from officebot.engine.ledger.schema import passwords, sessions
from officebot.engine.record import journal
from officebot.engine.record.journal import Note

if TYPE_CHECKING:
    from argon2 import PasswordHasher

#: ASVS 6.2: at least eight letters, fifteen advised, and long ones taken; these are counted in characters.
SHORTEST, LONGEST = 12, 256
#: The purpose of a code by which a person enters without a password, and how long it is good.
ENTER = "enter"
ENTER_FOR = timedelta(minutes=15)
#: A use is written down when the last one that was is older: not each page costs a write.
_NOTED_EVERY = timedelta(minutes=1)
#: Each check takes 19 MiB: many that come at once wait for each other.
_AT_ONCE = BoundedSemaphore(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Somebody who is signed in. `form_word` must come back with whatever their browser asks to be done."""

    person: str
    created: datetime
    proven: datetime
    form_word: str

    def is_proven(self, limits: SessionLimits) -> bool:
        """Whether they gave their password (or a code) short enough ago for what spends money."""
        return real_now() - self.proven <= limits.proof


def set_password(ledger: Ledger, person: Person, word: str, now: datetime) -> None:
    """Give a person a password; whoever is signed in as them must sign in again, and their links to enter are good for
    nothing more. Raises UserError for a weak one.
    """
    _refuse_weak(person, word)
    made = _hasher().hash(word)
    with ledger.writing() as tx:
        tx.execute(delete(passwords).where(passwords.c.person == person.address))
        tx.execute(insert(passwords), {"person": person.address, "hash": made, "changed": now})
        tx.execute(delete(sessions).where(sessions.c.person == person.address))
        codes.drop_all(tx, ENTER, person.address)
        journal.write(tx, now, [Note(person.address, "password.set", f"person:{person.address}", {})])


def has_password(tx: Connection, person: Person) -> bool:
    """Whether they can sign in by password."""
    return tx.execute(select(passwords.c.person).where(passwords.c.person == person.address)).first() is not None


def is_password(ledger: Ledger, person: Person | None, word: str) -> bool:
    """Whether this is the person's password. Takes the same time for who is nobody, or has none."""
    from argon2.exceptions import InvalidHashError, VerificationError

    kept = None
    if person is not None:
        with ledger.reading() as tx:
            kept = tx.execute(select(passwords.c.hash).where(passwords.c.person == person.address)).scalar()
    try:
        with _AT_ONCE:
            _hasher().verify(kept or _nobodys(), word[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def make_entry(ledger: Ledger, person: Person) -> str:
    """A one-time code by which this person enters the dashboard within a quarter of an hour."""
    code, now = codes.new_code(), real_now()
    with ledger.writing() as tx:
        codes.keep(tx, code, ENTER, person.address, {}, now, now + ENTER_FOR)
    return code


def entered_by(ledger: Ledger, code: str) -> str | None:
    """Whose code it is, used up with this; None for one that was used, ran out or never was."""
    now = real_now()
    with ledger.writing() as tx:
        found = codes.find(tx, code, ENTER)
        return found.person if found is not None and codes.use(tx, code, now) else None


def open_session(ledger: Ledger, person: Person) -> str:
    """Sign somebody in: the word for their browser's cookie, and for nobody else. Sessions that ran out go."""
    token, now = secrets.token_urlsafe(32), real_now()
    row = {"hash": _hash(token), "person": person.address, "created": now, "seen": now, "proven": now}
    with ledger.writing() as tx:
        tx.execute(delete(sessions).where(sessions.c.created < now - timedelta(days=90)))
        tx.execute(insert(sessions), row)
        journal.write(tx, now, [Note(person.address, "session.opened", f"person:{person.address}", {})])
    return token


def find_session(ledger: Ledger, token: str, limits: SessionLimits) -> Session | None:
    """Who is signed in by this word; None where nobody is, or the session has run out."""
    if not token or len(token) > 100:
        return None
    now = real_now()
    with ledger.reading() as tx:
        row = tx.execute(select(sessions).where(sessions.c.hash == _hash(token))).one_or_none()
    if row is None or now - row.seen > limits.idle or now - row.created > limits.longest:
        return None
    if now - row.seen > _NOTED_EVERY:
        with ledger.writing() as tx:
            tx.execute(update(sessions).where(sessions.c.hash == row.hash).values(seen=now))
    return Session(person=row.person, created=row.created, proven=row.proven, form_word=_form_word(token))


def prove(ledger: Ledger, token: str) -> None:
    """Note that whoever is signed in by this word has just proved again who they are."""
    with ledger.writing() as tx:
        tx.execute(update(sessions).where(sessions.c.hash == _hash(token)).values(proven=real_now()))


def close_session(ledger: Ledger, token: str) -> None:
    """Sign out."""
    with ledger.writing() as tx:
        tx.execute(delete(sessions).where(sessions.c.hash == _hash(token)))


def is_form_word(session: Session, given: str) -> bool:
    """Whether what came with a form is this session's own word (against requests forged elsewhere)."""
    return hmac.compare_digest(session.form_word.encode(), given.encode("utf-8", "replace"))


def _refuse_weak(person: Person, word: str) -> None:
    if len(word) < SHORTEST:
        raise UserError(
            say("A password has at least {count} letters or signs: three or four words do well.", count=SHORTEST)
        )
    if len(word) > LONGEST:
        raise UserError(say("A password has at most {count} letters or signs.", count=LONGEST))
    own = {plain(part) for part in (*person.name.split(), person.local_part, person.login or "") if len(part) > 2}
    left = plain(word)
    for part in sorted(own, key=len, reverse=True):
        left = left.replace(part, "")
    if len(set(left)) < 5:
        raise UserError(say("This password is easy to guess: take three or four words that nobody joins with you."))


def _hasher() -> PasswordHasher:
    # Imported when somebody signs in. OWASP's first choice for argon2id with little memory: 19 MiB, two passes.
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


@cache
def _nobodys() -> str:
    """The hash of a password that nobody knows: what is asked for who is nobody takes as long."""
    return _hasher().hash(secrets.token_urlsafe(32))


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def _form_word(token: str) -> str:
    return hmac.new(token.encode("utf-8", "replace"), b"officebot form", "sha256").hexdigest()
