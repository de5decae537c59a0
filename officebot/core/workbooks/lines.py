"""The rows of a table read by the fields that its columns mean, and what in them cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from officebot.core.problems import Problem
from officebot.core.text import say
from officebot.core.workbooks.cells import Address, Cell, Value
from officebot.core.workbooks.days import read_day
from officebot.core.workbooks.numbers import Amount, amount_in
from officebot.core.workbooks.tables import Row, Table


@dataclass(frozen=True, slots=True)
class Line:
    """A row asked by what its columns mean; what cannot be read comes into `problems`, each with its cell."""

    table: Table
    row: Row
    places: Mapping[str, int]
    problems: list[Problem]

    def value(self, field: str) -> Value:
        """What stands there; None also for a column that the table has not."""
        return self.row.values[self.places[field]] if field in self.places else None

    def place(self, field: str) -> str:
        """The cell, as `Sheet!B7`; "" for a column that the table has not."""
        if field not in self.places:
            return ""
        return str(self._address(field))

    def _address(self, field: str) -> Address:
        return Address(self.table.sheet, Cell(self.row.number, self.table.columns[self.places[field]].area.left))

    def words(self, field: str) -> str:
        """What stands there as words in a line, at most 200 letters; a whole number without decimals."""
        value = self.value(field)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else " ".join(str(value).split())[:200]

    def currency(self, field: str) -> str:
        """The currency that the column is written in, "" for none."""
        return self.table.columns[self.places[field]].currency if field in self.places else ""

    def amount(self, field: str) -> Amount | None:
        """The number there; None, and a problem, for what is none."""
        value = self.value(field)
        if value is None or value == "":
            return None
        found = amount_in(self._address(field), value)
        if isinstance(found, Problem):
            self.problems.append(found)
            return None
        return found

    def day(self, field: str) -> date | None:
        """The day there; None, and a problem, for what is none."""
        value = self.value(field)
        if value is None or value == "":
            return None
        if isinstance(value, str):
            read = read_day(value)
            value = read if isinstance(read, date) else value
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        self.problems.append(
            Problem(
                where=self.place(field),
                what=say("“{value}” is no day: write it like 2026-11-23.", value=str(value)[:40]),
            )
        )
        return None


def lines_of(table: Table, columns: Mapping[str, str], problems: list[Problem]) -> Iterator[Line]:
    """The rows of a table, whose `columns` are field → heading; what cannot be read is added to `problems`."""
    places = {field: table.titles.index(title) for field, title in columns.items() if title in table.titles}
    for row in table.rows:
        yield Line(table, row, places, problems)
