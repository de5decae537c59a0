"""Numbers and amounts as people write them in either language: read from words and cells, and put into words."""

from __future__ import annotations

from officebot.core.number_words import cardinal
from officebot.core.text import in_words
from officebot.core.units import is_another as is_another_unit
from officebot.core.units import kind_of as kind_of_unit
from officebot.core.workbooks.numbers import Amount, Doubt, Mark, amount_in, decimal_of, mark_of, read_number

__all__ = [
    "Amount",
    "Doubt",
    "Mark",
    "amount_in",
    "cardinal",
    "decimal_of",
    "in_words",
    "is_another_unit",
    "kind_of_unit",
    "mark_of",
    "read_number",
]
