"""Quantities and unit prices as people write them, whatever they hold."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from officebot.core.quantities import rounded, shortened, trimmed


def test_quantities_are_written_as_people_write_them() -> None:
    assert [str(trimmed(Decimal(words))) for words in ("12.00", "120", "0.50", "1E+2")] == ["12", "120", "0.5", "100"]
    assert [str(shortened(Decimal(words))) for words in ("4.15000", "0.33335", "1E+2")] == ["4.15", "0.3334", "100"]
    assert [str(rounded(Decimal(words))) for words in ("12.345", "1.239", "0.0456")] == ["12.3", "1.24", "0.046"]


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40, places=6))
def test_a_quantity_stays_what_it_is_and_has_no_nought_or_power_behind(quantity: Decimal) -> None:
    words = str(trimmed(quantity))
    assert Decimal(words) == quantity
    assert "E" not in words or abs(quantity) < Decimal("0.00001")
    assert "." not in words or not words.endswith("0")
