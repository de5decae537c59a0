"""The circuit breakers of an office's duties, kept in the ledger: who is stopped, since when, and what people say to it.

Each change is written in the transaction of what caused it. The crash cases. A try that ends with its process: the
pause before the next one was written before it began. A duty that ends officebot itself is stopped when its run is
given up (`running.MOST_ATTEMPTS`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection

from officebot.core.breaker import MOST_FAILURES, Breaker, Failing
from officebot.core.problems import UserError
from officebot.core.text import Text, say
from officebot.engine.ledger import Ledger, marks
from officebot.engine.record import journal
from officebot.engine.record.journal import Note

#: Where they are kept, among the ledger's facts.
NAMESPACE = "officebot breakers"
_CLOSED = Breaker()
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A duty that failed over a mail, the sentence for people, and whether its own code is at fault."""

    duty: str
    why: Text
    is_fault: bool


class Breakers:
    """The breakers of one office. `most` failures in a row stop a duty."""

    def __init__(self, ledger: Ledger, most: int = MOST_FAILURES) -> None:
        self._ledger = ledger
        self._most = most

    def all(self) -> dict[str, Breaker]:
        """Those of the duties that failed of late, by name."""
        with self._ledger.reading() as tx:
            return kept(tx)

    def stopped(self, now: datetime) -> frozenset[str]:
        """The duties that may not be asked now."""
        return frozenset(name for name, one in self.all().items() if not one.may_work(now))

    def tally(self) -> Tally:
        """What a batch of mails is counted with, as things are now."""
        with self._ledger.reading() as tx:
            return Tally(known=kept(tx), most=self._most)

    # ── in the transaction of a run ───────────────────────────────────────────────────────────────────────

    def begin(self, tx: Connection, duty: str, now: datetime) -> None:
        """Say that a run begins: of a duty that is stopped it is the one try."""
        before = kept(tx).get(duty, _CLOSED)
        if before.is_stopped:
            _put(tx, duty, before.tried(now))

    def ran(self, tx: Connection, duty: str, now: datetime) -> None:
        """Say that a run came to its end."""
        before = kept(tx).get(duty, _CLOSED)
        if before != _CLOSED:
            put(tx, {duty: (before, before.worked("runs"))}, now)

    def failed(self, tx: Connection, duty: str, why: Text, now: datetime, *, at_once: bool = False) -> None:
        """Say that a run failed by the duty's own fault; `at_once` where it is not to be had again."""
        before = kept(tx).get(duty, _CLOSED)
        after = before.stopped("runs", why, now) if at_once else before.failed("runs", why, now, self._most)
        put(tx, {duty: (before, after)}, now)

    # ── what people say ───────────────────────────────────────────────────────────────────────────────────

    def try_again(self, duty: str, who: str, now: datetime) -> None:
        """Let it be tried now. Raises UserError where it is not stopped."""
        self._decide(duty, who, "duty.tried-again", now, lambda one: one.asked_again(now))

    def leave_off(self, duty: str, who: str, now: datetime) -> None:
        """Leave it off until somebody says otherwise. Raises UserError where it is not stopped."""
        self._decide(duty, who, "duty.left-off", now, lambda one: one.leave_off(who))

    def _decide(self, duty: str, who: str, what: str, now: datetime, change: Any) -> None:
        with self._ledger.writing() as tx:
            before = kept(tx).get(duty, _CLOSED)
            if not before.is_stopped:
                raise UserError(say("The duty “{duty}” is not stopped: it works already.", duty=duty))
            _put(tx, duty, change(before))
            journal.write(tx, now, [Note(who, what, f"duty:{duty}", {"failures": before.failures})])


@dataclass(slots=True)
class Tally:
    """What the duties' answers about a batch of mails come to: who failed, who worked, who is left out meanwhile."""

    known: dict[str, Breaker]
    most: int
    without: set[str] = field(default_factory=set)
    _before: dict[str, Breaker] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._before = dict(self.known)

    def awake(self, duties: Mapping[str, T], now: datetime) -> dict[str, T]:
        """Those that may be asked now."""
        if not self.known:
            return dict(duties)
        found = {name: one for name, one in duties.items() if self.known.get(name, _CLOSED).may_work(now)}
        self.without |= duties.keys() - found.keys()
        return found

    def failed(self, what: Failing, duty: str, why: Text, now: datetime) -> None:
        """Count a failure over a mail by the duty's own fault."""
        self.known[duty] = self.known.get(duty, _CLOSED).failed(what, why, now, self.most)

    def failed_all(self, what: Failing, failures: Iterable[Failure], now: datetime) -> None:
        """Count those that are a duty's own fault."""
        for one in failures:
            if one.is_fault:
                self.failed(what, one.duty, one.why, now)

    def is_stopped(self, duty: str) -> bool:
        """Whether a mail is judged without this duty: nobody need read it because of what that duty did."""
        stopped = self.known.get(duty, _CLOSED).is_stopped
        if stopped:
            self.without.add(duty)
        return stopped

    def worked(self, what: Failing, duties: Iterable[str], now: datetime) -> None:
        """Say that these were asked and answered."""
        for duty in self.known.keys() & set(duties):
            before = self.known[duty]
            if before.may_work(now):
                self.known[duty] = before.worked(what)

    def store(self, tx: Connection, now: datetime) -> None:
        """Keep what changed."""
        changed = {
            name: (self._before.get(name, _CLOSED), one)
            for name, one in self.known.items()
            if self._before.get(name, _CLOSED) != one
        }
        put(tx, changed, now)
        self._before = dict(self.known)


def kept(tx: Connection) -> dict[str, Breaker]:
    """The breakers that the ledger keeps, by duty; a duty that did not fail has none."""
    return {name: Breaker.from_json(told) for name, told in marks.facts_of(tx, NAMESPACE).items()}


def put(tx: Connection, changed: Mapping[str, tuple[Breaker, Breaker]], now: datetime) -> None:
    """Keep what they became, and tell the journal who was stopped and who works again."""
    notes = []
    for duty, (before, after) in changed.items():
        _put(tx, duty, after)
        if after.is_stopped and not before.is_stopped:
            why = after.why.to_json() if after.why is not None else None
            notes.append(Note("officebot", "duty.stopped", f"duty:{duty}", {"failures": after.failures, "why": why}))
        elif before.is_stopped and not after.is_stopped:
            notes.append(Note("officebot", "duty.works-again", f"duty:{duty}", {}))
    if notes:
        journal.write(tx, now, notes)


def _put(tx: Connection, duty: str, breaker: Breaker) -> None:
    if breaker.failures or breaker.is_stopped:
        marks.put_fact(tx, NAMESPACE, duty, breaker.to_json())
    else:
        marks.remove_fact(tx, NAMESPACE, duty)
