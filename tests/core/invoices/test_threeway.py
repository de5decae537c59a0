"""What an invoice charges is held against what was ordered and what has come, line by line and in all."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.invoices.model import Invoice
from officebot.core.invoices.threeway import CheckState, ThreeWay, Tolerance, checked
from officebot.core.orders.matches import Match, Matched
from officebot.core.orders.model import OrderLine
from officebot.core.trade.model import TradeLine
from tests.core.invoices.cases import invoice


def ordered(**more: Any) -> OrderLine:
    given = {
        "order": "BC-7", "line": 1, "label": "Classeur à levier", "quantity": Decimal(10), "unit": "pièce",
        "price": Decimal("4.00"), "received": Decimal(10),
    }  # fmt: skip
    return OrderLine(**{**given, **more})


def charged(
    quantity: str | None = "10", price: str | None = "4.00", amount: str | None = None, **more: Any
) -> TradeLine:
    return TradeLine(
        label=more.pop("label", "Classeur à levier"), quantity=None if quantity is None else Decimal(quantity),
        price=None if price is None else Decimal(price), amount=None if amount is None else Decimal(amount), **more,
    )  # fmt: skip


def check(*pairs: tuple[TradeLine, OrderLine | None], tolerance: Tolerance | None = None, **more: Any) -> ThreeWay:
    one = billed(*(said for said, _ in pairs), **more)
    match = Match(document=one.document, lines=tuple(Matched(said=said, line=line) for said, line in pairs))
    return checked(one, [match], tolerance)


def billed(*lines: TradeLine, **more: Any) -> Invoice:
    net = sum((line.amount or (line.price or 0) * (line.quantity or 0) for line in lines), Decimal(0))
    return invoice(lines=lines, **{"net": str(net), "vat": "0.00", **more})


def test_what_was_ordered_and_has_come_is_well() -> None:
    found = check((charged(), ordered()))
    assert (found.state, found.orders, found.what, found.over) == (CheckState.ok, ("BC-7",), (), 0)


def test_a_price_above_the_tolerance_is_said_with_both_figures_and_what_it_costs() -> None:
    found = check((charged(price="4.10"), ordered()))
    (line,) = found.lines
    assert (line.state, line.over) == (CheckState.differs, Decimal("1.00"))
    assert str(line.what[0]) == "“Classeur à levier”: 4.1 EUR each, agreed were 4 EUR (BC-7)."


@pytest.mark.parametrize(
    ("price", "quantity", "state"),
    [
        pytest.param("4.08", "10", CheckState.ok, id="two percent above"),
        pytest.param("4.09", "10", CheckState.differs, id="a cent more"),
        pytest.param("4.08", "125", CheckState.ok, id="ten euros in all"),
        pytest.param("4.08", "126", CheckState.differs, id="eight cents more in all"),
        pytest.param("3.50", "10", CheckState.ok, id="cheaper"),
    ],
)
def test_a_price_may_be_above_by_a_ratio_and_a_sum(price: str, quantity: str, state: CheckState) -> None:
    line = ordered(quantity=Decimal(quantity), received=Decimal(quantity))
    assert check((charged(quantity, price), line)).lines[0].state is state


def test_a_confirmed_price_is_the_agreed_one_and_a_line_sum_holds_its_discount() -> None:
    assert check((charged(price="4.50"), ordered(confirmed_price=Decimal("4.50")))).state is CheckState.ok
    assert check((charged(price="5.00", amount="40.00"), ordered())).state is CheckState.ok
    assert check((charged(price="4.00", amount="50.00"), ordered())).state is CheckState.differs


def test_what_has_not_come_yet_is_not_to_be_paid() -> None:
    found = check((charged("10"), ordered(received=Decimal(6))))
    (line,) = found.lines
    assert (line.state, line.over) == (CheckState.not_received, Decimal("16.00"))
    assert str(line.what[0]) == "“Classeur à levier”: 10 charged and 0 before that, received were 6 (BC-7)."


def test_a_service_is_reported_as_done() -> None:
    assert "reported as done were 0" in str(
        check((charged(), ordered(is_service=True, received=Decimal(0)))).lines[0].what[0]
    )


def test_what_was_charged_before_counts_and_two_lines_of_one_add_up() -> None:
    assert check((charged("4"), ordered(invoiced=Decimal(6)))).state is CheckState.ok
    over = check((charged("5"), ordered(invoiced=Decimal(6))))
    assert (over.state, over.over) == (CheckState.differs, Decimal("4.00"))
    line = ordered()
    assert [one.state for one in check((charged("6"), line), (charged("6"), line)).lines] == [
        CheckState.ok,
        CheckState.differs,
    ]


def test_an_unordered_line_and_an_unknown_order_are_named() -> None:
    found = check((charged(), ordered()), (charged("1", "9.00", label="Agrafeuse"), None))
    assert (found.state, found.lines[1].over) == (CheckState.unknown_order, Decimal("9.00"))
    alone = check((charged(), None), references=("BC-99",))
    assert str(alone.what[0]) == "It names the order BC-99, which the office does not know."
    assert "names no order" in str(check((charged(), None)).what[0])


def test_a_line_that_several_orders_could_mean_is_asked_about() -> None:
    one = billed(charged())
    match = Match(
        document=one.document, lines=(Matched(said=charged(), candidates=(ordered(), ordered(order="BC-8"))),)
    )
    assert checked(one, [match]).state is CheckState.unclear


def test_carriage_that_nobody_agreed_to_is_said() -> None:
    carriage = charged("1", "12.00", label="Frais de port")
    found = check((charged(), ordered()), (carriage, None))
    assert (found.state, found.over) == (CheckState.differs, Decimal("12.00"))
    assert (
        check((charged(), ordered()), (carriage, None), tolerance=Tolerance(charges=Decimal(12))).state
        is CheckState.ok
    )
    assert check((charged(), ordered()), charges=Decimal(9), net="49.00").over == Decimal(9)


def test_carriage_that_was_ordered_is_a_line_like_any_other() -> None:
    carriage = ordered(line=2, label="Frais de port", quantity=Decimal(1), price=Decimal(12), received=Decimal(1))
    assert (
        check((charged(), ordered()), (charged("1", "12.00", label="Frais de port"), carriage)).state is CheckState.ok
    )


def test_a_total_above_its_lines_is_said() -> None:
    found = check((charged(), ordered()), net="45.00")
    assert (found.state, found.over) == (CheckState.differs, Decimal("5.00"))
    assert "45 EUR" in str(found.what[0]) or "45.00 EUR" in str(found.what[0])


def test_other_units_and_other_money_are_not_compared() -> None:
    assert "counted in" in str(check((charged(unit="boîte"), ordered())).lines[0].what[0])
    assert "charged in USD" in str(check((charged(), ordered()), currency="USD").lines[0].what[0])


def test_a_cancelled_line_is_not_to_be_charged() -> None:
    assert check((charged(), ordered(is_cancelled=True))).over == Decimal("40.00")


def test_a_credit_note_gives_back_no_more_than_was_charged() -> None:
    assert check((charged("2"), ordered(invoiced=Decimal(10))), is_credit=True).state is CheckState.ok
    found = check((charged("11"), ordered(invoiced=Decimal(10))), is_credit=True)
    assert str(found.lines[0].what[0]) == "“Classeur à levier”: 11 are given back, charged were 10 (BC-7)."


def test_a_sum_without_a_quantity_is_counted_by_the_price() -> None:
    assert check((charged(None, None, "40.00"), ordered())).state is CheckState.ok
    assert check((charged(None, None, "44.00"), ordered())).state is CheckState.differs


def test_an_invoice_that_nobody_matched_is_wholly_unknown() -> None:
    assert checked(billed(charged()), []).state is CheckState.unknown_order


@given(
    st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(1, 50),
    st.decimals("0.01", "99", places=2), st.decimals("0.01", "99", places=2),
)  # fmt: skip
def test_it_is_well_exactly_where_price_and_quantity_are(
    quantity: int, received: int, invoiced: int, said: int, agreed: Decimal, price: Decimal
) -> None:
    line = ordered(quantity=Decimal(quantity), received=Decimal(received), invoiced=Decimal(invoiced), price=agreed)
    found = check((charged(str(said), str(price)), line))
    over = (price - agreed) * said
    is_price_well = over <= 0 or (price - agreed <= agreed * Decimal("0.02") and over <= 10)
    is_quantity_well = invoiced + said <= min(quantity, received)
    assert (found.lines[0].state is CheckState.ok) == (is_price_well and is_quantity_well)
    assert found.lines[0].over >= 0
    assert (found.lines[0].state is CheckState.ok) == (found.lines[0].what == ())


def test_a_fraction_of_a_cent_is_a_rounding() -> None:
    tight = Tolerance(ratio=Decimal(0), amount=Decimal(0))
    assert check((charged("2", "4.005"), ordered()), tolerance=tight).state is CheckState.ok
    assert check((charged("2", "4.006"), ordered()), tolerance=tight).state is CheckState.differs
    assert check((charged("3", "4.005"), ordered()), tolerance=tight).state is CheckState.differs


def test_money_at_stake_is_counted_at_the_orders_price_where_the_line_has_none() -> None:
    assert check((charged("10", None), ordered(received=Decimal(6)))).lines[0].over == Decimal("16.00")
    assert check((charged("10", "3.00"), ordered(received=Decimal(6)))).lines[0].over == Decimal("12.00")


def test_a_total_may_be_above_by_the_tolerance() -> None:
    assert check((charged(), ordered()), net="40.80").state is CheckState.ok
    assert check((charged(), ordered()), net="40.81").state is CheckState.differs
