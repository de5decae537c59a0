"""The day, week or month that a report is about, and the one before it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal, TypeAlias

from officebot.core.expressions import expression
from officebot.core.problems import UserError
from officebot.core.text import Language, Text, in_words, month_in_words, say
from officebot.core.worktime import WorkingTime

Kind: TypeAlias = Literal["daily", "weekly", "monthly"]
KINDS: tuple[Kind, ...] = ("daily", "weekly", "monthly")
#: What periods of each kind are called in keys and on the command line.
FORMS = {"daily": "2026-11-23", "weekly": "2026-W48", "monthly": "2026-11"}
_WEEK = expression(r"(\d{4})-W(\d{1,2})")
_MONTH = expression(r"(\d{4})-(\d{2})")
#: No office is closed for more days on end; where one is, each day stands for itself.
_LONGEST_BREAK = 62


#: No office keeps reports of other years, and no sum of days from these leaves all calendars.
_FIRST_YEAR, _LAST_YEAR = 1900, 8999


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Whole days from `first` to `last`; of a daily report a day that is worked, and those after it that are not.

    `working` says which days are worked; where nobody says it, each day stands for itself.
    """

    kind: Kind
    first: date
    last: date
    working: WorkingTime | None = field(default=None, compare=False, repr=False)

    @property
    def before(self) -> Period:
        """The day that was worked, the week or the month before."""
        return period_with(self.kind, self.first - timedelta(days=1), self.working)

    @property
    def name(self) -> str:
        """Its name in keys and files: `2026-W48`."""
        match self.kind:
            case "daily":
                return self.first.isoformat()
            case "weekly":
                year, week, _ = self.first.isocalendar()
                return f"{year}-W{week:02d}"
        return f"{self.first:%Y-%m}"

    def title(self, language: Language) -> str:
        """Its name for people: « semaine 48, du 23 au 29 novembre 2026 »."""
        match self.kind:
            case "daily" if self.first == self.last:
                return in_words(self.first, language)
            case "daily":
                return say("{first} to {last}", first=self.first, last=self.last).render(language)
            case "monthly":
                return month_in_words(self.first, language)
        is_one_month = (self.first.year, self.first.month) == (self.last.year, self.last.month)
        first = in_words(self.first, language).split()[0] if is_one_month else in_words(self.first, language)
        words = say("week {week}, {first} to {last}", week=self.first.isocalendar()[1], first=first, last=self.last)
        return words.render(language)

    def days(self) -> list[date]:
        """Its days."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A period on the office's clock: instants from `since` to before `until`. States are as of `now`."""

    period: Period
    now: datetime
    zone: tzinfo

    @property
    def since(self) -> datetime:
        """The first day's first moment."""
        return datetime.combine(self.period.first, time(), tzinfo=self.zone)

    @property
    def until(self) -> datetime:
        """The moment after the last day."""
        return datetime.combine(self.period.last + timedelta(days=1), time(), tzinfo=self.zone)

    @property
    def before(self) -> Window:
        """The same of the period before."""
        return replace(self, period=self.period.before)

    @property
    def is_over(self) -> bool:
        """Whether nothing more can come into it."""
        return self.now >= self.until

    @property
    def today(self) -> date:
        """The day on the office's clock."""
        return self.now.astimezone(self.zone).date()

    def holds(self, instant: datetime | None) -> bool:
        """Whether an instant lies in it."""
        return instant is not None and self.since <= instant < self.until

    def has(self, day: date | None) -> bool:
        """Whether a day does."""
        return day is not None and self.period.first <= day <= self.period.last


def stored(instant: datetime) -> str:
    """An instant as the ledger stores it: UTC to the microsecond, which sorts as time does."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"


def period_with(kind: Kind, day: date, working: WorkingTime | None = None) -> Period:
    """The period of this kind that holds a day."""
    match kind:
        case "daily":
            first, last = _around(day, working) if working is not None else (day, day)
            return Period(kind=kind, first=first, last=last, working=working)
        case "weekly":
            monday = day - timedelta(days=day.weekday())
            return Period(kind=kind, first=monday, last=monday + timedelta(days=6))
    first = day.replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    return Period(kind=kind, first=first, last=after - timedelta(days=1))


def _around(day: date, working: WorkingTime) -> tuple[date, date]:
    """The latest day that is worked, up to this one, and the day before the next; itself where none is near."""
    first = _worked(day, -1, working)
    after = _worked(first + timedelta(days=1), 1, working) if first is not None else None
    if first is None or after is None or after <= day:
        return day, day
    return first, after - timedelta(days=1)


def _worked(day: date, step: int, working: WorkingTime) -> date | None:
    """The nearest day that is worked, from this one on or back."""
    days = (day + timedelta(days=step * n) for n in range(_LONGEST_BREAK))
    return next((one for one in days if working.is_working_day(one)), None)


def last_complete(kind: Kind, today: date, working: WorkingTime) -> Period:
    """The latest period of this kind that is over; of days, on a Monday Friday and the weekend after it."""
    return period_with(kind, today, working).before


def named(kind: Kind, words: str, working: WorkingTime | None = None) -> Period:
    """The period that is written `2026-11-23`, `2026-W48` or `2026-11`. Raises UserError for what is none of its kind."""
    day = _day_of(kind, words)
    if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        what = say("“{value}” is no period of a {kind} report: write it like {form}.", value=words[:40],
                   kind=kind_name(kind), form=FORMS[kind])  # fmt: skip
        raise UserError(what)
    return period_with(kind, day, working)


def _day_of(kind: Kind, words: str) -> date | None:
    """The first day of what is written."""
    try:
        if kind == "daily":
            return date.fromisoformat(words) if len(words) == len("2026-11-23") else None
        if kind == "weekly":
            week = _WEEK.fullmatch(words)
            return date.fromisocalendar(int(week[1]), int(week[2]), 1) if week is not None else None
        month = _MONTH.fullmatch(words)
        return date(int(month[1]), int(month[2]), 1) if month is not None else None
    except (ValueError, OverflowError):
        return None


def kind_name(kind: Kind) -> Text:
    """What reports of this kind are called."""
    return {"daily": say("daily"), "weekly": say("weekly"), "monthly": say("monthly")}[kind]
