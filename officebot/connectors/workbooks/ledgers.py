"""Ledgers read in a worker, whatever program exported them: only the entries come back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import repeat
from typing import Any

from officebot.connectors.workbooks.apart import Refused, quiet
from officebot.connectors.workbooks.delimited import NotATable, decoded, text_rows
from officebot.connectors.workbooks.kinds import kind_of
from officebot.connectors.workbooks.reading import read_book
from officebot.connectors.workers import WorkerFault
from officebot.core.budget.actuals import Ledger, read_ledger
from officebot.core.budget.model import Entry, Source, of_columns
from officebot.core.numbering import without_placeholder
from officebot.core.problems import Problem, UserError
from officebot.core.text import NUMBER_TO_COME, say
from officebot.core.workbooks.cells import Value


def ledger_of(found: Packed | Refused | WorkerFault, name: str) -> Ledger:
    """What a worker made of the file of this name. Raises UserError where it could not be read."""
    if isinstance(found, Packed):
        return found.ledger(name)
    if isinstance(found, tuple):
        raise UserError(found)
    what = say("This workbook takes too long or too much memory to read: it is damaged, or not made by people.")
    raise UserError(Problem(where=name, what=what))


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A ledger as it passes a pipe: its columns as plain values, which take a tenth of the time that objects take."""

    columns: tuple[Sequence[Any], ...]
    problems: tuple[Problem, ...]
    is_balanced: bool

    @staticmethod
    def of(found: Ledger) -> Packed:
        """The ledger, packed."""
        days, codes, labels, amounts, accounts, groups, suppliers, pieces, quantities, currencies, sources = (
            zip(*found.entries, strict=True) if found.entries else ((),) * len(Entry._fields)
        )
        columns = (
            days, codes, labels, [*map(str, amounts)], accounts, groups, suppliers, pieces,
            ["" if one is None else str(one) for one in quantities], currencies,
            [one.sheet for one in sources], [one.cell for one in sources],
        )  # fmt: skip
        return Packed(columns=columns, problems=found.problems, is_balanced=found.is_balanced)

    def ledger(self, file: str) -> Ledger:
        """The ledger itself."""
        *texts, quantities, currencies, sheets, cells = self.columns
        days, codes, labels, amounts, accounts, groups, suppliers, pieces = texts
        entries = of_columns(
            Entry, days, codes, labels, map(Decimal, amounts), accounts, groups, suppliers, pieces,
            (Decimal(one) if one else None for one in quantities), currencies,
            of_columns(Source, repeat(file, len(cells)), sheets, cells),
        )  # fmt: skip
        return Ledger(entries=tuple(entries), problems=self.problems, is_balanced=self.is_balanced)


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
