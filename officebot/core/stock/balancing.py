"""Where safety costs least: the reorder points of all articles together, so that their mean service is as wanted.

Each article alone at 98 % needs much stock for those that are asked for seldom and in large amounts. The same service
on average costs less where the last unit on each shelf earns the same (Sherbrooke, C. C. (1968), METRIC).
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from officebot.core.stock.levels import Curve

# What no history tells (a new level, a changed year, a supplier's bad month) misses about a ninth of what is planned: of
# the misses that are allowed, so much is planned. Found on other seeds than those of the table in docs/duties/stock.md.
_PLANNED = 0.9
# No article is planned to miss more than so many times what all may on average.
_LEAST_TIMES = 3.5
# Whoever orders at the reorder point shall be in time: so often, at most, the shelf is empty before the delivery. Large
# lots alone would serve 98 % with a shortage before each delivery.
_MOST_SHORT = 0.10
_ROOM = 3.0
# Nobody plans beyond this: the lists' ends are not exact to more.
_MOST = 0.9995


def keeping_costs(prices: Mapping[str, float]) -> Mapping[str, float]:
    """What a unit of each article costs to keep, from its price (nought where none is known): money, and room.

    Room and handling are taken to cost three times what the money does, and the same for each unit.
    """
    known = [price for price in prices.values() if price > 0]
    usual = sum(known) / len(known) if known else 1.0
    return {key: (price or usual) + _ROOM * usual for key, price in prices.items()}


def balanced(curves: Mapping[str, Curve], costs: Mapping[str, float], service: float) -> Mapping[str, int]:
    """For each article, the place on its curve: together they serve the wanted share, mean of all articles.

    `costs` says what a unit costs to keep, in any measure that is the same for all. None is planned to miss more than
    3.5 times what all may: each serves 93 % where 98 % are wanted. Shares are those of a whole year: what a busy month
    misses weighs as much more as it asks for more.
    """
    misses = _PLANNED * (1 - service) * sum(curve.season for curve in curves.values())
    least = 1 - _LEAST_TIMES * (1 - service)
    steps = {key: _Steps.of(curve, costs[key], least) for key, curve in curves.items()}

    def places(worth: float) -> dict[str, int]:
        return {key: one.place(worth) for key, one in steps.items()}

    if not curves:
        return {}
    cheap, dear = math.log(1e-9), math.log(1e9)
    for _ in range(40):
        middle = (cheap + dear) / 2
        missed = sum(
            curves[key].season * curves[key].unserved[place] for key, place in places(math.exp(middle)).items()
        )
        cheap, dear = (cheap, middle) if missed <= misses else (middle, dear)
    return places(math.exp(dear))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Steps:
    """The places that an article may be planned at, lowest first, and from which worth of a whole article served on."""

    worths: Sequence[float]
    places: Sequence[int]

    @staticmethod
    def of(curve: Curve, cost: float, least: float) -> _Steps:
        """A place is worth its cost where its own last step earns what that costs, whatever the steps below it do."""
        lowest = max(curve.place(least), curve.safe_place(_MOST_SHORT))
        worths, places = list[float](), list[int]()
        for place in range(curve.place(_MOST), lowest, -1):
            earned = curve.season * (curve.unserved[place - 1] - curve.unserved[place])
            costs = cost * (curve.lies[place] - curve.lies[place - 1])
            worth = costs / earned if earned > 0 else math.inf
            if not worths or worth < worths[-1]:
                worths.append(worth)
                places.append(place)
        return _Steps(worths=(0.0, *reversed(worths)), places=(lowest, *reversed(places)))

    def place(self, worth: float) -> int:
        """The highest place that is worth its cost; the lowest one always is."""
        return self.places[bisect_right(self.worths, worth) - 1]
