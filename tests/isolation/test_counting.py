"""A plugin may count what who looks may see, by what it may read; no word of it becomes a part of a statement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from officebot.core.panels import Viewer
from officebot.core.proposals import Item
from officebot.engine.ledger import items
from officebot.isolation.answering import Asked
from officebot.isolation.rights import Right, Rights, Sphere
from tests.engine.helpers import MONDAY, PAUL, Bench


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Asked]:
    """A plugin that may read visits asks for Paul, who may see two of three."""
    bench = Bench(tmp_path)
    with bench.ledger.writing() as tx:
        for key, circle in (("a:1", ""), ("a:2", PAUL.circle), ("b:3", "direction")):
            items.put(tx, Item(kind="visit", key=key, title="t", circle=circle, source={"door": key[0]}), MONDAY)
        items.put(tx, Item(kind="salary", key="s", title="t"), MONDAY)
    viewer = Viewer(person=PAUL, language="en", zone=UTC, now=MONDAY)
    yield Asked(
        office=bench.office, rights=Rights(frozenset({Right(Sphere.ITEM, "visit")})), duty="visits", viewer=viewer
    )
    bench.ledger.close()


def counted(asked: Asked, *kinds: str, **named: Any) -> Any:
    return asked.answer("count_items_for", [list(kinds)], named)


def test_it_is_answered_by_the_same_rule_as_the_items(asked: Asked) -> None:
    [told] = counted(asked, "visit", word="door")["answer"]
    assert (told["kind"], told["word"], told["count"]) == ("visit", "a", 2)
    assert [one["key"] for one in asked.answer("items_for", [["visit"], 10], {"order": "door"})["answer"]] == [
        "a:1",
        "a:2",
    ]
    assert counted(asked, "visit", keys="b:")["answer"] == []


def test_what_it_may_not_read_it_may_not_count(asked: Asked) -> None:
    assert "salary" in str(counted(asked, "salary")["refused"])
    asked.viewer = None
    assert "nobody looks" in str(counted(asked, "visit")["refused"])


@pytest.mark.parametrize("word", ["a') OR 1=1 --", "a.b", "é", "1a", "a" * 61, "a\0", "a\n", "a}'"])
def test_a_word_that_is_none_is_refused_before_it_is_asked_for(asked: Asked, word: str) -> None:
    assert "refused" in counted(asked, "visit", word=word)
    assert "refused" in asked.answer("items_for", [["visit"], 10], {"order": word})
    assert "refused" in counted(asked, "visit", keys="a\0")
    with pytest.raises(ValueError, match="plain word"):
        asked.office.count_items_for(Viewer(person=PAUL, language="en", zone=UTC, now=MONDAY), ("visit",), word=word)
