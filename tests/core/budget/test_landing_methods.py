"""Each way of telling the months left, on courses of which the answer is plain; and how they are judged and heard."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from officebot.core.budget.landing_choosing import told_by, trials, vote
from officebot.core.budget.landing_methods import COMPETING, Course, Method, Origin, season_before

FLAT = [100.0] * 12
SEASON = [50.0, 60, 80, 90, 100, 120, 140, 160, 150, 110, 80, 60]


def tells(method: Method, months: Sequence[float], so_far: int) -> float:
    """What a method says of the rest of a year of which so many months are known."""
    return COMPETING[method].tells(Origin.of(Course.of(months), len(months), so_far, 12 - so_far))


@pytest.mark.parametrize("method", list(COMPETING))
def test_an_even_line_goes_on_evenly(method: Method) -> None:
    # Croston's method takes off what it is usually too high by, also where every month has an amount.
    expected = 600 * 0.925 if method is Method.intermittent else 600
    assert tells(method, [*FLAT * 3, *FLAT[:6]], 6) == pytest.approx(expected)


SEASONAL = (
    Method.last_year, Method.last_year_scaled, Method.seasonal_share, Method.seasonal_level, Method.usual_months,
    Method.damped_trend, Method.since_step,
)  # fmt: skip


@pytest.mark.parametrize("method", SEASONAL)
@pytest.mark.parametrize("known", [1, 6, 11])
def test_a_season_is_repeated(method: Method, known: int) -> None:
    assert tells(method, [*SEASON * 3, *SEASON[:known]], known) == pytest.approx(sum(SEASON[known:]))


def test_the_straight_line_looks_at_this_year_alone() -> None:
    assert tells(Method.straight_line, [*FLAT * 2, 10, 20, 30], 3) == 180


def test_before_the_first_month_the_straight_line_is_last_year_s() -> None:
    assert tells(Method.straight_line, [*FLAT, *SEASON], 0) == pytest.approx(sum(SEASON))


def test_last_year_scaled_follows_this_year_the_more_months_are_known() -> None:
    few, many = (tells(Method.last_year_scaled, [*FLAT * 2, *[150] * known], known) for known in (1, 9))
    assert few == pytest.approx(1100 * (150 + 550) / (100 + 550))
    assert many == pytest.approx(300 * (1350 + 150) / (900 + 150))
    assert few / 1100 < many / 300 < 1.5


def test_last_year_scaled_never_triples_more_than_once() -> None:
    assert tells(Method.last_year_scaled, [*FLAT, *[100_000] * 6], 6) == 1800


def test_last_year_scaled_with_nothing_spent_by_then_adds_half_of_the_difference() -> None:
    assert tells(Method.last_year_scaled, [*[0] * 6, *[100] * 6, *[20] * 6], 6) == 600 + 60


def test_last_year_scaled_leaves_nothing_at_nothing() -> None:
    paid_in_january = [1200.0, *[0] * 11]
    assert tells(Method.last_year_scaled, [*paid_in_january, 1300, 0, 0], 3) == 0


def test_a_level_that_forgets_lies_nearer_to_the_newest_months() -> None:
    weights = [0.89**back for back in range(6)]
    expected = 6 * (200 * sum(weights[:3]) + 100 * sum(weights[3:])) / sum(weights)
    assert tells(Method.seasonal_level, [100.0, 100, 100, 200, 200, 200], 6) == pytest.approx(expected)


def test_the_seasonal_share_reckons_the_year_from_its_first_months() -> None:
    doubled = [2 * one for one in SEASON[:4]]
    assert tells(Method.seasonal_share, [*SEASON * 2, *doubled], 4) == pytest.approx(2 * sum(SEASON[4:]))


def test_a_share_near_nought_is_not_divided_by() -> None:
    contract = [0.5, *[0] * 10, 1200]
    assert tells(Method.seasonal_share, [*contract * 2, 5], 1) == 1200


def test_usual_months_forget_a_one_off_and_follow_the_year_s_level() -> None:
    history = [*FLAT * 3]
    history[20] = 9000
    assert tells(Method.usual_months, [*history, *[120] * 6], 6) == pytest.approx(600 * (720 + 600) / (600 + 600))


def test_a_trend_goes_on_half_as_fast() -> None:
    months = [*[100] * 12, *[112] * 12]
    assert tells(Method.damped_trend, months, 0) == pytest.approx(sum(112 + 6 * (6.5 + at) / 12 for at in range(12)))


def test_a_median_of_six_months_forgets_two_one_offs() -> None:
    assert tells(Method.recent_median, [*FLAT, 100, 900, 100, 101, 700, 99], 6) == pytest.approx(603)


@pytest.mark.parametrize(("rises", "found"), [(30, 130), (1, 100)])
def test_a_step_is_believed_when_it_is_large_beside_the_noise(rises: int, found: int) -> None:
    noise = [4.0, -4, 2, -2, 4, -4, 2, -2, 4, -4, 2, -2]
    months = [*[100 + one for one in noise] * 2, *[100 + rises + one for one in noise[:8]]]
    assert tells(Method.since_step, months, 8) == pytest.approx(4 * found, rel=0.04)


def test_what_comes_every_fourth_month_is_spread_over_four() -> None:
    assert tells(Method.intermittent, [0, 0, 0, 400] * 6, 12 - 4) == pytest.approx(0.925 * 100 * 4)


# ── the season ────────────────────────────────────────────────────────────────────────────────────────────
def test_a_season_seen_once_is_half_believed_and_one_seen_thrice_wholly() -> None:
    once, thrice = season_before(Course.of(SEASON), 12), season_before(Course.of(SEASON * 3), 36)
    assert thrice == pytest.approx([one / 100 for one in SEASON])
    assert once == pytest.approx([(1 + one / 100) / 2 for one in SEASON])


def test_months_that_differ_by_chance_are_no_season() -> None:
    chance = random.Random(4)
    season = season_before(Course.of([chance.uniform(50, 150) for _ in range(48)]), 48)
    assert max(season) - min(season) < 0.6
    assert season_before(Course.of([-1.0] * 24), 24) == (1.0,) * 12


def test_a_method_that_needs_years_waits_for_them() -> None:
    def able(months: int, so_far: int) -> set[Method]:
        return set(told_by(Origin.of(Course.of([1.0] * months), months, so_far, 12 - so_far)))

    assert able(2, 2) == {Method.straight_line}
    assert Method.last_year_scaled not in able(14, 12)
    assert Method.usual_months not in able(23, 11)
    assert able(24 + 6, 6) == set(COMPETING)


# ── judging ───────────────────────────────────────────────────────────────────────────────────────────────
def test_no_method_sees_what_came_after_its_moment() -> None:
    chance = random.Random(7)
    months = [chance.uniform(0, 2) for _ in range(42)]
    changed = [*months[:36], *[1e6] * 6]
    before, after = (told_by(Origin.of(Course.of(one), 36, 12, 6)) for one in (months, changed))
    assert before == after


def test_trials_prefer_the_same_month_and_the_latest_years() -> None:
    weights = [trial.weight for trial in trials(Course.of([1.0] * 42), 6, 6)]
    assert weights[0] == 1 == max(weights)
    assert len(weights) == 12


def test_late_in_the_year_the_moments_beside_it_end_with_november() -> None:
    assert len(trials(Course.of([1.0] * 46), 10, 2)) == 2 * len((8, 9, 10, 11)) + len((2, 1))


def test_a_method_that_erred_is_not_heard_and_a_wild_budget_neither() -> None:
    found = vote(Course.of([*SEASON * 3, *SEASON[:6]]), 6, 5 * sum(SEASON), 6)
    assert Method.straight_line not in found.heard
    assert found.rest == pytest.approx(sum(SEASON[6:]))


def test_the_budget_is_one_voice_among_them() -> None:
    noisy = [100.0 + 20 * (at * at % 7 - 3) for at in range(42)]
    found = vote(Course.of(noisy), 6, 600.0, 6)
    assert Method.budget in found.heard
    assert found.heard[0] is not Method.budget


def test_the_vote_beats_last_year_and_the_straight_line_over_many_lines() -> None:
    chance = random.Random(11)
    errors = {"vote": 0.0, "last year": 0.0, "straight line": 0.0}
    for _ in range(150):
        grows, depth = chance.uniform(0.9, 1.15), chance.choice((0.0, 0.5))
        months = [
            (1 + depth * (SEASON[at % 12] / 100 - 1)) * grows ** (at / 12) * chance.gauss(1, 0.1) for at in range(48)
        ]
        known, came = months[:42], sum(months[42:])
        now = told_by(Origin.of(Course.of(known), 42, 6, 6))
        errors["vote"] += abs(vote(Course.of(known), 6, None, 6).rest - came)
        errors["last year"] += abs(now[Method.last_year] - came)
        errors["straight line"] += abs(now[Method.straight_line] - came)
    assert errors["vote"] < 0.85 * errors["last year"]
    assert errors["vote"] < 0.85 * errors["straight line"]


def test_a_better_record_has_the_stronger_voice() -> None:
    chance = random.Random(3)
    places = []
    for _ in range(150):
        grows = chance.uniform(0.8, 1.25)
        months = [grows ** (at / 12) * chance.gauss(1, 0.15) for at in range(42)]
        found = vote(Course.of(months), 6, None, 6)
        places.append(found.heard.index(found.method) / len(found.heard))
    assert sum(places) / len(places) < 0.4


def test_four_of_five_ordinary_years_end_inside() -> None:
    chance = random.Random(5)
    inside = 0
    for _ in range(200):
        months = [chance.gauss(100, 15) for _ in range(48)]
        found = vote(Course.of(months[:42]), 6, None, 6)
        inside += abs(found.rest - sum(months[42:])) <= found.width
    assert 150 <= inside <= 190
