"""How numbers without gaps read, and where the one placeholder is put and taken out."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.numbering import (
    Numbering,
    SeriesRule,
    awaits_number,
    is_format,
    usual_format,
    with_number,
    without_placeholder,
)
from officebot.core.text import NUMBER_TO_COME, quoted, say

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.parametrize(
    ("format_", "read"),
    [
        ("BC-{year}-{number:04}", "BC-2026-0007"),
        ("{number}", "7"),
        ("PO{yy}{number:06}", "PO26000007"),
        ("CDE {year}.{number:02} B", "CDE 2026.07 B"),
    ],
)
def test_a_number_reads_as_its_format_says(format_: str, read: str) -> None:
    assert SeriesRule(format=format_).text(2026, 7) == read


@pytest.mark.parametrize(
    ("format_", "is_yearly", "is_right"),
    [
        ("BC-{year}-{number:04}", True, True),
        ("BC-{number:04}", True, False),
        ("BC-{number:04}", False, True),
        ("BC-{year}", True, False),
        ("{number}-{number}-{year}", True, False),
        ("BC/{year}/{number}", True, False),
        ("../{year}{number}", True, False),
        ("{number.__class__}{number}{year}", True, False),
        ("BC-{year}-{number}\n", True, False),
        ("=BC{year}{number}", True, False),
        ("-{year}{number}", True, False),
    ],
)
def test_a_format_holds_one_number_the_year_where_it_must_and_letters_that_are_safe_anywhere(
    format_: str, is_yearly: bool, is_right: bool
) -> None:
    assert is_format(format_, is_yearly=is_yearly) is is_right


def test_an_office_that_says_nothing_gets_the_numbers_that_are_usual_in_its_language() -> None:
    assert Numbering(language="fr").text("orders", 12, NOON) == "BC-2026-0012"
    assert Numbering(language="en").text("orders", 12, NOON) == "PO-2026-0012"
    assert usual_format("site_visits", "fr") == "SITE-VISITS-{year}-{number:04}"


def test_the_year_is_the_office_s_own_at_its_midnight() -> None:
    paris = Numbering(zone=ZoneInfo("Europe/Paris"))
    before, after = (datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC), datetime(2026, 12, 31, 23, 0, tzinfo=UTC))
    assert [paris.year("orders", one) for one in (before, after)] == [2026, 2027]
    assert [paris.text("orders", 1, one) for one in (before, after)] == ["BC-2026-0001", "BC-2027-0001"]
    for_ever = Numbering(rules={"orders": SeriesRule(format="{number}", is_yearly=False)})
    assert for_ever.year("orders", after) == 0


@given(JSON)
def test_nothing_but_the_placeholder_is_changed(value: object) -> None:
    assert with_number(value, "BC-1") == value or awaits_number(value)
    assert not awaits_number(with_number(value, "BC-1"))


@given(st.text(), st.text())
def test_what_is_filled_in_stands_where_the_placeholder_stood(before: str, after: str) -> None:
    words = without_placeholder(before) + NUMBER_TO_COME + without_placeholder(after)
    filled = with_number({"a": [{"b": words}]}, "BC-1")
    assert filled == {"a": [{"b": f"{without_placeholder(before)}BC-1{without_placeholder(after)}"}]}


def test_people_read_words_in_the_place_of_a_number_to_come() -> None:
    title = say("{what} for {names}", what=quoted(f"Order {NUMBER_TO_COME}"), names=["Anne", f"x {NUMBER_TO_COME}"])
    assert title.render("en") == "Order number given at approval for Anne, x number given at approval"
    assert NUMBER_TO_COME not in title.render("fr")
