"""What panels of the dashboard are made of: figures, tables, charts and notices, as data."""

from __future__ import annotations

from officebot.core.charts.model import Chart, Series
from officebot.core.panels import (
    BEING_READ,
    PAGES,
    Block,
    Cell,
    Count,
    Counts,
    Drawing,
    ItemCount,
    Notice,
    Rows,
    Tone,
    Viewer,
    count_words,
    day_cell,
    day_words,
    left_of,
    names_of,
    words_of,
)
from officebot.sdk.duty import Panel

__all__ = [
    "BEING_READ",
    "PAGES",
    "Block",
    "Cell",
    "Chart",
    "Count",
    "Counts",
    "Drawing",
    "ItemCount",
    "Notice",
    "Panel",
    "Rows",
    "Series",
    "Tone",
    "Viewer",
    "count_words",
    "day_cell",
    "day_words",
    "left_of",
    "names_of",
    "words_of",
]
