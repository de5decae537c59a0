"""Taking a proposal back: its actions in reverse, or withdrawn before they happen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from officebot.core.clock import Clock
from officebot.core.problems import Unavailable, UserError
from officebot.core.proposals import ActionState, ProposalState
from officebot.core.text import Text, say
from officebot.engine.acting import filling, outcomes
from officebot.engine.acting.outcomes import job_of, new_place
from officebot.engine.acting.performers import Performers
from officebot.engine.deciding.approvals import Actor, refusal_to_undo
from officebot.engine.lease import ExecutorLease
from officebot.engine.ledger import Ledger, mails
from officebot.engine.ledger import proposals as rows
from officebot.engine.ledger.proposals import ERASED, Ended
from officebot.engine.record import journal
from officebot.engine.record.journal import Note
from officebot.sdk import Done, Job, Performer

_IN_DOUBT = (ActionState.DOING, ActionState.UNCERTAIN)


class Undoer:
    """Takes proposals back, under the executor's lease so that nothing is done and undone at once."""

    def __init__(self, ledger: Ledger, performers: Performers, clock: Clock, owner: str) -> None:
        self._ledger = ledger
        self._performers = performers
        self._clock = clock
        self._lease = ExecutorLease(ledger, owner)

    def undo(
        self, proposal_id: int, who: Actor, wait_seconds: float = 30.0, *, as_far_as_possible: bool = False
    ) -> tuple[ProposalState, Text]:
        """The state the proposal is left in, and a sentence about it: who may not decide takes nothing back.

        All of it or nothing, as far as that can be foreseen; what only the world refuses midway leaves the rest as it is, and
        may be tried again. `as_far_as_possible` takes back what can be, and leaves what cannot. Raises UserError where there
        is no such proposal.
        """
        with self._lease.held(wait_seconds) as is_ours:
            if not is_ours:
                raise Unavailable("executor", say("Another officebot is busy: try again in a moment."))
            return self._undo(proposal_id, who, as_far_as_possible)

    def _undo(self, proposal_id: int, who: Actor, as_far_as_possible: bool) -> tuple[ProposalState, Text]:
        with self._ledger.writing() as tx:
            row = rows.by_id(tx, proposal_id)
            if row is None:
                raise UserError(say("There is no proposal {id}.", id=proposal_id))
            actions = rows.actions_of(tx, [proposal_id])
            if row.state == ProposalState.UNDONE and all(one.state != ActionState.DONE for one in actions):
                return ProposalState.UNDONE, say("It was already taken back.")
            refused = refusal_to_undo(row, who)
            if refused is not None:
                return refused.state, refused.said
            if any(one.state in _IN_DOUBT for one in actions):
                return ProposalState(row.state), say("Nobody can tell yet whether this happened: settle that first.")
            done = [one for one in actions if one.state == ActionState.DONE]
            begun = any(one.state == ActionState.UNDONE for one in actions) and row.state != ProposalState.UNDONE
            if not done and not begun:
                return self._withdraw(tx, row, actions, who.name)
            refusal = self._cannot_undo(done)
            if refusal is not None:
                return ProposalState(row.state), refusal
            held = rows.blobs_named(tx, filling.blobs_of(done))
        todo = [(action, job_of(action, held)) for action in reversed(done)]
        if not as_far_as_possible and (why := self._foreseen(todo)) is not None:
            return ProposalState(row.state), say(
                "Nothing was taken back, because of one part of it: {why} Mend that, or take back the rest with “officebot undo "
                "{id} --as-far-as-possible”.", why=why, id=proposal_id)  # fmt: skip
        problem, is_begun = self._take_back(todo, as_far_as_possible)
        if problem is not None and not is_begun and not begun:
            return ProposalState(row.state), problem  # nothing was taken back: all is as it was
        return self._undone(proposal_id, who.name, problem)

    def _foreseen(self, todo: Sequence[tuple[Row[Any], Job]]) -> Text | None:
        """Why not all of it can be taken back, as far as the performers can tell; each is asked once about all that is its."""
        if len(todo) < 2:
            return None  # it is taken back whole or not at all, anyhow
        asked: dict[int, tuple[Performer, list[Job]]] = {}
        for action, job in todo:
            performer = self._performers.of(action.kind)
            asked.setdefault(id(performer), (performer, []))[1].append(job)
        found = (outcomes.foresee_undo(performer, jobs) for performer, jobs in asked.values())
        return next((why for why in found if why is not None), None)

    def _take_back(self, todo: Sequence[tuple[Row[Any], Job]], as_far_as_possible: bool) -> tuple[Text | None, bool]:
        """The first thing that could not be taken back, and whether anything was."""
        problem, is_begun = None, False
        for action, job in todo:
            refused = self._undo_one(action, job)
            is_begun |= refused is None
            problem = problem or refused
            if problem is not None and not as_far_as_possible:
                break
        return problem, is_begun

    def _withdraw(self, tx: Any, row: Row[Any], actions: Sequence[Row[Any]], who: str) -> tuple[ProposalState, Text]:
        """Nothing was done yet: what was approved is taken back before it happens."""
        if row.state not in (ProposalState.APPROVED, ProposalState.DOING):
            return ProposalState(row.state), say("Nothing was done, so there is nothing to take back.")
        now = self._clock.now()
        self._skip(tx, actions, now)
        rows.set_states(tx, {row.id: ProposalState.UNDONE})
        journal.write(tx, now, [Note(who, "proposal.withdrawn", f"proposal:{row.id}", {})])
        return ProposalState.UNDONE, say("Taken back before it was done.")

    def _skip(self, tx: Any, actions: Sequence[Row[Any]], now: datetime) -> None:
        left = [one for one in actions if one.state == ActionState.PENDING]
        rows.end_actions(tx, [Ended(id=one.id, state=ActionState.SKIPPED) for one in left], now)

    def _cannot_undo(self, done: Sequence[Row[Any]]) -> Text | None:
        for action in done:
            if action.params.get(ERASED) is True:
                return say("What it did was erased for a person's sake: take it back by hand.")
            if action.kind in self._performers.of(action.kind).irreversible:
                preview = Text.from_json(action.preview)
                return say("This cannot be taken back: “{preview}” has happened, and nothing was changed. Write to whom it "
                           "concerns, and mend it by hand.", preview=preview)  # fmt: skip
        return None

    def _undo_one(self, action: Row[Any], job: Job) -> Text | None:
        outcome = outcomes.undo(self._performers, action.kind, job)
        if not isinstance(outcome, Done):
            return outcome.why
        with self._ledger.writing() as tx:
            ended = Ended(id=action.id, state=ActionState.UNDONE, receipt=action.receipt)
            rows.end_actions(tx, [ended], self._clock.now())
            # What a crash leaves here is neither done nor undone, and may be taken back again.
            rows.set_states(tx, {action.proposal_id: ProposalState.PARTLY_DONE})
            place = new_place(action, outcome)
            mails.moved(tx, [place] if place else [])
        return None

    def _undone(self, proposal_id: int, who: str, problem: Text | None) -> tuple[ProposalState, Text]:
        state = ProposalState.UNDONE if problem is None else ProposalState.PARTLY_DONE
        with self._ledger.writing() as tx:
            # Nothing more of it is done either: what was left is skipped.
            self._skip(tx, rows.actions_of(tx, [proposal_id]), self._clock.now())
            rows.set_states(tx, {proposal_id: state})
            what = "proposal.undone" if problem is None else "proposal.undo-failed"
            journal.write(tx, self._clock.now(), [Note(who, what, f"proposal:{proposal_id}", {})])
        return state, say("Taken back.") if problem is None else problem
