"""The outlook of an article: when it runs out, when to order, how much, and why."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.core.stock.methods import Method
from officebot.core.stock.model import Alert, MovementKind, Order, PriceBreak, Stock, StockPolicy, alert_name
from officebot.core.stock.outlook import Outlook, look_ahead
from officebot.core.stock.quantities import in_packs, to_order, usual_lot
from tests.core.stock.rooms import TODAY, WORK, article, counted, every, moved, outlook, taken

STEADY = taken(every(2))


def days_until(day: date | None) -> int:
    assert day is not None
    return (day - TODAY).days


def reasons(found: Outlook) -> str:
    return " ".join(map(str, found.reasons))


def test_a_steady_article_runs_out_when_its_stock_is_used_up() -> None:
    found = outlook(*STEADY, counted("40"))
    assert float(found.daily_use) == pytest.approx(1, abs=0.02)
    # 40 working days are eight weeks.
    assert 48 <= days_until(found.run_out) <= 64
    assert days_until(found.run_out_early) < days_until(found.run_out) < days_until(found.run_out_late)
    assert (found.alert, found.order_quantity) == (Alert.none, 0)


def test_the_same_journal_says_the_same_each_time() -> None:
    assert outlook(*STEADY, counted("9")) == outlook(*STEADY, counted("9"))


def test_less_on_the_shelf_never_runs_out_later_nor_is_less_pressing() -> None:
    found = [outlook(*STEADY, counted(str(lies))) for lies in (60, 30, 20, 15, 10, 5, 2, 0)]
    ends = [days_until(one.run_out) for one in found]
    pressing = [list(Alert).index(one.alert) for one in found]
    assert ends == sorted(ends, reverse=True)
    assert pressing == sorted(pressing, reverse=True)
    assert {one.alert for one in found} == set(Alert)


def test_an_article_at_its_reorder_point_is_ordered_and_one_above_it_is_watched() -> None:
    point = outlook(*STEADY, counted("40")).reorder_point
    at, above = outlook(*STEADY, counted(str(point))), outlook(*STEADY, counted(str(point + 1)))
    assert (at.alert, above.alert) == (Alert.order, Alert.watch)
    assert at.order_quantity > 0
    assert above.order_quantity == 0
    assert f"at the reorder point of {point}" in reasons(at)


def test_an_empty_shelf_is_late_and_says_when_an_order_of_today_comes() -> None:
    found = outlook(*STEADY, counted("0"))
    assert (found.alert, found.run_out) == (Alert.late, TODAY)
    assert "The shelf is empty; what is ordered today comes on 30 November 2026." in reasons(found)


def test_what_is_on_order_counts_and_is_not_ordered_again() -> None:
    coming = Order(article="paper", quantity=Decimal(50), due=TODAY + timedelta(days=4))
    bare, waiting = outlook(*STEADY, counted("6")), outlook(*STEADY, counted("6"), orders=[coming])
    assert bare.order_quantity > 0
    assert (waiting.on_order, waiting.order_quantity) == (50, 0)
    assert days_until(waiting.run_out) > 40


def test_a_delivery_that_comes_too_late_is_said_and_not_ordered_again() -> None:
    coming = Order(article="paper", quantity=Decimal(50), due=TODAY + timedelta(days=30))
    found = outlook(*STEADY, counted("1"), orders=[coming])
    assert (found.alert, found.order_quantity) == (Alert.late, 0)
    assert "50 are on order: ask the supplier to hurry." in reasons(found)


def test_an_order_that_should_have_come_is_watched_and_not_counted_on() -> None:
    overdue = Order(article="paper", quantity=Decimal(50), due=TODAY - timedelta(days=3))
    found = outlook(*STEADY, counted("60"), orders=[overdue])
    assert found.alert is Alert.watch
    assert "should have come on 20 November 2026" in reasons(found)
    assert found.run_out == outlook(*STEADY, counted("60")).run_out


def test_what_was_received_is_no_longer_on_order() -> None:
    came = Order(article="paper", quantity=Decimal(50), due=TODAY, received_on=TODAY)
    assert outlook(*STEADY, counted("60"), orders=[came]).on_order == 0


def test_irregular_use_in_large_amounts_needs_a_higher_reorder_point() -> None:
    lumpy = outlook(*taken(every(20), "-20"), counted("40"))
    steady = outlook(*STEADY, counted("40"))
    assert float(lumpy.daily_use) == pytest.approx(float(steady.daily_use), rel=0.1)
    assert lumpy.reorder_point > steady.reorder_point
    early, late = days_until(lumpy.run_out_early), days_until(lumpy.run_out_late)
    assert late - early > days_until(steady.run_out_late) - days_until(steady.run_out_early)


def test_a_longer_lead_time_and_more_service_raise_the_reorder_point() -> None:
    usual = outlook(*STEADY, counted("40")).reorder_point
    assert outlook(*STEADY, counted("40"), lead_time=15).reorder_point > usual + 5
    # So steady a demand asks for more only where hardly anything may ever be missing.
    assert outlook(*STEADY, counted("40"), policy=StockPolicy(service=0.999)).reorder_point >= usual
    assert outlook(*STEADY, counted("40"), policy=StockPolicy(service=0.9999)).reorder_point > usual
    assert outlook(*STEADY, counted("40"), policy=StockPolicy(review_days=5)).reorder_point > usual


def test_the_office_s_minimum_and_target_are_kept() -> None:
    found = outlook(*STEADY, counted("29"), minimum=Decimal(30), target=Decimal(80), pack_size=Decimal(10))
    assert (found.alert, found.reorder_point, found.order_quantity) == (Alert.order, 30, 60)
    assert "below the office’s minimum of 30" in reasons(found)
    assert "up to the office’s target of 80" in reasons(found)
    assert outlook(*STEADY, counted("30"), minimum=Decimal(30)).order_quantity == 0


def test_a_minimum_that_is_too_low_is_said() -> None:
    found = outlook(*STEADY, counted("5"), minimum=Decimal(1))
    assert "The office’s minimum of 1 is less than use asks for" in reasons(found)


def test_without_a_journal_only_the_office_s_levels_count() -> None:
    found = outlook(counted("2"), minimum=Decimal(5), target=Decimal(10))
    assert (found.alert, found.order_quantity, found.run_out) == (Alert.order, 8, None)
    assert found.demand.choice.method is Method.unknown
    assert "only the office’s own levels count" in reasons(found)
    bare = outlook(counted("2"))
    assert (bare.alert, bare.order_quantity, bare.reorder_point) == (Alert.none, 0, 0)


def test_what_nobody_takes_any_more_is_not_ordered() -> None:
    long_ago = TODAY - timedelta(days=300)
    found = outlook(*taken(every(3, weeks=40, until=long_ago)), counted("0"))
    assert found.demand.choice.method is Method.stopped
    assert (found.alert, found.order_quantity) == (Alert.none, 0)
    assert "seems no longer used" in reasons(found)


def test_what_began_lately_is_reckoned_from_its_beginning_and_said_to_be_little_known() -> None:
    old = taken(every(5), key="pens")
    new = taken(every(5, weeks=3), "-10")
    stock = Stock(articles=(article(),), movements=(*old, *new, counted("50")))
    found = look_ahead(stock, TODAY, WORK)[0]
    assert float(found.daily_use) > 1.5
    assert "little can be said" in reasons(found)


def test_a_mistyped_year_does_not_thin_out_the_use_of_today() -> None:
    wrong = moved(date(206, 11, 2), "-2", MovementKind.withdrawal)
    found, right = outlook(wrong, *STEADY, counted("40")), outlook(*STEADY, counted("40"))
    assert found.on_hand == right.on_hand
    assert found.daily_use > right.daily_use / 5


def test_a_supplier_without_lead_time_is_said() -> None:
    assert "No lead time is known: 5 working days are assumed." in reasons(
        outlook(*STEADY, counted("40"), lead_time=None)
    )


def test_a_quiet_august_does_not_ask_for_summer_stock() -> None:
    july, september = date(2026, 7, 31), date(2026, 9, 30)
    busy = [day for day in every(1, weeks=140, until=september) if day.month != 8]
    lines = (*taken(busy), counted("60", july), counted("60", september))
    stock = Stock(articles=(article(lead_time=10),), movements=lines)
    (found,), (october,) = look_ahead(stock, july, WORK), look_ahead(stock, september, WORK)
    assert found.demand.choice.is_seasonal
    assert found.reorder_point < october.reorder_point * Decimal("0.7")
    assert found.run_out is not None
    assert found.run_out.month >= 9


def test_grams_and_halves_are_kept() -> None:
    found = outlook(*taken(every(4), "-0.25"), counted("0.5"), pack_size=Decimal("0.5"))
    assert found.on_hand.quantity == Decimal("0.5")
    assert found.order_quantity % Decimal("0.5") == 0
    assert 0 < found.reorder_point < 3


def test_the_row_is_what_the_command_prints() -> None:
    uneven = [*taken(every(3)), *taken(every(7))]
    found = outlook(*uneven, counted("2"), source="Stock!A2").to_row()
    assert list(found) == [
        "key", "label", "on_hand", "on_order", "daily_use", "method", "error", "run_out", "run_out_early",
        "reorder_point", "order_quantity", "supplier", "alert", "sources",
    ]  # fmt: skip
    assert (found["on_hand"], found["method"], found["alert"]) == (2, "average", "late")
    assert found["sources"] == ["Stock!A2", "Journal!B23"]
    assert isinstance(found["error"], float)
    assert str(found["run_out"]).startswith("2026-")


def test_a_journal_that_cannot_be_right_is_said() -> None:
    found = outlook(*STEADY, counted("1"), moved(TODAY, "-5", MovementKind.withdrawal))
    assert "cannot lie on a shelf" in reasons(found)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 500), st.integers(-40, 40), st.sampled_from(MovementKind)), max_size=40),
    st.integers(0, 60) | st.none(),
    st.integers(-2, 30),
)
def test_no_journal_whatever_stops_the_outlook(
    lines: list[tuple[int, int, MovementKind]], lead_time: int | None, pack: int
) -> None:
    movements = [moved(TODAY - timedelta(days=back - 20), str(amount), kind) for back, amount, kind in lines]
    found = outlook(*movements, lead_time=lead_time, pack_size=Decimal(pack), minimum=Decimal(3))
    assert found.order_quantity >= 0
    assert (found.order_quantity > 0) <= (found.alert in (Alert.order, Alert.late))
    assert found.run_out_early is None or found.run_out is None or found.run_out_early <= found.run_out
    assert found.to_row()["alert"] in set(Alert)


# ── quantities ────────────────────────────────────────────────────────────────────────────────────────────


def test_orders_are_whole_packs_and_at_least_what_the_supplier_sells() -> None:
    some = article(pack_size=Decimal(12), minimum_order=Decimal(30))
    assert [in_packs(Decimal(wanted), some) for wanted in (0, 30, 36, 37)] == [36, 36, 36, 48]


def test_the_usual_order_is_the_economic_one() -> None:
    # √(2 × 15 × 1,000 / (0.2 × 7.50)) = 141.4
    assert usual_lot(article(price="7.50"), 4.0, StockPolicy()).quantity == 142
    dear = usual_lot(article(price="750"), 4.0, StockPolicy())
    assert dear.quantity == 15
    assert usual_lot(article(price=None), 4.0, StockPolicy(cover_days=20)).quantity == 80


def test_no_order_lasts_longer_than_a_year_but_for_one_pack() -> None:
    assert usual_lot(article(price="0.01"), 0.1, StockPolicy()).quantity == 25
    assert usual_lot(article(price="0.01", pack_size=Decimal(100)), 0.1, StockPolicy()).quantity == 100


@pytest.mark.parametrize(
    ("lower", "quantity"),
    [pytest.param("6.90", 300, id="worth it"), pytest.param("7.45", 142, id="a cent or two are not")],
)
def test_a_price_break_is_taken_when_the_whole_year_costs_less(lower: str, quantity: int) -> None:
    breaks = (
        PriceBreak(quantity=Decimal(1), price=Decimal("7.50")),
        PriceBreak(quantity=Decimal(300), price=Decimal(lower)),
    )
    lot = usual_lot(article(price_breaks=breaks), 4.0, StockPolicy())
    assert (lot.quantity, lot.is_for_the_price) == (quantity, quantity == 300)


@settings(deadline=None)
@given(
    st.integers(0, 300), st.integers(0, 300), st.integers(1, 50), st.integers(1, 200),
    st.none() | st.integers(1, 400),
)  # fmt: skip
def test_what_is_ordered_always_leads_beyond_the_reorder_point(
    position: int, above: int, pack: int, lot: int, target: int | None
) -> None:
    point = Decimal(position + above)
    some = article(pack_size=Decimal(pack), target=None if target is None else Decimal(target))
    quantity = to_order(some, Decimal(position), point, Decimal(lot))
    assert quantity % pack == 0
    assert position + quantity > point


def test_every_alert_has_a_name_for_people() -> None:
    assert str(alert_name(Alert.late)) == "late: shortage before delivery"
    assert len({alert_name(alert).source for alert in Alert}) == len(Alert)
