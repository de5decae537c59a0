"""What a report's annex says: in which cells each line's figures stand; and its months one by one, for the chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from officebot.core.budget.model import NOTHING, Report
from officebot.core.budget.report_page import InMonth, Traces
from officebot.core.budget.trace import Basis, cells_in_words, names_of
from officebot.core.figures import Figures
from officebot.core.text import Language, Text, say

#: The figures that the annex gives the cells of, with what they are called there.
_TRACED: Mapping[str, Text] = {
    "year_budget": say("Budget of the year"),
    "ytd.actual": say("Spent until now"),
    "ytd.committed": say("Ordered until now"),
    "last_year": say("Last year"),
}


def traces_of(report: Report, figures: Figures, language: Language) -> tuple[Traces, ...]:
    """For each line where its budget, what was spent, what is ordered and last year stand; nothing for empty figures."""
    found = []
    names, _ = names_of(report)
    for name, line in zip(names, report.lines, strict=True):
        for ending, what in _TRACED.items():
            key = f"{name}: {ending}"
            sources = figures.sources(key) if key in figures.by_key else ()
            if sources:
                label = f"{line.line.code} {line.line.label}".strip() or name
                found.append(Traces(name=label, what=what.render(language), cells=cells_in_words(sources)))
    return tuple(found)


def series_of(report: Report, basis: Basis) -> tuple[InMonth, ...]:
    """What was planned and spent on all lines in each month of the year; months to come are not spent yet."""
    return tuple(
        InMonth(
            month=month,
            budget=_sum([line.months.get(month, NOTHING) for line in basis.budget.lines]),
            actual=_sum([one.spent.get(month, NOTHING) for one in basis.known]) if month <= report.period else None,
        )
        for month in report.months
    )


def _sum(amounts: Sequence[Decimal]) -> Decimal:
    return sum(amounts, NOTHING)
