"""Lengths of time as offers say them, in working days: « 3 semaines », “4-5 working days”, « sous 48 h », « sous huitaine »."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from officebot.core.expressions import expression
from officebot.core.worktime import WorkingTime

#: What a week and a month of a supplier's promise are, in working days; and calendar days in a month of validity.
WEEK, MONTH, MONTH_IN_DAYS = 5, 21, 30
#: A promise beyond two years is a misreading.
_LONGEST = 730
#: Whatever lies further than eight years off is this many working days off: nobody waits for it.
_FARTHEST = 2000
_NUMBERS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "dix": 10,
    "douze": 12, "quinze": 15, "vingt": 20, "trente": 30, "soixante": 60, "one": 1, "two": 2, "three": 3, "four": 4,
    "five": 5, "seven": 7, "eight": 8, "ten": 10, "twelve": 12, "fourteen": 14, "fifteen": 15, "thirty": 30, "sixty": 60,
}  # fmt: skip
_NUMBER = rf"(?:[0-9]{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_LENGTH = expression(
    rf"(?<![\w.,])(?:({_NUMBER}) {{0,2}}(?:a|-|–|to|ou|or|/) {{0,2}})?({_NUMBER})[ -]{{0,2}}"
    r"(calendar |working |business |clear |open )?"
    r"(heures?|hours?|hrs?|h|jours?|jrs?|days?|j|semaines?|sem|weeks?|wks?|mois|months?|ans?|annees?|years?)\b\.?"
    r"( ouvres?| ouvrables?| francs?| calendaires?)?"
)
_ALONE = {"huitaine": 8, "quinzaine": 15, "fortnight": 14}
_FORTNIGHT = expression(r"\b(?:sous|d'ici|within|in) (?:une |a |la )?(huitaine|quinzaine|fortnight)\b")


@dataclass(frozen=True, slots=True)
class Span:
    """A length: the longer end of what is said (of “2-3 weeks” it is three), `shortest` the other.

    `unit` is h, day, week, month or year; `is_working` where its days are working days.
    """

    shortest: int
    longest: int
    unit: str
    is_working: bool = False

    def in_working_days(self, start: date, work: WorkingTime) -> int:
        """How many working days it takes, begun on that day."""
        match self.unit:
            case "h":
                return max(1, -(-self.longest // 24))
            case "week":
                return self.longest * WEEK
            case "month":
                return self.longest * MONTH
            case "year":
                return self.longest * 12 * MONTH
        if self.is_working:
            return self.longest
        return working_days(start, start + timedelta(days=self.longest), work)

    def in_days(self) -> int:
        """How many days of the calendar it is."""
        of_one = {"h": 1 / 24, "day": 7 / 5 if self.is_working else 1, "week": 7, "month": MONTH_IN_DAYS, "year": 365}
        return max(1, round(self.longest * of_one[self.unit]))

    def after(self, start: date, work: WorkingTime) -> date:
        """The day on which it ends, begun on that day; a month ends on the same day of a later one."""
        if self.unit == "day" and self.is_working:
            return work.add_working_days(start, self.longest)
        if self.unit in ("month", "year"):
            return _months_later(start, self.longest * (12 if self.unit == "year" else 1))
        return start + timedelta(days=self.in_days())


def spans_in(folded: str) -> tuple[Span, ...]:
    """The lengths in a text of lower case without accents, from left to right."""
    found = [(hit.start(), _span(hit)) for hit in _LENGTH.finditer(folded)]
    found += [(hit.start(), Span(_ALONE[hit[1]], _ALONE[hit[1]], "day")) for hit in _FORTNIGHT.finditer(folded)]
    return tuple(span for _, span in sorted(found, key=lambda one: one[0]) if span.in_days() <= _LONGEST)


def _span(hit: re.Match[str]) -> Span:
    longest = _value(hit[2])
    shortest = min(_value(hit[1]) if hit[1] else longest, longest)
    word = hit[4]
    is_working = (hit[3] or "").strip() in ("working", "business", "clear", "open") or "ouvr" in (hit[5] or "")
    if word[0] == "h":
        unit = "h"
    elif word[:2] in ("se", "we", "wk"):
        unit = "week"
    elif word[:2] == "mo":
        unit = "month"
    elif word[0] in "ay":
        unit = "year"
    else:
        unit = "day"
    return Span(shortest, longest, unit, is_working)


def _value(word: str) -> int:
    return _NUMBERS[word] if word in _NUMBERS else int(word)


def working_days(start: date, end: date, work: WorkingTime) -> int:
    """How many working days lie after `start`, up to the first working day from `end` on; 0 where `end` is not later.

    What comes on a day off can be received on the next working day.
    """
    if end <= start or not any(work.hours.values()):
        return 0
    if (end - start).days > 4 * _LONGEST:
        return _FARTHEST
    count, day = 0, start
    while day < end:
        day = work.add_working_days(day, 1)
        count += 1
    return count


def _months_later(day: date, months: int) -> date:
    place = day.year * 12 + day.month - 1 + months
    year, month = place // 12, place % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(day.day, last))
        except ValueError:
            continue
    return date(year, month, 28)
