"""When the office works: hours, holidays, zones."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from officebot.core.worktime import WorkingTime

MORNINGS = WorkingTime(hours={0: ((time(9), time(12)), (time(14), time(18)))}, closed=frozenset({date(2026, 11, 30)}))


@pytest.mark.parametrize(
    ("hour", "minute", "works"),
    [(8, 59, False), (9, 0, True), (11, 59, True), (12, 0, False), (13, 59, False), (14, 0, True), (18, 0, False)],
)
def test_an_opening_hour_counts_and_a_closing_hour_does_not(hour: int, minute: int, works: bool) -> None:
    local = datetime(2026, 11, 23, hour, minute, tzinfo=MORNINGS.tz)
    assert MORNINGS.is_working(local) is works
    assert MORNINGS.is_working(local.astimezone(UTC)) is works


def test_holidays_closed_days_and_days_without_hours_are_not_worked() -> None:
    office = WorkingTime()
    assert not office.is_working_day(date(2026, 7, 14))
    assert not office.is_working_day(date(2026, 11, 22))
    assert office.is_working_day(date(2026, 11, 23))
    assert not MORNINGS.is_working_day(date(2026, 11, 30))
    assert not MORNINGS.is_working_day(date(2026, 11, 24))


def test_holidays_differ_by_country_and_region() -> None:
    second = date(2026, 12, 26)
    assert not WorkingTime().is_holiday(second)
    assert WorkingTime(region="57").is_holiday(second)
    assert WorkingTime(country="GB", region="ENG").is_holiday(second)
    assert not WorkingTime(country="").is_holiday(date(2026, 12, 25))


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, date(2026, 12, 24)), (1, date(2026, 12, 28)), (2, date(2026, 12, 29)), (-1, date(2026, 12, 23))],
)
def test_working_days_are_counted_over_holidays_and_weekends(days: int, expected: date) -> None:
    assert WorkingTime().add_working_days(date(2026, 12, 24), days) == expected


def test_an_office_that_never_works_says_so_instead_of_searching_forever() -> None:
    with pytest.raises(ValueError, match="never works"):
        WorkingTime(hours={0: ()}).add_working_days(date(2026, 12, 24), 1)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        pytest.param("2026-11-23T10:00", 48, "2026-11-25T10:00", id="from Monday to Wednesday"),
        pytest.param("2026-11-20T16:40", 48, "2026-11-24T16:40", id="over the weekend"),
        pytest.param("2026-11-21T10:00", 24, "2026-11-24T10:00", id="from a Saturday"),
        pytest.param("2026-11-10T09:00", 24, "2026-11-12T09:00", id="over a holiday"),
    ],
)
def test_days_on_which_nobody_works_do_not_shorten_a_wait(start: str, hours: int, end: str) -> None:
    work = WorkingTime()
    begin = datetime.fromisoformat(start).replace(tzinfo=work.tz)
    assert work.over(begin, timedelta(hours=hours)) == datetime.fromisoformat(end).replace(tzinfo=work.tz)


def test_an_office_that_never_works_waits_no_longer_than_three_months() -> None:
    never = WorkingTime(hours={})
    begin = datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert timedelta(days=90) < never.over(begin, timedelta(hours=1)) - begin < timedelta(days=100)
