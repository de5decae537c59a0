"""Bounds of processor time are told for one speed of machine: here is how much slower this one is at the moment."""

from __future__ import annotations

import time
from collections.abc import Callable

#: Milliseconds that `_measure` takes on the machine for which bounds are told.
_USUAL = 12.0


def spent(run: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    began = time.process_time()
    run()
    return (time.process_time() - began) * 1000


def took(run: Callable[[], object]) -> float:
    """Milliseconds of processor time that it takes, as `processor_seconds` counts them."""
    began = processor_seconds()
    run()
    return (processor_seconds() - began) * 1000


def slowness() -> float:
    """How many times longer plain work takes just now than it usually does; 1 on a machine that is as fast, or faster."""
    return max(1.0, spent(_measure) / _USUAL)


class _Clock:
    """Counts on: what lies between two looks, by the slower of the speeds that the machine has at both."""

    def __init__(self) -> None:
        self._real, self._slow, self._told = 0.0, 1.0, 0.0

    def look(self) -> float:
        """Seconds since some moment before."""
        real = time.process_time()
        slow = sorted(slowness() for _ in range(3))[1]
        self._told += (real - self._real) / max(slow, self._slow)
        # What the look itself took counts for nothing.
        self._real, self._slow = time.process_time(), slow
        return self._told


_CLOCK = _Clock()


def processor_seconds() -> float:
    """Seconds of processor time of this process, as a machine of the speed for which bounds are told would count them."""
    return _CLOCK.look()


def _measure() -> int:
    return sum(number * number for number in range(200_000))
