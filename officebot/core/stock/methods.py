"""Estimates of daily use, each a path: what it would have said before each day, and after the last.

Croston, J. D. (1972), Forecasting and stock control for intermittent demands; SBA: Syntetos, A. A. and Boylan, J. E.
(2005), The accuracy of intermittent demand estimates; TSB: Teunter, R., Syntetos, A. and Babai, M. Z. (2011),
Intermittent demand: linking forecasting to inventory obsolescence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from itertools import accumulate
from types import MappingProxyType

from officebot.core.croston import STEP as CROSTON_STEP
from officebot.core.croston import croston
from officebot.core.text import Text, say

_TSB_SIZE_STEP, _TSB_CHANCE_STEP = 0.1, 0.02
# The weight of the newest day: half of all weight lies on the last 50, and the last 140 days.
_FAST, _SLOW = 0.014, 0.005


class Method(StrEnum):
    """How daily use was estimated."""

    average = "average"
    smoothing = "smoothing"
    fast_smoothing = "fast_smoothing"
    croston = "croston"
    sba = "sba"
    tsb = "tsb"
    stopped = "stopped"
    unknown = "unknown"


_NAMES: Mapping[Method, Text] = {
    Method.average: say("the mean of all days known"),
    Method.smoothing: say("a mean that slowly forgets"),
    Method.fast_smoothing: say("a mean that quickly forgets"),
    Method.croston: say("Croston’s method"),
    Method.sba: say("Croston’s method as Syntetos and Boylan mended it"),
    Method.tsb: say("the method of Teunter, Syntetos and Babai"),
    Method.stopped: say("nothing is taken any more"),
    Method.unknown: say("nothing was taken yet"),
}


def method_name(method: Method) -> Text:
    """The method in the reader's words."""
    return _NAMES[method]


def average(amounts: Sequence[float]) -> list[float]:
    """The mean of all days before."""
    return [0.0, *(total / day for day, total in enumerate(accumulate(amounts), 1))]


def smoothing(amounts: Sequence[float], step: float = _SLOW) -> list[float]:
    """A mean in which each day weighs less than the one after it."""
    path, total, weight = [0.0], 0.0, 0.0
    for amount in amounts:
        total += step * (amount - total)
        weight += step * (1 - weight)
        path.append(total / weight)
    return path


def fast_smoothing(amounts: Sequence[float]) -> list[float]:
    """The same, with a shorter memory."""
    return smoothing(amounts, _FAST)


def sba(amounts: Sequence[float]) -> list[float]:
    """Croston's, without its bias upwards."""
    return [(1 - CROSTON_STEP / 2) * one for one in croston(amounts)]


def tsb(amounts: Sequence[float]) -> list[float]:
    """Size of a withdrawal times the chance of one, which sinks with each day on which nothing is taken."""
    path, size, chance, days, taken = [0.0], 0.0, 0.0, 0, 0
    for amount in amounts:
        days, taken = days + 1, taken + (amount > 0)
        if amount > 0:
            size = size + _TSB_SIZE_STEP * (amount - size) if size else amount
        # The first days are averaged: the smoothing has to start from somewhere.
        step = max(_TSB_CHANCE_STEP, 1 / days)
        chance += step * ((amount > 0) - chance)
        path.append(size * chance)
    return path


#: The methods that compete; the first is taken unless another is clearly better.
COMPETING: Mapping[Method, Callable[[Sequence[float]], list[float]]] = MappingProxyType(
    {
        Method.average: average,
        Method.smoothing: smoothing,
        Method.fast_smoothing: fast_smoothing,
        Method.croston: croston,
        Method.sba: sba,
        Method.tsb: tsb,
    }
)
