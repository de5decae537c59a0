"""Sentences keep their source and values, and each reader gets them in their language."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.text import Text, Value, counted, in_words, quoted, say


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (date(2026, 11, 24), "24 novembre 2026", "24 November 2026"),
        (date(2026, 12, 1), "1er décembre 2026", "1 December 2026"),
        (datetime(2026, 11, 24, 9, tzinfo=UTC), "24 novembre 2026 à 09:00", "24 November 2026 at 09:00"),
        (Decimal("1234.50"), "1\u202f234,50", "1,234.50"),
        (0.5, "0,5", "0.5"),
        (True, "oui", "yes"),
        (None, "—", "—"),
        (8765, "8765", "8765"),
        (["a", "b"], "a, b", "a, b"),
        (say("a table"), "une table", "a table"),
    ],
)
def test_values_are_written_the_readers_way(value: Value, french: str, english: str) -> None:
    assert (in_words(value, "fr"), in_words(value, "en")) == (french, english)


def test_words_from_outside_cannot_steer_a_terminal_or_turn_the_reading_direction() -> None:
    hostile = "in\x1b[2Jvoice\u202egpj.exe\x07\x9b1m"
    assert quoted(hostile).render("en") == "in[2Jvoicegpj.exe1m"
    assert say("{names}", names=[hostile]).render("fr") == "in[2Jvoicegpj.exe1m"
    assert quoted("two\nlines\tand\u00a0more").render() == "two\nlines\tand\u00a0more"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.dates() | st.decimals(allow_nan=False)
    | st.floats(allow_nan=False) | st.datetimes(timezones=st.just(UTC)) | st.lists(st.text(), max_size=3),
    lambda inner: st.builds(lambda value: say("a {value}", value=value), inner),
    max_leaves=3,
)  # fmt: skip


@given(source=st.text(), filled=st.dictionaries(st.from_regex(r"\A[a-z]{1,5}\Z"), values, max_size=3))
def test_whatever_it_holds_a_text_renders_and_comes_back_equal(source: str, filled: dict[str, Value]) -> None:
    text = say(source, **filled)
    assert isinstance(text.render("fr"), str)
    assert Text.from_json(text.to_json()) == text


@pytest.mark.parametrize("source", ["{a.b}", "{a[0]}", "{0}", "{", "{a!z}", "{a:d}", "{missing}"])
def test_a_source_that_does_not_fit_its_values_still_says_them(source: str) -> None:
    assert "here" in say(source, a="here").render("en") or source == "{a[0]}"


@pytest.mark.parametrize(
    ("count", "english", "french"),
    [(0, "0 mails", "0 courriel"), (1, "1 mail", "1 courriel"), (2, "2 mails", "2 courriels")],
    ids=["none", "one", "two"],
)
def test_one_thing_is_counted_otherwise_than_several_as_each_language_does(
    count: int, english: str, french: str
) -> None:
    text = counted("{count} mail", "{count} mails", count)
    assert (text.render("en"), text.render("fr")) == (english, french)
    assert Text.from_json(text.to_json()) == text
