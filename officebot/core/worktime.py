"""Working time: when the office works, on which calendar of public holidays, in which zone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from officebot.core.public_holidays import public_holidays

_NINE_TO_SIX = ((time(9), time(18)),)
_MOST_DAYS = 92
#: Monday is 0, as in `date.weekday()`.
OFFICE_HOURS: Mapping[int, tuple[tuple[time, time], ...]] = dict.fromkeys(range(5), _NINE_TO_SIX)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingTime:
    """The office's hours by weekday (Monday 0), its zone, the country and region of its holidays."""

    zone: str = "Europe/Paris"
    hours: Mapping[int, tuple[tuple[time, time], ...]] = field(default_factory=lambda: OFFICE_HOURS)
    country: str = "FR"
    region: str = ""
    closed: frozenset[date] = frozenset()

    @property
    def tz(self) -> ZoneInfo:
        """The zone as an object for aware datetimes."""
        return ZoneInfo(self.zone)

    def local(self, instant: datetime) -> datetime:
        """The same instant on the office's wall clock."""
        return instant.astimezone(self.tz)

    def end_of(self, day: date) -> datetime:
        """The last minute of a day in the office's zone: what is due on a day has its evening, too."""
        return datetime.combine(day, time(23, 59), tzinfo=self.tz)

    def working_days_between(self, start: date, end: date, most: int = 500) -> int:
        """How many working days lie after `start` up to `end`, counted up to `most`; 0 where `end` is not later."""
        count, day = 0, start
        while count < most and day < end:
            day += timedelta(days=1)
            count += self.is_working_day(day)
        return count

    def is_holiday(self, day: date) -> bool:
        """Whether the day is a public holiday or one of the office's own closed days."""
        return day in self.closed or day in public_holidays(self.country, self.region, day.year)

    def is_working_day(self, day: date) -> bool:
        """Whether the office works on that day."""
        return bool(self.hours.get(day.weekday())) and not self.is_holiday(day)

    def is_working(self, instant: datetime) -> bool:
        """Whether the office works at that instant; an opening hour counts, a closing hour does not."""
        here = self.local(instant)
        if not self.is_working_day(here.date()):
            return False
        return any(start <= here.time() < end for start, end in self.hours.get(here.weekday(), ()))

    def over(self, start: datetime, wait: timedelta) -> datetime:
        """When a wait that begins at an instant is over, the days on which nobody works not counted.

        Looks three months ahead, no further: an office that never works waits no longer than that.
        """
        end, day = start + wait, self.local(start).date()
        for _ in range(_MOST_DAYS):
            if day > self.local(end).date():
                break
            if not self.is_working_day(day):
                end += timedelta(days=1)
            day += timedelta(days=1)
        return end

    def add_working_days(self, day: date, days: int) -> date:
        """The day that lies `days` working days after `day` (before it, where negative).

        Raises ValueError when no day of the week is worked.
        """
        if not any(self.hours.values()):
            raise ValueError("an office that never works has no working days")
        step = timedelta(days=1 if days >= 0 else -1)
        left = abs(days)
        while left:
            day += step
            if self.is_working_day(day):
                left -= 1
        return day
