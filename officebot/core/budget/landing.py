"""Where a budget line will land at the end of its year, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from officebot.core.budget.landing_choosing import Vote, vote
from officebot.core.budget.landing_methods import Course, Method, method_name
from officebot.core.money import cents
from officebot.core.text import Text, say

#: Older months tell nothing more.
MOST_MONTHS = 60
# Without a past year, the straight line weighs as much as the budget once so many months are known.
_AS_MUCH = 12
# What is then said of how far off that may be, as parts: how much the months differ, how far the two disagree, and the
# amount itself, for what no past year shows.
_UNSURE, _AMOUNT = 0.5, 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Landing:
    """The year's amount at its end, to the cent; four of five years end between `low` and `high`.

    `method` is the one whose figure was taken: the middle of those `heard`, which are the ones that erred little on the
    line's own past (best first). `errors` say how far each method would have been off, in the mean, over as many months as
    are left, at so many `moments` of the past; empty where no past year is known. `is_raised` where what is ordered came to
    more than any method says.
    """

    value: Decimal
    low: Decimal
    high: Decimal
    method: Method
    errors: Mapping[Method, Decimal]
    heard: tuple[Method, ...] = ()
    moments: int = 0
    is_raised: bool = False


def landing(
    history: Sequence[Decimal],
    actual_to_date: Sequence[Decimal],
    remaining_budget: Sequence[Decimal],
    committed: Decimal = Decimal(0),
) -> Landing:
    """Where a line lands.

    `history` are the months of complete past years, oldest first (years before the first amount count as unknown),
    `actual_to_date` this year's months, `remaining_budget` the budget of each month left (all zero: none is known, unless
    no past year is known either). `committed` is ordered but not invoiced: the least that is still to come, so it raises
    a forecast below it and is never added to one above, which already holds the orders of an ordinary year. Where credits
    occur, the low end is not bound by it. A year of more than twelve months is told as if no past one were known.
    """
    spent, left = sum(actual_to_date, Decimal(0)), len(remaining_budget)
    if not left:
        spent = cents(spent)
        return Landing(value=spent, low=spent, high=spent, method=Method.known, errors={})
    past = _past(history) if len(actual_to_date) + left <= 12 else ()
    amounts = (*past, *actual_to_date, *remaining_budget)
    size = _size(amounts)
    found = _vote(past, actual_to_date, remaining_budget, size)
    told, width = _money(found.rest, size), _money(found.width, size)
    # Without credits nothing comes back, and all comes that is ordered.
    least = max(committed, Decimal(0))
    is_bound = not any(amount < 0 for amount in amounts)
    rest = max(told, least) if is_bound or least else told
    low = max(told - width, least) if is_bound else told - width
    return Landing(
        value=cents(spent + rest),
        low=cents(spent + low),
        high=cents(spent + rest + width),
        method=found.method,
        errors={method: _money(error, size) for method, error in found.errors.items()},
        heard=found.heard,
        moments=found.moments,
        is_raised=rest > max(told, Decimal(0)),
    )


def reason(found: Landing) -> Text:
    """How the landing was found, in the reader's words."""
    if found.is_raised:
        return say("what was spent and what is ordered; {method} would say less", method=method_name(found.method))
    return method_name(found.method)


def _past(history: Sequence[Decimal]) -> Sequence[Decimal]:
    """Whole years, the newest ones, from the year of the first amount on."""
    latest = history[-MOST_MONTHS:]
    months = latest[len(latest) % 12 :]
    first = next((at for at, amount in enumerate(months) if amount), len(months))
    return months[first - first % 12 :]


def _size(amounts: Sequence[Decimal]) -> float:
    """How large the amounts are: what is reckoned in floating point is divided by it."""
    return math.fsum(abs(float(one)) for one in amounts) / max(1, len(amounts)) or 1.0


def _vote(past: Sequence[Decimal], so_far: Sequence[Decimal], budget: Sequence[Decimal], size: float) -> Vote:
    months = [float(one) / size for one in so_far]
    planned = [float(one) / size for one in budget]
    if not past:
        return _first_year(months, planned)
    course = Course.of([*(float(one) / size for one in past), *months])
    return vote(course, len(months), sum(planned) if any(planned) else None, len(planned))


def _first_year(months: Sequence[float], planned: Sequence[float]) -> Vote:
    """The budget and the straight line, the latter the more, the more months are known and the more even the budget is."""
    budget, left = sum(planned), len(planned)
    mean = sum(months) / len(months) if months else 0.0
    line = mean * left
    weight = len(months) / (len(months) + _AS_MUCH) * _evenness(planned)
    unrest = sum(abs(one - mean) for one in months) / len(months) if months else 0.0
    width = unrest * math.sqrt(left) + _UNSURE * abs(line - budget) + _AMOUNT * max(abs(line), abs(budget))
    return Vote(
        rest=weight * line + (1 - weight) * budget,
        width=width,
        method=Method.budget_and_line,
        heard=(Method.budget, Method.straight_line) if months else (Method.budget,),
        errors={},
        moments=0,
    )


def _evenness(planned: Sequence[float]) -> float:
    """1 for a budget of like months, 0 for one that puts all into one month: then it knows what a line can't."""
    mean = sum(planned) / len(planned)
    return min(1.0, max(0.0, median(planned) / mean)) if mean else 1.0


def _money(amount: float, size: float) -> Decimal:
    return cents(Decimal(amount * size))
