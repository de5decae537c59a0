"""Days and times: those that a text names, the office's working time, schedules, and how they are written."""

from __future__ import annotations

from officebot.core.dates import Match, deadline_of, find_dates
from officebot.core.schedule import Due, Schedule
from officebot.core.schedule import parse as read_schedule
from officebot.core.text import month_in_words, named_month
from officebot.core.worktime import WorkingTime

__all__ = [
    "Due",
    "Match",
    "Schedule",
    "WorkingTime",
    "deadline_of",
    "find_dates",
    "month_in_words",
    "named_month",
    "read_schedule",
]
