"""invoice map: which table of a workbook is the invoice register, and which of its columns are what."""

from __future__ import annotations

import sys

from officebot.cli.output import emit, tell
from officebot.cli.table import INVOICE
from officebot.cli.words import argument, command, option
from officebot.cli.workbooks import is_confirmed, map_fact, show_map, tables_in, take_in
from officebot.core.text import say


@command("map", INVOICE["map"][1])
@argument("file", metavar="FILE")
@option("--table", "table", metavar="TABLE", spoken=say("The register's table."))
@option("--save", is_flag=True, spoken=say("Have the office use this register from now on; you are asked first."))
@option("--may-write", is_flag=True, spoken=say("With --save: officebot may append rows to this register."))
@option("--yes", is_flag=True, spoken=say("With --save: do not ask."))
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object."))
def map_register(file: str, table: str | None, save: bool, may_write: bool, yes: bool, as_json: bool) -> None:
    from officebot.core.invoices.fields import FIELD_NAMES, NAME
    from officebot.core.invoices.register import find_register

    found = find_register(tables_in(file).tables, table or "")
    parts = {"register": found.sheet} if found.sheet is not None else {}
    if as_json:
        emit(map_fact(parts, found.problems))
    else:
        show_map(parts.items(), found.problems, {"register": NAME}, FIELD_NAMES)
    if parts and save and (yes or is_confirmed()):
        take_in(file, "invoices", {"table": table}, may_write=may_write)
        tell(say("The office uses this register from now on: “officebot once invoices” does so at once."))
    sys.exit(0 if parts else 1)
