"""Distributions over whole steps, summed exactly: what may be asked for in so many days. No random number is drawn.

A distribution is a list: at place k the chance of k steps. Lists may stop early; what is missing lies above. Sums are
right below their end all the same, since nothing below depends on what lies above.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from itertools import accumulate, chain, repeat

# Chances in whole numbers of 2^-27: the product of two, summed over 512 places, still fits into 64 bits.
_BITS = 27
_ONE = 1 << _BITS
_HALF = _ONE >> 1
#: No list is longer; who needs more takes larger steps.
MOST_PLACES = 512


def summed(one: Sequence[float], other: Sequence[float], places: int) -> list[float]:
    """The distribution of the sum of two independent amounts, its first `places` places."""
    return _floats(_product(_packed(_whole(one, places)), _packed(_whole(other, places)), places))


def repeated(day: Sequence[float], days: int, places: int) -> list[float]:
    """The distribution of the sum of so many independent days that are alike."""
    return sums_of(day, (days,), places)[days]


def sums_of(day: Sequence[float], days: Sequence[int], places: int) -> Mapping[int, list[float]]:
    """For each number of days, the distribution of their sum, its first `places` places.

    Each is right to about 1e-6: chances are kept in steps of 7e-9 and rounded after each product.
    """
    places = min(places, MOST_PLACES)
    base = _packed(_whole(day, places))
    found: dict[int, list[float]] = {}
    reached, total = 0, _packed([_ONE])
    for wanted in sorted(set(days)):
        total = _times(total, _power(base, wanted - reached, places), places)
        reached = wanted
        found[wanted] = _floats(_unpacked(total, places))
    return found


def mixed(parts: Sequence[tuple[float, Sequence[float]]], places: int) -> list[float]:
    """The distribution that is one of several, each with its weight."""
    found = [0.0] * places
    for weight, chances in parts:
        longer = chain(chances, repeat(0.0))
        found = [before + weight * chance for before, chance in zip(found, longer, strict=False)]
    return found


def mean_of(chances: Sequence[float]) -> float:
    """The expected number of steps of a list that is whole."""
    return sum(place * chance for place, chance in enumerate(chances))


def shortfalls(chances: Sequence[float], mean: float) -> list[float]:
    """At place y: how much is expected to be asked for beyond y; `mean` is that of the whole distribution."""
    above = (1.0 - reached for reached in accumulate(chances))
    left = (mean - served for served in accumulate(above, initial=0.0))
    return [more if more > 0 else 0.0 for more in left]


# ── one whole number for a whole list: the machine's long multiplication sums all products at once ─────────


def _whole(chances: Sequence[float], places: int) -> list[int]:
    return [int(chance * _ONE + 0.5) for chance in chances[:places]]


def _packed(values: Sequence[int]) -> int:
    return int.from_bytes(struct.pack(f"<{len(values)}Q", *values), "little")


def _unpacked(packed: int, places: int) -> list[int]:
    raw = packed.to_bytes((packed.bit_length() + 7) // 8, "little")[: 8 * places]
    return list(struct.unpack(f"<{places}Q", raw.ljust(8 * places, b"\0")))


def _product(one: int, other: int, places: int) -> list[int]:
    return [(value + _HALF) >> _BITS for value in _unpacked(one * other, places)]


def _times(one: int, other: int, places: int) -> int:
    return _packed(_product(one, other, places))


def _power(base: int, times: int, places: int) -> int:
    found = _ONE
    while times:
        if times & 1:
            found = base if found == _ONE else _times(found, base, places)
        times >>= 1
        if times:
            base = _times(base, base, places)
    return found


def _floats(values: Sequence[int]) -> list[float]:
    return [value / _ONE for value in values]
