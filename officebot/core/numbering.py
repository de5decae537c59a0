"""Numbers without gaps: the one placeholder that stands for a number to come, and how the numbers of a series read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from officebot.core.expressions import expression
from officebot.core.text import NUMBER_TO_COME, Language

#: How a series is named in settings and proposals.
SERIES = expression(r"[a-z][a-z0-9_]{0,39}")
#: What stands before the numbers of the series that officebot knows, in French and in English offices.
_PREFIXES: Mapping[str, Mapping[Language, str]] = {
    "orders": {"fr": "BC", "en": "PO"},
    "requests": {"fr": "DP", "en": "RFQ"},
}
_FIELD = expression(r"\{(year|yy|number)(?::0([1-9]))?\}")
# Letters that are safe in a file's name, a mail's subject and a cell: a number stands in all of them.
_PLAIN = expression(r"[A-Za-z0-9 ._-]{0,40}")
_LONGEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesRule:
    """How the numbers of one series read: `format` as "BC-{year}-{number:04}", the first one, whether each year anew."""

    format: str
    start: int = 1
    is_yearly: bool = True

    def text(self, year: int, number: int) -> str:
        """The number as it stands in documents: `BC-2026-0007`."""
        values = {"year": year, "yy": year % 100, "number": number}
        widths = {"yy": 2}

        def filled(found: re.Match[str]) -> str:
            width = int(found[2]) if found[2] else widths.get(found[1], 1)
            return f"{values[found[1]]:0{width}}"

        return _FIELD.sub(filled, self.format)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """The office's series: those of its settings, and a usual one for every other name. A year is the zone's own."""

    rules: Mapping[str, SeriesRule] = field(default_factory=dict)
    language: Language = "fr"
    zone: tzinfo = field(default_factory=lambda: ZoneInfo("Europe/Paris"))

    def rule(self, series: str) -> SeriesRule:
        """The rule of a series: the settings', else as is usual in the office's language."""
        return self.rules.get(series) or SeriesRule(format=usual_format(series, self.language))

    def year(self, series: str, now: datetime) -> int:
        """The office's local year, or 0 for a series that goes on for ever."""
        return now.astimezone(self.zone).year if self.rule(series).is_yearly else 0

    def text(self, series: str, number: int, now: datetime) -> str:
        """A number as it stands in documents, given at `now`."""
        return self.rule(series).text(now.astimezone(self.zone).year, number)


def usual_format(series: str, language: Language) -> str:
    """The format of a series that the settings do not name: `BC-{year}-{number:04}` of French orders."""
    known = _PREFIXES.get(series)
    prefix = known[language] if known else series.upper().replace("_", "-")
    return f"{prefix}-{{year}}-{{number:04}}"


def is_format(words: str, *, is_yearly: bool) -> bool:
    """Whether this can be a series' format: a number in it, the year where it counts anew each year, plain letters."""
    names = [found[1] for found in _FIELD.finditer(words)]
    others = _FIELD.sub("", words)
    return (
        names.count("number") == 1
        and (not is_yearly or "year" in names or "yy" in names)
        and _PLAIN.fullmatch(others) is not None
        and len(words) <= _LONGEST
        and words[:1] not in (" ", ".", "-")
        and words[-1:] not in (" ", ".")
    )


def awaits_number(value: Any) -> bool:
    """Whether the placeholder stands anywhere in this JSON value."""
    match value:
        case str():
            return NUMBER_TO_COME in value
        case Mapping():
            return any(awaits_number(key) or awaits_number(one) for key, one in value.items())
        case list() | tuple():
            return any(map(awaits_number, value))
    return False


def with_number(value: Any, number: str) -> Any:
    """The JSON value with the number in the placeholder's place, wherever it stands."""
    match value:
        case str():
            return value.replace(NUMBER_TO_COME, number)
        case Mapping():
            return {with_number(key, number): with_number(one, number) for key, one in value.items()}
        case list() | tuple():
            return [with_number(one, number) for one in value]
    return value


def without_placeholder(words: str) -> str:
    """Words from outside in which the placeholder does not stand for a number."""
    return words.replace(NUMBER_TO_COME, "\ufffd") if NUMBER_TO_COME in words else words
