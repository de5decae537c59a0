"""The report: each line's month and year so far, held against its budget, looked ahead, explained."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from officebot.core.budget.actuals import Ledger
from officebot.core.budget.alerts import Thresholds, judge
from officebot.core.budget.drivers import drivers_of
from officebot.core.budget.landing import Landing, landing
from officebot.core.budget.matching import Matcher, match, say_without
from officebot.core.budget.model import (
    NOTHING,
    Alert,
    Budget,
    BudgetLine,
    Entry,
    Figures,
    LineReport,
    Month,
    Report,
    Source,
    month_of,
    total_of,
)
from officebot.core.budget.trace import Basis
from officebot.core.money import cents
from officebot.core.problems import Problem
from officebot.core.text import Text, counted, say

#: Years of history that are looked at, and sources that are named for a line.
_YEARS, _SOURCES = 5, 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a report is made with. `chosen` are a person's answers: account or name → line."""

    period: Month
    chosen: Mapping[str, str] = field(default_factory=dict)
    thresholds: Thresholds = field(default_factory=Thresholds)


def report(
    budget: Budget, actuals: Ledger | None = None, commitments: Ledger | None = None, *, asked: Question
) -> Report:
    """The report of a month. Without `actuals` what the workbook itself says was spent counts, and so for commitments."""
    return _Maker(budget, actuals, commitments, asked).report()


def report_with_basis(
    budget: Budget, actuals: Ledger | None = None, commitments: Ledger | None = None, *, asked: Question
) -> tuple[Report, Basis]:
    """The same, and what it was made of, for `trace`."""
    maker = _Maker(budget, actuals, commitments, asked)
    made = maker.report()
    last = budget.months[-1] if budget.months else asked.period
    later = [one for one in (commitments.entries if commitments is not None else ()) if one.month > last]
    ahead = match(later, maker.matcher).by_line
    return made, Basis(budget=budget, known=tuple(maker.known), years=maker.years, later=ahead)


def month_to_report(budget: Budget, actuals: Ledger | None, today: date) -> Month:
    """The month that a report is of where nobody says which: the last one that is over or going on and of which something
    is known, else the one of today; the last that is planned where today's is none of them."""
    current = today.replace(day=1)
    known = (
        {one.month for one in actuals.entries}
        if actuals is not None
        else {month for line in budget.lines for month, amount in line.actual.items() if amount}
    )
    told = [month for month in budget.months if month in known and month <= current]
    if told:
        return told[-1]
    return current if current in budget.months or not budget.months else budget.months[-1]


def nothing_spent(budget: Budget, actuals: Ledger | None) -> Problem | None:
    """The problem that nothing says what was spent; None where something does."""
    if actuals is not None or any(amount for line in budget.lines for amount in line.actual.values()):
        return None
    what = say(
        "Nothing says what was spent: add --actuals with a ledger. Until then every variance is the whole budget."
    )
    return Problem(where="", what=what)


@dataclass(slots=True)
class _Known:
    """What is known of a line by month."""

    spent: dict[Month, Decimal] = field(default_factory=lambda: defaultdict(lambda: NOTHING))
    ordered: dict[Month, Decimal] = field(default_factory=lambda: defaultdict(lambda: NOTHING))
    entries: dict[Month, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    orders: dict[Month, list[Entry]] = field(default_factory=lambda: defaultdict(list))


class _Maker:
    def __init__(self, budget: Budget, actuals: Ledger | None, commitments: Ledger | None, asked: Question) -> None:
        self.budget, self.asked, self.period = budget, asked, asked.period
        self.is_blind = nothing_spent(budget, actuals) is not None
        self.problems = list(budget.problems)
        self.notes = list(budget.notes)
        self.known = [_Known() for _ in budget.lines]
        self.matcher = Matcher(budget.lines, asked.chosen)
        self.costs_are_negative = _are_negative(budget)
        self.until = [one for one in budget.months if one <= self.period]
        self._take(actuals, is_actual=True)
        self._take(commitments, is_actual=False)
        self.years = self._known_years()
        if budget.months and self.period not in budget.months:
            what = say(
                "The budget plans {first} to {last}: {period} is none of its months.",
                first=_iso(budget.months[0]), last=_iso(budget.months[-1]), period=_iso(self.period),
            )  # fmt: skip
            self.problems.append(Problem(where="", what=what))

    # ── what is known ─────────────────────────────────────────────────────────────────────────────────────

    def _take(self, ledger: Ledger | None, *, is_actual: bool) -> None:
        """Take in what a ledger says, or the workbook itself."""
        if ledger is None:
            for line, known in zip(self.budget.lines, self.known, strict=True):
                for month, amount in (line.actual if is_actual else line.committed).items():
                    (known.spent if is_actual else known.ordered)[month] += amount
            return
        self.problems += ledger.problems
        entries = self._without_balance_sheet(ledger)
        found = match(self._of_these_years(self._in_one_currency(entries)), self.matcher)
        without = [one for one in found.without if self._is_until_now(one)]
        self.problems += say_without(without, self.budget.lines)
        for place, some in found.by_line.items():
            known, sign = self.known[place], self._sign(self.budget.lines[place], some)
            booked, sums = (known.entries, known.spent) if is_actual else (known.orders, known.ordered)
            for one in some:
                booked[month_of(one.day)].append(one._replace(amount=-one.amount) if sign < 0 else one)
            for month, those in booked.items():
                sums[month] = sum([one.amount for one in those], NOTHING)
        if is_actual:
            self._take_earlier_years()

    def _without_balance_sheet(self, ledger: Ledger) -> Sequence[Entry]:
        """The entries of a whole ledger without those on accounts of the balance sheet that no line plans."""
        if not ledger.is_balanced:
            return ledger.entries
        kept = [one for one in ledger.entries if one.code[:1] not in "12345" or self.matcher.line_of(one) is not None]
        if len(kept) < len(ledger.entries):
            what = counted(
                "{count} entry on accounts of the balance sheet is no expense: it is left out.",
                "{count} entries on accounts of the balance sheet are no expenses: they are left out.",
                len(ledger.entries) - len(kept),
            )
            self.notes.append(Problem(where="", what=what))
        return kept

    def _take_earlier_years(self) -> None:
        """What the workbook says of years that the ledger does not tell of."""
        told = {month.year for known in self.known for month in known.spent}
        for line, known in zip(self.budget.lines, self.known, strict=True):
            for month, amount in line.actual.items():
                if month.year not in told and month not in self.budget.months:
                    known.spent[month] += amount

    def _in_one_currency(self, entries: Sequence[Entry]) -> list[Entry]:
        ours = ("", self.budget.currency)
        kept = [one for one in entries if one.currency in ours]
        foreign: dict[str, list[Entry]] = defaultdict(list)
        for one in entries if len(kept) < len(entries) else ():
            if one.currency not in ours:
                foreign[one.currency].append(one)
        for currency, some in foreign.items():
            what = counted(
                "{count} entry of {sum} is in {currency}, the budget in {own}: it is left out.",
                "{count} entries of {sum} are in {currency}, the budget in {own}: they are left out.",
                len(some), sum=sum((one.amount for one in some), NOTHING), currency=currency, own=self.budget.currency,
            )  # fmt: skip
            self.problems.append(Problem(where=_where(some[0]), what=what))
        return kept

    def _of_these_years(self, entries: Sequence[Entry]) -> list[Entry]:
        """The entries of the budget's year and of those before it; days that cannot be meant are named, others counted."""
        if not self.budget.months:
            return list(entries)
        first, last = self.budget.months[0], self.budget.months[-1]
        kept: list[Entry] = []
        odd: list[Entry] = []
        earlier: dict[int, list[Entry]] = defaultdict(list)
        end = (last + timedelta(days=31)).replace(day=1)
        for one in entries:
            if first <= one.day < end:
                kept.append(one)
                continue
            month = one.month
            if first.year - _YEARS <= month.year and month < first:
                kept.append(one)
                earlier[month.year].append(one)
            else:
                odd.append(one)
        for year, some in sorted(earlier.items()):
            what = counted(
                "{count} entry of {year}, {sum} in all, is before the budget’s year: it counts as that year’s.",
                "{count} entries of {year}, {sum} in all, are before the budget’s year: they count as that year’s.",
                len(some), year=str(year), sum=cents(sum((one.amount for one in some), NOTHING)),
            )  # fmt: skip
            (self.notes if len(some) > 0.1 * len(entries) else self.problems).append(
                Problem(where=_where(some[0]), what=what)
            )
        for one in odd[:20]:
            what = say(
                "{day} is outside the budget’s year: this entry of {amount} is left out.",
                day=one.day,
                amount=one.amount,
            )
            self.problems.append(Problem(where=_where(one), what=what))
        if len(odd) > 20:
            what = say("{count} more days are outside the budget’s year.", count=len(odd) - 20)
            self.problems.append(Problem(where=_where(odd[20]), what=what))
        return kept

    def _is_until_now(self, entry: Entry) -> bool:
        """Whether an entry belongs to the year that is planned, and is no later than the report's month."""
        return not self.budget.months or self.budget.months[0] <= entry.month <= self.period

    def _sign(self, line: BudgetLine, entries: Sequence[Entry]) -> int:
        """-1 where the ledger tells as a credit what the budget plans as a plain amount."""
        booked = sum([one.amount for one in entries], NOTHING)
        planned = sum(line.months.values(), NOTHING)
        if line.is_income and booked < 0 <= planned:
            return -1
        return -1 if self.costs_are_negative and planned < 0 < booked else 1

    def _known_years(self) -> list[tuple[Month, ...]]:
        """The months of earlier years of which something is known, oldest first, without a gap before the budget's year."""
        if not self.budget.months:
            return []
        told = {month for known in self.known for month, amount in known.spent.items() if amount}
        years: list[tuple[Month, ...]] = []
        for back in range(1, _YEARS + 1):
            months = tuple(one.replace(year=one.year - back) for one in self.budget.months)
            if len(months) != 12 or not told & set(months):
                break
            years.insert(0, months)
        return years

    # ── lines ─────────────────────────────────────────────────────────────────────────────────────────────

    def report(self) -> Report:
        """All of it."""
        lines = tuple(self._line(line, known) for line, known in zip(self.budget.lines, self.known, strict=True))
        groups = self._groups(lines)
        totals = self._whole(lines)
        return Report(
            period=self.period, months=self.budget.months, lines=lines, groups=groups, totals=totals,
            currency=self.budget.currency, problems=tuple(self.problems), notes=tuple(self.notes),
        )  # fmt: skip

    def _line(self, line: BudgetLine, known: _Known) -> LineReport:
        month = Figures(
            budget=line.months.get(self.period, NOTHING), committed=known.ordered.get(self.period, NOTHING),
            actual=known.spent.get(self.period, NOTHING),
        )  # fmt: skip
        ytd = Figures(
            budget=_of(line.months, self.until),
            committed=_of(known.ordered, self.until),
            actual=_of(known.spent, self.until),
        )
        last = [one.replace(year=one.year - 1) for one in self.until]
        outlook = self._outlook(line, known)
        before = [one for month in last for one in known.entries.get(month, ())]
        now = [one for month in self.until for one in known.entries.get(month, ())]
        made = LineReport(
            line=line, month=month, ytd=ytd, year_budget=_of(line.months, self.budget.months),
            last_year=_of(known.spent, last) if self.years and last else None,
            landing=outlook.value if outlook else None, landing_low=outlook.low if outlook else None,
            landing_high=outlook.high if outlook else None, method=str(outlook.method) if outlook else "",
            drivers=drivers_of(self.until, line.months, known.spent, now, before),
            sources=self._sources(line, known),
        )  # fmt: skip
        pairs = [(line.months.get(one, NOTHING), known.spent.get(one, NOTHING)) for one in self.until]
        alert, reasons = judge(made, pairs, self.asked.thresholds)
        return replace(made, alert=alert, reasons=reasons)

    def _outlook(self, line: BudgetLine, known: _Known) -> Landing | None:
        """Where the line lands; None for a month that is not planned, and where nothing says what was spent in any."""
        if self.is_blind or self.period not in self.budget.months:
            return None
        return landing(
            [known.spent.get(one, NOTHING) for months in self.years for one in months],
            [known.spent.get(one, NOTHING) for one in self.until],
            [line.months.get(one, NOTHING) for one in self.budget.months if one > self.period],
            max(NOTHING, _of(known.ordered, self.budget.months)),
        )

    def _sources(self, line: BudgetLine, known: _Known) -> tuple[Source, ...]:
        """Where the month's figures stand: its budget, what was spent, what is ordered."""
        found = [line.cells[key] for key in (("budget", self.period),) if key in line.cells]
        if not known.entries and ("actual", self.period) in line.cells:
            found.append(line.cells["actual", self.period])
        if not known.orders and ("committed", self.period) in line.cells:
            found.append(line.cells["committed", self.period])
        found += [one.source for held in (known.entries, known.orders) for one in held.get(self.period, ())]
        return tuple(found[:_SOURCES])

    # ── groups and the whole ──────────────────────────────────────────────────────────────────────────────

    def _groups(self, lines: Sequence[LineReport]) -> tuple[LineReport, ...]:
        below: dict[tuple[str, ...], list[LineReport]] = {}
        for one in lines:
            for depth in range(1, len(one.line.group) + 1):
                below.setdefault(one.line.group[:depth], []).append(one)
        return tuple(
            self._sum_of(_group(path, some), some)
            for path, some in below.items()
        )  # fmt: skip

    def _whole(self, lines: Sequence[LineReport]) -> LineReport:
        """All lines as one: where income is planned as well as costs, what the income leaves of itself."""
        if not self.budget.has_both:
            return self._sum_of(
                BudgetLine(code="", label="", is_income=all(one.line.is_income for one in lines)), lines
            )
        signed = [one if one.line.is_income else _negated(one) for one in lines]
        made = self._sum_of(BudgetLine(code="", label="", is_income=True), signed)
        return replace(made, drivers=_largest(lines))

    def _sum_of(self, line: BudgetLine, some: Sequence[LineReport]) -> LineReport:
        """Lines as one. Of lines that err each on their own, the width of the whole is the root of the squares."""
        known = [one for one in some if one.landing is not None]
        ahead = sum((one.landing or NOTHING for one in known), NOTHING)
        down = _root([_known_amount(one.landing) - _known_amount(one.landing_low) for one in known])
        up = _root([_known_amount(one.landing_high) - _known_amount(one.landing) for one in known])
        years = [one.last_year for one in some if one.last_year is not None]
        months: dict[Month, Decimal] = defaultdict(lambda: NOTHING)
        for one in some:
            for month, amount in one.line.months.items():
                months[month] += amount
        made = LineReport(
            line=replace(line, months=dict(months)), month=total_of(one.month for one in some),
            ytd=total_of(one.ytd for one in some), year_budget=sum((one.year_budget for one in some), NOTHING),
            last_year=sum(years, NOTHING) if years else None, landing=ahead if known else None,
            landing_low=ahead - down if known else None, landing_high=ahead + up if known else None,
            method="sum" if known else "",
            drivers=_largest(some),
        )  # fmt: skip
        alert, reasons = judge(made, (), self.asked.thresholds)
        return replace(made, alert=alert, reasons=reasons)


def still_beyond(report: Report, thresholds: Thresholds) -> dict[str, Alert | None]:
    """Each line's and group's alert by the tighter limit by which it is cleared, by key."""
    return {
        one.line.key: judge(one, (), thresholds, thresholds.clears_at)[0] for one in (*report.lines, *report.groups)
    }


def _group(path: tuple[str, ...], some: Sequence[LineReport]) -> BudgetLine:
    return BudgetLine(code="", label=path[-1], group=path[:-1], is_income=all(one.line.is_income for one in some))


def _negated(one: LineReport) -> LineReport:
    """A line with all its amounts turned round, its low end and its high end exchanged."""

    def turned(amount: Decimal | None) -> Decimal | None:
        return None if amount is None else -amount

    return replace(
        one, month=_negated_figures(one.month), ytd=_negated_figures(one.ytd), year_budget=-one.year_budget,
        line=replace(one.line, months={month: -amount for month, amount in one.line.months.items()}),
        last_year=turned(one.last_year), landing=turned(one.landing), landing_low=turned(one.landing_high),
        landing_high=turned(one.landing_low),
    )  # fmt: skip


def _negated_figures(one: Figures) -> Figures:
    return Figures(budget=-one.budget, committed=-one.committed, actual=-one.actual)


def _known_amount(amount: Decimal | None) -> Decimal:
    """An amount, nothing where there is none."""
    return NOTHING if amount is None else amount


def _largest(some: Sequence[LineReport]) -> tuple[Text, ...]:
    """The three lines that make most of a group's variance."""
    moved = sorted((one for one in some if one.ytd.variance), key=lambda one: -abs(one.ytd.variance))[:3]
    return tuple(
        say("{label}: {variance} until now.", label=one.line.name, variance=one.ytd.variance) for one in moved
    )


def _root(widths: Sequence[Decimal]) -> Decimal:
    return cents(sum((one * one for one in widths), NOTHING).sqrt()) if widths else NOTHING


def _of(amounts: Mapping[Month, Decimal], months: Sequence[Month]) -> Decimal:
    return sum((amounts.get(one, NOTHING) for one in months), NOTHING)


def _are_negative(budget: Budget) -> bool:
    """Whether costs are planned below zero, as in budgets that add income and costs up to a result."""
    signs = [sum(line.months.values(), NOTHING) for line in budget.lines if not line.is_income]
    return bool(signs) and 2 * sum(one < 0 for one in signs) > len(signs)


def _iso(month: Month) -> str:
    return f"{month.year:04}-{month.month:02}"


def _where(entry: Entry) -> str:
    source = entry.source
    return f"{source.file}: {source.sheet}!{source.cell}" if source.sheet else f"{source.file}: {source.cell}"
