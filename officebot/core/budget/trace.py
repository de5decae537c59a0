"""Every figure of a budget report with the cells it came from, so that it can be reckoned a second time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from math import isqrt
from typing import Protocol

from officebot.core.budget.landing import Landing, landing
from officebot.core.budget.model import NOTHING, Budget, BudgetLine, Entry, Kind, LineReport, Month, Report
from officebot.core.budget.model import Source as Place
from officebot.core.figures import Figure, Figures, Rule, Source, Term, compressed, in_order, number_in
from officebot.core.text import Text, say

_MILLION = Decimal(1_000_000)
#: Sheets are kept in units, thousands or millions; what is credited counts the other way.
_MARKS = ("", ",", ".")
_FACTORS = (1, -1, 1000, -1000, 1_000_000, -1_000_000)
#: The fields of a line that are made of its months: name → (kind, which months).
_SUMS: Mapping[str, tuple[Kind, str]] = {
    "month.budget": ("budget", "month"), "month.committed": ("committed", "month"), "month.actual": ("actual", "month"),
    "ytd.budget": ("budget", "until"), "ytd.committed": ("committed", "until"), "ytd.actual": ("actual", "until"),
    "year_budget": ("budget", "year"), "last_year": ("actual", "last"),
}  # fmt: skip
_ADDED = (*_SUMS, "landing")
#: The figures of a line, as keys call them after its name.
FIELDS = (
    "month.budget", "month.committed", "month.actual", "month.variance", "month.ratio", "ytd.budget", "ytd.committed",
    "ytd.actual", "ytd.variance", "ytd.ratio", "year_budget", "last_year", "landing", "landing_low", "landing_high",
)  # fmt: skip
TOTAL = "total"


class Cells(Protocol):
    """The files read again, by another reader than the first."""

    def cell(self, source: Source) -> str | None:
        """The words or the number in a cell; None for an empty one, and for one that cannot be read again."""
        ...

    def row(self, source: Source) -> Mapping[str, str]:
        """The cells of its row by their names."""
        ...

    def sha256(self, file: str) -> str:
        """The file's hash; "" for a file that is not known."""
        ...


class Known(Protocol):
    """What a line's months are made of: entries of ledgers, and what was taken from the workbook itself."""

    @property
    def spent(self) -> Mapping[Month, Decimal]:
        """What was spent, by month."""
        ...

    @property
    def ordered(self) -> Mapping[Month, Decimal]:
        """What is ordered, by month."""
        ...

    @property
    def entries(self) -> Mapping[Month, Sequence[Entry]]:
        """What was booked, by month."""
        ...

    @property
    def orders(self) -> Mapping[Month, Sequence[Entry]]:
        """What is ordered, one by one, by month."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a report was made of. `known` has one for each line of the budget, in its order; `years` are those of history.

    `later` are orders for the time after the budget's year, by the line's place.
    """

    budget: Budget
    known: Sequence[Known]
    years: Sequence[Sequence[Month]] = ()
    later: Mapping[int, Sequence[Entry]] = field(default_factory=dict)


def trace(report: Report, basis: Basis, cells: Cells) -> Figures:
    """The figures of all lines, groups and the total, each with its cells."""
    return _Tracer(report, basis, cells).figures()


def rows_wanted(basis: Basis) -> dict[str, dict[str, set[int]]]:
    """The rows that figures stand in, by file and sheet: what is to be read a second time."""
    found: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for line, known in zip(basis.budget.lines, basis.known, strict=True):
        held = (some for by_month in (known.entries, known.orders) for some in by_month.values())
        more = (one for some in line.more.values() for one in some)
        for place in (*line.cells.values(), *more, *(one.source for some in held for one in some)):
            found[place.file][place.sheet].add(int(place.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or 0))
    return {file: dict(sheets) for file, sheets in found.items()}


def names_of(report: Report) -> tuple[list[str], list[str]]:
    """What the figures of each line and each group begin with; every name is given once."""
    given: dict[str, int] = defaultdict(int)

    def once(name: str) -> str:
        given[name] += 1
        return name if given[name] == 1 else f"{name} ({given[name]})"

    lines = [once(one.line.key) for one in report.lines]
    return lines, [once(" / ".join((*one.line.group, one.line.label)) + " /") for one in report.groups]


def values_of(line: LineReport) -> dict[str, Decimal | None]:
    """The figures of a line or group, by the names that keys end with."""
    return {
        "month.budget": line.month.budget, "month.committed": line.month.committed, "month.actual": line.month.actual,
        "month.variance": line.month.variance, "month.ratio": line.month.variance_ratio, "ytd.budget": line.ytd.budget,
        "ytd.committed": line.ytd.committed, "ytd.actual": line.ytd.actual, "ytd.variance": line.ytd.variance,
        "ytd.ratio": line.ytd.variance_ratio, "year_budget": line.year_budget, "last_year": line.last_year,
        "landing": line.landing, "landing_low": line.landing_low, "landing_high": line.landing_high,
    }  # fmt: skip


class _Tracer:
    def __init__(self, report: Report, basis: Basis, cells: Cells) -> None:
        self.report, self.basis, self.cells = report, basis, cells
        self.found = Figures()
        months = report.months or basis.budget.months
        self.until = [one for one in months if one <= report.period]
        self.spans: Mapping[str, Sequence[Month]] = {
            "month": [report.period], "until": self.until, "year": months,
            "last": [one.replace(year=one.year - 1) for one in self.until],
        }  # fmt: skip
        self.rest = [one for one in months if one > report.period]
        self.year = months

    def figures(self) -> Figures:
        """All of them."""
        lines, groups = names_of(self.report)
        for name, line, known, made in zip(
            lines, self.basis.budget.lines, self.basis.known, self.report.lines, strict=True
        ):
            self._line(name, line, known, made)
        for name, made in zip(groups, self.report.groups, strict=True):
            path = (*made.line.group, made.line.label)
            below = [
                (own, one)
                for own, one in zip(lines, self.report.lines, strict=True)
                if one.line.group[: len(path)] == path
            ]
            self._sum(name, made, below)
        whole = list(zip(lines, self.report.lines, strict=True))
        self._sum(TOTAL, self.report.totals, whole, is_net=self.basis.budget.has_both)
        return self.found

    # ── lines ─────────────────────────────────────────────────────────────────────────────────────────────

    def _line(self, name: str, line: BudgetLine, known: Known, made: LineReport) -> None:
        history = [month for months in self.basis.years for month in months]
        months = dict.fromkeys((*history, *self.spans["last"], *self.year, self.report.period))
        shares = _shares(line)
        kinds: tuple[Kind, ...] = ("budget", "actual", "committed")
        for kind in kinds:
            entries: Mapping[Month, Sequence[Entry]] = {}
            if kind != "budget":
                entries = known.entries if kind == "actual" else known.orders
            for month in months:
                terms = tuple(self._terms(line, known, kind, month, shares, entries.get(month, ())))
                value = _amount(line, known, kind, month)
                self.found.add(
                    Figure(key=_month(name, kind, month), value=value, how=_HOW[kind], rule="cells", terms=terms)
                )
        values = values_of(made)
        for name_of, (kind, span) in _SUMS.items():
            value_of = values[name_of]
            if value_of is not None:
                of = tuple(_month(name, kind, month) for month in self.spans[span])
                self._add(name, name_of, value_of, _ADDED_UP, "sum", of)
        self._derived(name, values)
        self._landing(name, values, history)

    def _derived(self, name: str, values: Mapping[str, Decimal | None]) -> None:
        """Variances and their shares."""
        for span in ("month", "ytd"):
            of, less = (f"{name}: {span}.actual",), (f"{name}: {span}.budget",)
            self._add(name, f"{span}.variance", values[f"{span}.variance"], _LESS, "sum", of, less)
            parts = f"{name}: {span}.variance", f"{name}: {span}.budget"
            self._add(name, f"{span}.ratio", values[f"{span}.ratio"], _SHARE, "ratio", parts)

    def _landing(self, name: str, values: Mapping[str, Decimal | None], history: Sequence[Month]) -> None:
        if values["landing"] is None:
            return
        keys = [
            *(_month(name, "actual", one) for one in history),
            *(_month(name, "actual", one) for one in self.until),
            *(_month(name, "budget", one) for one in self.rest),
            *(_month(name, "committed", one) for one in self.year),
        ]
        ahead = _Ahead(len(history), len(self.until), len(self.rest))
        for which in ("landing", "landing_low", "landing_high"):
            value = values[which]
            if value is not None:
                figure = Figure(key=f"{name}: {which}", value=value, how=_LOOKED, rule="method", of=tuple(keys))
                self.found.add(figure, _Part(ahead, which))

    def _add(
        self,
        name: str,
        ending: str,
        value: Decimal | None,
        how: Text,
        rule: Rule,
        of: tuple[str, ...],
        less: tuple[str, ...] = (),
    ) -> None:
        if value is not None:
            self.found.add(Figure(key=f"{name}: {ending}", value=value, how=how, rule=rule, of=of, less=less))

    # ── sums of lines ─────────────────────────────────────────────────────────────────────────────────────

    def _sum(
        self, name: str, made: LineReport, below: Sequence[tuple[str, LineReport]], *, is_net: bool = False
    ) -> None:
        """A sum of lines; `is_net` where costs are taken off what comes in."""
        values = values_of(made)
        off = {own for own, one in below if is_net and not one.line.is_income}
        for ending in _ADDED:
            there = [own for own, _ in below if f"{own}: {ending}" in self.found.by_key]
            of = tuple(f"{own}: {ending}" for own in there if own not in off)
            less = tuple(f"{own}: {ending}" for own in there if own in off)
            self._add(name, ending, values[ending], _ADDED_UP, "sum", of, less)
        self._derived(name, values)
        known = [own for own, one in below if one.landing is not None]
        for which, sign in (("landing_low", -1), ("landing_high", 1)):
            value = values[which]
            if value is not None:
                # What is taken off comes out low where it goes high.
                other = "landing_high" if which == "landing_low" else "landing_low"
                of = tuple(f"{own}: {one}" for own in known for one in ("landing", other if own in off else which))
                signs = tuple(-1 if own in off else 1 for own in known)
                figure = Figure(key=f"{name}: {which}", value=value, how=_WIDTH, rule="method", of=of)
                self.found.add(figure, _Wide(sign, signs))

    # ── cells ─────────────────────────────────────────────────────────────────────────────────────────────

    def _terms(
        self,
        line: BudgetLine,
        known: Known,
        kind: Kind,
        month: Month,
        shares: Mapping[tuple[Kind, Place], list[Month]],
        entries: Sequence[Entry],
    ) -> Iterator[Term]:
        if kind == "budget":
            yield from self._of_cell(line, kind, month, line.months, shares)
            return
        for entry in entries:
            yield from self._of_entry(entry)
        booked = sum((entry.amount for entry in entries), NOTHING)
        whole = (known.spent if kind == "actual" else known.ordered).get(month, NOTHING)
        if whole != booked:
            yield from self._of_cell(line, kind, month, line.actual if kind == "actual" else line.committed, shares)

    def _of_cell(
        self,
        line: BudgetLine,
        kind: Kind,
        month: Month,
        amounts: Mapping[Month, Decimal],
        shares: Mapping[tuple[Kind, Place], list[Month]],
    ) -> Iterator[Term]:
        place = line.cells.get((kind, month))
        if place is None or month not in amounts:
            return
        if (kind, month) in line.more:
            yield from self._of_cells((place, *line.more[kind, month]), amounts[month])
            return
        months = shares[kind, place]
        whole = sum((amounts.get(one, NOTHING) for one in months), NOTHING)
        source = self._source(place)
        found = _fitting(source, whole, _FACTORS) or _unfit(source, whole)
        yield replace(found, part=months.index(month), parts=len(months))

    def _of_cells(self, places: Sequence[Place], amount: Decimal) -> Iterator[Term]:
        """Cells that add up to an amount, all by one factor and one decimal mark."""
        sources = [self._source(place) for place in places]
        wanted = int(amount * _MILLION)
        for mark in _MARKS:
            total = sum(number_in(one.stood, mark) or 0 for one in sources)
            for factor in _FACTORS:
                if total * factor == wanted:
                    yield from (Term(source=one, factor=factor, mark=mark) for one in sources)
                    return
        yield from (Term(source=one) for one in sources)

    def _of_entry(self, entry: Entry) -> Iterator[Term]:
        """The cell of an entry's amount; of debit and credit the two, found by what they come to."""
        source = self._source(entry.source)
        whole = _fitting(source, entry.amount, _FACTORS[:2])
        if whole is not None:
            yield whole
            return
        two = self._of_two(source, int(entry.amount * _MILLION))
        yield from two or (_unfit(source, entry.amount),)

    def _of_two(self, source: Source, wanted: int) -> Sequence[Term]:
        """The cell and another of its row, one less the other; () where none comes to that."""
        for cell, words in self.cells.row(source).items():
            for mark in _MARKS if cell != source.cell else ():
                number, other = number_in(source.stood, mark) or 0, number_in(words, mark)
                sign = 1 if other and number - other == wanted else -1 if other and other - number == wanted else 0
                if sign:
                    own = (Term(source=source, factor=sign, mark=mark),) if number else ()
                    return (*own, Term(source=replace(source, cell=cell, stood=words), factor=-sign, mark=mark))
        return ()

    def _source(self, place: Place) -> Source:
        bare = Source(file=place.file, sheet=place.sheet, cell=place.cell)
        stood = self.cells.cell(bare)
        return Source(
            file=place.file,
            sheet=place.sheet,
            cell=place.cell,
            sha256=self.cells.sha256(place.file),
            stood=stood or "",
        )


def _fitting(source: Source, amount: Decimal, factors: Sequence[int]) -> Term | None:
    """By which factor and which decimal mark the cell gives this amount; None where it does by none."""
    wanted = int(amount * _MILLION)
    for mark in _MARKS:
        number = number_in(source.stood, mark)
        for factor in factors:
            if number is not None and number * factor == wanted:
                return Term(source=source, factor=factor, mark=mark)
    return None


def _unfit(source: Source, amount: Decimal) -> Term:
    """An empty cell with an amount was a formula, reckoned here; any other will come out as a difference."""
    if source.stood:
        return Term(source=source)
    return Term(source=replace(source, stood=f"{amount:f}"), is_reckoned=True)


def _amount(line: BudgetLine, known: Known, kind: Kind, month: Month) -> Decimal:
    amounts = {"budget": line.months, "actual": known.spent, "committed": known.ordered}[kind]
    return amounts.get(month, NOTHING)


def _month(name: str, kind: Kind, month: Month) -> str:
    return f"{name}: {kind} {month:%Y-%m}"


def _shares(line: BudgetLine) -> dict[tuple[Kind, Place], list[Month]]:
    """The months that a cell is spread over, by kind and cell."""
    found: dict[tuple[Kind, Place], list[Month]] = defaultdict(list)
    for (kind, month), place in sorted(line.cells.items(), key=lambda one: one[0]):
        found[kind, place].append(month)
    return found


class _Ahead:
    """Asks once where a line lands, for the value and its bounds."""

    def __init__(self, history: int, until: int, rest: int) -> None:
        self.history, self.until, self.rest = history, history + until, history + until + rest
        self._last: tuple[tuple[Decimal, ...], Landing] | None = None

    def landing(self, amounts: Sequence[Decimal]) -> Landing:
        """Where the line lands with these amounts: history, this year's months, the budget of the rest, orders."""
        asked = tuple(amounts)
        if self._last is None or self._last[0] != asked:
            ordered = max(NOTHING, sum(asked[self.rest :], NOTHING))
            known, planned = asked[self.history : self.until], asked[self.until : self.rest]
            self._last = asked, landing(asked[: self.history], known, planned, ordered)
        return self._last[1]


@dataclass(frozen=True, slots=True)
class _Part:
    """One of the three figures of a landing."""

    ahead: _Ahead
    name: str

    def __call__(self, amounts: Sequence[Decimal]) -> Decimal:
        found = self.ahead.landing(amounts)
        return {"landing": found.value, "landing_low": found.low, "landing_high": found.high}[self.name]


@dataclass(frozen=True, slots=True)
class _Wide:
    """A bound of a sum: the root of the squares of the lines' own widths away from it."""

    sign: int
    signs: tuple[int, ...]

    def __call__(self, amounts: Sequence[Decimal]) -> Decimal:
        cents = [int(one * 100) for one in amounts]
        squares = sum((bound - value) ** 2 for value, bound in zip(cents[::2], cents[1::2], strict=True))
        root = isqrt(squares)
        width = root + (squares - root * root > root)
        value = sum(sign * one for sign, one in zip(self.signs, cents[::2], strict=True))
        return Decimal(value + self.sign * width).scaleb(-2)


_ADDED_UP = say("added up")
_LESS = say("spent less planned")
_SHARE = say("the variance as a share of what was planned")
_LOOKED = say("forecast from the months known")
_WIDTH = say("the lines’ own uncertainties together")
_HOW: Mapping[Kind, Text] = {
    "budget": say("as planned in the budget"),
    "actual": say("as booked"),
    "committed": say("as ordered"),
}


def cells_in_words(sources: Sequence[Source], most: int = 20) -> str:
    """Cells as ranges by file and sheet: `budget.xlsx Budget!B7:M7, ledger.csv D12`; what is beyond `most` is counted."""
    by_sheet: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in sources:
        by_sheet[one.file, one.sheet].append(one.cell)
    told = []
    for (file, sheet), cells in by_sheet.items():
        ranges = compressed(sorted(cells, key=in_order))
        shown = ", ".join(ranges[:most])
        more = f" … +{len(ranges) - most}" if len(ranges) > most else ""
        told.append(f"{file} {sheet}!{shown}{more}" if sheet else f"{file} {shown}{more}")
    return "; ".join(told)
