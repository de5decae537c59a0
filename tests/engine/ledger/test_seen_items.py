"""What the ledger finds and counts for who looks is what the rule of `Viewer.may_see_item` shows them, and no more."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select

from officebot.core.panels import ItemCount, Viewer
from officebot.core.people import Person
from officebot.core.proposals import Item
from officebot.engine.ledger import items, marks
from officebot.engine.ledger.schema import marks as marks_table
from officebot.engine.ledger.types import JsonLists, JsonUnset
from tests.engine.helpers import CLAIRE, INES, MONDAY, PAUL, Bench

#: An address as somebody outside may write theirs, of which JSON makes another text.
ODD = Person(name="O'Neil", address='o"n\\eil%_é@x.example', circle="office")
ME = PAUL.address
SOURCES: tuple[dict[str, Any], ...] = (
    {}, {"account": "desk"}, {"account": "other"}, {"account": ""}, {"account": None}, {"account": "DESK"},
    {"mail": {"account": "desk"}}, {"mail": {"account": "other"}}, {"account": "", "mail": {"account": "other"}},
    {"mail": "desk"}, {"confidential": True}, {"confidential": False}, {"confidential": None}, {"confidential": "false"},
    {"confidential": "0"}, {"confidential": True, "account": "desk"}, {"note": '"confidential":false', "confidential": True},
    {"chair": ME}, {"secretary": ME}, {"chair": [ME], "confidential": True}, {"who": [ME]}, {"owners": ["z", ME]},
    {"hosts": [ODD.address], "confidential": True}, {"who": ME, "confidential": True}, {"who": f'["{ME}"]', "confidential": True},
    {"who": [f'"{ME}'], "confidential": True}, {"who": [f"x{ME}", ME.upper()], "account": "other"},
    {"owners": [[ME]], "confidential": True}, {"hosts": {ME: 1}, "account": "other"}, {"hosts": {"a": ME}, "account": "other"},
    {"quote": f"ask {ME}", "account": "other"}, {"guest": ME, "account": "other"}, {"quote": "nul \0 \\u0000", "who": [ME]},
    {"quote": "nul \0", "account": "other"},
)  # fmt: skip
DUES = (None, MONDAY, MONDAY - timedelta(microseconds=1), MONDAY + timedelta(days=3))
VIEWERS = tuple(
    Viewer(person=person, language="en", zone=UTC, now=MONDAY, accounts=accounts, office_circle=circle)
    for person, accounts, circle in product(
        (PAUL, CLAIRE, INES, ODD, replace(PAUL, circle="")), (frozenset[str](), frozenset({"desk"})), ("", "office", "direction")
    )
)  # fmt: skip


def everything() -> list[Item]:
    """An item of every circle, owner and source, due before, at and after the moment of looking, or on no day."""
    made = product(("", "office", "direction"), ("", ME, ODD.address), SOURCES)
    return [
        Item(kind=("a", "b")[number % 2], key=f"{'xX'[number % 3 > 0]}:{number}", title="t", owner=owner, source=source,
             circle=circle, due=DUES[number % 4])
        for number, (circle, owner, source) in enumerate(made)
    ]  # fmt: skip


@pytest.fixture
def noted(bench: Bench) -> list[Item]:
    """All of them, and some that must never be found."""
    made = everything()
    others = [
        Item(kind="a", key="x:closed", title="t", owner=ME, state="done"), Item(kind="c", key="x:c", title="t", owner=ME),
    ]  # fmt: skip
    with bench.ledger.writing() as tx:
        for one in [*made, *others]:
            items.put(tx, one, MONDAY)
    return made


def by_rule(noted: list[Item], viewer: Viewer, *, is_book: bool = False) -> list[Item]:
    seen = [one for one in noted if viewer.may_see_item(one, is_book=is_book)]
    return sorted(seen, key=lambda one: (one.due is None, one.due or MONDAY, one.key))


def keys(found: Any) -> list[str]:
    return [one.key for one in found]


def test_each_viewer_is_shown_and_counted_what_the_rule_says(bench: Bench, noted: list[Item]) -> None:
    shown = set()
    for viewer, is_book in product(VIEWERS, (False, True)):
        wanted = by_rule(noted, viewer, is_book=is_book)
        assert keys(bench.office.items_for(viewer, ("a", "b"), 2_000, is_book=is_book)) == keys(wanted)
        counted = bench.office.count_items_for(viewer, ("a", "b"), is_book=is_book)
        of_kind = Counter(one.kind for one in wanted)
        assert {one.kind: one.count for one in counted} == of_kind
        shown.add(len(wanted))
    assert len(shown) > 10


def test_a_count_knows_what_is_late_and_what_has_no_owner_or_no_day(bench: Bench, noted: list[Item]) -> None:
    viewer = VIEWERS[0]
    wanted = by_rule(noted, viewer)
    both = bench.office.count_items_for(viewer, ("a", "b"))
    assert sum(one.late for one in both) == sum(one.due is not None and one.due < MONDAY for one in wanted) > 0
    assert sum(one.loose for one in both) == sum(one.due is None or not one.owner for one in wanted) > 0
    assert ItemCount.all_of(both, "b").count == sum(one.kind == "b" for one in wanted)
    assert ItemCount.all_of(both, "never") == ItemCount(kind="never")


def test_what_is_asked_for_narrows_both_alike(bench: Bench, noted: list[Item]) -> None:
    viewer, office = VIEWERS[0], bench.office

    def both(**narrower: Any) -> list[str]:
        found = office.items_for(viewer, ("a", "b"), 2_000, **narrower)
        assert sum(one.count for one in office.count_items_for(viewer, ("a", "b"), **narrower)) == len(found)
        return keys(found)

    wanted = by_rule(noted, viewer)
    assert both(until=MONDAY) == keys(one for one in wanted if one.due is not None and one.due <= MONDAY)
    assert both(keys="x:") == keys(one for one in wanted if one.key.startswith("x:")) != keys(wanted)
    mine = both(is_mine=True)
    assert mine == keys(one for one in wanted if viewer.may_see_item(replace(one, circle="nobody's")))
    assert 0 < len(mine) < len(wanted)


def test_only_so_many_are_read_and_all_are_counted(bench: Bench, noted: list[Item]) -> None:
    first = bench.office.items_for(VIEWERS[0], ("a", "b"), 7)
    assert keys(first) == keys(by_rule(noted, VIEWERS[0])[:7])
    assert sum(one.count for one in bench.office.count_items_for(VIEWERS[0], ("a", "b"))) > 100


def test_items_are_sorted_and_counted_by_a_word_of_their_source(bench: Bench) -> None:
    said: list[tuple[str, datetime | None, Any]] = [
        ("1", None, "late"), ("2", MONDAY, "Late"), ("3", MONDAY, ""), ("4", None, "élan"), ("5", MONDAY, "late"),
        ("6", MONDAY, None),
    ]  # fmt: skip
    with bench.ledger.writing() as tx:
        for key, due, word in said:
            source = {} if word is None else {"alert": word}
            items.put(tx, Item(kind="a", key=key, title="t", due=due, source=source), MONDAY)
    viewer = VIEWERS[0]
    assert keys(bench.office.items_for(viewer, ("a",), order="alert")) == ["2", "5", "1", "4", "3", "6"]
    counted = bench.office.count_items_for(viewer, ("a",), word="alert")
    assert [(one.word, one.count) for one in counted] == [("", 2), ("Late", 1), ("late", 2), ("élan", 1)]


@pytest.mark.parametrize(
    ("value", "is_unset", "is_listed"),
    [
        (None, True, False), (False, True, False), (True, False, False), ("false", False, False), ("null", False, False),
        ([], False, False), (["x"], False, True), (["y", "x"], False, True), ("x", False, False), ({"x": "x"}, False, False),
        ([["x"]], False, False), (['"x"'], False, False), ([1, None, "y\0"], False, False), (0, False, False),
    ],
)  # fmt: skip
def test_a_stored_value_is_unset_or_lists_a_text(bench: Bench, value: Any, is_unset: bool, is_listed: bool) -> None:
    looked = (JsonUnset(marks_table.c.value, "at"), JsonLists(marks_table.c.value, "at", "x"))
    with bench.ledger.writing() as tx:
        marks.put(tx, "looked at", {"at": value, "other": ["x", False]}, MONDAY)
        unset, listed = tx.execute(select(*looked).where(marks_table.c.name == "looked at")).one()
    assert (bool(unset), bool(listed)) == (is_unset, is_listed)
