"""`officebot invoice …`: what suppliers want to be paid."""

from __future__ import annotations

from officebot.cli.group import TableGroup
from officebot.cli.table import COMMANDS, INVOICE

invoice = TableGroup("invoice", table=INVOICE, spoken=COMMANDS["invoice"][1])
