"""Days, weeks and months that reports are about: named, the one before, the last that is over."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.problems import UserError
from officebot.core.reports.period import KINDS, Kind, Window, last_complete, named, period_with, stored
from officebot.core.worktime import OFFICE_HOURS, WorkingTime


@pytest.mark.parametrize(
    ("kind", "words", "first", "last", "before"),
    [
        ("daily", "2026-11-23", date(2026, 11, 23), date(2026, 11, 23), "2026-11-22"),
        ("weekly", "2026-W48", date(2026, 11, 23), date(2026, 11, 29), "2026-W47"),
        ("weekly", "2026-W01", date(2025, 12, 29), date(2026, 1, 4), "2025-W52"),
        ("monthly", "2026-02", date(2026, 2, 1), date(2026, 2, 28), "2026-01"),
        ("monthly", "2026-01", date(2026, 1, 1), date(2026, 1, 31), "2025-12"),
    ],
)
def test_a_period_has_a_name_a_span_and_one_before(
    kind: Kind, words: str, first: date, last: date, before: str
) -> None:
    period = named(kind, words)
    assert (period.first, period.last, period.name, period.before.name) == (first, last, words, before)


@pytest.mark.parametrize(
    ("kind", "words"),
    [("weekly", "2026-11"), ("monthly", "2026-13"), ("daily", "2026-11"), ("weekly", "2026-W54"), ("monthly", "x" * 9000),
     ("daily", "2026-02-30"), ("weekly", ""), ("monthly", "0000-01")],
)  # fmt: skip
def test_what_is_no_period_of_its_kind_is_refused_with_an_example(kind: Kind, words: str) -> None:
    with pytest.raises(UserError) as refused:
        named(kind, words)
    assert "write it like" in str(refused.value.problems[0].what)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from(KINDS))
def test_periods_follow_each_other_without_gaps(day: date, kind: Kind) -> None:
    period = period_with(kind, day)
    assert period.first <= day <= period.last
    assert named(kind, period.name) == period
    assert (period.first - period.before.last).days == 1
    if kind != "daily":
        assert last_complete(kind, day, WorkingTime()) == period.before


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2026, 11, 24), date(2026, 11, 23)),
        (date(2026, 11, 23), date(2026, 11, 20)),
        (date(2026, 11, 21), date(2026, 11, 19)),
        (date(2026, 11, 12), date(2026, 11, 10)),
    ],
    ids=["a Tuesday", "a Monday", "a Saturday", "after a public holiday"],
)
def test_the_report_of_the_day_is_about_the_last_day_that_was_worked_and_is_over(today: date, told: date) -> None:
    assert last_complete("daily", today, WorkingTime()).first == told


def test_mondays_daily_report_holds_the_weekend_and_is_compared_with_thursday() -> None:
    period = last_complete("daily", date(2026, 11, 23), WorkingTime())
    assert (period.first, period.last, period.name) == (date(2026, 11, 20), date(2026, 11, 22), "2026-11-20")
    assert (period.before.first, period.before.last) == (date(2026, 11, 19), date(2026, 11, 19))
    assert period.title("en") == "20 November 2026 to 22 November 2026"
    assert period.title("fr") == "du 20 novembre 2026 au 22 novembre 2026"


def test_the_daily_report_about_a_monday_is_compared_with_the_friday_before() -> None:
    period = named("daily", "2026-11-23", WorkingTime())
    assert (period.first, period.last, period.before.name) == (date(2026, 11, 23), date(2026, 11, 23), "2026-11-20")


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.frozensets(st.integers(0, 6), max_size=7))
def test_each_day_stands_in_one_daily_report(day: date, weekdays: frozenset[int]) -> None:
    hours = dict.fromkeys(weekdays, OFFICE_HOURS[0])
    period = period_with("daily", day, WorkingTime(hours=hours))
    assert period.first <= day <= period.last
    assert all(period_with("daily", one, WorkingTime(hours=hours)) == period for one in period.days())
    assert (period.first - period.before.last).days == 1


def test_an_office_that_never_works_is_told_of_the_day_before() -> None:
    assert last_complete("daily", date(2026, 11, 23), WorkingTime(hours={})).first == date(2026, 11, 22)


def test_a_period_is_over_once_its_last_day_is() -> None:
    zone = ZoneInfo("Europe/Paris")
    week = named("weekly", "2026-W48")
    assert not Window(period=week, now=datetime(2026, 11, 29, 22, 59, tzinfo=UTC), zone=zone).is_over
    assert Window(period=week, now=datetime(2026, 11, 29, 23, 0, tzinfo=UTC), zone=zone).is_over


def test_a_week_is_named_as_people_write_it() -> None:
    week = named("weekly", "2026-W48")
    assert week.title("fr") == "semaine 48, du 23 au 29 novembre 2026"
    assert named("weekly", "2026-W49").title("en") == "week 49, 30 November 2026 to 6 December 2026"


def test_a_month_with_the_hour_that_comes_twice_holds_all_its_instants() -> None:
    window = Window(
        period=named("monthly", "2026-10"), now=datetime(2026, 11, 2, 8, tzinfo=UTC), zone=ZoneInfo("Europe/Paris")
    )
    assert stored(window.since) == "2026-09-30T22:00:00.000000Z"
    assert stored(window.until) == "2026-10-31T23:00:00.000000Z"
    assert window.holds(datetime(2026, 10, 31, 22, 59, 59, tzinfo=UTC))
    assert not window.holds(datetime(2026, 10, 31, 23, tzinfo=UTC))
    assert not window.holds(None)
