"""Any sequence of events in a proposal's life: nothing happens unapproved, twice, or after it was taken back."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from officebot.core.proposals import ActionState
from officebot.core.text import say
from officebot.engine.deciding import approvals
from officebot.engine.ledger import Ledger, marks
from officebot.engine.ledger import proposals as rows
from officebot.sdk import Failed, Job, Outcome, Retry, Uncertain
from officebot.testing.performers import RecordingPerformer
from tests.engine.helpers import CLAIRE, INES, PAUL, Bench, acting, letter, note, proposal
from tests.engine.stores import forget

_KEYS = st.sampled_from(["a", "b"])
_TEXTS = st.sampled_from(["x", "y"])
_PEOPLE = st.sampled_from([CLAIRE, PAUL, INES])
_SAID = st.sampled_from(["done", "done", "failed", "retry", "uncertain", "raises", "killed"])
_ENDED = {"done", "failed", "partly-done", "undone", "rejected", "superseded", "expired", "never"}


class _Killed(BaseException):
    """The process ends here."""


class ProposalLife(RuleBasedStateMachine):
    """One office, two keys, and everything that may happen to them in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.performer = RecordingPerformer(self.folder / "effects", repeatable=False, answer=self._answer)
        self.bench = Bench(self.folder, performer=self.performer)
        self.elsewhere = Ledger(self.bench.ledger.url)
        self.says = "done"
        self.approved: set[int] = set()
        self.settled = Counter[str]()

    def teardown(self) -> None:
        self.bench.ledger.close()
        self.elsewhere.close()
        forget(self.folder)
        shutil.rmtree(self.folder)

    def _answer(self, job: Job) -> Outcome | None:
        said, self.says = self.says, "done"
        match said:
            case "failed":
                return Failed(say("no"))
            case "retry":
                return Retry(say("later"))
            case "uncertain":
                return Uncertain(say("who knows"))
            case "raises":
                raise RuntimeError
            case "killed":
                raise _Killed
        return None

    @rule(key=_KEYS, text=_TEXTS, count=st.integers(1, 3))
    def propose(self, key: str, text: str, count: int) -> None:
        self.bench.propose(proposal(key, *(letter(f"{text}{n}") for n in range(count))))

    @rule(key=_KEYS, text=_TEXTS)
    def propose_inside(self, key: str, text: str) -> None:
        self.approved.update(self.bench.propose(proposal(f"in {key}", note(text), note("then"))))

    @rule(number=st.integers(1, 8), who=_PEOPLE, stale=st.booleans())
    def approve(self, number: int, who: object, stale: bool) -> None:
        if number not in self._all():
            return
        shown = "0" * 64 if stale else None
        if approvals.approve(self.bench.ledger, acting(who), number, shown, self.bench.clock.now()).took:  # type: ignore[arg-type]
            assert not stale
            self.approved.add(number)

    @rule(number=st.integers(1, 8))
    def reject(self, number: int) -> None:
        if number in self._all():
            approvals.reject(self.bench.ledger, acting(PAUL), number, "no", self.bench.clock.now())

    @rule(number=st.integers(1, 8), happened=st.booleans())
    def settle(self, number: int, happened: bool) -> None:
        if number not in self._all():
            return
        with self.bench.ledger.reading() as tx:
            unsure = [a.id for a in rows.actions_of(tx, [number]) if a.state == ActionState.UNCERTAIN]
        if approvals.settle(self.bench.ledger, acting(PAUL), number, happened, self.bench.clock.now()).took:
            self.settled.update(f"action:{one}" for one in unsure if not happened)

    @rule(says=_SAID)
    def work(self, says: str) -> None:
        self.says = says
        try:
            self.bench.executor.work()
        except _Killed:
            self.bench = Bench(self.folder, performer=self.performer, clock=self.bench.clock)

    @rule(number=st.integers(1, 8))
    def undo(self, number: int) -> None:
        if number in self._all():
            self.bench.undoer.undo(number, acting(CLAIRE), wait_seconds=0)

    @rule(hours=st.sampled_from([1, 30, 80]))
    def time_passes(self, hours: int) -> None:
        self.bench.clock.advance(timedelta(hours=hours))
        approvals.expire(self.bench.ledger, self.bench.clock.now())

    @rule(paused=st.booleans())
    def pause(self, paused: bool) -> None:
        with self.bench.ledger.writing() as tx:
            marks.put(tx, marks.PAUSED, paused, self.bench.clock.now())

    @invariant()
    def nothing_happens_twice_or_unapproved(self) -> None:
        done = Counter(one["key"] for one in self.performer.effects() if one["do"] == "perform")
        for key, times in done.items():
            assert times <= 1 + self.settled[key], key
        with self.bench.ledger.reading() as tx:
            stored = {f"action:{a.id}": a for a in rows.actions_of(tx, self._all())}
        assert {stored[key].proposal_id for key in done} <= self.approved

    @invariant()
    def what_the_ledger_says_agrees_with_what_happened(self) -> None:
        standing = self.performer.standing()
        with self.bench.ledger.reading() as tx:
            stored = rows.actions_of(tx, self._all())
        for action in stored:
            key = f"action:{action.id}"
            if action.state == ActionState.PENDING:
                assert key not in standing or self.settled[key]
            if action.state in (ActionState.UNDONE, ActionState.SKIPPED):
                assert key not in standing or self.settled[key]

    @invariant()
    def actions_agree_with_their_proposal_and_happen_in_order(self) -> None:
        for number, state in self._all().items():
            states = self.bench.how(number).actions
            if state == "done":
                assert set(states) == {"done"}
            if state in _ENDED:
                assert "doing" not in states
            happened = [one not in ("pending", "skipped") for one in states]
            assert happened == sorted(happened, reverse=True)

    @invariant()
    def the_journal_holds(self) -> None:
        assert self.bench.verify().bad is None

    def _all(self) -> dict[int, str]:
        with self.elsewhere.reading() as tx:
            return {row.id: row.state for row in tx.exec_driver_sql("SELECT id, state FROM proposals")}


def test_nothing_happens_unapproved_twice_or_after_it_was_taken_back(store: str) -> None:
    rounds = settings(
        max_examples=25 if store == "sqlite" else 15, stateful_step_count=20, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run_state_machine_as_test(ProposalLife, settings=rounds)
