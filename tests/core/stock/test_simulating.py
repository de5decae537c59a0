"""The days ahead, lived through."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from officebot.core.stock.model import MovementKind, Order, Stock
from officebot.core.stock.simulating import simulate
from tests.core.stock.rooms import TODAY, WORK, article, counted, every, moved, taken

STOCK = Stock(
    articles=(article("paper"), article("pens", supplier="Nord", price="1.20")),
    movements=(
        *taken(every(2), key="paper"),
        *taken(every(7), "-10", key="pens"),
        counted("30", key="paper"),
        counted("50", key="pens"),
    ),
)


def test_the_same_seed_gives_the_same_days_and_another_seed_others() -> None:
    first = simulate(STOCK, TODAY, WORK, seed=3)
    assert simulate(STOCK, TODAY, WORK, seed=3) == first
    assert simulate(STOCK, TODAY, WORK, seed=4) != first


def test_what_is_used_is_ordered_again_and_little_is_missed() -> None:
    found = simulate(STOCK, TODAY, WORK, days=360, seed=1)
    paper = found.articles[0]
    # 257 working days at one a day, and 30 that lie there already.
    assert 190 < paper.ordered < 330
    assert paper.served > 0.95
    assert {one.supplier for one in found.suppliers} == {"Ouest", "Nord"}
    assert found.suppliers[1].amount == pytest.approx(Decimal("4.35") * Decimal(str(paper.ordered)), abs=1)


def test_the_curve_has_every_working_day() -> None:
    found = simulate(STOCK, TODAY, WORK, days=14, seed=1)
    assert [one.day.isoformat() for one in found.curve[:2]] == ["2026-11-24", "2026-11-25"]
    assert len(found.curve) == 10
    assert found.curve[0].value == pytest.approx(Decimal("30") * Decimal("4.35") + 60, abs=12)


def test_the_row_is_what_the_command_prints() -> None:
    row = json.loads(json.dumps(simulate(STOCK, TODAY, WORK, days=14, seed=1).to_row()))
    assert list(row) == ["articles", "suppliers", "curve"]
    assert row["articles"][0]["article"] == "paper"
    assert row["curve"][0]["day"] == "2026-11-24"
    assert isinstance(row["curve"][0]["value"], int | float)


def test_an_empty_shelf_runs_short_and_a_delivery_ends_it() -> None:
    empty = replace(STOCK, movements=(*STOCK.movements, counted("0", key="paper")))
    coming = Order(article="paper", quantity=Decimal(500), due=TODAY)
    bare = simulate(empty, TODAY, WORK, days=20, seed=2).articles[0]
    helped = simulate(replace(empty, orders=(coming,)), TODAY, WORK, days=20, seed=2).articles[0]
    assert bare.shortage_chance > 0.9
    assert helped.shortage_chance == 0
    assert helped.orders == 0


def test_an_article_without_use_stays_as_it_is() -> None:
    lines = (moved(TODAY, "5", MovementKind.delivery, "dust"),)
    found = simulate(Stock(articles=(article("dust"),), movements=lines), TODAY, WORK, seed=2).articles[0]
    assert (found.orders, found.shortage_chance, found.served, found.mean_stock) == (0, 0, 1.0, 5)
