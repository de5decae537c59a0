"""A chart as data: what is compared, in which series, with every value as people read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

#: Bars that lie (for names), bars side by side (for times), lines over time, bars piled up.
Kind: TypeAlias = Literal["bar", "grouped", "line", "stacked"]
#: More series than these are not told apart without colours.
MOST_SERIES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Values of one kind, one for each category; None where there is none. `words` is each as it is written."""

    name: str
    values: tuple[Decimal | None, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart in a reader's language. `name` names it within its document, `unit` what is counted, for the axis."""

    name: str
    kind: Kind
    title: str
    categories: Sequence[str]
    series: Sequence[Series]
    unit: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see in it."""
        return not any(value for one in self.series for value in one.values)

    @property
    def in_words(self) -> str:
        """All it shows, for who cannot see it: `Invoices: 12; Orders: 4`."""
        lines = []
        for place, category in enumerate(self.categories):
            told = [one.words[place] for one in self.series if one.values[place] is not None]
            if len(self.series) > 1:
                told = [f"{one.name} {one.words[place]}" for one in self.series if one.values[place] is not None]
            lines.append(f"{category}: {', '.join(told) or '—'}")
        return "; ".join(lines)


def steps(most: Decimal, wanted: int = 5) -> list[Decimal]:
    """Round numbers from nought up to at least `most`, about so many, for an axis."""
    if most <= 0:
        return [Decimal(0), Decimal(1)]
    rough = most / wanted
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(power * by for by in (Decimal(1), Decimal(2), Decimal(5), Decimal(10)) if power * by >= rough)
    if step < 1:
        step = Decimal(1)
    found = [Decimal(0)]
    while found[-1] < most:
        found.append(found[-1] + step)
    return found
