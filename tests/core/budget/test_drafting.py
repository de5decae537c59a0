"""Next year's draft: what each line rests on, and how it falls on the months."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from officebot.core.budget.actuals import read_ledger
from officebot.core.budget.drafting import Draft, Ground, draft, months_of
from officebot.core.budget.variance import Question, report_with_basis
from officebot.core.workbooks.cells import Value
from tests.core.budget.reports import made
from tests.core.budget.sheets import FRENCH, flat, grid, read

HEAD: list[Value] = ["Date", "Compte", "Libellé", "Montant"]


def drafted(entries: list[list[Value]], orders: list[list[Value]] | None = None, planned: float = 100) -> Draft:
    rows: list[list[Value]] = [["Code", "Libellé", *(f"{m} 2026" for m in FRENCH)], ["606", "Fournitures", *flat(planned)],
                               ["613", "Loyer", *flat(900)]]  # fmt: skip
    spent = read_ledger("l.csv", {"": dict(enumerate([HEAD, *entries], 1))})
    ordered = read_ledger("o.csv", {"": dict(enumerate([HEAD, *orders], 1))}) if orders else None
    budget = read(grid(rows))
    report, basis = report_with_basis(budget, spent, ordered, asked=Question(period=date(2026, 9, 1)))
    return draft(report, basis, 2027).lines[0]


def booked(amounts: dict[str, float]) -> list[list[Value]]:
    return [[f"{day}", "606", "Facture", amount] for day, amount in amounts.items()]


def year(number: int, amount: float, months: int = 12) -> dict[str, float]:
    return {f"15/{month:02}/{number}": amount + (month % 3 - 1) for month in range(1, months + 1)}


def test_the_same_amount_each_month_is_a_contract() -> None:
    one = drafted(booked({f"05/{month:02}/2026": 250.0 for month in range(1, 10)}))
    assert (one.ground, one.base) == (Ground.contract, Decimal("3000.00"))
    assert months_of(one) == (Decimal("250.00"),) * 12
    assert one.why.render("en") == "a contract: 250.00 in each of the last months"


def test_two_changes_the_same_way_are_a_trend() -> None:
    one = drafted(booked(year(2024, 100) | year(2025, 110) | year(2026, 121, 9)))
    assert one.ground is Ground.trend
    assert one.landing is not None
    assert one.landing * Decimal("1.05") < one.base < one.landing * Decimal("1.15")


def test_else_the_year_goes_on_as_it_will_end() -> None:
    one = drafted(booked(year(2025, 110) | year(2026, 121, 9)))
    assert (one.ground, one.base) == (Ground.landing, one.landing)


def test_what_nobody_spends_any_more_is_told_by_last_year_or_by_the_budget() -> None:
    assert drafted(booked(year(2025, 110))).ground is Ground.last_year
    assert drafted([["05/03/2026", "613", "Loyer", 900.0]]).ground is Ground.budget


def test_what_is_ordered_for_the_year_is_the_least() -> None:
    spent = booked({"05/01/2026": 10.0, "05/02/2026": 12.0})
    one = drafted(spent, [["15/02/2027", "606", "Machine", 9000.0]])
    assert (one.ground, one.base, one.ordered) == (Ground.ordered, Decimal("9000.00"), Decimal("9000.00"))


def test_a_year_falls_on_its_months_as_last_year_did() -> None:
    one = drafted(booked({"10/03/2025": 300.0, "10/10/2025": 100.0, "10/03/2026": 350.0}))
    shares = months_of(one)
    assert shares[2] > shares[9] > 0
    assert shares[0] == 0


@pytest.mark.parametrize("seed", range(6))
def test_months_add_up_to_the_year_to_the_cent_with_any_rise(seed: int) -> None:
    one = made(seed)
    for line in draft(one.report, one.basis, 2027).lines:
        for rise in (Decimal(0), Decimal("0.023"), Decimal("-0.1")):
            assert sum(months_of(line, rise)) == (line.base * (1 + rise)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        assert sum(line.shares) == 1


def test_a_draft_has_the_lines_and_months_of_the_budget_a_year_later() -> None:
    one = made(3)
    next_year = draft(one.report, one.basis, 2028)
    assert [line.line.key for line in next_year.lines] == [line.line.key for line in one.report.lines]
    assert next_year.months[0] == date(2028, 1, 1)
    assert len(next_year.months) == 12
