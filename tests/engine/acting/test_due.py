"""What the executor finds to do: all that is due, nothing else, without a write where there is nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from officebot.core.proposals import ActionState
from officebot.engine.deciding import approvals
from officebot.engine.ledger import marks
from officebot.engine.ledger import proposals as rows
from officebot.engine.ledger.schema import actions, leases
from officebot.engine.ledger.schema import marks as marks_table
from officebot.engine.ledger.types import JsonText
from officebot.sdk import MessageRef
from tests.engine.helpers import CLAIRE, MONDAY, Bench, acting, letter, note, proposal
from tests.engine.stores import open_ledger


def held(bench: Bench, *texts: str) -> list[int]:
    """Proposals of one letter each, approved, that wait for an hour."""
    numbers = bench.propose(*(proposal(text, letter(text)) for text in texts))
    for number in numbers:
        approvals.approve(bench.ledger, acting(CLAIRE), number, None, bench.clock.now())
    with bench.ledger.writing() as tx:
        rows.hold(tx, [one.id for one in rows.actions_of(tx, numbers)], bench.clock.now() + timedelta(hours=1))
    return numbers


@pytest.mark.parametrize("is_paused", [False, True])
def test_a_tick_with_nothing_due_writes_nothing(bench: Bench, is_paused: bool) -> None:
    held(bench, "one")
    with bench.ledger.writing() as tx:
        marks.put(tx, marks.PAUSED, is_paused, bench.clock.now())
    other = open_ledger(bench.folder / "ledger.db")
    with other.writing():  # whoever would write now waits for long, in vain
        work = bench.executor.work()
    assert (work.ended, work.later, work.kept is not None) == ({}, 0, is_paused)
    with bench.ledger.reading() as tx:
        assert tx.execute(select(leases)).all() == []
    other.close()


def test_what_is_due_is_found_behind_many_that_wait(bench: Bench) -> None:
    waiting = bench.propose(*(proposal(f"w{number}", note(f"w{number}")) for number in range(600)))
    with bench.ledger.writing() as tx:
        tx.execute(update(actions).values(not_before=MONDAY + timedelta(hours=1)))
    (due,) = bench.propose(proposal("due", note("due")))
    assert bench.executor.work().ended == {due: "done"}
    bench.wait(3600)
    assert set(bench.executor.work().ended) == set(waiting)


def test_only_the_first_action_that_is_left_says_whether_it_is_due(bench: Bench) -> None:
    (number,) = bench.propose(proposal("a", note("one"), note("two"), note("three")))
    with bench.ledger.writing() as tx:
        first, _, third = rows.actions_of(tx, [number])
        rows.end_actions(tx, [rows.Ended(id=first.id, state=ActionState.DONE)], MONDAY)
        rows.hold(tx, [first.id, third.id], MONDAY + timedelta(hours=1))
    bench.executor.work()
    assert bench.how(number).actions == ("done", "done", "pending")
    bench.wait(3600)
    bench.executor.work()
    assert bench.state(number) == "done"


def test_what_touches_a_suspended_account_waits_and_the_rest_does_not(bench: Bench) -> None:
    def on(account: str) -> MessageRef:
        return MessageRef(account, "INBOX", 1, 1, "fp")

    kept, later, other, odd = bench.propose(
        proposal("a", note("kept", on=on("desk"))),
        proposal("b", note("before"), note("later", on=on("desk"))),
        proposal("c", note("other", on=on("Desk"))),
        proposal("d", note('"on":{"account":"desk","uidvalidity":1}')),
    )
    with bench.ledger.writing() as tx:
        marks.put(tx, marks.SUSPENDED, {"desk": ["INBOX"]}, MONDAY)
    assert set(bench.executor.work().ended) == {other, odd}
    with bench.ledger.writing() as tx:
        marks.put(tx, marks.SUSPENDED, {}, MONDAY)
    assert set(bench.executor.work().ended) == {kept, later}


@pytest.mark.parametrize("account", ["desk", "dés\0k", "\\", "\\\0", "\\\\u0000", "\0\0", '"'])
def test_a_place_in_stored_json_is_looked_up_whatever_else_stands_there(bench: Bench, account: str) -> None:
    values = {account: account, "on": {"account": "desk", "uidvalidity": 1}, "z": [account, "\0"]}
    place = JsonText(marks_table.c.value, "on", "account")
    with bench.ledger.writing() as tx:
        marks.put(tx, "looked at", values, MONDAY)
        assert tx.execute(select(marks_table.c.name).where(place == "desk")).scalars().all() == ["looked at"]
        assert marks.get(tx, "looked at") == values
