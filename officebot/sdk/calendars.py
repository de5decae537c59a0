"""What takes place in the office's calendars: each meeting of a day, who comes to it, and where."""

from __future__ import annotations

from officebot.core.agendas import CalendarObject, OfficeCalendar, PromisedTime, Room
from officebot.core.availability.conflicts import Meeting, Reply
from officebot.core.meetings.diary import Entry, entries_of

__all__ = ["CalendarObject", "Entry", "Meeting", "OfficeCalendar", "PromisedTime", "Reply", "Room", "entries_of"]
