"""What a person answered about how a budget workbook is meant."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The answers; "" and 0 for what was not asked. `first_month` (1–12) is the financial year's."""

    sheet: str = ""
    year: int = 0
    first_month: int = 0
    version: str = ""
