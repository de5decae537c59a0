"""Functions of days and hours: DATE, EDATE, DATEDIF, NETWORKDAYS, WEEKNUM."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from math import floor

from officebot.core.workbooks.reckoning.calls import Function
from officebot.core.workbooks.reckoning.regions import Context, Grid, Operand, Region, Union, blocks
from officebot.core.workbooks.reckoning.scalars import (
    BAD_NUMBER,
    BAD_VALUE,
    FaultyError,
    NotKnownError,
    Scalar,
    day_of,
    number,
    number_of_words,
    serial_of,
    truth,
)

#: More days than any office counts.
_MOST_DAYS = 40_000
_WEEKEND = frozenset({5, 6})


def _date(context: Context, year: float, month: float, day: float) -> float:
    if not 1900 <= year < 10_000 or max(abs(month), abs(day)) > 30_000:
        raise NotKnownError("a year before 1900 or after 9999")  # short years become 19xx or 20xx
    if not (year.is_integer() and month.is_integer() and day.is_integer()):
        raise NotKnownError("parts of a day")
    months = int(year) * 12 + floor(month) - 1
    first = _month_start(months)
    try:
        return serial_of(first + timedelta(days=floor(day) - 1), context.is_1904)
    except OverflowError:
        raise FaultyError(BAD_NUMBER) from None


def _month_start(months: int) -> date:
    year, month = divmod(months, 12)
    if months < 1900 * 12 + 2:
        raise NotKnownError("a day before March 1900")
    if year > 9999:
        raise NotKnownError("a day before March 1900 or after 9999")
    return date(year, month + 1, 1)


def _of_day(part: Callable[[date], int]) -> Function:
    def done(context: Context, serial: float) -> float:
        return float(part(day_of(serial, context.is_1904)))

    return Function(done, "d", 1)


def _months_later(context: Context, serial: float, months: float, *, is_end: bool) -> float:
    day = day_of(serial, context.is_1904)
    if abs(months) > 120_000:
        raise NotKnownError("a day before March 1900 or after 9999")
    first = _month_start(day.year * 12 + day.month - 1 + int(months))
    last = monthrange(first.year, first.month)[1]
    return serial_of(first.replace(day=last if is_end else min(day.day, last)), context.is_1904)


def _same_day_later(context: Context, serial: float, months: float) -> float:
    return _months_later(context, serial, months, is_end=False)


def _month_end(context: Context, serial: float, months: float) -> float:
    return _months_later(context, serial, months, is_end=True)


def _days_between(context: Context, last: float, first: float) -> float:
    day_of(last, context.is_1904), day_of(first, context.is_1904)
    return float(floor(last) - floor(first))


def _difference(context: Context, first: float, last: float, unit: str) -> float:
    if first > last:
        raise FaultyError(BAD_NUMBER)
    begin, end = day_of(first, context.is_1904), day_of(last, context.is_1904)
    months = (end.year - begin.year) * 12 + end.month - begin.month - (end.day < begin.day)
    match unit.lower():
        case "d":
            return float((end - begin).days)
        case "m":
            return float(months)
        case "y":
            return float(months // 12)
        case "ym":
            return float(months % 12)
    raise NotKnownError("DATEDIF's unit")  # “md” and “yd” are known to be wrong in some versions


def _days_360(context: Context, first: float, last: float, european: Scalar = False) -> float:
    begin, end = day_of(first, context.is_1904), day_of(last, context.is_1904)
    one, other = begin.day, end.day
    if truth(european):
        one, other = min(one, 30), min(other, 30)
    else:
        if begin.month == 2 and one >= 28:
            raise NotKnownError("the end of February in years of 360 days")
        if one == 31:
            one = 30
        if other == 31:
            if one == 30:
                other = 30
            else:
                return float((end.year - begin.year) * 360 + (end.month + 1 - begin.month) * 30 + 1 - one)
    return float((end.year - begin.year) * 360 + (end.month - begin.month) * 30 + other - one)


def _weekday(context: Context, serial: float, kind: float = 1.0) -> float:
    weekday = day_of(serial, context.is_1904).weekday()
    if kind == 3:
        return float(weekday)
    first = {1: 6, 2: 0}.get(int(kind), int(kind) - 11)
    if not 0 <= first <= 6:
        raise FaultyError(BAD_NUMBER)
    return float((weekday - first) % 7 + 1)


def _week(context: Context, serial: float, kind: float = 1.0) -> float:
    day = day_of(serial, context.is_1904)
    if kind == 21:
        return float(day.isocalendar().week)
    first = {1: 6, 2: 0}.get(int(kind), int(kind) - 11)
    if not 0 <= first <= 6:
        raise FaultyError(BAD_NUMBER)
    if day.month == 12 and day.day - (day.weekday() - first) % 7 + 6 > 31:
        raise NotKnownError("the week of the turn of the year")  # LibreOffice counts it as the first
    start = date(day.year, 1, 1)
    return float(((day - start).days + (start.weekday() - first) % 7) // 7 + 1)


def _free_days(context: Context, operand: Operand) -> frozenset[date]:
    """The days of an argument with holidays."""
    found = set()
    if operand is None:
        return frozenset()
    if not isinstance(operand, Region | Grid | Union):
        return frozenset({day_of(number(operand, context.language), context.is_1904)})
    for one in blocks(operand):
        for _, _, value in one.items():
            if isinstance(value, str | bool):
                raise NotKnownError("a holiday that is no day")
            found.add(day_of(number(value), context.is_1904))
    return frozenset(found)


def _weekend(kind: Scalar) -> frozenset[int]:
    """The weekdays without work, Monday being 0: a number of NETWORKDAYS.INTL, or seven signs as `0000011`."""
    if isinstance(kind, str):
        if len(kind) != 7 or kind.strip("01") or kind == "1111111":
            raise FaultyError(BAD_VALUE)
        return frozenset(place for place, sign in enumerate(kind) if sign == "1")
    which = 1 if kind is None else int(number(kind))
    if 1 <= which <= 7:
        return frozenset({(which + 4) % 7, (which + 5) % 7})
    if 11 <= which <= 17:
        return frozenset({(which - 5) % 7})
    raise FaultyError(BAD_NUMBER)


def _count_workdays(context: Context, first: float, last: float, weekend: frozenset[int], free: Operand) -> float:
    begin, end = day_of(first, context.is_1904), day_of(last, context.is_1904)
    sign = 1 if begin <= end else -1
    begin, end = min(begin, end), max(begin, end)
    if (end - begin).days > _MOST_DAYS:
        raise NotKnownError("very many days")
    weeks, rest = divmod((end - begin).days + 1, 7)
    count = weeks * (7 - len(weekend))
    count += sum((begin.weekday() + day) % 7 not in weekend for day in range(rest))
    count -= sum(begin <= day <= end and day.weekday() not in weekend for day in _free_days(context, free))
    return float(sign * count)


def _workdays(context: Context, first: float, last: float, free: Operand = None) -> float:
    return _count_workdays(context, first, last, _WEEKEND, free)


def _workdays_intl(context: Context, first: float, last: float, kind: Scalar = 1.0, free: Operand = None) -> float:
    return _count_workdays(context, first, last, _weekend(kind), free)


def _workday_after(context: Context, start: float, count: float, weekend: frozenset[int], free: Operand) -> float:
    day, left = day_of(start, context.is_1904), abs(int(count))
    holidays = _free_days(context, free)
    if left > _MOST_DAYS:
        raise NotKnownError("very many days")
    step = timedelta(days=1 if count > 0 else -1)
    while left:
        day += step
        left -= day.weekday() not in weekend and day not in holidays
    return serial_of(day, context.is_1904)


def _workday(context: Context, start: float, count: float, free: Operand = None) -> float:
    return _workday_after(context, start, count, _WEEKEND, free)


def _workday_intl(context: Context, start: float, count: float, kind: Scalar = 1.0, free: Operand = None) -> float:
    return _workday_after(context, start, count, _weekend(kind), free)


def _time(context: Context, hours: float, minutes: float, seconds: float) -> float:
    total = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
    if total < 0:
        raise FaultyError(BAD_NUMBER)
    if max(hours, minutes, seconds) > 32_767 or not all(one.is_integer() for one in (hours, minutes, seconds)):
        raise NotKnownError("very many hours, or parts of a second")
    return total % 86_400 / 86_400


def _clock(part: Callable[[int], int]) -> Function:
    def done(context: Context, serial: float) -> float:
        if serial < 0:
            raise NotKnownError("an hour before all days")  # a fault in Excel only
        seconds = serial % 1 * 86_400
        nearest = round(seconds)
        if abs(seconds - nearest) > 0.01 or nearest == 86_400:
            raise NotKnownError("parts of a second")
        return float(part(nearest))

    return Function(done, "d", 1)


def _day_in_words(context: Context, words: Scalar) -> float:
    if not isinstance(words, str):
        raise NotKnownError("a day that is no text")
    found = number_of_words(words, context.language)
    if words.strip().lstrip("+-").isdigit() or found < 61:
        raise NotKnownError("a text that becomes a day")
    return found


FUNCTIONS = {
    "DATE": Function(_date, "ddd", 3),
    "YEAR": _of_day(lambda day: day.year),
    "MONTH": _of_day(lambda day: day.month),
    "DAY": _of_day(lambda day: day.day),
    "WEEKDAY": Function(_weekday, "dd", 1),
    "WEEKNUM": Function(_week, "dd", 1),
    "ISOWEEKNUM": _of_day(lambda day: day.isocalendar().week),
    "EDATE": Function(_same_day_later, "dd", 2),
    "EOMONTH": Function(_month_end, "dd", 2),
    "DAYS": Function(_days_between, "dd", 2),
    "DAYS360": Function(_days_360, "dds", 2),
    "DATEDIF": Function(_difference, "ddt", 3),
    "DATEVALUE": Function(_day_in_words, "s", 1),
    "NETWORKDAYS": Function(_workdays, "ddr", 2),
    "NETWORKDAYS.INTL": Function(_workdays_intl, "ddsr", 2),
    "WORKDAY": Function(_workday, "ddr", 2),
    "WORKDAY.INTL": Function(_workday_intl, "ddsr", 2),
    "TIME": Function(_time, "ddd", 3),
    "HOUR": _clock(lambda seconds: seconds // 3600),
    "MINUTE": _clock(lambda seconds: seconds // 60 % 60),
    "SECOND": _clock(lambda seconds: seconds % 60),
}
