"""Ledgers read in a worker, whatever program exported them: only the entries come back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from officebot.connectors.workbooks.apart import Refused, quiet
from officebot.connectors.workbooks.delimited import NotATable, decoded, text_rows
from officebot.connectors.workbooks.kinds import kind_of
from officebot.connectors.workbooks.reading import file_bytes, read_book
from officebot.connectors.workers import WorkerFault, WorkerPool
from officebot.core.budget.actuals import Ledger, read_ledger
from officebot.core.budget.model import Entry, Source
from officebot.core.numbering import without_placeholder
from officebot.core.problems import Problem, UserError
from officebot.core.text import NUMBER_TO_COME, say
from officebot.core.workbooks.cells import Value

_SECONDS = 60.0
_READ = "officebot.connectors.workbooks.ledgers:ledger_or_refuse"


def read_ledger_apart(path: Path, workers: WorkerPool) -> Ledger:
    """The entries of a ledger, read in a worker. Raises UserError where it cannot be read."""
    found: Packed | Refused | WorkerFault = workers.run(_READ, (file_bytes(path), path.name), _SECONDS)
    if isinstance(found, Packed):
        return found.ledger(path.name)
    if isinstance(found, tuple):
        raise UserError(found)
    what = say("This workbook takes too long or too much memory to read: it is damaged, or not made by people.")
    raise UserError(Problem(where=path.name, what=what))


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A ledger as it passes a pipe: plain values, which take a tenth of the time that objects take."""

    rows: list[tuple[int, str, str, str, str, str, str, str, str, str, str, str]]
    problems: tuple[Problem, ...]
    is_balanced: bool

    @staticmethod
    def of(found: Ledger) -> Packed:
        """The ledger, packed."""
        rows = [
            (one.day.toordinal(), one.code, one.label, str(one.amount), one.account, one.group, one.supplier, one.piece,
             "" if one.quantity is None else str(one.quantity), one.currency, one.source.sheet, one.source.cell)
            for one in found.entries
        ]  # fmt: skip
        return Packed(rows=rows, problems=found.problems, is_balanced=found.is_balanced)

    def ledger(self, file: str) -> Ledger:
        """The ledger itself."""
        entries = tuple(
            Entry(
                date.fromordinal(day), code, label, Decimal(amount), account, group, supplier, piece,
                Decimal(quantity) if quantity else None, currency, Source(file, sheet, cell),
            )
            for day, code, label, amount, account, group, supplier, piece, quantity, currency, sheet, cell in self.rows
        )  # fmt: skip
        return Ledger(entries=entries, problems=self.problems, is_balanced=self.is_balanced)


def ledger_or_refuse(payload: tuple[bytes, str]) -> Packed | Refused:
    """The worker's side."""
    data, name = payload
    try:
        with quiet():
            return Packed.of(read_ledger(name, _sheets(data, name)))
    except UserError as refused:
        return refused.problems


def _sheets(data: bytes, name: str) -> dict[str, Mapping[int, Sequence[Value]]]:
    if kind_of(data) == "csv":
        try:
            rows = text_rows(data)
        except NotATable:
            rows = {}
        if rows and NUMBER_TO_COME in decoded(data)[0]:
            rows = {n: [without_placeholder(v) if isinstance(v, str) else v for v in row] for n, row in rows.items()}
        if rows:
            return {"": rows}
    return {grid.sheet: grid.rows for grid in read_book(data, name).grids if not grid.is_hidden}
