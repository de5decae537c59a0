"""Which months the columns of a budget are: parts of a calendar year, or of a financial one that begins when it likes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from officebot.core.budget.headings import Heading


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A column of amounts: what it holds, and of which months: one, a quarter's three, or all of a year.

    A month is (year, month); the year is 0 where nothing says it, and 1 for the one after that. `is_sum` is a column that
    only adds up others.
    """

    column: int
    heading: Heading
    kind: str
    months: tuple[tuple[int, int], ...]
    is_sum: bool = False


def months_of(one: Heading, year: int, context: Heading) -> tuple[tuple[int, int], ...]:
    """The months of a column that is a month, a quarter or a half of this year.

    What is only counted, “P1”, “Q1”, is counted from the month that the title says the financial year begins with.
    """
    shift = context.first - 1 if context.first and (one.is_numbered or not one.month) else 0
    if one.month:
        return _from(year, one.month + shift, (one.until - one.month) % 12 + 1 if one.until else 1)
    return _from(year, 3 * one.quarter - 2 + shift, 3) if one.quarter else _from(year, 6 * one.half - 5 + shift, 6)


def whole_of(year: int, context: Heading) -> tuple[tuple[int, int], ...]:
    """The months of a column for all of the time that the title tells: a month, a quarter, else the year."""
    if context.has_span:
        return months_of(replace(context, is_numbered=False), year, context)
    return _from(year, context.first or 1, 12)


def _from(year: int, first: int, count: int) -> tuple[tuple[int, int], ...]:
    """So many months; the year is that of the first of them, which may be counted beyond the twelfth."""
    begin = (first - 1) % 12
    return tuple((year + (begin + more) // 12, (begin + more) % 12 + 1) for more in range(count))


def later(figure: Figure, count: int) -> Figure:
    """The same figure of so many months later."""
    counted = (12 * year + month - 1 + count for year, month in figure.months)
    return replace(figure, months=tuple((one // 12, one % 12 + 1) for one in counted))


def with_years(figures: Sequence[Figure]) -> Iterator[Figure]:
    """The figures with the next year where months begin again in the midst of a financial year."""
    begun: dict[tuple[str, int, str], int] = {}
    last: dict[tuple[str, int, str], int] = {}
    for one in figures:
        if len(one.months) not in range(1, 7):
            yield one
            continue
        year, month = one.months[0]
        key = (one.kind, year, f"{one.heading.before}{one.heading.version}{len(one.months)}")
        start = begun.setdefault(key, month)
        has_wrapped = month < start and last.get(key, 0) > 0
        last[key] = month
        yield replace(one, months=tuple((y + 1, m) for y, m in one.months)) if has_wrapped else one


class Spans:
    """Which months and quarters the columns of a sheet have, so that what only adds them up is known."""

    def __init__(self, columns: Mapping[int, Heading], context: Heading) -> None:
        self._context = context
        self._months: dict[tuple[str, int], set[int]] = {}
        self._quarters: set[tuple[str, int]] = set()
        self._halves: set[tuple[str, int]] = set()
        for one in columns.values():
            kind = one.kind or context.kind or "budget"
            for year in {one.year or self._year(one), 0}:
                if one.month and not one.until and not one.is_total:
                    self._months.setdefault((kind, year), set()).add(one.month)
                elif one.quarter:
                    self._quarters.add((kind, year))
                elif one.half:
                    self._halves.add((kind, year))

    def _year(self, one: Heading) -> int:
        return (self._context.year or 3000) - one.before

    def has_months_of(self, kind: str, one: Heading) -> bool:
        """Whether a quarter's or a span's months have columns of their own; a financial year may count from April."""
        held = self._months.get((kind, one.year or (self._year(one) if one.before else 0)), set())
        if one.until:
            return len(held) >= 10 or {month for _, month in months_of(one, 0, Heading())} <= held
        return len(held) >= 10 or {3 * one.quarter - 2, 3 * one.quarter - 1, 3 * one.quarter} <= held

    def has_parts_of(self, kind: str, one: Heading) -> bool:
        """Whether a whole year's months, quarters or halves have columns; where it names no year, those of any year."""
        year = one.year or (self._year(one) if one.before else 0)
        return self.has_within(kind, one) or (kind, year) in self._halves

    def has_within(self, kind: str, one: Heading) -> bool:
        """Whether the months or quarters of a year or of its halves have columns."""
        year = one.year or (self._year(one) if one.before else 0)
        return (kind, year) in self._months or (kind, year) in self._quarters
