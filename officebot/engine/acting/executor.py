"""The executor: the only one that acts. Carries out approved proposals, action by action, once.

The crash cases, for each action. Before "doing" is written: nothing happened, it is done later. Between
"doing" and "done": the next executor asks the performer `was_done`; done is recorded, not done is repeated,
and where nobody can tell the action becomes "uncertain" and a person is asked; until the performer can be
asked, what comes after it waits. After "done": nothing to do. What must not happen twice is begun one by
one, so that a crash leaves only one in doubt. Two processes: the lease "executor" lets one work at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, select

from officebot.core.clock import Clock
from officebot.core.problems import UserError
from officebot.core.proposals import ActionState, ProposalState
from officebot.core.text import Text, say
from officebot.engine import collecting
from officebot.engine.acting import filling, guarding, outcomes
from officebot.engine.acting.anew import runs_anew
from officebot.engine.acting.bundles import (
    LAPSES_AFTER,
    Bundle,
    by_proposal,
    has_lapsed,
    is_approved,
    is_due,
    left_of,
    note_of,
    state_after,
)
from officebot.engine.acting.guard import Limits
from officebot.engine.acting.outcomes import backoff, message_of, new_place, place_in
from officebot.engine.acting.performers import Performers
from officebot.engine.lease import RENEW_SECONDS, ExecutorLease, TakenOver
from officebot.engine.ledger import Ledger, filled, mails, marks, numbers, runs
from officebot.engine.ledger import proposals as rows
from officebot.engine.ledger.proposals import Ended
from officebot.engine.ledger.schema import approvals
from officebot.engine.record import journal
from officebot.engine.record.journal import Note
from officebot.sdk import Done, Failed, Job, NotDone, Outcome, Retry

__all__ = ["Executor", "Work", "backoff"]

_BATCH = 500
#: An uncertain action is looked for again this often, in case it turns up.
_ASK_AGAIN = timedelta(minutes=5)
_READY = rows.ACTING


@dataclass(slots=True)
class Work:
    """What one pass of the executor did: proposals by how they ended, and why it did nothing if it was kept."""

    ended: dict[int, ProposalState] = field(default_factory=dict)
    later: int = 0
    kept: Text | None = None


class Executor:
    """Carries out what is approved. One object a process; `work` may be called from several threads."""

    def __init__(
        self,
        ledger: Ledger,
        performers: Performers,
        clock: Clock,
        owner: str,
        limits: Limits | None = None,
        renew_seconds: float = RENEW_SECONDS,
    ) -> None:
        self._ledger = ledger
        self._performers = performers
        self._clock = clock
        self._lease = ExecutorLease(ledger, owner, renew_seconds)
        self._limits = limits or Limits()
        self._asked: dict[int, datetime] = {}

    def work(self, wait_seconds: float = 0.0) -> Work:
        """One pass over all that is approved and due; waits up to `wait_seconds` for another executor to finish."""
        idle = self._idle()
        if idle is not None:
            return idle
        with self._lease.held(wait_seconds) as is_ours:
            if not is_ours:
                return Work(kept=say("Another officebot is carrying things out just now: it will do this too."))
            done = Work()
            try:
                self._recover()
                with collecting.seldom():
                    while self._pass(done):
                        pass
            except TakenOver as lost:
                done.kept = lost.what
            return done

    def _idle(self) -> Work | None:
        """What a pass would say that finds nothing to do, so that an idle office writes nothing; else None."""
        with self._ledger.reading() as tx:
            if self._in_doubt(tx):
                return None
            if marks.get(tx, marks.PAUSED):
                return Work(kept=_paused())
            return None if rows.ready(tx, _READY, self._clock.now(), self._suspended(tx)) else Work()

    # ── one pass ──────────────────────────────────────────────────────────────────────────────────────────

    def _pass(self, done: Work) -> bool:
        """Carry out one batch; whether another may follow at once."""
        now = self._clock.now()
        with self._ledger.writing() as tx:
            self._lease.renew(tx)
            if marks.get(tx, marks.PAUSED):
                done.kept = _paused()
                return False
            found = self._ready(tx, now)
            bundles = self._guarded(tx, self._unchanged(tx, self._not_lapsed(tx, found, now), now), now)
        bundles = [self._numbered(bundle) if bundle.row.number_series else bundle for bundle in bundles]
        while wave := [bundle for bundle in bundles if bundle.next is not None and is_due(bundle.next, now)]:
            self._carry_out(wave, done)
        self._conclude_rest([bundle for bundle in bundles if not bundle.gone and not bundle.concluded], done)
        return bool(found)

    def _ready(self, tx: Any, now: datetime) -> list[Bundle]:
        found = rows.ready(tx, _READY, now, self._suspended(tx), _BATCH)
        stored = by_proposal(rows.plans_of(tx, [row.id for row in found]))
        lefts = [(row, left_of(stored[row.id])) for row in found]
        return [Bundle(row, stored[row.id], left) for row, left in lefts if left is not None]

    def _suspended(self, tx: Any) -> Collection[str]:
        return marks.get(tx, marks.SUSPENDED) or ()

    def _unchanged(self, tx: Any, bundles: list[Bundle], now: datetime) -> list[Bundle]:
        """Those whose stored content is still what was approved; the others fail with an incident."""
        by_person = [bundle.row.id for bundle in bundles if bundle.row.decided_by != "policy"]
        given: dict[int, list[str]] = defaultdict(list)
        for row in tx.execute(select(approvals).where(approvals.c.proposal_id.in_(by_person))):
            given[row.proposal_id].append(row.hash)
        whole = rows.blobs_named(tx, [name for of in bundles for name in filling.blobs_of(of.stored)])
        stories = journal.stories(tx, [f"proposal:{bundle.row.id}" for bundle in bundles])
        sound = []
        for bundle in bundles:
            row = bundle.row
            is_whole = all(name in whole for name in filling.blobs_of(bundle.stored))
            content = rows.hash_of((one.kind, one.params, one.blobs) for one in bundle.stored)
            story = stories[f"proposal:{row.id}"]
            is_sound = is_whole and content == row.hash and filling.is_as_filled(bundle.stored, story)
            if is_sound and is_approved(row, given[row.id], story):
                sound.append(bundle)
            else:
                self._refuse(tx, bundle, now)
        return sound

    def _not_lapsed(self, tx: Any, bundles: list[Bundle], now: datetime) -> list[Bundle]:
        """Those whose yes is still fresh; what was tried in vain for days is asked about again."""
        lapsed = [one for one in bundles if has_lapsed(one, now)]
        begun = [one for one in lapsed if any(action.state == ActionState.DONE for action in one.stored)]
        asked = [one for one in lapsed if one not in begun]
        for bundle in begun:
            self._cannot_go_on(tx, bundle, now)
        for bundle in asked:
            why = say(
                "It was approved on {day} and could not be done since: is it still wanted?", day=bundle.row.decided
            )
            rows.stop(tx, bundle.row.id, why, now + LAPSES_AFTER)
            tx.execute(delete(approvals).where(approvals.c.proposal_id == bundle.row.id))
        journal.write(tx, now, [Note("officebot", "approval.lapsed", f"proposal:{one.row.id}", {}) for one in asked])
        gone = {one.row.id for one in lapsed}
        return [bundle for bundle in bundles if bundle.row.id not in gone]

    def _cannot_go_on(self, tx: Any, bundle: Bundle, now: datetime) -> None:
        """Part of it has happened and cannot be asked about anew: what is next fails, as its performer would say."""
        tried = bundle.actions[0]
        why = say(
            "It was approved on {day} and could not be done since: it is not tried any more. {problem}",
            day=bundle.row.decided, problem=Text.from_json(tried.problem) if tried.problem else "",
        )  # fmt: skip
        rows.end_actions(tx, [Ended(id=tried.id, state=ActionState.FAILED, problem=why)], now)

    def _refuse(self, tx: Any, bundle: Bundle, now: datetime) -> None:
        problem = say("Its content is not what was approved: nothing was done. Find out who changed the ledger.")
        ended = [Ended(id=one.id, state=ActionState.FAILED, problem=problem) for one in bundle.actions]
        rows.end_actions(tx, ended, now)
        rows.set_states(tx, {bundle.row.id: ProposalState.FAILED})
        journal.write(tx, now, [Note("officebot", "incident.changed", f"proposal:{bundle.row.id}", {})])

    def _guarded(self, tx: Any, bundles: list[Bundle], now: datetime) -> list[Bundle]:
        """Those that the guard lets through; the others wait for a person, with the reason."""
        alone = {one.row.id: one.actions for one in bundles if one.row.decided_by == "policy"}
        found = guarding.stopped_in(tx, alone, self._limits, now)
        for number, why in found.items():
            rows.stop(tx, number, why, now + timedelta(hours=72))
        journal.write(tx, now, [Note("officebot", "guard.stopped", f"proposal:{n}", {}) for n in found])
        return [bundle for bundle in bundles if bundle.row.id not in found]

    def _numbered(self, bundle: Bundle) -> Bundle:
        """The bundle with its number filled in, which is done once and kept: each try uses the same bytes.

        The cases. Killed before it is kept: it is made anew, nothing has left yet. Killed after: it is found. It cannot
        be made now, because LibreOffice hangs or a disk is full: it waits, as for a server that is away.
        """
        number = bundle.row.id
        if not filling.is_open(bundle.stored):
            return bundle
        with self._ledger.reading() as tx:
            words = numbers.of_proposals(tx, [number]).get(number)
            held = rows.blobs_named(tx, filling.blobs_of(bundle.stored))
        try:
            if words is None:
                raise filling.NotFilled(say("It has no number: find out who changed the ledger."))
            parts, data = filling.filled_in(self._performers, bundle.stored, words, held)
        except filling.NotFilled as problem:
            return self._cannot_fill(bundle, problem.why)
        now = self._clock.now()
        with self._ledger.writing() as tx:
            self._lease.renew(tx)
            filled.fill(tx, parts, data)
            journal.write(tx, now, [filling.note_of(number, parts)])
            stored = rows.plans_of(tx, [number])
        left = left_of(stored)
        return Bundle(bundle.row, stored, left or [], gone=left is None)

    def _cannot_fill(self, bundle: Bundle, why: Text) -> Bundle:
        """Try it again later, as an action that could not be done: after days of that, its yes lapses."""
        now, tried = self._clock.now(), bundle.next
        if tried is not None:
            end = outcomes.ended(tried, Retry(why), now)
            with self._ledger.writing() as tx:
                rows.begin_actions(tx, [tried.id], now)
                rows.end_actions(tx, [end], now)
            bundle.ended[tried.id] = end
        bundle.stopped = True
        return bundle

    # ── one wave: the next action of each proposal ────────────────────────────────────────────────────────

    def _carry_out(self, wave: Sequence[Bundle], done: Work) -> None:
        by_kind: dict[str, list[Bundle]] = defaultdict(list)
        for bundle in wave:
            if bundle.next is not None:
                by_kind[bundle.next.kind].append(bundle)
        for kind, bundles in by_kind.items():
            left = list(self._at_once(kind, bundles))
            while left:
                if not self._perform(kind, left.pop(0), done):
                    self._put_off([bundle for few in left for bundle in few])
                    break

    def _put_off(self, bundles: Sequence[Bundle]) -> None:
        """Leave these for a moment: what was just tried has to be tried again, and they might wait as long in vain.

        A server that swallows connections would else keep everything waiting for a minute a mail. Not for longer,
        so that one mail which is refused for days keeps no other.
        """
        with self._ledger.writing() as tx:
            rows.hold(tx, [bundle.next.id for bundle in bundles if bundle.next], self._clock.now() + backoff(0))
        for bundle in bundles:
            bundle.stopped = True

    def _at_once(self, kind: str, bundles: Sequence[Bundle]) -> Iterator[Sequence[Bundle]]:
        """All together where doing twice is harmless; else one by one, so that a crash leaves one in doubt."""
        if self._is_repeatable(kind):
            yield bundles
        else:
            yield from ([bundle] for bundle in bundles)

    def _is_repeatable(self, kind: str) -> bool:
        try:
            return self._performers.of(kind).repeatable
        except UserError:
            return True  # nobody does it, not even once

    def _perform(self, kind: str, bundles: Sequence[Bundle], done: Work) -> bool:
        """Carry out the next action of each; whether none of them has to be tried again.

        What that leaves done or failed as a whole is concluded in the same transaction.
        """
        begun = self._begin(bundles)
        jobs = [job for _, _, job in begun if isinstance(job, Job)]
        came = iter(outcomes.perform(self._performers, kind, jobs) if jobs else ())
        found: list[Outcome] = [next(came) if isinstance(job, Job) else job for _, _, job in begun]
        now = self._clock.now()
        ended = [outcomes.ended(one, out, now) for (_, one, _), out in zip(begun, found, strict=True)]
        for (bundle, _, _), outcome, end in zip(begun, found, ended, strict=True):
            bundle.ended[end.id] = end
            if isinstance(outcome, Done):
                bundle.position += 1
            else:
                bundle.stopped = True
        over = [bundle for bundle, _, _ in begun if bundle.next is None]
        with self._ledger.writing() as tx:
            rows.end_actions(tx, ended, now)
            self._follow(tx, [one for _, one, _ in begun], found)
            runs.note(
                tx, list(runs_anew(zip((one for one, _, _ in begun), found, strict=True), now)), runs.PENDING, now
            )
            states = self._conclude(tx, over, now)
        _count(over, states, done)
        return not any(isinstance(outcome, Retry) for outcome in found)

    def _begin(self, bundles: Sequence[Bundle]) -> list[tuple[Bundle, Row[Any], Job | Failed]]:
        """Write "doing" for those that are still to be done and may be done now, each with its job."""
        with self._ledger.writing() as tx:
            self._lease.renew(tx)
            if marks.get(tx, marks.PAUSED):
                for bundle in bundles:
                    bundle.stopped = True
                return []
            ours = rows.move_on(tx, dict.fromkeys((bundle.row.id for bundle in bundles), ProposalState.DOING))
            for bundle in bundles:
                bundle.gone = bundle.row.id not in ours
            pairs = [(bundle, action) for bundle in bundles if (action := bundle.next) is not None]
            rows.begin_actions(tx, [action.id for _, action in pairs], self._clock.now())
            held = rows.blobs_named(tx, filling.blobs_of([action for _, action in pairs]))
            return [(bundle, action, _job_or_failed(action, held)) for bundle, action in pairs]

    def _follow(self, tx: Any, actions: Sequence[Row[Any]], found: Sequence[Outcome]) -> None:
        """Note where messages were moved to; what we take out of a folder does not make it look emptied."""
        pairs = zip(actions, found, strict=True)
        places = [(message_of(action), place) for action, outcome in pairs if (place := new_place(action, outcome))]
        mails.moved(tx, [place for _, place in places])
        mails.left(tx, [(on["account"], on["folder"]) for on, place in places if on and on["folder"] != place.folder])

    def _conclude_rest(self, bundles: Sequence[Bundle], done: Work) -> None:
        """Conclude those of which nothing was tried just now."""
        if bundles:
            with self._ledger.writing() as tx:
                states = self._conclude(tx, bundles, self._clock.now())
            _count(bundles, states, done)

    def _conclude(self, tx: Any, bundles: Sequence[Bundle], now: datetime) -> dict[int, ProposalState]:
        """Write down how these stand, and journal those that came to an end; their states, by number."""
        stands = [
            (bundle, results := bundle.results, state_after([one.state for one in results])) for bundle in bundles
        ]
        # Not what was superseded, withdrawn or stopped meanwhile.
        ours = rows.move_on(tx, {bundle.row.id: state for bundle, _, state in stands})
        stands = [one for one in stands if one[0].row.id in ours]
        over = [one for one in stands if one[2] not in _READY]
        left = [one for _, results, state in over if state != ProposalState.UNCERTAIN for one in results]
        skipped = [one.id for one in left if one.state == ActionState.PENDING]
        rows.end_actions(tx, [Ended(id=number, state=ActionState.SKIPPED) for number in skipped], now)
        journal.write(tx, now, [note_of(bundle.row, state, results) for bundle, results, state in over])
        return {bundle.row.id: state for bundle, _, state in stands}

    # ── after a crash ─────────────────────────────────────────────────────────────────────────────────────

    def _recover(self) -> None:
        """Settle the actions that a crash left between "doing" and "done", and ask again about uncertain ones."""
        with self._ledger.reading() as tx:
            found = self._in_doubt(tx)
            self._asked.update((one.id, self._clock.now()) for one in found)
            held = rows.blobs_named(tx, filling.blobs_of(found))
        ended = [end for action in found if (end := self._settled(action, _job_or_failed(action, held)))]
        if not ended:
            return
        now = self._clock.now()
        by_id = {action.id: action for action in found}
        of_action = {action.id: action.proposal_id for action in found}
        with self._ledger.writing() as tx:
            # A person may have settled one while the world was looked at: then it is as they said.
            still = {row.id: row.state for row in rows.actions_in(tx, [ActionState.DOING, ActionState.UNCERTAIN])}
            ended = [end for end in ended if still.get(end.id) == by_id[end.id].state]
            rows.end_actions(tx, ended, now)
            mails.moved(tx, [place for end in ended if (place := place_in(by_id[end.id], end.receipt))])
            rows.set_states(tx, {of_action[end.id]: _recovered_state(end) for end in ended})
            journal.write(tx, now, [
                Note("officebot", "action.recovered", f"proposal:{of_action[end.id]}", {"state": str(end.state)})
                for end in ended
            ])  # fmt: skip

    def _in_doubt(self, tx: Any) -> list[Row[Any]]:
        """The actions to ask about, of proposals that are still open."""
        now = self._clock.now()
        found = rows.actions_in(tx, [ActionState.DOING, ActionState.UNCERTAIN])
        states = rows.states_of(tx, [one.proposal_id for one in found])
        wanted = []
        for one in found:
            is_open = states.get(one.proposal_id) in (*_READY, ProposalState.UNCERTAIN)
            if is_open and (one.state == ActionState.DOING or now - self._asked.get(one.id, now) >= _ASK_AGAIN
                            or one.id not in self._asked):  # fmt: skip
                wanted.append(one)
        return wanted

    def _nobody_to_ask(self, action: Row[Any], job: Job | Failed) -> Text | None:
        """Why nobody here knows this kind of action any more: a person must say whether it happened."""
        if isinstance(job, Failed):
            return job.why
        try:
            self._performers.of(action.kind)
        except UserError as error:
            return error.problems[0].what
        return None

    def _settled(self, action: Row[Any], job: Job | Failed) -> Ended | None:
        """How an interrupted action stands; None where nothing new is known of it."""
        nobody = self._nobody_to_ask(action, job)
        if nobody is not None:
            is_new = action.state == ActionState.DOING
            return Ended(id=action.id, state=ActionState.UNCERTAIN, problem=nobody) if is_new else None
        found = outcomes.was_done(self._performers, action.kind, job) if isinstance(job, Job) else None
        if isinstance(found, Done):
            return Ended(id=action.id, state=ActionState.DONE, receipt=found.receipt)
        if isinstance(found, NotDone) and (action.state == ActionState.DOING or self._is_repeatable(action.kind)):
            return Ended(id=action.id, state=ActionState.PENDING)
        if isinstance(found, NotDone | None) or action.state == ActionState.UNCERTAIN:
            return None
        return Ended(id=action.id, state=ActionState.UNCERTAIN, problem=found.why)


def _job_or_failed(action: Row[Any], held: dict[str, bytes]) -> Job | Failed:
    try:
        return outcomes.job_of(action, held)
    except UserError as error:
        return Failed(error.problems[0].what)


def _paused() -> Text:
    return say("The office is paused: “officebot resume” lets it act again.")


def _recovered_state(end: Ended) -> ProposalState:
    return ProposalState.UNCERTAIN if end.state == ActionState.UNCERTAIN else ProposalState.DOING


def _count(bundles: Sequence[Bundle], states: Mapping[int, ProposalState], done: Work) -> None:
    """Tell of those that were concluded, once it is written."""
    for bundle in bundles:
        bundle.concluded = True
        state = states.get(bundle.row.id)
        if state in _READY:
            done.later += 1
        elif state is not None:
            done.ended[bundle.row.id] = state
