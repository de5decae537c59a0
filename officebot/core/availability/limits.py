"""How much of a calendar is read at most, and the sentences that say so."""

from __future__ import annotations

from officebot.core.text import Text, say

#: Of one event within the window (TRUST 26).
MOST_OCCURRENCES = 2_000
#: A window of two years and what a week at each end needs.
MOST_DAYS = 2 * 366 + 14
#: Of all events of one calendar: five hundred, each working day for two years.
MOST_SPANS = 100_000
#: Dates that one event may list.
MOST_DATES = 4 * MOST_OCCURRENCES
#: Characters of one calendar: five hundred events a year for twenty years are about 6 MB.
LARGEST_TEXT = 20_000_000
MOST_EVENTS = 50_000
#: Characters that the library may be asked to read for one calendar: about two seconds of work.
LARGEST_FOR_LIBRARY = 500_000
#: Steps that a rule may take from its start to the end of the window: each day since 1890.
MOST_STEPS = 50_000
#: Steps that the library may follow for all events of one calendar together.
MOST_STEPS_BY_LIBRARY = 6_000
#: What asking the library about one event costs at least, in characters.
COST_OF_ASKING = 600
_STEPS_A_DAY = {
    "SECONDLY": 86_400.0, "MINUTELY": 1_440.0, "HOURLY": 24.0, "DAILY": 1.0, "WEEKLY": 1 / 7, "MONTHLY": 1 / 30,
    "YEARLY": 1 / 365,
}  # fmt: skip


class TooMany(Exception):
    """An event that happens more often than is read."""

    @property
    def what(self) -> Text:
        """The sentence for people."""
        return say(
            "This event happens more than {most} times in the time that is looked at, or repeats too often to be "
            "counted: it was left out. Ask whoever sent it for a rule that repeats by days.",
            most=MOST_OCCURRENCES,
        )


class Allowance:
    """The steps that the library may still follow for one calendar."""

    def __init__(self) -> None:
        self.left = MOST_STEPS_BY_LIBRARY

    def spend(self, steps: int) -> None:
        """Take so many; raises TooMany where they are no longer there."""
        if steps > self.left:
            raise TooMany
        self.left -= steps


def check_steps(freq: str, interval: int, days: float, times_a_step: int = 1) -> int:
    """How many steps following a rule over so many days takes.

    Raises TooMany where it repeats within the hour, or would take too long.
    """
    if freq in ("SECONDLY", "MINUTELY") or interval < 1 or freq not in _STEPS_A_DAY:
        raise TooMany
    steps = int(max(days, 1) * _STEPS_A_DAY[freq] / interval * max(times_a_step, 1))
    if steps > MOST_STEPS:
        raise TooMany
    return steps


def too_large() -> Text:
    """The sentence about a calendar that is larger than what is read."""
    return say(
        "This calendar is larger than {most} MB, or has more than {events} events: publish a shorter time of it.",
        most=LARGEST_TEXT // 1_000_000,
        events=MOST_EVENTS,
    )


def too_full() -> Text:
    """The sentence about a calendar of which reading all takes too long."""
    return say("So much stands in this calendar that the rest was left out: publish a shorter time of it.")


def too_long() -> Text:
    """The sentence about a window that is longer than what is read."""
    return say("Calendars are read for two years at most: ask for a shorter time.")
