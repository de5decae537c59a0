"""The same invoice twice is found however its number is written; rents, parts and credit notes are left alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.invoices.duplicates import Likeness, duplicates, is_same_number
from officebot.core.invoices.known import RegisterState, SupplierId
from tests.core.invoices.cases import DURAND, invoice, known


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("000123", "123"), ("FA-2026/123", "FA2026123"), ("FA-2026-0123", "FA-2026-123"), ("F 2026 123", "f-2026-123"),
        ("FA2O26-1O3", "FA2026-103"), ("N° 4711", "4711"), ("FA-2026/0123", "FA20260123"), ("F1OO", "F100"),
    ],
)  # fmt: skip
def test_a_number_is_the_same_however_it_is_written(one: str, other: str) -> None:
    assert is_same_number(one, other)
    assert is_same_number(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2026/1/11", "2026/11/1"), ("FA-2026-123", "FA-2025-123"), ("123", "1230"), ("A123", "B123"), ("", ""),
        ("FO123", "F123"), ("F-12-3", "F-1-23"),
    ],
)  # fmt: skip
def test_other_numbers_are_others(one: str, other: str) -> None:
    assert not is_same_number(one, other)


def test_the_same_once_more_is_certain_and_says_when_it_was_entered() -> None:
    (found,) = duplicates(invoice("FA-2026/0100"), [known("FA2026100")])
    assert found.is_certain
    assert str(found.what) == "FA2026100 is in the register already, entered on 22 November 2026."


def test_the_same_number_with_another_amount_is_asked_about() -> None:
    (found,) = duplicates(invoice(), [known(payable="121.00")])
    assert (found.likeness, found.is_certain) == (Likeness.other_amount, False)


def test_one_cent_apart_is_the_same_sum_and_two_are_not() -> None:
    assert duplicates(invoice(), [known(payable="120.01")])[0].likeness is Likeness.same
    assert duplicates(invoice(), [known(payable="120.02")])[0].likeness is Likeness.other_amount


@pytest.mark.parametrize(
    "number", ["F-100 bis", "F-100-copie", "F-100 (copy)", "F-100-duplicata", "F-100/1", "F-100 (2)", "F100v2"]
)
def test_an_ending_behind_the_number_is_asked_about(number: str) -> None:
    (found,) = duplicates(invoice(number, issued=date(2026, 11, 25)), [known()])
    assert found.likeness is Likeness.suffix


def test_a_counted_part_with_its_own_sum_is_another_invoice() -> None:
    assert not duplicates(invoice("F-100-2", net="50.00", vat="10.00", issued=date(2026, 11, 25)), [known("F-100-1")])
    assert not duplicates(invoice("F-100-2", net="50.00", vat="10.00", issued=date(2026, 11, 25)), [known()])


def test_another_number_with_the_same_day_and_sum_is_asked_about() -> None:
    (found,) = duplicates(invoice("F-101"), [known()])
    assert found.likeness is Likeness.other_number


def test_two_orders_of_one_day_may_cost_the_same() -> None:
    assert not duplicates(invoice("F-101", references=("BC-7",)), [known(order="BC-8")])
    assert duplicates(invoice("F-101", references=("BC-7",)), [known(order="BC-0007")])


def test_rents_are_no_duplicates() -> None:
    rents = [known(f"L-{month}", issued=date(2026, month, 1)) for month in range(1, 11)]
    assert not duplicates(invoice("L-11", issued=date(2026, 11, 1)), rents)


def test_a_supplier_who_always_bills_several_of_one_sum_a_day_does_so_again() -> None:
    lines = [known(f"T{month}{line}", issued=date(2026, month, 5)) for month in (9, 10) for line in range(5)]
    assert not duplicates(
        invoice("T116", issued=date(2026, 11, 5)), [*lines, known("T115", issued=date(2026, 11, 5))]
    )


def test_a_credit_note_is_none_of_its_invoice_but_of_itself() -> None:
    assert not duplicates(invoice(is_credit=True), [known()])
    assert duplicates(invoice("AV-1", is_credit=True), [known("AV-1", payable="-120.00", is_credit=True)])[
        0
    ].is_certain


def test_what_was_refused_may_come_again() -> None:
    assert not duplicates(invoice(), [known(state=RegisterState.refused)])


def test_a_short_number_comes_again_each_year() -> None:
    assert not duplicates(invoice("12"), [known("12", issued=date(2025, 11, 20), payable="77.00")])
    assert duplicates(invoice("2026-12"), [known("2026-12", issued=date(2025, 11, 20), payable="77.00")])


def test_another_suppliers_number_is_another_invoice_unless_day_and_sum_agree() -> None:
    other = SupplierId(name="Papeteries Durant")
    assert not duplicates(invoice("F-1000"), [known("F-1000", supplier=other, payable="99.00")])
    (found,) = duplicates(invoice("F-1000"), [known("F-1000", supplier=other)])
    assert found.likeness is Likeness.other_supplier
    assert not duplicates(invoice("F-1"), [known("F-1", supplier=other)])


@given(st.from_regex(r"[A-Z]{0,3}[-/ ]?20[0-9]{2}[-/ ][0-9]{1,6}", fullmatch=True))
def test_a_number_entered_without_its_signs_is_still_the_same(number: str) -> None:
    assert is_same_number(number, number)
    assert is_same_number(number, number.lower().replace("-", "/"))
    assert is_same_number(number, "".join(one for one in number if one.isalnum()))


@given(
    st.lists(st.integers(1, 99_999), unique=True, min_size=2, max_size=8),
    st.sampled_from(["F-{}", "2026/{}", "{}", "FA{:06}"]),
)
def test_numbers_that_are_counted_on_are_never_the_same(counts: list[int], shape: str) -> None:
    numbers = [shape.format(count) for count in counts]
    assert not any(is_same_number(numbers[0], other) for other in numbers[1:])


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_number_is_too_odd_and_the_order_of_two_does_not_matter(one: str, other: str) -> None:
    assert is_same_number(one, other) == is_same_number(other, one)
    duplicates(invoice(one), [known(other, supplier=DURAND)])


def test_without_a_sum_or_a_day_nothing_is_alike() -> None:
    assert not duplicates(invoice("F-101"), [known(payable=None)])
    assert not duplicates(invoice("F-101", net="0.00", vat="0.00"), [known(payable="0.00")])
    assert not duplicates(invoice("F-101", issued=None), [known(issued=None)])
    assert not duplicates(invoice("F-101", payable=Decimal("120.02")), [known()])
