"""When the shelf is empty if nothing more is ordered: the likely day, and an early and a late one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from officebot.core.stock.chances import repeated, summed
from officebot.core.stock.demand import Demand, coarser, day_of

#: One time in ten it is empty earlier than the early day, one time in ten later than the late one.
EARLY, LIKELY, LATE = 0.1, 0.5, 0.9
# A list of chances up to what lies there; about so many stretches until it is gone.
_PLACES, _STRETCHES = 200, 24


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOut:
    """Numbers of working days from today, today being 0; None beyond what was looked at."""

    early: int | None
    likely: int | None
    late: int | None


def run_out(demand: Demand, lies: float, comes: Mapping[int, float], months: Sequence[int]) -> RunOut:
    """When what lies there and what comes, by working day from today, is used up; `months` are those of the days after.

    Deterministic: the chance that use has reached what was there is summed exactly, stretch by stretch, and read
    between two stretches on a straight line.
    """
    if lies <= 0:
        return RunOut(early=0, likely=0, late=0)
    found: dict[float, int | None] = dict.fromkeys((EARLY, LIKELY, LATE))
    if demand.is_known:
        day, reached = 0, 0.0
        for until, chance in _chances(demand, lies, comes, months):
            for share in found:
                if found[share] is None and chance >= share:
                    part = (share - reached) / (chance - reached) if chance > reached else 1.0
                    found[share] = day + max(1, round(part * (until - day)))
            day, reached = until, max(reached, chance)
            if reached >= LATE:
                break
    return RunOut(early=found[EARLY], likely=found[LIKELY], late=found[LATE])


def _chances(
    demand: Demand, lies: float, comes: Mapping[int, float], months: Sequence[int]
) -> Iterator[tuple[int, float]]:
    """For growing numbers of days: the chance that so much was asked for by then as was there."""
    most = lies + sum(comes.values())
    times = max(1, -(-int(most / demand.step) // _PLACES))
    step, sizes = demand.step * times, coarser(demand.sizes, times)
    places = int(most / step) + 2
    stretch = max(1, int(lies / demand.daily(months[0]) / _STRETCHES)) if months and demand.daily(months[0]) else 1
    asked: list[list[float]] = [[1.0]] * len(demand.rates)
    spans: dict[tuple[float, float, int], list[float]] = {}
    there, day = lies, 0
    while day < len(months):
        until = min([day + stretch, len(months), *(later for later in comes if later > day)])
        # Rounded, so that most stretches of a month are alike and summed once.
        factor = round(demand.season.over(months[day:until]), 2)
        for at, (_, rate) in enumerate(demand.rates):
            span = (rate, factor, until - day)
            if span not in spans:
                spans[span] = repeated(day_of(rate * factor, sizes), until - day, places)
            asked[at] = summed(asked[at], spans[span], places)
        day = until
        # What comes in the morning of a day serves that day.
        there += comes.get(day, 0.0)
        enough = -int(-there // step)
        yield (
            day,
            sum(
                weight * (1 - sum(chances[:enough])) for (weight, _), chances in zip(demand.rates, asked, strict=True)
            ),
        )
