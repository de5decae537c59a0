"""Budget workbooks as offices write them: which rows are lines, in which groups, and that no sum counts twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.budget.choices import Choices
from officebot.core.budget.reading import spread
from officebot.core.workbooks.cells import Cell, Value, column_name
from officebot.core.workbooks.looks import Looks
from tests.core.budget.sheets import ENGLISH, FRENCH, flat, grid, groups, indents, read, summed, totals, varied

PAY, BONUS, RENT, POWER = varied(100), varied(250), varied(300), varied(40)
JANUARY = date(2026, 1, 1)


def of(amounts: Sequence[Value]) -> Decimal:
    return Decimal(sum(one for one in amounts if isinstance(one, int | float)))


def test_subtotals_and_a_total_are_no_lines_and_name_the_groups() -> None:
    budget = read(
        grid([
            ["Budget 2026"], [], ["Poste", *FRENCH, "Total"],
            ["Charges de personnel"], ["Salaires", *PAY, of(PAY)], ["Primes", *BONUS, of(BONUS)],
            ["Sous-total charges de personnel", *summed(PAY, BONUS)],
            ["Frais généraux"], ["Loyer", *flat(900)], ["Total Energies", *flat(50)],
            ["Sous-total frais généraux", *summed(flat(900), flat(50))],
            ["TOTAL", *summed(PAY, BONUS, flat(900), flat(50))], [], ["Hypothèse : indice de novembre"],
        ])
    )  # fmt: skip
    assert totals(budget) == {"Salaires": of(PAY), "Primes": of(BONUS), "Loyer": 10_800, "Total Energies": 600}
    assert groups(budget)["Primes"] == "Charges de personnel"
    assert groups(budget)["Total Energies"] == "Frais généraux"
    assert budget.problems == ()
    assert budget.months[0] == JANUARY
    assert len(budget.months) == 12


def test_a_supplier_whose_name_begins_like_a_sum_is_a_line() -> None:
    budget = read(grid([["Budget 2026"], ["Poste", *FRENCH], ["Total Energies", *POWER], ["Loyer", *RENT]]))
    assert list(totals(budget)) == ["Total Energies", "Loyer"]


def test_accounts_are_a_hierarchy_whose_sums_count_once() -> None:
    budget = read(
        grid([
            ["Compte", "Libellé", *FRENCH],
            [60, "Achats", *summed(PAY, BONUS, RENT)], [606, "Fournitures", *summed(PAY, BONUS)],
            [6063, "Petit équipement", *PAY], [6064, "Fournitures administratives", *BONUS], [607, "Marchandises", *RENT],
            [61, "Services extérieurs", *POWER], [613, "Locations", *POWER],
            ["", "Total général", *summed(PAY, BONUS, RENT, POWER)],
        ])
    )  # fmt: skip
    assert [line.code for line in budget.lines] == ["6063", "6064", "607", "613"]
    assert groups(budget)["Petit équipement"] == "Achats / Fournitures"
    assert budget.total() == of(summed(PAY, BONUS, RENT, POWER))


def test_an_account_that_is_more_than_those_below_it_is_a_line_beside_them() -> None:
    budget = read(grid([["Compte", "Libellé", *FRENCH], ["606", "Fournitures", *RENT], ["6063", "Outillage", *PAY]]))
    assert totals(budget) == {"Fournitures": of(RENT), "Outillage": of(PAY)}


def test_indents_make_groups_above_their_lines() -> None:
    rows = [
        ["2026 Budget, in £"], ["", *ENGLISH], ["Operating"], ["Staff", *summed(PAY, BONUS)], ["Salaries", *PAY],
        ["Bonus", *BONUS], ["Office", *summed(RENT, POWER)], ["Rent", *RENT], ["Power", *POWER],
        ["Total", *summed(PAY, BONUS, RENT, POWER)],
    ]  # fmt: skip
    looks = {"x": indents("A", {4: 1, 5: 2, 6: 2, 7: 1, 8: 2, 9: 2})}
    budget = read(grid(rows, sheet="x"), looks=looks)
    assert groups(budget) == {
        "Salaries": "Operating / Staff", "Bonus": "Operating / Staff",
        "Rent": "Operating / Office", "Power": "Operating / Office",
    }  # fmt: skip
    assert budget.currency == "GBP"


def test_leading_blanks_are_indents() -> None:
    budget = read(
        grid(
            [
                ["Budget 2026"],
                ["Line", *ENGLISH],
                ["Staff", *summed(PAY, BONUS)],
                ["   Pay", *PAY],
                ["   Bonus", *BONUS],
            ]
        )
    )
    assert groups(budget) == {"Pay": "Staff", "Bonus": "Staff"}


def test_groups_and_lines_in_columns_beside_each_other() -> None:
    budget = read(
        grid([["", "", "2026", *ENGLISH], ["Staff"], ["", "Salaries", "", *PAY], ["", "Bonus", "", *BONUS], ["Office"],
              ["", "Rent", "", *RENT], ["Total", "", "", *summed(PAY, BONUS, RENT)]], sheet="x")
    )  # fmt: skip
    assert groups(budget) == {"Salaries": "Staff", "Bonus": "Staff", "Rent": "Office"}


def test_a_column_of_groups_is_filled_down() -> None:
    budget = read(
        grid([
            ["Catégorie", "Poste", *FRENCH], ["Personnel", "Salaires", *PAY], ["", "Primes", *BONUS],
            ["Total Personnel", "", *summed(PAY, BONUS)], ["Locaux", "Loyer", *RENT], ["", "Énergie", *POWER],
            ["Total Locaux", "", *summed(RENT, POWER)], ["TOTAL GÉNÉRAL", "", *summed(PAY, BONUS, RENT, POWER)],
        ])
    )  # fmt: skip
    assert groups(budget) == {"Salaires": "Personnel", "Primes": "Personnel", "Loyer": "Locaux", "Énergie": "Locaux"}
    assert budget.total() == of(summed(PAY, BONUS, RENT, POWER))


@pytest.mark.parametrize("is_merged", [True, False], ids=["merged months", "months over empty cells"])
def test_planned_spent_and_variance_under_each_month(is_merged: bool) -> None:
    months: list[Value] = ["Poste"]
    kinds: list[Value] = [""]
    rent: list[Value] = ["Loyer"]
    for place, month in enumerate(FRENCH):
        months += [month, None, None]
        kinds += ["Budget", "Réalisé", "Écart"]
        rent += [RENT[place], (RENT[place] or 0) - 1 if isinstance(RENT[place], int) else 0, -1]
    merged = [f"{column_name(2 + 3 * n)}1:{column_name(4 + 3 * n)}1" for n in range(12)] if is_merged else []
    budget = read(grid([months, kinds, rent], sheet="Suivi 2026", merged=merged))
    assert totals(budget) == {"Loyer": of(RENT)}
    assert sum(budget.lines[0].actual.values()) == of(RENT) - 12


def test_two_years_side_by_side_plan_the_later_one_and_remember_the_other() -> None:
    rows = [["Poste", "Budget 2025", *[None] * 11, "Budget 2026"], ["", *FRENCH, *FRENCH], ["Loyer", *PAY, *BONUS]]
    budget = read(grid(rows, sheet="x", merged=["B1:M1", "N1:Y1"]))
    assert budget.months[0] == JANUARY
    assert totals(budget) == {"Loyer": of(BONUS)}
    assert sum(a for month, a in budget.lines[0].months.items() if month.year == 2025) == of(PAY)


def test_whole_years_side_by_side_are_spread_over_their_months_to_the_cent() -> None:
    rows = [
        ["Poste", "Budget 2025", "Réel 2025", "Budget 2026"],
        ["Loyer", 1000, 990, 1000],
        ["Total", 1000, 990, 1000],
    ]
    budget = read(grid(rows, sheet="x"))
    assert totals(budget) == {"Loyer": 1000}
    assert budget.lines[0].months[JANUARY] == Decimal("83.33")
    assert sum(budget.lines[0].actual.values()) == 990


def test_months_below_each_other_are_read_as_if_they_stood_beside() -> None:
    rows: list[list[Value]] = [["Mois", "Loyer", "Salaires", "Total"]]
    rows += [[month, one, two, of([one, two])] for month, one, two in zip(FRENCH, RENT, PAY, strict=True)]
    rows.append(["Total", of(RENT), of(PAY), of(RENT) + of(PAY)])
    budget = read(grid(rows))
    assert totals(budget) == {"Loyer": of(RENT), "Salaires": of(PAY)}
    assert budget.lines[1].cells["budget", date(2026, 3, 1)].cell == "C4"


def test_one_sheet_for_each_department_without_the_one_that_adds_them_up() -> None:
    sales = grid(
        [["Item", *ENGLISH], ["Travel", *PAY], ["Pay", *BONUS], ["Total", *summed(PAY, BONUS)]], sheet="Sales"
    )
    shop = grid(
        [["Item", *ENGLISH], ["Travel", *RENT], ["Pay", *POWER], ["Total", *summed(RENT, POWER)]], sheet="Shop"
    )
    whole = [["Department", *ENGLISH], ["Sales", *summed(PAY, BONUS)], ["Shop", *summed(RENT, POWER)]]
    budget = read(sales, shop, grid(whole, sheet="Summary"), name="budget 2026.xlsx")
    assert [(line.group, line.label) for line in budget.lines] == [
        (("Sales",), "Travel"), (("Sales",), "Pay"), (("Shop",), "Travel"), (("Shop",), "Pay"),
    ]  # fmt: skip
    assert budget.total() == of(summed(PAY, BONUS, RENT, POWER))


def test_amounts_written_as_text_are_read() -> None:
    budget = read(
        grid([
            ["Budget 2026 (en €)"], ["Poste", *FRENCH], ["Loyer", *["1 234,56 €"] * 12], ["Avoirs", *["(500)"] * 6],
            ["Pub", "12k€", "-", "1,5 k€"],
        ])
    )  # fmt: skip
    assert totals(budget) == {"Loyer": Decimal("14814.72"), "Avoirs": -3000, "Pub": 13500}


def test_a_title_in_thousands_holds_for_plain_numbers() -> None:
    assert totals(read(grid([["Budget 2026 en k€"], ["Poste", *FRENCH], ["Loyer", *flat(3)]])))["Loyer"] == 36_000


def test_quarters_beside_months_count_once_and_alone_are_spread() -> None:
    head: list[Value] = ["Poste"]
    row: list[Value] = ["Loyer"]
    for quarter in range(4):
        head += [*FRENCH[3 * quarter : 3 * quarter + 3], f"T{quarter + 1}"]
        part = RENT[3 * quarter : 3 * quarter + 3]
        row += [*part, float(of(part))]
    assert totals(read(grid([[*head, "Total 2026"], [*row, float(of(RENT))]]))) == {"Loyer": of(RENT)}
    alone = read(grid([["Line", "Q1 2026", "Q2 2026", "Q3 2026", "Q4 2026"], ["Rent", 300, 300, 300, 100]]))
    assert alone.lines[0].months[date(2026, 12, 1)] == Decimal("33.34")
    assert totals(alone) == {"Rent": 1000}


def test_a_year_that_begins_in_april_ends_in_the_next_march() -> None:
    budget = read(grid([["Budget 2026-2027"], ["Line", *ENGLISH[3:], *ENGLISH[:3]], ["Rent", *RENT]], sheet="x"))
    assert (budget.months[0], budget.months[-1]) == (date(2026, 4, 1), date(2027, 3, 1))


def test_income_is_told_apart_and_the_result_is_no_line() -> None:
    result = [of([a, b]) - of([c]) for a, b, c in zip(RENT, POWER, PAY, strict=True)]
    budget = read(
        grid([
            ["Budget 2026"], ["Poste", *FRENCH], ["PRODUITS"], ["Ventes", *RENT], ["Subventions", *POWER],
            ["Total produits", *summed(RENT, POWER)], ["CHARGES"], ["Loyer", *PAY], ["Total charges", *PAY],
            ["Résultat", *map(float, result)],
        ])
    )  # fmt: skip
    assert {line.label: line.is_income for line in budget.lines} == {
        "Ventes": True,
        "Subventions": True,
        "Loyer": False,
    }
    assert budget.total() == of(summed(RENT, POWER)) - of(PAY)


def test_a_list_of_lines_and_months_is_a_budget_too() -> None:
    rows: list[list[Value]] = [["Mois", "Code", "Libellé", "Budget"]]
    for month in range(1, 13):
        rows += [[f"2026-{month:02}", code, label, 100 + month] for code, label in (("A1", "Loyer"), ("A2", "Pub"))]
    budget = read(grid(rows, sheet="x"))
    assert totals(budget) == {"Loyer": 1278, "Pub": 1278}


def test_even_amounts_that_happen_to_add_up_stay_lines() -> None:
    rows = [
        ["Budget 2026"],
        ["Poste", *FRENCH],
        ["A", *flat(100)],
        ["B", *flat(200)],
        ["C", *flat(300)],
        ["D", *flat(50)],
    ]
    assert len(read(grid(rows)).lines) == 4


def test_a_sum_by_formula_is_one_whatever_it_is_called() -> None:
    rows = [["Budget 2026"], ["Poste", *FRENCH], ["A", *flat(100)], ["B", *flat(200)], ["Personnel", *flat(300)]]
    formulas = {Cell(5, column): f"SUM({column_name(column)}3:{column_name(column)}4)" for column in range(2, 14)}
    budget = read(grid(rows), looks={"Budget 2026": Looks(formulas=formulas)})
    assert totals(budget) == {"A": 1200, "B": 2400}


# ── what is wrong is named ────────────────────────────────────────────────────────────────────────────────


def test_a_sum_that_does_not_add_up_is_named_and_its_lines_count() -> None:
    wrong = [*summed(PAY, BONUS)]
    wrong[4] = float(of([wrong[4]])) + 1
    budget = read(grid([["Budget 2026"], ["Poste", *FRENCH], ["Paie", *PAY], ["Primes", *BONUS], ["Total", *wrong]]))
    assert [problem.where for problem in budget.problems] == ["'Budget 2026'!F5"]
    assert budget.total() == of(summed(PAY, BONUS))


def test_an_amount_for_the_year_without_months_is_named_and_counts_for_nothing() -> None:
    budget = read(grid([["Budget 2026"], ["Line", *ENGLISH, "Year"], ["Rent", *RENT, float(of(RENT))],
                        ["Reserves", *[None] * 12, 4000]]))  # fmt: skip
    assert totals(budget) == {"Rent": of(RENT)}
    assert [problem.where for problem in budget.problems] == ["'Budget 2026'!N4"]


def test_words_among_the_amounts_are_named_with_their_cell() -> None:
    budget = read(grid([["Budget 2026"], ["Poste", *FRENCH], ["Loyer", "voir note", *PAY[1:]]]))
    assert [problem.where for problem in budget.problems] == ["'Budget 2026'!B3"]


def test_a_code_that_stands_twice_in_a_group_is_named() -> None:
    budget = read(grid([["Compte", "Libellé", *FRENCH], ["613", "Loyer", *RENT], ["613", "Parking", *PAY]]))
    assert [problem.where for problem in budget.problems] == ["'Budget 2026'!B3"]


def test_a_missing_month_is_named() -> None:
    budget = read(grid([["Budget 2026"], ["Poste", *FRENCH[:5], *FRENCH[6:]], ["Loyer", *PAY[:11]]]))
    assert "2026-06" in budget.problems[0].render()


def test_a_year_that_nobody_tells_is_asked_once_and_can_be_answered() -> None:
    sheet = grid([["Poste", *FRENCH], ["Loyer", *RENT]], sheet="x")
    assert len(read(sheet).problems) == 1
    answered = read(sheet, choices=Choices(year=2027))
    assert answered.problems == ()
    assert answered.months[0] == date(2027, 1, 1)


def test_two_versions_are_one_question() -> None:
    one = grid([["Poste", *FRENCH], ["Loyer", *RENT], ["Paie", *PAY]], sheet="Budget initial 2026")
    two = grid([["Poste", *FRENCH], ["Loyer", *BONUS], ["Paie", *PAY]], sheet="Budget révisé 2026")
    assert len(read(one, two).problems) == 1
    chosen = read(one, two, choices=Choices(sheet="Budget révisé 2026"))
    assert chosen.problems == ()
    assert totals(chosen)["Loyer"] == of(BONUS)


@pytest.mark.parametrize(
    "rows", [[], [["Bonjour"]], [["Date", "Montant"], [date(2026, 1, 5), 12]]], ids=["empty", "words", "a list"]
)
def test_a_workbook_without_a_budget_says_so(rows: list[list[Value]]) -> None:
    budget = read(grid(rows, sheet="x"))
    assert budget.lines == ()
    assert len(budget.problems) == 1


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2), st.sampled_from([1, 3, 12]))
def test_what_is_spread_over_months_adds_up_to_the_cent(amount: Decimal, months: int) -> None:
    assert sum(spread(amount, months)) == amount


CELLS = st.one_of(
    st.none(), st.text(max_size=12), st.integers(-(10**6), 10**6), st.sampled_from([*FRENCH, "Budget", "Total", "2026", "(500)"])
)  # fmt: skip


@given(st.lists(st.lists(CELLS, max_size=16), max_size=14))
def test_no_sheet_brings_the_reading_down(rows: list[list[Value]]) -> None:
    read(grid(rows, sheet="x"))


@given(
    st.lists(st.lists(st.integers(0, 10**6), min_size=12, max_size=12), min_size=2, max_size=12),
    st.integers(1, 11),
)
def test_subtotals_never_count_twice_whatever_the_amounts(lines: list[list[int]], cut: int) -> None:
    cut = min(cut, len(lines) - 1)
    rows: list[list[Value]] = [["Budget 2026"], ["Poste", *FRENCH]]
    rows += [[f"Ligne {chr(65 + n)}", *one] for n, one in enumerate(lines[:cut])]
    rows.append(["Sous-total", *summed(*lines[:cut])])
    rows += [[f"Poste {chr(65 + n)}", *one] for n, one in enumerate(lines[cut:])]
    rows += [["Sous-total", *summed(*lines[cut:])], ["Total", *summed(*lines)]]
    assert read(grid(rows)).total() == sum(map(sum, lines))


def test_a_sheet_of_its_own_for_what_was_spent_and_one_for_the_variance_add_no_lines() -> None:
    head: list[Value] = ["Ligne", *FRENCH]
    planned = grid([head, ["Loyer", *flat(100)], ["Énergie", *varied(60)]], "Budget")
    spent = grid([head, ["Loyer", *flat(110, 10)], ["Énergie", *varied(70, 10)]], "Réalisé")
    apart = grid([head, ["Loyer", *flat(10, 10)], ["Énergie", *flat(10, 10)]], "Écart")
    found = read(planned, spent, apart, name="budget-2026.xlsx")
    assert [line.label for line in found.lines] == ["Loyer", "Énergie"]
    assert sum(found.lines[0].actual.values()) == 1100
    assert totals(found)["Loyer"] == 1200


def test_a_sentence_above_the_months_is_a_note_and_no_title() -> None:
    note = "Contrôle : une facture qui dépasse le disponible du mois et de l’année est soumise à la gérante avant tout paiement."
    found = read(grid([["Budget des charges 2026 (HT)"], [note], [], ["Poste", *FRENCH], ["Loyer", *flat(100)]]))
    assert totals(found) == {"Loyer": 1200}
