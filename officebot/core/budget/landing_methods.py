"""Simple ways to tell what the months left of a year will come to, each from what was known at that moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate, pairwise
from statistics import median
from types import MappingProxyType

from officebot.core.croston import croston
from officebot.core.text import Text, say

# The weight of the newest month in a level that forgets: half of all weight lies on the last six.
_FORGETS = 0.11
# Half of last year's change goes on, the rest peters out: Gardner and McKenzie (1985) damp trends for the same reason.
_DAMPED = 0.5
# A step is believed when it is so many times as large as its months differ among themselves.
_STEP_SHOWS = 2.5
_STEP_REACHES = 15
# How quickly size and interval follow, in months: few withdrawals a year have to tell.
_CROSTON_STEP = 0.15
# Syntetos and Boylan (2005): Croston's estimate is too high by this part.
_UNBIASED = 1 - _CROSTON_STEP / 2
# What a season explains less than this share of a month is none to divide by.
_LEAST_SHARE = 0.02


class Method(StrEnum):
    """How the months left were told."""

    budget = "budget"
    straight_line = "straight_line"
    last_year = "last_year"
    last_year_scaled = "last_year_scaled"
    seasonal_share = "seasonal_share"
    seasonal_level = "seasonal_level"
    usual_months = "usual_months"
    damped_trend = "damped_trend"
    recent_median = "recent_median"
    since_step = "since_step"
    intermittent = "intermittent"
    budget_and_line = "budget_and_line"
    known = "known"


_NAMES: Mapping[Method, Text] = {
    Method.budget: say("the budget for the months left"),
    Method.straight_line: say("on as this year so far (straight line)"),
    Method.last_year: say("as the rest of last year"),
    Method.last_year_scaled: say("as the rest of last year, scaled by how this year compares"),
    Method.seasonal_share: say("the share of a year that these months usually are"),
    Method.seasonal_level: say("the recent level with the usual season"),
    Method.usual_months: say("what these months usually come to"),
    Method.damped_trend: say("the trend of the last two years, damped"),
    Method.recent_median: say("the median of the last months"),
    Method.since_step: say("the level since the last step"),
    Method.intermittent: say("Croston’s method, for what comes now and then"),
    Method.budget_and_line: say("the budget and the straight line together, since no past year is known"),
    Method.known: say("all months are known"),
}


def method_name(method: Method) -> Text:
    """The method in the reader's words."""
    return _NAMES[method]


@dataclass(frozen=True, slots=True)
class Course:
    """All months in order; what any method sees of them is cut off at its origin."""

    months: Sequence[float]
    running: Sequence[float] = field(default=(), compare=False)
    now_and_then: Sequence[float] = field(default=(), compare=False)

    @staticmethod
    def of(months: Sequence[float]) -> Course:
        """With the sums and paths that every origin needs."""
        return Course(months, list(accumulate(months, initial=0.0)), croston(months, _CROSTON_STEP))

    def total(self, first: int, end: int) -> float:
        """The sum of the months from `first` up to, not including, `end`."""
        return self.running[end] - self.running[first]


@dataclass(frozen=True, slots=True)
class Origin:
    """A moment: `at` months are known, `so_far` of them this year's, `left` are to be told."""

    course: Course
    at: int
    so_far: int
    left: int
    season: Sequence[float]
    running_season: Sequence[float]

    @staticmethod
    def of(course: Course, at: int, so_far: int, left: int) -> Origin:
        """With the season that shows at that moment, and its sums, from three years before."""
        season = season_before(course, at)
        return Origin(course, at, so_far, left, season, list(accumulate([*season] * 3, initial=0.0)))

    @property
    def rest_of_last_year(self) -> float:
        """What the same months came to a year before."""
        return self.course.total(self.at - 12, self.at - 12 + self.left)

    def so_far_back(self, years: int) -> float:
        """What the months that are known of this year came to so many years before."""
        end = self.at - 12 * years
        return self.course.total(max(0, end - self.so_far), end)


def season_before(course: Course, at: int) -> Sequence[float]:
    """For each of the twelve months from `at` on, what it is to a month of the mean; all 1 where no season shows.

    A season counts as much as it stands out from how the same month differs from year to year.
    """
    years = min(at // 12, 4)
    means = [course.total(at - 12 * back, at - 12 * back + 12) / 12 for back in range(years, 0, -1)]
    if not means or min(means) <= 0:
        return _EVEN
    months = course.months
    first = at - 12 * years
    shares = [[months[first + 12 * year + month] / means[year] for year in range(years)] for month in range(12)]
    index = [sum(one) / years for one in shares]
    if years == 1:
        return [1 + _ONE_YEAR * (one - 1) for one in index]
    apart = sum((one - 1) ** 2 for one in index) / 11
    by_chance = sum((share - one) ** 2 for one, row in zip(index, shares, strict=True) for share in row)
    by_chance /= 12 * (years - 1) * years
    trust = max(0.0, 1 - by_chance / apart) if apart else 0.0
    return [1 + trust * (one - 1) for one in index]


_EVEN = (1.0,) * 12
# How far a season is believed that was seen once.
_ONE_YEAR = 0.5


# ── the methods; each gives the sum of the months left ────────────────────────────────────────────────────
def straight_line(now: Origin) -> float:
    """The mean of this year's months, for each month left."""
    months = now.so_far or min(12, now.at)
    return now.course.total(now.at - months, now.at) / months * now.left


def last_year(now: Origin) -> float:
    """What the same months came to last year."""
    return now.rest_of_last_year


def last_year_scaled(now: Origin) -> float:
    """The same, times how this year's months compare with last year's; the fewer they are, the less they scale."""
    rest = now.rest_of_last_year
    this, before = now.so_far_back(0), now.so_far_back(1)
    if before <= 0 or this < 0 or rest < 0:
        return rest + _DAMPED * (this - before) * now.left / max(1, now.so_far)
    beforehand = _DAMPED * rest
    return rest * min(3.0, (this + beforehand) / (before + beforehand))


def seasonal_share(now: Origin) -> float:
    """This year's months, and what the rest usually is to them."""
    years = min((now.at - now.so_far) // 12, 4)
    first = sum(now.so_far_back(back) for back in range(1, years + 1))
    starts = [now.at - 12 * back for back in range(1, years + 1)]
    rest = sum(now.course.total(start, start + now.left) for start in starts)
    if not years or not now.so_far or first <= _LEAST_SHARE * abs(first + rest):
        return rest / years if years else straight_line(now)
    return now.so_far_back(0) * rest / first


def seasonal_level(now: Origin) -> float:
    """A level that forgets, with the season on it."""
    return _level(now, now.at, min(now.at, 24)) * sum(_seasons_left(now))


def _level(now: Origin, end: int, reach: int) -> float:
    """What a month of the mean came to lately; no month is divided by a season near nought."""
    amounts = weights = 0.0
    weight, months, season, at = 1.0, now.course.months, now.season, now.at
    for index in range(end - 1, end - reach - 1, -1):
        amounts += weight * months[index]
        weights += weight * season[(index - at) % 12]
        weight *= 1 - _FORGETS
    return amounts / weights if weights > _LEAST_SHARE else 0.0


def _seasons_left(now: Origin) -> Sequence[float]:
    return [now.season[month % 12] for month in range(now.left)]


def usual_months(now: Origin) -> float:
    """The median of each month left over the years, scaled by how this year's months compare with theirs."""
    years = min(now.at // 12, 4)
    months, at = now.course.months, now.at
    usual = [median([months[at + month - 12 * back] for back in range(1, years + 1)]) for month in range(12)]
    rest, before = sum(usual[: now.left]), sum(usual[12 - now.so_far :]) if now.so_far < 12 else sum(usual)
    this = now.so_far_back(0)
    if before <= 0 or this < 0 or rest <= 0:
        return rest
    return rest * min(3.0, (this + rest) / (before + rest))


def damped_trend(now: Origin) -> float:
    """The last twelve months' mean, going on half as fast as it came from the twelve before."""
    newer, older = now.course.total(now.at - 12, now.at) / 12, now.course.total(now.at - 24, now.at - 12) / 12
    grows = _DAMPED * (newer - older)
    return sum(one * (newer + grows * (6.5 + month) / 12) for month, one in enumerate(_seasons_left(now)))


def recent_median(now: Origin) -> float:
    """The median of the last six months, for each month left: one-off amounts leave it alone."""
    return median(now.course.months[max(0, now.at - 6) : now.at]) * now.left


def since_step(now: Origin) -> float:
    """The level since the last clear step, with the season; that of the last year where there was none."""
    best, since = _STEP_SHOWS, max(0, now.at - 12)
    noise = _noise(now)
    for start in range(max(6, now.at - _STEP_REACHES), now.at - 1):
        shows = abs(_mean(now, start, now.at) - _mean(now, max(0, start - 12), start)) * (now.at - start) ** 0.5
        if shows > best * noise:
            best, since = shows / noise if noise else float("inf"), start
    return _mean(now, since, now.at) * sum(_seasons_left(now))


def _mean(now: Origin, first: int, end: int) -> float:
    back = 36 - now.at
    weights = now.running_season[back + end] - now.running_season[back + first]
    return now.course.total(first, end) / weights if weights > _LEAST_SHARE * (end - first) else 0.0


def _noise(now: Origin) -> float:
    """How much a month usually differs from the one before, the season taken off."""
    months, season, at = now.course.months, now.season, now.at
    first = max(0, at - 24)
    level = abs(now.course.total(first, at) / max(1, at - first))
    rests = [months[index] - level * season[(index - at) % 12] for index in range(first, at)]
    return median([abs(one - other) for one, other in pairwise(rests)]) / 1.2


def intermittent(now: Origin) -> float:
    """Size over interval of what comes now and then, as Syntetos and Boylan mended it."""
    return _UNBIASED * now.course.now_and_then[now.at] * now.left


@dataclass(frozen=True, slots=True)
class Candidate:
    """A method that competes, how many months it must know, and how many of them before this year."""

    tells: Callable[[Origin], float]
    months: int
    before: int = 0

    def can_tell(self, now: Origin) -> bool:
        """Whether enough is known."""
        return now.at >= self.months and now.at - now.so_far >= self.before


#: The methods that compete on a line's own history; the budget competes beside them.
COMPETING: Mapping[Method, Candidate] = MappingProxyType(
    {
        Method.straight_line: Candidate(straight_line, 1),
        Method.last_year: Candidate(last_year, 12),
        Method.last_year_scaled: Candidate(last_year_scaled, 13, 12),
        Method.seasonal_share: Candidate(seasonal_share, 13, 12),
        Method.seasonal_level: Candidate(seasonal_level, 12),
        Method.usual_months: Candidate(usual_months, 24),
        Method.damped_trend: Candidate(damped_trend, 24),
        Method.recent_median: Candidate(recent_median, 3),
        Method.since_step: Candidate(since_step, 8),
        Method.intermittent: Candidate(intermittent, 6),
    }
)
