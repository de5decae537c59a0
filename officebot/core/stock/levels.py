"""The reorder point: the least position at which what is asked for until the next delivery is served as often as wanted.

Fill rate of a position y, for orders decided every day: Zipkin, P. (2000), Foundations of inventory management, chapter
6; that positions after ordering in lots of Q are spread evenly over s+1 … s+Q: Hadley, G. and Whitin, T. (1963).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import accumulate

from officebot.core.stock.chances import shortfalls, sums_of
from officebot.core.stock.delays import LeadTime
from officebot.core.stock.demand import Demand, coarser, day_of

# Lists of chances are kept this short: longer ones take larger steps.
_PLACES = 320


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """The reorder point in units, and the share of what is asked for that is expected to be served with it."""

    reorder_point: Decimal
    service: float


def reorder_level(
    demand: Demand, factor: float, lead_time: LeadTime, *, review_days: int, lot: Decimal, service: float
) -> Level:
    """The reorder point where orders are multiples of `lot`, decided every `review_days` working days.

    `factor` is the season's mean over the days that the order must cover. At the reorder point or below it is time to
    order; without known use it is nought.
    """
    if not demand.is_known:
        return Level(reorder_point=Decimal(0), service=1.0)
    waits = _waits(lead_time, review_days)
    times = _coarseness(demand, factor, waits)
    sizes, step = coarser(demand.sizes, times), demand.step * times
    missed = _missed(demand, factor, waits, sizes)
    asked = sum(weight * min(1.0, rate * factor) for weight, rate in demand.rates) * _mean(sizes)
    lots = max(1, round(float(lot) / step))
    total = list(accumulate(missed, initial=0.0))
    last = len(missed) - 1

    def unserved(point: int) -> float:
        """The share not served with positions from the one above `point` on, above the list's end being served."""
        return (total[min(point + lots, last) + 1] - total[min(point, last) + 1]) / lots / asked

    point = next((one for one in range(-1, last) if unserved(one) <= 1 - service), last)
    units = max(Decimal(0), Decimal(str(point * step)))
    return Level(reorder_point=units.quantize(_exact(demand.step), ROUND_CEILING), service=1 - unserved(point))


def _waits(lead_time: LeadTime, review_days: int) -> Mapping[int, float]:
    """How many days a position must last, each with its chance: to the delivery of the order decided next, at most."""
    found: dict[int, float] = {}
    for days, chance in lead_time.chances:
        for later in range(max(1, review_days)):
            found[days + later] = found.get(days + later, 0.0) + chance / max(1, review_days)
    return found


def _coarseness(demand: Demand, factor: float, waits: Mapping[int, float]) -> int:
    """How many steps to take as one, so that the lists hold what may be asked for over the longest wait."""
    days = max(waits)
    rate = max(rate for _, rate in demand.rates) * factor
    mean = demand.mean_size / demand.step
    spread = (days * rate * sum(share * place * place for place, share in enumerate(demand.sizes))) ** 0.5
    return max(1, -(-int(days * rate * mean + 4 * spread + 2 * mean) // _PLACES))


def _missed(demand: Demand, factor: float, waits: Mapping[int, float], sizes: Sequence[float]) -> list[float]:
    """At place y: what is expected to be asked for in vain on a day, when the position was y before the wait."""
    mean = _mean(sizes)
    found = [0.0] * _PLACES
    for weight, rate in demand.rates:
        day = day_of(rate * factor, sizes)
        use = min(1.0, rate * factor) * mean
        sums = sums_of(day, sorted({*waits, *(days - 1 for days in waits)}), _PLACES)
        for days, chance in waits.items():
            after, before = shortfalls(sums[days], use * days), shortfalls(sums[days - 1], use * (days - 1))
            share = weight * chance
            found = [one + share * (more - less) for one, more, less in zip(found, after, before, strict=False)]
    return found


def _mean(sizes: Sequence[float]) -> float:
    return sum(place * share for place, share in enumerate(sizes))


def _exact(step: float) -> Decimal:
    """The fineness in which amounts of that step are written."""
    return Decimal(1).scaleb(min(0, int(Decimal(str(round(step, 6))).normalize().as_tuple().exponent)))
