"""Days and times out of the numbers that Excel keeps: both epochs, the day that never was, number formats told apart."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Literal, TypeAlias

from officebot.core.expressions import expression
from officebot.core.workbooks.cells import Value

Shown: TypeAlias = Literal["", "date", "duration"]

_EPOCH_1900, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - a workbook's days have no zone
#: ECMA-376 part 1, 18.8.30: built-in formats that show days or times; 46 is [h]:mm:ss. 27–36 and 50–58 are East Asian days.
_BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)))
_BUILT_IN_DURATION = 46
_QUOTED = expression(r'"[^"]{0,255}"|\\.|_.|\*.')
_ELAPSED = expression(r"\[(?:h{1,9}|m{1,9}|s{1,9})\]", re.IGNORECASE)
_BRACKETS = expression(r"\[[^\]]{0,255}\]")
_FALSE_DAY = 60
_LAST_SERIAL = 2_958_466


def shown_as(number: int, code: str) -> Shown:
    """Whether a number format shows a day or time, a length of time, or neither."""
    if not code:
        return "duration" if number == _BUILT_IN_DURATION else "date" if number in _BUILT_IN_DATES else ""
    plain = _QUOTED.sub("", code.partition(";")[0])
    if _ELAPSED.search(plain):
        return "duration"
    plain = _BRACKETS.sub("", plain).lower().replace("general", "").replace("standard", "")
    return "date" if any(letter in plain for letter in "dmyhs") else ""


def from_serial(number: float, shown: Shown, is_1904: bool) -> Value:
    """The day, moment, time of day or length of time that the number stands for, as it is shown; else the number.

    In the epoch of 1900, serial 60 is a 29 February that the calendar does not have: it is given as text.
    """
    if not shown or number < 0 or number >= _LAST_SERIAL:
        return number
    if shown == "duration":
        return timedelta(seconds=round(number * 86_400))
    if number < 1:
        return _time(number)
    if not is_1904 and int(number) == _FALSE_DAY:
        return "1900-02-29"
    shift = 1 if not is_1904 and number < _FALSE_DAY else 0
    # A day is 86,400 seconds; the number is a rounded one.
    found = (_EPOCH_1904 if is_1904 else _EPOCH_1900) + timedelta(
        days=int(number) + shift, milliseconds=round(number % 1 * 86_400_000)
    )
    return plain_day(found)


def plain_day(moment: datetime) -> date | datetime:
    """A moment, or its day where it is midnight."""
    return moment.date() if moment.time() == time() else moment


def _time(number: float) -> Value:
    return (_EPOCH_1904 + timedelta(milliseconds=min(round(number * 86_400_000), 86_399_999))).time()
