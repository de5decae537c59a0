"""Every kind of calendar keeps the contract: Radicale, Xandikos, a server with odd habits, a file, a folder."""

from __future__ import annotations

from officebot.testing.calendarcontract import CalendarContract


class TestEachKind(CalendarContract):
    """The shipped contract, on all of them."""
