"""Next year's budget as a draft: each line with an amount, what this rests on in words, and how it falls on the months.

Rules, the first that fits: the same amount each month is a contract; two changes the same way are a trend; else the year
goes on as it will end, as last year went where nothing was spent since, or as it was planned where nothing is known. What
is already ordered for that year is the least.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from officebot.core.budget.model import NOTHING, BudgetLine, LineReport, Month, Report
from officebot.core.budget.trace import Basis, Known
from officebot.core.money import cents
from officebot.core.text import Text, say

_SHARE = Decimal("0.000001")
#: So many months the same, the last ones, are a contract; changes from year to year in these bounds are a trend.
_SAME_MONTHS = 4
_LEAST_CHANGE, _MOST_CHANGE = Decimal("0.02"), Decimal("0.30")


class Ground(StrEnum):
    """What a line's draft rests on."""

    contract = "contract"
    trend = "trend"
    landing = "landing"
    last_year = "last_year"
    budget = "budget"
    ordered = "ordered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A line's draft: `base` is the year's amount before any rise, `shares` how it falls on the months.

    What it was made of stands beside it: what was planned and spent, where this year will end, and what is ordered for
    the year to come.
    """

    line: BudgetLine
    ground: Ground
    why: Text
    base: Decimal
    shares: tuple[Decimal, ...]
    budget: Decimal
    last_year: Decimal | None
    landing: Decimal | None
    ordered: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class NextYear:
    """The draft of all lines, and the months that it plans."""

    months: tuple[Month, ...]
    lines: tuple[Draft, ...]
    currency: str


def draft(report: Report, basis: Basis, year: int) -> NextYear:
    """The draft for the year in which its first month falls."""
    ahead = year - report.months[0].year if report.months else 1
    months = tuple(one.replace(year=one.year + ahead) for one in report.months)
    lines = tuple(
        _drafted(made, known, basis, report, _ordered(basis, place, months))
        for place, (made, known) in enumerate(zip(report.lines, basis.known, strict=True))
    )
    return NextYear(months=months, lines=lines, currency=report.currency)


def _drafted(made: LineReport, known: Known, basis: Basis, report: Report, ordered: Decimal) -> Draft:
    past = [sum((known.spent.get(one, NOTHING) for one in year), NOTHING) for year in basis.years]
    until = [one for one in report.months if one <= report.period]
    spent = [known.spent.get(one, NOTHING) for one in until]
    ground, base, why = _ground(made, past, spent, len(report.months))
    if ordered > base:
        ground, base = Ground.ordered, ordered
        why = say("what is already ordered for that year: {amount}", amount=cents(ordered))
    even = ground is Ground.contract
    return Draft(
        line=made.line, ground=ground, why=why, base=cents(base),
        shares=_even(len(report.months)) if even else _shares(made, known, basis, report.months),
        budget=made.year_budget, last_year=past[-1] if past else None, landing=made.landing, ordered=ordered,
    )  # fmt: skip


def _ordered(basis: Basis, place: int, months: Sequence[Month]) -> Decimal:
    """What is ordered for these months already."""
    return sum((one.amount for one in basis.later.get(place, ()) if one.month in months), NOTHING)


def _ground(
    made: LineReport, past: Sequence[Decimal], spent: Sequence[Decimal], months: int
) -> tuple[Ground, Decimal, Text]:
    """What the line rests on, its amount, and this in words."""
    recent = spent[-_SAME_MONTHS:]
    if len(recent) == _SAME_MONTHS and len(set(recent)) == 1 and recent[0]:
        why = say("a contract: {amount} in each of the last months", amount=cents(recent[0]))
        return Ground.contract, recent[0] * months, why
    landing = made.landing
    change = _change([*past[-2:], landing]) if landing is not None and any(spent) else None
    if landing is not None and change is not None:
        why = say(
            "a trend: {change} % a year, from where this year will end, {landing}",
            change=(change * 100).quantize(Decimal("0.1")), landing=landing,
        )  # fmt: skip
        return Ground.trend, landing * (1 + change), why
    if landing is not None and any(spent):
        return Ground.landing, landing, say("where this year will end: {landing}", landing=landing)
    if past and past[-1]:
        why = say("what was spent last year, {amount}; nothing was this year", amount=cents(past[-1]))
        return Ground.last_year, past[-1], why
    return Ground.budget, made.year_budget, say("this year’s budget: nothing was spent that would say more")


def _change(years: Sequence[Decimal]) -> Decimal | None:
    """The mean change a year where three years change the same way, neither hardly nor wildly; None else."""
    if len(years) < 3 or any(one <= 0 for one in years):
        return None
    first, second = years[1] / years[0] - 1, years[2] / years[1] - 1
    if first * second <= 0 or not all(_LEAST_CHANGE <= abs(one) <= _MOST_CHANGE for one in (first, second)):
        return None
    return ((first + second) / 2).quantize(Decimal("0.001"))


def _shares(made: LineReport, known: Known, basis: Basis, months: Sequence[Month]) -> tuple[Decimal, ...]:
    """How a year falls on its months: as last year's did, else as this year's budget does, else evenly."""
    for amounts in (
        [known.spent.get(one, NOTHING) for one in basis.years[-1]] if basis.years else [],
        [made.line.months.get(one, NOTHING) for one in months],
    ):
        total = sum(amounts, NOTHING)
        if len(amounts) == len(months) and total > 0 and all(one >= 0 for one in amounts):
            parts = [(one / total).quantize(_SHARE) for one in amounts[:-1]]
            return (*parts, 1 - sum(parts, NOTHING))
    return _even(len(months))


def _even(months: int) -> tuple[Decimal, ...]:
    if not months:
        return ()
    parts = [(Decimal(1) / months).quantize(_SHARE)] * (months - 1)
    return (*parts, 1 - sum(parts, NOTHING))


def months_of(one: Draft, rise: Decimal = NOTHING) -> tuple[Decimal, ...]:
    """The draft month by month, to the cent; the last month has what is left. `rise` is a share: 0.02 for two per cent."""
    year = cents(one.base * (1 + rise))
    parts = [cents(year * share) for share in one.shares[:-1]]
    return (*parts, year - sum(parts, NOTHING)) if one.shares else ()


def ground_name(ground: Ground) -> Text:
    """What a ground is called."""
    return {
        Ground.contract: say("contract"),
        Ground.trend: say("trend"),
        Ground.landing: say("this year’s end"),
        Ground.last_year: say("last year"),
        Ground.budget: say("this year’s budget"),
        Ground.ordered: say("orders"),
    }[ground]
