"""The executor: the only one that acts. Carries out approved proposals, action by action, once.

The crash cases, for each action. Before "doing" is written: nothing happened, it is done later. Between
"doing" and "done": the next executor asks the performer `was_done`; done is recorded, not done is repeated,
and where nobody can tell the action becomes "uncertain" and a person is asked. After "done": nothing to do.
Two processes: the lease "executor" lets one work at a time; it is held only while working.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, select

from officebot.core import actions as kinds
from officebot.core.clock import Clock
from officebot.core.mail import MessageRef
from officebot.core.problems import Unavailable, UserError
from officebot.core.proposals import ActionState, ProposalState
from officebot.core.text import Text, say
from officebot.engine import journal
from officebot.engine.guard import Change, Limits, stopped
from officebot.engine.journal import Note
from officebot.engine.ledger import Ledger, leases, mails, marks
from officebot.engine.ledger import proposals as rows
from officebot.engine.ledger.proposals import Ended
from officebot.engine.ledger.schema import approvals, mailboxes, proposals
from officebot.engine.ledger.schema import mails as mail_table
from officebot.engine.performers import Performers
from officebot.sdk import Done, Failed, Job, NotDone, Outcome, Performer, Retry, Uncertain

log = logging.getLogger("officebot.executor")

_BATCH = 500
#: How long to wait before the next try, by how many there were; then every quarter of an hour.
_BACKOFF = (5, 15, 60, 300)
_LONGEST_BACKOFF = timedelta(minutes=15)


@dataclass(slots=True)
class Work:
    """What one pass of the executor did: proposals by how they ended, and why it did nothing if it was kept."""

    ended: dict[int, ProposalState] = field(default_factory=dict)
    later: int = 0
    kept: Text | None = None


@dataclass(slots=True)
class _Bundle:
    """A proposal on its way: its row and the actions that are left, in order."""

    row: Row[Any]
    actions: list[Row[Any]]
    position: int = 0
    problem: Text | None = None

    @property
    def next(self) -> Row[Any] | None:
        left = self.actions[self.position :]
        return left[0] if left and self.problem is None else None


class ExecutorLease:
    """The right to act, held by one process at a time and only while it works."""

    def __init__(self, ledger: Ledger, owner: str) -> None:
        self._ledger = ledger
        # Of its own: two objects of one process must not take each other's lease for theirs.
        self._owner = f"{owner}:{secrets.token_hex(2)}"
        self._one_thread = threading.Lock()

    @contextmanager
    def held(self, wait_seconds: float) -> Iterator[bool]:
        """Whether the lease could be had within `wait_seconds`; given back at the end."""
        if not self._one_thread.acquire(timeout=max(wait_seconds, 0)):
            yield False
            return
        try:
            is_ours = self._take(wait_seconds)
            try:
                yield is_ours
            finally:
                if is_ours:
                    with self._ledger.writing() as tx:
                        leases.release(tx, "executor", self._owner)
        finally:
            self._one_thread.release()

    def renew(self) -> None:
        """Hold it longer. Raises Unavailable when another process has it meanwhile."""
        with self._ledger.writing() as tx:
            if not leases.take(tx, "executor", self._owner):
                raise Unavailable("executor", say("Another officebot took over."))

    def _take(self, wait_seconds: float) -> bool:
        deadline = time.monotonic() + wait_seconds
        while True:
            with self._ledger.writing() as tx:
                if leases.take(tx, "executor", self._owner):
                    return True
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.1)


class Executor:
    """Carries out what is approved. One object a process; `work` may be called from several threads."""

    def __init__(
        self, ledger: Ledger, performers: Performers, clock: Clock, owner: str, limits: Limits | None = None
    ) -> None:
        self._ledger = ledger
        self._performers = performers
        self._clock = clock
        self._lease = ExecutorLease(ledger, owner)
        self._limits = limits or Limits()

    def work(self, wait_seconds: float = 0.0) -> Work:
        """One pass over all that is approved and due; waits up to `wait_seconds` for another executor to finish."""
        with self._lease.held(wait_seconds) as is_ours:
            if not is_ours:
                return Work(kept=say("Another officebot is carrying things out just now: it will do this too."))
            done = Work()
            self._recover()
            while self._pass(done):
                self._lease.renew()
            return done

    # ── one pass ──────────────────────────────────────────────────────────────────────────────────────────

    def _pass(self, done: Work) -> bool:
        """Carry out one batch; whether another may follow at once."""
        now = self._clock.now()
        with self._ledger.writing() as tx:
            if marks.get(tx, marks.PAUSED):
                done.kept = say("The office is paused: “officebot resume” lets it act again.")
                return False
            bundles = self._ready(tx, now)
            bundles = self._guarded(tx, self._unchanged(tx, bundles, now), now)
        if not bundles:
            return False
        while wave := [bundle for bundle in bundles if bundle.next is not None and _is_due(bundle.next, now)]:
            self._carry_out(wave)
        self._conclude(bundles, done)
        return len(bundles) > 0

    def _ready(self, tx: Any, now: datetime) -> list[_Bundle]:
        found = rows.in_states(tx, [ProposalState.APPROVED, ProposalState.DOING])
        by_proposal: dict[int, list[Row[Any]]] = defaultdict(list)
        suspended = set(marks.get(tx, "suspended accounts") or ())
        bundles: list[_Bundle] = []
        for start in range(0, len(found), _BATCH):
            chunk = found[start : start + _BATCH]
            for action in rows.actions_of(tx, [row.id for row in chunk]):
                if action.state == ActionState.PENDING:
                    by_proposal[action.proposal_id].append(action)
            for row in chunk:
                left = by_proposal.get(row.id, [])
                if (not left or _is_due(left[0], now)) and not _touches(left, suspended):
                    bundles.append(_Bundle(row, left))
            if len(bundles) >= _BATCH:
                break
        return bundles

    def _unchanged(self, tx: Any, bundles: list[_Bundle], now: datetime) -> list[_Bundle]:
        """Those whose stored content is still what was approved; the others fail with an incident."""
        by_person = [bundle.row.id for bundle in bundles if bundle.row.decided_by != "policy"]
        given: dict[int, list[str]] = defaultdict(list)
        for row in tx.execute(select(approvals).where(approvals.c.proposal_id.in_(by_person))):
            given[row.proposal_id].append(row.hash)
        stored: dict[int, list[Row[Any]]] = defaultdict(list)
        for action in rows.actions_of(tx, [bundle.row.id for bundle in bundles]):
            stored[action.proposal_id].append(action)
        whole = rows.blobs_named(tx, [name for of in stored.values() for one in of for name in one.blobs.values()])
        sound = []
        for bundle in bundles:
            row = bundle.row
            is_whole = all(name in whole for one in stored[row.id] for name in one.blobs.values())
            content = rows.hash_of((one.kind, one.params, one.blobs) for one in stored[row.id])
            yeses = [one for one in given[row.id] if one == content]
            if (
                is_whole
                and content == row.hash
                and (row.decided_by == "policy" or len(yeses) >= row.approvals_needed)
            ):
                sound.append(bundle)
            else:
                self._refuse(tx, bundle, now)
        return sound

    def _refuse(self, tx: Any, bundle: _Bundle, now: datetime) -> None:
        problem = say("Its content is not what was approved: nothing was done. Find out who changed the ledger.")
        ended = [Ended(id=one.id, state=ActionState.FAILED, problem=problem) for one in bundle.actions]
        rows.end_actions(tx, ended, now)
        rows.set_states(tx, {bundle.row.id: ProposalState.FAILED})
        journal.write(tx, now, [Note("officebot", "incident.changed", f"proposal:{bundle.row.id}", {})])

    def _guarded(self, tx: Any, bundles: list[_Bundle], now: datetime) -> list[_Bundle]:
        """Those that the guard lets through; the others wait for a person, with the reason."""
        last = marks.set_at(tx, marks.LAST_BALANCE)
        if last is None:
            return bundles
        plan = self._changes(tx, bundles, last)
        if not plan:
            return bundles
        sizes = {(row.account, row.folder): row.size for row in tx.execute(select(mailboxes))}
        found = stopped(plan, self._already(tx, last), sizes, self._limits)
        for number, why in found.items():
            rows.stop(tx, number, why, now + timedelta(hours=72))
        journal.write(tx, now, [Note("officebot", "guard.stopped", f"proposal:{n}", {}) for n in found])
        return [bundle for bundle in bundles if bundle.row.id not in found]

    def _changes(self, tx: Any, bundles: Iterable[_Bundle], last: datetime) -> list[Change]:
        alone = [one for one in bundles if one.row.decided_by == "policy" and one.row.mail_id is not None]
        ids = [one.row.mail_id for one in alone]
        old: dict[int, Row[Any]] = {}
        for start in range(0, len(ids), _BATCH):
            query = select(mail_table).where(
                mail_table.c.id.in_(ids[start : start + _BATCH]), mail_table.c.noted <= last
            )
            old.update({row.id: row for row in tx.execute(query)})
        return [
            Change(one.row.id, old[one.row.mail_id].account, old[one.row.mail_id].folder)
            for one in alone
            if one.row.mail_id in old and any(_message_of(action) for action in one.actions)
        ]

    def _already(self, tx: Any, last: datetime) -> dict[tuple[str, str], int]:
        query = (
            select(mail_table.c.account, mail_table.c.folder, func.count())
            .join(proposals, proposals.c.mail_id == mail_table.c.id)
            .where(
                proposals.c.decided_by == "policy",
                proposals.c.state == ProposalState.DONE,
                proposals.c.decided > last,
                mail_table.c.noted <= last,
            )
            .group_by(mail_table.c.account, mail_table.c.folder)
        )
        return {(row[0], row[1]): int(row[2]) for row in tx.execute(query)}

    # ── one wave: the next action of each proposal ────────────────────────────────────────────────────────

    def _carry_out(self, wave: Sequence[_Bundle]) -> None:
        by_kind: dict[str, list[_Bundle]] = defaultdict(list)
        for bundle in wave:
            if bundle.next is not None:
                by_kind[bundle.next.kind].append(bundle)
        for kind, bundles in by_kind.items():
            self._perform(kind, bundles)

    def _perform(self, kind: str, bundles: Sequence[_Bundle]) -> None:
        actions = [bundle.next for bundle in bundles if bundle.next is not None]
        with self._ledger.writing() as tx:
            rows.begin_actions(tx, [action.id for action in actions], self._clock.now())
            rows.set_states(tx, {one.row.id: "doing" for one in bundles if one.row.state != "doing"})
            jobs = self._jobs(tx, actions)
        outcomes = self._outcomes(kind, jobs)
        now = self._clock.now()
        with self._ledger.writing() as tx:
            ended = [_ended(action, outcome, now) for action, outcome in zip(actions, outcomes, strict=True)]
            rows.end_actions(tx, ended, now)
            pairs = zip(actions, outcomes, strict=True)
            mails.moved(tx, [place for action, outcome in pairs if (place := new_place(action, outcome))])
        for bundle, outcome in zip(bundles, outcomes, strict=True):
            if isinstance(outcome, Done):
                bundle.position += 1
            else:
                bundle.problem = outcome.why

    def _jobs(self, tx: Any, actions: Sequence[Row[Any]]) -> list[Job]:
        held = rows.blobs_named(tx, [name for action in actions for name in action.blobs.values()])
        return [job_of(action, held) for action in actions]

    def _outcomes(self, kind: str, jobs: Sequence[Job]) -> Sequence[Outcome]:
        try:
            performer = self._performers.of(kind)
        except UserError as error:
            return [Failed(problem.what) for problem in error.problems[:1] for _ in jobs]
        try:
            return performer.perform(jobs)
        except Unavailable as lost:
            return [Retry(lost.what)] * len(jobs)
        except Exception as error:
            log.error("performer failed", extra={"kind": kind, "error": type(error).__name__}, exc_info=True)
            return [_after_fault(performer, error)] * len(jobs)

    def _conclude(self, bundles: Sequence[_Bundle], done: Work) -> None:
        now = self._clock.now()
        with self._ledger.writing() as tx:
            states: dict[int, str] = {}
            notes = []
            stored: dict[int, list[Row[Any]]] = defaultdict(list)
            for action in rows.actions_of(tx, [bundle.row.id for bundle in bundles]):
                stored[action.proposal_id].append(action)
            for bundle in bundles:
                state = _state_after([action.state for action in stored[bundle.row.id]])
                states[bundle.row.id] = state
                if state in (ProposalState.APPROVED, ProposalState.DOING):
                    done.later += 1
                    continue
                done.ended[bundle.row.id] = state
                if state != ProposalState.UNCERTAIN:
                    self._skip_rest(tx, stored[bundle.row.id], now)
                notes.append(_note_of(bundle.row, state, stored[bundle.row.id]))
            rows.set_states(tx, states)
            journal.write(tx, now, notes)

    def _skip_rest(self, tx: Any, actions: Sequence[Row[Any]], now: datetime) -> None:
        left = [one for one in actions if one.state == ActionState.PENDING]
        rows.end_actions(tx, [Ended(id=one.id, state=ActionState.SKIPPED) for one in left], now)

    # ── after a crash ─────────────────────────────────────────────────────────────────────────────────────

    def _recover(self) -> None:
        """Settle the actions that a crash left between "doing" and "done", and ask again about uncertain ones."""
        now = self._clock.now()
        with self._ledger.reading() as tx:
            found = rows.actions_in(tx, [ActionState.DOING, ActionState.UNCERTAIN])
            jobs = self._jobs(tx, found)
        ended = [end for action, job in zip(found, jobs, strict=True) if (end := self._settled(action, job))]
        if not ended:
            return
        of_action = {action.id: action.proposal_id for action in found}
        with self._ledger.writing() as tx:
            rows.end_actions(tx, ended, now)
            by_id = {action.id: action for action in found}
            mails.moved(tx, [place for end in ended if (place := _place_in(by_id[end.id], end.receipt))])
            rows.set_states(tx, {of_action[end.id]: _recovered_state(end) for end in ended})
            journal.write(tx, now, [
                Note("officebot", "action.recovered", f"proposal:{of_action[end.id]}", {"state": str(end.state)})
                for end in ended
            ])  # fmt: skip

    def _settled(self, action: Row[Any], job: Job) -> Ended | None:
        """How an interrupted action stands; None where nothing new is known of an uncertain one."""
        try:
            found = self._performers.of(action.kind).was_done(job)
        except (Unavailable, UserError):
            return None
        except Exception as error:  # noqa: BLE001 - not knowing is an answer here
            log.error("was_done failed", extra={"kind": action.kind, "error": type(error).__name__})
            found = Uncertain(say("Whether it happened could not be found out."))
        if isinstance(found, Done):
            return Ended(id=action.id, state=ActionState.DONE, receipt=found.receipt)
        if action.state == ActionState.UNCERTAIN:
            return None
        if isinstance(found, NotDone):
            return Ended(id=action.id, state=ActionState.PENDING)
        return Ended(id=action.id, state=ActionState.UNCERTAIN, problem=found.why)


def _is_due(action: Row[Any], now: datetime) -> bool:
    return action.not_before is None or bool(action.not_before <= now)


def _touches(actions: Sequence[Row[Any]], suspended: set[str]) -> bool:
    return bool(suspended) and any((ref := _message_of(one)) and ref["account"] in suspended for one in actions)


def _message_of(action: Row[Any]) -> dict[str, Any] | None:
    on = action.params.get("on")
    return on if isinstance(on, dict) and "uidvalidity" in on else None


def job_of(action: Row[Any], held: Mapping[str, bytes]) -> Job:
    """The stored action as a performer gets it, with those of its bytes that are held."""
    return Job(
        id=action.id,
        key=f"action:{action.id}",
        action=kinds.from_json(action.kind, action.params),
        blobs={role: held.get(name, b"") for role, name in action.blobs.items()},
        receipt=action.receipt or {},
    )


def _after_fault(performer: Performer, error: Exception) -> Outcome:
    why = say("The part that does this failed ({error}): its log says more.", error=type(error).__name__)
    return Retry(why) if performer.repeatable else Uncertain(why)


def _ended(action: Row[Any], outcome: Outcome, now: datetime) -> Ended:
    match outcome:
        case Done(receipt):
            return Ended(id=action.id, state=ActionState.DONE, receipt=receipt)
        case Failed(why):
            return Ended(id=action.id, state=ActionState.FAILED, problem=why)
        case Uncertain(why):
            return Ended(id=action.id, state=ActionState.UNCERTAIN, problem=why)
        case Retry(why):
            again_at = now + backoff(action.attempts)
            return Ended(id=action.id, state=ActionState.PENDING, problem=why, again_at=again_at)


def backoff(attempts: int) -> timedelta:
    """How long to wait after this many earlier tries: 5 s, 15 s, 1 min, 5 min, then 15 min each."""
    return timedelta(seconds=_BACKOFF[attempts]) if attempts < len(_BACKOFF) else _LONGEST_BACKOFF


def new_place(action: Row[Any], outcome: Outcome) -> MessageRef | None:
    """Where the action's message lies after this outcome, if it was moved."""
    return _place_in(action, outcome.receipt) if isinstance(outcome, Done) else None


def _place_in(action: Row[Any], receipt: Any) -> MessageRef | None:
    """A receipt's "to" names the folder, UIDVALIDITY and UID at which the message now lies."""
    on, to = _message_of(action), (receipt or {}).get("to")
    if on is None or not isinstance(to, dict) or not to.get("uid"):
        return None
    return MessageRef(on["account"], to["folder"], to["uidvalidity"], to["uid"], on["fingerprint"])


def _state_after(states: Sequence[str]) -> ProposalState:
    """What a proposal's state is, given those of its actions in order."""
    if all(state == ActionState.DONE for state in states):
        return ProposalState.DONE
    if ActionState.UNCERTAIN in states:
        return ProposalState.UNCERTAIN
    if ActionState.FAILED in states:
        return ProposalState.PARTLY_DONE if ActionState.DONE in states else ProposalState.FAILED
    return ProposalState.DOING if ActionState.DONE in states else ProposalState.APPROVED


def _recovered_state(end: Ended) -> ProposalState:
    return ProposalState.UNCERTAIN if end.state == ActionState.UNCERTAIN else ProposalState.DOING


def _note_of(row: Row[Any], state: ProposalState, actions: Sequence[Row[Any]]) -> Note:
    payload = {
        "duty": row.duty,
        "hash": row.hash,
        "actions": [{"kind": one.kind, "state": one.state, "receipt": one.receipt} for one in actions],
    }
    return Note("officebot", f"proposal.{state}", f"proposal:{row.id}", payload)
