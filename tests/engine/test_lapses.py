"""What becomes of a yes that cannot be carried out, of work whose duty is gone, and of undo without a right."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from officebot.core.people import Person
from officebot.core.proposals import ProposalState
from officebot.core.text import say
from officebot.engine import approvals, views
from officebot.engine.approvals import Actor
from officebot.sdk import Retry
from tests.engine.helpers import Bench, letter, proposal


def _actor(name: str, circle: str = "office", may_approve: bool = True) -> Actor:
    person = Person(name=name, address=f"{name}@office.example", circle=circle, may_approve=may_approve)
    return Actor(person, person)


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


def test_only_who_may_decide_may_take_back(office: Bench) -> None:
    (number,) = office.propose(proposal("mail", letter("hello"), circle="direction"))
    assert approvals.refusal_to_undo(office.ledger, _actor("tom"), number) is not None
    assert approvals.refusal_to_undo(office.ledger, _actor("eve", "direction", may_approve=False), number) is not None
    assert approvals.refusal_to_undo(office.ledger, _actor("claire", "direction"), number) is None
