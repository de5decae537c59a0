"""The queue as each person has it, and their own words in what waits."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from officebot.core.people import Person
from officebot.core.policy import Policy, Rule, Verdict
from officebot.core.problems import UserError
from officebot.core.proposals import ProposalState
from officebot.engine.deciding import amending, approvals, desk
from officebot.engine.deciding.amending import Words
from officebot.engine.deciding.approvals import Actor
from officebot.engine.deciding.asked import desk_of
from officebot.engine.ledger.schema import later
from officebot.engine.record import views
from tests.engine.helpers import CLAIRE, INES, MONDAY, PAUL, PEOPLE, TOM, Bench, acting, letter, proposal

HOUR = timedelta(hours=1)


def seen_by(bench: Bench, person: Person) -> list[int]:
    return [one.id for one in views.waiting_for(bench.ledger, person, bench.clock.now())[1]]


def test_what_one_puts_off_stays_in_the_others_queues_and_comes_back_at_its_hour(bench: Bench) -> None:
    (one,) = bench.propose(proposal("a", letter("x")))
    assert desk.put_off(bench.ledger, acting(PAUL), one, MONDAY + HOUR, MONDAY).took
    assert seen_by(bench, PAUL) == []
    assert seen_by(bench, INES) == [one]
    bench.wait(HOUR.total_seconds() + 1)
    assert seen_by(bench, PAUL) == [one]


def test_what_is_put_off_can_be_answered_by_another_meanwhile(bench: Bench) -> None:
    (one,) = bench.propose(proposal("a", letter("x")))
    desk.put_off(bench.ledger, acting(PAUL), one, MONDAY + HOUR, MONDAY)
    assert approvals.approve(bench.ledger, acting(INES), one, None, MONDAY).took
    assert not desk.put_off(bench.ledger, acting(PAUL), one, MONDAY + 2 * HOUR, MONDAY).took


def test_nobody_puts_off_what_is_not_theirs_or_to_a_time_that_is_past(bench: Bench) -> None:
    (one,) = bench.propose(proposal("a", letter("x"), circle="direction"))
    with pytest.raises(UserError, match="no proposal"):
        desk.put_off(bench.ledger, acting(PAUL), one, MONDAY + HOUR, MONDAY)
    with pytest.raises(UserError, match="past"):
        desk.put_off(bench.ledger, acting(CLAIRE), one, MONDAY, MONDAY)


def test_a_queue_holds_one_s_circle_one_s_own_and_everybody_s_a_page_at_a_time(bench: Bench) -> None:
    mine = proposal("mine", letter("x"), circle="direction", owner=PAUL.address)
    theirs = proposal("theirs", letter("x"), circle="direction")
    ours = [proposal(f"ours {n}", letter("x"), circle="office") for n in range(4)]
    numbers = bench.propose(mine, theirs, *ours)
    assert seen_by(bench, PAUL) == [numbers[0], *numbers[2:]]
    assert seen_by(bench, CLAIRE) == numbers[:2]
    count, page = views.waiting_for(bench.ledger, PAUL, MONDAY, first=2, most=2)
    assert (count, [one.id for one in page]) == (5, numbers[3:5])
    assert views.waiting_for(bench.ledger, PAUL, MONDAY, most=0) == (5, [])


def test_what_was_shown_is_remembered_by_its_content(bench: Bench) -> None:
    (one,) = bench.propose(proposal("a", letter("x")))
    desk.note_shown(bench.ledger, PAUL, {one: "old"}, MONDAY)
    desk.note_shown(bench.ledger, PAUL, {one: bench.hash(one)}, MONDAY)
    with bench.ledger.reading() as tx:
        assert desk.shown_to(tx, PAUL, [one]) == {one: bench.hash(one)}
        assert desk.shown_to(tx, INES, [one]) == {}


def test_there_are_no_words_to_change_where_no_mail_is(bench: Bench) -> None:
    (one,) = bench.propose(proposal("a", letter("x")))
    assert amending.words_of(bench.ledger, one) == []


def test_words_are_changed_by_who_may_decide_in_what_waits_as_it_was_shown(bench: Bench) -> None:
    (one,) = bench.propose(proposal("a", letter("x"), circle="office"))
    words = {0: Words(position=0, subject="s", body="b")}

    def amended(who: Person, shown: str) -> int:
        actor = acting(who)
        return amending.amend(bench.ledger, bench.proposer, actor, one, shown, words, MONDAY)

    for who, shown in ((CLAIRE, bench.hash(one)), (TOM, bench.hash(one)), (PAUL, "0" * 64)):
        with pytest.raises(UserError):
            amended(who, shown)
    number = amended(PAUL, bench.hash(one))
    assert bench.state(one) == ProposalState.SUPERSEDED
    assert bench.state(number) == ProposalState.WAITING
    assert "proposal.amended" in bench.journalled(f"proposal:{number}")
    # What the duty says again is no news; and what was replaced can be changed no more.
    assert bench.propose(proposal("a", letter("x"), circle="office")) == []
    with pytest.raises(UserError, match="waits for nobody"):
        amended(PAUL, bench.hash(one))


def _amended(bench: Bench, **more: Any) -> int:
    (one,) = bench.propose(proposal("a", letter("x"), circle="office", **more))
    words = {0: Words(position=0, subject="s", body="We order for 90,000 €.")}
    return amending.amend(bench.ledger, bench.proposer, acting(PAUL), one, bench.hash(one), words, MONDAY)


def _over(limit: int, **more: Any) -> Rule:
    return Rule(**{"then": Verdict.ASK, "amount_over": Decimal(limit), "number": 1, **more})


def test_new_words_in_what_spends_may_say_any_sum_and_ask_as_many_people_as_the_greatest_does(tmp_path: Path) -> None:
    bench = Bench(tmp_path, policy=Policy(rules=(_over(1000, approvals=2),)))
    number = _amended(bench, amount=Decimal(800))
    approvals.approve(bench.ledger, acting(PAUL), number, None, MONDAY)
    assert bench.state(number) == ProposalState.WAITING
    approvals.approve(bench.ledger, acting(INES), number, None, MONDAY)
    assert bench.state(number) == ProposalState.APPROVED


def test_new_words_where_no_money_is_spent_ask_nobody_more(tmp_path: Path) -> None:
    bench = Bench(tmp_path, policy=Policy(rules=(_over(1000, approvals=2),)))
    number = _amended(bench)
    approvals.approve(bench.ledger, acting(PAUL), number, None, MONDAY)
    assert bench.state(number) == ProposalState.APPROVED


def test_new_words_never_ask_fewer_people_than_the_duty_did(bench: Bench) -> None:
    assert views.proposal(bench.ledger, _amended(bench, amount=Decimal(800), approvals=2)).approvals_needed == 2


def test_there_are_no_new_words_in_what_spends_where_policy_forbids_a_greater_sum(tmp_path: Path) -> None:
    bench = Bench(tmp_path, policy=Policy(rules=(_over(1000, then=Verdict.NEVER),)))
    with pytest.raises(UserError, match="another sum"):
        _amended(bench, amount=Decimal(800))


@pytest.mark.parametrize("is_least", [True, False])
def test_an_amount_that_is_not_known_in_full_is_kept_as_that(bench: Bench, is_least: bool) -> None:
    (one,) = bench.propose(proposal("a", letter("x"), amount=Decimal(5), amount_is_least=is_least))
    (asked,) = desk_of(bench.ledger, PEOPLE, MONDAY, "").waiting
    assert (views.proposal(bench.ledger, one).amount_is_least, asked.amount_is_least) == (is_least, is_least)


def test_new_words_in_what_spends_are_never_agreed_to_by_mail(bench: Bench) -> None:
    _amended(bench, amount=Decimal(5))
    (asked,) = desk_of(bench.ledger, PEOPLE, MONDAY, "").waiting
    assert asked.amount_is_least


def test_nobody_puts_anything_off_for_longer_than_it_could_wait(bench: Bench) -> None:
    (one,) = bench.propose(proposal("a", letter("x")))
    with pytest.raises(UserError, match="at most"):
        desk.put_off(bench.ledger, acting(PAUL), one, MONDAY + timedelta(days=61), MONDAY)
    assert desk.put_off(bench.ledger, acting(PAUL), one, MONDAY + timedelta(days=60), MONDAY).took


def test_what_a_delegate_puts_off_comes_back_when_the_delegation_ends_or_is_replaced(bench: Bench) -> None:
    one, other = bench.propose(proposal("a", letter("x")), proposal("b", letter("y")))
    approvals.delegate(bench.ledger, CLAIRE, PAUL, MONDAY, MONDAY + HOUR, MONDAY)
    for number in (one, other):
        assert desk.put_off(bench.ledger, Actor(PAUL, CLAIRE), number, MONDAY + 9 * HOUR, MONDAY).took
    assert seen_by(bench, CLAIRE) == []
    bench.wait(HOUR.total_seconds() + 1)
    assert seen_by(bench, CLAIRE) == [one, other]
    now = bench.clock.now()
    approvals.delegate(bench.ledger, CLAIRE, PAUL, now + HOUR, None, now)
    bench.wait(HOUR.total_seconds())
    now = bench.clock.now()
    assert desk.put_off(bench.ledger, Actor(PAUL, CLAIRE), other, now + 9 * HOUR, now).took
    assert seen_by(bench, CLAIRE) == [one]
    approvals.delegate(bench.ledger, CLAIRE, PAUL, now, now, now)
    assert seen_by(bench, CLAIRE) == [one, other]


def test_what_one_put_off_oneself_or_by_another_delegate_stays_so_when_a_delegation_is_replaced(bench: Bench) -> None:
    own, theirs, others = bench.propose(*(proposal(key, letter(key)) for key in "abc"))
    for delegate in (PAUL, INES):
        approvals.delegate(bench.ledger, CLAIRE, delegate, MONDAY, None, MONDAY)
    for number, who in ((own, acting(CLAIRE)), (theirs, Actor(PAUL, CLAIRE)), (others, Actor(INES, CLAIRE))):
        assert desk.put_off(bench.ledger, who, number, MONDAY + HOUR, MONDAY).took
    approvals.delegate(bench.ledger, CLAIRE, PAUL, MONDAY, MONDAY + HOUR, MONDAY)
    assert seen_by(bench, CLAIRE) == [theirs]


def test_what_was_put_off_before_it_was_noted_by_whom_comes_back(bench: Bench) -> None:
    before, since = bench.propose(proposal("a", letter("x")), proposal("b", letter("y")))
    approvals.delegate(bench.ledger, CLAIRE, PAUL, MONDAY, None, MONDAY)
    for number in (before, since):
        assert desk.put_off(bench.ledger, Actor(PAUL, CLAIRE), number, MONDAY + HOUR, MONDAY).took
    with bench.ledger.writing() as tx:
        tx.execute(update(later).values(by=""))
        tx.execute(update(later).where(later.c.proposal_id == before).values(at=MONDAY - HOUR))
    approvals.delegate(bench.ledger, CLAIRE, PAUL, MONDAY, None, MONDAY)
    assert seen_by(bench, CLAIRE) == [since]
