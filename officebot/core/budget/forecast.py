"""Where a line lands at the year's end, as a report asks for it; and the least way to say so, a straight line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """The year's amount at its end, most likely between `low` and `high`; `method` says how it was found."""

    value: Decimal
    low: Decimal
    high: Decimal
    method: str


class Forecast(Protocol):
    """Looks ahead, with the months of past years, this year's months so far, the budget of those left, and orders."""

    def __call__(
        self,
        history: Sequence[Decimal],
        actual_to_date: Sequence[Decimal],
        remaining_budget: Sequence[Decimal],
        committed: Decimal,
    ) -> Outlook:
        """Where the line lands."""
        ...


def straight_line(
    history: Sequence[Decimal],  # noqa: ARG001 - a straight line knows of this year only
    actual_to_date: Sequence[Decimal],
    remaining_budget: Sequence[Decimal],
    committed: Decimal,
) -> Outlook:
    """As much each month as until now, and no less than what is ordered; wide by a fifth of what is still to come."""
    spent = sum(actual_to_date, Decimal())
    left = len(remaining_budget)
    rest = max(spent / len(actual_to_date) * left if actual_to_date else sum(remaining_budget, Decimal()), committed)
    width = abs(rest) / 5
    return Outlook(
        value=(spent + rest).quantize(_CENT), low=(spent + rest - width).quantize(_CENT),
        high=(spent + rest + width).quantize(_CENT), method="straight_line",
    )  # fmt: skip
