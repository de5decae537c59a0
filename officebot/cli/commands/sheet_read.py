"""sheet read: the tables of workbooks."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from officebot.cli.cells import cell_in_words
from officebot.cli.files import complain, sentences_of, source_of
from officebot.cli.output import Column, emit, heading, table, tell
from officebot.cli.table import SHEET
from officebot.cli.words import argument, command, language, option
from officebot.core.problems import Unavailable, UserError
from officebot.core.text import Text, counted, quoted, say

if TYPE_CHECKING:
    from officebot.connectors.workers import WorkerPool
    from officebot.core.workbooks.tables import Found, Table

#: A person sees so many rows of a table, and columns so wide; JSON has all.
_SHOWN_ROWS, _WIDEST = 20, 40


@command("read", SHEET["read"][1])
@argument("files", nargs=-1, required=True, metavar="FILE…")
@option("--sheet", "sheet", metavar="NAME", spoken=say("Only the tables of this sheet."))
@option("--table", "wanted", metavar="NAME", spoken=say("Only the table of this name."))
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object a file, with all rows."))
def read(files: tuple[str, ...], sheet: str | None, wanted: str | None, as_json: bool) -> None:
    from officebot.connectors.workers import WORKBOOK_BYTES, WorkerPool

    failed = False
    with WorkerPool(memory_bytes=WORKBOOK_BYTES) as workers:
        for name in files:
            try:
                found = _tables(name, sheet, wanted, workers)
            except (UserError, Unavailable) as error:
                failed = True
                complain(name, sentences_of(error), as_json)
            else:
                _show(name, found, as_json, several=len(files) > 1)
    sys.exit(1 if failed else 0)


def _tables(name: str, sheet: str | None, wanted: str | None, workers: WorkerPool) -> Found:
    """The file's tables, those that are asked for. Raises UserError where there is no such sheet or table."""
    from officebot.connectors.workbooks.apart import find_tables_apart
    from officebot.connectors.workbooks.archives import LARGEST_FILE

    found = find_tables_apart(*source_of(name, LARGEST_FILE), workers, sheet)
    if wanted is None:
        return found
    chosen = [one for one in found.tables if one.name.casefold() == wanted.casefold()]
    if not chosen:
        raise UserError(_no_table(wanted, [one.name for one in found.tables]))
    return replace(found, tables=tuple(chosen))


def _no_table(wanted: str, names: Sequence[str]) -> Text:
    if not names:
        return say("There is no table “{table}”, and no other.", table=wanted)
    return say("There is no table “{table}”: there are {names}.", table=wanted, names=list(names[:20]))


def _show(name: str, found: Found, as_json: bool, several: bool) -> None:
    if as_json:
        problems = [{"where": one.where, "what": one.what.render(language())} for one in found.problems]
        file = {"file": name} if several else {}
        emit({**file, "tables": [_fact(one) for one in found.tables], **({"problems": problems} if problems else {})})
        return
    if several:
        heading(quoted(name))
    if not found.tables:
        tell(say("There is no table in {file}.", file=name))
    for one in found.tables:
        _show_table(one)
    for problem in found.problems:
        tell(say("{where}: {what}", where=problem.where, what=problem.what))


def _fact(one: Table) -> dict[str, Any]:
    from officebot.core.workbooks.cells import to_json

    return {
        "name": one.name,
        "sheet": one.sheet,
        "ref": str(one.area),
        "columns": list(one.titles),
        "rows": [[to_json(value) for value in row.values] for row in one.rows],
    }


def _show_table(one: Table) -> None:
    from officebot.core.workbooks.cells import quoted_sheet

    place = f"{quoted_sheet(one.sheet)}!{one.area}"
    rows = counted("{name} · {place} · {count} row", "{name} · {place} · {count} rows",
                   len(one.rows), name=one.name, place=place)  # fmt: skip
    heading(rows)
    columns = [
        Column(say("Row"), fixed=True),
        *(Column(quoted(title)) for title in one.titles),
    ]
    table(columns, _lines(one))
    if len(one.rows) > _SHOWN_ROWS:
        rest = len(one.rows) - _SHOWN_ROWS
        tell(counted("… and {count} more row: --json shows it.", "… and {count} more rows: --json shows them.", rest))


def _lines(one: Table) -> Iterator[list[str]]:
    for row in one.rows[:_SHOWN_ROWS]:
        yield [str(row.number), *(cell_in_words(value, _WIDEST) for value in row.values)]
    for row in one.totals[-1:]:
        yield [str(row.number), *(cell_in_words(value, _WIDEST) for value in row.values)]
