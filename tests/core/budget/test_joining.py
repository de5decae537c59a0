"""What the order book gives to the budget, and what it says when it gives nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from officebot.core.budget.joining import ordered, uncounted
from officebot.core.orders.model import OrderLine


def line(budget: str = "", *, quantity: str = "10", invoiced: str = "0", cancelled: bool = False) -> OrderLine:
    return OrderLine(
        order="BC-1", line=1, article="A1", label="Paper", supplier="Lune", quantity=Decimal(quantity), price=Decimal(3),
        invoiced=Decimal(invoiced), ordered_on=date(2026, 11, 2), budget=budget,
        is_cancelled=cancelled, cells={"quantity": "Orders!F7"},
    )  # fmt: skip


def test_an_open_order_that_names_no_budget_line_is_said_and_not_passed_over_in_silence() -> None:
    (told,) = uncounted([line(), line("6064")], "orders.xlsx")
    assert told.where == "orders.xlsx"
    assert told.what.render("en").startswith("1 open order line of “orders.xlsx” names no budget line")
    assert "Orders!F7" in told.what.render("fr")


def test_nothing_is_said_where_every_open_order_counts_somewhere() -> None:
    assert list(uncounted([line("6064"), line(invoiced="10"), line(cancelled=True)], "orders.xlsx")) == []
    assert [one.code for one in ordered([line("6064"), line(), line("6065", invoiced="10")], "orders.xlsx")] == [
        "6064"
    ]


def test_an_open_order_without_price_or_day_is_said_and_one_confirmed_for_nothing_costs_nothing() -> None:
    unpriced, undated = replace(line("6064"), price=None), replace(line("6064"), ordered_on=None)
    free = replace(line("6064"), confirmed_price=Decimal(0))
    (told,) = uncounted([unpriced, undated, free, line("6064")], "orders.xlsx")
    assert told.what.render("en").startswith("2 open order lines of “orders.xlsx” have no price or no day")
    assert [one.amount for one in ordered([unpriced, undated, free, line("6064")], "orders.xlsx")] == [0, 30]
