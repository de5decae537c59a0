"""What may be asked for: the chance of a withdrawal on a day, and how large it is, with what is not known of both."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from officebot.core.stock.choosing import Choice, choose
from officebot.core.stock.methods import Method
from officebot.core.stock.seasons import FLAT, Season, season_of_one
from officebot.core.stock.sizes import MOST_STEPS, sizes_of
from officebot.core.stock.usage import Usage, Workdays

# A mean withdrawal takes at most so many steps: finer ones change no order.
_STEPS_OF_A_SIZE = 24
# Three rates stand for all that the history leaves possible (Gauss and Hermite).
_NODES = ((1 / 6, -math.sqrt(3)), (2 / 3, 0.0), (1 / 6, math.sqrt(3)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """One article's demand.

    `rates` are chances of a withdrawal on a day of an even season, each with its weight; `sizes` the distribution of a
    withdrawal in steps of `step` units; `withdrawals` on how many days something was taken.
    """

    choice: Choice
    season: Season
    rates: tuple[tuple[float, float], ...]
    sizes: Sequence[float]
    step: float
    mean_size: float
    withdrawals: int

    def daily(self, month: int) -> float:
        """The units expected to be used on a working day of a month, January being 0."""
        return self.choice.daily_use * self.season.index[month]

    def expected(self, months: Sequence[int]) -> float:
        """The units expected to be used on working days of these months."""
        return sum(map(self.daily, months))

    @property
    def is_known(self) -> bool:
        """Whether there is use to reckon with."""
        return self.choice.daily_use > 0


def day_of(rate: float, sizes: Sequence[float]) -> list[float]:
    """The distribution of one day's use: nothing, or a withdrawal, by that chance."""
    chance = min(1.0, rate)
    day = [chance * share for share in sizes]
    day[0] += 1 - chance
    return day


def coarser(sizes: Sequence[float], times: int) -> list[float]:
    """The same distribution in steps so many times as large; what lies between two is shared so that the mean stays."""
    if times == 1:
        return list(sizes)
    found = [0.0] * (len(sizes) // times + 2)
    for place, share in enumerate(sizes):
        whole, rest = divmod(place, times)
        found[whole] += share * (1 - rest / times)
        found[whole + 1] += share * rest / times
    return found


def demand_of(usage: Usage, workdays: Workdays, shared: Season, horizon: int) -> Demand:
    """An article's demand from its history, the season that all articles share, and the span that matters."""
    season = season_of_one(usage, workdays, shared) if any(usage.amounts) else FLAT
    choice = choose(usage, workdays, shared, season, horizon)
    if not choice.daily_use:
        return without_use(choice, len(usage.sizes))
    step = _step_of(usage.sizes)
    sizes = sizes_of([amount / step for amount in usage.sizes])
    mean_size = step * sum(place * share for place, share in enumerate(sizes))
    return Demand(
        choice=choice,
        season=season,
        rates=_rates(choice, sizes, step, len(usage.sizes)),
        sizes=sizes,
        step=step,
        mean_size=mean_size,
        withdrawals=len(usage.sizes),
    )


def _rates(choice: Choice, sizes: Sequence[float], step: float, withdrawals: int) -> tuple[tuple[float, float], ...]:
    """The rate and those beside it that the history leaves possible.

    What is asked for in all is known to one over the root of the count, and the less, the more sizes vary.
    """
    mean = sum(place * share for place, share in enumerate(sizes))
    squares = sum(place * place * share for place, share in enumerate(sizes))
    return _beside(choice.daily_use / (mean * step), math.sqrt(squares / mean**2 / max(1, withdrawals)))


def _beside(rate: float, doubt: float) -> tuple[tuple[float, float], ...]:
    return tuple((weight, max(0.05, 1 + away * doubt) * rate) for weight, away in _NODES)


def widened(rates: Sequence[tuple[float, float]], doubt: float) -> Sequence[tuple[float, float]]:
    """Chances of a withdrawal, each with its weight, where beside what they leave open all may be off by `doubt`, relative."""
    if not doubt:
        return rates
    mean = sum(weight * rate for weight, rate in rates)
    spread = sum(weight * (rate / mean - 1) ** 2 for weight, rate in rates)
    return _beside(mean, math.sqrt(spread + doubt * doubt))


def _step_of(sizes: Sequence[float]) -> float:
    """The largest amount that all sizes are multiples of, or a larger one where that is very fine."""
    exact = [Decimal(str(round(size, 6))).normalize() for size in sizes]
    places = max(0, *(-int(one.as_tuple().exponent) for one in exact))
    common = math.gcd(*(int(one.scaleb(places)) for one in exact))
    mean = sum(sizes) / len(sizes)
    step = float(Decimal(common).scaleb(-places))
    return step * max(1, math.ceil(mean / step / _STEPS_OF_A_SIZE), math.ceil(max(sizes) / step / MOST_STEPS))


def without_use(choice: Choice | None = None, withdrawals: int = 0) -> Demand:
    """The demand of an article of which nothing was taken yet, or nothing is taken any more."""
    return Demand(
        choice=choice or Choice(method=Method.unknown, daily_use=0.0, errors={}),
        season=FLAT,
        rates=((1.0, 0.0),),
        sizes=(0.0, 1.0),
        step=1.0,
        mean_size=1.0,
        withdrawals=withdrawals,
    )
