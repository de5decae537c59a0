"""Months that are shorter, weeks that belong to another year, feasts that move."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from officebot.core.dates import feasts, find_dates
from officebot.core.dates.calendar import (
    add_months,
    add_weekdays,
    easter,
    first_week,
    full_year,
    nth_weekday,
    unit_around,
)


@pytest.mark.parametrize(
    ("day", "months", "want"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(1, 2, 1), -1, date(1, 1, 1)),
        (date(9999, 11, 1), 1, date(9999, 12, 1)),
    ],
)
def test_months_are_counted_to_the_same_day_or_the_last(day: date, months: int, want: date) -> None:
    assert add_months(day, months) == want


@pytest.mark.parametrize(("day", "months"), [(date(1, 1, 1), -1), (date(9999, 12, 1), 1)])
def test_the_calendar_has_a_first_and_a_last_year(day: date, months: int) -> None:
    with pytest.raises(ValueError, match="outside the calendar"):
        add_months(day, months)


@pytest.mark.parametrize(
    ("days", "want"), [(0, 27), (1, 30), (5, 34), (6, 37), (-1, 26), (-4, 23), (-5, 20), (-6, 19)]
)
def test_weekdays_skip_saturdays_and_sundays(days: int, want: int) -> None:
    assert (add_weekdays(date(2026, 11, 27), days) - date(2026, 11, 27)).days == want - 27


def test_the_nth_weekday_of_a_month_may_not_exist() -> None:
    assert nth_weekday(2026, 11, 0, 1) == date(2026, 11, 2)
    assert nth_weekday(2026, 11, 0, 5) == date(2026, 11, 30)
    assert nth_weekday(2026, 11, 4, -1) == date(2026, 11, 27)
    with pytest.raises(ValueError, match="no such weekday"):
        nth_weekday(2026, 11, 4, 5)


@pytest.mark.parametrize(
    ("start", "end", "nth", "want"),
    [
        # 1 January 2026 is a Thursday: its week is the year's first. 2027 begins on a Friday: it is not.
        (date(2026, 1, 1), date(2027, 1, 1), 1, date(2025, 12, 29)),
        (date(2027, 1, 1), date(2028, 1, 1), 1, date(2027, 1, 4)),
        # 31 December 2026 is a Thursday; 2025 ends on a Wednesday, in a week of 2026.
        (date(2026, 1, 1), date(2027, 1, 1), -1, date(2026, 12, 28)),
        (date(2025, 1, 1), date(2026, 1, 1), -1, date(2025, 12, 22)),
        (date(2026, 7, 1), date(2026, 8, 1), -1, date(2026, 7, 27)),
    ],
)
def test_a_week_belongs_to_where_its_thursday_lies(start: date, end: date, nth: int, want: date) -> None:
    assert first_week(start, end, nth)[0] == want


def test_two_digits_of_a_year_mean_the_nearest_within_thirty_years() -> None:
    assert [full_year(short, date(2026, 11, 23)) for short in (26, 56, 57, 98, 0)] == [2026, 2056, 1957, 1998, 2000]


def test_the_calendars_units_begin_where_people_say() -> None:
    day = date(2026, 11, 23)
    assert unit_around(day, "q") == (date(2026, 10, 1), date(2027, 1, 1))
    assert unit_around(day, "half", -1) == (date(2026, 1, 1), date(2026, 7, 1))
    assert unit_around(day, "decade") == (date(2020, 1, 1), date(2030, 1, 1))
    assert unit_around(day, "weekend") == (date(2026, 11, 28), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("year", "day"),
    [(2024, date(2024, 3, 31)), (2026, date(2026, 4, 5)), (2027, date(2027, 3, 28)), (2038, date(2038, 4, 25))],
)
def test_easter_is_where_the_church_puts_it(year: int, day: date) -> None:
    assert easter(year) == day


@pytest.mark.parametrize(
    ("name", "language", "day"),
    [
        ("christmas", "fr", date(2026, 12, 25)),
        ("ascension", "fr", date(2026, 5, 14)),
        ("thanksgiving", "en", date(2026, 11, 26)),
        ("black_friday", "en", date(2026, 11, 27)),
        ("cyber_monday", "en", date(2026, 11, 30)),
        ("memorial", "en", date(2026, 5, 25)),
        ("mothers_day", "en", date(2026, 5, 10)),
        ("mothers_day", "fr", date(2026, 5, 31)),
    ],
)
def test_a_feast_has_its_day(name: str, language: str, day: date) -> None:
    assert feasts.feast(name, 2026, language) == day


def test_french_mothers_day_gives_way_to_pentecost() -> None:
    # 31 May 2020 was Pentecost.
    assert feasts.feast("mothers_day", 2020, "fr") == date(2020, 6, 7)


@pytest.mark.parametrize(
    ("today", "want"), [(date(2026, 12, 24), 2026), (date(2026, 12, 25), 2026), (date(2026, 12, 26), 2027)]
)
def test_a_feast_is_the_coming_one_and_today_counts(today: date, want: int) -> None:
    at = datetime(today.year, today.month, today.day, 9, 0)
    assert find_dates("à Noël", at, "fr")[0].value == f"{want}-12-25"
