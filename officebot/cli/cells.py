"""Cells of workbooks as a person of the reader's language reads them, and as JSON tells them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from officebot.cli.words import language
from officebot.core.text import in_words, one_line, say
from officebot.core.workbooks.cells import to_json
from officebot.core.workbooks.numbers import decimal_of

if TYPE_CHECKING:
    from officebot.core.workbooks.cells import Value


def cell_in_words(value: Value, longest: int = 60) -> str:
    """A cell's value in one line of at most so many characters; an empty cell is empty."""
    spoken = language()
    match value:
        case None:
            return ""
        case bool():
            return (say("TRUE") if value else say("FALSE")).render(spoken)
        case int() | float() | Decimal():
            # Up to four digits it may be a year or an article's number, which nobody groups.
            number = decimal_of(value)
            shown: float | Decimal = number if abs(number) >= 10_000 else float(to_json(number) or 0)
            return in_words(shown, spoken).removesuffix(".0").removesuffix(",0")
        case datetime():
            return value.isoformat(" ", "minutes")
        case date():
            return value.isoformat()
        case _:
            return one_line(str(to_json(value)), longest)


def cell_as_json(value: Value) -> str | bool | int | float | None:
    """A cell's value as JSON, numbers with the 15 digits that a workbook shows: 121.8, never 121.79999999999998."""
    return to_json(decimal_of(value) if isinstance(value, float) else value)
