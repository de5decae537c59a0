"""Croston's estimate of what is used now and then: how much at a time, and how long between two times.

Croston, J. D. (1972), Forecasting and stock control for intermittent demands.
"""

from __future__ import annotations

from collections.abc import Sequence

#: The weight of the newest withdrawal among days, as Croston proposes.
STEP = 0.1


def croston(amounts: Sequence[float], step: float = STEP) -> list[float]:
    """What it would have said of use in one span before each, and after the last: a withdrawal's size over the spans
    between two, each smoothed when something is taken."""
    path, size, interval, waited = [0.0], 0.0, 0.0, 0
    for amount in amounts:
        waited += 1
        if amount > 0:
            size = size + step * (amount - size) if size else amount
            interval = interval + step * (waited - interval) if interval else float(waited)
            waited = 0
        path.append(size / interval if interval else 0.0)
    return path
