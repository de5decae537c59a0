"""The shared items: what a crash interrupts can still be taken back whole."""

from __future__ import annotations

from typing import Any

import pytest

from officebot.core.proposals import Item
from officebot.engine.ledger import items
from officebot.sdk import Action, AmendItem, CloseItem, Done, Job, NoteItem
from tests.engine.helpers import CLAIRE, Bench, acting, proposal


class _Killed(BaseException):
    """The process ends here."""


def noted(title: str) -> NoteItem:
    return NoteItem(item_kind="deadline", key="k", title=title)


def item(bench: Bench) -> tuple[str, str] | None:
    with bench.ledger.reading() as tx:
        found: Item | None = items.one(tx, "deadline", "k")
    return (found.title, found.state) if found else None


def interrupted(bench: Bench, *actions: Action) -> list[int]:
    """Propose these, each alone, with the process killed once they are written and before that is noted."""
    numbers = bench.propose(*(proposal(f"p{place}", action) for place, action in enumerate(actions)))
    performer: Any = bench.performers.of("item.note")

    def dies(jobs: Any) -> Any:
        type(performer).perform(performer, jobs)
        raise _Killed

    performer.perform = dies
    with pytest.raises(_Killed):
        bench.executor.work()
    del performer.perform
    return numbers


def test_an_item_noted_just_before_a_crash_is_gone_when_taken_back(bench: Bench) -> None:
    (number,) = interrupted(bench, noted("first"))
    Bench(bench.folder).executor.work()
    assert (bench.state(number), item(bench)) == ("done", ("first", "open"))
    assert bench.undoer.undo(number, acting(CLAIRE))[0] == "undone"
    assert item(bench) is None


def test_an_item_closed_just_before_a_crash_is_open_when_taken_back(bench: Bench) -> None:
    bench.propose(proposal("before", noted("first")))
    bench.executor.work()
    (number,) = interrupted(bench, CloseItem(item_kind="deadline", key="k"))
    Bench(bench.folder).executor.work()
    assert (bench.state(number), item(bench)) == ("done", ("first", "closed"))
    assert bench.undoer.undo(number, acting(CLAIRE))[0] == "undone"
    assert item(bench) == ("first", "open")


def test_two_notes_of_one_item_before_a_crash_are_taken_back_one_after_the_other(bench: Bench) -> None:
    first, second = interrupted(bench, noted("first"), noted("second"))
    Bench(bench.folder).executor.work()
    seen = [item(bench)]
    for number in (second, first):
        bench.undoer.undo(number, acting(CLAIRE))
        seen.append(item(bench))
    assert seen == [("second", "open"), ("first", "open"), None]


def test_an_item_changed_after_a_crash_is_not_written_over_by_what_was_interrupted(bench: Bench) -> None:
    (number,) = interrupted(bench, noted("first"))
    later = Job(id=99, key="action:99", action=noted("second"))
    (outcome,) = bench.performers.of("item.note").perform([later])
    assert isinstance(outcome, Done)
    Bench(bench.folder).executor.work()
    assert (bench.state(number), item(bench)) == ("done", ("second", "open"))


def test_what_goes_on_from_an_older_state_of_an_item_writes_over_nothing_that_was_noted_since(bench: Bench) -> None:
    def amended(*seen: str) -> AmendItem:
        return AmendItem(item_kind="deadline", key="k", title=" ".join(seen), source={"seen": seen}, keeps=("seen",))

    numbers = bench.propose(*(proposal(f"p{place}", action) for place, action in enumerate(
        (amended("a"), amended("a", "b"), amended("c"), amended("a"), amended("a", "b", "c"))
    )))  # fmt: skip
    bench.executor.work()
    assert [bench.state(number) for number in numbers] == ["done", "done", "failed", "failed", "done"]
    assert item(bench) == ("a b c", "open")
    bench.propose(proposal("closed", CloseItem(item_kind="deadline", key="k")))
    bench.executor.work()
    (late,) = bench.propose(proposal("late", amended("a", "b", "c", "d")))
    bench.executor.work()
    assert (bench.state(late), item(bench)) == ("failed", ("a b c", "closed"))
