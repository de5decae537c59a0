"""Rows of a workbook found by key: by the words of people, never a row that might be another, never over a formula."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.workbooks.cells import Area, Formula, Value
from officebot.core.workbooks.keyed import KeyedRows, rows_by_key
from officebot.core.workbooks.office import OfficeWorkbook
from officebot.core.workbooks.tables import Column, Row, Table
from officebot.testing.books import book

HEADINGS = ["Article", "In stock", "Remark"]
STOCK = book("stock", {"Stock": [HEADINGS, ["Paper A4", 12, "shelf 2"], ["Felt  pens", 7, None], [4711, 3, ""]]})


def table(rows: list[tuple[Value, ...]], left: int = 1, titles: tuple[str, ...] = ("Article", "In stock")) -> Table:
    """A table on the sheet “Stock” whose first column is that number, its headings in row 1."""
    last = len(rows) + 1
    return Table(
        name="Stock", sheet="Stock", area=Area(1, left, last, left + len(titles) - 1),
        columns=tuple(Column(title=title, area=Area(2, left + at, last, left + at)) for at, title in enumerate(titles)),
        rows=tuple(Row(number=at, values=values) for at, values in enumerate(rows, 2)),
    )  # fmt: skip


def of(*tables: Table) -> OfficeWorkbook:
    return OfficeWorkbook(name="stock", file="stock.xlsx", tables=tables)


@pytest.mark.parametrize("key", ["Paper A4", "paper a4", "  Paper   A4 ", "PAPER\u00a0A4"])
def test_a_row_is_found_whatever_the_case_and_the_spaces(key: str) -> None:
    found = rows_by_key(STOCK, "article").get(key)
    assert found is not None
    assert (found.key, found.value("in  stock"), found.address("In stock")) == ("Paper A4", 12, "Stock!B2")


def test_a_number_is_a_key_as_people_write_it() -> None:
    found = rows_by_key(of(table([(Decimal("4711.0"), 3)]))).get("4711")
    assert found is not None
    assert found.value("In stock") == 3


def test_without_a_heading_the_first_column_has_the_keys() -> None:
    assert [one.key for one in rows_by_key(STOCK).rows] == [one.key for one in rows_by_key(STOCK, "Article").rows]


def test_a_table_that_does_not_begin_in_the_first_column_is_written_where_it_stands() -> None:
    found = rows_by_key(of(table([("felt", 12)], left=4))).get("felt")
    assert found is not None
    assert found.change("In stock", 8) == ("Stock!E2", 12, 8)


def test_a_key_that_names_several_rows_finds_none_and_is_told() -> None:
    rows = rows_by_key(of(table([("felt", 1), ("cork", 2)]), table([("Felt ", 3)])))
    assert (rows.get("felt"), rows.twice) == (None, ("Felt",))
    assert [one.key for one in rows.rows] == ["cork"]


@pytest.mark.parametrize("key", [None, "", "  ", True, Formula("A1")], ids=repr)
def test_what_nobody_could_name_is_no_key(key: Value) -> None:
    assert rows_by_key(of(table([(key, 1)]))) == KeyedRows()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(Formula("A1*2"), 8, id="a formula stands there"),
        pytest.param(8, 8, id="it stands there already"),
        pytest.param(Decimal("8.50"), 8.5, id="it stands there already, as money"),
        pytest.param(None, None, id="nothing instead of nothing"),
    ],
)
def test_where_there_is_nothing_to_propose_there_is_no_change(before: Value, after: float | None) -> None:
    found = rows_by_key(of(table([("felt", before)]))).get("felt")
    assert found is not None
    assert found.change("In stock", after) is None


def test_true_is_not_one() -> None:
    found = rows_by_key(of(table([("felt", 1)]))).get("felt")
    assert found is not None
    assert found.change("In stock", True) == ("Stock!B2", 1, True)


def test_a_heading_that_is_not_there_changes_nothing() -> None:
    found = rows_by_key(STOCK).get("Paper A4")
    assert found is not None
    assert (found.value("Price"), found.address("Price"), found.change("Price", 1)) == (None, None, None)
    assert rows_by_key(STOCK, "Number") == KeyedRows()


@given(st.lists(st.tuples(st.text(max_size=8), st.integers()), max_size=12), st.text(max_size=8), st.integers())
def test_a_change_is_of_the_one_row_that_has_the_key_and_says_what_stood_there(
    rows: list[tuple[str, int]], key: str, after: int
) -> None:
    found = rows_by_key(of(table(list(rows)))).get(key)
    if found is None:
        return
    change = found.change("In stock", after)
    standing = rows[found.row.number - 2][1]
    assert change == (None if standing == after else (f"Stock!B{found.row.number}", standing, after))
    assert sum(found.key == name.strip() for name, _ in rows) == 1
