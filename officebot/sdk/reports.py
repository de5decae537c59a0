"""What a duty tells for the reports that managers read: figures with where they come from, sentences, tables, charts."""

from __future__ import annotations

from officebot.core.asking import Ask, Is, Linked
from officebot.core.reports.model import CellBook, ChartOf, Measure, Part, Shown, TableOf, Told
from officebot.core.reports.period import Period, Window
from officebot.core.reports.tally import Tally, Where

__all__ = [
    "Ask",
    "CellBook",
    "ChartOf",
    "Is",
    "Linked",
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
