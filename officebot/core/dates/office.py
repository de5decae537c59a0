"""When the office opens and closes, for what is wanted first thing or by the end of the day."""

from __future__ import annotations

from datetime import date, time

from officebot.core.worktime import WorkingTime

#: The hours of an office that says nothing else.
_OPENING, _CLOSING = time(9), time(18)


def closing(on: date, working: WorkingTime | None) -> time:
    """When the office closes on that day."""
    hours = working.hours.get(on.weekday()) if working is not None else None
    return hours[-1][1] if hours else _CLOSING


def opening(on: date, working: WorkingTime | None) -> time:
    """When the office opens on that day."""
    hours = working.hours.get(on.weekday()) if working is not None else None
    return hours[0][0] if hours else _OPENING
