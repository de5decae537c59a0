"""`officebot mail …`: what stands in mails that lie in files."""

from __future__ import annotations

from officebot.cli.group import TableGroup
from officebot.cli.table import COMMANDS, MAIL

mail = TableGroup("mail", table=MAIL, spoken=COMMANDS["mail"][1])
