"""Rows of sums below or within a table, told apart from its rows: by their words, or by what their figures add up to."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from officebot.core.workbooks.cells import Value
from officebot.core.workbooks.headings import is_figure
from officebot.core.workbooks.words import begins_as_total, is_total

#: Half a cent, and what floating point loses.
_ROUNDED, _LOST = 0.005, 1e-9


class Sums:
    """What the columns of a table add up to while its rows go by, from its top and since its last row of sums."""

    def __init__(self, columns: int) -> None:
        self._all = [0.0] * columns
        self._since = [0.0] * columns
        self._rows = 0

    def add(self, values: Sequence[Value]) -> None:
        """Count a row of the table."""
        self._rows += 1
        for place, value in enumerate(values):
            number = _number(value)
            if number is not None:
                self._all[place] += number
                self._since[place] += number

    def begin_again(self) -> None:
        """After a row of sums."""
        self._since = [0.0] * len(self._since)

    def are_in(self, values: Sequence[Value], is_last: bool) -> bool:
        """Whether a row holds sums: by its first words, and where these could be a name, by a figure.

        The last row may have no words: then nothing stands in its first column, and each figure is a sum.
        """
        first = next((value for value in values if value is not None), None)
        if isinstance(first, str):
            if is_total(first):
                return self._rows > 0 or any(is_figure(value) for value in values)
            return begins_as_total(first) and any(self._agreeing(values, self._since))
        agreeing = self._agreeing(values, self._all)
        return is_last and self._rows > 1 and values[0] is None and bool(agreeing) and all(agreeing)

    def _agreeing(self, values: Sequence[Value], sums: Sequence[float]) -> list[bool]:
        """For each figure whether it is the column's sum."""
        pairs = [
            (number, added)
            for value, added in zip(values, sums, strict=True)
            if (number := _number(value)) is not None
        ]
        return [added != 0 and abs(added - number) <= _ROUNDED + _LOST * abs(added) for number, added in pairs]


def _number(value: Value) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    return float(value)
