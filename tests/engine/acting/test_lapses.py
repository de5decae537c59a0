"""What becomes of a yes that cannot be carried out, of work whose duty is gone, and of undo without a right."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from officebot.core.people import Person
from officebot.core.proposals import ProposalState
from officebot.core.text import say
from officebot.engine.deciding import approvals
from officebot.engine.deciding.approvals import Actor
from officebot.engine.ledger import marks
from officebot.engine.ledger import proposals as rows
from officebot.engine.record import views
from officebot.sdk import Job, NotDone, Retry, Unavailable, Uncertain
from officebot.testing.performers import RecordingPerformer
from tests.engine.helpers import Bench, Stood, letter, note, proposal


def _actor(name: str, circle: str = "office", may_approve: bool = True) -> Actor:
    person = Person(name=name, address=f"{name}@office.example", circle=circle, may_approve=may_approve)
    return Actor(person, person)


class _Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def office(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def _approved_in_vain(office: Bench) -> int:
    (number,) = office.propose(proposal("mail", letter("hello")))
    office.performer.answer = lambda job: Retry(say("The server is away."))
    assert approvals.approve(office.ledger, _actor("claire"), number, None, office.clock.now()).took
    office.executor.work()
    return number


def test_a_yes_that_could_not_be_carried_out_for_days_is_asked_about_again(office: Bench) -> None:
    number = _approved_in_vain(office)
    office.clock.advance(timedelta(hours=71))
    office.executor.work()
    assert views.proposal(office.ledger, number).state == ProposalState.APPROVED
    office.clock.advance(timedelta(hours=2))
    office.executor.work()
    assert views.proposal(office.ledger, number).state == ProposalState.WAITING
    office.performer.answer = lambda job: None
    office.executor.work()
    assert office.performer.texts() == []
    again = approvals.approve(office.ledger, _actor("claire"), number, None, office.clock.now())
    assert again.took, again.said
    office.executor.work()
    assert office.how(number).state == ProposalState.DONE, office.how(number)
    assert office.performer.texts() == ["hello"]


def test_what_is_half_done_is_not_tried_for_ever(office: Bench) -> None:
    (number,) = office.propose(proposal("mail", letter("hello"), letter("again"), letter("last")))
    refusal = Retry(say("The server is away."))
    office.performer.answer = lambda job: refusal if "again" in str(job.action) else None
    assert approvals.approve(office.ledger, _actor("claire"), number, None, office.clock.now()).took
    office.executor.work()
    office.clock.advance(timedelta(hours=71))
    office.executor.work()
    assert office.how(number).actions == ("done", "pending", "pending")
    office.clock.advance(timedelta(hours=2))
    office.executor.work()
    assert office.how(number) == Stood(state="partly-done", actions=("done", "failed", "skipped"))
    assert "The server is away." in str(views.proposal(office.ledger, number).actions[1].problem)
    assert office.journalled(f"proposal:{number}")[-1] == "proposal.partly-done"


def test_what_a_person_settles_after_days_is_done_once_more_without_asking_again(tmp_path: Path) -> None:
    office = Bench(tmp_path, performer=RecordingPerformer(tmp_path / "effects", repeatable=False))
    (number,) = office.propose(proposal("mail", letter("hello")))
    office.performer.answer = lambda job: Uncertain(say("The line was cut."))
    assert approvals.approve(office.ledger, _actor("claire"), number, None, office.clock.now()).took
    office.executor.work()
    office.performer.answer = lambda job: None
    office.clock.advance(timedelta(days=7))
    assert approvals.settle(office.ledger, _actor("claire"), number, False, office.clock.now()).took
    office.executor.work()
    assert (office.state(number), office.performer.texts()) == ("done", ["hello"])


@pytest.mark.parametrize(
    "who",
    [
        pytest.param(_actor("tom"), id="somebody of another circle"),
        pytest.param(_actor("eve", "direction", may_approve=False), id="somebody who may not decide"),
    ],
)
def test_only_who_may_decide_may_take_back(office: Bench, who: Actor) -> None:
    (number,) = office.propose(proposal("mail", note("hello"), circle="direction"))
    office.executor.work()
    before = office.how(number), office.performer.effects()
    state, said = office.undoer.undo(number, who)
    assert (state, office.how(number), office.performer.effects()) == ("done", *before)
    assert "decide" in str(said)
    assert office.undoer.undo(number, _actor("claire", "direction"))[0] == "undone"


@pytest.mark.parametrize(("happened", "after"), [(True, "done"), (False, "failed")])
def test_what_a_crash_interrupted_is_settled_by_a_person_where_its_duty_is_gone(
    tmp_path: Path, happened: bool, after: str
) -> None:
    performer = RecordingPerformer(tmp_path / "effects", kinds=["test.letter"])
    office = Bench(tmp_path, performer=performer)
    (number,) = office.propose(proposal("mail", letter("hello")))
    assert approvals.approve(office.ledger, _actor("claire"), number, None, office.clock.now()).took

    def dies(job: Job) -> None:
        raise _Killed

    performer.answer = dies
    with pytest.raises(_Killed):
        office.executor.work()
    without = Bench(tmp_path, performer=RecordingPerformer(tmp_path / "other", kinds=["test.note"]))
    without.executor.work()
    assert without.state(number) == "uncertain"
    assert "enable the duty" in str(views.proposal(without.ledger, number).actions[0].problem)
    assert approvals.settle(without.ledger, _actor("claire"), number, happened, without.clock.now()).took
    without.executor.work()
    assert without.state(number) == after


@pytest.mark.parametrize(("repeatable", "after"), [(True, "done"), (False, "uncertain")])
def test_what_turns_out_not_to_be_done_is_done_alone_only_where_that_is_harmless(
    tmp_path: Path, repeatable: bool, after: str
) -> None:
    performer = RecordingPerformer(tmp_path / "effects", repeatable=True)
    office = Bench(tmp_path, performer=performer)
    (number,) = office.propose(proposal("a", note("one")))
    performer.answer = lambda job: Uncertain(say("Nobody could look."))
    office.executor.work()
    assert office.state(number) == "uncertain"
    performer.answer = lambda job: None
    performer.repeatable = repeatable
    performer.was_done = lambda job: NotDone()  # type: ignore[method-assign]
    office.wait(300)
    office.executor.work()
    assert office.state(number) == after


def test_a_proposal_replaced_while_the_office_was_paused_stays_replaced(office: Bench) -> None:
    paused, old = office.propose(proposal("a", note("first")), proposal("b", letter("old")))
    approvals.approve(office.ledger, _actor("claire"), old, None, office.clock.now())

    def meanwhile(job: Job) -> None:
        with office.ledger.writing() as tx:
            marks.put(tx, marks.PAUSED, True, office.clock.now())
            rows.set_states(tx, {old: "superseded"})

    office.performer.answer = meanwhile
    office.executor.work()
    assert (office.state(paused), office.state(old)) == ("done", "superseded")
    with office.ledger.writing() as tx:
        marks.put(tx, marks.PAUSED, False, office.clock.now())
    office.executor.work()
    assert office.state(old) == "superseded"
    assert "incident.changed" not in office.journalled(f"proposal:{old}")


def test_an_undo_that_met_nobody_leaves_all_as_it_was(office: Bench) -> None:
    class Away(RecordingPerformer):
        """Out of reach when something is to be taken back."""

        def undo(self, jobs: Any) -> Any:
            raise Unavailable("imap", say("gone"))

    (number,) = office.propose(proposal("a", note("one"), note("two")))
    office.executor.work()
    away = Bench(office.folder, performer=Away(office.performer.path))
    state, said = away.undoer.undo(number, _actor("claire"))
    assert (state, str(said)) == ("done", "gone")
    assert office.how(number) == Stood(state="done", actions=("done", "done"))
    assert office.undoer.undo(number, _actor("claire"))[0] == "undone"
