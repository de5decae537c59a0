"""What a person says is done with: closed, told in the journal, and only by whom it concerns."""

from __future__ import annotations

import pytest

from officebot.core.proposals import Item
from officebot.engine.deciding import closing
from officebot.engine.ledger import items
from officebot.sdk import UserError
from tests.engine.helpers import CLAIRE, MONDAY, PAUL, Bench, acting


@pytest.fixture
def keyed(bench: Bench) -> Bench:
    with bench.ledger.writing() as tx:
        for key, kind, circle in (("abcd12", "deadline", ""), ("abcd34", "deadline", ""), ("ef5678", "deadline", "direction"),
                                  ("abcd12", "owed", "")):  # fmt: skip
            items.put(tx, Item(kind=kind, key=key, title=key, circle=circle), MONDAY)
    return bench


def left(bench: Bench) -> list[str]:
    return [f"{item.kind} {item.key}" for item in bench.office.items()]


def test_an_item_is_closed_by_its_key_and_the_journal_says_by_whom(keyed: Bench) -> None:
    closing.close(keyed.ledger, acting(PAUL), ["deadline"], "abcd12", "sent", MONDAY)
    assert sorted(left(keyed)) == ["deadline abcd34", "deadline ef5678", "owed abcd12"]
    assert keyed.journalled("item:deadline:abcd12") == ["item.closed"]


def test_a_key_may_be_shortened_while_it_means_one(keyed: Bench) -> None:
    assert closing.close(keyed.ledger, acting(PAUL), ["deadline"], "abcd3", "", MONDAY).key == "abcd34"
    for key in ("abc", "", "zzzz", "abcd3"):
        with pytest.raises(UserError):
            closing.close(keyed.ledger, acting(PAUL), ["deadline"], key, "", MONDAY)


def test_a_shortened_key_that_means_two_closes_none(bench: Bench) -> None:
    with bench.ledger.writing() as tx:
        for key in ("abcd12", "abcd34"):
            items.put(tx, Item(kind="deadline", key=key, title=key), MONDAY)
    with pytest.raises(UserError):
        closing.close(bench.ledger, acting(PAUL), ["deadline"], "abcd", "", MONDAY)


def test_what_is_meant_for_another_circle_is_not_closed(keyed: Bench) -> None:
    with pytest.raises(UserError):
        closing.close(keyed.ledger, acting(PAUL), ["deadline"], "ef5678", "", MONDAY)
    assert closing.close(keyed.ledger, acting(CLAIRE), ["deadline"], "ef5678", "", MONDAY).key == "ef5678"
