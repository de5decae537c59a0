"""When a budget is told about: limits by line, by group, by amount and by trend; once when crossed, and when it recovers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from officebot.core.budget.model import Alert, LineReport, Month, Report
from officebot.core.text import Text, say
from officebot.core.workbooks.words import plain

_RANK: Mapping[Alert | None, int] = {None: 0, "watch": 1, "over": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How far a line may go beyond its budget: both the share of the budget and the amount must be passed."""

    ratio: Decimal = Decimal("0.05")
    amount: Decimal = Decimal(100)

    def is_passed(self, excess: Decimal, budget: Decimal, share: Decimal = Decimal(1)) -> bool:
        """Whether so much beyond a budget is too much; `share` makes the limit tighter, as 0.5 does."""
        return excess > share * self.amount and excess > share * self.ratio * abs(budget)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """The limits: of all lines, and of some by their code, label or group. `trend_months` in a row over budget are told.

    An alert is cleared when what is beyond falls below the share `clears_at` of its limit.
    """

    usual: Limit = field(default_factory=Limit)
    lines: Mapping[str, Limit] = field(default_factory=dict)
    groups: Mapping[str, Limit] = field(default_factory=dict)
    trend_months: int = 3
    clears_at: Decimal = Decimal("0.5")

    def of(self, line: LineReport) -> Limit:
        """The limit of a line: its own, else its innermost group's, else the usual one."""
        for name in (line.line.code, line.line.label, line.line.key):
            if name and (own := _named(self.lines, name)) is not None:
                return own
        for group in reversed(line.line.group):
            if (own := _named(self.groups, group)) is not None:
                return own
        return self.usual


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertState:
    """What was last told of a line, and since which month it is so."""

    alert: Alert
    since: Month


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """Something to tell: a line that crossed its limit, or (`alert` is None) one that recovered."""

    line: LineReport
    alert: Alert | None
    before: Alert | None


def _named(limits: Mapping[str, Limit], name: str) -> Limit | None:
    return next((limit for one, limit in limits.items() if one == name or plain(one) == plain(name)), None)


def judge(
    line: LineReport, months: Sequence[tuple[Decimal, Decimal]], thresholds: Thresholds, share: Decimal = Decimal(1)
) -> tuple[Alert | None, tuple[Text, ...]]:
    """The alert of a line and why. `months` are this year's (planned, spent) so far.

    Over: what is spent and ordered passes the budget until now, or all of the year's. Watch: where the year is likely to
    end passes the year's budget, or so many months in a row were over. Of income, too little is what is told.
    """
    limit = thresholds.of(line)
    sign = -1 if line.line.is_income else 1
    ytd = line.ytd
    beyond = sign * (ytd.actual - ytd.budget) + (0 if line.line.is_income else max(ytd.committed, Decimal()))
    if limit.is_passed(beyond, ytd.budget, share):
        what = (
            say("{amount} less came in than planned until now.", amount=beyond)
            if line.line.is_income
            else say("Spent and ordered are {amount} more than planned until now.", amount=beyond)
        )
        return "over", (what,)
    reasons: list[Text] = []
    if line.landing is not None:
        ahead = sign * (line.landing - line.year_budget)
        if limit.is_passed(ahead, line.year_budget, share):
            what = (
                say("The year is likely to end {amount} below the budget.", amount=ahead)
                if line.line.is_income
                else say("The year is likely to end {amount} over the budget.", amount=ahead)
            )
            reasons.append(what)
    recent = months[-thresholds.trend_months :] if thresholds.trend_months else ()
    if len(recent) == thresholds.trend_months and recent and all(
        limit.is_passed(sign * (spent - planned), planned, share / len(recent)) for planned, spent in recent
    ):  # fmt: skip
        reasons.append(say("Each of the last {count} months was over its budget.", count=len(recent)))
    return ("watch" if reasons else None), tuple(reasons)


def settle(
    report: Report, before: Mapping[str, AlertState], still: Mapping[str, Alert | None] | None = None
) -> tuple[tuple[Crossing, ...], dict[str, AlertState]]:
    """What is to be told now, and what was told then: each crossing once, and once when a line recovers.

    `before` is what an earlier call returned. `still` is each line's alert by the tighter limit (`clears_at`): as long as
    that stands, an alert that was told is neither cleared nor told again.
    """
    crossings: list[Crossing] = []
    after: dict[str, AlertState] = {}
    for line in (*report.lines, *report.groups):
        key = line.line.key
        known = before.get(key)
        was = known.alert if known is not None else None
        now = line.alert
        if known is not None and _RANK[now] < _RANK[was] and still is not None:
            # Hysteresis: an amount that wavers about its limit is told of once.
            now = max((now, min((was, still.get(key)), key=_RANK.__getitem__)), key=_RANK.__getitem__)
        if _RANK[now] > _RANK[was] or (now is None and was is not None):
            crossings.append(Crossing(line=line, alert=now, before=was))
        if now is not None:
            since = known.since if known is not None and known.alert == now else report.period
            after[key] = AlertState(alert=now, since=since)
    return tuple(crossings), after


def would_exceed(
    report: Report, code: str, amount: Decimal, month: Month, *, is_ordered: bool = False
) -> Text | None:
    """What an order or invoice of this amount would do to its line; None where it stays within the budget.

    `code` is the line's code or name, or an account that begins with the code. An invoice for what `is_ordered` is held
    against what was spent alone: it is among what is ordered, and what else is ordered is no fault of it.
    """
    line = _line_of(report, code)
    if line is None or line.line.is_income:
        return None
    taken = line.ytd.actual + amount + (Decimal() if is_ordered else line.ytd.committed)
    beyond_year = taken - line.year_budget
    if beyond_year > 0:
        return say(
            "With it “{label}” goes {beyond} over the budget of the year: {budget} are planned, {actual} spent, "
            "{committed} ordered.",
            label=line.line.name, beyond=beyond_year, budget=line.year_budget, actual=line.ytd.actual,
            committed=line.ytd.committed,
        )  # fmt: skip
    planned = sum((line.line.months.get(one, Decimal()) for one in report.months if one <= month), Decimal())
    if taken > planned:
        return say(
            "With it “{label}” goes {beyond} over what is planned until then, {budget}; of the year {left} are left.",
            label=line.line.name, beyond=taken - planned, budget=planned, left=-beyond_year,
        )  # fmt: skip
    return None


def _line_of(report: Report, code: str) -> LineReport | None:
    exact = report.line(code)
    if exact is not None:
        return exact
    named = [one for one in report.lines if plain(one.line.label) == plain(code)]
    if len(named) == 1:
        return named[0]
    begun = [one for one in report.lines if one.line.code and code.startswith(one.line.code)]
    return max(begun, key=lambda one: len(one.line.code), default=None)
