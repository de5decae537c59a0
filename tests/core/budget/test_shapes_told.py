"""More shapes of budget workbooks: seldom amounts, sums that are wrong, hidden rows, chapters, budgets side by side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from officebot.core.budget.choices import Choices
from tests.core.budget.sheets import ENGLISH, FRENCH, flat, grid, groups, read, summed, totals, varied

PAY, BONUS, RENT, POWER = varied(100), varied(250), varied(300), varied(40)


def once(month: int, amount: int) -> list[float | str | None]:
    """An amount in one month, and none in the others."""
    return [None] * (month - 1) + [amount] + [None] * (12 - month)


def test_a_row_with_one_amount_is_no_sum_of_what_stands_below() -> None:
    legal, dues = once(5, 500), once(1, 345)
    total = [345, 0, 0, 0, 500, *[0] * 7]
    budget = read(grid([["2026"], ["", *ENGLISH], ["Legal", *legal], ["Dues", *dues], ["Advice total", *total]]))
    assert totals(budget) == {"Legal": 500, "Dues": 345}
    assert budget.problems == ()


@pytest.mark.parametrize(
    "name", ["Premises total", "Total premises", "S/T Premises", "Premises – total", "Ss-total premises"]
)
def test_a_sum_is_told_by_its_name_where_its_amounts_are_even(name: str) -> None:
    rows = [["2026"], ["", *ENGLISH], ["Premises"], ["Rent", *flat(900)], ["Power", *flat(50)], [name, *flat(950)],
            ["People"], ["Pay", *flat(700)], ["Total", *flat(1_650)]]  # fmt: skip
    budget = read(grid(rows))
    assert totals(budget) == {"Rent": 10_800, "Power": 600, "Pay": 8_400}
    assert groups(budget)["Rent"] == "Premises"


def test_a_sum_above_a_wrong_one_may_be_that_of_its_lines() -> None:
    wrong = [11, *summed(PAY, BONUS)[1:]]
    for total in (summed(PAY, BONUS, RENT, POWER), summed(wrong, RENT, POWER)):
        budget = read(
            grid([
                ["Budget 2026"], ["Poste", *FRENCH], ["Salaires", *PAY], ["Primes", *BONUS], ["Total personnel", *wrong],
                ["Loyer", *RENT], ["Courant", *POWER], ["Total locaux", *summed(RENT, POWER)],
                ["Total des dépenses", *total],
            ])
        )  # fmt: skip
        assert list(totals(budget)) == ["Salaires", "Primes", "Loyer", "Courant"]
        assert len(budget.problems) == 1
        assert "Total personnel" in budget.problems[0].what.render("en")


def test_a_total_that_is_right_in_most_months_is_one_and_the_wrong_month_is_named() -> None:
    total = [*summed(PAY, BONUS, RENT)[:11], 9_999]
    budget = read(grid([["Budget 2026"], ["", *ENGLISH], ["Pay", *PAY], ["Bonus", *BONUS], ["Rent", *RENT],
                        ["Total spending", *total]]))  # fmt: skip
    assert list(totals(budget)) == ["Pay", "Bonus", "Rent"]
    assert "9,999" in budget.problems[0].what.render("en")


def test_a_result_over_many_sums_is_no_line() -> None:
    rows = [["2026"], ["", *ENGLISH], ["Sales", *varied(9_000)], ["Grants", *varied(800)],
            ["Total income", *summed(varied(9_000), varied(800))]]  # fmt: skip
    for number in range(1, 8):
        one, other = varied(100 * number), varied(30 * number)
        rows += [[f"Item {number}", *one], [f"Thing {number}", *other], [f"Total part {number}", *summed(one, other)]]
    spent = summed(*(varied(base * number) for number in range(1, 8) for base in (100, 30)))
    income = summed(varied(9_000), varied(800))
    left = [int(str(one)) - int(str(other)) for one, other in zip(income, spent, strict=True)]
    budget = read(grid([*rows, ["Total expenditure", *spent], ["Surplus", *left]]))
    assert len(budget.lines) == 16
    assert budget.problems == ()


@pytest.mark.parametrize("title", ["Budget heading", "Budget code", "Budget item"])
def test_a_column_of_names_is_none_of_figures_whatever_it_is_called(title: str) -> None:
    budget = read(grid([["2026"], [title, *ENGLISH], ["Rent", *RENT], ["Power", *POWER]]))
    assert list(totals(budget)) == ["Rent", "Power"]
    assert budget.problems == ()


@pytest.mark.parametrize("titles", [("Qté", "P.U."), ("Hours", "Rate"), ("Volume prévu", "Coût moyen")])
def test_quantities_and_prices_beside_a_line_are_no_codes(titles: tuple[str, str]) -> None:
    rows = [
        ["Budget 2026"],
        ["Désignation", *titles, *FRENCH],
        ["Poterie", 32, 6.5, *PAY],
        ["Yoga", 33.5, 55, *BONUS],
    ]
    budget = read(grid(rows))
    assert [(line.code, line.label) for line in budget.lines] == [("", "Poterie"), ("", "Yoga")]


def test_a_hidden_row_that_its_sum_leaves_out_does_not_count_and_is_named() -> None:
    rows = [["Budget 2026"], ["Poste", *FRENCH], ["Loyer", *RENT], ["Abandon", *PAY], ["Courant", *POWER]]
    for total, lines in ((summed(RENT, POWER), 2), (summed(RENT, PAY, POWER), 3)):
        sheet = replace(grid([*rows, ["Total", *total]]), hidden_rows=frozenset({4}))
        budget = read(sheet)
        assert len(budget.lines) == lines
        assert ["Abandon" in one.what.render("en") for one in budget.problems] == [True] * (3 - lines)


def test_chapters_and_articles_that_take_turns_are_codes_both() -> None:
    budget = read(
        grid([
            ["Budget primitif 2026"], ["Chap.", "Article", "Libellé", *FRENCH],
            ["011", None, "Charges générales", *summed(PAY, BONUS)], [None, "60612", "Énergie", *PAY],
            [None, "6067", "Fournitures", *BONUS], ["023", None, "Virement", *RENT],
            [None, None, "Total des dépenses", *summed(PAY, BONUS, RENT)],
        ])
    )  # fmt: skip
    assert [(line.code, line.label) for line in budget.lines] == [
        ("60612", "Énergie"), ("6067", "Fournitures"), ("023", "Virement"),
    ]  # fmt: skip


def test_expenses_and_income_side_by_side_are_two_budgets() -> None:
    budget = read(
        grid([
            ["Section d’investissement 2026"], ["Dépenses", None, None, None, "Recettes"],
            ["Article", "Libellé", "BP 2026", None, "Article", "Libellé", "BP 2026"],
            ["2031", "Études", 7_200, None, "10222", "FCTVA", 13_120],
            ["2188", "Matériel", 2_800, None, "1321", "Subvention", 38_400],
            [None, "Total dépenses", 10_000, None, None, "Total recettes", 51_520],
        ], sheet="Investissement")
    )  # fmt: skip
    assert totals(budget) == {"Études": 7_200, "Matériel": 2_800, "FCTVA": 13_120, "Subvention": 38_400}
    assert [line.is_income for line in budget.lines] == [False, False, True, True]
    assert groups(budget)["Matériel"] == "Dépenses"


def test_a_note_beside_each_year_makes_no_second_budget() -> None:
    budget = read(
        grid([
            [None, "2025", None, "2026"], ["Line", "Budget", "Note", "Budget", "Note"],
            ["Rent", 900, "old lease", 950, "new lease"], ["Power", 500, "meter", 510, "meter"],
        ], sheet="Plan")
    )  # fmt: skip
    assert totals(budget) == {"Rent": 950, "Power": 510}


def test_a_sheet_for_each_month_plans_its_own_month() -> None:
    budget = read(
        *(
            grid([[f"Suivi {name} 2026"], ["Poste", "Budget", "Réel"], ["Loyer", 900, 910], ["Paie", 5_000 + month, 4_900]],
                 sheet=name)
            for month, name in enumerate(("Janvier", "Février", "Mars"))
        )
    )  # fmt: skip
    assert [f"{one:%m}" for one in budget.months] == ["01", "02", "03"]
    assert totals(budget) == {"Loyer": 2_700, "Paie": 15_003}
    assert [int(line.actual[one]) for line in budget.lines[:1] for one in budget.months] == [910, 910, 910]


def test_revenue_is_no_sum_of_its_costs_and_its_profit() -> None:
    revenue, costs = varied(9_000), varied(4_000)
    gross = [int(str(one)) - int(str(other)) for one, other in zip(revenue, costs, strict=True)]
    net = [one - int(str(other)) for one, other in zip(gross, PAY, strict=True)]
    budget = read(grid([["2026 plan"], ["", *ENGLISH], ["Revenue", *revenue], ["Cost of sales", *costs],
                        ["Gross profit", *gross], ["Overheads", *PAY], ["EBITDA", *net]]))  # fmt: skip
    assert list(totals(budget)) == ["Revenue", "Cost of sales", "Overheads"]


def test_what_is_carried_from_month_to_month_is_no_line() -> None:
    budget = read(grid([["Trésorerie 2026"], ["", *FRENCH], ["Solde initial", *PAY], ["Ventes", *RENT], ["Loyer", *POWER],
                        ["Solde final", *BONUS]]))  # fmt: skip
    assert list(totals(budget)) == ["Ventes", "Loyer"]


def test_amounts_that_are_only_called_so_are_a_budgets_where_its_title_says_so() -> None:
    rows = [["Budget prévisionnel 2026"], ["CHARGES", "Montant", "PRODUITS", "Montant (€)"], ["60 – Achats", None, "70 – Ventes"],
            ["Fournitures", 500, "Buvette", 1_200], ["61 – Services", None, "74 – Subventions"], ["Loyer", 300, "Commune", 900],
            ["TOTAL", 800, "TOTAL", 2_100]]  # fmt: skip
    budget = read(grid(rows, sheet="Feuil1"))
    assert totals(budget) == {"Fournitures": 500, "Loyer": 300, "Buvette": 1_200, "Commune": 900}
    assert groups(budget)["Commune"] == "PRODUITS / Subventions"
    assert budget.total() == 1_300


def test_what_there_is_until_each_month_is_no_year() -> None:
    amounts = [one for month in range(12) for one in (100, 100 * (month + 1))]
    budget = read(grid([["2026"], ["", *(one for name in ENGLISH for one in (name, "YTD"))], ["Rent", *amounts]]))
    assert totals(budget) == {"Rent": 1_200}
    assert budget.problems == ()


def test_halves_alone_are_spread_over_their_months() -> None:
    rows = [
        ["Budget 2026"],
        ["Poste", "S1 2026", "S2 2026", "Total"],
        ["Loyer", 900, 960, 1_860],
        ["Paie", 5_000, 5_100, 10_100],
    ]
    budget = read(grid(rows))
    assert totals(budget) == {"Loyer": 1_860, "Paie": 10_100}
    assert [budget.lines[0].months[one] for one in (budget.months[0], budget.months[11])] == [150, 160]


def test_an_account_is_a_name_where_another_column_has_its_number() -> None:
    budget = read(
        grid([["2026"], ["Dept", "GL", "Account", *ENGLISH], ["IT", "6100", "Licences", *PAY], ["IT", "6200", "Machines", *BONUS],
              ["IT Total", None, None, *summed(PAY, BONUS)]])
    )  # fmt: skip
    assert [(line.code, line.label, line.group) for line in budget.lines] == [
        ("6100", "Licences", ("IT",)), ("6200", "Machines", ("IT",)),
    ]  # fmt: skip


def test_headings_of_years_that_stand_once_more_are_no_line_and_no_group() -> None:
    head = ["Poste", "BP 2025", "BP 2026"]
    budget = read(
        grid([["FONCTIONNEMENT"], head, ["Loyer", 900, 950], ["Paie", 5_000, 5_100], ["Total", 5_900, 6_050], [],
              ["INVESTISSEMENT"], head, ["Machine", 100, 200], ["TOTAL GENERAL", 6_000, 6_250]])
    )  # fmt: skip
    assert groups(budget)["Machine"] == "INVESTISSEMENT"
    assert budget.total() == 6_250
    assert budget.problems == ()


def test_a_row_of_shares_is_no_line() -> None:
    budget = read(grid([["2026"], ["", *ENGLISH], ["Sales", *RENT], ["Rent", *PAY], ["% of sales", *flat(1)]]))
    assert list(totals(budget)) == ["Sales", "Rent"]


@pytest.mark.parametrize("is_filled", [True, False])
def test_what_was_spent_may_have_rows_of_its_own(is_filled: bool) -> None:
    budget = read(
        grid([
            ["2026"], ["Line", "Type", *ENGLISH], ["Rent", "Budget", *RENT], ["Rent" if is_filled else None, "Actual", *PAY],
            ["Rent" if is_filled else None, "Variance", *flat(1)], ["Power", "Budget", *POWER],
            ["Power" if is_filled else None, "Actual", *BONUS],
        ])
    )  # fmt: skip
    assert totals(budget) == {"Rent": sum(map(int, map(str, RENT))), "Power": sum(map(int, map(str, POWER)))}
    rent = budget.lines[0]
    assert [rent.actual[one] for one in budget.months] == PAY
    assert (rent.cells["budget", budget.months[0]].cell, rent.cells["actual", budget.months[0]].cell) == ("C3", "C4")


def test_what_is_a_part_of_the_row_above_is_no_line() -> None:
    budget = read(
        grid([["Budget 2026"], ["Poste", *FRENCH], ["Salaires", *RENT], ["dont primes", *POWER], ["Loyer", *PAY]])
    )
    assert list(totals(budget)) == ["Salaires", "Loyer"]


def test_even_rows_that_all_add_up_are_named_for_nobody_can_tell() -> None:
    rows = [["Budget 2026"], ["Poste", *FRENCH], ["Personnel", *flat(300)], ["Salaires", *flat(200)], ["Primes", *flat(100)],
            ["Locaux", *flat(950)], ["Loyer", *flat(900)], ["Courant", *flat(50)]]  # fmt: skip
    budget = read(grid(rows))
    assert len(budget.lines) == 6
    assert ["Personnel" in one.what.render("en") for one in budget.problems] == [True, False]
    upside = [*rows[:2], *rows[:1:-1]]
    assert len(read(grid(upside)).problems) == 2


@pytest.mark.parametrize("places", [(1, 2), (2, 1)])
def test_what_is_planned_for_the_year_counts_and_not_what_is_by_month(places: tuple[int, int]) -> None:
    rows = [["Poste", "Budget annuel", "Budget mensuel"], ["Loyer", 12_000, 1_000], ["Paie", 60_000, 5_000]]
    budget = read(
        grid([["FY26 budget"], *([row[0], *(row[place] for place in places)] for row in rows)], sheet="Plan")
    )
    assert [(line.code, line.label) for line in budget.lines] == [("", "Loyer"), ("", "Paie")]
    assert budget.total() == 72_000
    assert budget.months[0].year == 2026
    assert budget.problems == ()


COUNTED = [f"P{number}" for number in range(1, 13)]


@pytest.mark.parametrize("title", ["Budget 2025/26", "Budget 2025-2026", "Exercice 2025/2026"])
def test_a_year_across_two_that_only_counts_its_months_is_asked_for_its_first_and_counted_from_it(title: str) -> None:
    sheet = grid([[title], ["Poste", *COUNTED], ["Loyer", *RENT]], sheet="Budget")
    asked = read(sheet)
    assert len(asked.problems) == 1
    assert "first_month=4" in asked.problems[0].render("fr")
    assert "2025/26" in asked.problems[0].render("en")
    answered = read(sheet, choices=Choices(first_month=4))
    assert answered.problems == ()
    assert (answered.months[0], answered.months[-1]) == (date(2025, 4, 1), date(2026, 3, 1))
    assert [answered.lines[0].months[month] for month in answered.months] == RENT


def test_months_with_names_and_years_that_say_where_they_begin_are_not_asked_about() -> None:
    named = grid([["Budget 2025/26"], ["", *ENGLISH[3:], *ENGLISH[:3]], ["Rent", *RENT]], sheet="Budget")
    told = grid([["Budget 2025/26, April to March"], ["", *COUNTED], ["Rent", *RENT]], sheet="Budget")
    for sheet in (named, told):
        assert read(sheet).problems == ()
        assert read(sheet).months[0] == date(2025, 4, 1)
