"""What is late, since when, and by how many working days it may be before anybody is reminded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from officebot.core.orders.late import by_supplier, late_lines
from officebot.core.worktime import WorkingTime
from tests.core.orders.orderbook import CHAIR, PAPER, PENS

_WORK = WorkingTime()


@pytest.mark.parametrize(
    ("due", "grace", "last_in_time"),
    [
        (date(2026, 12, 10), 0, date(2026, 12, 10)),
        (date(2026, 12, 10), 1, date(2026, 12, 11)),
        (date(2026, 12, 11), 1, date(2026, 12, 14)),  # a weekend
        (date(2026, 12, 24), 1, date(2026, 12, 28)),  # Christmas
        (date(2026, 12, 31), 1, date(2027, 1, 4)),  # New Year
        (date(2026, 12, 31), 3, date(2027, 1, 6)),
    ],
)
def test_a_line_is_late_on_the_day_after_its_grace(due: date, grace: int, last_in_time: date) -> None:
    line = replace(PAPER, due=due)
    assert late_lines([line], last_in_time, _WORK, grace=grace) == ()
    assert late_lines([line], date.fromordinal(last_in_time.toordinal() + 1), _WORK, grace=grace) == (line,)


def test_what_is_promised_counts_and_not_what_was_asked_for() -> None:
    line = replace(PAPER, promised=date(2026, 12, 20))
    assert late_lines([line], date(2026, 12, 15), _WORK) == ()


def test_what_came_or_was_cancelled_is_not_late() -> None:
    lines = [replace(PAPER, received=Decimal(57)), replace(PENS, is_cancelled=True), replace(CHAIR, due=None)]
    assert late_lines(lines, date(2027, 6, 1), _WORK) == ()


def test_the_last_day_of_the_calendar_is_some_day_and_never_late() -> None:
    assert late_lines([replace(PAPER, due=date.max)], date(2027, 6, 1), _WORK, grace=3) == ()


def test_each_supplier_has_its_own_oldest_first() -> None:
    old = replace(PENS, due=date(2026, 12, 1))
    chairs, papers = by_supplier(late_lines([PAPER, old, CHAIR], date(2027, 1, 4), _WORK))
    assert (chairs.supplier, papers.lines, papers.since) == ("Nord Mobilier", (old, PAPER), date(2026, 12, 1))


def test_working_days_leave_out_weekends_and_holidays() -> None:
    assert _WORK.working_days_between(date(2026, 12, 24), date(2026, 12, 28)) == 1
    assert _WORK.working_days_between(date(2026, 12, 28), date(2026, 12, 24)) == 0
