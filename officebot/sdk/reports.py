"""What a duty tells for the reports that managers read: figures with where they come from, sentences, tables, charts."""

from __future__ import annotations

from officebot.core.asking import Is
from officebot.core.reports.model import CellBook, ChartOf, Measure, Part, Shown, TableOf, Told
from officebot.core.reports.period import Period, Window
from officebot.core.reports.tally import Tally, Where

__all__ = [
    "CellBook",
    "ChartOf",
    "Is",
    "Measure",
    "Part",
    "Period",
    "Shown",
    "TableOf",
    "Tally",
    "Told",
    "Where",
    "Window",
]
