"""Undo: in reverse, before it happens, or not at all, and then nothing is changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from officebot.core.proposals import ActionState
from officebot.core.text import say
from officebot.engine.deciding import approvals
from officebot.engine.ledger import items
from officebot.engine.ledger import proposals as rows
from officebot.engine.record import views
from officebot.sdk import CloseItem, Failed, Job, NoteItem, Retry, Unavailable, UserError
from officebot.testing.performers import RecordingPerformer
from tests.engine.helpers import CLAIRE, MONDAY, Bench, acting, letter, note, proposal


def undone(bench: Bench) -> list[str]:
    return [effect["text"] for effect in bench.performer.effects() if effect["do"] == "undo"]


def test_what_was_done_is_taken_back_in_reverse(bench: Bench) -> None:
    (number,) = bench.propose(proposal("a", note("one"), note("two"), note("three")))
    bench.executor.work()
    state, _ = bench.undoer.undo(number, acting(CLAIRE))
    assert state == "undone"
    assert undone(bench) == ["three", "two", "one"]
    assert bench.how(number).actions == ("undone",) * 3
    assert bench.journalled(f"proposal:{number}")[-1] == "proposal.undone"


def test_taking_back_twice_changes_nothing_more(bench: Bench) -> None:
    (number,) = bench.propose(proposal("a", note("one")))
    bench.executor.work()
    bench.undoer.undo(number, acting(CLAIRE))
    state, said = bench.undoer.undo(number, acting(CLAIRE))
    assert (state, str(said)) == ("undone", "It was already taken back.")
    assert undone(bench) == ["one"]


def test_what_is_approved_is_withdrawn_before_it_happens(bench: Bench) -> None:
    (number,) = bench.propose(proposal("a", letter("one")))
    approvals.approve(bench.ledger, acting(CLAIRE), number, None, bench.clock.now())
    state, _ = bench.undoer.undo(number, acting(CLAIRE))
    assert (state, bench.how(number).actions) == ("undone", ("skipped",))
    bench.executor.work()
    assert bench.performer.effects() == []


def test_what_only_waits_is_not_for_undo(bench: Bench) -> None:
    (number,) = bench.propose(proposal("a", letter("one")))
    state, _ = bench.undoer.undo(number, acting(CLAIRE))
    assert (state, bench.how(number).actions) == ("waiting", ("pending",))


def test_what_cannot_be_taken_back_is_refused_with_nothing_changed(tmp_path: Path) -> None:
    sender = RecordingPerformer(tmp_path / "sent", kinds=["test.letter"], irreversible=["test.letter"])
    bench = Bench(tmp_path, performer=RecordingPerformer(tmp_path / "e", kinds=["test.note"]), performers=[sender])
    (number,) = bench.propose(proposal("a", note("one"), letter("two"), note("three")))
    approvals.approve(bench.ledger, acting(CLAIRE), number, None, bench.clock.now())
    bench.executor.work()
    before = bench.how(number)
    state, said = bench.undoer.undo(number, acting(CLAIRE))
    assert state == "done"
    assert "cannot be taken back" in str(said)
    assert bench.how(number) == before
    assert undone(bench) == []


def test_what_cannot_be_taken_back_says_so_before_anybody_says_yes(tmp_path: Path) -> None:
    sender = RecordingPerformer(tmp_path / "sent", kinds=["test.letter"], irreversible=["test.letter"])
    bench = Bench(tmp_path, performer=RecordingPerformer(tmp_path / "e", kinds=["test.note"]), performers=[sender])
    leaves = say("A letter leaves the office.")
    letters, notes = bench.propose(
        proposal("a", note("one"), letter("two"), consequences=(leaves,)),
        proposal("b", note("one"), consequences=(leaves,)),
    )
    told = [[str(one) for one in views.proposal(bench.ledger, number).consequences] for number in (letters, notes)]
    assert told == [[str(leaves), "Once done, this cannot be taken back."], [str(leaves)]]


class _Stubborn(RecordingPerformer):
    """Answers what it is told to when it should take "two" back."""

    says: Any = None

    def undo(self, jobs: Any) -> Any:
        if any(job.action.text == "two" for job in jobs) and self.says is not None:
            if isinstance(self.says, Exception):
                raise self.says
            return self.says
        return super().undo(jobs)


@pytest.mark.parametrize(
    "says",
    [
        pytest.param([Failed(say("Somebody moved it."))], id="refused"),
        pytest.param([Retry(say("The server is gone."))], id="not now"),
        pytest.param(Unavailable("imap", say("gone")), id="service lost"),
        pytest.param(RuntimeError("broken"), id="raises"),
        pytest.param([], id="no answer"),
    ],
)
def test_an_undo_that_fails_stops_there_and_can_be_tried_again(tmp_path: Path, says: Any) -> None:
    performer = _Stubborn(tmp_path / "effects")
    bench = Bench(tmp_path, performer=performer)
    (number,) = bench.propose(proposal("a", note("one"), note("two"), note("three")))
    bench.executor.work()
    performer.says = says
    state, _ = bench.undoer.undo(number, acting(CLAIRE))
    assert (state, bench.how(number).actions) == ("partly-done", ("done", "done", "undone"))
    assert bench.journalled(f"proposal:{number}")[-1] == "proposal.undo-failed"
    performer.says = None
    assert bench.undoer.undo(number, acting(CLAIRE))[0] == "undone"
    assert undone(bench) == ["three", "two", "one"]


def test_what_is_left_of_a_proposal_that_is_taken_back_does_not_happen_later(bench: Bench) -> None:
    bench.performer.answer = lambda job: Retry(say("busy")) if job.action.text == "two" else None
    (number,) = bench.propose(proposal("a", note("one"), note("two")))
    bench.executor.work()
    assert bench.undoer.undo(number, acting(CLAIRE))[0] == "undone"
    assert bench.how(number).actions == ("undone", "skipped")
    bench.performer.answer = lambda _job: None
    bench.wait(3600)
    bench.executor.work()
    assert bench.performer.texts() == ["one"]


@pytest.mark.parametrize("state", [ActionState.DOING, ActionState.UNCERTAIN])
def test_what_may_or_may_not_have_happened_is_settled_before_it_is_taken_back(
    bench: Bench, state: ActionState
) -> None:
    (number,) = bench.propose(proposal("a", note("one")))
    with bench.ledger.writing() as tx:
        (action,) = rows.actions_of(tx, [number])
        rows.end_actions(tx, [rows.Ended(id=action.id, state=state)], MONDAY)
        rows.set_states(tx, {number: "doing"})
    _, said = bench.undoer.undo(number, acting(CLAIRE))
    assert "settle" in str(said)
    assert bench.how(number).actions == (state,)


def test_a_crash_while_it_is_taken_back_is_no_end(bench: Bench) -> None:
    (number,) = bench.propose(proposal("a", note("one"), note("two")))
    bench.executor.work()

    class Killed(BaseException):
        """The process ends here."""

    class Dying(RecordingPerformer):
        """Dies once "two" is taken back and "one" is to be."""

        def undo(self, jobs: Any) -> Any:
            if jobs[0].action.text == "one":
                raise Killed
            return super().undo(jobs)

    dying = Bench(bench.folder, performer=Dying(bench.performer.path))
    with pytest.raises(Killed):
        dying.undoer.undo(number, acting(CLAIRE))
    assert bench.how(number).state == "partly-done"
    assert bench.undoer.undo(number, acting(CLAIRE))[0] == "undone"
    assert undone(bench) == ["two", "one"]


def test_a_crash_just_before_its_taking_back_is_written_down_is_concluded(bench: Bench) -> None:
    (number,) = bench.propose(proposal("a", note("one")))
    bench.executor.work()
    with bench.ledger.writing() as tx:
        (action,) = rows.actions_of(tx, [number])
        rows.end_actions(tx, [rows.Ended(id=action.id, state=ActionState.UNDONE)], MONDAY)
    assert bench.undoer.undo(number, acting(CLAIRE))[0] == "undone"


def test_undo_waits_for_the_executor_and_says_when_it_is_busy(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    heard: list[str] = []

    def meanwhile(_job: Job) -> None:
        try:
            Bench(tmp_path).undoer.undo(number, acting(CLAIRE), wait_seconds=0)
        except Unavailable as busy:
            heard.append(str(busy.what))

    bench.performer.answer = meanwhile
    (number,) = bench.propose(proposal("a", note("one")))
    bench.executor.work()
    assert heard == ["Another officebot is busy: try again in a moment."]


def test_there_is_nothing_to_undo_of_a_proposal_that_is_not_there(bench: Bench) -> None:
    with pytest.raises(UserError, match="There is no proposal 7"):
        bench.undoer.undo(7, acting(CLAIRE))


def test_items_are_put_back_as_they_were(bench: Bench) -> None:
    def title() -> str | None:
        with bench.ledger.reading() as tx:
            found = items.one(tx, "deadline", "k")
            return f"{found.title} {found.state}" if found else None

    seen = []
    numbers = []
    for action in (
        NoteItem(item_kind="deadline", key="k", title="first", due=MONDAY),
        NoteItem(item_kind="deadline", key="k", title="second"),
        CloseItem(item_kind="deadline", key="k"),
    ):
        numbers += bench.propose(proposal(f"p{len(numbers)}", action))
        bench.executor.work()
        seen.append(title())
    for number in reversed(numbers):
        bench.undoer.undo(number, acting(CLAIRE))
        seen.append(title())
    assert seen == ["first open", "second open", "second closed", "second open", "first open", None]


def test_an_item_that_is_not_there_cannot_be_closed(bench: Bench) -> None:
    (number,) = bench.propose(proposal("a", CloseItem(item_kind="deadline", key="k")))
    bench.executor.work()
    assert bench.state(number) == "failed"


class _Foreseeing(RecordingPerformer):
    """Tells beforehand what it is told to of "two"."""

    says: Any = None

    def foresee_undo(self, jobs: Any) -> Any:
        assert [job.action.text for job in jobs] == ["three", "two", "one"]
        if isinstance(self.says, Exception):
            raise self.says
        return [self.says if job.action.text == "two" else None for job in jobs]


@pytest.mark.parametrize(
    ("says", "heard"),
    [
        pytest.param(say("Somebody moved it."), "Somebody moved it.", id="refused"),
        pytest.param(Unavailable("imap", say("The server is gone.")), "The server is gone.", id="service lost"),
        pytest.param(UserError(say("Enable it.")), "Enable it.", id="not set up"),
        pytest.param(RuntimeError("broken"), "RuntimeError", id="raises"),
        pytest.param("no sentence", "TypeError", id="nonsense"),
    ],
)
def test_what_cannot_be_taken_back_whole_is_left_as_it_is(tmp_path: Path, says: Any, heard: str) -> None:
    performer = _Foreseeing(tmp_path / "effects")
    bench = Bench(tmp_path, performer=performer)
    (number,) = bench.propose(proposal("a", note("one"), note("two"), note("three")))
    bench.executor.work()
    before, performer.says = bench.how(number), says
    state, said = bench.undoer.undo(number, acting(CLAIRE))
    assert (state, bench.how(number), undone(bench)) == ("done", before, [])
    assert heard in str(said)
    assert f"officebot undo {number} --as-far-as-possible" in str(said)
    performer.says = None
    assert bench.undoer.undo(number, acting(CLAIRE))[0] == "undone"
    assert undone(bench) == ["three", "two", "one"]


def test_as_far_as_possible_leaves_what_cannot_be_taken_back(tmp_path: Path) -> None:
    performer = _Stubborn(tmp_path / "effects")
    bench = Bench(tmp_path, performer=performer)
    (number,) = bench.propose(proposal("a", note("one"), note("two"), note("three")))
    bench.executor.work()
    performer.says = [Failed(say("Somebody moved it."))]
    state, said = bench.undoer.undo(number, acting(CLAIRE), as_far_as_possible=True)
    assert (state, str(said)) == ("partly-done", "Somebody moved it.")
    assert bench.how(number).actions == ("undone", "done", "undone")


def test_as_far_as_possible_asks_nobody_beforehand(tmp_path: Path) -> None:
    performer = _Foreseeing(tmp_path / "effects")
    performer.says = say("Somebody moved it.")
    bench = Bench(tmp_path, performer=performer)
    (number,) = bench.propose(proposal("a", note("one"), note("two"), note("three")))
    bench.executor.work()
    assert bench.undoer.undo(number, acting(CLAIRE), as_far_as_possible=True)[0] == "undone"
