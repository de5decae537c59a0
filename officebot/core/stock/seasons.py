"""The year's shape: which months ask for more than others, learned from all articles together and from each alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from officebot.core.stock.usage import Usage, Workdays

# A month's own figure weighs as much as what is known beforehand once so many withdrawals were expected in it.
_ALL_WEIGH, _ONE_WEIGHS = 30.0, 8.0
# One article's month is read with half of the months beside it: few withdrawals say little alone.
_BESIDE = ((-1, 0.5), (0, 1.0), (1, 0.5))
#: Fewer known working days than these show no season.
LEAST_DAYS = 180


@dataclass(frozen=True, slots=True)
class Season:
    """For each month from January on, what is asked for in relation to an even year."""

    index: tuple[float, ...] = (1.0,) * 12

    def over(self, months: Sequence[int]) -> float:
        """The mean over days of these months, January being 0; 1 without a day."""
        return sum(self.index[month] for month in months) / len(months) if months else 1.0

    @property
    def is_flat(self) -> bool:
        """Whether no month differs by as much as a twentieth."""
        return all(abs(one - 1) < 0.05 for one in self.index)


FLAT = Season()


def season_of_all(usages: Iterable[Usage], workdays: Workdays) -> Season:
    """The season that the articles share: the days on which something was taken, by month, against an even spread."""
    taken, expected = [0.0] * 12, [0.0] * 12
    for usage in usages:
        if len(usage.amounts) >= LEAST_DAYS:
            own_taken, own_days = _by_month(usage, workdays)
            rate = sum(own_taken) / len(usage.amounts)
            for month in range(12):
                taken[month] += own_taken[month]
                expected[month] += own_days[month] * rate
    return Season(
        tuple((have + _ALL_WEIGH) / (even + _ALL_WEIGH) for have, even in zip(taken, expected, strict=True))
    )


def season_of_one(usage: Usage, workdays: Workdays, shared: Season) -> Season:
    """One article's season: the shared one, moved towards what its own history shows, as far as that is evidence."""
    if len(usage.amounts) < LEAST_DAYS:
        return shared
    taken, days = _by_month(usage, workdays)
    rate = sum(taken) / len(usage.amounts)
    even = [days[month] * rate * shared.index[month] for month in range(12)]
    moved = []
    for month in range(12):
        have = sum(weight * taken[(month + step) % 12] for step, weight in _BESIDE)
        want = sum(weight * even[(month + step) % 12] for step, weight in _BESIDE)
        moved.append(shared.index[month] * (have + _ONE_WEIGHS) / (want + _ONE_WEIGHS))
    mean = sum(index * count for index, count in zip(moved, days, strict=True)) / len(usage.amounts)
    return Season(tuple(index / mean for index in moved)) if mean > 0 else shared


def weights_of(usage: Usage, workdays: Workdays, season: Season) -> list[float]:
    """The season's figure for each day of a usage."""
    return [season.index[month] for month in workdays.months[usage.first : usage.end]]


def _by_month(usage: Usage, workdays: Workdays) -> tuple[list[float], list[int]]:
    """How many days with use each month has, and how many working days."""
    taken, days = [0.0] * 12, [0] * 12
    months: Sequence[int] = workdays.months[usage.first : usage.end]
    for month, amount in zip(months, usage.amounts, strict=True):
        days[month] += 1
        taken[month] += amount > 0
    return taken, days
