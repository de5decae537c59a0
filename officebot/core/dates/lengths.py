"""How long something lasts: three hours, two and a half days, une semaine."""

from __future__ import annotations

from datetime import date, timedelta

from officebot.core.dates.calendar import SECONDS, shifted
from officebot.core.dates.lexicon import Opens
from officebot.core.dates.nodes import Length
from officebot.core.dates.numbers import amount
from officebot.core.dates.reading import Run

#: « 10D » and "3d": units that only a number in front makes one.
_SHORT = {"d": "d", "h": "h", "m": "min", "s": "s", "j": "d", "w": "w", "y": "y"}


def length(run: Run, place: int) -> tuple[Length, int] | None:
    """A length of time, with all its units (3 hours 30 minutes), and the place after it."""
    key = ("length", place)
    if key not in run.memo:
        run.memo[key] = _length(run, place)
    kept: tuple[Length, int] | None = run.memo[key]
    return kept


def _length(run: Run, place: int) -> tuple[Length, int] | None:
    parts: list[tuple[float, str]] = []
    end = place
    while True:
        start = end
        if (parts and run.has(end, "and")) or (parts and run.words[end] == ","):
            start += 1
        found = _one(run, start)
        if found is None or (parts and SECONDS[found[0][1]] >= SECONDS[parts[-1][1]]):
            break
        parts.append(found[0])
        end = found[1]
    if not parts:
        return None
    seconds = sum(count * SECONDS[unit] for count, unit in parts)
    return (Length(tuple(parts), round(seconds)), end) if seconds < 3e11 else None


def _one(run: Run, place: int) -> tuple[tuple[float, str], int] | None:
    """One count of one unit, with its halves: an hour and a half, deux heures et demie."""
    opens = run.lexemes[place].opens
    if not opens & Opens.LENGTH:
        return None
    if opens & Opens.COUNT:
        if run.has(place, "half-hour"):
            return (0.5, "h"), place + 1
        if run.has(place, "quarter-hour"):
            return (0.25, "h"), place + 1
    counted = amount(run, place)
    if counted is None:
        return None
    count, end = counted
    if run.has(place, "digits") and len(run.words[place]) == 4 and "1900" <= run.words[place] <= "2199":
        return None
    if run.has(end, "and-a-half") and run.lexemes[end + 1].unit:
        count, end = count + 0.5, end + 1
    elif run.words[end] == "-" and run.lexemes[end + 1].unit:
        end += 1
    unit = _unit(run, end)
    if not unit or (unit == "h" and run.business and _is_clock(run, place, end)):
        return None
    end += 1
    if (
        unit == "h"
        and run.words[end - 1] == "h"
        and len(run.words[end]) == 2
        and run.words[end] < "60"
        and run.has(end, "digits")
    ):
        return (count + int(run.words[end]) / 60, unit), end + 1
    if run.has(end, "and-a-half"):
        return (count + 0.5, unit), end + 1
    if run.has(end, "and-a-quarter"):
        return (count + 0.25, unit), end + 1
    return (count, unit), end


def _is_clock(run: Run, place: int, end: int) -> bool:
    """Whether the figures are a time as timetables write it: "17.00 hrs"."""
    figures = run.words[place:end]
    return (
        len(figures) == len(("17", ".", "00")) and figures[1] == "." and figures[2].isdigit() and len(figures[2]) == 2
    )


def _unit(run: Run, place: int) -> str:
    lexeme = run.lexemes[place]
    if lexeme.unit:
        return lexeme.unit
    word = run.words[place]
    if word in _SHORT and run.is_glued(place) and run.has(place - 1, "digits"):
        return _SHORT[word]
    return ""


#: Holidays are looked up for so many working days at the most, which are ten years.
_MOST_WORKING_DAYS = 2500


def moved(run: Run, start: date, by: Length, sign: int) -> date:
    """The day that lies the length after the start, or before it; working days are the office's, if one is given."""
    for count, name in by.parts:
        if name == "bd" and run.working is not None and count < _MOST_WORKING_DAYS:
            start = run.working.add_working_days(start, sign * int(count))
            continue
        start = shifted(start, sign * int(count), name)
        if count != int(count) and name in ("y", "w", "d"):
            start += timedelta(days=sign * round((count - int(count)) * {"y": 365, "w": 7, "d": 1}[name]))
    return start
