"""Makes a duty's part: each figure of the period and of the one before, with the question by which it is counted again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal
from statistics import median
from typing import Any, TypeAlias

from officebot.core.asking import Ask, Is, Linked
from officebot.core.figures import Figure, Source, SourceKind
from officebot.core.reports.model import (
    BEFORE,
    CHANGE,
    CellBook,
    ChartOf,
    Measure,
    Part,
    Shown,
    TableOf,
    Told,
)
from officebot.core.reports.period import Window
from officebot.core.text import Text, say

#: Which of the ledger's rows are counted: those of which all of this is so.
Where: TypeAlias = "tuple[Is | Linked, ...]"
#: What a figure counts: the names of records for people, by their keys.
Named: TypeAlias = "Mapping[str, Text] | Iterable[str]"


@dataclass(slots=True)
class Tally:
    """A part in the making. `book` is where the records lie, unless a figure says another one."""

    name: str
    title: Text
    window: Window
    book: str
    kind: SourceKind
    place: int = 50
    _figures: list[Figure] = field(default_factory=list)
    _measures: list[Measure] = field(default_factory=list)
    _needs: list[Told] = field(default_factory=list)
    _tables: list[TableOf] = field(default_factory=list)
    _charts: list[ChartOf] = field(default_factory=list)
    _books: list[CellBook] = field(default_factory=list)
    _notes: list[Text] = field(default_factory=list)

    def flow(
        self,
        key: str,
        label: Text,
        how: Text,
        counted: Callable[[Window], Named],
        where: Callable[[Window], Where],
        **about: Any,
    ) -> str:
        """Count what happened in the period, and in the one before; the key."""
        full = self._key(key)
        names: Mapping[str, Text] = {}
        for suffix, window in (("", self.window), (BEFORE, self.window.before)):
            found = counted(window)
            ask = Ask(book=about.get("book", self.book), where=where(window))
            self._add(full + suffix, Decimal(len(keys := tuple(found))), how, ask, keys)
            names = names if suffix else dict(found) if isinstance(found, Mapping) else {}
        return self._measured(full, label, names, about)

    def state(self, key: str, label: Text, how: Text, counted: Named, where: Where, **about: Any) -> str:
        """Count how things stand now; what it was the last time is what the earlier report noted."""
        full = self._key(key)
        keys = tuple(counted)
        self._add(full, Decimal(len(keys)), how, Ask(book=about.get("book", self.book), where=where), keys)
        names = dict(counted) if isinstance(counted, Mapping) else {}
        return self._measured(full, label, names, {**about, "is_state": True})

    def money(
        self,
        key: str,
        label: Text,
        how: Text,
        amounts: Callable[[Window], Mapping[str, Decimal]],
        where: Callable[[Window], Where],
        of: str,
        times: str = "",
        **about: Any,
    ) -> str:
        """Add up amounts of the period, and of the one before."""
        full = self._key(key)
        windows = [("", self.window)] if about.get("is_state") else [("", self.window), (BEFORE, self.window.before)]
        for suffix, window in windows:
            found = amounts(window)
            ask = Ask(book=about.get("book", self.book), where=where(window), made="total", of=of, times=times)
            self._add(full + suffix, sum(found.values(), Decimal(0)), how, ask, tuple(found))
        return self._measured(full, label, {}, {**about, "unit": "money"})

    def waits(
        self,
        key: str,
        label: Text,
        how: Text,
        waits: Callable[[Window], Mapping[str, Decimal]],
        ask: Callable[[Window], Ask],
        **about: Any,
    ) -> str:
        """The middle of the waits of the period in minutes, and of the one before."""
        full = self._key(key)
        for suffix, window in (("", self.window), (BEFORE, self.window.before)):
            found = waits(window)
            self._add(full + suffix, middle(list(found.values())), how, ask(window), tuple(found))
        return self._measured(full, label, {}, {**about, "unit": "minutes"})

    def quiet(self, key: str, value: Decimal, how: Text, ask: Ask, keys: Iterable[str]) -> str:
        """A figure that stands in a table or chart only; its key."""
        full = self._key(key)
        self._add(full, value, how, ask, tuple(keys))
        return full

    def need(self, words: Text, rank: int, names: Iterable[Text] = (), **figures: str) -> None:
        """Say what needs somebody; `figures` are keys by the places of the sentence."""
        self._needs.append(Told(words=words, figures=figures, names=tuple(names), rank=rank))

    def table(self, title: Text, columns: Iterable[Text], rows: Iterable[tuple[Shown | Text, ...]]) -> None:
        """Put a table in, if it has rows."""
        found = tuple(rows)
        if found:
            self._tables.append(TableOf(title=title, columns=tuple(columns), rows=found))

    def chart(self, chart: ChartOf) -> None:
        """Put a chart in."""
        self._charts.append(chart)

    def book_of(self, book: CellBook) -> None:
        """Have these rows of a workbook read again."""
        self._books.append(book)

    def note(self, words: Text) -> None:
        """Say something about the part itself: what could not be read."""
        self._notes.append(words)

    def part(self) -> Part:
        """The part, whatever is in it."""
        return Part(
            name=self.name, title=self.title, place=self.place, figures=tuple(self._figures),
            measures=tuple(self._measures), needs=tuple(self._needs), tables=tuple(self._tables),
            charts=tuple(self._charts), books=tuple(self._books), notes=tuple(self._notes),
        )  # fmt: skip

    def _key(self, key: str) -> str:
        return f"{self.name}.{key}"

    def _add(self, key: str, value: Decimal, how: Text, ask: Ask, keys: Iterable[str]) -> None:
        counted = tuple(Source(file=ask.book, sheet=ask.book, cell=one, kind=self.kind) for one in keys)
        self._figures.append(Figure(key=key, value=value, how=how, rule="records", ask=ask, counted=counted))

    def _measured(self, key: str, label: Text, names: Mapping[str, Text], about: Mapping[str, Any]) -> str:
        known = {name: value for name, value in about.items() if name != "book"}
        measure = Measure(key=key, label=label, names=names, **known)
        self._measures.append(measure)
        if not measure.is_state:
            self._figures.append(changed(key))
        return key


def changed(key: str) -> Figure:
    """What a figure changed by since the last time; its value is set when both are known."""
    how = say("This time less last time.")
    return Figure(key=key + CHANGE, value=Decimal(0), how=how, rule="sum", of=(key,), less=(key + BEFORE,))


def middle(waits: list[Decimal]) -> Decimal:
    """The median in whole minutes; nought of nothing."""
    return Decimal(median(waits)).to_integral_value(ROUND_FLOOR) if waits else Decimal(0)
