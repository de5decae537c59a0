"""The budget on the dashboard: the lines that leave it, as bars and as a table, and its months side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from officebot.core.budget.model import LineReport, Month, Report
from officebot.core.budget.report_words import money, share
from officebot.core.budget.standing import standing
from officebot.core.charts.model import Chart, Series
from officebot.core.panels import (
    BEING_READ,
    Block,
    Cell,
    Count,
    Counts,
    Drawing,
    Notice,
    Rows,
    Tone,
    Viewer,
    left_of,
    words_of,
)
from officebot.core.text import Text, named_month, quoted, say
from officebot.duties.budget.observe import books_of
from officebot.duties.budget.settings import Settings
from officebot.sdk import Office, Panel

_MOST, _MOST_BARS = 40, 12
#: Who answers for one of these sees the budget.
WHO = ("budget", "audit", "payments", "invoices")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The budget's report of this month, and what was planned and spent in each month until it; or the problem."""

    report: Report | None = None
    months: tuple[tuple[Month, Decimal, Decimal], ...] = ()
    problem: Text | None = None


def look(office: Office, settings: Settings, now: datetime) -> Seen:
    """How the budget stands, month by month."""
    sheets, books = office.sheets(settings.workbook), books_of(office, settings)
    this = office.facts.working_time.local(now).date().replace(day=1)
    found = standing(sheets, books, this, settings.asked)
    if found.report is None:
        return Seen(problem=found.problem or say("There is no budget to show."))
    until = [one for one in found.report.months if one <= found.report.period]
    months = []
    for month in until:
        of = found if month == found.report.period else standing(sheets, books, month, settings.asked)
        if of.report is not None:
            figures = of.report.totals.month
            months.append((month, figures.budget, figures.actual))
    return Seen(report=found.report, months=tuple(months))


def page(office: Office, viewer: Viewer, settings: Settings) -> Sequence[Block]:
    """The page “Budget and invoices”."""
    if not viewer.may_see_book(office.facts.people.keeper(settings.keeper), *WHO):
        return ()
    seen = office.looked(look, settings)
    if seen is None:
        return BEING_READ
    if seen.report is None:
        return (Notice(words=seen.problem or say("There is no budget to show."), tone="warm"),)
    report = seen.report
    language, currency = viewer.language, report.currency
    lines = sorted(report.lines, key=lambda one: (_RANK.get(str(one.alert), 2), -abs(one.ytd.variance)))
    over, watched = (sum(one.alert == name for one in lines) for name in ("over", "watch"))
    ytd = report.totals.ytd
    return (
        Counts((
            Count(label=say("Planned until now"), value=quoted(money(ytd.budget, currency, language))),
            Count(label=say("Spent until now"), value=quoted(money(ytd.actual, currency, language))),
            Count(label=say("Ordered"), value=quoted(money(ytd.committed, currency, language))),
            Count(label=say("Lines over their budget"), value=say("{count}", count=over), tone="hot" if over else "good"),
            Count(label=say("Lines to watch"), value=say("{count}", count=watched), tone="warm" if watched else ""),
        )),
        *_months(seen, viewer, currency),
        *_variances(lines, viewer, currency),
        Rows(
            title=say("Lines of {month}, those that leave their budget first",
                      month=named_month(report.period.year, report.period.month)),
            columns=(say("Line"), say("Planned until now"), say("Spent until now"), say("Difference"), say("Share"),
                     say("Year’s end, likely")),
            rows=tuple(_row(one, viewer, currency) for one in lines[:_MOST]),
            left=left_of(len(lines), _MOST),
        ),
    )  # fmt: skip


_RANK = {"over": 0, "watch": 1}
_TONES: dict[str, Tone] = {"over": "hot", "watch": "warm"}


def _row(one: LineReport, viewer: Viewer, currency: str) -> tuple[Cell, ...]:
    def figure(amount: Decimal | None, *, is_signed: bool = False) -> Cell:
        return Cell(words=quoted(money(amount, currency, viewer.language, is_signed=is_signed)), is_figure=True)

    return (
        Cell(words=words_of(one.line.name, 80), tone=_TONES.get(str(one.alert), "")),
        figure(one.ytd.budget), figure(one.ytd.actual), figure(one.ytd.variance, is_signed=True),
        Cell(words=quoted(share(one.ytd.variance_ratio, viewer.language)), is_figure=True), figure(one.landing),
    )  # fmt: skip


def _variances(lines: Sequence[LineReport], viewer: Viewer, currency: str) -> Sequence[Block]:
    """Planned and spent of the lines that are farthest from their budget."""
    shown = [one for one in sorted(lines, key=lambda one: -abs(one.ytd.variance)) if one.ytd.variance][:_MOST_BARS]
    if not shown:
        return ()
    series = tuple(
        Series(
            name=title.render(viewer.language), values=tuple(max(value, Decimal(0)) for value in values),
            words=tuple(money(value, currency, viewer.language) for value in values),
        )
        for title, values in (
            (say("planned"), [one.ytd.budget for one in shown]), (say("spent"), [one.ytd.actual for one in shown]),
        )
    )  # fmt: skip
    names = tuple(words_of(one.line.name, 40).render(viewer.language) for one in shown)
    title = say("The lines farthest from their budget, until now").render(viewer.language)
    return (
        Drawing(Chart(name="budget-lines", kind="bar", title=title, categories=names, series=series, unit=currency)),
    )


def _months(seen: Seen, viewer: Viewer, currency: str) -> Sequence[Block]:
    """Planned and spent, month by month."""
    if len(seen.months) < 2:
        return ()
    series = tuple(
        Series(
            name=title.render(viewer.language), values=tuple(max(value, Decimal(0)) for value in values),
            words=tuple(money(value, currency, viewer.language) for value in values),
        )
        for title, values in (
            (say("planned"), [planned for _, planned, _ in seen.months]),
            (say("spent"), [spent for _, _, spent in seen.months]),
        )
    )  # fmt: skip
    names = tuple(f"{month:%m/%y}" for month, _, _ in seen.months)
    title = say("Planned and spent, month by month").render(viewer.language)
    return (
        Drawing(Chart(name="budget-months", kind="grouped", title=title, categories=names, series=series, unit=currency)),
    )  # fmt: skip


PANELS = (Panel(page="money", title=say("Budget"), show=page, place=10),)
