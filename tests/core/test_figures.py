"""Figures with their sources: reckoned again in whole numbers, compared to the cent."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.figures import Figure, Figures, Source, Term, compressed, number_in
from officebot.core.text import say
from tests.speed import within

HOW = say("added up")


@pytest.mark.parametrize(
    ("words", "millionths"),
    [
        ("1 234,56 €", 1_234_560_000),
        ("1\u202f234,56", 1_234_560_000),
        ("1,234.56", 1_234_560_000),
        ("1.234,56", 1_234_560_000),
        ("(500)", -500_000_000),
        ("-0.5", -500_000),
        ("\u22121 234,00", -1_234_000_000),
        ("12,00-", -12_000_000),
        ("12k€", 12_000_000_000),
        ("1e3", 1_000_000_000),
        ("1234.5600000000001", 1_234_560_000),
        ("1.234.567", 1_234_567_000_000),
        ("0", 0),
    ],
)
def test_a_number_is_found_as_people_write_it(words: str, millionths: int) -> None:
    assert number_in(words) == millionths


def test_a_known_decimal_mark_decides_what_leaves_a_doubt() -> None:
    assert number_in("1.234", ",") == 1_234_000_000
    assert number_in("1.234", ".") == 1_234_000


@pytest.mark.parametrize("words", ["", "-", "n/a", "Total"])
def test_what_is_no_number_is_none(words: str) -> None:
    assert number_in(words) is None


@pytest.mark.parametrize("words", ["1" + " " * 100_000, "1 ," * 30_000, "(" * 100_000, "1" * 100_000, "e" * 100_000])
def test_hostile_cells_take_no_time(words: str) -> None:
    within(0.05, lambda: number_in(words))


@given(st.integers(-(10**12), 10**12))
def test_any_amount_is_read_back_to_the_cent_in_both_languages(cents: int) -> None:
    from officebot.core.budget.report_words import money

    amount = Decimal(cents).scaleb(-2)
    assert number_in(money(amount, "EUR", "fr"), ",") == cents * 10_000
    assert number_in(money(amount, "EUR", "en").replace("€", ""), ".") == cents * 10_000


def _book(*figures: Figure) -> Figures:
    book = Figures()
    for one in figures:
        book.add(one)
    return book


def _cell(key: str, value: str, words: str, **more: int) -> tuple[Figure, dict[str, str]]:
    source = Source(file="a.xlsx", sheet="S", cell=key, stood=words)
    return (
        Figure(key=key, value=Decimal(value), how=HOW, rule="cells", terms=(Term(source=source, **more),)),
        {key: words},
    )


def test_sums_what_is_taken_off_and_shares_are_reckoned_again() -> None:
    a, at = _cell("A1", "100.10", "100,10")
    b, bt = _cell("B1", "-30.05", "30,05", factor=-1)
    words = at | bt
    net = Figure(key="net", value=Decimal("130.15"), how=HOW, rule="sum", of=("A1",), less=("B1",))
    ratio = Figure(key="share", value=Decimal("-4.3311"), how=HOW, rule="ratio", of=("net", "B1"))
    book = _book(a, b, net, Figure(key="share", value=Decimal("4.3311"), how=HOW, rule="ratio", of=("net", "B1")))
    assert book.check(lambda source: words.get(source.cell)) == ()
    assert [one.key for one in _book(a, b, net, ratio).check(lambda source: words.get(source.cell))] == ["share"]
    assert [one.cell for one in book.sources("share")] == ["A1", "B1"]


@pytest.mark.parametrize(("amount", "parts"), [("100", 3), ("-100", 3), ("0.01", 3), ("250.55", 3), ("10", 4)])
def test_even_shares_add_up_to_the_whole(amount: str, parts: int) -> None:
    from officebot.core.budget.reading import spread

    first = spread(Decimal(amount), parts)
    source = Source(file="a", sheet="", cell="A1", stood=amount)
    book = _book(
        *(
            Figure(key=str(n), value=one, how=HOW, rule="cells", terms=(Term(source=source, part=n, parts=parts),))
            for n, one in enumerate(first)
        )
    )
    assert book.check(lambda _: amount) == ()


def test_a_figure_that_the_report_lacks_is_a_difference() -> None:
    a, words = _cell("A1", "1.00", "1")
    book = _book(a)
    second = book.second(lambda source: words.get(source.cell))
    assert [one.key for one in book.differences({}, second)] == ["A1"]
    assert book.differences({"A1": Decimal("1.00")}, second) == ()
    assert [one.first for one in book.differences({"A1": Decimal("1.01")}, second)] == ["1.01"]


def test_a_cell_that_cannot_be_read_again_is_said_so() -> None:
    a, _ = _cell("A1", "1.00", "1")
    (found,) = _book(a).check(lambda _: None)
    assert found.second is None
    assert "a.xlsx S!A1" in found.problem().render("en")


def test_a_figure_made_of_itself_is_never_reckoned() -> None:
    circle = Figure(key="a", value=Decimal(1), how=HOW, rule="sum", of=("a",))
    assert [one.second for one in _book(circle).check(lambda _: "1")] == [None]


def test_cells_beside_or_below_each_other_are_told_as_ranges() -> None:
    assert compressed(["B7", "C7", "D7", "E9", "E10", "E11", "G1"]) == ["B7:D7", "E9:E11", "G1"]
    assert compressed(["Z1", "AA1", "B2"]) == ["Z1:AA1", "B2"]
    assert compressed([]) == []
