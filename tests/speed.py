"""Bounds of processor time are told for one speed of machine: here is what work would take on that one.

Where the processor counts its instructions, these are what is bounded: they are the same at each run, whatever else the
machine does. Elsewhere it is the clock, by how much slower the machine is at the moment.
"""

from __future__ import annotations

import functools
import sys
import time
from collections.abc import Callable
from typing import TypeVar

from tests import instructions

T = TypeVar("T")

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


def within(seconds: float, run: Callable[[], T], tries: int = 5) -> T:
    """What `run` gives; it must take less than so many seconds of processor time, as a machine of the usual speed counts.

    Where it goes by the clock a moment may be slow, for others work on this machine too: the quickest of a few runs counts,
    none of which remembers what the one before it found. What is really slow is slow in each of them.
    """
    given: list[T] = []

    def once() -> None:
        given.append(run())

    best = least(seconds, once, tries)
    if best < seconds:
        return given[-1]
    raise AssertionError(f"{best:.3f} s at best, not less than {seconds} s")


def least(seconds: float, run: Callable[[], object], tries: int = 5) -> float:
    """The fewest seconds of processor time that a run of it takes, as a machine of the usual speed counts them.

    It is run again, with nothing remembered, until a run takes less than so many seconds, at most `tries` times.
    """
    best = float("inf")
    for _ in range(tries):
        best = min(best, took(run) / 1000)
        if best < seconds:
            break
        _forget()
    return best


def _forget() -> None:
    """Empty every cache of answers that a module of the package keeps."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "officebot":
            for one in list(vars(module).values()):
                if isinstance(one, functools._lru_cache_wrapper):
                    one.cache_clear()


def slowness() -> float:
    """How many times longer plain work takes just now than it usually does; 1 on a machine that is as fast, or faster."""
    return max(1.0, spent(_measure) / _USUAL)


class _Instructions:
    """Counts on by the instructions carried out, as many a second as plain work has on the machine for which bounds are told."""

    def __init__(self, counter: Callable[[], int]) -> None:
        _measure()
        began = counter()
        _measure()
        self._counter, self._a_second = counter, (counter() - began) / (_USUAL / 1000)

    def look(self) -> float:
        """Seconds since some moment before."""
        return self._counter() / self._a_second


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


@functools.cache
def _clock() -> _Instructions | _Clock:
    counter = instructions.counter()
    return _Instructions(counter) if counter else _Clock()


def processor_seconds() -> float:
    """Seconds of processor time of this process, as a machine of the speed for which bounds are told would count them."""
    return _clock().look()


def _measure() -> int:
    return sum(number * number for number in range(200_000))
