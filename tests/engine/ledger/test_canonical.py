"""The one way in which values become text: the same value, the same text, and back again."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.actions import FlagMessage
from officebot.core.mail import MessageRef
from officebot.engine.ledger.types import canonical, instant_text

WORDS = st.text(st.characters(exclude_categories=("Cs",)))
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=20,
)


class Colour(StrEnum):
    RED = "red"


@given(value=VALUES)
def test_what_is_written_reads_back_and_is_written_alike_again(value: Any) -> None:
    text = canonical(value)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text


@given(value=st.dictionaries(WORDS, st.integers(0, 9)))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    assert canonical(dict(reversed(value.items()))) == canonical(value)


def test_keys_that_are_numbers_and_texts_of_a_class_of_their_own_are_written_as_plain_text() -> None:
    assert canonical({1: Colour.RED}) == '{"1":"red"}'


ODD = [
    pytest.param(datetime(2026, 11, 23, tzinfo=UTC), id="an instant"),
    pytest.param(date(2026, 11, 23), id="a day"),
    pytest.param({1, 2}, id="a set"),
    pytest.param(FlagMessage(on=MessageRef("a", "b", 1, 1, "f")), id="an action"),
    pytest.param("\ud800", id="half a letter"),
    pytest.param(2**64, id="a number beyond 64 bits"),
    pytest.param(object(), id="an object"),
]


@pytest.mark.parametrize("value", ODD)
def test_what_json_cannot_hold_is_refused(value: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        canonical({"value": value})


def test_one_instant_has_one_text_in_every_zone() -> None:
    paris = datetime.fromisoformat("2026-11-23T09:00:00.5+01:00")
    assert instant_text(paris) == instant_text(paris.astimezone(UTC)) == "2026-11-23T08:00:00.500000Z"
