"""Which method estimates an article's use best: each is judged by what it would have said, on days it had not seen."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from officebot.core.stock.methods import COMPETING, Method
from officebot.core.stock.seasons import FLAT, LEAST_DAYS, Season, season_of_one, weights_of
from officebot.core.stock.usage import Usage, Workdays

# A method is judged from this many known days on, each week anew, when so many judgements are possible.
_FIRST_DAYS, _EVERY, _LEAST_JUDGED = 60, 5, 8
# Another method than the mean must have erred less by so many standard errors of the difference: less is luck.
_CLEARLY = 2.0
# The mean time between withdrawals passed nine times without one: one chance in 8,000.
_STOPPED_AFTER = 9.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The method, what it says is used a day in an even season, and how it and the others erred.

    `errors` are root mean square scaled errors (RMSSE) of the use over a lead time, `mase` the mean absolute one: below
    1 is better than to expect what was used over the time before. Squares decide, since the absolute error is least
    for those who always expect nothing. None and empty where the history is too short to judge.
    """

    method: Method
    daily_use: float
    is_seasonal: bool = False
    error: float | None = None
    mase: float | None = None
    errors: Mapping[Method, float]


def choose(usage: Usage, workdays: Workdays, shared: Season, season: Season, horizon: int) -> Choice:
    """The method for one article; `season` is what its whole history shows, `shared` that of all articles.

    Judged over `horizon` working days from many origins, each method seeing only what lay before the origin.
    """
    even = _even(usage, workdays, season)
    if not any(usage.amounts):
        return Choice(method=Method.unknown, daily_use=0.0, errors={})
    if _has_stopped(usage, workdays, season):
        return Choice(method=Method.stopped, daily_use=0.0, errors={})
    judged = _Judge.of(usage, workdays, shared, horizon)
    misses = {method: judged.misses(paths(judged.even)) for method, paths in COMPETING.items()} if judged else {}
    errors = {method: judged.rmsse(found) for method, found in misses.items()} if judged else {}
    best = min(errors, key=errors.__getitem__, default=Method.average)
    if judged and not judged.is_clear(misses[best], misses[Method.average]):
        best = Method.average
    return Choice(
        method=best,
        daily_use=COMPETING[best](even)[-1],
        is_seasonal=not season.is_flat,
        error=errors.get(best),
        mase=judged.mase(misses[best]) if judged else None,
        errors=errors,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judge:
    """One article's history, ready to judge paths of forecasts."""

    even: Sequence[float]
    seasons: Sequence[float]
    amounts: Sequence[float]
    origins: Sequence[int]
    horizon: int
    naive: tuple[float, float]

    @staticmethod
    def of(usage: Usage, workdays: Workdays, shared: Season, horizon: int) -> _Judge | None:
        """None where the history is too short, or its first part too even to scale errors by."""
        days = len(usage.amounts)
        first = max(_FIRST_DAYS, days // 2)
        horizon = max(1, min(horizon, days // 4))
        origins = range(first, days - horizon + 1, _EVERY)
        if len(origins) < _LEAST_JUDGED:
            return None
        before = Usage(first=usage.first, amounts=usage.amounts[:first])
        season = season_of_one(before, workdays, shared if first >= LEAST_DAYS else FLAT)
        naive = _naive(before.amounts, horizon)
        if not naive[0]:
            return None
        return _Judge(
            even=_even(usage, workdays, season),
            seasons=_running(weights_of(usage, workdays, season)),
            amounts=_running(usage.amounts),
            origins=origins,
            horizon=horizon,
            naive=naive,
        )

    def misses(self, path: Sequence[float]) -> list[float]:
        """How far each forecast was from what was used."""
        return [
            path[at] * (self.seasons[at + self.horizon] - self.seasons[at])
            - (self.amounts[at + self.horizon] - self.amounts[at])
            for at in self.origins
        ]

    def is_clear(self, misses: Sequence[float], usual: Sequence[float]) -> bool:
        """Whether a method missed by less than the usual one, by more than chance explains.

        Spans that overlap err alike: they count as the fewer that do not. Diebold, F. X. and Mariano, R. S. (1995),
        Comparing predictive accuracy.
        """
        gains = [other * other - one * one for one, other in zip(misses, usual, strict=True)]
        apart = max(2.0, len(gains) * min(1.0, _EVERY / self.horizon))
        mean = sum(gains) / len(gains)
        spread = _root_mean_square([gain - mean for gain in gains])
        return mean > _CLEARLY * spread / math.sqrt(apart - 1)

    def rmsse(self, misses: Sequence[float]) -> float:
        """The root mean square error, scaled."""
        return _root_mean_square(misses) / self.naive[1]

    def mase(self, misses: Sequence[float]) -> float:
        """The mean absolute error, scaled."""
        return sum(map(abs, misses)) / len(misses) / self.naive[0]


def _naive(amounts: Sequence[float], horizon: int) -> tuple[float, float]:
    """How far, absolute and in squares, each span was from the one before it: what errors are scaled by."""
    total = _running(amounts)
    changes = [
        total[at + horizon] - 2 * total[at] + total[at - horizon] for at in range(horizon, len(amounts) - horizon + 1)
    ]
    return (sum(map(abs, changes)) / len(changes), _root_mean_square(changes)) if changes else (0.0, 0.0)


def _has_stopped(usage: Usage, workdays: Workdays, season: Season) -> bool:
    """Whether so long nothing was taken that chance does not explain it."""
    weights = weights_of(usage, workdays, season)
    last = max(day for day, amount in enumerate(usage.amounts) if amount > 0)
    taken, expected = len(usage.sizes), sum(weights[: last + 1])
    # With few withdrawals the rate itself is little known: one is taken off.
    return (taken - 1) * sum(weights[last + 1 :]) > _STOPPED_AFTER * expected


def _even(usage: Usage, workdays: Workdays, season: Season) -> list[float]:
    weights = weights_of(usage, workdays, season)
    return [amount / weight for amount, weight in zip(usage.amounts, weights, strict=True)]


def _running(values: Sequence[float]) -> list[float]:
    return list(accumulate(values, initial=0.0))


def _root_mean_square(values: Sequence[float]) -> float:
    return math.sqrt(sum(value * value for value in values) / len(values))
