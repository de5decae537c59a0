"""The year's shape: which months ask for more than others, learned from all articles together and from each alone."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import mul

from officebot.core.stock.usage import Usage, Workdays

# A month's own figure weighs as much as what is known beforehand once so many withdrawals were expected in it.
_BEFOREHAND = 30.0
# How strongly an article may follow the season of all (as a power of it), a yearly wave of its own that may come on top,
# by its height, and a single month that may differ, by its size; each with how likely it is before anything is seen.
# All twelve turns of a wave, and all months, are alike.
_STRENGTHS = ((0.0, 0.4), (0.5, 0.1), (1.0, 0.35), (2.0, 0.1), (3.0, 0.05))
_WAVES = ((0.0, 0.5), (0.25, 0.2), (0.5, 0.2))
_MONTHS_APART = ((0.25, 0.05), (2.0, 0.05))
_TELLING = math.log(1e-3)
# The season of all is that of the articles that follow it, who are told by it: found anew so many times.
_ROUNDS = 5
#: Fewer known working days than these show no season.
LEAST_DAYS = 180


@dataclass(frozen=True, slots=True)
class Season:
    """For each month from January on, what is asked for in relation to an even year, and the standard error of that."""

    index: tuple[float, ...] = (1.0,) * 12
    errors: tuple[float, ...] = (0.0,) * 12

    def over(self, months: Sequence[int]) -> float:
        """The mean over days of these months, January being 0; 1 without a day."""
        return sum(self.index[month] for month in months) / len(months) if months else 1.0

    def doubt_over(self, months: Sequence[int]) -> float:
        """How far the mean over days of these months may be off, in relation to it; its months are off together."""
        return (
            sum(self.errors[month] for month in months) / sum(self.index[month] for month in months)
            if months
            else 0.0
        )

    @property
    def is_flat(self) -> bool:
        """Whether no month differs by as much as a twentieth."""
        return all(abs(one - 1) < 0.05 for one in self.index)


FLAT = Season()


def season_of_all(usages: Iterable[Usage], workdays: Workdays) -> Season:
    """The season that articles share: days on which something was taken, by month, against an even spread.

    Each article counts as far as its history says that it follows the others; those of an even year, or of a wave of
    their own, would only thin it out (Dempster, A. P., Laird, N. M. and Rubin, D. B. (1977), Maximum likelihood from
    incomplete data via the EM algorithm).
    """
    known = [
        _by_month(usage, workdays) for usage in usages if len(usage.amounts) >= LEAST_DAYS and any(usage.amounts)
    ]
    shared = _pooled(known, [1.0] * len(known))
    for _ in range(_ROUNDS):
        shapes = _plain_shapes(shared)
        follow = [_strength(taken, days, shapes) for taken, days in known]
        if not any(strength for strength, _ in follow):
            return FLAT
        # What follows half as strongly tells half as much, of half the season.
        power = sum(strength for strength, _ in follow) / sum(square for _, square in follow)
        pooled = _pooled(known, [strength for strength, _ in follow])
        shared = Season(tuple(index**power for index in pooled.index))
    return shared


def _pooled(known: Sequence[tuple[Sequence[float], Sequence[int]]], weights: Sequence[float]) -> Season:
    taken, expected = [0.0] * 12, [0.0] * 12
    for (own_taken, own_days), weight in zip(known, weights, strict=True):
        rate = sum(own_taken) / sum(own_days)
        for month in range(12):
            taken[month] += weight * own_taken[month]
            expected[month] += weight * own_days[month] * rate
    return Season(
        tuple((have + _BEFOREHAND) / (even + _BEFOREHAND) for have, even in zip(taken, expected, strict=True))
    )


def _strength(taken: Sequence[float], days: Sequence[int], shapes: Sequence[_Shape]) -> tuple[float, float]:
    """How strongly an article is expected to follow the season of all, and the square of that."""
    weighed = _weighed(taken, days, shapes)
    return (
        sum(weight * shape.strength for weight, _, shape in weighed),
        sum(weight * shape.strength**2 for weight, _, shape in weighed),
    )


def season_of_one(usage: Usage, workdays: Workdays, shared: Season) -> Season:
    """One article's season: the mean of all shapes it may have, each by how well it explains the article's own history.

    A shape is the season of all, followed more or less strongly, times a wave through the year. Few withdrawals prove
    nothing: the mean then stays near the season of all.
    """
    if len(usage.amounts) < LEAST_DAYS:
        return shared
    taken, days = _by_month(usage, workdays)
    weighed = _weighed(taken, days, _shapes(shared))
    index = [sum(weight * shape.index[month] / mean for weight, mean, shape in weighed) for month in range(12)]
    errors = [
        math.sqrt(sum(weight * (shape.index[month] / mean - index[month]) ** 2 for weight, mean, shape in weighed))
        for month in range(12)
    ]
    return Season(tuple(index), tuple(errors))


@dataclass(frozen=True, slots=True)
class _Shape:
    """A shape of the year: the logarithm of its chance beforehand, what it asks for in each month, the logarithms of that,
    and how strongly it follows the season of all."""

    chance: float
    index: tuple[float, ...]
    logarithms: tuple[float, ...]
    strength: float

    @staticmethod
    def of(chance: float, index: Sequence[float], strength: float) -> _Shape:
        """From its bare chance."""
        return _Shape(math.log(chance), tuple(index), tuple(map(math.log, index)), strength)


def _weighed(
    taken: Sequence[float], days: Sequence[int], shapes: Sequence[_Shape]
) -> list[tuple[float, float, _Shape]]:
    """The shapes that explain a history, each with its chance and its mean over the days; together 1."""
    all_taken, all_days = sum(taken), sum(days)
    explained = []
    for shape in shapes:
        mean = sum(map(mul, shape.index, days)) / all_days
        told = sum(map(mul, taken, shape.logarithms)) - all_taken * math.log(mean)
        explained.append((shape.chance + told, mean, shape))
    best = max(evidence for evidence, _, _ in explained)
    # Shapes that explain a thousand times less than the best one change nothing.
    telling = [(math.exp(one - best), mean, shape) for one, mean, shape in explained if one - best > _TELLING]
    total = sum(weight for weight, _, _ in telling)
    return [(weight / total, mean, shape) for weight, mean, shape in telling]


@lru_cache(maxsize=8)
def _shapes(shared: Season) -> Sequence[_Shape]:
    """Every shape."""
    found = []
    for strength, likely in _STRENGTHS:
        followed = _followed(shared, strength)
        for chance, own in _own_shapes():
            found.append(_Shape.of(likely * chance, list(map(mul, followed, own)), strength))
    return found


def _plain_shapes(shared: Season) -> Sequence[_Shape]:
    """The shapes that tell who follows the season of all: it alone, at most as it is, or what an article does alone."""
    found = [
        _Shape.of(likely, _followed(shared, strength), strength)
        for strength, likely in _STRENGTHS
        if 0 < strength <= 1
    ]
    even = sum(likely for strength, likely in _STRENGTHS if not strength)
    return [*found, *(_Shape.of(even * chance, own, 0.0) for chance, own in _own_shapes())]


def _followed(shared: Season, strength: float) -> list[float]:
    return [max(index, 0.05) ** strength for index in shared.index]


def _own_shapes() -> Iterator[tuple[float, Sequence[float]]]:
    """What an article may do beside the season of all, each with its chance."""
    for height, chance in _WAVES:
        turns = range(12) if height else range(1)
        for turn in turns:
            yield chance / len(turns), [1 + height * math.cos((month - turn) * math.pi / 6) for month in range(12)]
    for size, chance in _MONTHS_APART:
        for apart in range(12):
            yield chance / 12, [size if month == apart else 1.0 for month in range(12)]


def weights_of(usage: Usage, workdays: Workdays, season: Season) -> list[float]:
    """The season's figure for each day of a usage."""
    return [season.index[month] for month in workdays.months[usage.first : usage.end]]


def _by_month(usage: Usage, workdays: Workdays) -> tuple[list[float], list[int]]:
    """How many days with use each month has, and how many working days."""
    taken, days = [0.0] * 12, [0] * 12
    months: Sequence[int] = workdays.months[usage.first : usage.end]
    for month, amount in zip(months, usage.amounts, strict=True):
        days[month] += 1
        taken[month] += amount > 0
    return taken, days
