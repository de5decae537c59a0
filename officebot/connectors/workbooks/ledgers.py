"""Ledgers read in a worker, whatever program exported them: only the entries come back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from officebot.connectors.workbooks.apart import Refused, quiet
from officebot.connectors.workbooks.delimited import NotATable, text_rows
from officebot.connectors.workbooks.kinds import kind_of
from officebot.connectors.workbooks.reading import file_bytes, read_book
from officebot.connectors.workers import WorkerFault, WorkerPool
from officebot.core.budget.actuals import Ledger, read_ledger
from officebot.core.numbering import without_placeholder
from officebot.core.problems import Problem, UserError
from officebot.core.text import NUMBER_TO_COME, say
from officebot.core.workbooks.cells import Value

_SECONDS = 60.0
_READ = "officebot.connectors.workbooks.ledgers:ledger_or_refuse"


def read_ledger_apart(path: Path, workers: WorkerPool) -> Ledger:
    """The entries of a ledger, read in a worker. Raises UserError where it cannot be read."""
    found: Ledger | Refused | WorkerFault = workers.run(_READ, (file_bytes(path), path.name), _SECONDS)
    if isinstance(found, Ledger):
        return found
    if isinstance(found, tuple):
        raise UserError(found)
    what = say("This workbook takes too long or too much memory to read: it is damaged, or not made by people.")
    raise UserError(Problem(where=path.name, what=what))


def ledger_or_refuse(payload: tuple[bytes, str]) -> Ledger | Refused:
    """The worker's side."""
    data, name = payload
    try:
        with quiet():
            return read_ledger(name, _sheets(data, name))
    except UserError as refused:
        return refused.problems


def _sheets(data: bytes, name: str) -> dict[str, Mapping[int, Sequence[Value]]]:
    if kind_of(data) == "csv":
        try:
            rows = text_rows(data)
        except NotATable:
            rows = {}
        if any(NUMBER_TO_COME in value for row in rows.values() for value in row if isinstance(value, str)):
            rows = {n: [without_placeholder(v) if isinstance(v, str) else v for v in row] for n, row in rows.items()}
        if rows:
            return {"": rows}
    return {grid.sheet: grid.rows for grid in read_book(data, name).grids if not grid.is_hidden}
