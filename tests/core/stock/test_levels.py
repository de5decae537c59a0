"""Reorder points, lead times, and safety where it costs least: compared with living through many days."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from officebot.core.stock.balancing import balanced
from officebot.core.stock.choosing import Choice
from officebot.core.stock.delays import Deliveries, LeadTime
from officebot.core.stock.demand import Demand
from officebot.core.stock.levels import Curve, curve_of
from officebot.core.stock.methods import Method
from officebot.core.stock.model import Order
from officebot.core.stock.seasons import FLAT
from officebot.core.stock.usage import Workdays
from tests.core.stock.rooms import WORK, article

CERTAIN = LeadTime(chances=((8, 1.0),), is_promised=True, deliveries=0)


def demand(rate: float, sizes: list[float]) -> Demand:
    mean = sum(place * share for place, share in enumerate(sizes))
    return Demand(
        choice=Choice(method=Method.average, daily_use=rate * mean, errors={}), season=FLAT, rates=((1.0, rate),),
        sizes=sizes, step=1.0, mean_size=mean, withdrawals=100,
    )  # fmt: skip


def curve(asked: Demand, lot: int = 1, lead_time: LeadTime = CERTAIN, review_days: int = 1) -> Curve:
    found = curve_of(asked, 1.0, lead_time, review_days=review_days, lot=Decimal(lot))
    assert found is not None
    return found


def lived(asked: Demand, low: int, lot: int, lead_time: LeadTime, review_days: int = 1) -> tuple[float, float]:
    """What a long life with that reorder point came to: the share served, and the mean stock."""
    rng = random.Random(7)
    position = lies = low + lot
    coming: dict[int, int] = {}
    wanted_all = served = stock = 0
    for day in range(40_000):
        lies += coming.pop(day, 0)
        if rng.random() < asked.rates[0][1]:
            wanted = rng.choices(range(len(asked.sizes)), asked.sizes)[0]
            wanted_all, served = wanted_all + wanted, served + min(wanted, max(0, lies))
            lies, position = lies - wanted, position - wanted
        if day % review_days == 0 and position <= low:
            ordered = ((low - position) // lot + 1) * lot
            takes = rng.choices([days for days, _ in lead_time.chances], [share for _, share in lead_time.chances])[0]
            coming[day + takes] = coming.get(day + takes, 0) + ordered
            position += ordered
        stock += max(0, lies)
    return served / wanted_all, stock / 40_000


@pytest.mark.parametrize(
    ("lot", "lead_time", "review_days"),
    [
        pytest.param(1, CERTAIN, 1, id="one by one"),
        pytest.param(12, CERTAIN, 1, id="by the dozen"),
        pytest.param(5, LeadTime(chances=((6, 0.7), (12, 0.3)), is_promised=True, deliveries=0), 1, id="often late"),
        pytest.param(4, CERTAIN, 5, id="decided once a week"),
    ],
)
def test_the_service_and_the_stock_of_a_reorder_point_are_those_of_a_long_life(
    lot: int, lead_time: LeadTime, review_days: int
) -> None:
    asked = demand(0.3, [0.0, 0.4, 0.3, 0.2, 0.0, 0.1])
    found = curve(asked, lot, lead_time, review_days)
    for low in (5, 9, 13):
        served, stock = lived(asked, low, lot, lead_time, review_days)
        assert 1 - found.unserved[low + 1] == pytest.approx(served, abs=0.015)
        assert found.lies[low + 1] == pytest.approx(stock, rel=0.05, abs=0.3)


def test_the_reorder_point_is_the_least_that_serves_enough() -> None:
    found = curve(demand(0.3, [0.0, 0.5, 0.5]))
    place = found.place(0.98)
    assert found.unserved[place] <= 0.02 < found.unserved[place - 1]
    assert found.units(place) == place - 1


def test_a_later_supplier_larger_withdrawals_and_more_doubt_raise_it() -> None:
    plain = demand(0.3, [0.0, 0.5, 0.5])
    lumpy = demand(0.15, [0.0, 0.5, 0.0, 0.0, 0.0, 0.5])
    doubtful = Demand(
        choice=plain.choice, season=FLAT, rates=((0.25, 0.1), (0.5, 0.3), (0.25, 0.5)), sizes=plain.sizes, step=1.0,
        mean_size=1.5, withdrawals=4,
    )  # fmt: skip
    late = LeadTime(chances=((8, 0.8), (16, 0.2)), is_promised=True, deliveries=0)
    base = curve(plain).place(0.98)
    assert curve(lumpy).place(0.98) > base
    assert curve(doubtful).place(0.98) > base
    assert curve(plain, lead_time=late).place(0.98) > base
    assert curve(plain, review_days=5).place(0.98) > base


def test_what_is_used_by_the_thousand_is_reckoned_in_larger_steps() -> None:
    found = curve(demand(0.9, [0.0] * 200 + [1.0]), lot=500)
    assert len(found.unserved) <= 330
    assert found.step > 1
    assert 1_200 < found.units(found.place(0.98)) < 2_200


def test_without_use_there_is_no_curve() -> None:
    from officebot.core.stock.demand import without_use

    assert curve_of(without_use(), 1.0, CERTAIN, review_days=1, lot=Decimal(1)) is None


# ── together ──────────────────────────────────────────────────────────────────────────────────────────────


def room() -> dict[str, Curve]:
    return {
        "steady": curve(demand(0.8, [0.0, 1.0])),
        "lumpy": curve(demand(0.1, [0.0, 0.5] + [0.0] * 17 + [0.5])),
        "usual": curve(demand(0.3, [0.0, 0.5, 0.5])),
    }


def test_together_the_articles_serve_what_is_wanted_with_less_than_each_alone() -> None:
    curves = room()
    places = balanced(curves, dict.fromkeys(curves, 1.0), 0.98)
    planned = 1 - sum(curves[key].unserved[place] for key, place in places.items()) / 3
    assert 0.982 < planned < 0.992
    alone = {key: one.place(planned) for key, one in curves.items()}
    stock = sum(curves[key].lies[place] for key, place in places.items())
    assert stock < sum(curves[key].lies[place] for key, place in alone.items())


def test_what_is_dear_to_keep_is_kept_tighter_but_never_below_the_least() -> None:
    curves = room()
    even = balanced(curves, dict.fromkeys(curves, 1.0), 0.98)
    dear = balanced(curves, {"steady": 1.0, "lumpy": 1_000.0, "usual": 1.0}, 0.98)
    assert dear["lumpy"] <= even["lumpy"]
    assert dear["steady"] >= even["steady"]
    assert curves["lumpy"].unserved[dear["lumpy"]] <= 0.05


def test_more_service_needs_more_stock() -> None:
    curves = room()
    costs = dict.fromkeys(curves, 1.0)
    stocks = [
        sum(curves[key].lies[place] for key, place in balanced(curves, costs, service).items())
        for service in (0.9, 0.95, 0.98, 0.99)
    ]
    assert stocks == sorted(stocks)
    assert stocks[0] < stocks[-1]
    assert balanced({}, {}, 0.98) == {}


# ── lead times ────────────────────────────────────────────────────────────────────────────────────────────

DAYS = Workdays(WORK, date(2026, 1, 1), date(2026, 12, 31))


def delivered(key: str, took: int, times: int) -> list[Order]:
    first = date(2026, 3, 2)
    return [
        Order(
            article=key, quantity=Decimal(1), ordered_on=first, received_on=first + timedelta(days=7 * (took // 5))
        )
        for _ in range(times)
    ]  # fmt: skip


def test_a_promise_is_taken_with_some_doubt_until_deliveries_are_known() -> None:
    paper = article(lead_time=10)
    found = Deliveries([paper], [], DAYS).lead_time(paper, 5)
    assert found.usual == 10
    assert max(days for days, _ in found.chances) == 15
    assert sum(share for _, share in found.chances) == pytest.approx(1)
    assert found.is_promised


def test_a_supplier_who_is_always_late_is_expected_late_for_other_articles_too() -> None:
    paper, pens = article("paper", lead_time=10), article("pens", lead_time=5)
    late = Deliveries([paper, pens], delivered("paper", 20, 30), DAYS)
    assert late.lead_time(paper, 5).usual == 20
    assert late.lead_time(pens, 5).usual == 10
    other = article("glue", lead_time=5, supplier="Another")
    assert late.lead_time(other, 5).usual == 5


def test_without_a_promise_deliveries_tell_and_without_both_the_usual_is_assumed() -> None:
    paper = article(lead_time=None)
    assert Deliveries([paper], delivered("paper", 15, 5), DAYS).lead_time(paper, 5).usual == 15
    found = Deliveries([paper], [], DAYS).lead_time(paper, 5)
    assert (found.usual, found.is_promised, found.deliveries) == (5, False, 0)


def test_a_delivery_before_its_order_teaches_nothing() -> None:
    paper = article(lead_time=10)
    wrong = Order(article="paper", quantity=Decimal(1), ordered_on=date(2026, 3, 2), received_on=date(2026, 2, 2))
    assert Deliveries([paper], [wrong] * 50, DAYS).lead_time(paper, 5) == Deliveries([paper], [], DAYS).lead_time(
        paper, 5
    )
