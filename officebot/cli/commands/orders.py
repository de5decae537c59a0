"""`officebot orders …`: from a need to the delivered line."""

from __future__ import annotations

from officebot.cli.group import TableGroup
from officebot.cli.table import COMMANDS, ORDERS

orders = TableGroup("orders", table=ORDERS, spoken=COMMANDS["orders"][1])
