"""Money is written one way, whoever writes it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.budget import report_words
from officebot.core.documents import typography
from officebot.core.figures import Figure, Figures, Source, Term
from officebot.core.money import cents, half_up, money
from officebot.core.reports import words
from officebot.core.reports.words import held
from officebot.core.text import LANGUAGES, Language, say


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


def test_half_a_cent_goes_away_from_zero_whoever_writes_it() -> None:
    assert [str(cents(Decimal(one))) for one in ("0.125", "0.135", "-0.125", "0.1249")] == [
        "0.13",
        "0.14",
        "-0.13",
        "0.12",
    ]
    assert report_words.money(Decimal("0.125"), "EUR", "fr") == "0,13\u00a0€"
    assert report_words.amount(Decimal("-0.125"), "fr") == "\u22120,13"
    assert report_words.share(Decimal("0.1245"), "en") == "+12.5%"


@given(
    st.decimals(-10**9, 10**9, places=4), st.sampled_from(["EUR", "CHF", "USD"]),
    st.sampled_from(LANGUAGES),
)  # fmt: skip
def test_report_and_document_write_the_same_amount_the_same_way(
    value: Decimal, currency: str, language: Language
) -> None:
    written = money(value, currency, language)
    assert report_words.money(value, currency, language) == written
    assert typography.money(value, language, currency) == written
    assert held(written) == words.shown(value, "money", currency, language)
    assert report_words.amount(value, language) == money(value, "", language)


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=4))
def test_reports_and_their_second_computation_come_to_the_same_cents(thousandths: list[int]) -> None:
    figures, stood = Figures(), {}
    for place, one in enumerate(thousandths):
        digits = f"{Decimal(one) / 1000:f}"
        source = Source(file="b.xlsx", sheet="B", cell=f"A{place + 1}", stood=digits)
        stood[source] = digits
        figures.add(
            Figure(
                key=source.cell,
                value=Decimal(digits),
                how=say("read"),
                rule="cells",
                terms=(Term(source=source, mark="."),),
            )
        )
    whole = sum((one.value for one in figures.by_key.values()), Decimal(0))
    figures.add(Figure(key="sum", value=whole, how=say("added up"), rule="sum", of=tuple(figures.by_key)))
    first = figures.by_key["A1"].value
    if first:
        share = half_up(whole / abs(first), Decimal("0.0001"))
        figures.add(Figure(key="share", value=share, how=say("as a share"), rule="ratio", of=("sum", "A1")))
    assert figures.check(stood.__getitem__) == ()
    assert figures.second(stood.__getitem__)["sum"] == cents(whole)


def test_what_is_above_zero_has_a_plus_where_it_is_a_change() -> None:
    assert money(Decimal(5), "EUR", "en", is_signed=True) == "+€5.00"
    assert money(Decimal("0.001"), "EUR", "en", is_signed=True) == "€0.00"
