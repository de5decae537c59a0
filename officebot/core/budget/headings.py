"""What a heading of a budget says of the figures under it: which month or year, planned or spent."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from officebot.core.budget.fields import HALVES, KINDS, MONTHS, QUARTERS, SO_FAR, TOTALS, VERSIONS, is_silent, words
from officebot.core.expressions import expression
from officebot.core.text import plain
from officebot.core.workbooks.cells import Value

_LONGEST = 90
_PAIR = expression(r"(?<!\d)(20\d\d) ?[-/–] ?(20\d\d|\d\d)\b")
_YEAR_FIRST = expression(r"\b(20\d\d)[-/.](\d{1,2})(?:[-/.]\d{1,2})?\b")
_DAY = expression(r"\b(\d{1,2})[-/.](\d{1,2})[-/.](20\d\d|\d\d)\b")
_MONTH_FIRST = expression(r"\b(\d{1,2})[-/.](20\d\d)\b|\b(\d{1,2})/(\d\d)\b")
_BEFORE = expression(r"\bn ?[-–] ?([1-5])\b")
_NUMBERED = expression(r"([a-z]{1,2})0?(\d{1,2})")
_FIRST = expression(r"([1-4])(?:er|e|eme|ere|st|nd|rd|th)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What one heading says; 0 and "" are “not said”. `before` counts years back, as in “N-1”.

    `until` is the last month of a span, “Jan–Mar”. `version` are words that tell one budget from another, “initial”; `rest`
    counts the words that are not known. A month is `is_numbered` where it is only counted, “P3”; `first` is the month that a
    title says the financial year begins with; `is_fiscal` where it calls that by the year it ends in, “FY26”. `is_so_far` is
    what adds up until now, “YTD”.
    """

    month: int = 0
    until: int = 0
    quarter: int = 0
    half: int = 0
    year: int = 0
    last_year: int = 0
    before: int = 0
    kind: str = ""
    is_total: bool = False
    version: str = ""
    rest: int = 0
    is_numbered: bool = False
    first: int = 0
    is_fiscal: bool = False
    is_so_far: bool = False

    @property
    def says_something(self) -> bool:
        """Whether it says which figures these are."""
        return bool(self.has_span or self.year or self.before or self.kind or self.is_total)

    @property
    def has_span(self) -> bool:
        """Whether it names a part of a year."""
        return bool(self.month or self.quarter or self.half)

    def within(self, outer: Heading) -> Heading:
        """This heading under another one: what it does not say, the other does."""
        if self.is_total and not self.has_span and outer.has_span:
            outer = replace(outer, month=0, until=0)
        has_span = self.has_span
        return Heading(
            month=self.month or (0 if has_span else outer.month),
            until=self.until or (0 if has_span else outer.until),
            quarter=self.quarter or (0 if has_span else outer.quarter),
            half=self.half or (0 if has_span else outer.half),
            year=self.year or outer.year,
            last_year=self.last_year if self.year else outer.last_year,
            before=self.before or outer.before,
            kind=self.kind or outer.kind,
            is_total=self.is_total or (outer.is_total and not has_span),
            version=self.version or outer.version,
            rest=self.rest,
            is_numbered=self.is_numbered if has_span else outer.is_numbered,
            is_so_far=self.is_so_far or (outer.is_so_far and not has_span),
        )


NOTHING_SAID = Heading()


def read_heading(value: Value) -> Heading:
    """What a cell says as a heading; `NOTHING_SAID` for one that says nothing of a budget's columns."""
    if isinstance(value, date):
        return Heading(month=value.month, year=value.year) if 1990 <= value.year < 2100 else NOTHING_SAID
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Heading(year=int(value)) if value == int(value) and 1990 <= value < 2100 else NOTHING_SAID
    return _of_words(value) if isinstance(value, str) and 0 < len(value) <= _LONGEST else NOTHING_SAID


@lru_cache(maxsize=5_000)
def _of_words(text: str) -> Heading:
    said = plain(text).replace("’", "'")
    found, said = _of_figures(said)
    rest = 0
    version: list[str] = []
    tokens = words(said)
    for place, word in enumerate(tokens):
        if word == "n" or _FIRST.fullmatch(word):
            continue
        after = tokens[place + 1] if place + 1 < len(tokens) else ""
        before = tokens[place - 1] if place else ""
        read = _of_word(word, before, after, found)
        if read is None:
            if word in VERSIONS or (version and word.isdecimal()) or re.fullmatch(r"(?:v|dm|br|bp)\d", word):
                version.append(word)
            elif not is_silent(word) and not word.isdecimal():
                rest += 1
        else:
            found = read
            if word in VERSIONS:
                version.append(word)
    if rest == 1 and "ca" in tokens and not found.kind and (found.year or found.before):
        found, rest = replace(found, kind="actual"), 0  # the “compte administratif” of a year, or its turnover
    if found.until and (found.quarter or found.half):
        found = replace(found, month=0, until=0)  # “Q1 (Jan–Mar)”
    elif found.until and found.until == (found.month + 10) % 12 + 1:
        found = replace(found, month=0, until=0, is_total=True)
    return replace(found, version=" ".join(version), rest=rest)


def _of_figures(said: str) -> tuple[Heading, str]:
    """What dates and years in figures say, and the words without them."""
    found = NOTHING_SAID
    if hit := _BEFORE.search(said):
        found, said = replace(found, before=int(hit[1])), said.replace(hit[0], " ", 1)
    if (hit := _PAIR.search(said)) and _is_pair(hit[1], hit[2]):
        year = int(hit[1])
        return replace(found, year=year, last_year=year + 1), said.replace(hit[0], " ", 1)
    month = year = 0
    if hit := _YEAR_FIRST.search(said):
        year, month = int(hit[1]), int(hit[2])
    elif hit := _DAY.search(said):
        # A month's heading is its first day or its last: 01/02/2026 is February's in France, 02/01/2026 in America.
        one, other = int(hit[1]), int(hit[2])
        month = one if other > 12 or (other == 1 and one <= 12) else other
        year = _year(hit[3])
    elif hit := _MONTH_FIRST.search(said):
        month, year = int(hit[1] or hit[3]), _year(hit[2] or hit[4])
    if hit is not None and 1 <= month <= 12:
        return replace(found, month=month, year=year), said.replace(hit[0], " ", 1)
    return found, said


def _is_pair(first: str, second: str) -> bool:
    following = int(first) + 1
    return int(second) == (following if len(second) == 4 else following % 100) and (
        len(second) == 4 or int(second) > 12
    )


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _of_word(word: str, before: str, after: str, found: Heading) -> Heading | None:
    """What is known with one more word; None where it says nothing."""
    if word in MONTHS:
        month = MONTHS[word]
        return replace(found, until=month) if found.month not in (0, month) else replace(found, month=month)
    if word.isdecimal():
        return _of_number(word, before, found)
    if word in KINDS and not (word == "act" and found.kind):
        return found if found.kind else replace(found, kind=KINDS[word])
    if word in QUARTERS or word in HALVES:
        number = _FIRST.fullmatch(before) or _FIRST.fullmatch(after)
        if number is None:
            return None
        span = int(number[1])
        return replace(found, quarter=span) if word in QUARTERS else replace(found, half=span)
    if word in TOTALS:
        return replace(found, is_total=True, is_so_far=found.is_so_far or word in SO_FAR)
    if (hit := _NUMBERED.fullmatch(word)) is not None:
        return _of_numbered(hit[1], int(hit[2]), found)
    return None


def _of_number(word: str, before: str, found: Heading) -> Heading | None:
    number = int(word)
    if len(word) == 4 and 1990 <= number < 2100:
        return found if found.year else replace(found, year=number)
    if len(word) == 2 and not found.year and 15 <= number < 60 and (before in MONTHS or found.quarter or found.half):
        return replace(found, year=2000 + number)
    return None


def _of_numbered(letters: str, number: int, found: Heading) -> Heading | None:
    """`Q1`, `T2`, `S1`, `H2`, `M03`, `P12`, `FY26`."""
    if letters in ("q", "t") and 1 <= number <= 4:
        return replace(found, quarter=number)
    if letters in ("s", "h") and 1 <= number <= 2:
        return replace(found, half=number)
    if letters in ("m", "p") and 1 <= number <= 12:
        return replace(found, month=number, is_numbered=True)
    if letters == "fy" and number < 100:
        return replace(found, year=2000 + number, is_total=True)
    return None
