"""`officebot secret …`: where the office's secrets are kept."""

from __future__ import annotations

from officebot.cli.group import TableGroup
from officebot.cli.table import COMMANDS, SECRET

secret = TableGroup("secret", table=SECRET, spoken=COMMANDS["secret"][1])
