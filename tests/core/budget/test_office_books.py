"""Budget workbooks that nobody tuned on when they were made are mapped right, to the cent, with one question at most."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from officebot.connectors.workbooks.looks import see
from officebot.core.budget.reading import read_budget
from tests.core.budget.office_books import SHAPES, Made, office_book


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__.replace("_", " "))
def test_a_workbook_as_an_office_lays_it_out_is_mapped_to_the_cent(shape: Callable[[Made], None]) -> None:
    made = office_book(shape)
    seen = see(made.content(), "budget.xlsx")
    budget = read_budget(seen.book, seen.looks)
    assert {
        line.name: [line.months.get(month, Decimal()) for month in budget.months] for line in budget.lines
    } == made.lines
    assert budget.months[0] == made.start
    assert {line.name for line in budget.lines if line.is_income} == made.income
    assert budget.total() == made.total
    assert [one.what.render("en") for one in budget.problems] == []
