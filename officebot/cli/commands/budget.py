"""officebot budget: the office's own budget workbook, held against what was spent and ordered."""

from __future__ import annotations

from officebot.cli.group import TableGroup
from officebot.cli.table import BUDGET, COMMANDS

budget = TableGroup("budget", table=BUDGET, spoken=COMMANDS["budget"][1])
