"""`officebot plugin …`: duties that others wrote."""

from __future__ import annotations

from officebot.cli.group import TableGroup
from officebot.cli.table import COMMANDS, PLUGIN

plugin = TableGroup("plugin", table=PLUGIN, spoken=COMMANDS["plugin"][1])
