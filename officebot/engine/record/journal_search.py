"""Looks for entries of the journal: newest first, a page at a time, by who, what, subject and day; and verifies it aside.

Verifying a million entries takes longer than anybody waits for a page: a thread does it, and its result is kept in a
mark, with when it was found.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from officebot.core.clock import Clock
from officebot.engine.ledger import Ledger, marks
from officebot.engine.ledger.schema import journal as table
from officebot.engine.record import journal

log = logging.getLogger("officebot.journal")

_COLUMNS = (table.c.seq, table.c.at, table.c.who, table.c.what, table.c.subject)
_LAST = 2**31 - 1
#: The mark that holds the last verification: `{"entries", "bad", "why"}`.
VERIFIED = "journal verified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry without its payload: who did what to which subject."""

    seq: int
    at: datetime
    who: str
    what: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries are looked for; what is empty is not asked. `until` is the first instant that is too late."""

    who: str = ""
    what: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None


def search(tx: Connection, wanted: Wanted, *, before: int = 0, most: int = 50) -> list[Line]:
    """The newest entries that fit, newest first, those below the number `before` where it is given."""
    low, high = _between(tx, wanted, before)
    if wanted.who and not (wanted.what or wanted.subject):
        return _by(tx, wanted.who, low, high, most)
    query = select(*_COLUMNS).where(table.c.seq >= low, table.c.seq <= high).order_by(table.c.seq.desc()).limit(most)
    for column, value in ((table.c.who, wanted.who), (table.c.what, wanted.what), (table.c.subject, wanted.subject)):
        if value:
            query = query.where(column == value)
    return [Line(**row._mapping) for row in tx.execute(query)]


def _between(tx: Connection, wanted: Wanted, before: int) -> tuple[int, int]:
    """The first and last number that may fit."""
    high = before - 1 if before else _LAST
    if wanted.until is not None:
        high = min(high, _first_from(tx, wanted.until) - 1)
    return (_first_from(tx, wanted.since) if wanted.since is not None else 1), high


def _by(tx: Connection, who: str, low: int, high: int, most: int) -> list[Line]:
    """The newest of one actor: of each kind the newest, by the index of both; then the newest of those."""
    found: list[int] = []
    for kind in kinds(tx):
        query = select(table.c.seq).where(table.c.who == who, table.c.what == kind)
        query = query.where(table.c.seq >= low, table.c.seq <= high).order_by(table.c.seq.desc()).limit(most)
        found += tx.execute(query).scalars()
    newest = sorted(found, reverse=True)[:most]
    rows = tx.execute(select(*_COLUMNS).where(table.c.seq.in_(newest)).order_by(table.c.seq.desc()))
    return [Line(**row._mapping) for row in rows]


def kinds(tx: Connection) -> list[str]:
    """All that ever happened, as the journal names it, in order; found by leaps through the index."""
    found: list[str] = []
    name = tx.execute(select(func.min(table.c.what))).scalar()
    while name is not None:
        found.append(str(name))
        name = tx.execute(select(func.min(table.c.what)).where(table.c.what > name)).scalar()
    return found


def actors(tx: Connection) -> list[str]:
    """All who ever stand in the journal, in order."""
    found: list[str] = []
    name = tx.execute(select(func.min(table.c.who))).scalar()
    while name is not None:
        found.append(str(name))
        name = tx.execute(select(func.min(table.c.who)).where(table.c.who > name)).scalar()
    return found


def _first_from(tx: Connection, instant: datetime) -> int:
    """The number of the first entry at or after the instant, found by halving: entries stand in the order of time."""
    low, high = 1, int(tx.execute(select(func.max(table.c.seq))).scalar() or 0) + 1
    while low < high:
        middle = (low + high) // 2
        at = tx.execute(select(table.c.at).where(table.c.seq == middle)).scalar()
        if at is not None and at < instant:
            low = middle + 1
        else:
            high = middle
    return low


class Verifier:
    """Verifies the journal in a thread of its own, one at a time."""

    def __init__(self, ledger: Ledger, clock: Clock, done: Callable[[], None] = lambda: None) -> None:
        self._ledger = ledger
        self._clock = clock
        self._done = done
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self.since: datetime | None = None

    def start(self) -> bool:
        """Begin, unless it is under way; whether it was begun."""
        with self._lock:
            if self._thread is not None and self._thread.is_alive():
                return False
            self.since = self._clock.now()
            self._thread = threading.Thread(target=self._verify, name="journal", daemon=True)
            self._thread.start()
            return True

    @property
    def is_running(self) -> bool:
        """Whether a verification is under way."""
        return self._thread is not None and self._thread.is_alive()

    def wait(self, seconds: float) -> bool:
        """Wait at most so long; whether none is under way then."""
        if self._thread is not None:
            self._thread.join(seconds)
        return not self.is_running

    def _verify(self) -> None:
        try:
            with self._ledger.reading() as tx:
                told = marks.get(tx, marks.LAST_BALANCE) or {}
                head = told.get("head")
                found = journal.verify(tx, (int(head[0]), str(head[1])) if head else None)
            result = {"entries": found.entries, "bad": found.bad, "why": found.why}
            with self._ledger.writing() as tx:
                marks.put(tx, VERIFIED, result, self._clock.now())
        except Exception as error:
            log.error("journal not verified", extra={"error": type(error).__name__}, exc_info=True)
        self._done()


def last_verified(tx: Connection) -> tuple[datetime, dict[str, Any]] | None:
    """When the journal was last verified, and with what result; None if never."""
    at, found = marks.set_at(tx, VERIFIED), marks.get(tx, VERIFIED)
    return (at, found) if at is not None and found is not None else None
