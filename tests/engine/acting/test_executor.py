"""The executor: what is approved is done, in order, once, and what nobody can tell is never repeated."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from officebot.core.proposals import ActionState
from officebot.core.text import say
from officebot.engine.acting.executor import Executor, backoff
from officebot.engine.deciding import approvals
from officebot.engine.ledger import leases, mails, marks
from officebot.engine.ledger import proposals as rows
from officebot.engine.ledger.schema import actions
from officebot.sdk import Done, Failed, Job, MessageRef, NotDone, Outcome, Retry, Unavailable, Uncertain
from officebot.testing.performers import RecordingPerformer
from tests.engine.helpers import CLAIRE, MONDAY, Bench, acting, letter, note, proposal


def answers(**by_text: Outcome | Exception) -> Any:
    """An `answer` for the recording performer: by the action's text, an outcome given or an exception raised."""

    def answer(job: Job) -> Outcome | None:
        given = by_text.get(job.action.text)
        if isinstance(given, Exception):
            raise given
        return given

    return answer


def left_doing(bench: Bench, proposal_id: int, position: int = 0) -> None:
    """Leave an action as a crash between "doing" and "done" leaves it."""
    with bench.ledger.writing() as tx:
        stored = rows.actions_of(tx, [proposal_id])
        for action in stored[:position]:
            rows.end_actions(tx, [rows.Ended(id=action.id, state=ActionState.DONE)], MONDAY)
        rows.begin_actions(tx, [stored[position].id], MONDAY)
        rows.set_states(tx, {proposal_id: "doing"})


def test_what_policy_lets_happen_is_done_at_once_and_once(bench: Bench) -> None:
    (number,) = bench.propose(proposal("a", note("one")))
    assert bench.executor.work().ended == {number: "done"}
    assert bench.executor.work().ended == {}
    assert bench.performer.texts() == ["one"]
    assert bench.journalled(f"proposal:{number}") == ["proposal.made", "proposal.done"]


def test_what_policy_asks_about_waits_for_a_person(bench: Bench) -> None:
    (number,) = bench.propose(proposal("a", letter("one")))
    bench.executor.work()
    assert bench.performer.texts() == []
    approvals.approve(bench.ledger, acting(CLAIRE), number, bench.hash(number), bench.clock.now())
    bench.executor.work()
    assert bench.performer.texts() == ["one"]


def test_actions_happen_in_order_and_with_the_bytes_that_were_shown(bench: Bench) -> None:
    bench.propose(proposal("a", note("one", content="α"), note("two"), note("three", content="γ")))
    bench.executor.work()
    assert bench.performer.texts() == ["one", "two", "three"]
    assert [effect["blobs"] for effect in bench.performer.effects()] == [{"content": "α"}, {}, {"content": "γ"}]


def test_a_proposal_stops_at_its_first_failure_and_skips_the_rest(bench: Bench) -> None:
    bench.performer.answer = answers(two=Failed(say("no")))
    (number,) = bench.propose(proposal("a", note("one"), note("two"), note("three")))
    bench.executor.work()
    assert bench.performer.texts() == ["one"]
    assert bench.how(number).state == "partly-done"
    assert bench.how(number).actions == ("done", "failed", "skipped")


def test_one_that_fails_at_once_has_failed_and_stops_nobody_else(bench: Bench) -> None:
    bench.performer.answer = answers(one=Failed(say("no")))
    first, second = bench.propose(proposal("a", note("one")), proposal("b", note("two")))
    bench.executor.work()
    assert (bench.state(first), bench.state(second)) == ("failed", "done")


def test_what_the_world_refuses_for_now_is_tried_again_with_growing_patience(bench: Bench) -> None:
    bench.performer.answer = answers(one=Retry(say("busy")))
    (number,) = bench.propose(proposal("a", note("one"), note("two")))
    waits = []
    for _ in range(6):
        assert bench.executor.work().later == 1
        with bench.ledger.reading() as tx:
            (action, *_) = rows.actions_of(tx, [number])
        waits.append((action.not_before - bench.clock.now()).total_seconds())
        bench.wait(waits[-1] - 1)
        assert bench.executor.work().later == 0
        bench.wait(1)
    assert waits == [5, 15, 60, 300, 300, 300]
    bench.performer.answer = answers()
    bench.executor.work()
    assert bench.performer.texts() == ["one", "two"]


def test_the_pause_between_two_tries_never_exceeds_five_minutes() -> None:
    assert [backoff(tries) for tries in (0, 2, 3, 50)] == [
        timedelta(seconds=5), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=5),
    ]  # fmt: skip


def test_a_lost_service_counts_as_later_for_every_kind(tmp_path: Path) -> None:
    performer = RecordingPerformer(tmp_path / "effects", repeatable=False)
    bench = Bench(tmp_path, performer=performer)
    performer.answer = answers(one=Unavailable("smtp", say("gone")))
    (number,) = bench.propose(proposal("a", note("one")))
    bench.executor.work()
    assert bench.how(number).actions == ("pending",)
    performer.answer = answers()
    bench.wait(5)
    bench.executor.work()
    assert performer.texts() == ["one"]


@pytest.mark.parametrize(("repeatable", "state"), [(True, "approved"), (False, "uncertain")])
def test_a_performer_that_raises_is_repeated_only_where_that_is_harmless(
    tmp_path: Path, repeatable: bool, state: str
) -> None:
    performer = RecordingPerformer(tmp_path / "effects", repeatable=repeatable)
    bench = Bench(tmp_path, performer=performer)
    performer.answer = answers(one=RuntimeError("broken"))
    (number,) = bench.propose(proposal("a", note("one")))
    bench.executor.work()
    assert bench.state(number) == state


def test_what_is_uncertain_is_never_repeated_alone(tmp_path: Path) -> None:
    performer = RecordingPerformer(tmp_path / "effects", repeatable=False)
    performer.answer = answers(one=Uncertain(say("cut")))
    bench = Bench(tmp_path, performer=performer)
    (number,) = bench.propose(proposal("a", note("one"), note("two")))
    bench.executor.work()
    performer.answer = answers()
    for _ in range(3):
        bench.wait(3600)
        bench.executor.work()
    assert performer.texts() == []
    assert bench.how(number).actions == ("uncertain", "pending")


@pytest.mark.parametrize(("happened", "texts"), [(True, ["two"]), (False, ["one", "two"])])
def test_a_person_settles_what_is_uncertain(tmp_path: Path, happened: bool, texts: list[str]) -> None:
    performer = RecordingPerformer(tmp_path / "effects", repeatable=False)
    performer.answer = answers(one=Uncertain(say("cut")))
    bench = Bench(tmp_path, performer=performer)
    (number,) = bench.propose(proposal("a", note("one"), note("two")))
    bench.executor.work()
    performer.answer = answers()
    assert approvals.settle(bench.ledger, acting(CLAIRE), number, happened, bench.clock.now()).took
    bench.executor.work()
    assert performer.texts() == texts
    assert bench.state(number) == "done"
    assert not approvals.settle(bench.ledger, acting(CLAIRE), number, happened, bench.clock.now()).took


class _Settling(RecordingPerformer):
    """A person settles the matter just while the world is looked at."""

    bench: Bench

    def was_done(self, job: Job) -> NotDone:
        assert approvals.settle(self.bench.ledger, acting(CLAIRE), 1, True, self.bench.clock.now()).took
        return NotDone()


def test_what_a_person_settles_while_it_is_looked_for_stays_as_they_said(tmp_path: Path) -> None:
    performer = _Settling(tmp_path / "effects")
    performer.answer = answers(one=Uncertain(say("cut")))
    performer.bench = bench = Bench(tmp_path, performer=performer)
    (number,) = bench.propose(proposal("a", note("one"), note("two")))
    bench.executor.work()
    performer.answer = answers()
    bench.wait(3600)
    bench.executor.work()
    bench.executor.work()
    assert performer.texts() == ["two"]
    assert bench.state(number) == "done"


def test_a_crash_after_the_effect_is_found_out_and_not_repeated(bench: Bench) -> None:
    (number,) = bench.propose(proposal("a", note("one"), note("two")))
    left_doing(bench, number)
    bench.performer.perform([Job(id=1, key="action:1", action=note("one"))])
    bench.executor.work()
    assert bench.performer.texts() == ["one", "two"]
    assert bench.state(number) == "done"
    assert "action.recovered" in bench.journalled(f"proposal:{number}")


def test_a_crash_before_the_effect_is_found_out_and_it_is_done(bench: Bench) -> None:
    (number,) = bench.propose(proposal("a", note("one"), note("two")))
    left_doing(bench, number)
    bench.executor.work()
    assert bench.performer.texts() == ["one", "two"]


def test_a_crash_that_nobody_can_judge_asks_a_person(tmp_path: Path) -> None:
    bench = Bench(tmp_path, performer=RecordingPerformer(tmp_path / "effects", repeatable=False))
    (number,) = bench.propose(proposal("a", note("one"), note("two")))
    left_doing(bench, number)
    bench.executor.work()
    assert bench.performer.texts() == []
    assert bench.how(number).state == "uncertain"
    assert bench.how(number).actions == ("uncertain", "pending")


class _Unreachable(RecordingPerformer):
    """Cannot be asked whether a thing was done, until `reachable`."""

    reachable = False

    def was_done(self, job: Job) -> Any:
        if not self.reachable:
            raise Unavailable("imap", say("gone"))
        return super().was_done(job)


def test_an_interrupted_action_holds_up_those_behind_it_until_somebody_can_be_asked(tmp_path: Path) -> None:
    performer = _Unreachable(tmp_path / "effects")
    bench = Bench(tmp_path, performer=performer)
    number, other = bench.propose(proposal("a", note("one"), note("two")), proposal("b", note("other")))
    left_doing(bench, number)
    bench.executor.work()
    assert performer.texts() == ["other"]
    assert bench.how(number).actions == ("doing", "pending")
    performer.reachable = True
    bench.executor.work()
    assert performer.texts() == ["other", "one", "two"]
    assert bench.state(other) == "done"


@pytest.mark.parametrize(("state", "after"), [("failed", "failed"), ("uncertain", "uncertain")])
def test_a_crash_just_after_a_failure_does_not_let_the_rest_happen(tmp_path: Path, state: str, after: str) -> None:
    bench = Bench(tmp_path, performer=RecordingPerformer(tmp_path / "effects", repeatable=False))
    (number,) = bench.propose(proposal("a", note("one"), note("two")))
    left_doing(bench, number)
    with bench.ledger.writing() as tx:
        (first, _) = rows.actions_of(tx, [number])
        rows.end_actions(tx, [rows.Ended(id=first.id, state=ActionState(state), problem=say("no"))], MONDAY)
    bench.executor.work()
    assert bench.performer.texts() == []
    assert bench.state(number) == after


def test_a_crash_just_before_the_end_is_written_down_is_concluded(bench: Bench) -> None:
    (number,) = bench.propose(proposal("a", note("one")))
    left_doing(bench, number)
    with bench.ledger.writing() as tx:
        (first,) = rows.actions_of(tx, [number])
        rows.end_actions(tx, [rows.Ended(id=first.id, state=ActionState.DONE)], MONDAY)
    bench.executor.work()
    assert bench.state(number) == "done"
    assert bench.performer.texts() == []


class _Stopped(BaseException):
    """What a kill in the middle of a performer looks like from inside."""


def test_only_the_one_being_done_is_in_doubt_after_a_kill_where_repeating_harms(tmp_path: Path) -> None:
    performer = RecordingPerformer(tmp_path / "effects", repeatable=False)
    bench = Bench(tmp_path, performer=performer)
    numbers = bench.propose(*(proposal(f"p{n}", note(f"t{n}")) for n in range(9)))

    def dies_at_the_fourth(job: Job) -> None:
        if job.action.text == "t4":
            raise _Stopped

    performer.answer = dies_at_the_fourth
    with pytest.raises(_Stopped):
        bench.executor.work()
    performer.answer = answers()
    bench.executor.work()
    assert [bench.state(number) for number in numbers] == ["done"] * 4 + ["uncertain"] + ["done"] * 4
    assert performer.texts() == ["t0", "t1", "t2", "t3", "t5", "t6", "t7", "t8"]


class _Garbled(RecordingPerformer):
    """Answers what it is told to, whatever it is."""

    said: Any = ()

    def perform(self, jobs: Any) -> Any:
        super().perform(jobs)
        return self.said


@pytest.mark.parametrize(
    "said",
    [
        pytest.param([], id="too few outcomes"),
        pytest.param(None, id="nothing at all"),
        pytest.param(["yes"], id="something that is no outcome"),
        pytest.param([Done(), Done(), Done()], id="too many outcomes"),
    ],
)
def test_a_performer_that_answers_nonsense_harms_only_its_own_action(tmp_path: Path, said: Any) -> None:
    performer = _Garbled(tmp_path / "odd", kinds=["test.letter"], repeatable=False)
    performer.said = said
    sound = RecordingPerformer(tmp_path / "effects", kinds=["test.note"])
    bench = Bench(tmp_path, performer=sound, performers=[performer])
    odd, other = bench.propose(proposal("a", letter("odd")), proposal("b", note("other")))
    approvals.approve(bench.ledger, acting(CLAIRE), odd, None, bench.clock.now())
    bench.executor.work()
    assert (bench.state(odd), bench.state(other)) == ("uncertain", "done")
    bench.executor.work()
    assert performer.texts() == ["odd"]


def test_a_receipt_that_cannot_be_kept_does_not_undo_what_happened(tmp_path: Path) -> None:
    performer = _Garbled(tmp_path / "effects")
    performer.said = [Done({"bytes": b"\x00"})]
    bench = Bench(tmp_path, performer=performer)
    (number,) = bench.propose(proposal("a", note("one")))
    bench.executor.work()
    bench.executor.work()
    assert bench.state(number) == "done"
    assert performer.texts() == ["one"]


@pytest.mark.parametrize("to", [{"uid": 7}, {"folder": 3, "uidvalidity": 1, "uid": 7}, "Filed", {"folder": "F"}])
def test_a_receipt_that_names_no_place_moves_nothing(tmp_path: Path, to: Any) -> None:
    performer = _Garbled(tmp_path / "effects")
    performer.said = [Done({"to": to})]
    bench = Bench(tmp_path, performer=performer)
    (number,) = bench.propose(proposal("a", note("one", on=MessageRef("desk", "INBOX", 1, 1, "fp"))))
    with bench.ledger.writing() as tx:
        mails.note(tx, [mails.Noted(ref=MessageRef("desk", "INBOX", 1, 1, "fp"), received=MONDAY)], MONDAY)
    bench.executor.work()
    assert bench.state(number) == "done"
    with bench.ledger.reading() as tx:
        assert mails.known(tx, "desk", ["fp"])["fp"].folder == "INBOX"


def test_a_kind_whose_plugin_is_gone_fails_alone(bench: Bench) -> None:
    gone, other = bench.propose(proposal("a", note("one")), proposal("b", note("two")))
    with bench.ledger.writing() as tx:
        (action,) = rows.actions_of(tx, [gone])
        tx.execute(update(actions).where(actions.c.id == action.id).values(kind="gone.kind"))
        content = rows.hash_of([("gone.kind", action.params, action.blobs)])
        tx.execute(update(rows.proposals).where(rows.proposals.c.id == gone).values(hash=content))
    bench.executor.work()
    assert (bench.state(gone), bench.state(other)) == ("failed", "done")


def test_a_crash_in_a_kind_whose_plugin_is_gone_holds_up_nobody_else(bench: Bench) -> None:
    gone, other = bench.propose(proposal("a", note("one")), proposal("b", note("two")))
    left_doing(bench, gone)
    with bench.ledger.writing() as tx:
        tx.execute(update(actions).where(actions.c.proposal_id == gone).values(kind="gone.kind"))
    bench.executor.work()
    assert bench.state(other) == "done"


def test_nothing_is_done_while_the_office_is_paused(bench: Bench) -> None:
    bench.propose(proposal("a", note("one")))
    with bench.ledger.writing() as tx:
        marks.put(tx, marks.PAUSED, True, bench.clock.now(), "claire")
    assert bench.executor.work().kept is not None
    assert bench.performer.texts() == []
    with bench.ledger.writing() as tx:
        marks.put(tx, marks.PAUSED, False, bench.clock.now(), "claire")
    bench.executor.work()
    assert bench.performer.texts() == ["one"]


def test_a_pause_takes_hold_before_the_next_action(bench: Bench) -> None:
    def pause(job: Job) -> None:
        with bench.ledger.writing() as tx:
            marks.put(tx, marks.PAUSED, True, bench.clock.now(), "claire")

    bench.performer.answer = pause
    (number,) = bench.propose(proposal("a", note("one"), note("two")))
    bench.executor.work()
    assert bench.performer.texts() == ["one"]
    assert bench.how(number).actions == ("done", "pending")


def test_a_proposal_replaced_at_the_last_moment_is_not_done(bench: Bench) -> None:
    old, first = bench.propose(proposal("a", note("other"), note("old")), proposal("b", note("first")))
    new: list[int] = []

    def replace_it(job: Job) -> None:
        if not new:
            new.append(0)
            new[:] = bench.propose(proposal("c", note("new")))
            with bench.ledger.writing() as tx:
                rows.set_states(tx, {old: "superseded"})

    bench.performer.answer = replace_it
    bench.executor.work()
    assert "old" not in bench.performer.texts()
    assert bench.state(old) == "superseded"
    assert bench.state(first) == "done"
    assert bench.state(new[0]) == "done"


def test_a_held_mail_waits_until_its_time(bench: Bench) -> None:
    (number,) = bench.propose(proposal("a", letter("one")))
    now = bench.clock.now()
    approvals.approve(bench.ledger, acting(CLAIRE), number, None, now)
    with bench.ledger.writing() as tx:
        rows.hold(tx, [one.id for one in rows.actions_of(tx, [number])], now + timedelta(seconds=60))
    bench.executor.work()
    bench.wait(59)
    bench.executor.work()
    assert bench.performer.texts() == []
    bench.wait(1)
    bench.executor.work()
    assert bench.performer.texts() == ["one"]


def test_more_than_a_batch_is_done_in_one_go(bench: Bench) -> None:
    bench.propose(*(proposal(f"p{n}", note(f"t{n}")) for n in range(600)))
    assert len(bench.executor.work().ended) == 600
    assert len(set(bench.performer.texts())) == 600


def test_two_threads_of_one_process_never_act_at_once(tmp_path: Path) -> None:
    bench, busy, seen = Bench(tmp_path), threading.Lock(), []

    def alone(job: Job) -> None:
        seen.append(busy.acquire(blocking=False))
        threading.Event().wait(0.01)
        busy.release()

    bench.performer.answer = alone
    bench.propose(*(proposal(f"p{n}", note(f"t{n}")) for n in range(5)))
    threads = [threading.Thread(target=bench.executor.work, args=(5.0,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [True] * 5
    assert sorted(bench.performer.texts()) == [f"t{n}" for n in range(5)]


def test_a_second_executor_leaves_the_work_to_the_first(tmp_path: Path) -> None:
    first, second = Bench(tmp_path), Bench(tmp_path)
    second.propose(proposal("a", note("one")))
    kept = []
    first.performer.answer = lambda job: kept.append(second.executor.work().kept)
    first.executor.work()
    assert kept[0] is not None
    assert first.performer.texts() == ["one"]


def test_an_executor_that_lost_its_lease_stops_before_the_next_action(tmp_path: Path) -> None:
    bench = Bench(tmp_path)

    def stolen(job: Job) -> None:
        with bench.ledger.writing() as tx:
            tx.execute(update(leases.leases).values(owner="elsewhere:1:1::x"))

    bench.performer.answer = stolen
    (number,) = bench.propose(proposal("a", note("one"), note("two")))
    assert bench.executor.work().kept is not None
    assert bench.performer.texts() == ["one"]
    assert bench.how(number).actions == ("done", "pending")


def test_the_lease_is_kept_while_a_long_action_lasts_and_given_back_after_it(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    until = []

    def long(job: Job) -> None:
        with bench.ledger.writing() as tx:
            tx.execute(update(leases.leases).values(until=leases.real_now() + timedelta(seconds=1)))
        threading.Event().wait(0.3)
        with bench.ledger.reading() as tx:
            until.append(tx.execute(select(leases.leases.c.until)).scalar_one())

    bench.performer.answer = long
    bench.propose(proposal("a", note("one")))
    Executor(bench.ledger, bench.performers, bench.clock, bench.owner, renew_seconds=0.05).work()
    assert until[0] > leases.real_now() + timedelta(seconds=30)
    with bench.ledger.reading() as tx:
        assert leases.holder(tx, "executor") is None


def test_a_server_that_answers_nobody_is_asked_once_a_pass_and_everything_goes_when_it_is_back(
    tmp_path: Path,
) -> None:
    asked: list[str] = []

    def away(job: Job) -> Outcome | None:
        asked.append(job.key)
        return Retry(say("away")) if len(asked) <= 3 else None

    performer = RecordingPerformer(tmp_path / "effects", repeatable=False, answer=away)
    bench = Bench(tmp_path, performer=performer)
    numbers = bench.propose(*(proposal(f"p{number}", note(f"t{number}")) for number in range(6)))
    for tries in (1, 2, 3):
        bench.executor.work()
        assert (len(asked), performer.texts()) == (tries, [])
        bench.wait(6)
    bench.executor.work()
    bench.wait(60)
    bench.executor.work()
    assert sorted(performer.texts()) == [f"t{number}" for number in range(6)]
    assert {bench.state(number) for number in numbers} == {"done"}


def test_one_thing_that_is_put_off_for_days_keeps_no_other(tmp_path: Path) -> None:
    performer = RecordingPerformer(
        tmp_path / "effects", repeatable=False, answer=lambda job: Retry(say("greylisted")) if job.id == 1 else None
    )
    bench = Bench(tmp_path, performer=performer)
    bench.propose(proposal("bad", note("bad")))
    for _ in range(6):
        bench.executor.work()
        bench.wait(301)
    bench.propose(*(proposal(f"p{number}", note(f"t{number}")) for number in range(4)))
    bench.executor.work()
    bench.wait(5)
    bench.executor.work()
    assert len(performer.texts()) == 4
