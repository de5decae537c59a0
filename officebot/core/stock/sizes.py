"""How large a withdrawal is: what was seen, and what curves through it tell of sizes that were not seen yet.

How far each curve is believed, and how far curves are believed rather than the bare sizes, follows from how well they
explain what was seen: Ferguson, T. S. (1973), A Bayesian analysis of some nonparametric problems; Blackwell, D. and
MacQueen, J. B. (1973), Ferguson distributions via Pólya urn schemes.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

#: No size is larger, in steps.
MOST_STEPS = 256
# What sizes may vary by in relation to their mean; all alike before any is seen.
_SPREADS = (0.15, 0.3, 0.45, 0.6, 0.8, 1.0, 1.3, 1.7)
# How many withdrawals seen a curve may weigh as much as; all alike beforehand.
_WEIGHS = (3.0, 12.0, 50.0, 200.0, 1000.0)
# Lists end at so many times the mean, or the largest size seen.
_MOST_TIMES = 9
# Rounding to whole steps may move a curve's mean by so much, or it is no curve through these sizes.
_MOVED = 0.1
# What explains e^7, a thousand times, less than the best one changes nothing; chances below count as this.
_TELLING, _LEAST = 7.0, 1e-12


def sizes_of(seen: Sequence[float]) -> list[float]:
    """At place k the chance that a withdrawal takes k steps, from sizes seen (in steps, at least one of them)."""
    mean = max(1.0, sum(seen) / len(seen))
    places = min(MOST_STEPS, math.ceil(max(*seen, _MOST_TIMES * mean))) + 2
    counts = Counter(min(places - 1, max(1, round(size))) for size in seen)
    curve = _believed(mean, places, counts)
    fitted, each = _weights(curve, counts)
    found = [fitted * share for share in curve]
    for size in seen:
        whole = min(int(size), places - 2)
        found[whole] += each * (1 - size + whole)
        found[whole + 1] += each * (size - whole)
    total = sum(found)
    return [share / total for share in found]


def _believed(mean: float, places: int, counts: Mapping[int, int]) -> list[float]:
    """The mean of all curves, each by how well it explains the sizes."""
    explained = []
    for spread, curve in _curves(mean, places):
        if abs(sum(place * share for place, share in enumerate(curve)) - mean) > _MOVED * mean:
            continue
        # The curve's mean was taken from the sizes, the more freely the wider it is: what narrow ones gain by that goes.
        evidence = math.log(spread) + sum(
            count * math.log(max(_LEAST, curve[size])) for size, count in counts.items()
        )  # fmt: skip
        explained.append((evidence, curve))
    best = max(evidence for evidence, _ in explained)
    telling = [(math.exp(one - best), curve) for one, curve in explained if best - one < _TELLING]
    found = [sum(weight * curve[place] for weight, curve in telling) for place in range(places)]
    total = sum(found)
    return [share / total for share in found]


def _weights(curve: Sequence[float], counts: Mapping[int, int]) -> tuple[float, float]:
    """What the curve weighs, and what each size seen does: together 1."""
    seen = sum(counts.values())
    explained = [(_evidence(weighs, curve, counts), weighs) for weighs in _WEIGHS]
    best = max(evidence for evidence, _ in explained)
    believed = [(math.exp(evidence - best), weighs) for evidence, weighs in explained]
    total = sum(belief for belief, _ in believed)
    fitted = sum(belief * weighs / (weighs + seen) for belief, weighs in believed) / total
    return fitted, (1 - fitted) / seen


def _evidence(weighs: float, curve: Sequence[float], counts: Mapping[int, int]) -> float:
    """The logarithm of the chance of these sizes, where each is drawn from the curve or repeats an earlier one."""
    found = math.lgamma(weighs) - math.lgamma(weighs + sum(counts.values()))
    for size, count in counts.items():
        expected = weighs * max(_LEAST, curve[size])
        found += math.lgamma(expected + count) - math.lgamma(expected)
    return found


# ── curves ────────────────────────────────────────────────────────────────────────────────────────────────


def _curves(mean: float, places: int) -> Iterator[tuple[float, Sequence[float]]]:
    """Curves with that mean, each with its spread in relation to it."""
    for spread in _SPREADS:
        variance = (spread * mean) ** 2
        least = max(variance, (mean - 1) * 1.001)
        yield math.sqrt(least) / mean if mean > 1 else spread, _negative_binomial(mean, least, places)
        yield spread, _lognormal(mean, variance, places)


def _negative_binomial(mean: float, variance: float, places: int) -> list[float]:
    """One step and a negative binomial number of further ones (Poisson at the least)."""
    further = mean - 1
    found = [0.0] * places
    if further <= 0:
        found[1] = 1.0
        return found
    shape = further * further / (variance - further)
    success = shape / (shape + further)
    chance = math.exp(shape * math.log(success))
    for place in range(1, places):
        found[place] = chance
        chance *= (shape + place - 1) / place * (1 - success)
    return found


def _lognormal(mean: float, variance: float, places: int) -> list[float]:
    """Steps to which a lognormal amount is rounded, none below one."""
    logarithms = math.log(1 + variance / mean**2)
    middle, width = math.log(mean) - logarithms / 2, math.sqrt(2 * logarithms)
    reached = [0.0, *(0.5 + 0.5 * math.erf((math.log(place + 0.5) - middle) / width) for place in range(1, places))]
    return [0.0, *(more - less for less, more in pairwise(reached))]
