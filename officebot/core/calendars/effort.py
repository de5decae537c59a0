"""How much work may go into following the entries of one file, in microseconds of an ordinary machine, measured once."""

from __future__ import annotations

from collections.abc import Sequence

from officebot.core.calendars.components import Component
from officebot.core.text import Text, counted

#: Together with the reading of the largest file that is read, less than two seconds.
MOST = 700_000
#: What it costs to look at an event, at one date that it lists, and to give one occurrence.
_OF_EVENT, _OF_DATE, OF_OCCURRENCE = 100, 10, 15
#: To say of one event why it is left out.
OF_PROBLEM = 250
#: Of a zone that the calendar defines: itself, each character, and each year of a rule, which is followed to 2038.
_OF_ZONE = 3_000
_OF_ZONES_CHARACTER, _OF_ZONES_YEAR, _LAST_YEAR = 8, 120, 2038
#: The same where the library does it; there each character counts as well.
_OF_CHARACTER, _OF_LIBRARYS_DATE, OF_LIBRARYS_OCCURRENCE = 3, 260, 260
#: By whole numbers, a rule is followed so many times faster.
_FASTER = 20
_DATES = ("RDATE", "EXDATE")


class OutOfTime(Exception):
    """Something would take longer than what is left."""


class Effort:
    """What is left for one file, and how many entries were refused for want of it."""

    def __init__(self, most: int = MOST) -> None:
        self.left = most
        self.refused = 0

    def spend(self, cost: float) -> None:
        """Take so much. Raises OutOfTime where it is no longer there."""
        if cost > self.left:
            raise OutOfTime
        self.left -= int(cost)

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to look at even one more event."""
        return self.left < _OF_EVENT

    def spent(self, cost: float) -> None:
        """Take what was already used, be it more than what is left."""
        self.left -= int(cost)

    @property
    def sentence(self) -> Text:
        """What is said of what was refused."""
        return counted(
            "{count} entry is left out, because following it takes too long: ask for a shorter time, or split the calendar.",
            "{count} entries are left out, because following them takes too long: ask for a shorter time, or split the calendar.",
            self.refused,
        )


def dates_in(event: Component) -> int:
    """How many dates an event lists."""
    return sum(line.value.count(",") + 1 for line in event.lines if line.name in _DATES)


def of_looking(event: Component, of_rules: int) -> float:
    """What an event costs by whole numbers; `of_rules` is what its rules cost the library."""
    return _OF_EVENT + _OF_DATE * dates_in(event) + of_rules / _FASTER


def of_library(text: str, events: Sequence[Component], of_rules: int) -> int:
    """What a series costs the library before it gives its first occurrence."""
    return _OF_CHARACTER * len(text) + _OF_LIBRARYS_DATE * sum(map(dates_in, events)) + of_rules


def of_zone(zone: Component) -> int:
    """What following the definition of a zone costs."""
    years = 0
    for part in zone.children:
        if part.first("RRULE") is not None:
            begun = part.value("DTSTART")[:4]
            years += max(1, _LAST_YEAR - int(begun)) if begun.isascii() and begun.isdigit() else _LAST_YEAR
    return _OF_ZONE + _OF_ZONES_YEAR * years + _OF_ZONES_CHARACTER * len(zone.text())


__all__ = [
    "MOST",
    "OF_LIBRARYS_OCCURRENCE",
    "OF_OCCURRENCE",
    "Effort",
    "OutOfTime",
    "dates_in",
    "of_library",
    "of_looking",
]
