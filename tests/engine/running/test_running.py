"""Runs: each firing runs once, whoever is there; a duty's fault stays its own."""

from __future__ import annotations

import itertools
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from officebot.core.text import say
from officebot.engine.deciding import approvals
from officebot.engine.ledger import leases, marks, runs
from officebot.engine.ledger.schema import runs as run_rows
from officebot.engine.record import journal
from officebot.engine.running.runner import MOST_ATTEMPTS, Runner
from officebot.sdk import Action, Prepared, Unavailable, UserError
from officebot.testing.clock import VirtualClock
from officebot.testing.performers import RecordingPerformer
from tests.engine.helpers import CLAIRE, MONDAY, Bench, acting, duty, note, proposal, together


def telling(name: str, *triggers: str) -> Any:
    """A duty that notes each of its triggers' keys."""
    return duty(name, *triggers, decide=lambda trigger, _: [proposal(f"{name}:{trigger.key}", note(trigger.key))])


def begin(bench: Bench) -> None:
    """The office was first started now."""
    with bench.ledger.writing() as tx:
        marks.put(tx, marks.FIRST_START, bench.clock.now().isoformat(), bench.clock.now())


def noted(bench: Bench) -> list[Any]:
    with bench.ledger.reading() as tx:
        return tx.execute(select(run_rows).order_by(run_rows.c.id)).all()  # type: ignore[return-value]


def test_a_firing_runs_once_and_its_proposals_are_kept_with_it(tmp_path: Path) -> None:
    bench = Bench(tmp_path, duties=[telling("brief", "daily 08:30")])
    begin(bench)
    assert bench.runner.note_due() == 0
    bench.wait(31 * 60)
    assert bench.runner.note_due() == 1
    assert bench.runner.note_due() == 0
    (ran,) = bench.runner.work()
    assert (ran.state, len(ran.proposals)) == ("done", 1)
    assert bench.runner.work() == []
    assert bench.journalled(f"run:{ran.id}") == ["run.done"]
    bench.executor.work()
    assert bench.performer.texts() == ["2026-11-23T08:30"]


def test_what_was_missed_is_caught_up_once_marked_late_and_the_rest_is_told(tmp_path: Path) -> None:
    bench = Bench(tmp_path, duties=[telling("brief", "daily 08:30")])
    begin(bench)
    bench.clock.advance(timedelta(days=3, hours=2))
    assert bench.runner.note_due() == 1
    (row,) = noted(bench)
    assert (row.trigger_key, row.is_late) == ("2026-11-26T08:30", True)
    with bench.ledger.reading() as tx:
        (told,) = [entry for entry in journal.read(tx, "duty:brief") if entry.what == "run.skipped"]
    assert told.payload is not None
    assert told.payload["missed"] == 3


def test_a_firing_just_past_is_not_late(tmp_path: Path) -> None:
    bench = Bench(tmp_path, duties=[telling("brief", "daily 08:30")])
    begin(bench)
    bench.wait(30 * 60 + 299)
    bench.runner.note_due()
    assert [row.is_late for row in noted(bench)] == [False]


def test_even_after_weeks_the_last_missed_firing_is_caught_up(tmp_path: Path) -> None:
    bench = Bench(tmp_path, duties=[telling("report", "1st 09:00")])
    begin(bench)
    bench.clock.set(datetime(2026, 12, 20, tzinfo=UTC))
    bench.runner.note_due()
    assert [row.trigger_key for row in noted(bench)] == ["2026-12-01T09:00"]
    assert bench.runner.note_due() == 0


def test_an_interval_never_runs_twice_for_one_instant(tmp_path: Path) -> None:
    bench = Bench(tmp_path, duties=[telling("watch", "every 15 minutes")])
    begin(bench)
    for _ in range(10):
        bench.wait(7 * 60)
        bench.runner.note_due()
    keys = [row.trigger_key for row in noted(bench)]
    assert keys == ["2026-11-23T07:15Z", "2026-11-23T07:30Z", "2026-11-23T07:45Z", "2026-11-23T08:00Z"]


@pytest.mark.parametrize("zone_change", [datetime(2026, 10, 25, tzinfo=UTC), datetime(2027, 3, 28, tzinfo=UTC)])
def test_the_night_the_clocks_change_a_daily_duty_runs_once(tmp_path: Path, zone_change: datetime) -> None:
    from officebot.testing.clock import VirtualClock

    clock = VirtualClock(zone_change - timedelta(hours=2))
    bench = Bench(tmp_path, clock=clock, duties=[telling("night", "daily 02:30")])
    begin(bench)
    for _ in range(40):
        bench.wait(15 * 60)
        bench.runner.note_due()
    assert [row.trigger_key for row in noted(bench)] == [f"{zone_change:%Y-%m-%d}T02:30"]


def test_processes_that_claim_together_share_the_runs_and_take_none_twice(tmp_path: Path) -> None:
    benches = [Bench(tmp_path, duties=[telling("work")]) for _ in range(4)]
    for number in range(40):
        benches[0].runner.fire("work", "manual", f"k{number}")
    ran = together(4, lambda number: benches[number].runner.work())
    numbers = [one.id for part in ran for one in part]
    assert sorted(numbers) == list(range(1, 41))


def test_one_key_is_noted_once_by_several_processes(tmp_path: Path) -> None:
    benches = [Bench(tmp_path, duties=[telling("work")]) for _ in range(4)]
    made = together(4, lambda number: [benches[number].runner.fire("work", "manual", f"k{n}") for n in range(20)])
    assert sorted(number for part in made for number in part if number) == list(range(1, 21))


def test_the_run_of_a_dead_process_is_taken_over_at_once(tmp_path: Path) -> None:
    bench = Bench(tmp_path, duties=[telling("work")])
    bench.runner.fire("work", "manual", "k")
    dead = leases.make_owner().replace(f":{__import__('os').getpid()}:", ":999999999:")
    with bench.ledger.writing() as tx:
        assert runs.claim(tx, dead, bench.clock.now(), ["work"])
    assert [one.state for one in bench.runner.work()] == ["done"]


def test_the_run_of_a_living_process_is_left_alone_and_hides_no_other(tmp_path: Path) -> None:
    bench, other = (Bench(tmp_path, duties=[telling("work")]) for _ in range(2))
    for key in ("a", "b", "c", "d"):
        bench.runner.fire("work", "manual", key)
    with bench.ledger.writing() as tx:
        assert len(runs.claim(tx, other.owner, bench.clock.now(), ["work"], limit=3)) == 3
    assert [one.trigger for one in bench.runner.work()] == ["d"]


def test_a_run_that_is_taken_over_keeps_one_result(tmp_path: Path) -> None:
    thief = Bench(tmp_path, duties=[telling("work")])

    def slow(trigger: Any, _settings: Any) -> Any:
        with thief.ledger.writing() as tx:
            tx.execute(update(run_rows).values(until=leases.real_now() - timedelta(seconds=1)))
        thief.runner.work()
        return [proposal("slow", note("slow"))]

    bench = Bench(tmp_path, duties=[duty("work", decide=slow)])
    bench.runner.fire("work", "manual", "k")
    assert [one.state for one in bench.runner.work()] == ["taken over"]
    bench.executor.work()
    assert bench.performer.texts() == ["k"]


def test_a_run_that_a_fault_dropped_is_taken_up_again_by_the_same_process(tmp_path: Path) -> None:
    bench = Bench(tmp_path, duties=[telling("work")])
    bench.runner.fire("work", "manual", "k")
    with bench.ledger.writing() as tx:
        assert runs.claim(tx, bench.owner, bench.clock.now(), ["work"])
    assert [one.state for one in bench.runner.work()] == ["done"]


def test_a_run_that_is_under_way_is_not_started_again_by_another_thread(tmp_path: Path) -> None:
    seen: list[list[Any]] = []

    def nested(trigger: Any, _settings: Any) -> Any:
        seen.append(bench.runner.work())
        return ()

    bench = Bench(tmp_path, duties=[duty("work", decide=nested)])
    bench.runner.fire("work", "manual", "k")
    bench.runner.work()
    assert seen == [[]]


def _raises(_facts: Any, _settings: Any) -> Any:
    raise ZeroDivisionError


def _exits(_facts: Any, _settings: Any) -> Any:
    sys.exit(1)


def _floods(_facts: Any, _settings: Any) -> Any:
    return (proposal(f"flood{number}", note("x")) for number in itertools.count())


def _babbles(_facts: Any, _settings: Any) -> Any:
    return ["not a proposal"]


def _refuses(_facts: Any, _settings: Any) -> Any:
    raise UserError(say("Fill in the rate first."))


@pytest.mark.parametrize("decide", [_raises, _exits, _floods, _babbles, _refuses])
def test_a_duty_that_misbehaves_harms_only_its_own_run(tmp_path: Path, decide: Any) -> None:
    bench = Bench(tmp_path, duties=[duty("bad", decide=decide), telling("good")])
    for name in ("bad", "good"):
        bench.runner.fire(name, "manual", "k")
    ran = bench.runner.work()
    assert [(one.duty, one.state, len(one.proposals)) for one in ran] == [("bad", "failed", 0), ("good", "done", 1)]
    assert "run.failed" in bench.journalled(f"run:{ran[0].id}")


def test_a_duty_that_hangs_harms_only_its_own_run(tmp_path: Path) -> None:
    for_ever = threading.Event()
    bench = Bench(tmp_path, duties=[duty("bad", decide=lambda _f, _s: for_ever.wait(30) and ()), telling("good")])
    bench.runner = Runner(
        bench.ledger, bench.duties, bench.office, bench.proposer, bench.clock, bench.owner, run_seconds=0.2
    )
    for name in ("bad", "good"):
        bench.runner.fire(name, "manual", "k")
    ran = bench.runner.work()
    for_ever.set()
    assert [(one.duty, one.state) for one in ran] == [("bad", "failed"), ("good", "done")]


def test_who_watches_is_told_of_a_run_that_goes_on_and_of_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("officebot.engine.running.runner.SLOW_SECONDS", 0.3)
    heard: list[tuple[str, float, float]] = []
    told = threading.Event()
    bench = Bench(tmp_path, duties=[duty("slow", decide=lambda _f, _s: told.wait(30) and ()), telling("quick")])
    bench.runner.slow = lambda *what: (heard.append(what), told.set())[1]
    for name in ("quick", "slow"):
        bench.runner.fire(name, "manual", "k")
    assert [(one.duty, one.state) for one in bench.runner.work()] == [("quick", "done"), ("slow", "done")]
    assert heard == [("slow", 0.3, 120.0)]


def test_a_duty_that_ends_the_process_each_time_is_given_up(tmp_path: Path) -> None:
    bench = Bench(tmp_path, duties=[telling("bad"), telling("good")])
    bench.runner.fire("bad", "manual", "k")
    bench.runner.fire("good", "manual", "k")
    with bench.ledger.writing() as tx:
        for _ in range(MOST_ATTEMPTS):
            runs.claim(tx, bench.owner, bench.clock.now(), ["bad"], limit=1)
    assert [(one.duty, one.state) for one in bench.runner.work()] == [("bad", "failed"), ("good", "done")]


def test_a_source_that_is_gone_for_a_day_delays_the_run_and_loses_it_not(tmp_path: Path) -> None:
    back = MONDAY + timedelta(days=1)

    def observe(_office: Any, trigger: Any, _settings: Any) -> Any:
        if trigger.now < back:
            raise Unavailable("share", say("The share is gone."))
        return trigger

    made = duty("work", observe=observe, decide=lambda trigger, _: [proposal("k", note(trigger.key))])
    bench = Bench(tmp_path, duties=[made])
    bench.runner.fire("work", "manual", "k")
    tries = 0
    while not (ran := bench.runner.work()) or ran[0].state != "done":
        tries += len(ran)
        bench.wait(60)
    assert bench.clock.now() - back <= timedelta(minutes=10)
    assert 280 < tries < 300


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    bench = Bench(tmp_path, duties=[telling("brief")])
    (would,) = bench.runner.dry_run("brief")
    assert would.row["state"] == "approved"
    assert noted(bench) == []
    assert bench.journalled() == []


# ── a clock that was wrong ────────────────────────────────────────────────────────────────────────────────


def at(bench: Bench, instant: datetime) -> Bench:
    """The same office, as a process sees it whose clock shows this instant."""
    return Bench(bench.folder, clock=VirtualClock(instant), duties=list(bench.duties.values()), ledger=bench.ledger)


def keys(bench: Bench, kind: str = "schedule") -> list[str]:
    return [row.trigger_key for row in noted(bench) if row.trigger_kind == kind]


@pytest.mark.parametrize("ahead", [timedelta(hours=1), timedelta(days=2), timedelta(days=400)])
def test_schedules_go_on_after_a_clock_that_was_ahead_and_nothing_runs_twice(
    tmp_path: Path, ahead: timedelta
) -> None:
    bench = Bench(tmp_path, duties=[telling("brief", "daily 08:30", "every 1 hour")])
    begin(bench)
    wrong = at(bench, MONDAY + ahead)
    wrong.runner.note_due()
    wrong.runner.work()
    for _ in range(3 * 24 * 2):
        bench.wait(30 * 60)
        bench.runner.note_due()
        bench.runner.work()
    days = [key for key in keys(bench) if key < "2026-11-26"]
    assert sorted(days) == [f"2026-11-{day}T08:30" for day in (23, 24, 25)]
    steps = [key for key in keys(bench, "interval") if key <= "2026-11-26T07:00Z"]
    assert len(steps) == len(set(steps)) == 3 * 24
    assert {row.state for row in noted(bench)} == {"done"}


def test_an_office_that_was_first_opened_by_a_clock_ahead_runs_what_is_due_from_its_next_look_on(
    tmp_path: Path,
) -> None:
    bench = Bench(tmp_path, duties=[telling("brief", "daily 08:30")])
    begin(at(bench, MONDAY + timedelta(days=400)))
    assert bench.runner.note_due() == 0
    bench.clock.advance(timedelta(hours=2))
    assert bench.runner.note_due() == 1
    assert keys(bench) == ["2026-11-23T08:30"]


def test_a_run_put_off_by_a_clock_that_was_ahead_is_tried_when_the_clock_is_right(tmp_path: Path) -> None:
    lost = [True]

    def decide(_trigger: Any, _settings: Any) -> Any:
        if lost:
            raise Unavailable("mail", say("The line is cut."))
        return ()

    bench = Bench(tmp_path, duties=[duty("brief", "daily 08:00", decide=decide)])
    bench.runner.fire("brief", "manual", "k")
    assert [one.state for one in at(bench, MONDAY + timedelta(days=2)).runner.work()] == ["pending"]
    lost.clear()
    assert [one.state for one in bench.runner.work()] == ["done"]


def test_a_proposal_that_cannot_be_prepared_takes_no_other_with_it_and_is_shown(tmp_path: Path) -> None:
    class Refusing(RecordingPerformer):
        def prepare(self, action: Action) -> Prepared:
            if getattr(action, "text", "") == "bad":
                raise UserError(say("This cannot be."))
            return super().prepare(action)

    def decide(trigger: Any, _: Any) -> list[Any]:
        return [proposal("bad", note("bad")), proposal("good", note("good"))]

    refusing = Refusing(tmp_path / "effects.jsonl")
    bench = Bench(tmp_path, duties=[duty("brief", "daily 08:30", decide=decide)], performer=refusing)
    begin(bench)
    bench.wait(31 * 60)
    bench.runner.note_due()
    (ran,) = bench.runner.work()
    assert (ran.state, len(ran.proposals)) == ("done", 2)
    states = sorted(bench.state(number) for number in ran.proposals)
    assert states == ["approved", "waiting"]


class Stumbling(RecordingPerformer):
    """Cannot prepare what is bad: says so, or breaks."""

    def prepare(self, action: Action) -> Prepared:
        match getattr(action, "text", ""):
            case "bad":
                raise UserError(say("This cannot be."))
            case "broken":
                raise KeyError("place")
        return super().prepare(action)


def _run_once(tmp_path: Path, *made: Any) -> tuple[Bench, Any]:
    bench = Bench(tmp_path, duties=[duty("brief", "daily 08:30", decide=lambda _trigger, _settings: made)],
                  performer=Stumbling(tmp_path / "effects.jsonl"))  # fmt: skip
    begin(bench)
    bench.wait(31 * 60)
    bench.runner.note_due()
    (ran,) = bench.runner.work()
    return bench, ran


def test_what_cannot_be_prepared_is_shown_to_nobody_who_could_not_see_it_itself(tmp_path: Path) -> None:
    bench, ran = _run_once(
        tmp_path, proposal("Licencier Paul", note("bad"), confidential=True, circle="direction", owner=CLAIRE.address)
    )
    assert (ran.state, len(ran.proposals)) == ("done", 1)
    (told,) = bench.office.proposals(["waiting"])
    assert (told.is_confidential, told.owner) == (True, CLAIRE.address)
    approvals.approve(bench.ledger, acting(CLAIRE), told.id, None, bench.clock.now())
    bench.executor.work()
    (item,) = bench.office.items("refused")
    assert (item.circle, item.owner) == ("direction", CLAIRE.address)
    assert "ne peut pas être prépar" in item.title


def test_one_that_breaks_while_it_is_prepared_takes_no_other_with_it(tmp_path: Path) -> None:
    bench, ran = _run_once(tmp_path, proposal("bad", note("broken")), proposal("good", note("good")))
    assert (ran.state, len(ran.proposals)) == ("done", 2)
    assert sorted(bench.state(number) for number in ran.proposals) == ["approved", "waiting"]
    assert [one.row["key"] for one in bench.runner.dry_run("brief")] == ["refused:bad"]
