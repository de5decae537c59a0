"""The usual forms of dates, known by the shape of their words and read by the one reader that can apply.

The grammar asks every reader at every word, and most dates are one of few forms: 27/11/2026, « avant lundi 17 h », "next
week". A run has a shape, a letter a word (`shapes`), and a form is a regular expression over it. A form counts only where
nothing behind it can go on with it; all else is for the grammar. So both must say the same: tests ask both and compare.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from officebot.core.dates.bounds import bound
from officebot.core.dates.clock import in_digits, part
from officebot.core.dates.days import near
from officebot.core.dates.moments import Parts, made
from officebot.core.dates.nodes import Clock, Day, Node
from officebot.core.dates.reading import Run
from officebot.core.dates.sentences import LONGEST_MEETING, expression
from officebot.core.dates.units import turned
from officebot.core.dates.weekdays import coming_weekday, weekday
from officebot.core.dates.written import in_figures, in_letters

Found = tuple[Node, int]
Reader = Callable[[Run, int], Found | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Forms:
    """The forms of a language, in the letters of `shapes`."""

    #: 12/03/2027, « 1er mars », "Monday, 12 March 2027", lundi, « vendredi prochain », tomorrow.
    day: str
    #: 14h30, 10:30, 5 pm; and what stands between a day and its time.
    clock: str
    joint: str
    #: « ce matin », last night; « cette semaine », next month.
    part: str
    unit: str
    #: avant, « depuis le », by, since.
    bound: str
    #: Words and signs that begin nothing that a date could go on with, up to the unknown word behind them.
    little: str
    #: A word that is no date by itself, and an article that is none of what stands behind it.
    idle: str
    article: str


_FIGURES = r"(?:[13](?:/2(?:/[25])?|\.2\.5|-2-5)|4-2-2)"
_FRENCH = _Forms(
    day=rf"{_FIGURES}|[13]s?[Mm]4?|W,?l?(?:[13]s?[Mm]4?|{_FIGURES})|WN|C?W|D",
    clock="1h2?|1:2",
    joint=",?a?",
    part="C?P|E",
    unit="Cu|u[NL]",
    bound="[BS][lt]?",
    little=",();wvrdfegatlkTnI",
    idle="[89IKLNQRCtlkdefganvTpuyBS]",
    article="[tlkdeganT]",
)
_ENGLISH = _Forms(
    day=rf"{_FIGURES}|[13]s?o?[Mm],?4?|[Mm][13]s?,?4?|W,?T?(?:[13]s?o?[Mm],?4?|{_FIGURES})|W,?[Mm][13]s?,?4?|[NLC]?W|D",
    clock="1:2A?|1A",
    joint=",?q?",
    part="[CL]?P|E",
    unit="[NLC]u",
    bound="[BS]",
    little=",();&wvrOqjnIoTy",
    # "At 0930" and "at five" are times, and "the first" may be a day.
    idle="[9ILNQTnoqvyCBS]|(?<![q@z])[8K]|(?<![OTz])R",
    article="(?:[oqnIvy]|T(?![13][soMm]))",
)


def _pattern(forms: _Forms) -> re.Pattern[str]:
    """One expression for all forms; the group that closes last tells which."""
    # The point of "12 Oct." belongs to the month, the one of 10.30 to the number.
    over = rf"(?=[xi]|(?<!m)\.(?![256A])|[{forms.little}][{forms.little}:]{{0,2}}[xi]|_--)"
    timed = f"(?:{forms.joint}(?:{forms.clock})|P)?"
    return re.compile(
        rf"(?:(?:{forms.bound})?"
        rf"(?:(?P<day>{forms.day})(?:{forms.joint}(?P<day_clock>{forms.clock})|(?P<day_part>P))?"
        rf"|(?P<clock>{forms.clock})|(?P<part>{forms.part})|(?P<unit>{forms.unit}))"
        rf"|(?P<nothing>(?:{forms.idle})|{forms.article}(?:(?:{forms.day}){timed}|{forms.clock}|{forms.unit}))){over}"
    )


_PATTERNS = {"fr": _pattern(_FRENCH), "en": _pattern(_ENGLISH)}
_BOUNDS = {"B": "before", "S": "since"}


def quickly(run: Run, place: int, grammar: Reader = expression) -> Found | None:
    """What the grammar makes of the words from the place on, which is only asked where their form is not usual."""
    form = _PATTERNS[run.language].match(run.shape, place)
    if form is None:
        return grammar(run, place)
    if form.lastgroup == "nothing":
        return None
    node = _READERS[form.lastgroup or ""](run, form)
    kind = _BOUNDS.get(run.shape[place])
    if node is not None and kind is not None:
        node = bound(kind, node)
    return (node, form.end()) if node is not None else grammar(run, place)


def _day(run: Run, form: re.Match[str]) -> Day | None:
    place, end = form.span("day")
    first = run.shape[place]
    if first == "W" and end == place + 1:
        return coming_weekday(run, run.lexemes[place].weekday or 0)
    read = _DAYS.get(first, weekday)
    if first in "13" and run.shape[place + 1] not in "/.-":
        read = in_letters
    found = read(run, place)
    return found[0] if found is not None and found[1] == end else None


_DAYS: dict[str, Callable[[Run, int], tuple[Day, int] | None]] = {
    "1": in_figures,
    "3": in_figures,
    "4": in_figures,
    "M": in_letters,
    "m": in_letters,
    "D": near,
}


def _day_with_clock(run: Run, form: re.Match[str]) -> Node | None:
    day, clock = _day(run, form), _figures(run, form, "day_clock")
    return made(run, Parts(day, clock)) if day is not None and clock is not None else None


def _day_with_part(run: Run, form: re.Match[str]) -> Node | None:
    day, found = _day(run, form), part(run, form.start("day_part"))
    return made(run, Parts(day, part=found[0])) if day is not None and found is not None else None


def _figures(run: Run, form: re.Match[str], group: str) -> Clock | None:
    place, end = form.span(group)
    found = in_digits(run, place)
    return found[0] if found is not None and found[1] == end else None


def _clock(run: Run, form: re.Match[str]) -> Clock | None:
    found = _figures(run, form, "clock")
    if found is not None and not found.is_sure and found.hour % 12 < LONGEST_MEETING:
        return None  # « De 1h30 » may be how long something lasts.
    return found


def _part(run: Run, form: re.Match[str]) -> Node | None:
    found = part(run, form.start("part"))
    return made(run, Parts(part=found[0])) if found is not None and found[1] == form.end() else None


def _unit(run: Run, form: re.Match[str]) -> Node | None:
    found = turned(run, form.start("unit"))
    return found[0] if found is not None and found[1] == form.end() else None


_READERS: dict[str, Callable[[Run, re.Match[str]], Node | None]] = {
    "day": _day,
    "day_clock": _day_with_clock,
    "day_part": _day_with_part,
    "clock": _clock,
    "part": _part,
    "unit": _unit,
}
