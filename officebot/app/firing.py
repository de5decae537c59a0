"""Our schedules as APScheduler sees them: it only wakes the office, the ledger decides what runs."""

from __future__ import annotations

from datetime import datetime

from apscheduler.triggers.base import BaseTrigger

from officebot.core.schedule import Schedule
from officebot.core.worktime import WorkingTime


class Firing(BaseTrigger):  # type: ignore[misc]
    """An APScheduler trigger that fires when a schedule of ours does."""

    def __init__(self, schedule: Schedule, working: WorkingTime) -> None:
        self._schedule = schedule
        self._working = working

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None:
        """The first firing after the previous one, or after now."""
        after = max(previous_fire_time, now) if previous_fire_time else now
        due = self._schedule.next_after(after, self._working.tz, self._working)
        return due.instant if due else None
