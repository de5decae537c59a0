"""Answers by mail at the engine: as the person who gave them, to what was shown, each number once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from officebot.core.policy import Policy, Rule, Verdict
from officebot.engine.deciding import approvals, codes
from officebot.engine.deciding.asked import desk_of, note_answers
from officebot.engine.ledger import open_sqlite
from officebot.engine.record import journal
from officebot.sdk import Job, Outcome
from officebot.testing.clock import VirtualClock
from tests.engine.asking import Asking, performer_of
from tests.engine.helpers import CLAIRE, INES, MONDAY, PAUL, PEOPLE, TOM, acting, letter, proposal, together

TWO = Policy(rules=(Rule(then=Verdict.ASK, action="test.letter", approvals=2, number=1),))
CODE = "ABCDEFGHJKMNPQ"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Asking]:
    made = Asking(tmp_path)
    yield made
    made.ledger.close()


def letters(bench: Asking, *texts: str) -> list[int]:
    return bench.propose(*(proposal(text, letter(text)) for text in texts))


def test_a_yes_a_no_and_a_later_by_mail_do_what_they_do_on_the_page(bench: Asking) -> None:
    first, second, third = letters(bench, "a", "b", "c")
    bench.ask(CODE, PAUL, [first, second, third])
    until = bench.clock.now() + timedelta(days=1)
    told = bench.answer("m1", CODE, PAUL, yes=(1,), no={"2": "too dear"}, later={"3": until})
    assert [(number, took) for number, took, _ in told] == [(1, True), (2, True), (3, True)]
    assert [bench.state(one) for one in (first, second, third)] == ["done", "rejected", "waiting"]
    assert bench.performer.texts() == ["a"]
    (seen,) = [one for one in desk_of(bench.ledger, PEOPLE, bench.clock.now(), "").waiting if one.id == third]
    assert seen.later == {PAUL.address}


def test_the_journal_says_by_which_mail(bench: Asking) -> None:
    (one,) = letters(bench, "a")
    bench.ask(CODE, PAUL, [one])
    bench.answer("m1", CODE, PAUL, yes=(1,))
    with bench.ledger.reading() as tx:
        (entry,) = [entry for entry in journal.read(tx, f"proposal:{one}") if entry.what == "proposal.approved"]
    assert entry.who == PAUL.address
    assert bench.verify().bad is None


def test_each_number_is_answered_once_and_the_rest_stays_open(bench: Asking) -> None:
    first, second = letters(bench, "a", "b")
    bench.ask(CODE, PAUL, [first, second])
    bench.answer("m1", CODE, PAUL, yes=(1,))
    assert bench.code(CODE).used is None
    told = bench.answer("m2", CODE, PAUL, yes=(2,), no={"1": "changed my mind"})
    assert told == [(1, False, "You have answered it already by this mail."), (2, True, "Approved.")]
    assert bench.code(CODE).used is not None
    assert bench.performer.texts() == ["a", "b"]


def test_what_changed_since_it_was_shown_is_neither_approved_nor_refused(bench: Asking) -> None:
    first, second = letters(bench, "a", "b")
    bench.ask(CODE, PAUL, [first, second], hashes={first: "0" * 64, second: "0" * 64})
    told = bench.answer("m1", CODE, PAUL, yes=(1,), no={"2": "no"})
    assert all("changed since it was shown" in said for _, _, said in told)
    assert [bench.state(one) for one in (first, second)] == ["waiting", "waiting"]


def test_a_newer_content_is_another_proposal_and_the_old_number_does_nothing(bench: Asking) -> None:
    (old,) = letters(bench, "a")
    bench.ask(CODE, PAUL, [old])
    (new,) = bench.propose(proposal("a", letter("other")))
    ((_, took, _),) = bench.answer("m1", CODE, PAUL, yes=(1,))
    assert not took
    assert (bench.state(old), bench.state(new), bench.performer.texts()) == ("superseded", "waiting", [])


def test_the_code_of_another_person_decides_nothing(bench: Asking) -> None:
    (one,) = letters(bench, "a")
    bench.ask(CODE, PAUL, [one])
    told = bench.answer("m1", CODE, INES, yes=(1,))
    assert told == [(1, False, f"This code was not made for {INES.address}.")]
    assert bench.state(one) == "waiting"


def test_a_code_that_nobody_made_or_that_ran_out_decides_nothing(bench: Asking) -> None:
    (one,) = letters(bench, "a")
    assert not bench.answer("m0", "ZZZZZZZZZZZZZZ", PAUL, yes=(1,))[0][1]
    bench.ask(CODE, PAUL, [one], hours=1)
    bench.wait(3600)
    ((_, took, said),) = bench.answer("m1", CODE, PAUL, yes=(1,))
    assert (took, bench.state(one)) == (False, "waiting")
    assert said.startswith("This mail’s code is good no longer")


def test_an_expired_proposal_is_not_approved_by_a_code_that_is_still_good(bench: Asking) -> None:
    (one,) = letters(bench, "a")
    bench.ask(CODE, PAUL, [one], hours=200)
    bench.wait(73 * 3600)
    ((_, took, said),) = bench.answer("m1", CODE, PAUL, yes=(1,))
    assert not took
    assert "expired" in said
    assert bench.performer.texts() == []


def test_what_spends_too_much_for_a_mail_is_refused_by_mail_and_approved_on_the_page_only(bench: Asking) -> None:
    first, second = letters(bench, "a", "b")
    bench.ask(CODE, PAUL, [first, second], page_only=True)
    told = bench.answer("m1", CODE, PAUL, yes=(1,), no={"2": "no"})
    assert [took for _, took, _ in told] == [False, True]
    assert [bench.state(one) for one in (first, second)] == ["waiting", "rejected"]


def test_a_yes_by_mail_is_one_of_two_and_never_both(tmp_path: Path) -> None:
    bench = Asking(tmp_path, policy=TWO)
    (one,) = letters(bench, "a")
    bench.ask(CODE, PAUL, [one])
    bench.ask("BBBBBBBBBBBBBB", PAUL, [one])
    assert bench.answer("m1", CODE, PAUL, yes=(1,)) == [(1, True, "Noted. A second person must also approve.")]
    assert not bench.answer("m2", "BBBBBBBBBBBBBB", PAUL, yes=(1,))[0][1]
    assert bench.state(one) == "waiting"
    approvals.approve(bench.ledger, acting(INES), one, None, bench.clock.now())
    bench.executor.work()
    assert bench.performer.texts() == ["a"]


def test_a_delegate_decides_while_the_delegation_holds_and_their_delegate_never(bench: Asking) -> None:
    first, second = letters(bench, "a", "b")
    now = bench.clock.now()
    approvals.delegate(bench.ledger, CLAIRE, PAUL, now, now + timedelta(hours=1), now)
    approvals.delegate(bench.ledger, PAUL, INES, now, None, now)
    bench.ask(CODE, PAUL, [first, second], principal=CLAIRE)
    bench.ask("BBBBBBBBBBBBBB", INES, [first], principal=CLAIRE)
    ((_, took, said),) = bench.answer("m0", "BBBBBBBBBBBBBB", INES, yes=(1,))
    assert (took, said) == (False, f"No delegation from {CLAIRE.address} is in force any more.")
    assert bench.answer("m1", CODE, PAUL, yes=(1,))[0][1]
    bench.wait(3600)
    assert not bench.answer("m2", CODE, PAUL, yes=(2,))[0][1]
    assert [bench.state(one) for one in (first, second)] == ["done", "waiting"]


def test_who_may_not_decide_decides_nothing_by_mail_either(bench: Asking) -> None:
    (one,) = letters(bench, "a")
    bench.ask(CODE, TOM, [one])
    ((_, took, said),) = bench.answer(
        "m1",
        CODE,
        TOM,
        yes=(1,),
    )
    assert (took, bench.state(one)) == (False, "waiting")
    assert "may not decide" in said


def test_who_comes_second_is_told_by_whom_it_was_decided(bench: Asking) -> None:
    (one,) = letters(bench, "a")
    bench.ask(CODE, PAUL, [one])
    approvals.reject(bench.ledger, acting(INES), one, "no", bench.clock.now())
    ((_, took, said),) = bench.answer("m1", CODE, PAUL, yes=(1,))
    assert not took
    assert INES.address in said
    (decided,) = desk_of(bench.ledger, PEOPLE, bench.clock.now(), "").decided
    assert (decided.state, decided.by) == ("rejected", INES.address)


def test_a_run_is_noted_once_for_answers_of_which_nobody_is_told_yet(bench: Asking) -> None:
    now = bench.clock.now()
    assert note_answers(bench.ledger, ["approvals"], now) == 0
    (one,) = letters(bench, "a")
    bench.ask(CODE, PAUL, [one])
    bench.answer("m1", CODE, PAUL, yes=(1,))
    assert [note_answers(bench.ledger, ["approvals"], now) for _ in range(2)] == [1, 0]


def test_only_the_hash_of_a_code_is_kept(bench: Asking) -> None:
    (one,) = letters(bench, "a")
    bench.ask(CODE, PAUL, [one])
    bench.answer("m1", CODE, PAUL, yes=(1,))
    bench.ledger.close()
    kept = b"".join(path.read_bytes() for path in bench.folder.glob("ledger.db*"))
    assert CODE.encode() not in kept
    assert codes.hash_of(CODE).encode() in kept


def test_of_threads_that_answer_at_once_one_takes_it_and_the_others_are_told_by_whom(tmp_path: Path) -> None:
    benches = [Asking(tmp_path, clock=VirtualClock(MONDAY)) for _ in range(3)]
    numbers = letters(benches[0], *map(str, range(10)))
    benches[0].ask(CODE, CLAIRE, numbers)
    told = []
    for place, number in enumerate(numbers, 1):
        benches[0].answering(f"m{place}", CODE, CLAIRE, yes=(place,))

        def one(who: int, number: int = number) -> approvals.Answer | None:
            if who:
                person = (PAUL, INES)[who - 1]
                return approvals.approve(benches[who].ledger, acting(person), number, None, MONDAY)
            benches[0].executor.work(10)
            return None

        answers = [answer for answer in together(3, one) if answer is not None]
        told.append([*((answer.took, answer.said.render("en")) for answer in answers),
                     *((took, said) for _, took, said in benches[0].told(f"m{place}"))])  # fmt: skip
    benches[0].executor.work(10)
    assert [sum(took for took, _ in one) for one in told] == [1] * 10
    assert all("Too late" in said for one in told for took, said in one if not took)
    assert sorted(benches[0].performer.texts()) == sorted(map(str, range(10)))


# ── killed in the middle ──────────────────────────────────────────────────────────────────────────────────


class Killed(BaseException):
    """What a kill is within one process."""


class Dying:
    """The performer, whose process ends before (0) or after (1) it performs."""

    def __init__(self, inner: Any, when: int) -> None:
        self._inner = inner
        self._when = when
        self.kinds, self.repeatable, self.irreversible = inner.kinds, inner.repeatable, inner.irreversible
        self.is_armed = False

    def prepare(self, action: Any) -> Any:
        return self._inner.prepare(action)

    def perform(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        if not self.is_armed:
            done: Sequence[Outcome] = self._inner.perform(jobs)
            return done
        if self._when:
            self._inner.perform(jobs)
        raise Killed

    def was_done(self, job: Job) -> Any:
        return self._inner.was_done(job)

    def undo(self, jobs: Sequence[Job]) -> Any:
        return self._inner.undo(jobs)


@pytest.mark.parametrize("when", [0, 1], ids=["before it is carried out", "after it, before that is written"])
def test_an_answer_killed_in_the_middle_has_one_effect(tmp_path: Path, when: int) -> None:
    clock = VirtualClock(MONDAY)
    ledger = open_sqlite(tmp_path / "ledger.db")
    dying = Dying(performer_of(ledger, clock), when)
    bench = Asking(tmp_path, clock=clock, asked=dying)
    first, second = letters(bench, "a", "b")
    bench.ask(CODE, PAUL, [first, second])
    number = bench.answering("m1", CODE, PAUL, yes=(1,), no={"2": "no"})
    dying.is_armed = True
    with pytest.raises(Killed):
        bench.executor.work()
    clock.advance(timedelta(minutes=10))
    again = Asking(tmp_path, clock=clock)
    again.executor.work()
    again.executor.work()
    assert again.state(number) == "done"
    assert [again.state(one) for one in (first, second)] == ["done", "rejected"]
    assert again.performer.texts() == ["a"]
    assert [took for _, took, _ in again.told("m1")] == [True, True]
    assert again.verify().bad is None
