"""A duty that keeps failing is stopped, for itself alone, until it is tried again and works."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from officebot.core.text import Text, say
from officebot.engine.ledger import mails, runs
from officebot.engine.record import journal
from officebot.engine.running.breakers import Breakers
from officebot.engine.running.patience import within
from officebot.engine.running.runner import MOST_ATTEMPTS, Runner
from officebot.sdk import Claim, Mail, Proposal, Unavailable, UserError
from tests.engine.fakemail import FakeMail
from tests.engine.helpers import Bench, duty, note, proposal
from tests.engine.intake.test_worker_bench import ReadInWorker, sees_the_mail
from tests.engine.running.test_running import begin, noted, telling

WELL: list[bool] = []
NUMBERS = itertools.count()


def failing(name: str = "bad", *triggers: str, error: Exception | None = None) -> Any:
    """A duty that raises until `WELL` says otherwise."""

    def decide(trigger: Any, _settings: Any) -> Iterable[Proposal]:
        if not WELL:
            raise error or ZeroDivisionError
        yield proposal(f"{name}:{trigger.key}", note(trigger.key))

    return duty(name, *triggers, decide=decide)


@pytest.fixture(autouse=True)
def _not_well() -> None:
    WELL.clear()


def run(bench: Bench, name: str, times: int) -> list[str]:
    """How so many runs of a duty end that somebody wants one after the other."""
    ended = []
    for number in (next(NUMBERS) for _ in range(times)):
        bench.runner.fire(name, "manual", f"wish {number}")
        ended += [one.state for one in bench.runner.work()]
    return ended


def stopped(bench: Bench) -> list[str]:
    return sorted(Breakers(bench.ledger).stopped(bench.clock.now()))


def test_a_duty_that_fails_five_times_in_a_row_is_stopped_and_the_others_go_on(tmp_path: Path) -> None:
    bench = Bench(tmp_path, duties=[failing(), telling("good")])
    assert run(bench, "bad", 4) == ["failed"] * 4
    assert stopped(bench) == []
    assert run(bench, "bad", 3) == ["failed"]
    assert stopped(bench) == ["bad"]
    assert run(bench, "good", 2) == ["done"] * 2
    assert bench.journalled("duty:bad") == ["duty.stopped"]


def test_what_is_stopped_is_tried_once_after_its_pause_and_works_again_when_that_goes_well(tmp_path: Path) -> None:
    bench = Bench(tmp_path, duties=[failing()])
    run(bench, "bad", 7)
    bench.wait(15 * 60)
    assert [one.state for one in bench.runner.work()] == ["failed"]
    bench.wait(59 * 60)
    assert bench.runner.work() == []
    bench.wait(60)
    WELL.append(True)
    assert [one.state for one in bench.runner.work()] == ["done"]
    assert bench.journalled("duty:bad") == ["duty.stopped", "duty.works-again"]
    assert Breakers(bench.ledger).all() == {}


def test_a_person_lets_it_try_at_once_or_leaves_it_off(tmp_path: Path) -> None:
    bench = Bench(tmp_path, duties=[failing()])
    breakers = Breakers(bench.ledger)
    with pytest.raises(UserError, match="works already"):
        breakers.try_again("bad", "Claire Morel", bench.clock.now())
    run(bench, "bad", 6)
    breakers.leave_off("bad", "Claire Morel", bench.clock.now())
    bench.wait(3 * 24 * 3600)
    assert bench.runner.work() == []
    WELL.append(True)
    breakers.try_again("bad", "Claire Morel", bench.clock.now())
    assert [one.state for one in bench.runner.work()] == ["done"]
    assert bench.journalled("duty:bad") == ["duty.stopped", "duty.left-off", "duty.tried-again", "duty.works-again"]


def test_a_stopped_duty_gathers_no_heap_of_runs_and_catches_up_once(tmp_path: Path) -> None:
    bench = Bench(tmp_path, duties=[failing("bad", "every 15 minutes")])
    begin(bench)
    run(bench, "bad", 5)
    Breakers(bench.ledger).leave_off("bad", "Claire Morel", bench.clock.now())
    before = len(noted(bench))
    for _ in range(20):
        bench.wait(15 * 60)
        bench.runner.note_due()
    assert len(noted(bench)) == before
    WELL.append(True)
    Breakers(bench.ledger).try_again("bad", "Claire Morel", bench.clock.now())
    bench.runner.note_due()
    assert [one.state for one in bench.runner.work()] == ["done"]


@pytest.mark.parametrize(
    "error", [Unavailable("share", say("The share is gone.")), UserError(say("The table “stock” is missing."))]
)
def test_what_is_no_fault_of_the_duty_never_stops_it(tmp_path: Path, error: Exception) -> None:
    bench = Bench(tmp_path, duties=[failing(error=error)])
    run(bench, "bad", 10)
    assert Breakers(bench.ledger).all() == {}


def test_a_duty_that_floods_is_stopped_too(tmp_path: Path) -> None:
    def flood(_trigger: Any, _settings: Any) -> Iterable[Proposal]:
        return (proposal(f"flood{number}", note("x")) for number in range(1001))

    bench = Bench(tmp_path, duties=[duty("bad", decide=flood)])
    run(bench, "bad", 5)
    assert stopped(bench) == ["bad"]


def test_a_duty_that_ends_the_process_is_stopped_when_its_run_is_given_up(tmp_path: Path) -> None:
    bench = Bench(tmp_path, duties=[telling("bad")])
    bench.runner.fire("bad", "manual", "k")
    with bench.ledger.writing() as tx:
        for _ in range(MOST_ATTEMPTS):
            runs.claim(tx, bench.owner, bench.clock.now(), ["bad"], limit=1)
    bench.runner.work()
    assert stopped(bench) == ["bad"]


def test_a_try_that_ends_the_process_is_not_made_again_before_the_next_pause(tmp_path: Path) -> None:
    bench = Bench(tmp_path, duties=[failing()])
    run(bench, "bad", 6)
    bench.wait(15 * 60)
    with bench.ledger.writing() as tx:
        Breakers(bench.ledger).begin(tx, "bad", bench.clock.now())
    assert stopped(bench) == ["bad"]


# ── mails ─────────────────────────────────────────────────────────────────────────────────────────────────


def picky(mail: Mail, *_: Any) -> Iterable[Claim]:
    """A recogniser that cannot bear any mail until `WELL` says otherwise."""
    if not WELL:
        raise KeyError("odd")
    return [Claim(kind="picky", data={"subject": mail.subject})]


def proposes(trigger: Any, _settings: Any) -> Iterable[Proposal]:
    yield proposal(f"good:{trigger.mail.ref.fingerprint}", note(trigger.mail.subject))


DUTIES = [
    duty("picky", recogniser=picky, observe=sees_the_mail, decide=proposes),
    duty("good", "mail", observe=sees_the_mail, decide=proposes),
]


@pytest.mark.parametrize("in_workers", [False, True], ids=["asked here", "asked in workers"])
def test_a_recogniser_that_fails_over_every_mail_lists_five_of_them_and_no_more(
    tmp_path: Path, in_workers: bool
) -> None:
    bench = Bench(tmp_path, duties=DUTIES)
    source = ReadInWorker(bench, *DUTIES) if in_workers else FakeMail()
    bench.intake().work(source)
    source.receive(*(f"m{number}" for number in range(40)))
    done = bench.intake().work(source)
    assert (done.new, done.listed) == (40, 5)
    bench.executor.work()
    assert len(bench.performer.texts()) == 40
    with bench.ledger.reading() as tx:
        told = [one.payload for one in journal.read(tx) if one.what == "mail.received"]
    assert [one.get("without") for one in told if one][-1] == ["picky"]


def test_a_stopped_recogniser_is_tried_over_later_mails_and_no_mail_is_listed_for_its_sake(tmp_path: Path) -> None:
    bench = Bench(tmp_path, duties=DUTIES)
    source = FakeMail()
    bench.intake().work(source)
    source.receive(*(f"m{number}" for number in range(6)))
    bench.intake().work(source)
    bench.wait(15 * 60)
    source.receive("a", "b", "c")
    assert bench.intake().work(source).listed == 0
    assert stopped(bench) == ["picky"]
    WELL.append(True)
    bench.wait(60 * 60)
    source.receive("d", "e")
    assert bench.intake().work(source).listed == 0
    assert Breakers(bench.ledger).all() == {}
    with bench.ledger.reading() as tx:
        assert [claim.kind for _, claim in mails.claims_of(tx, mails.last_number(tx))] == ["picky"]


def test_a_duty_that_fails_over_its_mails_only_is_stopped_although_others_come_between(tmp_path: Path) -> None:
    def decide(trigger: Any, _settings: Any) -> Iterable[Proposal]:
        raise ZeroDivisionError

    def invoices(mail: Mail, *_: Any) -> Iterable[Claim]:
        return [Claim(kind="invoice", data={})] if mail.subject == "invoice" else []

    bench = Bench(tmp_path, duties=[duty("bad", "mail invoice", decide=decide, recogniser=invoices)])
    source = FakeMail()
    bench.intake().work(source)
    source.receive(*["plain", "invoice"] * 8)
    assert bench.intake().work(source).listed == 5
    assert stopped(bench) == ["bad"]


def test_a_recogniser_that_hangs_is_blamed_by_name(tmp_path: Path) -> None:
    for_ever = threading.Event()

    def slow(*_: Any) -> Iterable[Claim]:
        for_ever.wait(30)
        return []

    bench = Bench(tmp_path, duties=[duty("quick", recogniser=lambda *_: []), duty("slow", recogniser=slow)])
    source = FakeMail()
    bench.intake().work(source)
    source.receive("a", "b")
    bench.intake(mail_seconds=0.05).work(source)
    for_ever.set()
    assert {name: one.mails for name, one in Breakers(bench.ledger).all().items()} == {"slow": 2}


# ── what a run may take ───────────────────────────────────────────────────────────────────────────────────


def test_a_run_that_loops_for_ever_is_ended_inside_its_thread() -> None:
    def loops() -> None:
        while True:
            time.sleep(0.001)

    with pytest.raises(UserError, match="did not finish"):
        within(0.1, loops, "looping")
    deadline = time.monotonic() + 10
    while any("looping" in thread.name for thread in threading.enumerate()) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert within(5, lambda: 1, "looping") == 1


def test_no_second_run_begins_while_the_first_one_hangs() -> None:
    for_ever = threading.Event()
    with pytest.raises(UserError, match="did not finish"):
        within(0.05, lambda: for_ever.wait(60), "hanging")
    with pytest.raises(UserError, match="still hangs"):
        within(5, lambda: 1, "hanging")
    assert within(5, lambda: 2, "another") == 2
    for_ever.set()


def test_a_run_that_makes_the_process_grow_too_much_is_given_up(tmp_path: Path) -> None:
    grown: list[bytearray] = []

    def hungry() -> None:
        while True:
            grown.append(bytearray(1_000_000))
            time.sleep(0.002)

    with pytest.raises(UserError, match="took more than 20 MB"):
        within(30, hungry, "hungry", most_growth=20_000_000)
    grown.clear()


def test_a_run_that_hangs_counts_against_its_duty(tmp_path: Path) -> None:
    for_ever = threading.Event()
    bench = Bench(tmp_path, duties=[duty("stuck", decide=lambda _f, _s: for_ever.wait(30) and ())])
    bench.runner = Runner(
        bench.ledger, bench.duties, bench.office, bench.proposer, bench.clock, bench.owner, run_seconds=0.05,
        breakers=Breakers(bench.ledger, most=2),
    )  # fmt: skip
    run(bench, "stuck", 2)
    for_ever.set()
    assert stopped(bench) == ["stuck"]
    assert "stuck" not in {one.duty for one in bench.runner.work()}


def test_what_stopped_it_is_kept_in_words(tmp_path: Path) -> None:
    bench = Bench(tmp_path, duties=[failing()])
    run(bench, "bad", 5)
    one = Breakers(bench.ledger).all()["bad"]
    assert one.why == Text("The duty “{duty}” failed ({error}): its log says more.",
                           (("duty", "bad"), ("error", "ZeroDivisionError")))  # fmt: skip
    assert one.again == bench.clock.now() + timedelta(minutes=15)
