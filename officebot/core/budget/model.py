"""What a budget is: lines by month, what was spent and ordered, and what a report says of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any, Literal, NamedTuple, TypeAlias, TypeVar

from officebot.core.money import cents, half_up
from officebot.core.problems import Problem
from officebot.core.text import Text

#: A month is its first day.
Month: TypeAlias = date
#: What a column of a budget workbook holds: what is planned, what was spent, what is ordered.
Kind: TypeAlias = Literal["budget", "actual", "committed"]
Alert: TypeAlias = Literal["watch", "over"]

NOTHING = Decimal("0.00")
_MOST = Decimal(10**20)
_Row = TypeVar("_Row", bound=tuple[Any, ...])


class Source(NamedTuple):
    """Where a figure stands: a file, its sheet ("" in a text file) and the cell, or the line of a text file as `A7`."""

    file: str
    sheet: str
    cell: str

    def to_json(self) -> dict[str, str]:
        """The three, by their names."""
        return {"file": self.file, "sheet": self.sheet, "cell": self.cell}


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLine:
    """A line of the budget, no sum of others.

    `group` are the names of the groups around it, the outermost first; `level` is how many they are. `months` are the
    planned amounts, `actual` and `committed` what the workbook itself says of these; all may hold several years.
    `cells` says for each kind and month where the amount stands; `more` where the rest of it does, if it is the sum of
    several cells, as in a list.
    """

    code: str
    label: str
    group: tuple[str, ...] = ()
    months: Mapping[Month, Decimal] = field(default_factory=dict)
    actual: Mapping[Month, Decimal] = field(default_factory=dict)
    committed: Mapping[Month, Decimal] = field(default_factory=dict)
    cells: Mapping[tuple[Kind, Month], Source] = field(default_factory=dict)
    more: Mapping[tuple[Kind, Month], tuple[Source, ...]] = field(default_factory=dict)
    owner: str = ""
    is_income: bool = False
    place: Source = Source(file="", sheet="", cell="")

    @property
    def level(self) -> int:
        """How many groups are around it."""
        return len(self.group)

    @property
    def key(self) -> str:
        """What it is known by: its code, else its groups and its label."""
        return self.code or " / ".join((*self.group, self.label))

    @property
    def name(self) -> str:
        """Its label, or its code where it has none."""
        return self.label or self.code


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """A budget as a workbook tells it. `months` are those of the year that is planned, in their order.

    `problems` are what could not be read, each with its cell; `notes` what a reader should know and need not mend;
    `not_lines` the labels of the sums that were found among the lines, as proof that they count once.
    """

    lines: tuple[BudgetLine, ...]
    months: tuple[Month, ...]
    currency: str = "EUR"
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    not_lines: tuple[str, ...] = ()

    @property
    def has_both(self) -> bool:
        """Whether income is planned as well as costs."""
        return len({line.is_income for line in self.lines if any(line.months.values())}) > 1

    def total(self, month: Month | None = None) -> Decimal:
        """What is planned on all lines, of the year or of one month; where income is planned too, that less the costs."""
        wanted = self.months if month is None else (month,)
        has_both = self.has_both
        return sum(
            (
                (1 if line.is_income or not has_both else -1) * line.months.get(one, NOTHING)
                for line in self.lines
                for one in wanted
            ),
            NOTHING,
        )


class Entry(NamedTuple):
    """Something spent or ordered, one of tens of thousands: `amount` is what it costs, below zero where money comes back.

    `code` is the account or the budget line that it names, `account` what this is called, `group` the department that it
    is for; "" where nothing says so. `quantity` is known for few. `source` is its cell.
    """

    day: date
    code: str
    label: str
    amount: Decimal
    account: str = ""
    group: str = ""
    supplier: str = ""
    piece: str = ""
    quantity: Decimal | None = None
    currency: str = ""
    source: Source = Source(file="", sheet="", cell="")

    @property
    def month(self) -> Month:
        """The month it falls in."""
        return month_of(self.day)


@lru_cache(maxsize=4096)
def month_of(day: date) -> Month:
    """The month a day falls in."""
    return day.replace(day=1)


def of_columns(kind: type[_Row], *columns: Iterable[Any]) -> Iterator[_Row]:
    """Many entries or sources at once, out of the columns of their values in the order of the fields."""
    return map(partial(tuple.__new__, kind), zip(*columns, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was planned, ordered and spent. `variance` is spent less planned: above zero where more was spent."""

    budget: Decimal = NOTHING
    committed: Decimal = NOTHING
    actual: Decimal = NOTHING

    @property
    def variance(self) -> Decimal:
        """Spent less planned."""
        return self.actual - self.budget

    @property
    def variance_ratio(self) -> Decimal | None:
        """The variance as a share of what was planned, to four decimals; None where nothing was planned."""
        if not self.budget:
            return None
        return half_up(self.variance / abs(self.budget), Decimal("0.0001"))

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            budget=self.budget + other.budget,
            committed=self.committed + other.committed,
            actual=self.actual + other.actual,
        )

    def to_json(self) -> dict[str, str | None]:
        """Amounts as text with their cents."""
        ratio = self.variance_ratio
        return {
            "budget": money(self.budget), "committed": money(self.committed), "actual": money(self.actual),
            "variance": money(self.variance), "variance_ratio": None if ratio is None else f"{ratio:f}",
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LineReport:
    """A line, or a group, in a month and in the year until then.

    `last_year` is what was spent in the same months a year before, None where nobody knows. `landing` is what will have
    been spent at the year's end, most likely between `landing_low` and `landing_high`; `method` says how that was found.
    """

    line: BudgetLine
    month: Figures
    ytd: Figures
    year_budget: Decimal
    last_year: Decimal | None = None
    landing: Decimal | None = None
    landing_low: Decimal | None = None
    landing_high: Decimal | None = None
    method: str = ""
    alert: Alert | None = None
    reasons: tuple[Text, ...] = ()
    drivers: tuple[Text, ...] = ()
    sources: tuple[Source, ...] = ()

    def to_json(self, language: str) -> dict[str, object]:
        """The line as `officebot budget report --json` gives it."""
        return {
            "code": self.line.code,
            "label": self.line.label,
            "group": " / ".join(self.line.group),
            **self.month.to_json(),
            "ytd": self.ytd.to_json(),
            "last_year": _money_or_none(self.last_year),
            "landing": _money_or_none(self.landing),
            "landing_low": _money_or_none(self.landing_low),
            "landing_high": _money_or_none(self.landing_high),
            "method": self.method,
            "alert": self.alert,
            "drivers": [one.render(language) for one in self.drivers],
            "sources": [one.to_json() for one in self.sources],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The lines of a budget in a month, their groups and their total; `problems` name what is missing from it."""

    period: Month
    months: tuple[Month, ...]
    lines: tuple[LineReport, ...]
    groups: tuple[LineReport, ...]
    totals: LineReport
    currency: str
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()

    def line(self, code: str) -> LineReport | None:
        """The line of that code or key; None where there is none."""
        return next((one for one in self.lines if code in (one.line.code, one.line.key)), None)


def money(amount: Decimal) -> str:
    """An amount as text with its cents, more decimals rounded: `1234.50`."""
    return f"{cents(amount) + 0:f}" if amount.is_finite() and abs(amount) < _MOST else f"{amount:f}"


def _money_or_none(amount: Decimal | None) -> str | None:
    return None if amount is None else money(amount)


def total_of(figures: Iterable[Figures]) -> Figures:
    """All of them together."""
    budget = committed = actual = NOTHING
    for one in figures:
        budget, committed, actual = budget + one.budget, committed + one.committed, actual + one.actual
    return Figures(budget=budget, committed=committed, actual=actual)
