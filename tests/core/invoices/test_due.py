"""By when an invoice is to be paid: as it says, as its terms come to, and never later than a working day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.invoices.due import Basis, Due, due_of, late, latest_lawful
from officebot.core.invoices.model import Firm
from officebot.core.invoices.terms import discount_in, terms_in
from officebot.core.worktime import WorkingTime
from tests.core.invoices.cases import invoice
from tests.speed import within

WORK = WorkingTime()
ISSUED = date(2026, 11, 10)


def due(*terms: str, issued: date | None = ISSUED, **more: Any) -> Due:
    given = {name: more.pop(name) for name in ("due_date", "is_credit", "buyer") if name in more}
    return due_of(invoice(terms=terms, issued=issued, **given), working=WORK, **more)


@pytest.mark.parametrize(
    ("words", "day", "other"),
    [
        ("Paiement à 30 jours net", date(2026, 12, 10), None),
        ("Règlement : 45 jours date de facture", date(2026, 12, 25), None),
        ("Payable within 60 days", date(2027, 1, 9), None),
        ("Net 30", date(2026, 12, 10), None),
        ("30 jours fin de mois", date(2026, 12, 31), None),
        ("45 jours fin de mois", date(2026, 12, 31), date(2027, 1, 14)),
        ("45 jours FDM", date(2026, 12, 31), date(2027, 1, 14)),
        ("fin de mois + 45 jours", date(2027, 1, 14), None),
        ("45 jours à compter de la fin du mois", date(2027, 1, 14), None),
        ("30 days from end of month", date(2026, 12, 31), None),
        ("30 jours fin de mois le 10", date(2027, 1, 10), None),
        ("60 days end of month the 15th", date(2027, 2, 15), None),
        ("Payable à réception", ISSUED, None),
        ("Due on receipt", ISSUED, None),
        ("Paiement fin de mois", date(2026, 11, 30), None),
        ("Paiement à 30 jours. Escompte de 2 % sous 8 jours.", date(2026, 12, 10), None),
        ("Escompte 2 % à 10 jours ; sinon 45 jours nets.", date(2026, 12, 25), None),
        ("Pénalités de retard : 12 % par an ; règlement sous 20 jours", date(2026, 11, 30), None),
        ("2/10 net 30", date(2026, 12, 10), None),
    ],
)
def test_terms_come_to_a_day(words: str, day: date, other: date | None) -> None:
    found = due(words)
    assert (found.basis, found.day, found.other) == (Basis.terms, day, other)


def test_both_ways_of_thirty_days_end_of_month_differ_at_the_end_of_a_month() -> None:
    found = due("45 jours fin de mois", issued=date(2026, 11, 20))
    assert (found.day, found.other) == (date(2027, 1, 14), date(2027, 1, 31))
    assert any("2027" in str(what) and "other way" in str(what) for what in found.what)


def test_the_day_given_counts_and_a_day_that_its_terms_do_not_come_to_is_said() -> None:
    found = due("30 jours", due_date=date(2026, 12, 20))
    assert (found.basis, found.day) == (Basis.given, date(2026, 12, 20))
    assert [str(one) for one in found.what] == [
        "It is due on 20 December 2026; by its terms “30 jours” it would be on 10 December 2026."
    ]
    assert not due("30 jours", due_date=date(2026, 12, 10)).what


def test_without_terms_the_contract_counts_and_else_the_law() -> None:
    assert due(terms="net 45").day == date(2026, 12, 25)
    found = due(received_on=date(2026, 11, 12))
    assert (found.basis, found.day) == (Basis.law, date(2026, 12, 12))


def test_at_receipt_is_the_day_on_which_it_came() -> None:
    assert due("à réception de facture", received_on=date(2026, 11, 14)).day == date(2026, 11, 14)


def test_a_person_is_told_in_time_and_pays_on_a_working_day() -> None:
    found = due(due_date=date(2026, 12, 27), alert_days=3)
    # Friday is Christmas, and the days before it count back to Monday.
    assert (found.pay_by, found.alert_on) == (date(2026, 12, 24), date(2026, 12, 21))


def test_more_than_the_law_allows_is_said_to_french_firms() -> None:
    assert latest_lawful(ISSUED) == date(2027, 1, 14)
    assert latest_lawful(date(2026, 11, 1)) == date(2027, 1, 14)
    assert latest_lawful(date(2026, 11, 30)) == date(2027, 1, 31)
    assert not due(due_date=date(2027, 1, 14)).what
    assert "later than the law allows" in str(due(due_date=date(2027, 1, 15)).what[0])
    assert not due(due_date=date(2027, 1, 15), buyer=Firm(name="Hartwell", country="GB")).what


def test_a_due_day_before_the_issue_is_said_and_a_credit_note_has_none() -> None:
    assert "before its day of issue" in str(due(due_date=date(2026, 11, 9)).what[0])
    assert due("30 jours", is_credit=True).day is None


def test_an_invoice_without_any_day_is_said() -> None:
    found = due("30 jours", issued=None)
    assert found.day is None
    assert found.what


@pytest.mark.parametrize(
    ("words", "rate", "days"),
    [
        ("Escompte de 2 % pour paiement sous 8 jours", "2", 8),
        ("Escompte 1,5% si règlement dans les 10 jours", "1.5", 10),
        ("3 % discount if paid within 7 days", "3", 7),
        ("2/10 net 30", "2", 10),
    ],
)
def test_a_discount_is_read(words: str, rate: str, days: int) -> None:
    found = discount_in([words])
    assert found is not None
    assert (found.rate, found.days) == (Decimal(rate), days)


@pytest.mark.parametrize(
    "words",
    [
        "Pas d'escompte pour paiement anticipé. Pénalités de 10 % sous 8 jours.", "Escompte : néant", "Aucun escompte",
        "No early payment discount", "Remise de 5 % sur les classeurs", "",
    ],
)  # fmt: skip
def test_no_discount_is_none(words: str) -> None:
    assert discount_in([words]) is None


def test_paying_late_costs_interest_by_the_day_and_forty_euros() -> None:
    found = late(Decimal("1000"), date(2026, 11, 1), date(2026, 12, 1), Decimal("12.15"))
    assert (found.days, found.interest, found.indemnity) == (30, Decimal("9.99"), Decimal(40))
    assert late(Decimal("1000"), date(2026, 11, 1), date(2026, 11, 1), Decimal(12)).indemnity == 0


@given(
    st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    st.integers(0, 120),
    st.sampled_from(["", " fin de mois", " fin de mois le 15"]),
)
def test_whatever_the_terms_the_day_is_not_before_the_issue_and_the_alert_not_after_it(
    issued: date, days: int, end: str
) -> None:
    found = due(f"Paiement à {days} jours{end}", issued=issued)
    assert found.day is not None
    assert found.pay_by is not None
    assert found.alert_on is not None
    assert issued <= found.day
    assert found.alert_on < found.pay_by <= found.day
    assert found.other is None or found.other > found.day
    assert WORK.is_working_day(found.pay_by)


@given(st.text(max_size=200))
def test_no_words_are_too_odd(words: str) -> None:
    terms_in([words])
    discount_in([words])


@pytest.mark.parametrize(
    "piece", ["30 jours fin de mois ", "escompte 2 % ", "fin de mois ", "1 ", "net ", "escompte " + "a" * 30, "  "]
)
def test_hostile_terms_take_no_time(piece: str) -> None:
    words = [(piece * (100_000 // len(piece) + 1))[:100_000]]

    def run() -> None:
        terms_in(words)
        discount_in(words)

    within(0.2, run)


def test_a_day_of_issue_may_be_the_due_day() -> None:
    assert not due(due_date=ISSUED).what
