"""Budgets that say on a row of its own what is planned and what was spent of a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from officebot.core.budget.headings import read_heading

if TYPE_CHECKING:
    from officebot.core.budget.rows import Row

_KINDS = ("budget", "actual", "committed")
#: So much of a column must say what its row is.
_MOST = 0.9


def kind_column(held: Mapping[int, Sequence[str]]) -> int:
    """The column that says of each row whether it is planned or spent; 0 for none."""
    for column, words in held.items():
        kinds = [kind_of(one) for one in words]
        known = [one for one in kinds if one]
        if len(known) > 1 and len(known) >= _MOST * len(kinds) and "budget" in known and len(set(known)) > 1:
            return column
    return 0


def kind_of(words: str) -> str:
    """What a cell says that its row is: "budget", "actual", "variance" …; "" where it says anything else."""
    said = read_heading(words)
    return said.kind if not said.rest and not said.has_span else ""


def folded(rows: Sequence[Row]) -> list[Row]:
    """One row for each line, with what was spent and ordered among its `others`."""
    made: list[Row] = []
    last: Row | None = None
    for row in rows:
        is_same = last is not None and (
            not row.name or (row.code, row.label, row.groups) == (last.code, last.label, last.groups)
        )
        if not row.kind:
            made.append(row)
            last = None
        elif last is None or not is_same:
            last = row if row.kind == "budget" else replace(row, amounts={}, sums={}, others=_others(row))
            made.append(last)
        elif row.kind == "budget":
            last.amounts, last.sums, last.currencies = row.amounts, row.sums, row.currencies
            last.number = row.number
        else:
            last.others |= _others(row)
    for row in made:
        if row.kind and not row.amounts:
            row.amounts = {column: Decimal() for one in row.others.values() for column in one[1]}
    return made


def _others(row: Row) -> dict[str, tuple[int, Mapping[int, Decimal]]]:
    return {row.kind: (row.number, row.amounts)} if row.kind in _KINDS else {}
