"""Proposing and answering: each thing asked once, the first answer counts, for exactly what was shown."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from officebot.core.policy import Policy, Rule, Verdict
from officebot.core.text import say
from officebot.engine.deciding import approvals
from officebot.engine.deciding.approvals import Actor
from officebot.engine.ledger import proposals as rows
from officebot.engine.ledger.schema import actions
from officebot.engine.running.proposing import Made
from officebot.sdk import Person, UserError
from officebot.testing.performers import RecordingPerformer
from tests.engine.helpers import (
    CLAIRE,
    INES,
    MONDAY,
    PAUL,
    PEOPLE,
    TOM,
    Bench,
    acting,
    letter,
    note,
    proposal,
    together,
)

TWO = Policy(rules=(Rule(then=Verdict.ASK, action="test.letter", approvals=2, number=1),))


def yes(bench: Bench, number: int, who: Actor | Person = PAUL, shown: str | None = None) -> approvals.Answer:
    """A person's yes."""
    actor = who if isinstance(who, Actor) else acting(who)
    return approvals.approve(bench.ledger, actor, number, shown, bench.clock.now())


# ── proposing ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_key_with_the_same_content_is_proposed_once(bench: Bench) -> None:
    assert bench.propose(proposal("a", letter("x")), proposal("a", letter("x"))) == [1]
    assert bench.propose(proposal("a", letter("x"))) == []


def test_two_processes_that_propose_the_same_at_once_make_one(tmp_path: Path) -> None:
    benches = [Bench(tmp_path) for _ in range(6)]
    made = together(6, lambda number: benches[number].propose(proposal("a", letter("x"))))
    assert sorted(made) == [[], [], [], [], [], [1]]


def test_changed_content_takes_the_place_of_what_waits(bench: Bench) -> None:
    (old,) = bench.propose(proposal("a", letter("x")))
    (new,) = bench.propose(proposal("a", letter("y")))
    assert (bench.state(old), bench.state(new)) == ("superseded", "waiting")
    assert not yes(bench, old).took
    assert "proposal.superseded" in bench.journalled(f"proposal:{old}")


def test_changed_content_after_it_was_done_is_a_new_proposal(bench: Bench) -> None:
    (old,) = bench.propose(proposal("a", note("x")))
    bench.executor.work()
    (new,) = bench.propose(proposal("a", note("y")))
    bench.executor.work()
    assert (bench.state(old), bench.state(new)) == ("done", "done")
    assert bench.performer.texts() == ["x", "y"]


def test_what_was_rejected_stays_silent_until_its_content_changes(bench: Bench) -> None:
    (number,) = bench.propose(proposal("a", letter("x")))
    assert approvals.reject(bench.ledger, acting(PAUL), number, "not now", bench.clock.now()).took
    assert bench.propose(proposal("a", letter("x"))) == []
    assert bench.state(number) == "rejected"
    assert bench.propose(proposal("a", letter("y"))) == [2]


def test_what_merely_expired_may_be_asked_again(bench: Bench) -> None:
    (number,) = bench.propose(proposal("a", letter("x")))
    bench.clock.advance(timedelta(hours=72, seconds=-1))
    assert approvals.expire(bench.ledger, bench.clock.now()) == []
    bench.wait(1)
    assert approvals.expire(bench.ledger, bench.clock.now()) == [number]
    assert bench.propose(proposal("a", letter("x"))) == [2]
    assert (bench.state(1), bench.state(2)) == ("expired", "waiting")


def test_what_nobody_answers_is_asked_again_ever_more_rarely(bench: Bench) -> None:
    asked: list[int] = []
    for day in range(60):
        approvals.expire(bench.ledger, bench.clock.now())
        asked += [day] * len(bench.propose(proposal("a", letter("x"))))
        bench.clock.advance(timedelta(days=1))
    # It stands three days each time; it rests for none, then for three, six and twelve days, and never for longer.
    assert asked == [0, 3, 9, 18, 33, 48]


def test_what_nobody_answered_is_asked_at_once_when_it_changes_or_a_person_wishes_it(bench: Bench) -> None:
    for _ in range(2):
        bench.propose(proposal("a", letter("x")))
        bench.wait(72 * 3600)
        approvals.expire(bench.ledger, bench.clock.now())
    assert bench.propose(proposal("a", letter("x"))) == []
    with bench.ledger.reading() as tx:
        made = [Made(proposal=proposal("a", letter("x")), duty="tests", run_id=None)]
        assert bench.proposer.fresh(tx, made, bench.clock.now()) == []
        assert bench.proposer.fresh(tx, made, bench.clock.now(), is_wish=True) == made
    assert bench.propose(proposal("a", letter("y"))) == [3]


def test_what_policy_forbids_is_kept_and_never_done(tmp_path: Path) -> None:
    bench = Bench(tmp_path, policy=Policy(rules=(Rule(then=Verdict.NEVER, action="test.note"),)))
    (number,) = bench.propose(proposal("a", note("x")))
    bench.executor.work()
    assert bench.state(number) == "never"
    assert not yes(bench, number).took
    assert bench.performer.texts() == []


# ── answering ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_first_of_fifty_answers_wins(bench: Bench) -> None:
    (number,) = bench.propose(proposal("a", letter("x")))

    def answer(turn: int) -> approvals.Answer:
        if turn % 2:
            return approvals.reject(bench.ledger, acting(INES), number, "no", bench.clock.now())
        return yes(bench, number)

    answers = together(50, answer)
    assert sum(answer.took for answer in answers) == 1
    (won,) = (answer for answer in answers if answer.took)
    assert bench.state(number) == won.state
    assert len(bench.journalled(f"proposal:{number}")) == 2
    bench.executor.work()
    assert bench.performer.texts() == (["x"] if won.state == "approved" else [])


def test_a_yes_counts_only_for_exactly_what_was_shown(bench: Bench) -> None:
    (number,) = bench.propose(proposal("a", letter("x")))
    shown = bench.hash(number)
    refused = yes(bench, number, shown="0" * 64)
    assert (refused.took, bench.state(number)) == (False, "waiting")
    assert "changed" in str(refused.said)
    assert yes(bench, number, shown=shown).took


def test_the_hash_covers_kind_values_bytes_and_order(bench: Bench) -> None:
    made = [
        proposal("a", letter("x")), proposal("b", note("x"), letter("x")), proposal("c", letter("x"), note("x")),
        proposal("d", letter("x", content="1")), proposal("e", letter("x", content="2")),
        proposal("f", letter("x", to=("other@elsewhere.example",))),
    ]  # fmt: skip
    assert len({bench.hash(number) for number in bench.propose(*made)}) == len(made)


def test_where_two_are_needed_one_is_not_enough(tmp_path: Path) -> None:
    bench = Bench(tmp_path, policy=TWO)
    (number,) = bench.propose(proposal("a", letter("x"), amount=Decimal(900)))
    assert (yes(bench, number, PAUL).state, yes(bench, number, PAUL).took) == ("waiting", False)
    bench.executor.work()
    assert bench.performer.texts() == []
    assert yes(bench, number, INES).state == "approved"
    bench.executor.work()
    assert bench.performer.texts() == ["x"]


def test_a_delegate_and_their_principal_count_once(tmp_path: Path) -> None:
    bench = Bench(tmp_path, policy=TWO)
    first, second = bench.propose(proposal("a", letter("x")), proposal("b", letter("y")))
    assert yes(bench, first, acting(INES, CLAIRE)).took
    assert not yes(bench, first, CLAIRE).took
    assert not yes(bench, first, INES).took
    assert yes(bench, second, CLAIRE).took
    assert not yes(bench, second, acting(INES, CLAIRE)).took
    assert yes(bench, second, acting(INES, PAUL)).state == "approved"


def test_a_yes_after_the_time_is_no_yes(bench: Bench) -> None:
    (number,) = bench.propose(proposal("a", letter("x")))
    bench.clock.advance(timedelta(hours=72))
    answer = yes(bench, number)
    assert (answer.took, answer.state) == (False, "expired")
    bench.executor.work()
    assert bench.performer.texts() == []


def test_a_proposal_may_expire_sooner_than_policy_lets_it(bench: Bench) -> None:
    (number,) = bench.propose(proposal("a", letter("x"), expires_after=timedelta(hours=1)))
    bench.clock.advance(timedelta(hours=1))
    assert yes(bench, number).state == "expired"


def test_only_the_circle_and_the_owner_may_decide(bench: Bench) -> None:
    first, second = bench.propose(
        proposal("a", letter("x"), circle="direction"),
        proposal("b", letter("y"), circle="direction", owner=PAUL.address),
    )
    assert not yes(bench, first, PAUL).took
    assert not approvals.reject(bench.ledger, acting(PAUL), first, "no", MONDAY).took
    assert not yes(bench, first, TOM).took
    assert yes(bench, first, CLAIRE).took
    assert yes(bench, second, PAUL).took


def test_nobody_settles_what_is_not_theirs(tmp_path: Path) -> None:
    performer = RecordingPerformer(tmp_path / "effects", repeatable=False)
    bench = Bench(tmp_path, performer=performer)

    def breaks(_job: object) -> None:
        raise RuntimeError

    performer.answer = breaks
    (number,) = bench.propose(proposal("a", letter("x"), circle="direction"))
    yes(bench, number, CLAIRE)
    bench.executor.work()
    assert bench.state(number) == "uncertain"
    assert not approvals.settle(bench.ledger, acting(TOM), number, True, bench.clock.now()).took
    assert approvals.settle(bench.ledger, acting(CLAIRE), number, True, bench.clock.now()).took


def test_a_mail_may_be_held_for_a_while_after_the_yes(bench: Bench) -> None:
    (number,) = bench.propose(proposal("a", letter("x")))
    approvals.approve(bench.ledger, acting(PAUL), number, None, bench.clock.now(), hold=timedelta(minutes=1))
    with bench.ledger.reading() as tx:
        (action,) = rows.actions_of(tx, [number])
    assert action.not_before is None  # only mail.send is held


def test_who_is_nobody_here_answers_nothing(bench: Bench) -> None:
    with bench.ledger.reading() as tx:
        assert approvals.actor(tx, PEOPLE, "paul", None, MONDAY).person is PAUL
        for login, principal in (("stranger", None), ("paul", "nobody"), ("paul", "claire")):
            with pytest.raises(UserError):
                approvals.actor(tx, PEOPLE, login, principal, MONDAY)


def test_a_delegation_holds_from_its_beginning_to_its_end(bench: Bench) -> None:
    since, until = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
    approvals.delegate(bench.ledger, CLAIRE, PAUL, since, until, MONDAY)
    with bench.ledger.reading() as tx:
        assert approvals.actor(tx, PEOPLE, "paul", "claire", since).name == f"{PAUL.address} for {CLAIRE.address}"
        for moment in (since - timedelta(seconds=1), until):
            with pytest.raises(UserError):
                approvals.actor(tx, PEOPLE, "paul", "claire", moment)
        with pytest.raises(UserError):
            approvals.actor(tx, PEOPLE, "ines", "claire", since)


def test_there_is_no_answer_to_a_proposal_that_is_not_there(bench: Bench) -> None:
    for answer in (yes, lambda b, n: approvals.reject(b.ledger, acting(PAUL), n, "", MONDAY)):
        with pytest.raises(UserError, match="There is no proposal 7"):
            answer(bench, 7)


def test_the_words_of_a_rejection_are_kept(bench: Bench) -> None:
    (number,) = bench.propose(proposal("a", letter("x"), reason=say("because")))
    approvals.reject(bench.ledger, acting(PAUL), number, "we wrote already", bench.clock.now())
    with bench.ledger.reading() as tx:
        row = rows.by_id(tx, number)
        assert row is not None
        assert (row.because, row.decided_by) == ("we wrote already", PAUL.address)
        assert [one.state for one in tx.execute(select(actions))] == ["pending"]
