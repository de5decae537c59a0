"""Arithmetic on days, weeks, months and years: what the calendar says, whatever the words were."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

#: Seconds of each unit, as a plain length: a month is 30 days, a year 365.
SECONDS = {
    "s": 1, "min": 60, "qh": 900, "h": 3600, "d": 86400, "bd": 86400, "weekend": 172800, "w": 604800, "fortnight": 1209600,
    "m": 2592000, "q": 7776000, "half": 15552000, "y": 31536000, "decade": 315360000, "century": 3153600000,
}  # fmt: skip
#: Months in the units that are counted in months.
MONTHS = {"m": 1, "q": 3, "half": 6, "y": 12, "decade": 120, "century": 1200}
_DAYS = {"d": 1, "weekend": 7, "w": 7, "fortnight": 14}
_SATURDAY = 5


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later, or the last of that month. Raises ValueError outside years 1 to 9999."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    month += 1
    if not 1 <= year <= 9999:
        raise ValueError("outside the calendar")
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def add_weekdays(day: date, days: int) -> date:
    """The day that lies `days` weekdays (Monday to Friday) after `day`, or before it where negative."""
    step = timedelta(days=1 if days >= 0 else -1)
    weeks, left = divmod(abs(days), 5)
    if not left and weeks:
        weeks, left = weeks - 1, 5
    day += step * 7 * weeks
    while left:
        day += step
        if day.weekday() < _SATURDAY:
            left -= 1
    return day


def shifted(day: date, count: int, unit: str) -> date:
    """The day `count` units later; units below a day do not move it."""
    if unit in _DAYS:
        return day + timedelta(days=count * _DAYS[unit])
    if unit == "bd":
        return add_weekdays(day, count)
    if unit in MONTHS:
        return add_months(day, count * MONTHS[unit])
    return day


def monday(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def weekday_after(day: date, weekday: int) -> date:
    """The first such weekday (Monday 0) on or after the day."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth such weekday of the month; -1 is the last. Raises ValueError where there is none."""
    if nth < 0:
        last = date(year, month, monthrange(year, month)[1])
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    found = weekday_after(date(year, month, 1), weekday) + timedelta(days=7 * (nth - 1))
    if found.month != month:
        raise ValueError("the month has no such weekday")
    return found


def unit_around(day: date, unit: str, offset: int = 0) -> tuple[date, date]:
    """First day of the unit (week, month, quarter …) that holds the day, and of the next one; `offset` units later."""
    if unit in ("w", "fortnight"):
        start = monday(day) + timedelta(days=7 * offset)
        return start, start + timedelta(days=14 if unit == "fortnight" else 7)
    if unit == "weekend":
        start = monday(day) + timedelta(days=_SATURDAY + 7 * offset)
        return start, start + timedelta(days=2)
    if unit == "d":
        start = day + timedelta(days=offset)
        return start, start + timedelta(days=1)
    months = MONTHS[unit]
    first = (day.year * 12 + day.month - 1) // months * months + offset * months
    start = add_months(date(1, 1, 1), first - 12)
    return start, add_months(start, months)


def first_week(start: date, end: date, nth: int) -> tuple[date, date]:
    """The nth week of a month or year, a week belonging to where its Thursday lies (ISO 8601); -1 is the last."""
    if nth < 0:
        last = monday(end - timedelta(days=1))
        if last + timedelta(days=3) >= end:
            last -= timedelta(days=7)
        first = last + timedelta(days=7 * (nth + 1))
    else:
        first = monday(start)
        if first + timedelta(days=3) < start:
            first += timedelta(days=7)
        first += timedelta(days=7 * (nth - 1))
    return first, first + timedelta(days=7)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous computus of 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (a + 11 * h) // 319
    r = (2 * e + 2 * i - k - h + m + 32) % 7
    month = (h - m + r + 90) // 25
    return date(year, month, (h - m + r + month + 19) % 32)


def full_year(short: int, today: date) -> int:
    """The year that two digits mean: the nearest within thirty years ahead."""
    century = today.year // 100 * 100
    year = century + short
    return year - 100 if year > today.year + 30 else year
