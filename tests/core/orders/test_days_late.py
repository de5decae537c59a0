"""How many working days a line is late."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.orders.late import DaysLate
from officebot.core.orders.model import OrderLine
from officebot.core.worktime import WorkingTime

#: A Monday.
TODAY = date(2026, 11, 23)
WORK = WorkingTime()


def expected(day: date | None, received: int = 0) -> OrderLine:
    return OrderLine(order="BC-1", line=1, quantity=Decimal(2), received=Decimal(received), due=day)


@pytest.mark.parametrize(
    ("day", "days"),
    [
        (date(2026, 11, 23), 0),
        (date(2026, 11, 24), 0),
        (date(2026, 11, 22), 1),
        (date(2026, 11, 20), 1),
        (date(2026, 11, 19), 2),
        # The 11th of November is a public holiday.
        (date(2026, 11, 10), 8),
        (None, 0),
    ],
)
def test_working_days_after_the_day_are_counted(day: date | None, days: int) -> None:
    assert DaysLate(TODAY, WORK).of(expected(day)) == days


def test_what_came_is_not_late() -> None:
    assert DaysLate(TODAY, WORK).of(expected(date(2026, 11, 2), received=2)) == 0
    assert DaysLate(TODAY, WORK).of(expected(date(2026, 11, 2), received=1)) > 0


@given(st.lists(st.integers(-40, 400), max_size=8))
def test_it_is_the_number_of_working_days_between_in_whatever_order_lines_are_asked_about(ages: list[int]) -> None:
    late = DaysLate(TODAY, WORK)
    for age in ages:
        day = TODAY - timedelta(days=age)
        assert late.of(expected(day)) == WORK.working_days_between(day, TODAY, 10_000)
