"""Daily use: the methods, which one is taken, the season, the sizes of withdrawals."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.core.croston import croston
from officebot.core.stock.choosing import choose
from officebot.core.stock.demand import coarser, demand_of, widened
from officebot.core.stock.methods import COMPETING, Method, method_name, sba, tsb
from officebot.core.stock.seasons import FLAT, Season, season_of_all, season_of_one
from officebot.core.stock.sizes import sizes_of
from officebot.core.stock.usage import Usage, Workdays
from tests.core.stock.rooms import WORK

DAYS = Workdays(WORK, date(2022, 1, 3), date(2026, 12, 31))


def usage(amounts: list[float]) -> Usage:
    return Usage(first=0, amounts=amounts)


def chosen(amounts: list[float]) -> Method:
    return choose(usage(amounts), DAYS, FLAT, FLAT, 10).method


@settings(deadline=None)
@given(st.integers(1, 9), st.integers(1, 9))
def test_every_method_learns_what_is_taken_regularly(interval: int, amount: int) -> None:
    history = ([0.0] * (interval - 1) + [float(amount)]) * 80
    for method, path in COMPETING.items():
        assert path(history)[-1] == pytest.approx(amount / interval, rel=0.2), method
        assert len(path(history)) == len(history) + 1


@settings(deadline=None)
@given(st.lists(st.integers(0, 5), min_size=20, max_size=80), st.integers(1, 19))
def test_no_method_sees_what_lies_ahead(amounts: list[int], at: int) -> None:
    history = [float(amount) for amount in amounts]
    changed = history[:at] + [9.0] * (len(history) - at)
    for path in COMPETING.values():
        assert path(history)[: at + 1] == path(changed)[: at + 1]


def test_croston_is_mended_downwards_and_only_tsb_forgets_while_nothing_is_taken() -> None:
    history = [0.0, 3.0] * 40
    quiet = history + [0.0] * 100
    assert sba(history)[-1] == pytest.approx(0.95 * croston(history)[-1])
    assert croston(quiet)[-1] == croston(history)[-1]
    assert tsb(quiet)[-1] < 0.2 * tsb(history)[-1]


def test_a_steady_article_is_reckoned_as_the_plain_mean() -> None:
    rng = random.Random(4)
    assert chosen([float(rng.choice((0, 0, 1, 2))) for _ in range(400)]) is Method.average


def test_an_article_whose_use_doubled_is_reckoned_by_a_method_that_forgets() -> None:
    rng = random.Random(5)
    level = [2] * 150 + [6] * 150
    assert chosen([float(rng.randint(0, most)) for most in level]) not in (Method.average, Method.stopped)


def test_the_error_of_a_method_is_what_it_missed_on_days_it_had_not_seen() -> None:
    even = choose(usage([2.0, 0.0] * 100), DAYS, FLAT, FLAT, 10)
    assert even.method is Method.average
    rng = random.Random(6)
    wild = choose(usage([float(rng.choice((0, 0, 0, 9))) for _ in range(200)]), DAYS, FLAT, FLAT, 10)
    assert wild.error is not None
    assert wild.mase is not None
    assert 0.4 < wild.error < 1.2
    assert set(wild.errors) == set(COMPETING)


def test_a_short_history_has_no_error_to_show() -> None:
    found = choose(usage([1.0, 0.0, 2.0] * 5), DAYS, FLAT, FLAT, 10)
    assert (found.method, found.error, found.daily_use) == (Method.average, None, 1.0)


def test_what_nobody_took_has_no_use() -> None:
    assert choose(usage([0.0] * 50), DAYS, FLAT, FLAT, 10).method is Method.unknown


@pytest.mark.parametrize(
    ("quiet_days", "method"),
    [pytest.param(60, Method.average, id="a long pause"), pytest.param(130, Method.stopped, id="far too long")],
)
def test_an_article_that_nobody_takes_any_more_has_stopped(quiet_days: int, method: Method) -> None:
    history = ([0.0] * 9 + [4.0]) * 20 + [0.0] * quiet_days
    assert choose(usage(history), DAYS, FLAT, FLAT, 10).method in {method, *(() if quiet_days > 100 else COMPETING)}
    assert (chosen(history) is Method.stopped) == (method is Method.stopped)


def test_a_method_that_was_lucky_is_not_taken() -> None:
    rng = random.Random(11)
    lives = [[float(rng.choice((0, 0, 0, 2, 5))) for _ in range(260)] for _ in range(40)]
    assert sum(chosen(life) is Method.average for life in lives) >= 38


@pytest.mark.parametrize("seed", range(3))
def test_a_level_that_changed_is_seen_by_a_method_that_forgets(seed: int) -> None:
    rng = random.Random(seed)
    history = [float(rng.random() < (0.15 if day < 240 else 0.75)) for day in range(420)]
    assert chosen(history) in {Method.smoothing, Method.fast_smoothing, Method.tsb, Method.croston, Method.sba}


def test_one_withdrawal_and_a_long_silence_is_not_yet_the_end() -> None:
    assert chosen([5.0] + [0.0] * 200) is not Method.stopped


def quiet_august(years: int, seed: int) -> Usage:
    rng = random.Random(seed)
    days = DAYS.months[: years * 260]
    return usage([float(rng.random() < (0.1 if month == 7 else 0.5)) for month in days])


def test_a_season_that_all_share_is_learned_from_all() -> None:
    shared = season_of_all([quiet_august(1, seed) for seed in range(12)], DAYS)
    assert shared.index[7] < 0.5
    assert all(0.85 < shared.index[month] < 1.25 for month in range(12) if month != 7)


def test_the_season_of_all_is_that_of_those_that_follow_it() -> None:
    def even(seed: int) -> Usage:
        rng = random.Random(seed)
        return usage([float(rng.random() < 0.4) for _ in range(260)])

    # Two thirds of the articles know no August.
    shared = season_of_all([*(quiet_august(1, seed) for seed in range(15)), *map(even, range(100, 130))], DAYS)
    assert shared.index[7] < 0.5


def test_a_season_is_known_the_better_the_longer_it_was_seen() -> None:
    short, long = (season_of_one(quiet_august(years, 1), DAYS, FLAT) for years in (1, 4))
    assert sum(long.errors) < sum(short.errors)
    assert long.doubt_over([7]) < short.doubt_over([7])
    assert FLAT.doubt_over([7, 8]) == long.doubt_over([]) == 0


def test_one_article_of_its_own_season_moves_away_from_the_shared_one() -> None:
    season = season_of_one(quiet_august(3, 1), DAYS, FLAT)
    assert season.index[7] < 0.8
    assert not season.is_flat


def test_one_article_may_follow_the_season_of_all_more_strongly_or_not_at_all() -> None:
    shared = Season(tuple(1.1 if month % 2 else 0.9 for month in range(12)))

    def lived(high: float, low: float) -> Season:
        rng = random.Random(8)
        days = [float(rng.random() < (high if month % 2 else low)) for month in DAYS.months[:1000]]
        return season_of_one(usage(days), DAYS, shared)

    strong, none = lived(0.65, 0.35), lived(0.5, 0.5)
    assert strong.index[1] > 1.2
    assert strong.index[2] < 0.8
    assert all(abs(index - 1) < 0.08 for index in none.index)


def test_a_short_history_takes_the_season_of_all() -> None:
    shared = season_of_all([quiet_august(2, seed) for seed in range(5)], DAYS)
    assert season_of_one(usage([1.0] * 100), DAYS, shared) == shared


@settings(deadline=None)
@given(st.lists(st.integers(1, 60), min_size=1, max_size=40), st.integers(1, 5))
def test_the_sizes_of_withdrawals_are_a_distribution_about_their_mean(amounts: list[int], times: int) -> None:
    history = [value for amount in amounts for value in (0.0, float(amount))]
    demand = demand_of(usage(history), DAYS, FLAT, 5)
    assert sum(demand.sizes) == pytest.approx(1)
    assert demand.mean_size == pytest.approx(sum(amounts) / len(amounts), rel=0.35)
    assert sum(rate * weight for weight, rate in demand.rates) * demand.mean_size == pytest.approx(
        demand.choice.daily_use, rel=0.2
    )
    rough = coarser(demand.sizes, times)
    assert sum(rough) == pytest.approx(1)
    assert times * sum(place * share for place, share in enumerate(rough)) == pytest.approx(
        sum(place * share for place, share in enumerate(demand.sizes))
    )


def test_what_is_taken_in_tens_is_reckoned_in_tens_and_grams_are_not_too_fine() -> None:
    assert demand_of(usage([10.0, 0.0, 30.0, 0.0]), DAYS, FLAT, 5).step == 10
    assert demand_of(usage([0.35, 0.0, 12.4, 0.0]), DAYS, FLAT, 5).step > 0.1


def test_where_people_take_fives_and_tens_these_stay_and_elsewhere_sizes_never_seen_are_expected_too() -> None:
    packs = sizes_of([5.0, 10.0] * 40)
    assert packs[5] + packs[10] > 0.9
    loose = sizes_of([1.0, 2.0, 3.0, 5.0, 6.0, 8.0, 11.0, 17.0])
    assert loose[4] > 0.02
    assert sum(loose[18:]) > 0.005


def test_every_method_has_a_name_for_people() -> None:
    assert len({method_name(method).source for method in Method}) == len(Method)


@given(st.floats(0.01, 0.5), st.floats(0.0, 0.35))
def test_doubt_widens_a_rate_and_leaves_its_mean(rate: float, doubt: float) -> None:
    once = widened([(1.0, rate)], doubt)
    assert sum(weight * one for weight, one in once) == pytest.approx(rate)
    twice = widened(once, doubt)
    spread = [sum(weight * (one / rate - 1) ** 2 for weight, one in rates) for rates in (once, twice)]
    assert spread == pytest.approx([doubt**2, 2 * doubt**2])


def test_days_beyond_the_known_year_still_have_a_season() -> None:
    assert DAYS.place(DAYS.days[-1] + timedelta(days=9)) == len(DAYS)
