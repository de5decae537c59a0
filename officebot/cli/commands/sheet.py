"""`officebot sheet …`: the office's own workbooks."""

from __future__ import annotations

from officebot.cli.group import TableGroup
from officebot.cli.table import COMMANDS, SHEET

sheet = TableGroup("sheet", table=SHEET, spoken=COMMANDS["sheet"][1])
