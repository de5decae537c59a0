"""What made a variance: whoever moved it its way is named, and whoever moved the other way is not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from officebot.core.budget.drivers import drivers_of
from officebot.core.budget.model import Entry

NOW, THEN = date(2026, 3, 1), date(2025, 3, 1)


def entry(supplier: str, amount: int, day: date = NOW) -> Entry:
    return Entry(day, "6063", "Facture", Decimal(amount), supplier=supplier)


def told(planned: int, now: list[Entry], before: list[Entry]) -> str:
    spent = sum((one.amount for one in now), Decimal())
    found = drivers_of([NOW], {NOW: Decimal(planned)}, {NOW: spent}, now, before)
    return " ".join(one.render() for one in found)


def test_who_took_more_than_a_year_ago_makes_an_overspent_line() -> None:
    now = [entry("Durand", 900), entry("Leroy", 200)]
    said = told(500, now, [entry("Durand", 300, THEN), entry("Leroy", 600, THEN)])
    assert "Durand: 900.00, after 300.00" in said
    assert "Leroy" not in said


def test_who_took_less_than_a_year_ago_makes_an_underspent_line() -> None:
    now = [entry("Durand", 900), entry("Leroy", 200)]
    said = told(1_500, now, [entry("Durand", 300, THEN), entry("Leroy", 600, THEN), entry("Martin", 400, THEN)])
    assert "Durand" not in said
    assert "Leroy" in said
    assert "Martin: nothing this year" in said


@pytest.mark.parametrize(("planned", "is_named"), [(500, True), (5_000, False)])
def test_without_a_year_before_who_took_most_is_named_where_too_much_was_spent(planned: int, is_named: bool) -> None:
    assert ("Durand" in told(planned, [entry("Durand", 900), entry("Leroy", 50)], [])) is is_named
