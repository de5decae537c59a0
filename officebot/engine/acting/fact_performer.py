"""Performs `fact.remember` and `fact.forget`: what duties remember for themselves, each under its own name.

The crash case: the fact is written, that it was done is not. A second try would find its own work and take it for what
stood there before, so the receipt is kept in the fact's own transaction, by the job's key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import orjson
from sqlalchemy import Connection

from officebot.core.actions import Action, Forget, Remember
from officebot.core.problems import UserError
from officebot.core.proposals import Proposal
from officebot.core.text import one_line, say
from officebot.engine.ledger import Ledger, marks
from officebot.engine.ledger.types import canonical
from officebot.sdk import Done, Failed, Job, NotDone, Outcome, Prepared, Uncertain

#: Where the receipts are kept, among the ledger's facts.
RECEIPTS = "officebot facts"
#: A fact is what a duty goes on from, not a store of documents.
MOST_BYTES, LONGEST_KEY = 100_000, 300


def owned(proposal: Proposal, duty: str) -> Proposal:
    """The proposal with the duty that makes it in what it remembers: nobody remembers under another's name."""
    if not any(isinstance(action, Remember | Forget) for action in proposal.actions):
        return proposal
    actions = tuple(
        replace(action, duty=duty) if isinstance(action, Remember | Forget) else action for action in proposal.actions
    )
    return replace(proposal, actions=actions)


class FactPerformer:
    """Remembers and forgets. Doing either twice is harmless; undo puts back what stood there before."""

    kinds = frozenset({Remember.kind, Forget.kind})
    repeatable = True
    irreversible: frozenset[str] = frozenset()

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def prepare(self, action: Action) -> Prepared:
        """Says what is remembered or forgotten. Raises UserError for what is too large, or is no JSON."""
        match action:
            case Remember(key=key, value=value):
                _check(key, value)
                preview = say("Remember “{key}”: {value}", key=key, value=one_line(canonical(value), 120))
            case Forget(key=key):
                _check(key, None)
                preview = say("Forget “{key}”", key=key)
            case _:
                raise TypeError(action.kind)
        return Prepared(action=action, preview=preview)

    def perform(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Write the facts, all in one transaction."""
        with self._ledger.writing() as tx:
            return [_done_before(tx, job) or _written(tx, job) for job in jobs]

    def was_done(self, job: Job) -> Done | NotDone | Uncertain:
        """Done, with what stood there before, where the fact was written; else not done."""
        with self._ledger.reading() as tx:
            return _done_before(tx, job) or NotDone()

    def undo(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Put back what stood there before, unless something else was remembered since."""
        with self._ledger.writing() as tx:
            return [_taken_back(tx, job) for job in jobs]


def _check(key: str, value: Any) -> None:
    if not key or len(key) > LONGEST_KEY:
        raise UserError(say("A fact is remembered by a key of 1 to {most} letters.", most=LONGEST_KEY))
    if len(canonical(value).encode()) > MOST_BYTES:
        raise UserError(say("“{key}” is too much to remember: {most} bytes at most.", key=key, most=MOST_BYTES))


def _place(action: Action) -> tuple[str, str, Any]:
    """Where a fact stands and what it is to be; None where it is forgotten."""
    match action:
        case Remember(key=key, value=value, duty=duty):
            return marks.namespace_of(duty), key, value
        case Forget(key=key, duty=duty):
            return marks.namespace_of(duty), key, None
        case _:
            raise TypeError(action.kind)


def _written(tx: Connection, job: Job) -> Outcome:
    namespace, key, value = _place(job.action)
    receipt = {"before": marks.fact(tx, namespace, key)}
    _put(tx, namespace, key, value)
    marks.put_fact(tx, RECEIPTS, job.key, receipt)
    return Done(receipt)


def _taken_back(tx: Connection, job: Job) -> Outcome:
    namespace, key, value = _place(job.action)
    before, now = job.receipt.get("before"), marks.fact(tx, namespace, key)
    if _same(now, before):
        return Done()
    if not _same(now, value):
        return Failed(say("Something else was remembered as “{key}” since: it was left as it is.", key=key))
    _put(tx, namespace, key, before)
    return Done()


def _put(tx: Connection, namespace: str, key: str, value: Any) -> None:
    if value is None:
        marks.remove_fact(tx, namespace, key)
    else:
        marks.put_fact(tx, namespace, key, value)


def _same(one: Any, other: Any) -> bool:
    return bool(orjson.dumps(one, option=orjson.OPT_SORT_KEYS) == orjson.dumps(other, option=orjson.OPT_SORT_KEYS))


def _done_before(tx: Connection, job: Job) -> Done | None:
    receipt = marks.fact(tx, RECEIPTS, job.key)
    return None if receipt is None else Done(receipt)
