"""Scorecards: on time, in full, at the price; few cases say little."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from officebot.core.orders.model import OrderLine
from officebot.core.orders.scorecard import Asked, Share, scorecards, told
from officebot.core.worktime import WorkingTime

TODAY = date(2026, 11, 26)
WORK = WorkingTime()


def ordered(order: str, received_on: date | None, *, promised: date = date(2026, 11, 10), **more: Any) -> OrderLine:
    told = {
        "line": 1, "supplier": "Papéo", "quantity": Decimal(10), "price": Decimal(2),
        "received": Decimal(10 if received_on else 0), **more,
    }  # fmt: skip
    return OrderLine(order=order, promised=promised, received_on=received_on, **told)


def test_on_time_is_the_promised_day_and_a_day_off_puts_it_off() -> None:
    on_the_day = ordered("1", date(2026, 11, 10))
    late = ordered("2", date(2026, 11, 12))
    # 11 November is a holiday in France: what was promised for it may come on the 12th.
    after_holiday = ordered("3", date(2026, 11, 12), promised=date(2026, 11, 11))
    card = scorecards([on_the_day, late, after_holiday], TODAY, WORK)["Papéo"]
    assert (card.on_time.kept, card.on_time.cases) == (Decimal(1), 3)
    assert card.mean_delay == Decimal("0.7")


def test_an_open_line_is_late_once_its_day_is_over() -> None:
    still_open = ordered("1", None, promised=date(2026, 11, 25))
    due_today = ordered("2", None, promised=TODAY)
    card = scorecards([still_open, due_today], TODAY, WORK)["Papéo"]
    assert (card.on_time.kept, card.on_time.cases) == (Decimal(0), 1)


def test_lines_of_one_order_are_one_case() -> None:
    lines = [ordered("1", date(2026, 11, 10), line=1), ordered("1", date(2026, 11, 20), line=2)]
    card = scorecards(lines, TODAY, WORK)["Papéo"]
    assert (card.on_time.kept, card.on_time.cases, card.lines) == (Decimal("0.5"), 1, 2)


def test_less_than_ordered_is_not_in_full_even_where_it_was_confirmed_so() -> None:
    fewer = ordered("1", date(2026, 11, 10), received=Decimal(8), confirmed_quantity=Decimal(8))
    assert scorecards([fewer], TODAY, WORK)["Papéo"].quantity == Share(kept=Decimal(0), cases=1)


def test_another_price_than_ordered_is_not_exact() -> None:
    lines = [
        ordered("1", date(2026, 11, 10), confirmed_price=Decimal("2.01")),
        ordered("2", date(2026, 11, 10), confirmed_price=Decimal("2.00")),
        ordered("3", date(2026, 11, 10)),
    ]
    assert scorecards(lines, TODAY, WORK)["Papéo"].price == Share(kept=Decimal(1), cases=2)


def test_cancelled_lines_count_for_nothing() -> None:
    assert scorecards([ordered("1", None, is_cancelled=True)], TODAY, WORK) == {}


def test_answers_are_counted_in_working_days() -> None:
    asked = [
        Asked(supplier="Papéo", asked_on=date(2026, 11, 20), answered_on=date(2026, 11, 24)),
        Asked(supplier="Papéo", asked_on=date(2026, 11, 20)),
    ]
    card = scorecards([], TODAY, WORK, asked)["Papéo"]
    assert (card.answer_days, card.answers, card.unanswered) == (Decimal("2.0"), 1, 1)
    assert "1 request was not answered." in [one.render("en") for one in told(card)]


def test_few_cases_stay_near_what_is_usual() -> None:
    one, many = Share(kept=Decimal(0), cases=1), Share(kept=Decimal(0), cases=30)
    assert one.estimate > Decimal("0.65")
    assert many.estimate < Decimal("0.15")
    assert Share(kept=Decimal(0), cases=0).estimate == Decimal("0.8")


def test_nothing_known_is_told_as_assumed() -> None:
    card = scorecards([ordered("1", None, promised=date(2026, 12, 24))], TODAY, WORK)["Papéo"]
    assert told(card)[-1].render("en") == "No delivery is known yet: 80 % is assumed."
    assert card.reliability.cases == 0


@given(st.integers(0, 40), st.integers(0, 40))
def test_an_estimate_lies_between_what_was_seen_and_what_is_usual(kept: int, more: int) -> None:
    share = Share(kept=Decimal(kept), cases=kept + more)
    seen = share.seen if share.seen is not None else Decimal("0.8")
    assert min(seen, Decimal("0.8")) <= share.estimate <= max(seen, Decimal("0.8"))
