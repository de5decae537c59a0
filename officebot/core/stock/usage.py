"""What was used: withdrawals by working day, and by month."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from officebot.core.stock.model import Article, Movement, MovementKind
from officebot.core.worktime import WorkingTime


class Workdays:
    """The office's working days from one day to another, in order and numbered from 0."""

    def __init__(self, work: WorkingTime, first: date, last: date) -> None:
        span = range(first.toordinal(), last.toordinal() + 1)
        self.days: Sequence[date] = tuple(day for day in map(date.fromordinal, span) if work.is_working_day(day))
        self.months: Sequence[int] = tuple(day.month - 1 for day in self.days)

    def __len__(self) -> int:
        return len(self.days)

    def place(self, day: date) -> int:
        """The number of the first working day that is not before `day`; the length, where there is none."""
        return bisect_left(self.days, day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """How much of an article was taken on each working day from the day numbered `first` on, to the last known one."""

    first: int
    amounts: Sequence[float]

    @property
    def end(self) -> int:
        """The number of the first working day that is not known yet."""
        return self.first + len(self.amounts)

    @property
    def sizes(self) -> list[float]:
        """What was taken on the days on which something was, oldest first."""
        return [amount for amount in self.amounts if amount > 0]

    @property
    def total(self) -> float:
        """All that was taken."""
        return sum(self.amounts)


def usage_of(movements: Iterable[Movement], workdays: Workdays, today: date) -> Usage:
    """The use of one article from its first movement to `today`, as far back as the working days go.

    What was taken on a day off counts for the working day after it. What was brought back (a withdrawal above zero) is
    taken off the day's amount, which stays above zero.
    """
    known = [one for one in movements if one.day <= today]
    end = min(len(workdays), workdays.place(today + timedelta(days=1)))
    if not known:
        return Usage(first=end, amounts=())
    first = min(workdays.place(min(one.day for one in known)), end)
    known = [one for one in known if first < end and one.day >= workdays.days[0]]
    amounts = [0.0] * (end - first)
    for one in known:
        if one.kind is MovementKind.withdrawal:
            amounts[min(workdays.place(one.day), end - 1) - first] -= float(one.quantity)
    return Usage(first=first, amounts=[max(0.0, amount) for amount in amounts])


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyUse:
    """A row of the monthly table: what was taken of an article, by month as `2026-11`."""

    article: str
    label: str
    unit: str
    by_month: Mapping[str, Decimal]
    total: Decimal
    a_month: Decimal


def monthly_use(
    articles: Iterable[Article], movements: Iterable[Movement], first: date, last: date
) -> tuple[MonthlyUse, ...]:
    """The monthly table from one day to another, both included; months without use are in it as nought.

    `a_month` is the mean over the months that the span touches, to a hundredth.
    """
    months = _months(first, last)
    taken: dict[str, dict[str, Decimal]] = {}
    for one in movements:
        if one.kind is MovementKind.withdrawal and first <= one.day <= last:
            row = taken.setdefault(one.article, {})
            month = f"{one.day:%Y-%m}"
            row[month] = row.get(month, Decimal(0)) - one.quantity
    rows = []
    for article in articles:
        found = taken.get(article.key, {})
        total = sum(found.values(), Decimal(0))
        rows.append(
            MonthlyUse(
                article=article.key,
                label=article.label,
                unit=article.unit,
                by_month={month: found.get(month, Decimal(0)) for month in months},
                total=total,
                a_month=(total / max(1, len(months))).quantize(Decimal("0.01")),
            )
        )
    return tuple(rows)


def _months(first: date, last: date) -> list[str]:
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(start, end + 1)]
