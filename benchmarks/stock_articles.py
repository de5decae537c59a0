"""Two years of made-up articles of a stock room: what is asked for each working day, how long suppliers take.

Drawn from a seed with `random.Random`, the same on every machine. Ranges are those of an office and a workshop: paper and
pens go every other day, moulds and toners once a month, in sizes that vary little or a lot.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from officebot.core.worktime import WorkingTime

FIRST, TURN, LAST = date(2024, 1, 2), date(2025, 1, 2), date(2025, 12, 31)
# What a French office asks for by month, beside an even year: a quiet August, the rentrée, the end of the year.
_OFFICE_YEAR = (1.05, 1.0, 1.0, 0.95, 0.85, 1.0, 0.8, 0.4, 1.55, 1.2, 1.15, 1.05)
_PACKS = (1, 2, 5, 10, 12, 20, 24, 25, 50, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One article: what is asked for on each working day of both years, and on each day how long an order would take."""

    key: str
    pack: int
    price: float
    lead_days: int
    asked: Sequence[int]
    takes: Sequence[int]

    def __post_init__(self) -> None:
        assert len(self.asked) == len(self.takes)


def working_days() -> list[date]:
    """The working days of both years, French holidays out."""
    work = WorkingTime()
    span = range(FIRST.toordinal(), LAST.toordinal() + 1)
    return [day for day in map(date.fromordinal, span) if work.is_working_day(day)]


def make_articles(seed: int, count: int, days: Sequence[date], drift: float = 0.0) -> list[Made]:
    """So many articles over these days; `drift` is the standard deviation of a level's logarithm between the years."""
    rng = random.Random(seed)
    return [_article(rng, f"A{number:03}", days, drift) for number in range(1, count + 1)]


def _article(rng: random.Random, key: str, days: Sequence[date], drift: float) -> Made:
    interval = math.exp(rng.uniform(math.log(1.3), math.log(15)))
    mean_size = math.exp(rng.uniform(0, math.log(20)))
    sizes = rng.choice((_lognormal, _negative_binomial, _poisson))
    spread = rng.uniform(0.3, 1.2)
    season = _season(rng)
    # Another level in the second year: offices grow and shrink.
    change = math.exp(rng.gauss(0, drift))
    lead_days = rng.randint(2, 20)
    asked, takes = [], []
    for day in days:
        level = season[day.month - 1] * (change if day >= TURN else 1.0)
        goes = rng.random() < min(1.0, level / interval)
        size = sizes(rng, mean_size, spread)
        asked.append(size if goes else 0)
        takes.append(_delivery(rng, lead_days))
    monthly = mean_size / interval * 21
    packs = [pack for pack in _PACKS if pack <= max(1.0, monthly)]
    price = math.exp(rng.gauss(2, 1))
    return Made(key=key, pack=rng.choice(packs), price=price, lead_days=lead_days, asked=asked, takes=takes)


def _season(rng: random.Random) -> Sequence[float]:
    """A third of the articles even all year, a third with the office's year, a third with a wave of their own."""
    kind = rng.randrange(3)
    if kind == 0:
        return (1.0,) * 12
    if kind == 1:
        return _OFFICE_YEAR
    height, turn = rng.uniform(0.2, 0.6), rng.uniform(0, 12)
    return [1 + height * math.cos((month - turn) * math.pi / 6) for month in range(12)]


def _delivery(rng: random.Random, lead_days: int) -> int:
    """Four deliveries of five come when promised; the others up to half as late again."""
    return lead_days + (rng.randint(1, max(1, lead_days // 2)) if rng.random() < 0.2 else 0)


def _lognormal(rng: random.Random, mean: float, spread: float) -> int:
    sigma = math.sqrt(math.log(1 + spread * spread))
    return max(1, round(rng.lognormvariate(math.log(mean) - sigma * sigma / 2, sigma)))


def _poisson(rng: random.Random, mean: float, _spread: float) -> int:
    return 1 + _poisson_count(rng, mean - 1)


def _negative_binomial(rng: random.Random, mean: float, spread: float) -> int:
    """One and a Poisson number whose own mean varies by the spread."""
    if mean <= 1.01:
        return 1
    shape = 1 / (spread * spread)
    return 1 + _poisson_count(rng, rng.gammavariate(shape, (mean - 1) / shape))


def _poisson_count(rng: random.Random, mean: float) -> int:
    """By counting exponential waits: exact, and the same on every machine."""
    count, waited = 0, rng.expovariate(1)
    while waited < mean:
        count += 1
        waited += rng.expovariate(1)
    return count
