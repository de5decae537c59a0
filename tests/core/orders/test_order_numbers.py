"""The numbers of our orders as others write them: found however they are written, and never another's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.orders.numbers import OrderNumbers, Sureness

_NUMBERS = OrderNumbers(("BC-2026-0041", "BC-2026-0142", "PO/2025/77"))


@pytest.mark.parametrize(
    ("text", "order", "sure"),
    [
        ("votre BC-2026-0041", "BC-2026-0041", Sureness.whole),
        ("votre bc20260041", "BC-2026-0041", Sureness.whole),
        ("votre commande n° 41", "BC-2026-0041", Sureness.short),
        ("BC 26-0041", "BC-2026-0041", Sureness.short),
        ("commande BC-2026-0014", "BC-2026-0041", Sureness.slip),
        ("commande BC-2026-0043", "BC-2026-0041", Sureness.slip),
    ],
)
def test_a_number_is_found_as_surely_as_it_is_written(text: str, order: str, sure: Sureness) -> None:
    assert _NUMBERS.named(text).get(order) is sure


@pytest.mark.parametrize(
    "text",
    ["41 stylos", "41,00 €", "facture FA-2026-0041", "commande BC-2024-0041", "commande BC-2026-9999", "le 41/2020"],
)
def test_other_numbers_name_no_order(text: str) -> None:
    assert all(sure < Sureness.short for sure in _NUMBERS.named(text).values())


@given(st.integers(2000, 2099), st.integers(1, 9999), st.lists(st.sampled_from("-/. _–"), min_size=2, max_size=2))
def test_a_number_is_found_whatever_marks_stand_between(year: int, number: int, marks: list[str]) -> None:
    written = f"commande BC{marks[0].replace('_', '-').replace('–', '-')}{year}{marks[1]}{number:04}"
    if marks[1] == " ":
        return
    order = f"BC-{year}-{number:04}"
    assert OrderNumbers((order, "BC-1999-0000")).named(written) == {order: Sureness.whole}


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_another_order_s_whole_number_is_never_taken_for_ours(ours: int, theirs: int) -> None:
    if ours != theirs:
        numbers = OrderNumbers((f"BC-2026-{ours:04}",))
        assert all(sure <= Sureness.slip for sure in numbers.named(f"commande BC-2026-{theirs:04}").values())


@given(st.text(max_size=300))
def test_any_text_can_be_looked_through(text: str) -> None:
    assert set(_NUMBERS.named(text)) <= {"BC-2026-0041", "BC-2026-0142", "PO/2025/77"}
