"""What one offered line costs: prices per hundred, breaks in several lines, amounts that are rounded or are not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from officebot.core.text import say
from officebot.core.trade.model import TradeLine
from officebot.core.trade.offers.comparing import compare
from officebot.core.trade.offers.model import Habits, Pair, Priced
from officebot.core.trade.offers.pricing import priced
from tests.core.trade.offers.quotecases import TODAY, line, offer, want


def cost(said: TradeLine, quantity: int = 10, *others: TradeLine) -> Priced:
    pair = Pair(wanted=want("A", quantity), line=said, confidence=1.0, why=say(""), others=others)
    return priced(pair, Habits(), TODAY)


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        (line("A", 500, "5.00", label="Vis, le cent"), "25.00"),
        (line("A", 500, "5.00", label="Screws, per 1000"), "2.50"),
        (line("A", 500, "5.00", label="Vis, le cent", amount="25.00"), "25.00"),
        (line("A", 500, "5.00", label="Vis, le cent", amount="2500.00"), "2500.00"),
        (line("A", 500, "5.00", label="Vis, le cent", per="100"), "25.00"),
    ],
)
def test_prices_by_the_hundred_are_read_with_the_amount(said: TradeLine, amount: str) -> None:
    assert cost(said, 500).amount == Decimal(amount)


def test_a_cent_is_rounding_and_two_are_a_doubt() -> None:
    assert cost(line("A", 3, "3.333", amount="10.01"), 3).doubts == ()
    assert cost(line("A", 3, "3.333", amount="10.02"), 3).doubts != ()


def test_an_amount_above_quantity_times_price_is_no_discount() -> None:
    assert cost(line("A", 10, "10.00", amount="110.00", note="remise 10 %")).doubts != ()
    assert cost(line("A", 10, "10.00", amount="90.00", note="remise 10 %")).amount == Decimal("90.00")


def test_several_lines_of_one_article_are_its_prices_by_quantity() -> None:
    first, second, third = line("A", 1, "2.00"), line("A", 50, "1.50"), line("A", 100, "1.20")
    for quantity, amount in ((10, "20.00"), (50, "75.00"), (99, "148.50"), (100, "120.00")):
        assert cost(first, quantity, second, third).amount == Decimal(amount)


def test_a_larger_quantity_is_told_only_where_it_costs_less() -> None:
    assert cost(line("A", 90, "1.00", note="dès 100 : 0,90 €"), 90).next_break is None
    assert cost(line("A", 90, "1.00", note="dès 100 : 0,89 €"), 90).next_break == (Decimal(100), Decimal("89.00"))


def test_a_line_s_own_day_counts_and_the_latest_is_that_of_all() -> None:
    first = line("A", 10, "1.00", delivery_date=date(2026, 12, 4))
    second = line("B", 1, "1.00", delivery_date=date(2026, 11, 27))
    found = compare([want("A", 10), want("B", 1)], [offer("Alpha", first, second)], Habits(), TODAY)
    assert found.offers[0].days == 6
    assert cost(line("A", 10, "1.00", delivery_date=TODAY)).days == 0
    assert cost(line("A", 10, "1.00", delivery_date=date(2026, 11, 25))).days is None
