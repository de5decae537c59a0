"""Numbers without gaps under any order of answers, replacements, undoings, days that pass, and processes that die."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import Connection

from officebot.core.policy import Policy, Rule, Verdict
from officebot.engine.deciding import approvals
from officebot.engine.ledger import Ledger
from officebot.sdk import Failed, Job, Outcome, Retry, say
from officebot.testing.clock import VirtualClock
from officebot.testing.performers import RecordingPerformer
from tests.engine.helpers import CLAIRE, INES, PAUL, Bench, acting
from tests.engine.numbered import order, wrong
from tests.engine.stores import forget, url_of

#: What says “two” is for two people, “alone” for policy; the rest for one.
POLICY = Policy(rules=(
    Rule(then=Verdict.ASK, action="test.letter", duty="two", approvals=2, number=1),
    Rule(then=Verdict.ACT, action="test.letter", duty="alone", number=2),
))  # fmt: skip


class Died(BaseException):
    """The process is no more."""


class Dying(Ledger):
    """A ledger whose process dies before or after one of its next commits."""

    left: int | None = None
    is_after = False

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with super().writing() as tx:
            yield tx
            is_now = self._is_now()
            if is_now and not self.is_after:
                raise Died
        if is_now:
            raise Died

    def _is_now(self) -> bool:
        if self.left is None:
            return False
        self.left -= 1
        return self.left < 0


class Numbers(RuleBasedStateMachine):
    """An office that orders."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="numbers-"))
        self.clock = VirtualClock(datetime(2026, 12, 31, 20, tzinfo=UTC))
        self.kinds = ["one", "two", "alone"]
        self.versions = 0
        self.refusing: list[Outcome] = []
        self.start()

    def start(self) -> None:
        """A process, which knows only what is in the ledger."""
        self.ledger = Dying(url_of(self.folder / "ledger.db"))
        self.ledger.create()
        with self.ledger.writing() as tx:
            # Whoever holds a lease and is dead holds none; here, the dead one's process is ours.
            tx.exec_driver_sql("DELETE FROM leases")
        performer = RecordingPerformer(self.folder / "effects.jsonl", answer=self.answered)
        self.bench = Bench(self.folder, ledger=self.ledger, clock=self.clock, policy=POLICY, performer=performer)

    def answered(self, _: Job) -> Outcome | None:
        return self.refusing.pop() if self.refusing else None

    def teardown(self) -> None:
        self.ledger.close()
        forget(self.folder)
        shutil.rmtree(self.folder)

    def lived(self, work: Any) -> None:
        """Do it; where the process dies of it, another begins."""
        try:
            work()
        except Died:
            self.ledger.close()
            self.start()

    @property
    def ids(self) -> list[int]:
        with self.ledger.reading() as tx:
            return list(tx.exec_driver_sql("SELECT id FROM proposals ORDER BY id").scalars())

    def one_of(self, place: int) -> int | None:
        ids = self.ids
        return ids[place % len(ids)] if ids else None

    @rule(key=st.sampled_from("abcd"), by=st.sampled_from(["one", "two", "alone"]), hours=st.sampled_from([1, 72]))
    def propose(self, key: str, by: str, hours: int) -> None:
        """News about something, which takes the place of what was said of it before."""
        self.versions += 1
        made = order(f"{key}", str(self.versions), expires_after=timedelta(hours=hours))
        self.lived(lambda: self.bench.propose(made, by=by))

    @rule(place=st.integers(0, 20), who=st.sampled_from([CLAIRE, PAUL, INES]))
    def approve(self, place: int, who: Any) -> None:
        """A yes, to whatever it may be."""
        if (one := self.one_of(place)) is not None:
            self.lived(lambda: approvals.approve(self.ledger, acting(who), one, None, self.clock.now()))

    @rule(place=st.integers(0, 20))
    def reject(self, place: int) -> None:
        """A no."""
        if (one := self.one_of(place)) is not None:
            self.lived(lambda: approvals.reject(self.ledger, acting(PAUL), one, "no", self.clock.now()))

    @rule(place=st.integers(0, 20))
    def undo(self, place: int) -> None:
        """Taken back, if it can be."""
        if (one := self.one_of(place)) is not None:
            self.lived(lambda: self.bench.undoer.undo(one, acting(CLAIRE)))

    @rule()
    def work(self) -> None:
        """What is approved is done."""
        self.lived(self.bench.executor.work)

    @rule(hours=st.sampled_from([1, 30, 80]))
    def wait(self, hours: int) -> None:
        """Time passes, over new year too; what waited too long expires."""
        self.bench.wait(hours * 3600)
        self.lived(lambda: approvals.expire(self.ledger, self.clock.now()))

    @rule(how=st.sampled_from([Failed(say("No.")), Retry(say("Later."))]))
    def refuse(self, how: Outcome) -> None:
        """The next thing done is not."""
        self.refusing = [how]

    @rule(left=st.integers(0, 5), is_after=st.booleans())
    def kill(self, left: int, is_after: bool) -> None:
        """The process will die at one of its next steps."""
        self.ledger.left, self.ledger.is_after = left, is_after

    @invariant()
    def nothing_is_wrong(self) -> None:
        """No gap, no double, each number in one document."""
        left, self.ledger.left = self.ledger.left, None
        assert list(wrong(self.bench)) == []
        self.ledger.left = left


def test_numbers_have_no_gaps_whatever_happens_in_whatever_order(is_sweep: bool) -> None:
    rounds, steps = (600, 60) if is_sweep else (12, 25)
    quick = settings(
        max_examples=rounds, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
    )
    Numbers.TestCase.settings = quick
    Numbers.TestCase().runTest()
    if is_sweep:
        print(f"\nnumbers: {rounds} stories of up to {steps} steps, no gap, no double")


pytestmark = [pytest.mark.sweep, pytest.mark.timeout(3600)]
