"""Numbers and days as people write them in cells."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.problems import Problem
from officebot.core.workbooks.cells import Address, Cell, Fault
from officebot.core.workbooks.days import order_of, read_day
from officebot.core.workbooks.numbers import Amount, Doubt, Mark, amount_in, decimal_of, mark_of, read_number
from tests.speed import within

PLACE = Address("Stock", Cell(7, 2))


@pytest.mark.parametrize(
    ("text", "value", "currency", "unit"),
    [
        ("12", "12", "", ""),
        ("1 234,56 €", "1234.56", "EUR", ""),
        ("1\u00a0234,56\u202f€", "1234.56", "EUR", ""),
        ("1.234,56", "1234.56", "", ""),
        ("1,234.56", "1234.56", "", ""),
        ("$1,234.56", "1234.56", "USD", ""),
        ("-£12.50", "-12.50", "GBP", ""),
        ("€ -12,50", "-12.50", "EUR", ""),
        ("12,50 EUR HT", "12.50", "EUR", ""),
        ("1'234.50 CHF", "1234.50", "CHF", ""),
        ("(12,50)", "-12.50", "", ""),
        ("(12,50) €", "-12.50", "EUR", ""),
        ("12,5-", "-12.5", "", ""),
        ("−3", "-3", "", ""),
        ("+3", "3", "", ""),
        ("12 %", "0.12", "", ""),
        ("5,5%", "0.055", "", ""),
        ("1.234.567", "1234567", "", ""),
        ("1,234,567", "1234567", "", ""),
        ("0,125", "0.125", "", ""),
        (",5", "0.5", "", ""),
        ("1234,567", "1234.567", "", ""),
        ("3 ramettes", "3", "", "ramettes"),
        ("2,5 kg", "2.5", "", "kg"),
        ("12 m²", "12", "", "m²"),
        ("trois ramettes", "3", "", "ramettes"),
        ("Two boxes", "2", "", "boxes"),
    ],
)
def test_what_leaves_no_doubt_is_a_number(text: str, value: str, currency: str, unit: str) -> None:
    found = read_number(text)
    assert isinstance(found, Amount), found
    assert (found.value, found.currency, found.unit) == (Decimal(value), currency, unit)


@pytest.mark.parametrize(
    "text",
    [
        "", "Papier", "12 34", "1.2.3", "12/03/2026", "A4", "1,23,4", "1 2345", "--3", "12 rue de la Paix prolongée à Brest",
        "€", "% 12", "1..2", "06 12 34 56 78", "12 34 56", "1,234.5.6", "=1+1", "1e5", "0x10", "€ 5 $",
    ],
)  # fmt: skip
def test_other_words_are_no_number(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "une douzaine",
        "environ 12",
        "~12",
        "12 ou 13",
        "10 à 12",
        "a dozen",
        "quelques-uns",
        "about 5",
        "> 3",
        "12-15 env.",
    ],
)
def test_about_so_many_is_no_amount_and_is_told_with_its_cell(text: str) -> None:
    assert isinstance(read_number(text), Doubt)
    problem = amount_in(PLACE, text)
    assert isinstance(problem, Problem)
    assert problem.where == "Stock!B7"
    assert text in problem.render()


def test_a_mark_before_three_digits_is_a_doubt_until_somebody_knows_the_mark() -> None:
    doubt = read_number("1,234")
    assert isinstance(doubt, Doubt)
    assert doubt.readings == (Decimal(1234), Decimal("1.234"))
    assert read_number("1,234", ",") == Amount(value=Decimal("1.234"))
    assert read_number("1,234", ".") == Amount(value=Decimal(1234))
    assert read_number("1.234", ",") == Amount(value=Decimal(1234))


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["1,5", "1.234,56"], ","), (["1.5"], "."), (["1,234"], ""), (["1,5", "1.5"], ""), (["1.234.567"], ","),
        (["1,234,567"], "."), (["12"], ""), (["Papier"], ""), ([], ""), (["1234,567"], ","),
    ],
)  # fmt: skip
def test_the_mark_of_a_column_is_told_by_its_sure_numbers(texts: list[str], mark: Mark) -> None:
    assert mark_of(texts) == mark


def test_a_cell_s_number_is_the_one_that_is_shown() -> None:
    assert amount_in(PLACE, 0.1 + 0.2) == Amount(value=Decimal("0.3"))
    assert amount_in(PLACE, 3) == Amount(value=Decimal(3))
    for value in (None, True, Fault("#N/A"), "Papier", date(2026, 1, 1)):
        assert isinstance(amount_in(PLACE, value), Problem)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_french_and_english_amounts_are_read_back(value: Decimal) -> None:
    english = f"{value:,.2f}"
    french = english.replace(",", "\u202f").replace(".", ",")
    german = english.replace(",", "_").replace(".", ",").replace("_", ".")
    for written in (english, french + " €", german, f"({english[1:]})" if value < 0 else english):
        found = read_number(written)
        assert isinstance(found, Amount)
        assert found.value == value


@given(st.text(max_size=70))
def test_any_text_is_read_as_something_or_nothing(text: str) -> None:
    found = read_number(text)
    assert found is None or isinstance(found, Amount | Doubt)
    read_day(text)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_fifteen_digits_are_kept(number: float) -> None:
    assert float(decimal_of(number)) == pytest.approx(number, rel=1e-14)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-12", date(2026, 3, 12)),
        ("2026-03-12 09:30", datetime(2026, 3, 12, 9, 30)),
        ("2026-03-12T09:30:15Z", datetime(2026, 3, 12, 9, 30, 15)),
        ("2023-04-01 00:00:00", date(2023, 4, 1)),
        ("25/03/2026", date(2026, 3, 25)),
        ("03/25/2026", date(2026, 3, 25)),
        ("03.04.2026", date(2026, 4, 3)),
        ("25/03/26", date(2026, 3, 25)),
        ("25/03/99", date(1999, 3, 25)),
        ("12 mars 2026", date(2026, 3, 12)),
        ("1er août 2026", date(2026, 8, 1)),
        ("lundi 12 janvier 2026", date(2026, 1, 12)),
        ("12-Mar-26", date(2026, 3, 12)),
        ("Mar 12, 2026", date(2026, 3, 12)),
        ("12 déc. 2026 à 14h30", datetime(2026, 12, 12, 14, 30)),
        ("04/04/2026", date(2026, 4, 4)),
        ("30/02/2026", None),
        ("12 foo 2026", None),
        ("2026", None),
        ("Papier A4", None),
    ],
)
def test_days_written_out_are_days(text: str, day: date | None) -> None:
    assert read_day(text) == day


def test_a_day_and_a_month_that_may_change_places_are_a_doubt_until_the_order_is_known() -> None:
    assert isinstance(read_day("03/04/2026"), Doubt)
    assert read_day("03/04/2026", "dmy") == date(2026, 4, 3)
    assert read_day("03/04/2026", "mdy") == date(2026, 3, 4)
    assert order_of(["03/04/2026", "25/04/2026"]) == "dmy"
    assert order_of(["03/04/2026", "04/25/2026"]) == "mdy"
    assert order_of(["25/04/2026", "04/25/2026"]) == ""
    assert order_of(["12/04/2026"]) == order_of(["04/12/2026"]) == ""
    assert order_of(["13/04/2026"]) == "dmy"


@pytest.mark.parametrize(
    "text", ["1" * 100_000, "1 " * 50_000, "(" * 100_000, "1," * 50_000, "douzaine " * 10_000, "12 " + "a" * 100_000]
)
def test_a_hostile_text_costs_nothing(text: str) -> None:
    def run() -> None:
        read_number(text)
        read_day(text)
        mark_of([text])

    within(0.05, run)
