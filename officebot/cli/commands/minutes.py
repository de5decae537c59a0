"""`officebot minutes …`: what was said at a meeting becomes minutes."""

from __future__ import annotations

from officebot.cli.group import TableGroup
from officebot.cli.table import COMMANDS, MINUTES

minutes = TableGroup("minutes", table=MINUTES, spoken=COMMANDS["minutes"][1])
