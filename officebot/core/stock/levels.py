"""The reorder point: the least position at which what is asked for until the next delivery is served as often as wanted.

Fill rate of a position y, for orders decided every day: Zipkin, P. (2000), Foundations of inventory management, chapter
6; that positions after ordering in lots of Q are spread evenly over s+1 … s+Q: Hadley, G. and Whitin, T. (1963).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import accumulate
from typing import TypeAlias

from officebot.core.stock.chances import mixed, shortfalls, sums_of
from officebot.core.stock.delays import LeadTime
from officebot.core.stock.demand import Demand, coarser, day_of, widened

_Rates: TypeAlias = Sequence[tuple[float, float]]
# Lists of chances are kept this short: longer ones take larger steps.
_PLACES = 320


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """For each reorder point from -1 on, in steps: the share of what is asked for that is not served, and the mean stock.

    `unserved[0]` is that of the point -1; `lies` is the stock in units; `short` the chance that more is asked for than
    the point before what is ordered at it comes; `season` how much is asked for then beside an even year.
    """

    step: float
    exact: Decimal
    unserved: Sequence[float]
    lies: Sequence[float]
    short: Sequence[float]
    season: float

    def place(self, service: float) -> int:
        """The place of the least reorder point that serves so much."""
        return _first_within(self.unserved, 1 - service)

    def safe_place(self, chance: float) -> int:
        """The place of the least reorder point after which the shelf runs short with that chance at most."""
        return _first_within(self.short, chance)

    def units(self, place: int) -> Decimal:
        """The reorder point at a place, in units."""
        units = Decimal(str(round(max(0, place - 1) * self.step, 6)))
        return units.quantize(self.exact, ROUND_CEILING)


def curve_of(
    demand: Demand, factor: float, lead_time: LeadTime, *, review_days: int, lot: Decimal, doubt: float = 0.0
) -> Curve | None:
    """What each reorder point would come to where orders are multiples of `lot`, decided every so many working days.

    `factor` is the season's mean over the days that the order must cover, known to `doubt` in relation to it. None
    without known use.
    """
    if not demand.is_known:
        return None
    waits = _waits(lead_time, review_days)
    rates = [(weight, rate * factor) for weight, rate in widened(demand.rates, doubt)]
    needed = _places_needed(demand, rates, waits)
    times = -(-needed // _PLACES)
    sizes, step = coarser(demand.sizes, times), demand.step * times
    missed, lies, short = _outcomes(rates, waits, sizes, -(-needed // times))
    asked = sum(weight * min(1.0, rate) for weight, rate in rates) * _mean(sizes)
    lots = max(1, round(float(lot) / step))
    return Curve(
        step=step,
        exact=_exact(demand.step),
        unserved=[one / asked for one in _spread_over(missed, lots)],
        lies=[one * step for one in _spread_over(lies, lots)],
        short=[1.0, *short[:-1]],
        season=factor,
    )


def _first_within(falling: Sequence[float], most: float) -> int:
    return next((place for place, value in enumerate(falling) if value <= most), len(falling) - 1)


def _spread_over(values: Sequence[float], lots: int) -> list[float]:
    """For each point from -1 on, the mean over the positions point+1 … point+lots; above its end the list goes on straight."""
    rise = values[-1] - values[-2]
    further = (values[-1] + rise * step for step in range(1, lots + 1))
    total = list(accumulate((*values, *further), initial=0.0))
    return [(total[at + lots] - total[at]) / lots for at in range(len(values))]


def _waits(lead_time: LeadTime, review_days: int) -> Mapping[int, float]:
    """How many days a position must last, each with its chance: to the delivery of the order decided next, at most."""
    found: dict[int, float] = {}
    for days, chance in lead_time.chances:
        for later in range(max(1, review_days)):
            found[days + later] = found.get(days + later, 0.0) + chance / max(1, review_days)
    return found


def _places_needed(demand: Demand, rates: _Rates, waits: Mapping[int, float]) -> int:
    """How many steps may be asked for over the longest wait, by more than four standard deviations."""
    days = max(waits)
    rate = max(rate for _, rate in rates)
    mean = demand.mean_size / demand.step
    spread = (days * rate * sum(share * place * place for place, share in enumerate(demand.sizes))) ** 0.5
    return max(8, int(days * rate * mean + 4 * spread + 3 * mean) + 2)


def _outcomes(
    rates: _Rates, waits: Mapping[int, float], sizes: Sequence[float], places: int
) -> tuple[list[float], list[float], list[float]]:
    """At place y, when the position was y before the wait: what is asked for in vain on its last day, what lies there
    then, and the chance that more was asked for.
    """
    mean = _mean(sizes)
    after, before = list[tuple[float, Sequence[float]]](), list[tuple[float, Sequence[float]]]()
    asked_after = asked_before = 0.0
    for weight, rate in rates:
        use = min(1.0, rate) * mean
        sums = sums_of(day_of(rate, sizes), sorted({*waits, *(days - 1 for days in waits)}), places)
        for days, chance in waits.items():
            after.append((weight * chance, sums[days]))
            before.append((weight * chance, sums[days - 1]))
            asked_after += weight * chance * use * days
            asked_before += weight * chance * use * (days - 1)
    then = mixed(after, places)
    short, shorter = shortfalls(then, asked_after), shortfalls(mixed(before, places), asked_before)
    missed = [more - less for more, less in zip(short, shorter, strict=True)][:places]
    lies = [place - asked_after + more for place, more in enumerate(short)][:places]
    return missed, lies, [max(0.0, 1 - reached) for reached in accumulate(then)]


def _mean(sizes: Sequence[float]) -> float:
    return sum(place * share for place, share in enumerate(sizes))


def _exact(step: float) -> Decimal:
    """The fineness in which amounts of that step are written."""
    return Decimal(1).scaleb(min(0, int(Decimal(str(round(step, 6))).normalize().as_tuple().exponent)))
