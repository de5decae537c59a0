"""What nobody was given, or for no day, is given to who answers for the mailbox, for the next working day."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from officebot.app.settling import settled
from officebot.core.facts import OfficeFacts
from officebot.core.people import Contacts, People, Person
from officebot.core.worktime import WorkingTime
from officebot.engine.running.proposing import Made
from officebot.sdk import Item, NoteItem
from tests.app.embedded import DESK, Whole, whole
from tests.engine.helpers import proposal

ANN = Person(name="Ann", address="ann@office.example", language="fr", responsibilities=("mailbox owner",))
OFFICE = OfficeFacts(name="Atelier", people=People((ANN,)), contacts=Contacts(()), working_time=WorkingTime(), language="fr",
                     account="desk")  # fmt: skip
#: A Friday.
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
SAID = datetime(2026, 12, 1, 9, tzinfo=UTC)


def item(kind: str = "stock", owner: str = "", due: datetime | None = None, state: str = "open") -> Item:
    return Item(kind=kind, key="k", title="Order sand", owner=owner, due=due, source={}, state=state)


def test_what_is_nobodys_is_the_assistants_by_the_next_working_day() -> None:
    found = settled(item(), OFFICE, AT)
    assert found.owner == ANN.address
    assert found.due is not None
    assert found.due.date().isoformat() == "2026-11-23"


def test_what_a_duty_said_stays() -> None:
    found = settled(item(owner="bob@office.example", due=SAID), OFFICE, AT)
    assert (found.owner, found.due) == ("bob@office.example", SAID)


@pytest.mark.parametrize("more", [{"kind": "action"}, {"state": "closed"}])
def test_an_action_that_is_still_asked_about_and_what_is_closed_are_left(more: dict[str, str]) -> None:
    assert settled(item(**more), OFFICE, AT) == item(**more)


def test_an_item_noted_anew_without_a_day_keeps_the_one_it_had(tmp_path: Path) -> None:
    with whole(tmp_path / "office") as office:
        first = _noted(office, "one")
        office.turn(days=3)
        assert first[0] == DESK
        assert _noted(office, "two") == first


def _noted(office: Whole, key: str) -> tuple[str, datetime | None]:
    app, now = office.app, office.clock.now()
    made = Made(proposal=proposal(key, NoteItem(item_kind="stock", key="k", title=key)), duty="stock", run_id=None)
    with app.ledger.writing() as tx:
        app.engine.proposer.store(tx, [app.engine.proposer.prepare(made, now)], now)
    app.act()
    (found,) = app.office.items("stock")
    return found.owner, found.due
