"""Numbers without gaps while processes answer, act and are killed at once: 1 … N, each in one document.

One sweep moves a SIGKILL forward through every commit of a story, before and after it, until none fires; in the other,
processes with threads answer the same proposals and act, and are killed, again and again. A nursery forks them, so that
none has to import anything.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from officebot.connectors.documents import DocumentPerformer
from officebot.core.policy import Policy, Rule, Verdict
from officebot.engine.deciding import approvals
from officebot.engine.ledger import Ledger, open_sqlite, queued
from officebot.engine.ledger import proposals as rows
from officebot.engine.ledger.schema import numbers, proposals
from officebot.sdk import Unavailable, UserError
from officebot.testing.clock import VirtualClock
from tests.engine.helpers import CLAIRE, INES, PAUL, Bench, acting, together
from tests.engine.numbered import order, wrong
from tests.sweeps.workers import ROOT, StepLedger

pytestmark = [pytest.mark.sweep, pytest.mark.timeout(3600)]

_ME = "tests.sweeps.test_numbers"
#: New year in Paris is an hour before.
_EVENING = datetime(2026, 12, 31, 20, tzinfo=UTC)
_POLICY = Policy(rules=(
    Rule(then=Verdict.ASK, action="test.letter", duty="two", approvals=2, number=1),
    Rule(then=Verdict.ACT, action="test.letter", duty="alone", number=2),
))  # fmt: skip


def bench(folder: Path, ledger: Ledger | None = None, hours: float = 0) -> Bench:
    """One process of the office."""
    (folder / "office").mkdir(exist_ok=True)
    clock, documents = VirtualClock(_EVENING + timedelta(hours=hours)), DocumentPerformer(folder / "office", [])
    return Bench(folder, ledger=ledger, policy=_POLICY, clock=clock, performers=[documents])


# ── a kill at every step ──────────────────────────────────────────────────────────────────────────────────


def story(office: Bench) -> None:
    """Propose, answer, carry out, replace, take back, over new year; told again, it goes on where it broke off."""
    for key, by in (("a", "one"), ("b", "two"), ("c", "alone"), ("d", "one"), ("e", "one")):
        office.propose(order(key, written=True), by=by)
    with office.ledger.reading() as tx:
        ids = {row.key: row.id for row in tx.execute(select(proposals).order_by(proposals.c.id))}
    for key, who in (("a", PAUL), ("b", PAUL), ("b", INES), ("d", PAUL)):
        approvals.approve(office.ledger, acting(who), ids[key], None, office.clock.now())
    approvals.reject(office.ledger, acting(PAUL), ids["e"], "no", office.clock.now())
    office.propose(order("d", "other", written=True), by="one")
    office.executor.work()
    office.wait(4 * 3600)
    office.propose(order("f"), by="one")
    office.undoer.undo(ids["a"], acting(CLAIRE))
    with office.ledger.reading() as tx:
        waiting = [row.id for row in rows.in_states(tx, ["waiting"])]
    for one in waiting:
        for who in (PAUL, INES):
            approvals.approve(office.ledger, acting(who), one, None, office.clock.now())
    office.executor.work()


def test_a_kill_at_any_step_leaves_neither_gap_nor_double(tmp_path: Path, is_sweep: bool) -> None:
    fired, bad, step = 0, [], 0
    with nursery() as forks:
        while True:
            step += 1 if is_sweep else 12
            ended = []
            for when in ("before", "after"):
                folder = tmp_path / f"{step}-{when}"
                folder.mkdir()
                ended.append(forks.wait(forks.start("story", folder, step, when)))
                fired += ended[-1] == -signal.SIGKILL
                bad += [f"{step} {when}, at once: {one}" for one in wrong(bench(folder))]
                again = bench(folder)
                story(again)
                bad += [f"{step} {when}, told again: {one}" for one in wrong(again)]
                again.ledger.close()
            if set(ended) == {0}:
                break
            assert set(ended) <= {0, -signal.SIGKILL}, ended
    print(f"\nnumbers: a kill before and after each of {step - 1} commits, {fired} fired, {len(bad)} wrong")
    assert bad == []
    assert fired >= (60 if is_sweep else 4)


# ── many at once ──────────────────────────────────────────────────────────────────────────────────────────


def mingle(folder: Path, seed: int, hours: float, step: int) -> None:
    """Three threads that answer, act and take back whatever there is; killed after so many commits."""
    ledger = StepLedger(f"sqlite:///{folder / 'ledger.db'}", step, bool(seed % 2))
    office = bench(folder, ledger, hours)
    with ledger.reading() as tx:
        waiting = [row.id for row in rows.in_states(tx, ["waiting"])]

    def answer(number: int) -> None:
        chance = random.Random(f"{seed} {number}")
        chance.shuffle(waiting_here := list(waiting))
        for one in waiting_here:
            who = acting(chance.choice([CLAIRE, PAUL, INES]))
            if chance.random() < 0.7:
                approvals.approve(ledger, who, one, None, office.clock.now())
            elif chance.random() < 0.4:
                approvals.reject(ledger, who, one, "no", office.clock.now())
        approvals.expire(ledger, office.clock.now())
        with suppress(Unavailable, UserError):
            office.executor.work()
            if waiting and chance.random() < 0.2:
                office.undoer.undo(chance.choice(waiting), acting(CLAIRE), wait_seconds=0.2)

    together(3, answer)


def test_many_who_answer_act_and_are_killed_at_once_leave_neither_gap_nor_double(
    tmp_path: Path, is_sweep: bool
) -> None:
    rounds, each = (500, 5) if is_sweep else (3, 16)
    chance, killed, made = random.Random(11), 0, 0
    open_sqlite(tmp_path / "ledger.db").close()
    ends: Counter[int] = Counter()
    with nursery() as forks:
        for turn in range(rounds):
            hours = 8.0 * turn / rounds
            office = bench(tmp_path, hours=hours)
            office.propose(
                *(order(f"{turn}-{n}", written=n == 0, expires_after=timedelta(hours=2)) for n in range(each - 3)),
                by="one",
            )
            office.propose(*(order(f"{turn}-t{n}") for n in range(2)), by="two")
            office.propose(order(f"{turn}-alone"), by="alone")
            office.ledger.close()
            made += each
            steps = [chance.randint(1, 40) for _ in range(3)]
            pids = [forks.start("mingle", tmp_path, turn * 3 + n, hours, step) for n, step in enumerate(steps)]
            ends.update(forks.wait(pid) for pid in pids)
            if turn % 50 == 49 or not is_sweep:
                assert list(wrong(office)) == []
    killed = ends.pop(-signal.SIGKILL, 0)
    assert set(ends) <= {0}, ends
    last = bench(tmp_path, hours=9)
    with last.ledger.reading() as tx:
        waiting = [row.id for row in rows.in_states(tx, ["waiting"])]
    for one in waiting:
        for who in (PAUL, INES):
            approvals.approve(last.ledger, acting(who), one, None, last.clock.now())
    last.executor.work(wait_seconds=10)
    assert list(wrong(last)) == []
    with last.ledger.reading() as tx:
        given = Counter((row.year, row.state) for row in tx.execute(select(numbers)))
        states = queued.count_by_state(tx)
    print(
        f"\nnumbers: {rounds} rounds of 3 processes with 3 threads, {killed} killed, {made} proposals: "
        f"{sum(given.values())} numbers {dict(given)}, no gap, no double, each in one document; {states}"
    )
    assert killed >= rounds
    assert not {"approved", "doing", "waiting", "uncertain"} & set(states)
    assert {year for year, _ in given} == {2026, 2027}


# ── the nursery ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class Nursery:
    """A process that has imported all and forks."""

    process: subprocess.Popen[str]

    def start(self, what: str, *told: object) -> int:
        """Begin this in a child; its number."""
        return self._ask(" ".join(["start", what, *map(str, told)]))

    def wait(self, pid: int) -> int:
        """How the child ended: 0, or the signal that killed it, negative."""
        return self._ask(f"wait {pid}")

    def _ask(self, words: str) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(words + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@contextmanager
def nursery() -> Iterator[Nursery]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", _ME],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=environment,
    )
    try:
        yield Nursery(process)
    finally:
        process.communicate(timeout=60)


def main() -> None:
    """Start and wait for children as standard input says."""
    while line := sys.stdin.readline():
        order_, *told = line.split()
        if order_ == "wait":
            print(os.waitstatus_to_exitcode(os.waitpid(int(told[0]), 0)[1]), flush=True)
            continue
        number = os.fork()
        if not number:
            os._exit(_child(*told))
        print(number, flush=True)


def _child(what: str, folder: str, *told: str) -> int:
    try:
        if what == "story":
            step, when = told
            ledger = StepLedger(f"sqlite:///{folder}/ledger.db", int(step), when == "after")
            ledger.create()
            story(bench(Path(folder), ledger))
        else:
            seed, hours, step = told
            mingle(Path(folder), int(seed), float(hours), int(step))
    except BaseException as error:  # noqa: BLE001 - told by its exit code
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    main()
