"""Numbers are said as people say them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.number_words import NUMBER_WORDS, cardinal, day_of_month


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (0, "zéro", "zero"), (21, "vingt et un", "twenty-one"), (71, "soixante et onze", "seventy-one"),
        (80, "quatre-vingts", "eighty"), (91, "quatre-vingt-onze", "ninety-one"), (100, "cent", "one hundred"),
        (200, "deux cents", "two hundred"), (201, "deux cent un", "two hundred and one"), (1_000, "mille", "one thousand"),
        (80_000, "quatre-vingt mille", "eighty thousand"), (200_000, "deux cent mille", "two hundred thousand"),
        (12_034, "douze mille trente-quatre", "twelve thousand and thirty-four"),
    ],
)  # fmt: skip
def test_a_number_is_said_in_both_languages(value: int, french: str, english: str) -> None:
    assert (cardinal(value, "fr"), cardinal(value, "en")) == (french, english)


@pytest.mark.parametrize(
    ("day", "french", "english"),
    [(1, "premier", "first"), (2, "deux", "second"), (12, "douze", "twelfth"), (20, "vingt", "twentieth"),
     (21, "vingt et un", "twenty-first"), (30, "trente", "thirtieth"), (31, "trente et un", "thirty-first")],
)  # fmt: skip
def test_a_day_of_the_month_is_said_in_both_languages(day: int, french: str, english: str) -> None:
    assert (day_of_month(day, "fr"), day_of_month(day, "en")) == (french, english)


@given(st.sets(st.integers(0, 999_999), min_size=2, max_size=2))
def test_two_numbers_are_never_said_the_same_and_only_in_number_words(values: set[int]) -> None:
    for language in ("fr", "en"):
        said = {cardinal(value, "fr" if language == "fr" else "en") for value in values}
        assert len(said) == len(values)
        words = {part for one in said for part in one.replace("-", " ").split()}
        assert words <= NUMBER_WORDS | {"et", "and"}
