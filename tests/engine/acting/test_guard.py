"""The guard: much at once of what is not new stops and asks a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from officebot.engine.acting.guard import Change, Limits, looks_emptied, stopped
from officebot.engine.deciding import approvals
from officebot.engine.ledger import mails, marks
from officebot.engine.ledger.mails import Noted, Watermark
from officebot.sdk import MessageRef, Proposal
from tests.engine.fakemail import FakeMail
from tests.engine.helpers import CLAIRE, MONDAY, Bench, NoSettings, acting, duty, note, proposal


def ref(number: int, folder: str = "INBOX") -> MessageRef:
    return MessageRef("desk", folder, 1, number, f"fp{number}")


def plan(count: int, folder: str = "INBOX") -> list[Change]:
    return [Change(number, "desk", folder) for number in range(count)]


@pytest.mark.parametrize(
    ("count", "already", "size", "stops"),
    [
        pytest.param(20, 0, 1000, False, id="twenty of a thousand"),
        pytest.param(21, 0, 1000, True, id="one more"),
        pytest.param(1, 20, 1000, True, id="one after twenty"),
        pytest.param(10, 0, 100, False, id="a tenth of the folder"),
        pytest.param(11, 0, 100, True, id="one more than a tenth"),
        pytest.param(2, 0, 2, False, id="two of two say nothing"),
        pytest.param(3, 0, 3, True, id="three of three"),
        pytest.param(20, 0, 0, False, id="twenty of a folder of unknown size"),
    ],
)
def test_the_guard_stops_more_than_twenty_or_a_tenth(count: int, already: int, size: int, stops: bool) -> None:
    place = ("desk", "INBOX")
    found = stopped(plan(count), {place: already}, {place: size}, Limits())
    assert len(found) == (count if stops else 0)


def test_a_folder_over_its_limit_stops_no_other() -> None:
    changes = [*plan(30), Change(99, "desk", "Other")]
    assert set(stopped(changes, {}, {}, Limits())) == set(range(30))


@pytest.mark.parametrize(("before", "now", "emptied"), [(20, 0, True), (19, 0, False), (20, 1, False)])
def test_a_source_looks_emptied_when_much_became_nothing(before: int, now: int, emptied: bool) -> None:
    assert looks_emptied(before, now, Limits()) is emptied


def known(bench: Bench, *numbers: int, size: int = 1000) -> None:
    """The ledger noted these messages now, in a folder of that size."""
    now = bench.clock.now()
    with bench.ledger.writing() as tx:
        mails.note(tx, [Noted(ref=ref(number), received=now) for number in numbers], now)
        mails.set_watermark(tx, "desk", "INBOX", Watermark(1, 1, 1, size), now)


def balanced(bench: Bench) -> None:
    with bench.ledger.writing() as tx:
        marks.put(tx, marks.LAST_BALANCE, {}, bench.clock.now())
    bench.wait(1)


def changing(bench: Bench, *numbers: int, name: str = "p") -> list[int]:
    return bench.propose(*(proposal(f"{name}{n}", note(f"t{n}", on=ref(n))) for n in numbers))


def test_any_number_of_new_messages_may_be_changed(bench: Bench) -> None:
    balanced(bench)
    known(bench, *range(50))
    changing(bench, *range(50))
    bench.executor.work()
    assert len(bench.performer.texts()) == 50


def test_many_messages_from_before_the_last_balance_wait_for_a_person(bench: Bench) -> None:
    known(bench, *range(25))
    balanced(bench)
    numbers = changing(bench, *range(25))
    bench.executor.work()
    assert bench.performer.texts() == []
    assert {bench.state(number) for number in numbers} == {"waiting"}
    approvals.approve(bench.ledger, acting(CLAIRE), numbers[0], None, bench.clock.now())
    bench.executor.work()
    assert bench.performer.texts() == ["t0"]


@pytest.mark.parametrize("first_day", [True, False])
def test_messages_that_were_there_before_the_office_began_are_old_on_every_day(bench: Bench, first_day: bool) -> None:
    if not first_day:
        balanced(bench)
    numbers = changing(bench, *range(100, 130))
    bench.executor.work()
    assert bench.performer.texts() == []
    assert "guard.stopped" in bench.journalled(f"proposal:{numbers[0]}")


@pytest.mark.parametrize(
    ("hours", "stops"), [pytest.param(23, False, id="within a day"), pytest.param(25, True, id="over a day ago")]
)
def test_mail_noted_over_a_day_ago_is_old_where_no_balance_was_ever_held(
    bench: Bench, hours: int, stops: bool
) -> None:
    known(bench, *range(25))
    bench.clock.advance(timedelta(hours=hours))
    changing(bench, *range(25))
    bench.executor.work()
    assert len(bench.performer.texts()) == (0 if stops else 25)


def test_what_was_changed_while_it_was_new_does_not_count_a_day_later(bench: Bench) -> None:
    known(bench, *range(25))
    bench.clock.advance(timedelta(hours=5))
    changing(bench, *range(25))
    bench.executor.work()
    bench.clock.advance(timedelta(hours=20))
    changing(bench, 100, 101)
    bench.executor.work()
    assert len(bench.performer.texts()) == 27


def test_a_balance_ahead_of_a_clock_that_was_set_back_does_not_make_new_mail_old(bench: Bench) -> None:
    with bench.ledger.writing() as tx:
        marks.put(tx, marks.LAST_BALANCE, {}, bench.clock.now() + timedelta(days=300))
    known(bench, *range(25))
    changing(bench, *range(25))
    bench.executor.work()
    assert len(bench.performer.texts()) == 25


def flagging(trigger: Any, _settings: NoSettings) -> Iterable[Proposal]:
    """Change every mail."""
    yield proposal(f"flag:{trigger.mail.ref}", note(trigger.mail.subject, on=trigger.mail.ref))


@pytest.mark.parametrize(
    ("days", "stops"), [pytest.param(2, True, id="from days ago"), pytest.param(0, False, id="that just came")]
)
def test_mail_dragged_into_a_folder_is_old_however_new_it_is_there(tmp_path: Path, days: int, stops: bool) -> None:
    bench = Bench(tmp_path, duties=[duty("flagging", "mail", decide=flagging)])
    source = FakeMail(batch=10)
    bench.intake().work(source)
    source.receive(*(f"m{n}" for n in range(25)), at=bench.clock.now() - timedelta(days=days))
    bench.intake().work(source)
    bench.executor.work()
    assert len(bench.performer.texts()) == (0 if stops else 25)


def test_one_mail_that_a_person_drags_in_is_work(tmp_path: Path) -> None:
    bench = Bench(tmp_path, duties=[duty("flagging", "mail", decide=flagging)])
    source = FakeMail()
    bench.intake().work(source)
    source.receive("old", at=bench.clock.now() - timedelta(days=200))
    bench.intake().work(source)
    bench.executor.work()
    assert bench.performer.texts() == ["old"]


def test_what_came_while_nobody_looked_for_a_week_is_new(tmp_path: Path) -> None:
    bench = Bench(tmp_path, duties=[duty("flagging", "mail", decide=flagging)])
    source = FakeMail(batch=10)
    bench.intake().work(source)
    came = bench.clock.now() + timedelta(hours=1)
    bench.clock.advance(timedelta(days=7))
    source.receive(*(f"m{n}" for n in range(25)), at=came)
    bench.intake().work(source)
    bench.executor.work()
    assert len(bench.performer.texts()) == 25


def test_what_a_rebuilt_folder_made_known_as_baseline_is_old(bench: Bench) -> None:
    balanced(bench)
    now = bench.clock.now()
    with bench.ledger.writing() as tx:
        mails.note(tx, [Noted(ref=ref(n), received=MONDAY, state=mails.BASELINE) for n in range(25)], now)
    changing(bench, *range(25))
    bench.executor.work()
    assert bench.performer.texts() == []


def test_one_proposal_with_many_changes_counts_each(bench: Bench) -> None:
    bench.propose(proposal("all", *(note(f"t{n}", on=ref(n)) for n in range(25))))
    bench.executor.work()
    assert bench.performer.texts() == []


def test_a_few_at_a_time_add_up_until_the_next_balance(bench: Bench) -> None:
    known(bench, *range(60))
    balanced(bench)
    for start in (0, 10, 20):
        changing(bench, *range(start, start + 10))
        bench.executor.work()
    assert len(bench.performer.texts()) == 20
    bench.clock.advance(timedelta(days=1))
    balanced(bench)
    changing(bench, *range(40, 50))
    bench.executor.work()
    assert len(bench.performer.texts()) == 30


def test_a_person_who_changes_many_is_not_stopped(tmp_path: Path) -> None:
    from officebot.core.policy import Policy, Rule, Verdict

    bench = Bench(tmp_path, policy=Policy(rules=(Rule(then=Verdict.ASK, action="test.note"),)))
    (number,) = bench.propose(proposal("all", *(note(f"t{n}", on=ref(n)) for n in range(25))))
    approvals.approve(bench.ledger, acting(CLAIRE), number, None, MONDAY)
    bench.executor.work()
    assert len(bench.performer.texts()) == 25
