"""When something that is asked for takes place: each of its times, aware, on the office's clock where it names none. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from officebot.core.calendars.components import Component
from officebot.core.calendars.occurrences import occurrences_of
from officebot.core.calendars.times import Moment
from officebot.core.problems import UserError
from officebot.core.worktime import WorkingTime

#: A series is looked at so far ahead: who books a room for longer is seen again.
AHEAD = timedelta(days=366)


def times_of(calendar: Component, since: datetime, working: WorkingTime) -> list[tuple[datetime, datetime]] | None:
    """Begin and end of all that takes place in a calendar from `since` on, within a year; None where some cannot be read.

    Whole days last from midnight to midnight on the office's clock.
    """
    try:
        found = occurrences_of(calendar, since, since + AHEAD, working.tz)
    except UserError:
        return None
    if found.problems:
        return None
    return [(here(one.start, working), here(one.end, working)) for one in found.found if one.status != "CANCELLED"]


def here(when: Moment, working: WorkingTime) -> datetime:
    """A moment as an instant on the office's clock: a day is its midnight there, a floating time is meant there."""
    if isinstance(when, datetime):
        return when.replace(tzinfo=working.tz) if when.tzinfo is None else when.astimezone(working.tz)
    assert isinstance(when, date)
    return datetime(when.year, when.month, when.day, tzinfo=working.tz)
