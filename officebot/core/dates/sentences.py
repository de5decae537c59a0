"""What stands at a place of a sentence: the longest of repetition, range, bound, day with time, period, length."""

from __future__ import annotations

from officebot.core.dates.bounds import bounded
from officebot.core.dates.calendar import SECONDS
from officebot.core.dates.days import day
from officebot.core.dates.lengths import length
from officebot.core.dates.lexicon import Opens
from officebot.core.dates.nodes import Clock, Length, Node
from officebot.core.dates.periods import short_several, within
from officebot.core.dates.ranges import between
from officebot.core.dates.reading import Readers, Run, longest
from officebot.core.dates.sets import every
from officebot.core.dates.simple import simple
from officebot.core.dates.written import impossible

Found = tuple[Node, int]


def expression(run: Run, place: int) -> Found | None:
    """What the words from the place on mean, and the place after them; None where they are no date."""
    if _is_day_in_figures(run, place):
        found = day(run, place)
        if found is not None and found[1] == place + _FIGURES:
            return found
    return longest(run, place, "expression", _READERS)


#: Three numbers with two signs between.
_FIGURES = 5


def _is_day_in_figures(run: Run, place: int) -> bool:
    """Whether 27/11/2026 or 2026-11-27 stands there and the sentence ends behind: the usual case, needing one reader."""
    words, end = run.words, place + _FIGURES
    sign = words[place + 1]
    if sign not in ("/", "-", ".") or words[place + 3] != sign or words[end] not in ("", ".", ")"):
        return False
    digits = words[place], words[place + 2], words[place + 4]
    return (
        all(word.isdigit() for word in digits)
        and 4 in (len(digits[0]), len(digits[2]))
        and all(run.is_glued(inner) for inner in range(place + 1, end))
        and not run.is_glued(place)
    )


def _alone(run: Run, place: int) -> Found | None:
    found = simple(run, place)
    if found is not None and isinstance(found[0], Clock) and _is_rather_length(run, place, found[0]):
        return None
    if found is not None and isinstance(found[0], Clock) and found[0].is_weak:
        return found if _is_clock_enough(run, place, found[1]) else None
    return found


def _is_rather_length(run: Run, place: int, found: Clock) -> bool:
    """« une réunion de 1h30 », "takes 2h": a small number of hours behind such a word is how long it lasts."""
    return (
        found.hour % 12 < LONGEST_MEETING
        and not found.is_sure
        and run.has(place - 1, "of", "for")
        and run.has(place + 1, "hour-word")
    )


LONGEST_MEETING = 5


def _is_clock_enough(run: Run, place: int, end: int) -> bool:
    """Whether a bare number is a time: "at 7", « à 14 », with nothing behind that it could count."""
    if run.language == "fr":
        has_word = any(run.has(inner, "hour-word") for inner in range(place, end))
        return has_word and run.has(place - 1, "at", "around", "before", "after")
    return run.has(place - 1, "at") and (
        run.is_over(end) or run.words[end] == "(" or run.has(end, "for", "and", "or", "on", "whose")
    )


def _lasting(run: Run, place: int) -> Found | None:
    if run.has(place, "whole") and run.lexemes[place + 1].unit and not run.lexemes[place + 1].plural:
        found = length_of_unit(run.lexemes[place + 1].unit)
        return found, place + 2
    if run.language == "fr" and run.has(place, "since"):
        return length(run, place + 1)
    found_length = length(run, place)
    if found_length is None:
        return None
    return found_length


def length_of_unit(name: str) -> Length:
    """One whole unit: toute la journée."""
    return Length(((1, name),), SECONDS[name])


_READERS: Readers[Node] = (
    (Opens.EVERY | Opens.TIMED | Opens.ORDINAL | Opens.WEEKDAY | Opens.UNIT, every),
    (Opens.SIMPLE, _alone),
    (Opens.SIMPLE | Opens.FROM, between),
    (Opens.SIMPLE | Opens.BOUND, bounded),
    (Opens.BOUND | Opens.IN, within),
    (Opens.TURN | Opens.LENGTH, short_several),
    (Opens.LENGTH | Opens.FOR | Opens.BOUND, _lasting),
    (Opens.NUMBER | Opens.MONTH, impossible),
)
