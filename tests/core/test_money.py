"""Money is written one way, whoever writes it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from officebot.core.budget import report_words
from officebot.core.documents import typography
from officebot.core.money import money
from officebot.core.text import Language


@pytest.mark.parametrize(
    ("amount", "currency", "language", "shown"),
    [
        ("1234.5", "EUR", "fr", "1\u202f234,50\u00a0€"), ("1234.5", "EUR", "en", "€1,234.50"),
        ("-1234.5", "CHF", "en", "\u2212CHF\u00a01,234.50"), ("-1234.5", "CHF", "fr", "\u22121\u202f234,50\u00a0CHF"),
        ("-0.004", "EUR", "en", "€0.00"), ("3", "", "en", "3.00"),
    ],
)  # fmt: skip
def test_an_amount_is_written_as_its_reader_writes_it_in_reports_and_in_templates_alike(
    amount: str, currency: str, language: Language, shown: str
) -> None:
    assert money(Decimal(amount), currency, language) == shown
    assert report_words.money(Decimal(amount), currency, language) == shown
    assert typography.money(amount, language, currency) == shown


def test_half_a_cent_goes_up_but_in_reports_whose_second_computation_rounds_to_even() -> None:
    assert money(Decimal("0.125"), "EUR", "fr") == "0,13\u00a0€"
    assert report_words.money(Decimal("0.125"), "EUR", "fr") == "0,12\u00a0€"
    assert report_words.amount(Decimal("0.125"), "fr") == "0,12"


def test_what_is_above_zero_has_a_plus_where_it_is_a_change() -> None:
    assert money(Decimal(5), "EUR", "en", is_signed=True) == "+€5.00"
    assert money(Decimal("0.001"), "EUR", "en", is_signed=True) == "€0.00"
