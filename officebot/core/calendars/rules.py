"""Recurrence rules before anybody follows them: which would take too long, or never come round."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from officebot.core.calendars.components import Component
from officebot.core.calendars.effort import MOST, dates_in
from officebot.core.calendars.times import Moment, NotATime, as_utc, moment_of
from officebot.core.expressions import expression
from officebot.core.text import say

#: How many occurrences of one event two years may hold.
MOST_OCCURRENCES = 2_000
HORIZON = timedelta(days=731)
_MOST_RULES = 20
#: Microseconds of python-dateutil: for a step of a rule, each day that it looks at in it, each time that it lists.
_OF_STEP, _OF_DAY, _OF_TIME = 4.0, 0.5, 1.0
_STEPS = {
    "HOURLY": timedelta(hours=1),
    "DAILY": timedelta(days=1),
    "WEEKLY": timedelta(weeks=1),
    "MONTHLY": timedelta(days=28),
    "YEARLY": timedelta(days=365),
}
_DAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_DAYS_IN = {"HOURLY": 1, "DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}
_PART = expression(r"[A-Z0-9,+:-]{1,2000}", re.ASCII)


def parts_of(rule: str) -> dict[str, str]:
    """The parts of a rule by their names, both in capitals. Raises NotATime for what is no rule."""
    found: dict[str, str] = {}
    for part in rule.replace(" ", "").strip(";").upper().split(";"):
        name, equals, value = part.partition("=")
        if not equals or not _PART.fullmatch(value.strip()):
            raise NotATime(say("“{rule}” is no rule of repetition.", rule=rule[:80]))
        found[name.strip()] = value.strip()
    if found.get("FREQ") not in (*_STEPS, "SECONDLY", "MINUTELY"):
        raise NotATime(say("“{rule}” is no rule of repetition.", rule=rule[:80]))
    return found


def check_dates(event: Component) -> None:
    """Nothing, when an event lists no more dates than anybody keeps. Raises NotATime."""
    dates = dates_in(event)
    if dates > 4 * MOST_OCCURRENCES:
        raise NotATime(say("It lists {count} dates: more than {limit}.", count=dates, limit=4 * MOST_OCCURRENCES))


def check_rules(event: Component, start: Moment, until: datetime) -> int:
    """What following the rules of the event to `until` costs the library, in microseconds (`effort`).

    Raises NotATime with the sentence why they cannot be followed: a rule by seconds or minutes, one that would give more
    than `MOST_OCCURRENCES` in two years, one that began too long ago for its steps, one that never comes round.
    """
    check_dates(event)
    rules = [line.value for line in (*event.all("RRULE"), *event.all("EXRULE")) if line.value.strip()]
    if len(rules) > _MOST_RULES:
        raise NotATime(
            say("It has {count} rules of repetition: more than {limit}.", count=len(rules), limit=_MOST_RULES)
        )
    return sum(_check(parts_of(rule), rule, start, until) for rule in rules)


def _check(parts: dict[str, str], rule: str, start: Moment, until: datetime) -> int:
    frequency = parts["FREQ"]
    if frequency in ("SECONDLY", "MINUTELY"):
        raise NotATime(
            say("It repeats every few seconds or minutes (“{rule}”): that is not followed.", rule=rule[:80])
        )
    interval = _number(parts, "INTERVAL", rule) if "INTERVAL" in parts else 1
    count = _number(parts, "COUNT", rule) if "COUNT" in parts and not parts["COUNT"].startswith("-") else None
    steps = max(0.0, (_last(parts, until) - as_utc(start)) / (_STEPS[frequency] * interval))
    in_two_years = HORIZON / (_STEPS[frequency] * interval) * _in_a_step(parts)
    if min(in_two_years, count if count is not None else in_two_years) > MOST_OCCURRENCES:
        raise NotATime(
            say("It repeats more than {limit} times in two years (“{rule}”).", limit=MOST_OCCURRENCES, rule=rule[:80])
        )
    cost = _cost(parts, min(steps, float("inf") if count is None else count / max(_in_a_step(parts), 0.01)))
    if cost > MOST:
        raise NotATime(
            say("It repeats so often, since so long ago, that it is not followed (“{rule}”).", rule=rule[:80])
        )
    if not _comes_round(parts) or _is_beyond(parts, _times_of_day(parts)) or _misses_weekdays(parts, start, interval):
        raise NotATime(say("Its rule never comes round (“{rule}”).", rule=rule[:80]))
    return int(cost)


def _cost(parts: dict[str, str], steps: float) -> float:
    """What so many steps of a rule cost the library: the days that it looks at, and the times of day that it lists."""
    days, times = _DAYS_IN[parts["FREQ"]], _times_of_day(parts)
    listed = days if "BYSETPOS" in parts else min(days, max(1.0, _in_a_step(parts) / times))
    return steps * (_OF_STEP + _OF_DAY * days + _OF_TIME * listed * times)


def _number(parts: dict[str, str], name: str, rule: str) -> int:
    value = parts[name]
    if not value.isascii() or not value.isdigit() or len(value) > 9 or (name == "INTERVAL" and not int(value)):
        raise NotATime(say("“{rule}” is no rule of repetition.", rule=rule[:80]))
    return int(value)


def _last(parts: dict[str, str], until: datetime) -> datetime:
    asked = as_utc(until)
    if "UNTIL" not in parts:
        return asked
    try:
        return min(asked, as_utc(moment_of(parts["UNTIL"], "", {})))
    except NotATime:
        return asked


def _times_of_day(parts: dict[str, str]) -> int:
    """How many times of day a day of the rule holds at most."""
    hours = 1 if parts["FREQ"] == "HOURLY" else max(1, _listed(parts, "BYHOUR"))
    return hours * max(1, _listed(parts, "BYMINUTE")) * max(1, _listed(parts, "BYSECOND"))


def _in_a_step(parts: dict[str, str]) -> float:
    """How many occurrences a step of the rule gives on average, rather too many than too few."""
    if "BYSETPOS" in parts:
        return _listed(parts, "BYSETPOS")
    picks_days = {"BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"} & parts.keys()
    days = _DAYS_IN[parts["FREQ"]] if picks_days else max(1, _listed(parts, "BYMONTH"))
    if not picks_days and parts["FREQ"] != "YEARLY":
        days = 1
    return days * _share(parts) * _times_of_day(parts)


def _listed(parts: dict[str, str], name: str) -> int:
    return parts[name].count(",") + 1 if name in parts else 0


def _share(parts: dict[str, str]) -> float:
    """Which share of its steps a rule takes: by the days of the week and the hours of the day that it keeps to."""
    share = 1.0
    if "BYDAY" in parts:
        share *= min(1.0, _listed(parts, "BYDAY") / 7)
    if parts["FREQ"] == "HOURLY" and "BYHOUR" in parts:
        share *= min(1.0, _listed(parts, "BYHOUR") / 24)
    for name, most in (("BYMONTH", 12), ("BYMONTHDAY", 31), ("BYYEARDAY", 366), ("BYWEEKNO", 53)):
        if name in parts and (name != "BYMONTH" or parts["FREQ"] != "YEARLY" or share < 1):
            share *= min(1.0, _listed(parts, name) / most)
    return share


def _is_beyond(parts: dict[str, str], a_step: int) -> bool:
    """Whether BYSETPOS asks for a place that no step has: a search for it would go on to the year 9999."""
    most = {"HOURLY": a_step, "DAILY": a_step, "WEEKLY": 7 * a_step, "MONTHLY": 31 * a_step, "YEARLY": 366 * a_step}
    places = [abs(int(one)) for one in parts.get("BYSETPOS", "").split(",") if one.lstrip("+-").isdigit()]
    return bool(places) and min(places) > most[parts["FREQ"]]


def _misses_weekdays(parts: dict[str, str], start: Moment, interval: int) -> bool:
    """Whether no month has the weekdays asked for (the seventh Monday), or steps of whole weeks pass them by."""
    named = [one for one in parts.get("BYDAY", "").split(",") if one[-2:] in _DAYS]
    if not named:
        return False
    most = {"MONTHLY": 5, "YEARLY": 5 if "BYMONTH" in parts else 53}.get(parts["FREQ"])
    if most is not None:
        return all(abs(int(one[:-2] or 1)) > most for one in named if one[:-2].lstrip("+-").isdigit() or not one[:-2])
    weekdays = {_DAYS[one[-2:]] for one in named}
    return parts["FREQ"] == "DAILY" and interval % 7 == 0 and _local_day(start).weekday() not in weekdays


def _local_day(when: Moment) -> date:
    """The day of a moment where it happens."""
    return when.date() if isinstance(when, datetime) else when


def _comes_round(parts: dict[str, str]) -> bool:
    """Whether any day of a span with every kind of year keeps to the rule's months and days."""
    if "BYMONTH" in parts and not _numbers(parts, "BYMONTH") & set(range(1, 13)):
        return False
    if not {"BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"} & parts.keys():
        return True
    plain = all(one in _DAYS for one in parts.get("BYDAY", "").split(",") if one)
    weekdays = {_DAYS[one] for one in parts.get("BYDAY", "").split(",") if one in _DAYS} if plain else set()
    return _has_a_day(
        *(_numbers(parts, name) for name in ("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO")), frozenset(weekdays)
    )


@lru_cache(maxsize=1024)
def _has_a_day(
    months: frozenset[int], days: frozenset[int], year_days: frozenset[int], weeks: frozenset[int],
    weekdays: frozenset[int],
) -> bool:  # fmt: skip
    """Whether some day is one of each of these, those that are empty left aside."""
    return any(
        (not months or day.month in months)
        and (not weekdays or day.weekday in weekdays)
        and (not days or not days.isdisjoint(day.of_month))
        and (not year_days or not year_days.isdisjoint(day.of_year))
        and (not weeks or not weeks.isdisjoint(day.week))
        for day in _days_of_all_years()
    )


class _Day(NamedTuple):
    """A day as rules name it: its month, its weekday, its number in month, year and of its week, from both ends."""

    month: int
    weekday: int
    of_month: tuple[int, int]
    of_year: tuple[int, int]
    week: tuple[int, int]


@cache
def _days_of_all_years() -> tuple[_Day, ...]:
    """Each day of 28 years, in which every kind of year stands once."""
    first = date(2000, 1, 1).toordinal()
    days = map(date.fromordinal, range(first, date(2028, 12, 31).toordinal() + 1))
    return tuple(
        _Day(day.month, day.weekday(), (day.day, day.day - _days_in_month(day) - 1), _year_day(day), _week(day))
        for day in days
    )


def _numbers(parts: dict[str, str], name: str) -> frozenset[int]:
    return frozenset(
        int(one) for one in parts.get(name, "").split(",") if one.lstrip("+-").isdigit() and len(one) < 6
    )


def _days_in_month(day: date) -> int:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


def _year_day(day: date) -> tuple[int, int]:
    number = day.timetuple().tm_yday
    return number, number - (date(day.year, 12, 31).timetuple().tm_yday + 1)


def _week(day: date) -> tuple[int, int]:
    number = day.isocalendar().week
    return number, number - (date(day.year, 12, 28).isocalendar().week + 1)
