"""Signs in templates, as people and Word write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.documents.signs import Broken, Sign, put_right, signs
from tests.speed import within


def only(text: str) -> Sign:
    (found,) = signs(text)
    assert isinstance(found, Sign)
    return found


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("x == “Paris”", 'x == "Paris"'),
        ("x == «\u00a0Paris\u00a0»", 'x == "Paris"'),
        ("x == ‘Paris’", "x == 'Paris'"),
        ("x == “l’office”", 'x == "l’office"'),
        ("x\u00a0|\u00a0day", "x | day"),
        ("- x -", "x"),
        ("else if x", "elif x"),
    ],
)
def test_what_word_made_of_a_sign_is_put_right(written: str, meant: str) -> None:
    assert put_right(written) == meant


@pytest.mark.parametrize(
    ("text", "level"), [("{%p if x %}", "p"), ("{%tr for a in b %}", "tr"), ("{% trip %}", ""), ("{{r x }}", "r")]
)
def test_the_level_touches_the_sign(text: str, level: str) -> None:
    assert only(text).level == level


def test_a_sign_without_its_end_is_told_and_the_next_one_is_read() -> None:
    first, second = signs("a {{ b {{ c }}")
    assert isinstance(first, Broken)
    assert isinstance(second, Sign)
    assert second.words == "c"


def test_a_brace_that_people_write_for_other_things_is_no_sign() -> None:
    assert list(signs("{1, 2} {# not closed, a {b}")) == []


@given(st.text(alphabet="{}%#\"'“«» ab", max_size=60))
def test_signs_lie_in_order_and_within_the_text(text: str) -> None:
    at = 0
    for one in signs(text):
        assert at <= one.start < len(text)
        at = one.start
        if isinstance(one, Sign):
            assert text[one.start : one.start + 2] in ("{{", "{%", "{#")
            assert text[one.end - 2 : one.end] in ("}}", "%}", "#}")


@pytest.mark.parametrize(
    "text", ["{{" * 50_000, "{{ a " * 20_000, "{%" * 50_000, "{" * 100_000, "{# " * 33_000], ids=lambda one: one[:5]
)
def test_a_hundred_kilobytes_of_open_signs_take_no_time(text: str) -> None:
    within(1, lambda: list(signs(text)))
