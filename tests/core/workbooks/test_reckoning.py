"""Sums, joins and overdue lists out of tables' rows."""

from datetime import date, datetime
from decimal import Decimal

from officebot.core.workbooks import reckoning as r

SALES = [
    {"Type": "Bar", "Week": 1, "Value": 0.1},
    {"Type": "bar ", "Week": 1.0, "Value": 0.2},
    {"Type": "Liquid", "Week": 1, "Value": None},
]


def test_sums_are_exact_and_groups_are_the_same_however_they_are_written() -> None:
    assert r.group_sums(SALES, ["Type", "Week"], ["Value"]) == [
        {"Type": "Bar", "Week": 1, "Value": Decimal("0.3")},
        {"Type": "Liquid", "Week": 1, "Value": Decimal(0)},
    ]


def test_a_join_gives_each_pair_and_keeps_the_left_s_own_values() -> None:
    prices = [{"Type": "BAR", "Price": 5}, {"Type": "bar", "Price": 6}]
    found = r.joined(SALES[:1] + SALES[2:], prices, ["Type"])
    assert [(row["Type"], row["Price"]) for row in found] == [("Bar", 5), ("Bar", 6)]
    kept = r.joined(SALES[2:], prices, ["Type"], keep_all=True)
    assert kept == [{"Type": "Liquid", "Price": None, "Week": 1, "Value": None}]


def test_names_are_filled_down_and_the_rows_that_came_in_stay() -> None:
    rows = [{"P": "A"}, {"P": None}, {"P": "B"}]
    assert [row["P"] for row in r.filled_down(rows, "P")] == ["A", "A", "B"]
    assert rows[1]["P"] is None


def test_columns_become_rows_and_rows_columns() -> None:
    wide = [{"Month": 1, "Rent": 10, "Power": None, "Staff": 5}]
    long = r.unpivoted(wide, ["Month"], "What", "Spent")
    assert long == [{"Month": 1, "What": "Rent", "Spent": 10}, {"Month": 1, "What": "Staff", "Spent": 5}]
    assert r.pivoted(long, ["Month"], "What", "Spent") == [{"Month": 1, "Rent": 10, "Staff": 5}]


def test_what_is_overdue_is_listed_the_latest_first_and_what_is_paid_or_due_today_is_not() -> None:
    rows = [
        {"N": 1, "Due": date(2026, 1, 9), "Paid": None},
        {"N": 2, "Due": datetime(2026, 1, 1, 12), "Paid": None},
        {"N": 3, "Due": date(2026, 1, 1), "Paid": date(2026, 1, 2)},
        {"N": 4, "Due": date(2026, 1, 10), "Paid": None},
        {"N": 5, "Due": "soon", "Paid": None},
    ]
    found = r.overdue(rows, "Due", date(2026, 1, 10), paid="Paid")
    assert [(row["N"], row["days_late"]) for row in found] == [(2, 9), (1, 1)]


def test_the_highest_of_each_group_is_the_first_of_equals_and_words_are_no_number() -> None:
    rows = [
        {"M": 1, "V": "x"},
        {"M": 1, "V": 3, "n": 1},
        {"M": 1, "V": 3, "n": 2},
        {"M": 2, "V": -1},
        {"M": 2, "V": True},
    ]
    assert r.highest(rows, ["M"], "V") == [{"M": 1, "V": 3, "n": 1}, {"M": 2, "V": -1}]


def test_rows_are_chosen_by_what_holds_of_them() -> None:
    assert r.where(SALES, lambda row: row["Value"] is None) == [SALES[2]]
