"""What a duty tells for a report: figures of the period and the one before, what needs somebody, tables, charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

from officebot.core.charts.model import Kind as ChartKind
from officebot.core.figures import Figure
from officebot.core.text import Text

#: How a figure is written: a whole number, money, minutes as hours and minutes.
Unit: TypeAlias = Literal["count", "money", "minutes"]
#: How the key of a figure of the period before ends, and that of what changed since.
BEFORE, CHANGE = "@before", "@change"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A figure as it stands in the report. `weight` is how much it belongs on the first page, 0 for not at all.

    `good` says whether more of it is good news, bad news, or neither. A `state` is how things stand now; the others are of
    the period. `names` are what it counts, by record, for the words about what changed.
    """

    key: str
    label: Text
    unit: Unit = "count"
    currency: str = ""
    weight: int = 0
    good: Literal["more", "less", ""] = ""
    is_state: bool = False
    names: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A sentence with figures in it: `figures` are keys by the places of `words`; "count" decides one or several.

    `names` fill its place `names`, the first few of them. The higher its `rank`, the sooner it must be read.
    """

    words: Text
    figures: Mapping[str, str] = field(default_factory=dict)
    names: tuple[Text, ...] = ()
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell that shows a figure, by its key."""

    key: str


#: A cell of a table: a figure, or words that stand as they are.
Cell: TypeAlias = "Shown | Text"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOf:
    """A table: its caption, its headings, its rows, each begun by its own heading."""

    title: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartOf:
    """A chart of figures: for each series its name and a figure's key for each category, "" for none there.

    `weight` as for measures.
    """

    name: str
    kind: ChartKind
    title: Text
    categories: tuple[Text, ...]
    series: tuple[tuple[Text, tuple[str, ...]], ...]
    unit: Text = Text("")
    weight: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CellBook:
    """Rows of a workbook to be read again: for each key the cells of its fields, as `Sheet!B7`."""

    name: str
    workbook: str
    cells: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one duty tells. `books` are the workbooks' rows that its figures are made of; parts come by `place`."""

    name: str
    title: Text
    place: int = 50
    figures: tuple[Figure, ...] = ()
    measures: tuple[Measure, ...] = ()
    needs: tuple[Told, ...] = ()
    tables: tuple[TableOf, ...] = ()
    charts: tuple[ChartOf, ...] = ()
    books: tuple[CellBook, ...] = ()
    notes: tuple[Text, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the office does not use it: nothing was and is there."""
        return not any(one.value for one in self.figures) and not self.needs and not self.notes


Values: TypeAlias = Mapping[str, Decimal]


def ordered(parts: Sequence[Part]) -> list[Part]:
    """The parts that say something, in the order in which they stand."""
    return sorted((one for one in parts if not one.is_empty), key=lambda one: (one.place, one.name))
