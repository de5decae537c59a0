"""What a journal says: stock on hand, use by day and by month."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.core.stock.model import Movement, MovementKind
from officebot.core.stock.shelf import on_hand
from officebot.core.stock.usage import Workdays, monthly_use, usage_of
from officebot.core.worktime import WorkingTime
from tests.core.stock.rooms import TODAY, WORK, article, counted, moved

FRIDAY, SATURDAY = date(2026, 11, 20), date(2026, 11, 21)


def test_a_count_replaces_all_that_was_before_it() -> None:
    lines = [
        moved(FRIDAY, "50", MovementKind.delivery, source="J!B2"),
        counted("7", SATURDAY),
        moved(TODAY, "-3", MovementKind.withdrawal, source="J!B4"),
    ]
    found = on_hand(reversed(lines), TODAY)
    assert (found.quantity, found.counted_on) == (Decimal(4), SATURDAY)
    assert found.sources == ("Journal!B21", "J!B4")


def test_of_one_day_what_stands_below_the_count_moved_after_it() -> None:
    before, count, after = (
        moved(TODAY, "-1", MovementKind.withdrawal),
        counted("10"),
        moved(TODAY, "-2", MovementKind.withdrawal),
    )
    assert on_hand([before, count, after], TODAY).quantity == 8
    assert on_hand([before, after, count], TODAY).quantity == 10


def test_what_moves_tomorrow_does_not_lie_there_today() -> None:
    lines = [counted("10"), moved(TODAY + timedelta(days=1), "-4", MovementKind.withdrawal)]
    assert on_hand(lines, TODAY).quantity == 10


def test_a_stock_below_nothing_is_nothing_and_is_said() -> None:
    found = on_hand([counted("2"), moved(TODAY, "-5", MovementKind.withdrawal)], TODAY)
    assert found.quantity == 0
    assert "-3" in str(found.doubts[0])


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=30))
def test_all_that_is_taken_is_used_on_some_working_day(withdrawals: list[tuple[int, int]]) -> None:
    days = Workdays(WorkingTime(), TODAY - timedelta(days=60), TODAY)
    lines = [
        moved(TODAY - timedelta(days=back), str(-amount), MovementKind.withdrawal) for back, amount in withdrawals
    ]
    assert usage_of(lines, days, TODAY).total == sum(amount for _, amount in withdrawals)


def test_what_is_taken_on_a_day_off_counts_for_the_working_day_after_it() -> None:
    days = Workdays(WORK, FRIDAY, TODAY)
    lines = [moved(SATURDAY, "-2", MovementKind.withdrawal), moved(FRIDAY, "-1", MovementKind.withdrawal)]
    assert list(usage_of(lines, days, TODAY).amounts) == [1, 2]


def test_what_is_brought_back_is_not_used() -> None:
    days = Workdays(WORK, FRIDAY, TODAY)
    lines = [moved(FRIDAY, "-5", MovementKind.withdrawal), moved(FRIDAY, "2", MovementKind.withdrawal)]
    assert usage_of(lines, days, TODAY).total == 3


def test_holidays_are_no_days_without_use() -> None:
    french, plain = WorkingTime(), WORK
    assert len(Workdays(french, date(2026, 5, 1), date(2026, 5, 31))) == 17
    assert len(Workdays(plain, date(2026, 5, 1), date(2026, 5, 31))) == 21


def test_the_monthly_table_has_every_month_and_only_withdrawals() -> None:
    lines: list[Movement] = [
        moved(date(2026, 9, 30), "-3", MovementKind.withdrawal),
        moved(date(2026, 11, 2), "-4.5", MovementKind.withdrawal),
        moved(date(2026, 10, 5), "40", MovementKind.delivery),
        moved(date(2026, 10, 6), "-1", MovementKind.correction),
        moved(date(2026, 8, 31), "-9", MovementKind.withdrawal),
    ]
    (row,) = monthly_use([article()], lines, date(2026, 9, 1), TODAY)
    assert row.by_month == {"2026-09": Decimal(3), "2026-10": Decimal(0), "2026-11": Decimal("4.5")}
    assert (row.total, row.a_month) == (Decimal("7.5"), Decimal("2.50"))
