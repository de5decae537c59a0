"""A second yes is not asked for where the first one covered it, and only there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from officebot.core.proposals import Proposal
from officebot.engine.acting.undo import Undoer
from officebot.engine.deciding import approvals
from officebot.engine.deciding.agreed import agreed_on
from officebot.engine.ledger.schema import proposals as rows
from officebot.engine.running.proposing import Proposer
from tests.engine.helpers import CLAIRE, MONDAY, PEOPLE, Bench, acting, letter, note, proposal


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench(tmp_path)
    made.proposer = Proposer(
        made.performers, lambda: made.policy, PEOPLE, agreed=lambda key, duty: agreed_on(made.ledger, key, duty)
    )
    return made


def offers(bench: Bench, by: str = "tests") -> int:
    (number,) = bench.propose(proposal("offer", letter("three times")), by=by)
    return number


def approves(bench: Bench, number: int) -> None:
    approvals.approve(bench.ledger, acting(CLAIRE), number, bench.hash(number), MONDAY)
    bench.executor.work()


def confirms(bench: Bench, by: str = "tests", after: str = "offer") -> str:
    """How a proposal stands that says it was agreed to with the offer."""
    confirmation = Proposal(
        key="confirm", title=proposal("x").title, actions=(letter("the second"),), agreed_by=after
    )
    (number,) = bench.propose(confirmation, by=by)
    return bench.state(number)


def test_what_the_yes_to_an_offer_covered_is_done_without_another(bench: Bench) -> None:
    approves(bench, offers(bench))
    assert confirms(bench) == "approved"
    bench.executor.work()
    assert bench.performer.texts() == ["three times", "the second"]


def undone(bench: Bench) -> None:
    number = offers(bench)
    approves(bench, number)
    Undoer(bench.ledger, bench.performers, bench.clock, bench.owner).undo(number, acting(CLAIRE))


def another_duty(bench: Bench) -> None:
    approves(bench, offers(bench, by="another"))


def nobody_answered(bench: Bench) -> None:
    offers(bench)


def refused(bench: Bench) -> None:
    approvals.reject(bench.ledger, acting(CLAIRE), offers(bench), "no", MONDAY)


def policy_alone(bench: Bench) -> None:
    bench.propose(proposal("offer", note("inside")))
    bench.executor.work()


def changed_by_hand(bench: Bench) -> None:
    """The newest version was written by a person: the one before, of the same content, was superseded."""
    number = offers(bench)
    approves(bench, number)
    with bench.ledger.writing() as tx:
        row = tx.execute(rows.select().where(rows.c.id == number)).one()._asdict()
        tx.execute(rows.update().where(rows.c.id == number).values(version=2))
        tx.execute(rows.insert().values({**row, "id": number + 100, "state": "superseded"}))


def forged(bench: Bench) -> None:
    """Somebody wrote a yes into the ledger: the journal knows of none."""
    number = offers(bench)
    with bench.ledger.writing() as tx:
        tx.execute(rows.update().where(rows.c.id == number).values(state="done", decided=MONDAY, decided_by="Claire"))


@pytest.mark.parametrize(
    "before",
    [undone, another_duty, nobody_answered, refused, policy_alone, changed_by_hand, forged],
    ids=lambda one: str(one.__name__),
)
def test_it_is_asked_about_where_no_such_yes_stands(bench: Bench, before: Callable[[Bench], None]) -> None:
    before(bench)
    assert confirms(bench) == "waiting"


def test_it_is_asked_about_where_nothing_was_proposed_before(bench: Bench) -> None:
    assert confirms(bench, after="another offer") == "waiting"
