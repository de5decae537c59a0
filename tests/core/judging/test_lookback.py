"""A time and the day told behind it are one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from officebot.core.dates import Match, find_dates
from officebot.core.judging.evidence import fold
from officebot.core.judging.lookback import joined

AT = datetime(2026, 11, 24, 9, 30, tzinfo=ZoneInfo("Europe/Paris"))


def apart(text: str, *roles: str) -> tuple[list[Match], str]:
    """The dates of a text as they are read, with other roles where some are given, and the folded text."""
    folded = fold(text)
    found = find_dates(folded.written, AT, "en")
    changed = [replace(one, role=role) for one, role in zip(found, roles, strict=True)] if roles else list(found)
    return changed, folded.folded


def test_a_time_stands_on_the_day_behind_it() -> None:
    matches, folded = apart("We open at 7 pm of 3 December.")
    (one,) = joined(matches, folded)
    assert (one.text, one.type, one.role) == ("7 pm of 3 December", "datetime", "mention")
    assert one.latest == datetime(2026, 12, 3, 19, tzinfo=AT.tzinfo)
    assert (one.start, one.end) == (11, 29)


@pytest.mark.parametrize(
    ("roles", "role"),
    [
        (("deadline", "mention"), "deadline"),
        (("mention", "deadline"), "deadline"),
        (("mention", "mention"), "mention"),
        (("mention", "past"), "past"),
        pytest.param(("past", "mention"), "mention", id="the day says more than the hour"),
    ],
)
def test_both_are_a_deadline_where_either_is_and_else_what_the_day_is(roles: tuple[str, str], role: str) -> None:
    (one,) = joined(*apart("We open at 7 pm of 3 December.", *roles))
    assert one.role == role


@pytest.mark.parametrize(
    "text",
    [
        "We open at 7 pm. On 3 December we close.",
        "On 3 December, at noon or at 7 pm.",
        "At 4 pm by 3 December",
        "From 9 to 11 am of course, 3 December",
    ],
)
def test_what_only_stands_near_each_other_stays_apart(text: str) -> None:
    matches, folded = apart(text)
    assert joined(matches, folded) == matches
