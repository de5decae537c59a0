"""A report in the making: the parts' figures together, held against the second computation before anything is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from officebot.core.asking import Ask, Is
from officebot.core.figures import Difference, Figure, Figures, Source
from officebot.core.proposals import Item
from officebot.core.records import Records
from officebot.core.reports.model import BEFORE, CHANGE, Measure, Part, Values, ordered
from officebot.core.reports.period import Period, Window
from officebot.core.reports.tally import changed
from officebot.core.text import Text, say

#: The kind of the ledger's items by which a report is remembered until the next one.
REPORT = "report"
_MOST_KEYS = 300
#: Of so many things that went wrong in a period the names are told, not of more.
_MOST_BAD = 6


@dataclass(frozen=True, kw_only=True)
class Report:
    """A period's report: `parts` in their order, all figures by key, `records` as they were read the second time.

    `noted` is the earlier report's item, with how things stood then; None where there is none. `problems` say which
    parts could not be made.
    """

    window: Window
    parts: tuple[Part, ...]
    figures: Figures
    records: Records
    noted: Item | None = None
    problems: tuple[Text, ...] = field(default=())

    @cached_property
    def values(self) -> Values:
        """What the first computation says."""
        return {key: one.value for key, one in self.figures.by_key.items()}

    @cached_property
    def second(self) -> dict[str, Decimal | None]:
        """What the second one says."""
        return self.figures.second(lambda _: None, self.records.recount)

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """Where they differ, and figures that go back to nothing: none, or the report is not shown."""
        found = list(self.figures.differences(self.values, self.second))
        for key, figure in self.figures.by_key.items():
            if any(self.records.traced(one) is None for one in figure.counted):
                found.append(Difference(key=key, first=f"{figure.value:f}", second=None, sources=figure.counted))
        return tuple(found)

    @property
    def again(self) -> Values:
        """The second computation's values, where all came out."""
        return {key: value for key, value in self.second.items() if value is not None}

    @property
    def measures(self) -> dict[str, Measure]:
        """All measures by their keys."""
        return {one.key: one for part in self.parts for one in part.measures}

    @cached_property
    def without_past(self) -> frozenset[str]:
        """The keys of figures of which nobody knows what they were before: of a part in which nothing was."""
        return frozenset(
            one.key
            for part in self.parts
            if not any(self.values.get(one.key + BEFORE) for one in part.measures)
            for one in part.measures
            if not one.is_state
        )

    def known_before(self, values: Values) -> Values:
        """The values without those of the period before that mean only that nothing was kept then."""
        return {key: value for key, value in values.items() if key.removesuffix(BEFORE) == key or
                key.removesuffix(BEFORE) not in self.without_past}  # fmt: skip

    def measure_of(self, key: str) -> Measure:
        """The measure that a figure belongs to; one that stands in tables only is a whole number, or its part's money."""
        own = key.removesuffix(BEFORE).removesuffix(CHANGE)
        found = self.measures.get(own)
        if found is not None:
            return found
        # A day to come has a figure of the time before only.
        figure = self.figures.by_key.get(own) or self.figures.by_key[key]
        is_money = figure.ask is not None and figure.ask.made == "total"
        label = self._quiet_names.get(own, figure.how)
        return Measure(key=own, label=label, unit="money" if is_money else "count")

    @cached_property
    def _quiet_names(self) -> dict[str, Text]:
        """What figures are called that stand in charts only: their category."""
        return {
            key: category
            for part in self.parts
            for chart in part.charts
            for _, keys in chart.series
            for key, category in zip(keys, chart.categories, strict=True)
        }

    def fresh(self, measure: Measure) -> tuple[Text, ...]:
        """The names of what is new since the earlier report; of a period's figure all that it counts, if it is bad news."""
        if not measure.is_state and (measure.good != "less" or len(measure.names) > _MOST_BAD):
            return ()
        known = set(_keys_noted(self.noted, measure.key)) if measure.is_state else set()
        return tuple(name for key, name in measure.names.items() if key not in known)


def assembled(
    window: Window, parts: Sequence[Part], records: Records, items: Sequence[Item], problems: Sequence[Text] = ()
) -> Report:
    """The report of these parts. `items` are the earlier reports' notes."""
    noted = next((one for one in items if one.key == note_key(window.period.before)), None)
    figures = Figures()
    for part in ordered(parts):
        for one in part.figures:
            figures.add(one)
        for measure in part.measures:
            if measure.is_state and noted is not None:
                _compare(figures, measure.key, noted)
    for key in [one for one in figures.by_key if one.endswith(CHANGE)]:
        own = key.removesuffix(CHANGE)
        value = figures.by_key[own].value - figures.by_key[own + BEFORE].value
        figures.add(replace(figures.by_key[key], value=value))
    return Report(
        window=window, parts=tuple(ordered(parts)), figures=figures, records=records, noted=noted,
        problems=tuple(problems),
    )  # fmt: skip


def _compare(figures: Figures, key: str, noted: Item) -> None:
    """Put in how a state was when the earlier report was made."""
    told = noted.source.get("figures", {})
    value = told.get(key) if isinstance(told, Mapping) else None
    if not isinstance(value, str):
        return
    where = (Is("kind", "is", REPORT), Is("key", "is", noted.key))
    figures.add(
        Figure(
            key=key + BEFORE, value=Decimal(value), how=say("As the earlier report noted it."), rule="records",
            ask=Ask(book="items", where=where, made="total", of=f"source.figures.{key}"),
            counted=(Source(file="items", sheet="items", cell=f"{REPORT} {noted.key}", kind="item"),),
        )
    )  # fmt: skip
    figures.add(changed(key))


def note_key(period: Period) -> str:
    """What names a period's note."""
    return f"{REPORT}:{period.kind}:{period.name}"


def note_of(report: Report) -> dict[str, Any]:
    """What is noted of a report for the next one: its states, and what they counted."""
    states = [one for part in report.parts for one in part.measures if one.is_state]
    figures = {one.key: f"{report.values[one.key]:f}" for one in states}
    return {"figures": figures, "keys": {one.key: list(one.names)[:_MOST_KEYS] for one in states if one.names}}


def _keys_noted(noted: Item | None, key: str) -> list[str]:
    told = noted.source.get("keys", {}) if noted is not None else {}
    found = told.get(key, []) if isinstance(told, Mapping) else []
    return [str(one) for one in found] if isinstance(found, list | tuple) else []
