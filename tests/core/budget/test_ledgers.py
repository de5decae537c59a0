"""Ledgers as programs export them: signs, days, accounts, and what is named where it cannot count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.budget.actuals import Ledger, read_ledger
from officebot.core.budget.matching import Matcher
from officebot.core.budget.model import Budget, BudgetLine, Entry, Report, Source
from officebot.core.budget.variance import Question, report
from officebot.core.workbooks.cells import Value

SEPTEMBER = date(2026, 9, 1)
MONTHS = tuple(date(2026, month, 1) for month in range(1, 13))


def line(
    code: str, label: str, amount: int = 100, group: tuple[str, ...] = (), *, is_income: bool = False
) -> BudgetLine:
    months = dict.fromkeys(MONTHS, Decimal(amount))
    return BudgetLine(code=code, label=label, group=group, months=months, is_income=is_income)


LINES = (line("6063", "Petit équipement"), line("606400", "Fournitures de bureau"), line("613", "Loyer", 1000))
BUDGET = Budget(lines=LINES, months=MONTHS)


def ledger(*rows: Sequence[Value]) -> Ledger:
    return read_ledger("grand-livre.xlsx", {"Export": dict(enumerate(rows, 1))})


def entry(code: str, amount: str = "10", *, day: date = SEPTEMBER, account: str = "", group: str = "") -> Entry:
    return Entry(day=day, code=code, label="", amount=Decimal(amount), account=account, group=group)


def held(found: Ledger, budget: Budget = BUDGET, **chosen: str) -> Report:
    return report(budget, found, asked=Question(period=SEPTEMBER, chosen=chosen))


HEAD = ("Date", "Compte", "Libellé", "Débit", "Crédit")


def test_a_debit_costs_and_a_credit_gives_back() -> None:
    found = ledger(
        HEAD,
        (date(2026, 9, 3), "606300", "Perceuse", "1 200,50 €", None),
        ("15/09/2026", 606300, "Avoir", None, 200.5),
    )
    made = held(found)
    assert made.lines[0].month.actual == 1000
    assert made.lines[0].month.variance == 900
    assert [source.cell for source in made.lines[0].sources] == ["D2", "D3"]


@pytest.mark.parametrize(
    ("head", "row", "amount"),
    [
        (("Date", "Account", "Amount"), ("2026-09-03", "6063", -12.5), "-12.5"),
        (("Date", "Compte", "Montant", "Sens"), ("03/09/2026", "6063", "12,50", "C"), "-12.50"),
        (("EcritureDate", "CompteNum", "EcritureLib", "Debit", "Credit"), ("20260903", "6063", "x", "0,00", "12,50"), "-12.50"),
        (("Order date", "Expected date", "Budget code", "Amount", "Invoiced"),
         ("2026-07-01", "2026-09-03", "6063", 20, 7.5), "12.5"),
        (("Date de commande", "Poste", "Montant HT", "Reste à facturer"), ("2026-09-03", "6063", 20, 12.5), "12.5"),
    ],
    ids=["negative credits", "a side", "a French file of entries", "an order partly invoiced", "what is left of an order"],
)  # fmt: skip
def test_amounts_have_the_sign_of_what_they_cost(head: Sequence[Value], row: Sequence[Value], amount: str) -> None:
    (one,) = ledger(head, row).entries
    assert (one.day, one.code, one.amount) == (date(2026, 9, 3), "6063", Decimal(amount))


def test_rows_of_sums_and_cancelled_orders_are_no_entries() -> None:
    found = ledger(
        ("Date", "Poste", "Montant", "Statut"), ("2026-09-03", "613", 5, "ouvert"), ("2026-09-03", "613", 7, "Annulé"),
        (None, "Total", 5, None),
    )  # fmt: skip
    assert [one.amount for one in found.entries] == [5]
    assert found.problems == ()


def test_what_cannot_be_read_is_named_with_its_cell() -> None:
    found = ledger(HEAD, ("demain", "613", "x", 5, None), (date(2026, 9, 1), "613", "x", "beaucoup", None))
    assert [problem.where for problem in found.problems] == [
        "grand-livre.xlsx: Export!A2",
        "grand-livre.xlsx: Export!D3",
    ]
    assert found.entries == ()


def test_a_file_without_entries_says_so() -> None:
    assert len(ledger(("Bonjour", "tout", "le monde")).problems) == 1


def test_accounts_are_found_where_no_heading_names_them() -> None:
    rows = [("2026-09-03", 1000 + number, "6063" if number % 2 else "613", 5) for number in range(20)]
    found = ledger(("Date", "Trans no", "??", "Amount"), *rows)
    assert {one.code for one in found.entries} == {"6063", "613"}


# ── which line an entry belongs to ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("code", "place"),
    [("6063", 0), ("606310", 0), ("6064", 1), ("606412", 1), ("613200", 2), ("61", None), ("607", None), ("Loyer", 2),
     ("loyer", 2), ("Loyers", None), ("", None)],
    ids=["the code", "below the code", "without its noughts", "below one with noughts", "longer", "above the line", "another",
         "its name", "its name in small letters", "nearly its name", "nothing"],
)  # fmt: skip
def test_an_account_belongs_to_the_line_with_the_longest_code_that_begins_it(code: str, place: int | None) -> None:
    assert Matcher(LINES).line_of(entry(code)) == place


def test_dotted_codes_end_at_their_dots() -> None:
    matcher = Matcher((line("1.2", "a"), line("1.20", "b")))
    assert matcher.line_of(entry("1.2.3")) == 0
    assert matcher.line_of(entry("1.20.1")) == 1
    assert matcher.line_of(entry("1.25")) is None


def test_the_same_account_in_two_departments_goes_by_the_department() -> None:
    matcher = Matcher((line("641", "Paie", group=("Atelier",)), line("641", "Paie", group=("Bureau",))))
    assert matcher.line_of(entry("641", group="bureau")) == 1
    assert matcher.line_of(entry("641")) is None


def test_a_person_s_answer_comes_first() -> None:
    assert Matcher(LINES, {"658": "613"}).line_of(entry("658")) == 2


def test_entries_without_a_line_are_named_with_their_sum_and_never_dropped() -> None:
    made = held(ledger(HEAD, (SEPTEMBER, "658000", "Divers", 12, None), (SEPTEMBER, "658000", "Divers", 30.5, None)))
    assert made.totals.month.actual == 0
    (problem,) = made.problems
    assert problem.where == "grand-livre.xlsx: Export!D2"
    assert "42.50" in problem.render()


def test_a_line_that_sounds_alike_is_asked_about_and_not_guessed() -> None:
    made = held(ledger(("Date", "Catégorie", "Montant"), (SEPTEMBER, "Fournitures", 12)))
    assert made.lines[1].month.actual == 0
    assert "--choose Fournitures=606400" in made.problems[0].render()
    answered = held(ledger(("Date", "Catégorie", "Montant"), (SEPTEMBER, "Fournitures", 12)), Fournitures="606400")
    assert answered.lines[1].month.actual == 12
    assert answered.problems == ()


def test_accounts_of_the_balance_sheet_are_no_expenses() -> None:
    made = held(ledger(HEAD, (SEPTEMBER, "613", "Loyer", 100, None), (SEPTEMBER, "401000", "Loyer", None, 100)))
    assert made.problems == ()
    assert made.lines[2].month.actual == 100


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2027, 2, 3)], ids=["in 1900", "next year"])
def test_days_outside_the_year_are_named(day: date) -> None:
    made = held(ledger(HEAD, (day, "613", "x", 10, None)))
    assert made.totals.ytd.actual == 0
    assert len(made.problems) == 1


def test_last_year_is_remembered_and_counts_as_last_year() -> None:
    rows = [(date(2025, month, 5), "613", "Loyer", 900 + month, None) for month in range(1, 13)]
    rows += [(date(2026, month, 5), "613", "Loyer", 950 + month, None) for month in range(1, 10)]
    made = held(ledger(HEAD, *rows))
    rent = made.lines[2]
    assert rent.last_year == sum(900 + month for month in range(1, 10))
    assert rent.landing is not None
    assert rent.landing_low is not None
    assert rent.landing_low <= rent.landing
    assert made.problems == ()


def test_another_currency_is_named_and_never_added() -> None:
    made = held(
        ledger(("Date", "Compte", "Montant", "Devise"), (SEPTEMBER, "613", 10, "USD"), (SEPTEMBER, "613", 5, "EUR"))
    )
    assert made.lines[2].month.actual == 5
    assert "USD" in made.problems[0].render()


def test_income_is_held_against_credits_and_the_whole_is_what_remains() -> None:
    budget = Budget(lines=(line("70", "Ventes", 500, is_income=True), line("613", "Loyer", 300)), months=MONTHS)
    made = held(ledger(HEAD, (SEPTEMBER, "701", "x", None, 450), (SEPTEMBER, "613", "x", 310, None)), budget)
    assert made.lines[0].month.variance == -50
    assert (made.totals.month.budget, made.totals.month.actual) == (200, 140)


def test_what_the_workbook_says_was_spent_counts_where_no_ledger_is_given() -> None:
    one = BudgetLine(
        code="1", label="a", months={SEPTEMBER: Decimal(10)}, actual={SEPTEMBER: Decimal(12)},
        cells={("actual", SEPTEMBER): Source(file="b.xlsx", sheet="s", cell="C3")},
    )  # fmt: skip
    made = report(Budget(lines=(one,), months=(SEPTEMBER,)), asked=Question(period=SEPTEMBER))
    assert made.lines[0].month.actual == 12
    assert made.lines[0].sources[0].cell == "C3"


def test_a_month_that_is_not_planned_is_named() -> None:
    made = report(BUDGET, asked=Question(period=date(2028, 1, 1)))
    assert len(made.problems) == 1
    assert made.lines[0].landing is None


@given(
    st.lists(st.tuples(st.sampled_from(["6063", "606412", "613", "999"]), st.integers(-(10**6), 10**6)), max_size=40)
)
def test_every_cent_is_on_a_line_or_named(booked: list[tuple[str, int]]) -> None:
    rows = [(SEPTEMBER, code, "x", cents / 100, None) for code, cents in booked]
    found = ledger(HEAD, *rows)
    made = held(found)
    lost = sum((one.amount for one in found.entries if one.code == "999"), Decimal())
    assert made.totals.month.actual + lost == sum((one.amount for one in found.entries), Decimal())
    assert bool(made.problems) == any(code == "999" for code, _ in booked)
    by_group = sum((one.ytd.actual for one in made.lines), Decimal())
    assert by_group == made.totals.ytd.actual
