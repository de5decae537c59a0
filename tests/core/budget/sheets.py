"""Budgets as offices write them, in rows of values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from officebot.core.budget.choices import Choices
from officebot.core.budget.model import Budget
from officebot.core.budget.reading import read_budget
from officebot.core.workbooks.cells import Area, Cell, Value
from officebot.core.workbooks.grids import Book, Grid, trimmed
from officebot.core.workbooks.looks import Looks

FRENCH = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def grid(rows: Sequence[Sequence[Value]], sheet: str = "Budget 2026", merged: Sequence[str] = ()) -> Grid:
    """A sheet of these rows, from A1 on."""
    kept = {number: row for number, values in enumerate(rows, 1) if (row := trimmed(list(values)))}
    return Grid(sheet=sheet, rows=kept, merged=tuple(map(Area.read, merged)))


def book(*grids: Grid, name: str = "budget.xlsx") -> Book:
    """A workbook of these sheets."""
    return Book(name=name, kind="xlsx", grids=grids)


def indents(column: str, steps: Mapping[int, int]) -> Looks:
    """Cells of a column with indents, by row."""
    return Looks(indents={Cell.read(f"{column}{row}"): count for row, count in steps.items()})


def read(
    *grids: Grid, looks: Mapping[str, Looks] | None = None, choices: Choices | None = None, name: str = "budget.xlsx"
) -> Budget:
    """The budget of these sheets."""
    return read_budget(book(*grids, name=name), looks, choices)


def totals(budget: Budget) -> dict[str, Decimal]:
    """What is planned in the year, by label."""
    return {
        line.name: sum((line.months.get(one, Decimal()) for one in budget.months), Decimal()) for line in budget.lines
    }


def groups(budget: Budget) -> dict[str, str]:
    """The groups around each line, by label."""
    return {line.name: " / ".join(line.group) for line in budget.lines}


def flat(amount: float, months: int = 12) -> list[Value]:
    """The same amount each month."""
    return [amount] * months


def varied(base: int, months: int = 12) -> list[Value]:
    """Amounts that differ from month to month."""
    return [base + 37 * (month * base % 7) for month in range(months)]


def summed(*rows: Sequence[Value]) -> list[Value]:
    """What rows of numbers add up to, column by column."""
    return [sum(one for one in column if isinstance(one, int | float)) for column in zip(*rows, strict=True)]
