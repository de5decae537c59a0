"""Every figure of a budget report leads to its cells, and comes out the same when these are reckoned again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from officebot.connectors.second_reader import SecondReading
from officebot.core.budget.model import Figures
from officebot.core.budget.report_sources import series_of, traces_of
from officebot.core.budget.trace import FIELDS, TOTAL, cells_in_words, names_of, rows_wanted, trace, values_of
from officebot.core.budget.variance import Question, report_with_basis
from officebot.core.figures import Source
from officebot.core.problems import UserError
from officebot.core.workbooks.cells import Value
from tests.core.budget.reports import BUDGET, LEDGER, again, made
from tests.core.budget.sheets import grid, read


@pytest.mark.parametrize("seed", range(12))
def test_all_figures_come_out_the_same_twice(seed: int) -> None:
    one = made(seed)
    assert one.figures.check(one.second.cell) == ()
    assert one.figures.untraced() == ()


@pytest.mark.parametrize("seed", range(4))
def test_the_whole_is_what_income_leaves_of_itself_twice(seed: int) -> None:
    one = made(seed, with_income=True)
    assert one.budget.has_both
    assert one.figures.check(one.second.cell) == ()


def test_every_figure_of_every_line_group_and_the_whole_is_traced() -> None:
    one = made(1)
    lines, groups = names_of(one.report)
    for name, line in zip(
        [*lines, *groups, TOTAL], (*one.report.lines, *one.report.groups, one.report.totals), strict=True
    ):
        there = {ending for ending, value in values_of(line).items() if value is not None}
        assert there == {ending for ending in FIELDS if f"{name}: {ending}" in one.figures.by_key}


def test_a_line_leads_to_its_own_cells() -> None:
    one = made(2)
    name, line = names_of(one.report)[0][0], one.report.lines[0]
    row = int(line.line.place.cell.lstrip("AB"))
    assert [source.cell for source in one.figures.sources(f"{name}: year_budget")] == [
        f"{letter}{row}" for letter in "CDEFGHIJKLMN"
    ]
    assert {source.file for source in one.figures.sources(f"{name}: ytd.variance")} <= {BUDGET, LEDGER}
    assert all(source.sha256 and source.stood for source in one.figures.sources(f"{TOTAL}: landing"))


def test_a_credit_leads_to_the_column_of_credits_and_counts_the_other_way() -> None:
    one = made(3)
    figures = [f for f in one.figures.by_key.values() if any(term.factor == -1 for term in f.terms)]
    assert figures
    assert {term.source.cell[0] for figure in figures for term in figure.terms if term.factor == -1} == {"G"}


def test_a_figure_that_is_a_cent_off_stops_the_report_and_names_both_values_and_cells() -> None:
    one = made(4)
    line = one.report.lines[0]
    off = replace(line, ytd=replace(line.ytd, budget=line.ytd.budget + Decimal("0.01")))
    report = replace(one.report, lines=(off, *one.report.lines[1:]))
    figures = trace(report, one.basis, one.second)
    with pytest.raises(UserError) as refused:
        figures.insist(one.second.cell)
    said = refused.value.render("en")
    assert f"{line.ytd.budget + Decimal('0.01'):f}" in said
    assert f"{line.ytd.budget:f}" in said
    assert "Budget 2026!C" in said


def test_a_cell_that_says_otherwise_the_second_time_is_a_difference() -> None:
    one = made(5)
    cell = one.figures.sources(f"{names_of(one.report)[0][0]}: year_budget")[0]

    def changed(source: Source) -> str | None:
        return "1" if source == cell else one.second.cell(source)

    keys = {difference.key for difference in one.figures.check(changed)}
    assert f"{TOTAL}: year_budget" in keys


def test_a_quarter_is_spread_over_its_months_the_same_way_twice() -> None:
    rows: list[list[Value]] = [["Code", "Libellé", "T1 2026", "T2 2026", "T3 2026", "T4 2026"],
            ["601", "Achats", 100, 250.55, 0, 99.99],
            ["602", "Loyer", "1 200,10", 1000, 1000, 1000]]  # fmt: skip
    report, basis = report_with_basis(read(grid(rows), name=BUDGET), asked=Question(period=date(2026, 2, 1)))
    second = SecondReading(files={BUDGET: again(BUDGET, rows, "Budget 2026")})
    figures = trace(report, basis, second)
    assert report.lines[0].ytd.budget == Decimal("66.66")
    assert figures.check(second.cell) == ()
    assert [str(one) for one in figures.sources("601: ytd.budget")] == ["budget.xlsx Budget 2026!C2"]


def test_an_amount_of_a_list_leads_to_all_the_rows_that_it_adds_up() -> None:
    rows: list[list[Value]] = [["Code", "Libellé", "Mois", "Budget"]]
    for month in range(1, 13):
        rows += [["601", "Achats", f"{month:02}/2026", 100 + month], ["602", "Loyer", f"{month:02}/2026", "900,50"]]
    rows += [["601", "Achats", "03/2026", 7.5], ["601", "Achats", "03/2026", 0.25]]
    report, basis = report_with_basis(read(grid(rows), name=BUDGET), asked=Question(period=date(2026, 3, 1)))
    second = SecondReading(files={BUDGET: again(BUDGET, rows, "Budget 2026")})
    figures = trace(report, basis, second)
    assert figures.value("601: month.budget") == Decimal("110.75")
    assert figures.check(second.cell) == ()
    assert [one.cell for one in figures.sources("601: month.budget")] == ["D6", "D26", "D27"]


def test_the_rows_to_read_again_are_those_of_budget_entries_and_orders() -> None:
    one = made(6)
    wanted = rows_wanted(one.basis)
    assert wanted[BUDGET].keys() == {"Budget 2026"}
    assert min(wanted[LEDGER][""]) > 1


def test_the_annex_tells_each_line_s_cells_as_ranges() -> None:
    one = made(7)
    told = traces_of(one.report, one.figures, "en")
    budgets = [row for row in told if row.what == "Budget of the year"]
    assert len(budgets) == len(one.report.lines)
    assert all(":N" in row.cells and row.cells.startswith("budget.xlsx Budget 2026!C") for row in budgets)


def test_cells_beyond_the_most_are_counted() -> None:
    sources = [Source(file="a.csv", sheet="", cell=f"F{2 * number}") for number in range(1, 8)]
    assert cells_in_words(sources, most=3) == "a.csv F2, F4, F6 … +4"


def test_the_months_of_the_chart_are_the_report_s_own_sums() -> None:
    one = made(8)
    series = series_of(one.report, one.basis)
    total: Figures = one.report.totals.ytd
    assert sum((m.budget for m in series if m.actual is not None), Decimal(0)) == total.budget
    assert sum((m.actual for m in series if m.actual is not None), Decimal(0)) == total.actual
    assert sum((m.budget for m in series), Decimal(0)) == one.report.totals.year_budget
