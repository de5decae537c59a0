"""orders map: which tables and columns of a workbook are the orders, the suppliers and the budget."""

from __future__ import annotations

import sys

from officebot.cli.output import emit, tell
from officebot.cli.table import ORDERS
from officebot.cli.words import argument, command, option
from officebot.cli.workbooks import is_confirmed, map_fact, named, show_map, tables_in, take_in
from officebot.core.text import say


@command("map", ORDERS["map"][1])
@argument("file", metavar="FILE")
@option("--lines", metavar="TABLE", spoken=say("The table of order lines."))
@option("--suppliers", metavar="TABLE", spoken=say("The table of suppliers."))
@option("--budget", metavar="TABLE", spoken=say("The table of the budget."))
@option("--save", is_flag=True, spoken=say("Have the office follow these orders from now on; you are asked first."))
@option(
    "--may-write", is_flag=True, spoken=say("With --save: officebot may propose rows and cells of this workbook.")
)
@option("--yes", is_flag=True, spoken=say("With --save: do not ask."))
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object."))
def map_orders(
    file: str,
    lines: str | None,
    suppliers: str | None,
    budget: str | None,
    save: bool,
    may_write: bool,
    yes: bool,
    as_json: bool,
) -> None:
    from officebot.core.orders.fields import FIELD_NAMES, LINES, NAMES
    from officebot.core.orders.mapping import find_orders, sheets_of

    chosen = {"lines": lines, "suppliers": suppliers, "budget": budget}
    found = find_orders(tables_in(file).tables, named(chosen))
    if as_json:
        emit(map_fact(found.parts, found.problems))
    else:
        show_map(sheets_of(found), found.problems, NAMES, FIELD_NAMES)
    if LINES in found.parts and save and (yes or is_confirmed()):
        take_in(file, "orders", chosen, may_write=may_write)
        tell(say("The office follows these orders from now on: “officebot once orders” does so at once."))
    sys.exit(0 if LINES in found.parts else 1)
