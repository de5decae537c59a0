"""`officebot calendar …`: what stands in calendars and invitations that lie in files."""

from __future__ import annotations

from officebot.cli.group import TableGroup
from officebot.cli.table import CALENDAR, COMMANDS

calendar = TableGroup("calendar", table=CALENDAR, spoken=COMMANDS["calendar"][1])
