"""Where a cell is and what it holds: addresses as people write them, areas, values as JSON has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from officebot.core.expressions import expression

#: What a cell may hold; a `Formula` is told apart from text, so that no text ever becomes one.
Value: TypeAlias = "str | bool | int | float | Decimal | date | datetime | time | timedelta | Formula | Fault | None"

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
#: The longest text that a cell of Excel holds.
LONGEST_TEXT = 32_767
_CELL = expression(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
_PLAIN_NAME = expression(r"[^\W\d][\w.]*")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as Excel stores it: English function names, commas, no equals sign before it."""

    text: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What a formula that cannot be reckoned shows, as `#DIV/0!`."""

    text: str


class BadAddress(ValueError):
    """No cell has this address; its text is the address as written."""


@lru_cache(maxsize=20_000)
def column_name(number: int) -> str:
    """The letters of a column, the first being 1: `column_name(28) == "AB"`."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=20_000)
def column_number(letters: str) -> int:
    """The number of a column, the first being 1: `column_number("AB") == 28`."""
    found = 0
    for letter in letters.upper():
        found = found * 26 + ord(letter) - 64
    return found


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """A cell of some sheet: row and column, both counted from 1."""

    row: int
    column: int

    @staticmethod
    def read(written: str) -> Cell:
        """`B7` or `$B$7`; raises BadAddress, also beyond the last row and column."""
        found = _CELL.fullmatch(written)
        if found is None:
            raise BadAddress(written)
        row, column = int(found[2]), column_number(found[1])
        if row > MOST_ROWS or column > MOST_COLUMNS:
            raise BadAddress(written)
        return Cell(row, column)

    def __str__(self) -> str:
        return f"{column_name(self.column)}{self.row}"


@dataclass(frozen=True, slots=True, order=True)
class Area:
    """A rectangle of cells, its corners included."""

    top: int
    left: int
    bottom: int
    right: int

    @staticmethod
    def read(written: str) -> Area:
        """`A1:C9`, `$A$1:$C$9`, `B7` or, from the first to the last row, `A:C`, or `2:5`; raises BadAddress."""
        first, _, last = written.partition(":")
        last = last or first
        if first.strip("$").isalpha() and last.strip("$").isalpha():
            first, last = f"{first}1", f"{last}{MOST_ROWS}"
        elif ":" in written and first.strip("$").isdecimal() and last.strip("$").isdecimal():
            first, last = f"A{first.strip('$')}", f"{column_name(MOST_COLUMNS)}{last.strip('$')}"
        one, other = Cell.read(first), Cell.read(last)
        return Area(
            min(one.row, other.row), min(one.column, other.column),
            max(one.row, other.row), max(one.column, other.column),
        )  # fmt: skip

    def __contains__(self, cell: Cell) -> bool:
        return self.top <= cell.row <= self.bottom and self.left <= cell.column <= self.right

    def meets(self, other: Area) -> bool:
        """Whether they share a cell."""
        return (
            self.top <= other.bottom and other.top <= self.bottom
            and self.left <= other.right and other.left <= self.right
        )  # fmt: skip

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return self.bottom - self.top + 1

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return self.right - self.left + 1

    def cells(self) -> Iterator[Cell]:
        """Its cells, row by row."""
        for row in range(self.top, self.bottom + 1):
            for column in range(self.left, self.right + 1):
                yield Cell(row, column)

    def __str__(self) -> str:
        first, last = str(Cell(self.top, self.left)), str(Cell(self.bottom, self.right))
        return first if first == last else f"{first}:{last}"


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """A cell of a named sheet, written `Sheet!B7`, or `'Feuil 1'!B7` with quotes doubled inside."""

    sheet: str
    cell: Cell

    @staticmethod
    def read(written: str) -> Address:
        """Everything before the last `!` is the sheet, its quotes optional; raises BadAddress."""
        sheet, mark, cell = written.rpartition("!")
        if not mark or not sheet.strip():
            raise BadAddress(written)
        try:
            return Address(unquoted(sheet), Cell.read(cell.strip()))
        except BadAddress:
            raise BadAddress(written) from None

    def __str__(self) -> str:
        return f"{quoted_sheet(self.sheet)}!{self.cell}"


def unquoted(sheet: str) -> str:
    """A sheet's name without the quotes of a reference: `'L''atelier'` is `L'atelier`."""
    name = sheet.strip()
    if len(name) > 1 and name[0] == name[-1] == "'":
        return name[1:-1].replace("''", "'")
    return name


def quoted_sheet(sheet: str) -> str:
    """A sheet's name as a reference has it: quoted where it is no plain word, or looks like a cell."""
    is_plain = _PLAIN_NAME.fullmatch(sheet) and not _CELL.fullmatch(sheet)
    return sheet if is_plain else "'" + sheet.replace("'", "''") + "'"


def to_json(value: Value) -> str | bool | int | float | None:
    """A cell's value as JSON: days and moments in ISO form, whole numbers without a point, `=` before a formula."""
    match value:
        case Formula():
            return f"={value.text}"
        case Fault():
            return value.text
        case datetime():
            return value.isoformat(timespec="seconds" if value.second or value.microsecond else "minutes")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return value.total_seconds() / 86_400
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case float() if value.is_integer() and abs(value) < 1e15:
            return int(value)
        case _:
            return value
