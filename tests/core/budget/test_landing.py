"""Where a budget line lands: bounds, edges, and what holds of any line."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.core.budget.landing import Landing, landing, reason
from officebot.core.budget.landing_methods import Method, method_name
from tests.speed import within

DOCS = Path(__file__).parents[3] / "docs" / "explanation" / "landing.md"
SEASON = (40, 40, 60, 80, 100, 120, 140, 160, 160, 120, 100, 80)


def euros(*amounts: float | str) -> list[Decimal]:
    return [Decimal(str(one)) for one in amounts]


def years(*levels: float) -> list[Decimal]:
    """Seasonal years at these levels."""
    return euros(*(round(level * one, 2) for level in levels for one in SEASON))


def land(
    history: Sequence[Decimal], so_far: Sequence[Decimal], budget: Sequence[Decimal], committed: float = 0
) -> Landing:
    return landing(history, so_far, budget, Decimal(str(committed)))


# ── what a line's past shows ──────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("known", [1, 3, 6, 9, 11])
def test_a_season_that_comes_each_year_is_expected_again(known: int) -> None:
    found = land(years(1, 1, 1), euros(*SEASON[:known]), euros(*[100] * (12 - known)))
    assert found.value == sum(SEASON)
    assert found.method is not Method.straight_line


@pytest.mark.parametrize("known", [3, 6, 9])
def test_a_year_dearer_than_the_last_is_not_told_as_the_last(known: int) -> None:
    year = years(1.331)
    found = land(years(1, 1.1, 1.21), year[:known], euros(*[100] * (12 - known)))
    assert float(found.value) == pytest.approx(float(sum(year)), rel=0.04)
    assert found.value > Decimal("1.24") * sum(SEASON)


def test_after_a_clear_step_the_old_level_is_forgotten() -> None:
    noisy = [1, -2, 0, 2, -1, 1, 0, -1, 2, -2, 1, -1]
    history = euros(*[100 + one for _ in range(3) for one in noisy])
    found = land(history, euros(201, 198, 200, 202, 199, 201, 200, 199), euros(*[100] * 4))
    assert 1600 + 4 * 180 <= found.value <= 1600 + 4 * 205


def test_what_is_paid_once_a_year_is_expected_in_its_month_and_not_after_it() -> None:
    contract = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1200, 0, 0]
    history = euros(*contract * 3)
    assert land(history, euros(*contract[:6]), euros(*[100] * 6)).value == 1200
    assert land(history, euros(*contract[:11]), euros(100)).value == 1200


def test_a_one_off_amount_does_not_repeat() -> None:
    history = euros(*[100] * 36)
    history[16] = Decimal(5000)
    assert 1150 <= land(history, euros(*[100] * 3), euros(*[100] * 9)).value <= 1300


def test_a_noisier_past_makes_a_wider_interval() -> None:
    def width(swing: int) -> Decimal:
        past = euros(*(100 + swing * ((7 * at * at + 3 * at) % 11 - 5) for at in range(36)))
        found = land(past, euros(*[100] * 6), euros(*[100] * 6))
        return found.high - found.low

    assert width(1) < width(4) < width(10)


def test_errors_tell_each_method_apart_and_count_their_moments() -> None:
    found = land(years(1, 1, 1), euros(*SEASON[:6]), euros(*[100] * 6))
    assert found.errors[Method.last_year] == 0
    assert found.errors[Method.straight_line] > 100
    assert found.method in found.heard
    assert Method.straight_line not in found.heard
    assert found.moments >= 10
    assert Method.budget not in found.errors


# ── a short past, or none ─────────────────────────────────────────────────────────────────────────────────
def test_without_a_past_the_budget_and_the_line_are_blended_with_doubt_and_it_is_said() -> None:
    found = land([], euros(150, 150, 150), euros(*[100] * 9))
    assert 450 + 900 < found.value < 450 + 1350
    assert found.high - found.low > Decimal("0.15") * found.value
    assert found.method is Method.budget_and_line
    assert found.errors == {}
    assert "no past year" in reason(found).render("en")
    assert "faute d’année passée" in reason(found).render("fr")


def test_the_more_months_are_known_the_less_an_even_budget_counts() -> None:
    def a_month(known: int) -> Decimal:
        left = 12 - known
        return (land([], euros(*[150] * known), euros(*[100] * left)).value - 150 * known) / left

    assert 100 < a_month(1) < a_month(6) < a_month(11) < 150


def test_a_budget_that_puts_all_into_one_month_knows_what_a_line_cannot() -> None:
    assert land([], euros(0, 0, 0, 0, 0, 0), euros(0, 0, 0, 1200, 0, 0)).value == 1200


def test_years_before_the_first_amount_are_no_history() -> None:
    fresh = land([], euros(150, 150), euros(*[100] * 10))
    assert land(euros(*[0] * 24), euros(150, 150), euros(*[100] * 10)) == fresh
    assert land(euros(*[0] * 23, 7), euros(150, 150), euros(*[100] * 10)) != fresh


def test_months_older_than_five_years_change_nothing() -> None:
    kept = years(1, 1.1, 1.2, 1.1, 1.2)
    so_far, budget = euros(50, 50, 70), euros(*[100] * 9)
    assert land([*years(9), *kept], so_far, budget) == land(kept, so_far, budget)


def test_a_budget_of_nothing_is_none_where_the_past_is_known() -> None:
    found = land(years(1, 1, 1), euros(*SEASON[:6]), euros(*[0] * 6))
    assert found.value == sum(SEASON)
    assert Method.budget not in found.heard


def test_a_budget_of_nothing_has_no_voice_even_on_a_line_that_is_often_nothing() -> None:
    seldom = euros(*(300 if at in {2, 5, 9, 11, 17, 20, 29, 31} else 0 for at in range(36)))
    assert Method.budget not in land(seldom, euros(*[0] * 6), euros(*[0] * 6)).heard
    assert Method.budget in land(seldom, euros(*[0] * 6), euros(*[50] * 6)).heard


def test_the_quiet_months_before_the_first_amount_belong_to_its_year() -> None:
    contract = euros(0, 0, 0, 0, 0, 0, 0, 0, 0, 1200, 0, 0)
    found = land([*euros(*[0] * 12), *contract], contract[:6], euros(0, 0, 0, 1200, 0, 0))
    assert Method.last_year in found.heard
    assert found.value == 1200


def test_one_past_year_and_no_month_of_this_one_is_told_without_any_moment_to_judge_by() -> None:
    found = land(years(1), [], euros(*[100] * 12))
    assert found.moments == 0
    assert abs(found.value - sum(SEASON)) < Decimal("0.05") * sum(SEASON)


def test_one_past_year_is_enough_to_expect_a_season() -> None:
    found = land(years(1), euros(*SEASON[:4]), euros(*[100] * 8))
    assert abs(found.value - sum(SEASON)) < Decimal("0.1") * sum(SEASON)


# ── edges ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_nothing_ever_lands_at_nothing() -> None:
    found = land(euros(*[0] * 36), euros(*[0] * 6), euros(*[0] * 6))
    assert (found.low, found.value, found.high) == (0, 0, 0)


def test_a_year_that_is_over_is_what_it_was() -> None:
    found = land(years(1, 1), years(1.05), [])
    assert found.low == found.value == found.high == sum(years(1.05))
    assert found.method is Method.known


def test_no_month_known_yet_is_told_from_the_past() -> None:
    found = land(years(1, 1, 1), [], euros(*[100] * 12))
    assert float(found.value) == pytest.approx(sum(SEASON), rel=0.02)


def test_credits_may_land_below_nought() -> None:
    found = land(euros(*[-10] * 36), euros(*[-10] * 6), euros(*[-10] * 6))
    assert found.value == -120
    assert found.low < found.value < found.high


def test_a_credit_each_december_is_expected_again() -> None:
    year = [100] * 11 + [-400]
    assert land(euros(*year * 3), euros(*year[:9]), euros(*[60] * 3)).value == 700


def test_amounts_of_twenty_digits_keep_every_cent_that_is_known() -> None:
    spent = Decimal("12345678901234567890.12")
    found = land([], [spent] * 11, euros(0))
    assert found.low <= found.value <= found.high
    assert found.low >= 11 * spent


def test_a_year_of_more_than_twelve_months_is_told_as_a_first_one() -> None:
    found = land(years(1, 1, 1), euros(*[100] * 6), euros(*[100] * 9))
    assert found.value == 1500
    assert found.method is Method.budget_and_line


def test_a_history_that_begins_within_a_year_loses_only_the_months_before() -> None:
    so_far, budget = euros(*SEASON[:6]), euros(*[100] * 6)
    assert land([*euros(3, 900, 5), *years(1, 1)], so_far, budget) == land(years(1, 1), so_far, budget)


# ── what is ordered ───────────────────────────────────────────────────────────────────────────────────────
def test_orders_within_the_forecast_are_not_added_to_it() -> None:
    without = land(years(1, 1, 1), euros(*SEASON[:6]), euros(*[100] * 6))
    assert land(years(1, 1, 1), euros(*SEASON[:6]), euros(*[100] * 6), 500).value == without.value


def test_orders_beyond_the_forecast_raise_it_to_what_is_spent_and_ordered_and_it_is_said() -> None:
    found = land(years(1, 1, 1), euros(*SEASON[:6]), euros(*[100] * 6), 2000)
    assert found.value == sum(SEASON[:6]) + 2000
    assert found.low == found.value < found.high
    assert found.is_raised
    assert reason(found).render("en").startswith("what was spent and what is ordered")


def test_orders_raise_the_low_end_as_well() -> None:
    noisy = euros(*(100 + 15 * (at * at % 7 - 3) for at in range(36)))
    free = land(noisy, euros(*[100] * 6), euros(*[100] * 6))
    bound = land(noisy, euros(*[100] * 6), euros(*[100] * 6), float(free.value) - 601)
    assert free.low < bound.low == free.value - 1
    assert not bound.is_raised


def test_orders_raise_a_line_with_credits_but_leave_its_low_end_free() -> None:
    year = [100] * 11 + [-400]
    found = land(euros(*year * 3), euros(*year[:9]), euros(*[60] * 3), 500)
    assert found.value == 900 + 500
    assert found.low < 900


def test_a_negative_commitment_binds_nothing() -> None:
    so_far, budget = euros(*SEASON[:6]), euros(*[100] * 6)
    assert land(years(1, 1), so_far, budget, -50) == land(years(1, 1), so_far, budget)


# ── any line ──────────────────────────────────────────────────────────────────────────────────────────────
amount = st.decimals(min_value=0, max_value=10**7, places=2)
signed = st.decimals(min_value=-(10**6), max_value=10**6, places=2)


@st.composite
def lines(
    draw: st.DrawFn, amounts: st.SearchStrategy[Decimal] = amount
) -> tuple[list[Decimal], list[Decimal], list[Decimal]]:
    """A history of whole years, mostly, the months so far and the budget of those left."""
    months = draw(st.sampled_from([0, 5, 12, 24, 36, 60]))
    known = draw(st.integers(1, 11))
    kind = draw(st.sampled_from([amounts, st.one_of(st.just(Decimal(0)), amounts), st.just(draw(amounts))]))
    return (
        draw(st.lists(kind, min_size=months, max_size=months)),
        draw(st.lists(kind, min_size=known, max_size=known)),
        draw(st.lists(amounts, min_size=12 - known, max_size=12 - known)),
    )


@settings(max_examples=150, deadline=None)
@given(lines(), st.decimals(min_value=0, max_value=10**8, places=2))
def test_no_line_lands_below_what_is_spent_and_ordered(
    line: tuple[list[Decimal], list[Decimal], list[Decimal]], committed: Decimal
) -> None:
    found = landing(*line, committed)
    assert sum(line[1]) + committed <= found.low <= found.value <= found.high
    assert found == landing(*line, committed)
    assert all(one == round(one, 2) for one in (found.low, found.value, found.high, *found.errors.values()))


@settings(max_examples=150, deadline=None)
@given(lines(signed), signed)
def test_with_credits_the_value_still_lies_in_its_interval(
    line: tuple[list[Decimal], list[Decimal], list[Decimal]], committed: Decimal
) -> None:
    found = landing(*line, committed)
    assert found.low <= found.value <= found.high


@settings(max_examples=100, deadline=None)
@given(lines(), st.sampled_from([2, 100, 1024]))
def test_another_currency_unit_changes_the_unit_and_nothing_else(
    line: tuple[list[Decimal], list[Decimal], list[Decimal]], unit: int
) -> None:
    found = landing(*line)
    history, so_far, budget = ([unit * one for one in part] for part in line)
    other = landing(history, so_far, budget)
    for one, many in ((found.low, other.low), (found.value, other.value), (found.high, other.high)):
        assert float(many) == pytest.approx(float(unit * one), rel=1e-9, abs=0.011 * unit)


def test_a_line_is_told_in_two_milliseconds() -> None:
    history = euros(*(100 + at * at % 37 for at in range(36)))

    def run() -> None:
        for _ in range(50):
            land(history, euros(*[110] * 6), euros(*[120] * 6))

    # Measured at 0.8 ms; the rest is for a slow machine.
    within(0.006 * 50, run)


# ── words ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_every_method_has_a_name_of_its_own_in_both_languages() -> None:
    for language in ("en", "fr"):
        assert len({method_name(method).render(language) for method in Method}) == len(Method)
    assert all(method_name(method).render("en") != method_name(method).render("fr") for method in Method)


def test_the_page_on_landings_names_every_method() -> None:
    page = DOCS.read_text("utf-8")
    assert [method for method in Method if f"`{method.value}`" not in page] == []
