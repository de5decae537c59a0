"""When a budget is told about: limits, trends, once when crossed and once when it recovers; and what an order would do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from officebot.core.budget.actuals import Ledger
from officebot.core.budget.alerts import AlertState, Limit, Thresholds, settle, would_exceed
from officebot.core.budget.drivers import price_and_volume
from officebot.core.budget.model import Alert, Budget, BudgetLine, Entry, Report
from officebot.core.budget.variance import Question, report, still_beyond

MONTHS = tuple(date(2026, month, 1) for month in range(1, 13))
JUNE = MONTHS[5]


def made(spent: list[int], *, planned: int = 1000, thresholds: Thresholds | None = None, ordered: int = 0) -> Report:
    """The report of June with so much spent in each month on one line."""
    line = BudgetLine(code="613", label="Loyer", group=("Locaux",), months=dict.fromkeys(MONTHS, Decimal(planned)))
    entries = tuple(
        Entry(
            day=month,
            code="613",
            label="Loyer",
            amount=Decimal(amount),
            supplier="SCI Bleue",
            piece=f"F{month.month}",
        )
        for month, amount in zip(MONTHS, spent, strict=False)
    )
    orders = (Entry(day=JUNE, code="613", label="Travaux", amount=Decimal(ordered)),) if ordered else ()
    asked = Question(period=JUNE, thresholds=thresholds or Thresholds())
    return report(Budget(lines=(line,), months=MONTHS), Ledger(entries=entries), Ledger(entries=orders), asked=asked)


def alert(found: Report) -> Alert | None:
    return found.lines[0].alert


def test_within_the_budget_nothing_is_told() -> None:
    assert alert(made([1000] * 6)) is None
    assert alert(made([900] * 6)) is None


def test_where_nothing_says_what_was_spent_nobody_knows_where_the_year_ends() -> None:
    line = BudgetLine(code="613", label="Loyer", group=("Locaux",), months=dict.fromkeys(MONTHS, Decimal(1000)))
    budget, asked = Budget(lines=(line,), months=MONTHS), Question(period=JUNE)
    found = report(budget, asked=asked)
    assert (found.totals.landing, found.lines[0].landing, found.lines[0].method) == (None, None, "")
    assert report(budget, Ledger(entries=()), asked=asked).totals.landing is not None


def test_over_needs_both_the_share_and_the_amount() -> None:
    limits = Thresholds(usual=Limit(ratio=Decimal("0.05"), amount=Decimal(400)), trend_months=0)
    assert alert(made([1000] * 5 + [1400], thresholds=limits)) != "over"
    assert alert(made([1000] * 5 + [1401], thresholds=limits)) == "over"
    assert alert(made([1000] * 5 + [1401], planned=10_000, thresholds=limits)) is None


def test_what_is_ordered_counts_before_it_is_invoiced() -> None:
    assert alert(made([1000] * 5 + [0], ordered=1900)) == "over"


def test_a_trend_of_three_months_is_watched() -> None:
    limits = Thresholds(usual=Limit(ratio=Decimal("0.15"), amount=Decimal(100)), trend_months=3)
    found = made([800, 800, 800, 1200, 1200, 1200], thresholds=limits)
    assert alert(found) == "watch"
    assert alert(made([1200, 1200, 800, 800, 1200, 1200], thresholds=limits)) is None


def test_a_line_and_a_group_have_limits_of_their_own() -> None:
    loose = Limit(ratio=Decimal(9), amount=Decimal(9_000))
    assert alert(made([1400] * 6, thresholds=Thresholds(lines={"613": loose}, trend_months=0))) is None
    assert alert(made([1400] * 6, thresholds=Thresholds(groups={"locaux": loose}, trend_months=0))) is None
    assert alert(made([1400] * 6, thresholds=Thresholds(groups={"Autre": loose}, trend_months=0))) == "over"


def told(
    found: Report, before: Mapping[str, AlertState]
) -> tuple[list[tuple[str, Alert | None]], dict[str, AlertState]]:
    crossings, after = settle(found, before, still_beyond(found, Thresholds()))
    return [(one.line.line.key, one.alert) for one in crossings if one.line.line.code], after


def test_a_crossing_is_told_once_and_its_end_once() -> None:
    over, fine = made([1000] * 5 + [1700]), made([1000] * 6)
    first, state = told(over, {})
    assert first == [("613", "over")]
    assert state["613"].since == JUNE
    again, state = told(over, state)
    assert again == []
    ended, state = told(fine, state)
    assert ended == [("613", None)]
    assert "613" not in state
    assert told(fine, state)[0] == []


def test_an_amount_that_wavers_about_its_limit_is_told_of_once() -> None:
    over, just_below = made([1000] * 5 + [1320]), made([1000] * 5 + [1280])
    assert (alert(over), alert(just_below)) != ("over", "over")
    _, state = told(over, {})
    crossings, state = told(just_below, state)
    assert crossings == []
    assert told(over, state)[0] == []


@pytest.mark.parametrize(
    ("amount", "words"),
    [(500, None), (1500, "over what is planned"), (6501, "over the budget of the year")],
    ids=["within", "beyond the month", "beyond the year"],
)
def test_what_an_order_would_do_is_told_before_it_is_approved(amount: int, words: str | None) -> None:
    said = would_exceed(made([1000] * 5 + [500]), "613200", Decimal(amount), JUNE)
    assert (said is None) if words is None else (said is not None and words in said.render())


def test_an_order_on_no_line_has_no_consequence_to_tell() -> None:
    assert would_exceed(made([1000] * 6), "999", Decimal(10**6), JUNE) is None


def test_the_largest_entries_explain_what_was_overspent() -> None:
    (driver,) = made([1000, 1000, 1000, 1000, 1000, 4000]).lines[0].drivers
    assert driver.render() == "SCI Bleue: 9,000.00 by 6 entries, 100 % of what was spent."


def test_months_without_entries_explain_what_was_not_spent() -> None:
    found = made([1000, 0, 1000, 1000, 1000, 1000]).lines[0]
    assert (
        found.drivers[0].render() == "2026-02: 0, 1,000 are planned."
        or "nothing was booked" in found.drivers[0].render()
    )


def test_price_and_quantity_together_are_the_change() -> None:
    def bought(quantity: int, amount: int) -> Entry:
        return Entry(day=JUNE, code="1", label="Acier", amount=Decimal(amount), quantity=Decimal(quantity))

    assert price_and_volume([bought(12, 144)], [bought(10, 100)]) == (24, 20)
    assert price_and_volume([bought(12, 144)], [Entry(day=JUNE, code="1", label="x", amount=Decimal(1))]) is None
