"""Distributions summed exactly."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.core.stock.chances import mean_of, mixed, repeated, shortfalls, summed, sums_of


@st.composite
def distributions(draw: st.DrawFn) -> list[float]:
    weights = draw(st.lists(st.integers(0, 1000), min_size=1, max_size=12).filter(any))
    return [weight / sum(weights) for weight in weights]


def by_hand(one: list[float], other: list[float], places: int) -> list[float]:
    found = [0.0] * places
    for here, chance in enumerate(one):
        for there, share in enumerate(other):
            if here + there < places:
                found[here + there] += chance * share
    return found


@settings(deadline=None)
@given(distributions(), distributions(), st.integers(1, 30))
def test_the_sum_of_two_is_what_multiplying_by_hand_gives(one: list[float], other: list[float], places: int) -> None:
    assert summed(one, other, places) == pytest.approx(by_hand(one, other, places), abs=1e-6)


@settings(deadline=None)
@given(distributions(), st.integers(0, 25))
def test_many_days_are_the_sum_of_each(day: list[float], days: int) -> None:
    places = 60
    wanted = [1.0]
    for _ in range(days):
        wanted = by_hand(wanted, day, places)
    found = repeated(day, days, places)
    assert found[: len(wanted)] == pytest.approx(wanted, abs=2e-6)
    assert sum(found) <= 1 + 1e-5


@settings(deadline=None)
@given(distributions(), st.lists(st.integers(0, 20), min_size=1, max_size=4))
def test_sums_asked_for_together_are_those_asked_for_alone(day: list[float], days: list[int]) -> None:
    together = sums_of(day, days, 40)
    for each in days:
        assert together[each] == pytest.approx(repeated(day, each, 40), abs=2e-6)


@settings(deadline=None)
@given(distributions())
def test_what_is_short_of_nothing_is_the_mean_and_of_all_is_nothing(chances: list[float]) -> None:
    short = shortfalls(chances, mean_of(chances))
    assert short[0] == pytest.approx(mean_of(chances))
    assert short[len(chances)] == pytest.approx(0, abs=1e-9)
    assert all(more >= less - 1e-12 for more, less in pairwise(short))


def test_a_mixture_weighs_its_parts() -> None:
    assert mixed([(0.25, [1.0]), (0.75, [0.0, 1.0])], 3) == pytest.approx([0.25, 0.75, 0.0])
