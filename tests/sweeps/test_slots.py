"""TRUST 13: several processes share a schedule under kills and stops: each slot runs once, or is told as skipped."""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from officebot.engine.ledger import Ledger, marks
from officebot.engine.ledger.schema import proposals, runs
from officebot.engine.record import journal
from officebot.sdk import Proposal, Trigger
from tests.engine.helpers import MONDAY, Bench, NoSettings, duty, note, proposal
from tests.engine.stores import BOTH
from tests.sweeps.workers import StepLedger, Worker, say_ready

pytestmark = [pytest.mark.sweep, pytest.mark.timeout(1200)]

_ME = "tests.sweeps.test_slots"
_SLOT = timedelta(minutes=1)
#: Slots, kills and stops; each how many steps are tried.
_QUICK = {"sqlite": (60, 3, 1), "postgresql": (30, 1, 0)}
_QUICK_STEPS = {"sqlite": 3, "postgresql": 6}


def each_slot(trigger: Trigger, _settings: NoSettings) -> Sequence[Proposal]:
    """One note for each slot."""
    return [proposal(f"slot:{trigger.key}", note(trigger.key))]


def office(folder: Path) -> Bench:
    """An office with one duty, due every minute."""
    return Bench(folder, duties=[duty("slots", "every 1 minutes", decide=each_slot)])


def turn(bench: Bench) -> None:
    """Note what is due, run it, carry it out."""
    bench.runner.note_due()
    bench.runner.work()
    bench.executor.work()


def set_clock(ledger: Ledger, now: datetime) -> None:
    """Turn the clock that all processes share."""
    with ledger.writing() as tx:
        marks.put(tx, "clock", now.isoformat(), now)


def follow_clock(bench: Bench) -> bool:
    """Turn the bench's clock to the shared one; False once it is stopped."""
    with bench.ledger.reading() as tx:
        shown = marks.get(tx, "clock")
    if shown == "stop":
        return False
    bench.clock.set(max(datetime.fromisoformat(shown), bench.clock.now()))
    return True


def main() -> None:
    """Live by the shared clock; with a step, die before or after that commit."""
    bench = office(Path(sys.argv[1]))
    if len(sys.argv) > 2:
        stepped = StepLedger(bench.ledger.url, int(sys.argv[2]), sys.argv[3] == "after")
        rewired = Bench(bench.folder, duties=tuple(bench.duties.values()), ledger=stepped)
        rewired.clock.set(MONDAY + _SLOT)
        turn(rewired)
        return
    say_ready()
    while follow_clock(bench):
        turn(bench)
        time.sleep(0.01)


def begin(bench: Bench) -> None:
    """The office starts now."""
    with bench.ledger.writing() as tx:
        marks.put(tx, marks.FIRST_START, MONDAY.isoformat(), MONDAY)
    set_clock(bench.ledger, MONDAY)


def effects(bench: Bench) -> Counter[str]:
    return Counter(bench.performer.texts())


def skipped(bench: Bench) -> int:
    with bench.ledger.reading() as tx:
        told = [entry.payload for entry in journal.read(tx, "duty:slots") if entry.what == "run.skipped"]
    return sum(payload["missed"] for payload in told if payload)


def unfinished(bench: Bench) -> int:
    with bench.ledger.reading() as tx:
        left = tx.execute(select(func.count()).where(runs.c.state != "done")).scalar_one()
        open_ = tx.execute(select(func.count()).where(proposals.c.state != "done")).scalar_one()
    return int(left + open_)


class _Crew:
    """Two to four processes over one office, killed and stopped now and then."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.folder = folder
        self.chance = chance
        self.members: list[Worker] = []
        self.kills = 0
        self.most = 0

    def start(self, count: int) -> None:
        self.members += [Worker(_ME, self.folder) for _ in range(count)]
        self.most = max(self.most, len(self.members))
        for member in self.members[-count:]:
            member.wait_until_ready()

    def kill_one(self) -> None:
        victim = self.members.pop(self.chance.randrange(len(self.members)))
        self.kills += victim.kill()

    def kill_all(self) -> None:
        while self.members:
            self.kill_one()


def live(bench: Bench, crew: _Crew, slots: int, kills: int, stops: int) -> None:
    """Let `slots` minutes pass, with kills and stops spread over them; a stop lasts 1 to 60 slots."""
    events = ["kill"] * kills + ["stop"] * stops
    crew.chance.shuffle(events)
    moments = sorted(crew.chance.sample(range(1, slots), len(events)))
    due = dict(zip(moments, events, strict=True))
    slot = 0
    while slot < slots:
        event = due.pop(slot, None)
        if event == "stop":
            crew.kill_all()
            gap = min(crew.chance.choice([1, 5, 60]), slots - slot)
            slot += gap
            for passed in [moment for moment in due if moment <= slot]:
                due[slot + 1] = due.pop(passed)
            set_clock(bench.ledger, MONDAY + slot * _SLOT)
            crew.start(2)
        else:
            slot += 1
            set_clock(bench.ledger, MONDAY + slot * _SLOT)
        if event == "kill":
            time.sleep(crew.chance.uniform(0, 0.03))
            crew.kill_one()
            crew.start(crew.chance.choice([1, 1, 2]) if len(crew.members) < 3 else 1)
        wait_for(bench, slot)


def wait_for(bench: Bench, slot: int) -> None:
    """Return once somebody noted the slot's run: what nobody noted in time would rightly be skipped."""
    key = f"{MONDAY + slot * _SLOT:%Y-%m-%dT%H:%M}Z"
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with bench.ledger.reading() as tx:
            if tx.execute(select(runs.c.id).where(runs.c.trigger_key == key)).one_or_none():
                return
        time.sleep(0.003)
    raise AssertionError(f"nobody noted the slot {key}")


@pytest.mark.parametrize("store", BOTH, indirect=True)
def test_no_slot_runs_twice_and_none_is_lost(tmp_path: Path, store: str, is_sweep: bool) -> None:
    slots, kills, stops = (1000, 30, 7) if is_sweep else _QUICK[store]
    bench = office(tmp_path)
    begin(bench)
    crew = _Crew(tmp_path, random.Random(13))
    crew.start(2)
    live(bench, crew, slots, kills, stops)
    crew.kill_all()
    bench.clock.set(MONDAY + slots * _SLOT)
    turn(bench)
    done = effects(bench)
    double = sum(times > 1 for times in done.values())
    lost = slots - len(done) - skipped(bench)
    print(
        f"\nTRUST 13, {store}: {double} double, {lost} lost of {slots} slots, {crew.most} processes, {crew.kills} kills "
        f"({stops} stops, {skipped(bench)} slots told as skipped)"
    )
    assert (double, lost, unfinished(bench)) == (0, 0, 0)
    assert bench.verify().bad is None


@pytest.mark.parametrize("store", BOTH, indirect=True)
def test_a_kill_before_or_after_any_step_neither_doubles_nor_loses_the_slot(
    tmp_path: Path, store: str, is_sweep: bool
) -> None:
    kills, wrong = 0, []
    for after in ("before", "after"):
        step, code = 0, -9
        while code == -9:
            step += 1 if is_sweep else _QUICK_STEPS[store]
            bench = office(tmp_path / f"{after}{step}")
            begin(bench)
            code, errors = Worker(_ME, bench.folder, step, after).end()
            assert code in (0, -9), errors
            kills += code == -9
            bench.clock.set(MONDAY + _SLOT)
            turn(bench)
            if list(effects(bench).values()) != [1] or unfinished(bench) or bench.verify().bad:
                wrong.append((after, step))
    print(f"\nTRUST 13, {store}: {len(wrong)} double or lost, a kill before and after each of {kills} steps")
    assert wrong == []
    assert kills >= (6 if is_sweep or store == "sqlite" else 2)


if __name__ == "__main__":
    main()
