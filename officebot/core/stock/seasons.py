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
_STRENGTHS = ((0.0, 0.3), (1.0, 0.3), (2.0, 0.2), (3.0, 0.2))
_WAVES = ((0.0, 0.5), (0.25, 0.2), (0.5, 0.2))
_MONTHS_APART = ((0.25, 0.05), (2.0, 0.05))
#: Fewer known working days than these show no season.
LEAST_DAYS = 180


@dataclass(frozen=True, slots=True)
class Season:
    """For each month from January on, what is asked for in relation to an even year."""

    index: tuple[float, ...] = (1.0,) * 12

    def over(self, months: Sequence[int]) -> float:
        """The mean over days of these months, January being 0; 1 without a day."""
        return sum(self.index[month] for month in months) / len(months) if months else 1.0

    @property
    def is_flat(self) -> bool:
        """Whether no month differs by as much as a twentieth."""
        return all(abs(one - 1) < 0.05 for one in self.index)


FLAT = Season()


def season_of_all(usages: Iterable[Usage], workdays: Workdays) -> Season:
    """The season that the articles share: the days on which something was taken, by month, against an even spread."""
    taken, expected = [0.0] * 12, [0.0] * 12
    for usage in usages:
        if len(usage.amounts) >= LEAST_DAYS:
            own_taken, own_days = _by_month(usage, workdays)
            rate = sum(own_taken) / len(usage.amounts)
            for month in range(12):
                taken[month] += own_taken[month]
                expected[month] += own_days[month] * rate
    return Season(
        tuple((have + _BEFOREHAND) / (even + _BEFOREHAND) for have, even in zip(taken, expected, strict=True))
    )


def season_of_one(usage: Usage, workdays: Workdays, shared: Season) -> Season:
    """One article's season: the mean of all shapes it may have, each by how well it explains the article's own history.

    A shape is the season of all, followed more or less strongly, times a wave through the year. Few withdrawals prove
    nothing: the mean then stays near the season of all.
    """
    if len(usage.amounts) < LEAST_DAYS:
        return shared
    taken, days = _by_month(usage, workdays)
    all_taken, all_days = sum(taken), sum(days)
    explained = []
    for chance, shape, logarithms in _shapes(shared):
        mean = sum(map(mul, shape, days)) / all_days
        explained.append((chance + sum(map(mul, taken, logarithms)) - all_taken * math.log(mean), mean, shape))
    best = max(evidence for evidence, _, _ in explained)
    weights = [(math.exp(evidence - best), mean, shape) for evidence, mean, shape in explained]
    total = sum(weight for weight, _, _ in weights)
    # Shapes that explain a thousand times less than the best one change nothing.
    telling = [(weight / mean / total, shape) for weight, mean, shape in weights if weight > 1e-3]
    return _about_one([sum(weight * shape[month] for weight, shape in telling) for month in range(12)], days)


def _about_one(index: Sequence[float], days: Sequence[int]) -> Season:
    mean = sum(map(mul, index, days)) / sum(days)
    return Season(tuple(one / mean for one in index))


@lru_cache(maxsize=8)
def _shapes(shared: Season) -> Sequence[tuple[float, Sequence[float], Sequence[float]]]:
    """Every shape with the logarithm of its chance beforehand, and the logarithms of its months."""
    found = []
    for strength, likely in _STRENGTHS:
        followed = [max(index, 0.05) ** strength for index in shared.index]
        for chance, own in _own_shapes():
            shape = tuple(index * up for index, up in zip(followed, own, strict=True))
            found.append((math.log(likely * chance), shape, tuple(map(math.log, shape))))
    return found


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
