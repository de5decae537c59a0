"""`officebot document …`: the office's own templates filled in, listed and checked."""

from __future__ import annotations

from officebot.cli.group import TableGroup
from officebot.cli.table import COMMANDS, DOCUMENT

document = TableGroup("document", table=DOCUMENT, spoken=COMMANDS["document"][1])
