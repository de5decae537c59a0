"""A workbook held in memory, as formulas look into it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from officebot.core.workbooks.cells import Area, Cell, Value
from officebot.core.workbooks.reckoning import Unknown


@dataclass(frozen=True, slots=True)
class HeldColumn:
    """A column of a table."""

    name: str


@dataclass(frozen=True, slots=True)
class HeldTable:
    """A table: where it stands and what its columns are called."""

    sheet: str
    area: Area
    columns: Sequence[HeldColumn]
    headers: int = 1
    totals: int = 0


@dataclass(slots=True)
class HeldBook:
    """What a workbook tells to its formulas; sheets' names are found whatever their case."""

    sheets: dict[str, dict[int, dict[int, Value | Unknown]]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    tables: dict[str, HeldTable] = field(default_factory=dict)
    is_1904: bool = False
    language: str = "en"
    hidden_rows: frozenset[int] | None = frozenset()
    subtotals: frozenset[tuple[int, int]] = frozenset()

    def put(self, sheet: str, values: Mapping[str, Value | Unknown]) -> HeldBook:
        """The book with more values, by address: `put("Stock", {"B2": 12})`."""
        rows = self.sheets.setdefault(sheet.casefold(), {})
        for written, value in values.items():
            cell = Cell.read(written)
            rows.setdefault(cell.row, {})[cell.column] = value
        return self

    def is_sheet(self, sheet: str) -> bool:
        """Whether there is such a worksheet."""
        return sheet.casefold() in self.sheets

    def cell(self, sheet: str, row: int, column: int) -> Value | Unknown:
        """What a cell holds."""
        return self.sheets.get(sheet.casefold(), {}).get(row, {}).get(column)

    def area(self, sheet: str, area: Area) -> Iterable[tuple[int, Sequence[Value | Unknown]]]:
        """The rows that hold something."""
        held = self.sheets.get(sheet.casefold(), {})
        wanted = range(area.top, area.bottom + 1)
        rows = wanted if len(wanted) < len(held) else sorted(row for row in held if row in wanted)
        for row in rows:
            values = held.get(row)
            if values:
                yield row, [values.get(column) for column in range(area.left, min(area.right, max(values)) + 1)]

    def name(self, name: str, sheet: str) -> str | None:
        """The formula of a name, one of the sheet (`sheet!name`) before one of the workbook."""
        return self.names.get(f"{sheet}!{name}".casefold(), self.names.get(name.casefold()))

    def table(self, name: str) -> HeldTable | None:
        """The table of that name."""
        return self.tables.get(name.casefold())

    def skipped(
        self, sheet: str, area: Area, *, hidden_by_hand: bool
    ) -> tuple[Container[int], Container[tuple[int, int]]] | None:
        """The same rows and cells for all sheets; None where hidden rows are not known."""
        return None if self.hidden_rows is None else (self.hidden_rows, self.subtotals)
