"""Addresses as people write them, areas, values as JSON."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.workbooks.cells import (
    Address,
    Area,
    BadAddress,
    Cell,
    Formula,
    column_name,
    column_number,
    to_json,
)


@given(st.integers(1, 16_384))
def test_a_column_s_letters_are_its_number(number: int) -> None:
    assert column_number(column_name(number)) == number


@given(st.text(min_size=1).filter(str.strip), st.integers(1, 1_048_576), st.integers(1, 16_384))
def test_an_address_is_read_back_whatever_the_sheet_is_called(sheet: str, row: int, column: int) -> None:
    address = Address(sheet, Cell(row, column))
    assert Address.read(str(address)) == address


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("Stock!B7", Address("Stock", Cell(7, 2))),
        ("Feuil 1!$AA$10", Address("Feuil 1", Cell(10, 27))),
        ("'L''atelier'!A1", Address("L'atelier", Cell(1, 1))),
        ("Oh!no!A1", Address("Oh!no", Cell(1, 1))),
    ],
)
def test_the_sheet_is_all_before_the_last_mark(written: str, address: Address) -> None:
    assert Address.read(written) == address


@pytest.mark.parametrize(
    "written", ["B7", "!B7", "Stock!", "Stock!7B", "Stock!XFE1", "Stock!A1048577", "Stock!A0", "S!A1:B2"]
)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(BadAddress):
        Address.read(written)


def test_areas_are_read_in_every_form() -> None:
    assert Area.read("$C$9:A1") == Area(1, 1, 9, 3)
    assert Area.read("B7") == Area(7, 2, 7, 2)
    assert Area.read("A:C") == Area(1, 1, 1_048_576, 3)
    assert Area.read("2:5") == Area(2, 1, 5, 16_384)
    assert str(Area(1, 1, 9, 3)) == "A1:C9"
    assert Cell(2, 2) in Area(1, 1, 9, 3)
    assert not Area(1, 1, 2, 2).meets(Area(3, 1, 4, 2))


def test_values_are_plain_in_json() -> None:
    values = [
        1.0,
        1.5,
        True,
        None,
        "x",
        date(2026, 11, 26),
        datetime(2026, 11, 26, 9, 30),
        Decimal("4.20"),
        Decimal("4.00"),
    ]
    assert [to_json(value) for value in values] == [
        1, 1.5, True, None, "x", "2026-11-26", "2026-11-26T09:30", 4.2, 4,
    ]  # fmt: skip
    assert to_json(Formula("A1+B1")) == "=A1+B1"
    assert to_json(timedelta(hours=6)) == 0.25
