"""Still more shapes of budget workbooks: blocks, financial years, sides, shares, marks, plans by date."""

from __future__ import annotations

from datetime import date

import pytest

from officebot.core.workbooks.cells import Cell, Value
from officebot.core.workbooks.looks import Looks
from tests.core.budget.sheets import ENGLISH, FRENCH, flat, grid, groups, read, summed, totals, varied

PAY, BONUS, RENT, POWER = varied(100), varied(250), varied(300), varied(40)


def year(amounts: list[Value]) -> list[Value]:
    """Amounts with their sum."""
    return [*amounts, sum(one for one in amounts if isinstance(one, int))]


def less(one: list[Value], other: list[Value]) -> list[Value]:
    return [int(str(a)) - int(str(b)) for a, b in zip(one, other, strict=True)]


# ── what stands below each other ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["Company total", "Grand total", "Whole office"])
def test_a_total_below_several_blocks_is_that_of_all(name: str) -> None:
    budget = read(
        grid([
            ["2026"], [], ["Sales", *ENGLISH], ["Cars", *PAY], ["Fairs", *BONUS], ["Total sales", *summed(PAY, BONUS)], [],
            ["IT", *ENGLISH], ["Cloud", *RENT], ["Phones", *POWER], ["Total IT", *summed(RENT, POWER)], [],
            [name, *summed(PAY, BONUS, RENT, POWER)],
        ], sheet="x")
    )  # fmt: skip
    assert list(totals(budget)) == ["Cars", "Fairs", "Cloud", "Phones"]
    assert budget.problems == ()


def test_what_is_carried_to_the_next_page_is_no_line() -> None:
    budget = read(
        grid([
            ["2026"], ["Line", *ENGLISH], ["Clerk", *PAY], ["Grass", *BONUS], ["Carried forward", *summed(PAY, BONUS)], [],
            ["Line", *ENGLISH], ["Brought forward", *summed(PAY, BONUS)], ["Hall", *RENT], ["Bins", *POWER],
            ["Total", *summed(PAY, BONUS, RENT, POWER)],
        ], sheet="x")
    )  # fmt: skip
    assert list(totals(budget)) == ["Clerk", "Grass", "Hall", "Bins"]


def test_months_below_each_other_with_tables_of_their_own_are_one_budget() -> None:
    rows: list[list[Value]] = []
    for place, month in enumerate(ENGLISH):
        rows += [
            [f"{month} 2026"],
            ["Item", "Budget", "Actual"],
            ["Parking", PAY[place], 1],
            ["Phones", BONUS[place]],
            [],
        ]
    budget = read(grid(rows, sheet="Plan"))
    assert [line.months[date(2026, 2, 1)] for line in budget.lines] == [PAY[1], BONUS[1]]
    assert len(budget.months) == 12


def test_a_title_that_says_when_a_budget_was_made_is_no_part_of_the_year() -> None:
    first = grid([["Budget 2026, janvier 2026"], ["Ligne", "Budget"], ["Loyer", 1_200]], sheet="A")
    budget = read(first, grid([["Budget 2026, janvier 2026"], ["Ligne", "Budget"], ["Gaz", 600]], sheet="B"))
    assert totals(budget) == {"Loyer": 1_200, "Gaz": 600}
    assert len(budget.months) == 12


def test_months_below_each_other_side_by_side_are_lines_named_above() -> None:
    rows: list[list[Value]] = [["Dépenses prévues en 2026"], [], ["Chauffage", None, None, None, "Fleurs"]]
    rows.append(["Mois", "Prévu", "Dépensé", None, "Mois", "Prévu", "Dépensé"])
    rows += [[month, PAY[n], 1, None, month, BONUS[n], 2] for n, month in enumerate(FRENCH)]
    assert totals(read(grid(rows, sheet="x"))) == {
        "Chauffage": sum(map(int, map(str, PAY))),
        "Fleurs": sum(map(int, map(str, BONUS))),
    }


# ── years and parts of them ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("title", "months", "begin"),
    [
        ("Budget 2025/26 (April to March)", [f"P{n}" for n in range(1, 13)], date(2025, 4, 1)),
        ("Budget, 1 September 2026 to 31 August 2027", [f"M{n}" for n in range(1, 13)], date(2026, 9, 1)),
        ("Budget de l’exercice du 01/07/2026 au 30/06/2027", list(range(1, 13)), date(2026, 7, 1)),
        ("Annual budget, fiscal year ending June 30, 2026", [*ENGLISH[6:], *ENGLISH[:6]], date(2025, 7, 1)),
        ("FY26 budget", [*ENGLISH[6:], *ENGLISH[:6]], date(2025, 7, 1)),
        ("Budget, exercice clos le 31 mars 2027", ["T1", "T2", "T3", "T4"], date(2026, 4, 1)),
    ],
    ids=["counted from April", "counted from September", "numbers from July", "a year that ends",
         "called by its end", "quarters"],
)  # fmt: skip
def test_a_financial_year_begins_where_the_title_says(title: str, months: list[Value], begin: date) -> None:
    budget = read(
        grid(
            [[title], [], ["Line", *months], ["Rent", *PAY[: len(months)]], ["Power", *BONUS[: len(months)]]],
            sheet="x",
        )
    )
    assert budget.months[0] == begin
    assert len(budget.months) == 12
    assert budget.problems == ()


@pytest.mark.parametrize(
    "heads", [["Jan–Mar", "Apr–Jun", "Jul–Sep", "Oct–Dec"], ["Janv-avr", "Mai-août", "Sept-déc"]]
)
def test_a_span_of_months_is_spread_over_them(heads: list[str]) -> None:
    budget = read(
        grid(
            [["Budget 2026"], ["Line", *heads, "Total"], ["Rent", *[1_200] * len(heads), 1_200 * len(heads)]],
            sheet="x",
        )
    )
    assert set(budget.lines[0].months.values()) == {1_200 * len(heads) // 12}


def test_what_adds_up_until_now_is_not_the_year() -> None:
    rows = [["Budget 2026"], ["Line", *ENGLISH, "Year", "YTD"], ["Rent", *year(RENT), 7], ["Power", *year(POWER), 8]]
    assert read(grid(rows)).problems == ()


def test_a_version_of_a_year_gone_by_is_not_asked_about() -> None:
    budget = read(grid([["Commune"], ["Libellé", "CA 2025", "BP 2025", "DM 2025", "BP 2026"], ["Achats", 90, 100, 110, 120],
                        ["Paie", 900, 1_000, 1_100, 1_200]], sheet="x"))  # fmt: skip
    assert totals(budget) == {"Achats": 120, "Paie": 1_200}
    assert budget.problems == ()


def test_rows_that_say_their_year_are_a_budget_of_each() -> None:
    rows = [
        ["Line", "Year", *ENGLISH],
        ["Rent", 2025, *PAY],
        [None, 2026, *RENT],
        ["Power", 2025, *BONUS],
        [None, 2026, *POWER],
    ]
    budget = read(grid(rows, sheet="x"))
    assert budget.lines[0].months[date(2026, 3, 1)] == RENT[2]
    assert budget.lines[0].months[date(2025, 3, 1)] == PAY[2]
    assert budget.months[0] == date(2026, 1, 1)


# ── sides and results ─────────────────────────────────────────────────────────────────────────────────────


def test_costs_in_brackets_are_costs_and_what_is_left_tells_the_sides() -> None:
    minus = [[-int(str(one)) for one in amounts] for amounts in (PAY, BONUS)]
    left = less(summed(varied(9_000), varied(800)), summed(PAY, BONUS))
    budget = read(
        grid([
            ["2026"], ["", *ENGLISH], ["Shop", *varied(9_000)], ["Web", *varied(800)],
            ["Turnover", *summed(varied(9_000), varied(800))],
            ["Wages", *minus[0]], ["Gas", *minus[1]], ["Total costs", *summed(*minus)], ["Operating profit", *left],
        ], sheet="x")
    )  # fmt: skip
    assert [line.is_income for line in budget.lines] == [True, True, False, False]
    assert budget.lines[2].months[date(2026, 1, 1)] == PAY[0]
    assert budget.total() == sum(int(str(one)) for one in left)


def test_a_result_of_a_result_is_no_line() -> None:
    sales, cost, other = summed(varied(9_000), varied(4_000)), summed(PAY, BONUS), summed(RENT, POWER)
    gross = less(sales, cost)
    rows = [
        ["2026"], ["", *ENGLISH], ["Tools", *varied(9_000)], ["Parts", *varied(4_000)],
        ["Revenue", *sales], ["Steel", *PAY], ["Freight", *BONUS],
        ["Cost of sales", *cost], ["Gross profit", *gross], ["Rent", *RENT], ["IT", *POWER], ["Operating expenses", *other],
        ["EBITDA", *less(gross, other)], ["Depreciation", *flat(7)], ["EBIT", *less(less(gross, other), flat(7))],
    ]  # fmt: skip
    budget = read(
        grid(rows, sheet="x"), looks={"x": Looks(bold=frozenset(Cell(row, 1) for row in (5, 8, 9, 12, 13, 15)))}
    )
    assert list(totals(budget)) == ["Tools", "Parts", "Steel", "Freight", "Rent", "IT", "Depreciation"]
    assert [line.is_income for line in budget.lines] == [True, True, *[False] * 5]


def test_class_seven_is_income_in_the_french_chart_alone() -> None:
    english = read(grid([["2026"], ["Account", "Description", *ENGLISH], ["5010", "Teaching staff", *PAY],
                         ["6110", "Heating", *BONUS], ["7000", "Books and materials", *RENT]], sheet="x"))  # fmt: skip
    french = read(
        grid(
            [["2026"], ["Compte", "Libellé", *FRENCH], ["606", "Achats", *PAY], ["706", "Prestations", *RENT]],
            sheet="x",
        )
    )
    assert [line.is_income for line in english.lines] == [False] * 3
    assert [line.is_income for line in french.lines] == [False, True]


# ── shares, counts, marks, names ──────────────────────────────────────────────────────────────────────────


def test_what_is_shown_as_per_cent_or_divides_by_a_row_is_no_line() -> None:
    rows = [
        ["2026"],
        ["", *ENGLISH],
        ["Pay", *PAY],
        ["Rent", *RENT],
        ["Total", *summed(PAY, RENT)],
        ["Rise", *flat(1)],
        ["A head", *flat(9)],
    ]
    looks = Looks(
        percents=frozenset(Cell(6, column) for column in range(2, 14)),
        formulas={Cell(7, column): f"{chr(64 + column)}5/{chr(64 + column)}$3" for column in range(2, 14)},
    )
    assert list(totals(read(grid(rows, sheet="x"), looks={"x": looks}))) == ["Pay", "Rent"]


def test_hours_that_a_sum_holds_are_paid_for_and_those_that_none_holds_are_counted() -> None:
    budget = read(
        grid([["2026"], ["", *FRENCH], ["Repas", *PAY], ["Heures supplémentaires", *BONUS],
              ["Total charges", *summed(PAY, BONUS)],
              ["Nombre d’enfants", *flat(22)]], sheet="x")
    )  # fmt: skip
    assert list(totals(budget)) == ["Repas", "Heures supplémentaires"]


def test_three_digits_after_a_mark_are_thousands_where_all_amounts_have_them() -> None:
    text = [f"{one:,}" for one in (1_200, 3_400, 12_000, *[5_100] * 9)]
    budget = read(grid([["2026"], ["", *ENGLISH], ["Pay", *text]], sheet="x"))
    assert totals(budget) == {"Pay": 1_200 + 3_400 + 12_000 + 9 * 5_100}
    assert budget.problems == ()


def test_the_column_with_a_name_of_its_own_for_each_row_names_the_lines() -> None:
    rows: list[list[Value]] = [["2026"], ["Area", "Activity", "Firm", *ENGLISH],
                               ["Web", "Search", "Alpha", *PAY], [None, "Video", "Alpha", *BONUS],
                               ["Print", "Flyers", "Beta", *RENT]]  # fmt: skip
    budget = read(grid(rows, sheet="x"))
    assert groups(budget) == {"Search": "Web", "Video": "Web", "Flyers": "Print"}


def test_a_group_of_one_line_counts_once_where_the_columns_tell_groups_from_lines() -> None:
    budget = read(
        grid([["2026"], ["Category", "Item", *ENGLISH], ["Staff", None, *summed(PAY, BONUS)],
              [None, "Officer", *PAY], [None, "Worker", *BONUS],
              ["Travel", None, *RENT], [None, "Visits", *RENT], ["TOTAL", None, *summed(PAY, BONUS, RENT)]], sheet="x")
    )  # fmt: skip
    assert groups(budget) == {"Officer": "Staff", "Worker": "Staff", "Visits": "Travel"}


# ── lists, and sheets that call nothing a budget ──────────────────────────────────────────────────────────


def test_a_list_says_year_and_month_and_what_was_planned_in_columns() -> None:
    rows: list[list[Value]] = [["Exercice", "Mois", "Compte", "Intitulé long", "Type", "Montant"]]
    for code, name in (("6064", "Fournitures"), ("6262", "Téléphone")):
        for month in range(1, 13):
            rows += [[2026, month, code, name, "Budget", 10 * month], [2026, month, code, name, "Réel", 3]]
    budget = read(grid(rows, sheet="Base"))
    assert totals(budget) == {"Fournitures": 780, "Téléphone": 780}
    assert budget.lines[0].actual[date(2026, 5, 1)] == 3


def test_what_is_planned_now_and_then_has_no_missing_months() -> None:
    rows: list[list[Value]] = [["Dépenses prévues 2026"], [], ["Poste", "Mois", "Montant prévu"]]
    rows += [[name, month, 100] for name in ("Bus", "Salle") for month in ("janvier", "avril", "septembre", "avril")]
    budget = read(grid(rows, sheet="x"))
    assert totals(budget) == {"Bus": 400, "Salle": 400}
    assert budget.problems == ()


def test_a_column_for_the_year_is_the_budget_where_none_is_called_so() -> None:
    rows: list[list[Value]] = [
        ["Club costs 2026"],
        [],
        ["What", "Per month", "Per year"],
        ["Rent", 100, 1_200],
        ["Web", 10, 120],
        ["Total", 110, 1_320],
    ]
    assert totals(read(grid(rows, sheet="Costs"))) == {"Rent": 1_200, "Web": 120}
