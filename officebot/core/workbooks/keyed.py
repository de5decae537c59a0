"""Rows of a workbook found by their key: an article, a number, a name; with the change of a cell that a duty proposes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from officebot.core.actions import CellValue
from officebot.core.workbooks.cells import Address, Cell, Fault, Formula, Value, to_json
from officebot.core.workbooks.office import OfficeWorkbook
from officebot.core.workbooks.tables import Row, Table

#: A cell, what stands in it and what is to stand there, as `SetCells.cells` holds them: ("Stock!B2", 12, 8).
CellChange: TypeAlias = "tuple[str, CellValue, CellValue]"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedRow:
    """A row of a table, by its key as it stands there.

    Columns are named by their headings, whatever their case and spaces.
    """

    key: str
    table: Table
    row: Row

    def value(self, heading: str) -> Value:
        """What stands in the row below this heading; None where nothing does, or the table has no such heading."""
        at = _place(self.table, heading)
        return None if at is None else self.row.values[at]

    def address(self, heading: str) -> str | None:
        """The row's cell below this heading, as "Stock!B2"; None where the table has no such heading."""
        at = _place(self.table, heading)
        if at is None:
            return None
        return str(Address(self.table.sheet, Cell(self.row.number, self.table.columns[at].area.left)))

    def change(self, heading: str, after: CellValue) -> CellChange | None:
        """The change by which the cell below this heading holds `after`, for `SetCells`.

        None where there is nothing to propose: no such heading, a formula stands there, or the cell holds it already.
        """
        address, before = self.address(heading), self.value(heading)
        if address is None or isinstance(before, Formula | Fault) or _is_same(to_json(before), after):
            return None
        return (address, to_json(before), after)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedRows:
    """The rows of a workbook by key, in the order in which they stand. `twice` are the keys that name several rows.

    Such a key finds nothing: which of the rows is meant, only a person knows.
    """

    rows: tuple[KeyedRow, ...] = ()
    twice: tuple[str, ...] = ()
    _found: Mapping[str, KeyedRow] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_found", {_plain(one.key): one for one in self.rows})

    def get(self, key: str) -> KeyedRow | None:
        """The row of this key, whatever the case and spaces in which it is written; None where there is none."""
        return self._found.get(_plain(key))


def rows_by_key(book: OfficeWorkbook, heading: str = "") -> KeyedRows:
    """The rows of all tables of a workbook by what stands below `heading`; below the first heading, if none is given.

    Numbers are keys as people write them ("4711"); empty cells and formulas are none. Pure: for `decide`.
    """
    first: dict[str, KeyedRow] = {}
    twice: dict[str, str] = {}
    for one in _keyed(book, heading):
        if first.setdefault(_plain(one.key), one) is not one:
            twice.setdefault(_plain(one.key), one.key)
    return KeyedRows(rows=tuple(one for key, one in first.items() if key not in twice), twice=tuple(twice.values()))


def _keyed(book: OfficeWorkbook, heading: str) -> Iterator[KeyedRow]:
    for table in book.tables:
        at = _place(table, heading) if heading else 0
        if at is None or not table.columns:
            continue
        for row in table.rows:
            key = _key(row.values[at])
            if key:
                yield KeyedRow(key=key, table=table, row=row)


def _key(value: Value) -> str:
    if value is None or isinstance(value, Formula | Fault | bool):
        return ""
    return str(to_json(value)).strip()


def _place(table: Table, heading: str) -> int | None:
    wanted = _plain(heading)
    return next((at for at, title in enumerate(table.titles) if _plain(title) == wanted), None)


def _plain(words: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", words).casefold().split())


def _is_same(before: CellValue, after: CellValue) -> bool:
    """Whether a cell shows the same; True is not 1, an empty cell is not an empty word."""
    return before == after and isinstance(before, bool) == isinstance(after, bool)
