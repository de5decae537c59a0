"""Recurrence rules in whole days: the common forms of RRULE, in the order and with the quirks of python-dateutil."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice, takewhile

from officebot.core.availability.walltime import EPOCH
from officebot.core.expressions import expression

WEEKDAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_BY_DAY = expression(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
_NUMBER = expression(r"-?[0-9]{1,4}")
#: Which parts each frequency may have besides FREQ, INTERVAL, COUNT, UNTIL and WKST to be read here.
_PARTS = {
    "DAILY": {"BYDAY"},
    "WEEKLY": {"BYDAY"},
    "MONTHLY": {"BYDAY", "BYMONTHDAY", "BYSETPOS"},
    "YEARLY": {"BYDAY", "BYMONTH", "BYMONTHDAY"},
}
_ALWAYS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}


class Unsure(Exception):
    """The quick way cannot be certain to agree with the library: ask the library."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A recurrence rule whose occurrences fall on days, at its start's time of day."""

    freq: str
    interval: int = 1
    count: int | None = None
    until: str = ""
    #: (which of the month, or 0 for each; weekday)
    by_day: tuple[tuple[int, int], ...] = ()
    by_month: tuple[int, ...] = ()
    by_month_day: tuple[int, ...] = ()
    position: int = 0
    week_start: int = 0

    def days(self, first: int, last: int, since: int) -> Sequence[int]:
        """The days of the rule, ascending and counted since 1970, from `first`, its start's, to `last`.

        Days before `since` may be left out where that costs nothing.
        """
        if self.freq == "WEEKLY" and len(self.by_day) < 2:
            return self._one_day_a_week(first, last, since)
        if self.freq == "DAILY" and not self.by_day:
            return self._stepping(first, last, since, self.interval)
        found = takewhile(lambda day: day <= last, self._candidates(first, last))
        return list(islice(found, self.count))

    def _stepping(self, first: int, last: int, since: int, step: int) -> Sequence[int]:
        if self.count is not None:
            last = min(last, first + (self.count - 1) * step)
        if first < since:
            first += (since - first) // step * step
        return range(first, last + 1, step)

    def _one_day_a_week(self, first: int, last: int, since: int) -> Sequence[int]:
        weekday = (first + EPOCH - 1) % 7
        wanted = self.by_day[0][1] if self.by_day else weekday
        start = first - (weekday - self.week_start) % 7 + (wanted - self.week_start) % 7
        if start < first:
            start += 7 * self.interval
        return self._stepping(start, last, since, 7 * self.interval)

    def _candidates(self, first: int, last: int) -> Iterator[int]:
        if self.freq == "DAILY":
            wanted = {weekday for _, weekday in self.by_day}
            return (day for day in range(first, last + 1, self.interval) if (day + EPOCH - 1) % 7 in wanted)
        if self.freq == "WEEKLY":
            return self._weeks(first, last)
        return (day for day in self._months(first, last) if day >= first)

    def _weeks(self, first: int, last: int) -> Iterator[int]:
        weekday = (first + EPOCH - 1) % 7
        offsets = sorted({(wanted - self.week_start) % 7 for _, wanted in self.by_day})
        for monday in range(first - (weekday - self.week_start) % 7, last + 1, 7 * self.interval):
            for offset in offsets:
                if monday + offset >= first:
                    yield monday + offset

    def _months(self, first: int, last: int) -> Iterator[int]:
        start, end = date.fromordinal(first + EPOCH), date.fromordinal(last + EPOCH)
        if self.freq == "MONTHLY":
            for number in range(start.year * 12 + start.month - 1, end.year * 12 + end.month, self.interval):
                yield from self._of_month(number // 12, number % 12 + 1, start.day)
            return
        for year in range(start.year, end.year + 1, self.interval):
            for month in self.by_month or (start.month,):
                yield from self._of_month(year, month, start.day)

    def _of_month(self, year: int, month: int, day_of_start: int) -> list[int]:
        length = monthrange(year, month)[1]
        before = date(year, month, 1).toordinal() - EPOCH - 1
        if self.by_day:
            found = self._weekdays(before, length)
        else:
            numbers = self.by_month_day or (day_of_start,)
            found = {number if number > 0 else length + 1 + number for number in numbers}
        ordered = sorted(before + day for day in found if 0 < day <= length)
        if self.position:
            at = self.position - 1 if self.position > 0 else len(ordered) + self.position
            return ordered[at : at + 1] if at >= 0 else []
        return ordered

    def _weekdays(self, before: int, length: int) -> set[int]:
        found: set[int] = set()
        for which, weekday in self.by_day:
            first = (weekday - (before + EPOCH)) % 7 + 1
            all_of_them = range(first, length + 1, 7)
            if not which:
                found.update(all_of_them)
            elif abs(which) <= len(all_of_them):
                found.add(all_of_them[which - 1 if which > 0 else which])
        return found


@lru_cache(maxsize=4096)
def rule_of(text: str) -> Rule:
    """The rule of an RRULE's value; raises Unsure for any form that is not read here."""
    parts: dict[str, str] = {}
    for pair in text.split(";"):
        if not pair:
            continue
        name, equals, value = pair.partition("=")
        if not equals or name in parts or not value:
            raise Unsure(text)
        parts[name] = value
    freq = parts.get("FREQ", "")
    if freq not in _PARTS or not parts.keys() <= _PARTS[freq] | _ALWAYS or ("COUNT" in parts and "UNTIL" in parts):
        raise Unsure(text)
    rule = Rule(
        freq,
        interval=_number(parts.get("INTERVAL", "1"), 1),
        count=_number(parts["COUNT"], 1) if "COUNT" in parts else None,
        until=parts.get("UNTIL", ""),
        by_day=_by_day(parts["BYDAY"]) if "BYDAY" in parts else (),
        by_month=tuple(sorted({_number(one, 1, 12) for one in _list(parts, "BYMONTH")})),
        by_month_day=tuple(_number(one, -31, 31) for one in _list(parts, "BYMONTHDAY")),
        position=_number(parts.get("BYSETPOS", "0"), -31, 31),
        week_start=WEEKDAYS[parts["WKST"]]
        if parts.get("WKST") in WEEKDAYS
        else _number(parts.get("WKST", "0"), 0, 0),
    )
    _check(rule, parts)
    return rule


def _check(rule: Rule, parts: dict[str, str]) -> None:
    ordinals = [bool(which) for which, _ in rule.by_day]
    doubtful = (
        (any(ordinals) and (rule.freq in ("DAILY", "WEEKLY") or not all(ordinals)))
        or (rule.by_day and rule.by_month_day)
        or (rule.freq == "YEARLY" and (rule.by_day or rule.by_month_day) and not rule.by_month)
        or 0 in rule.by_month_day
        or ("BYSETPOS" in parts and (not rule.position or not (rule.by_day or rule.by_month_day)))
    )
    if doubtful:
        raise Unsure(rule)


def _by_day(text: str) -> tuple[tuple[int, int], ...]:
    found = []
    for one in text.split(","):
        match = _BY_DAY.fullmatch(one)
        if match is None:
            raise Unsure(text)
        found.append((int(match[1] or 0), WEEKDAYS[match[2]]))
    return tuple(found)


def _list(parts: dict[str, str], name: str) -> list[str]:
    return parts[name].split(",") if name in parts else []


def _number(text: str, least: int, most: int = 9999) -> int:
    if not _NUMBER.fullmatch(text) or not least <= int(text) <= most:
        raise Unsure(text)
    return int(text)
