"""Where safety costs least: the reorder points of all articles together, so that their mean service is as wanted.

Each article alone at 98 % needs much stock for those that are asked for seldom and in large amounts. The same service
on average costs less where the last unit on each shelf earns the same (Sherbrooke, C. C. (1968), METRIC).
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from officebot.core.stock.levels import Curve

# What is not known (a new level, a changed year, a supplier's bad month) misses about as much again as what is: of the
# misses that are allowed, so much is planned. Found on other seeds than those of the table in docs/duties/stock.md.
_PLANNED = 0.65
# No article is planned to miss more than so many times what all may on average.
_LEAST_TIMES = 2.5
# Whoever orders at the reorder point shall be in time: so often, at most, the shelf is empty before the delivery. Large
# lots alone would serve 98 % with a shortage before each delivery.
_MOST_SHORT = 0.10
_ROOM = 2.0
# Nobody plans beyond this: the lists' ends are not exact to more.
_MOST = 0.9995


def keeping_costs(prices: Mapping[str, float]) -> Mapping[str, float]:
    """What a unit of each article costs to keep, from its price (nought where none is known): money, and room.

    Room and handling are taken to cost twice what the money does, and the same for each unit.
    """
    known = [price for price in prices.values() if price > 0]
    usual = sum(known) / len(known) if known else 1.0
    return {key: (price or usual) + _ROOM * usual for key, price in prices.items()}


def balanced(curves: Mapping[str, Curve], costs: Mapping[str, float], service: float) -> Mapping[str, int]:
    """For each article, the place on its curve: together they serve the wanted share, mean of all articles.

    `costs` says what a unit costs to keep, in any measure that is the same for all. None is planned to miss more than
    2.5 times what all may: each serves 95 % where 98 % are wanted.
    """
    misses = _PLANNED * (1 - service)
    least = 1 - _LEAST_TIMES * (1 - service)
    spans = {
        key: (max(curve.place(least), curve.safe_place(_MOST_SHORT)), curve.place(_MOST))
        for key, curve in curves.items()
    }

    def places(worth: float) -> dict[str, int]:
        return {key: _place(curves[key], costs[key], *span, worth) for key, span in spans.items()}

    if not curves:
        return {}
    cheap, dear = math.log(1e-9), math.log(1e9)
    for _ in range(40):
        middle = (cheap + dear) / 2
        missed = sum(curves[key].unserved[place] for key, place in places(math.exp(middle)).items())
        cheap, dear = (cheap, middle) if missed <= misses * len(curves) else (middle, dear)
    return places(math.exp(dear))


def _place(curve: Curve, cost: float, lowest: int, highest: int, worth: float) -> int:
    """The highest place whose last step still earned what it costs, where a whole article served is worth so much."""
    for place in range(highest, lowest, -1):
        earned = curve.unserved[place - 1] - curve.unserved[place]
        if earned * worth >= cost * (curve.lies[place] - curve.lies[place - 1]):
            return place
    return lowest
