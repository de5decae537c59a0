"""What a document does to the lines of the book: what is promised, what came, what is charged, and what differs."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.orders.following import Step, What, cells, steps
from officebot.core.orders.model import LineState, OrderLine
from tests.core.orders.orderbook import PAPER, PENS, TODAY, meant, paper, said


def step(kind: str, ours: OrderLine = PAPER, quantity: str | None = None, **fields: Any) -> Step:
    one = said(ours.label, quantity, **fields)
    [made] = steps([meant(paper(kind, one), (one, ours))], TODAY)
    return made


def what(made: Step) -> list[What]:
    return [one.what for one in made.differences]


def test_what_agrees_differs_in_nothing() -> None:
    made = step("confirmation", quantity="57", price=Decimal("4.00"), delivery_date=date(2026, 12, 10))
    assert made.differences == ()
    assert made.after.state is LineState.confirmed


def test_a_bare_yes_promises_the_day_that_was_asked_for() -> None:
    assert step("confirmation").after.promised == PAPER.due


@pytest.mark.parametrize(
    ("price", "is_flagged"), [("4.02", False), ("4.03", True), ("3.98", False), ("3.97", True), ("4.00", False)]
)
def test_a_price_may_be_rounded_by_half_a_percent(price: str, is_flagged: bool) -> None:
    assert what(step("confirmation", price=Decimal(price))) == [What.price] * is_flagged


def test_less_later_or_dearer_is_worse_and_the_rest_is_not() -> None:
    worse = step("confirmation", quantity="50", price=Decimal(5), delivery_date=date(2026, 12, 11))
    better = step("confirmation", quantity="60", price=Decimal(3), delivery_date=date(2026, 12, 9))
    assert what(worse) == what(better) == [What.price, What.quantity, What.date]
    assert [one.is_worse for one in (*worse.differences, *better.differences)] == [True] * 3 + [False] * 3


def test_what_was_agreed_since_is_not_flagged_again() -> None:
    agreed = replace(
        PAPER, confirmed_price=Decimal("4.25"), confirmed_quantity=Decimal(50), promised=date(2026, 12, 20)
    )
    again = step("confirmation", agreed, "50", price=Decimal("4.25"), delivery_date=date(2026, 12, 20))
    assert again.differences == ()


def test_a_second_confirmation_with_other_values_is_flagged_though_they_are_those_of_the_order() -> None:
    agreed = replace(
        PAPER, confirmed_price=Decimal("3.80"), confirmed_quantity=Decimal(60), promised=date(2026, 12, 8)
    )
    other = step("confirmation", agreed, "57", price=Decimal(4), delivery_date=date(2026, 12, 10))
    assert what(other) == [What.price, What.quantity, What.date]
    assert all(one.is_worse for one in other.differences)


def test_the_rest_confirmed_is_not_the_whole_confirmed_as_less() -> None:
    made = step("confirmation", replace(PAPER, received=Decimal(40)), "17")
    assert made.differences == ()
    assert made.after.open_quantity == 17


def test_what_comes_adds_up_and_too_much_is_said() -> None:
    one = said(PAPER.label, "40")
    document = paper("despatch", one, one)
    [made] = steps([meant(document, (one, PAPER), (one, PAPER))], TODAY)
    assert (made.came, made.after.received, what(made)) == (80, 80, [What.more])
    assert made.before == PAPER


def test_a_letter_repeats_what_the_document_on_it_says() -> None:
    one = said(PAPER.label, "40")
    matches = [meant(paper("despatch", one, syntax=form), (one, PAPER)) for form in ("text", "pdf")]
    [made] = steps(matches, TODAY)
    assert made.after.received == 40


def test_another_unit_is_flagged_and_counts_nothing() -> None:
    made = step("despatch", PENS, "2", unit="boîte")
    assert (what(made), made.after) == ([What.unit], PENS)
    assert what(step("confirmation", PENS, "20", unit="douzaine")) == [What.unit]
    assert step("confirmation", PENS, "20").differences == ()


def test_a_refusal_is_flagged_and_changes_nothing() -> None:
    made = step("cancellation")
    assert (what(made), made.after) == ([What.cancelled], PAPER)


def test_a_charge_is_held_against_what_came() -> None:
    came = replace(PAPER, received=Decimal(40))
    assert step("invoice", came).after.invoiced == 40
    assert what(step("invoice", came, "41")) == [What.quantity]
    assert step("invoice", came, "40").differences == ()


def test_a_credit_note_takes_back_and_never_more_than_was_charged() -> None:
    charged = replace(PAPER, received=Decimal(40), invoiced=Decimal(40))
    assert step("credit-note", charged, "10").after.invoiced == 30
    assert step("credit-note", charged, "-10").after.invoiced == 30
    assert step("invoice", charged, "-10").after.invoiced == 30
    assert step("credit-note", charged).after.invoiced == 0
    too_much = step("credit-note", charged, "41")
    assert (too_much.after.invoiced, what(too_much)) == (0, [What.quantity])


def test_the_book_s_cells_are_written_from_what_they_showed() -> None:
    blank = replace(PAPER, blank=frozenset({"received"}))
    made = step("despatch", blank, "40")
    assert cells([made], "en") == (("C!P1", None, 40), ("C!S1", None, "partly received"))
    assert cells([step("despatch", replace(PAPER, received=Decimal(2)), "40")], "en")[0] == ("C!P1", 2, 42)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("confirmation", "despatch", "invoice", "credit-note", "delay", "receipt")),
            st.sampled_from((PAPER, PENS)),
            st.one_of(st.none(), st.decimals(-100, 100, places=1)),
        ),
        max_size=8,
    )
)
def test_what_was_received_only_grows_and_each_cell_is_written_once(told: list[tuple[str, OrderLine, Any]]) -> None:
    matches = []
    for kind, ours, quantity in told:
        one = said(ours.label, None if quantity is None else str(quantity))
        matches.append(meant(paper(kind, one), (one, ours)))
    made = steps(matches, TODAY)
    for one_step in made:
        assert one_step.after.received >= one_step.before.received
        assert one_step.after.invoiced >= 0
        assert one_step.before in (PAPER, PENS)
    written = Counter(cell for cell, _, _ in cells(made, "fr"))
    assert all(count == 1 for count in written.values())
