"""Days written in cells as text: `12/03/2026`, `12 mars 2026`, `Mar 12, 2026`; in doubt of the order none is chosen."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Literal, TypeAlias

from officebot.core.expressions import expression
from officebot.core.text import one_line, say
from officebot.core.workbooks.numbers import Doubt

#: Whether the day or the month comes first in `03/04/2026`; empty where nobody knows.
Order: TypeAlias = Literal["", "dmy", "mdy"]

_LONGEST = 40
_CLOCK = r"(?:[T ,]{1,2}(?:à |at )?([01]?\d|2[0-3])[:hH]([0-5]\d)?(?::([0-5]\d)(?:\.\d{1,6})?)?Z?)?"
_YEAR_FIRST = expression(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_CLOCK}")
_YEAR_LAST = expression(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_CLOCK}")
_WEEKDAY = expression(r"(?:lun|mar|mer|jeu|ven|sam|dim|mon|tue|wed|thu|fri|sat|sun)[a-zé]{0,6}\.?,? ", re.IGNORECASE)
_DAY_MONTH = expression(rf"(\d{{1,2}})(?:er|st|nd|rd|th)?[ -]([^\W\d_]{{3,9}})\.?,?[ -](\d{{4}}|\d{{2}}){_CLOCK}")
_MONTH_DAY = expression(rf"([^\W\d_]{{3,9}})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}}){_CLOCK}")
_MONTHS = (
    ("jan", "janv", "january", "janvier"), ("feb", "fév", "fev", "févr", "fevr", "february", "février", "fevrier"),
    ("mar", "mars", "march"), ("apr", "avr", "april", "avril"), ("may", "mai"), ("jun", "juin", "june"),
    ("jul", "juil", "july", "juillet"), ("aug", "aoû", "août", "aout", "august"), ("sep", "sept", "september", "septembre"),
    ("oct", "october", "octobre"), ("nov", "november", "novembre"), ("dec", "déc", "december", "décembre", "decembre"),
)  # fmt: skip
_MONTH = {word: number for number, words in enumerate(_MONTHS, 1) for word in words}


def read_day(text: str, order: Order = "") -> date | datetime | Doubt | None:
    """The day, or the moment, that the whole text is; a Doubt where day and month may be either; None for no day."""
    plain = " ".join(text.split()) if len(text) <= _LONGEST else ""
    if not any(letter.isdigit() for letter in plain):
        return None
    if found := _YEAR_FIRST.fullmatch(plain):
        return _made(found[1], found[2], found[3], found.groups()[3:])
    if found := _YEAR_LAST.fullmatch(plain):
        return _year_last(plain, found, order)
    begins = _WEEKDAY.match(plain)
    return _named(plain) or (_named(plain[begins.end() :]) if begins else None)


def _named(plain: str) -> date | datetime | None:
    """The day of words with the month's name."""
    if (found := _DAY_MONTH.fullmatch(plain)) and found[2].lower() in _MONTH:
        return _made(found[3], str(_MONTH[found[2].lower()]), found[1], found.groups()[3:])
    if (found := _MONTH_DAY.fullmatch(plain)) and found[1].lower() in _MONTH:
        return _made(found[3], str(_MONTH[found[1].lower()]), found[2], found.groups()[3:])
    return None


def order_of(texts: list[str]) -> Order:
    """Whether day or month comes first in these texts, by those with a number over 12; empty for none or for both."""
    found: set[Order] = set()
    for text in texts:
        hit = _YEAR_LAST.fullmatch(" ".join(text.split())) if len(text) <= _LONGEST else None
        if hit is not None and (int(hit[1]) > 12) != (int(hit[3]) > 12):
            found.add("dmy" if int(hit[1]) > 12 else "mdy")
    return found.pop() if len(found) == 1 else ""


def _year_last(plain: str, found: re.Match[str], order: Order) -> date | datetime | Doubt | None:
    clock = found.groups()[4:]
    as_dmy = _made(found[4], found[3], found[1], clock)
    as_mdy = _made(found[4], found[1], found[3], clock)
    if found[2] == ".":
        return as_dmy
    if order:
        return as_dmy if order == "dmy" else as_mdy
    if as_dmy is not None and as_mdy is not None and as_dmy != as_mdy:
        what = say("“{value}” may be {one} or {other}: write it as 2026-11-23.",
                   value=one_line(plain, 40), one=as_dmy, other=as_mdy)  # fmt: skip
        return Doubt(why=what)
    return as_dmy or as_mdy


def _made(year: str, month: str, day: str, clock: tuple[str | None, ...]) -> date | datetime | None:
    number = int(year)
    if len(year) == 2:
        # As Excel reads two digits: up to 29 in this century.
        number += 2000 if number < 30 else 1900
    try:
        found = date(number, int(month), int(day))
    except ValueError:
        return None
    hour, minute, second = (*clock, None, None, None)[:3]
    if hour is None:
        return found
    at = time(int(hour), int(minute or 0), int(second or 0))
    return datetime.combine(found, at) if at != time() else found
