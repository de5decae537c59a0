"""Which method tells a line best: each is judged by what it would have told of the line's own past."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from types import MappingProxyType

from officebot.core.budget.landing_methods import COMPETING, Course, Method, Origin

# Moments a month or two earlier or later in the year count less, and so do older years.
_ASIDE: Mapping[int, float] = MappingProxyType({0: 1.0, -1: 0.6, 1: 0.6, -2: 0.3, 2: 0.3})
_OLDER = 0.8
# What a method errs beside the usual one before it was tried on this line, found on lines made for tuning.
_BEFOREHAND: Mapping[Method, float] = MappingProxyType(
    {
        Method.straight_line: 1.5,
        Method.last_year: 1.05,
        Method.last_year_scaled: 1.0,
        Method.seasonal_share: 1.0,
        Method.seasonal_level: 0.9,
        Method.usual_months: 1.05,
        Method.damped_trend: 0.85,
        Method.recent_median: 1.4,
        Method.since_step: 1.0,
        Method.intermittent: 1.4,
        Method.budget: 1.1,
    }
)
# That weighs as much as so many moments of the same month of the year.
_BEFOREHAND_WEIGHS = 1.5
# No method is believed to err less than this part of a usual month: a short quiet past proves little.
_LEAST_ERROR = 0.05
# Who erred more than so many times as the best is not heard.
_HEARD = 2.0
# The interval: what is expected beforehand weighs as much as so many moments, and consists of how much months differ
# from those of a year before, of how far the methods disagree, and of a part of the amount itself; then what makes
# four of five landings fall inside.
_WIDTH_WEIGHS = 6.0
_DISAGREEING, _AMOUNT = 0.5, 0.02
_FOUR_OF_FIVE = 1.4
# Amounts come scaled to about 1: less than this is rounding.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A moment of the past: how far each method was from what came, a month left, and how much that counts."""

    weight: float
    misses: Mapping[Method, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What the months left come to, how far that may be off in four of five cases, and how it was found.

    `heard` are the methods whose record was good enough, best first, and `method` the one that stands in the middle of
    them; `errors` say how far each would have been off, in the mean, over as many months as are left.
    """

    rest: float
    width: float
    method: Method
    heard: tuple[Method, ...]
    errors: Mapping[Method, float]
    moments: int


def vote(course: Course, so_far: int, budget: float | None, left: int) -> Vote:
    """The middle of what the methods say, each weighed by its record on this line's past, and the budget among them.

    The weighted median of the better ones errs less than the one best method: with few years, being best is luck.
    """
    tried = trials(course, so_far, left)
    told = told_by(Origin.of(course, len(course.months), so_far, left))
    errors = _errors(tried)
    if budget is not None:
        told[Method.budget] = budget
    likely = _likely_errors(told, tried, errors, _usual_month(course, budget, left))
    best = min(likely.values())
    heard = sorted((one for one in told if likely[one] <= _HEARD * best + _ROUNDING), key=likely.__getitem__)
    weights = {one: (likely[one] + _ROUNDING) ** -2 for one in heard}
    method = _middle({one: told[one] for one in heard}, weights)
    return Vote(
        rest=told[method],
        width=_width(course, left, told, method, weights, tried),
        method=method,
        heard=tuple(heard),
        errors={one: error * left for one, error in errors.items() if one in told},
        moments=len(tried),
    )


def _usual_month(course: Course, budget: float | None, left: int) -> float:
    """How large a month of the last two years was, or of the budget, where that is more."""
    latest = course.months[-24:]
    return max(sum(map(abs, latest)) / len(latest), abs(budget or 0.0) / left)


def _errors(tried: Collection[Trial]) -> dict[Method, float]:
    """The mean absolute error of each method, a month left."""
    errors, weights = dict.fromkeys(COMPETING, 0.0), dict.fromkeys(COMPETING, 0.0)
    for trial in tried:
        for method, miss in trial.misses.items():
            errors[method] += trial.weight * abs(miss)
            weights[method] += trial.weight
    return {method: errors[method] / weights[method] for method in COMPETING if weights[method]}


def _likely_errors(
    told: Collection[Method], tried: Collection[Trial], errors: Mapping[Method, float], month: float
) -> dict[Method, float]:
    """What each method will err a month: its own record, drawn towards what its kind errs, the less is known of it."""
    known = [errors[method] for method in told if method in errors]
    usual = max(median(known) if known else 0.0, _LEAST_ERROR * month)
    likely = {}
    for method in told:
        weight = sum(trial.weight for trial in tried if method in trial.misses)
        beforehand = _BEFOREHAND_WEIGHS * _BEFOREHAND[method] * usual
        likely[method] = (beforehand + weight * errors.get(method, 0.0)) / (_BEFOREHAND_WEIGHS + weight)
    return likely


def _middle(told: Mapping[Method, float], weights: Mapping[Method, float]) -> Method:
    """The method at which half of the weight lies below."""
    half, below = sum(weights[one] for one in told) * (0.5 - _ROUNDING), 0.0
    ordered = sorted(told, key=told.__getitem__)
    for method in ordered:
        below += weights[method]
        if below >= half:
            return method
    return ordered[-1]


def _width(
    course: Course, left: int, told: Mapping[Method, float], method: Method, weights: Mapping[Method, float],
    tried: Collection[Trial],
) -> float:  # fmt: skip
    """How far the landing may be off in four of five cases, from how far the same vote was off before."""
    disagree = sum(weight * abs(told[one] - told[method]) for one, weight in weights.items()) / sum(weights.values())
    beforehand = _unrest(course) * math.sqrt(left) + _DISAGREEING * disagree
    beforehand += _AMOUNT * left * _usual_month(course, None, left)
    squares, weighs = _WIDTH_WEIGHS * beforehand**2, _WIDTH_WEIGHS
    for trial in tried:
        voted = {one: trial.misses[one] for one in weights if one in trial.misses}
        if voted:
            squares += trial.weight * (left * voted[_middle(voted, weights)]) ** 2
            weighs += trial.weight
    return _FOUR_OF_FIVE * math.sqrt(squares / weighs)


def _unrest(course: Course) -> float:
    """How far a month usually is from that of a year before."""
    months = course.months[-36:]
    apart = [abs(later - earlier) for earlier, later in zip(months, months[12:], strict=False)]
    return sum(apart) / len(apart) if apart else 0.0


def trials(course: Course, so_far: int, left: int) -> list[Trial]:
    """What each method would have told at like moments of the years before, having seen nothing of what came."""
    found = []
    for at, known, months, weight in _moments(len(course.months), so_far, left):
        now = Origin.of(course, at, known, months)
        came = course.total(at, at + months)
        misses = {method: (told - came) / months for method, told in told_by(now).items()}
        found.append(Trial(weight=weight, misses=misses))
    return found


def told_by(now: Origin) -> dict[Method, float]:
    """What each method that knows enough says of the months left."""
    return {method: one.tells(now) for method, one in COMPETING.items() if one.can_tell(now)}


def _moments(known: int, so_far: int, left: int) -> Iterator[tuple[int, int, int, float]]:
    """Moments to try: months known, those of their year, those to tell, weight."""
    start = known - so_far
    for years in range(1, start // 12):
        for aside, weight in _ASIDE.items():
            months = so_far + aside
            if 1 <= months <= 11:
                yield start - 12 * years + months, months, 12 - months, weight * _OLDER ** (years - 1)
    # What lies just behind: spans that end with the last month known.
    span = min(left, known - 12)
    for months in {span, span // 2} if span > 0 else ():
        if months:
            at = known - months
            yield at, (at - start) % 12 or 12, months, 1.0
