"""Dates in French and English sentences: found, resolved from a reference instant, and told apart by their role."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from officebot.core.dates.deadline import earliest, in_office, later_today
from officebot.core.dates.find import find
from officebot.core.dates.match import Match
from officebot.core.worktime import WorkingTime

__all__ = ["Match", "deadline_of", "find_dates", "in_office", "later_today"]


def find_dates(
    text: str, at: datetime, language: str = "fr", *, order: str = "dmy", working: WorkingTime | None = None
) -> tuple[Match, ...]:
    """The dates of the text, from left to right, none overlapping another.

    `at` is the instant of reading on the office's wall clock, aware or naive; `language` is fr, en or mixed (both at once);
    `order` says what 03/04 means. With `working`, the office's sense holds: its hours, zone and holidays.
    """
    return find(text, at, language, order, working)


def deadline_of(text: str, matches: Sequence[Match], at: datetime, *, sender: tzinfo | None = None) -> Match | None:
    """The match that is the deadline of the text: the earliest by which something is wanted and that is not over.

    Its `latest` says by when. With the sender's zone, times are taken to be on the sender's clock unless the text says
    whose they are, and `latest` is on the office's.
    """
    return earliest(text, matches, at, sender)
