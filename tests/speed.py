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


def slowness() -> float:
    """How many times longer plain work takes just now than it usually does; 1 on a machine that is as fast, or faster."""
    return max(1.0, spent(_measure) / _USUAL)


def _measure() -> int:
    return sum(number * number for number in range(200_000))
