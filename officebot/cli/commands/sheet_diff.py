"""sheet diff: what differs between two versions of a workbook."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from officebot.cli.cells import cell_as_json, cell_in_words
from officebot.cli.commands.sheet_change import said_of, show_cells
from officebot.cli.output import Column, emit, heading, table, tell
from officebot.cli.table import SHEET
from officebot.cli.words import argument, command, language, option
from officebot.core.text import counted, say

if TYPE_CHECKING:
    from officebot.core.workbooks.differences import Differences, RowDifference

_SHOWN = 40


@command("diff", SHEET["diff"][1])
@argument("old", metavar="FILE")
@argument("new", metavar="FILE")
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object."))
def diff(old: str, new: str, as_json: bool) -> None:
    from officebot.connectors.workbooks.comparing import compare

    found = compare(Path(old), Path(new))
    if as_json:
        emit(_fact(found))
    elif found:
        _show(found)
    else:
        tell(say("The two workbooks hold the same."))
    sys.exit(1 if found else 0)


def _fact(found: Differences) -> dict[str, Any]:
    rows = [
        {"sheet": one.sheet, "row": one.row, "is": "added" if one.is_new else "removed",
         "values": [cell_as_json(value) for value in one.values]}
        for one in found.rows
    ]  # fmt: skip
    cells = [
        {"cell": str(one.address), "before": cell_as_json(one.before), "after": cell_as_json(one.after)}
        for one in found.cells
    ]
    sheets = {"added": list(found.new_sheets), "removed": list(found.gone_sheets)}
    return {"cells": cells, "rows": rows, "sheets": sheets}


def _show(found: Differences) -> None:
    for name in found.new_sheets:
        said_of(name, say("This sheet is new."))
    for name in found.gone_sheets:
        said_of(name, say("This sheet is gone."))
    if found.rows:
        heading(counted("{count} row came or went", "{count} rows came or went", len(found.rows)))
        columns = [Column(say("Sheet"), fixed=True), Column(say("Row"), fixed=True)]
        columns += [Column(say("What"), fixed=True), Column(say("Values"))]
        table(columns, [_line(one) for one in found.rows[:_SHOWN]])
    show_cells([(str(one.address), one.before, one.after) for one in found.cells])


def _line(one: RowDifference) -> tuple[str, str, str, str]:
    state = (say("added") if one.is_new else say("removed")).render(language())
    return one.sheet, str(one.row), state, " · ".join(cell_in_words(value) for value in one.values)
