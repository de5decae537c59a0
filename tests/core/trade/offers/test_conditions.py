"""The conditions of offers, in the words of suppliers of two countries."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.trade.offers.conditions import Conditions, conditions_of, folded
from officebot.core.trade.offers.spans import Span, spans_in, working_days
from officebot.core.worktime import WorkingTime

TODAY = date(2026, 11, 26)
WORK = WorkingTime()
_TRADE = re.findall(
    r"\S+",
    "délai 3 semaines ouvrés sous 99 jours h mois ans valable jusqu'au 31/12/9999 € £ 12,5 % TTC HT franco port dès minimum de"
    " commande paiement net semaine 53 in stock 30 février 999 months",
)


def read(*texts: str) -> Conditions:
    return conditions_of(texts, issued=date(2026, 11, 20), today=TODAY, work=WORK)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Délai : 5 jours ouvrés", 5),
        ("Délai de livraison 3 semaines", 15),
        ("Livraison sous 48 h", 2),
        ("livraison sous huitaine", 6),
        ("Expédition sous 2 à 3 jours ouvrés", 3),
        ("Délai : trois semaines à réception de commande", 15),
        ("En stock", 2),
        ("En stock, livraison sous 24h", 1),
        ("Disponible de suite", 2),
        ("Livraison semaine 50", 11),
        ("Livraison le 10 décembre 2026", 10),
        ("Lead time: 4-6 weeks", 30),
        ("Delivery within 10 working days", 10),
        ("ex stock", 2),
        ("Dispatch in two weeks", 10),
        ("Delivery: 14 days", 10),
        ("3 working days", 3),
        ("available immediately", 2),
    ],
)
def test_delays_are_read_in_working_days(text: str, days: int) -> None:
    found = read(text).delay
    assert found is not None
    assert found.days == days


@pytest.mark.parametrize(
    "text",
    [
        "Garantie 3 ans",
        "Paiement à 30 jours",
        "Actuellement en rupture",
        "30 days net",
        "Retours sous 14 jours",
        "Merci",
    ],
)
def test_what_is_no_delay_is_read_as_none(text: str) -> None:
    assert read(text).delay is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Franco de port", {"carriage": "0"}),
        ("Port compris", {"carriage": "0"}),
        ("Frais de port : 12,50 € HT", {"carriage": "12.50"}),
        ("Franco de port dès 150 € HT", {"free_from": "150"}),
        ("Livraison gratuite à partir de 1 200 €, sinon 15,00 €", {"free_from": "1200", "carriage": "15.00"}),
        ("Carriage £8.50", {"carriage": "8.50"}),
        ("Free delivery over £1,000", {"free_from": "1000"}),
        ("Free delivery over €1,500", {"free_from": "1500"}),
        ("Carriage paid", {"carriage": "0"}),
        ("Delivery included", {"carriage": "0"}),
        ("Port en sus", {"has_extra_carriage": True}),
        ("Minimum de commande : 100 € HT", {"least_order": "100"}),
        ("Minimum order value £75", {"least_order": "75"}),
        (
            "Frais de traitement 9,90 € pour toute commande inférieure à 80 €",
            {"small_fee": "9.90", "fee_below": "80"},
        ),
        ("Remise 5 % à partir de 500 €", {"discount": "0.05", "discount_from": "500"}),
        ("Less 2.5% discount", {"discount": "0.025"}),
        ("Prix HT", {"vat": "excluded"}),
        ("Tarifs TTC, TVA 20 %", {"vat": "included", "vat_rate": "0.2"}),
        ("All prices exclude VAT at 20%", {"vat_rate": "0.2"}),
        ("Prices excluding VAT", {"vat": "excluded"}),
        ("Paiement à 30 jours", {"payment_days": 30}),
        ("Règlement à 45 jours fin de mois", {"payment_days": 60}),
        ("Payment: 30 days net", {"payment_days": 30}),
        ("Paiement comptant", {"payment_days": 0}),
        ("Paiement à la commande", {"payment_days": 0, "is_prepaid": True}),
        ("Payment in advance", {"payment_days": 0, "is_prepaid": True}),
        ("Offre valable 30 jours", {"valid_until": date(2026, 12, 20)}),
        ("Validité : 1 mois", {"valid_until": date(2026, 12, 20)}),
        ("Offre valable jusqu’au 15/12/2026", {"valid_until": date(2026, 12, 15)}),
        ("Valid until 31 December 2026", {"valid_until": date(2026, 12, 31)}),
        ("This quotation is valid for 60 days", {"valid_until": date(2027, 1, 19)}),
    ],
)
def test_conditions_are_read(text: str, expected: dict[str, Any]) -> None:
    found = read(text)
    for name, value in expected.items():
        told = getattr(found, name)
        assert told == (Decimal(value) if isinstance(value, str) and name != "vat" else value), name


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Acompte 30 % à la commande, solde à 30 jours", 30),
        ("50% deposit, balance on delivery", 0),
        ("Acompte 40 % à la commande", None),
    ],
)
def test_behind_a_deposit_the_balance_says_the_days(text: str, days: int | None) -> None:
    found = read(text)
    assert found.payment_days == days
    assert found.payment
    assert not found.is_prepaid


def test_a_total_with_vat_does_not_make_the_prices_so() -> None:
    assert read("Total TTC 324,00 €").vat == ""


def test_a_delay_behind_the_order_is_no_payment() -> None:
    found = read("Délai : 3 semaines à la commande")
    assert found.payment == ""
    assert found.delay is not None


def test_an_offer_that_has_ended_says_so() -> None:
    found = conditions_of(["Valable jusqu’au 31/10/2026"], issued=date(2026, 10, 1), today=TODAY, work=WORK)
    assert found.valid_until == date(2026, 10, 31)


def test_what_was_said_first_stays() -> None:
    assert read("Délai 5 jours ouvrés", "Délai 9 jours ouvrés").delay == read("Délai 5 jours ouvrés").delay


def test_working_days_leave_out_weekends_and_holidays() -> None:
    assert working_days(date(2026, 12, 24), date(2026, 12, 28), WORK) == 1
    assert working_days(TODAY, TODAY, WORK) == 0
    assert working_days(TODAY, date(2026, 11, 28), WORK) == 2


def test_lengths_are_read_with_their_units() -> None:
    assert spans_in(folded("2 à 3 semaines")) == (Span(2, 3, "week"),)
    assert spans_in(folded("10 jours ouvrés")) == (Span(10, 10, "day", True),)
    assert Span(1, 1, "month").after(date(2026, 1, 31), WORK) == date(2026, 2, 28)
    assert spans_in("A4 80g 120x90") == ()


@given(st.lists(st.text(max_size=120), max_size=8))
def test_no_text_breaks_the_reading(texts: list[str]) -> None:
    found = conditions_of(texts, issued=None, today=TODAY, work=WORK)
    assert found.delay is None or found.delay.days >= 0


@given(
    st.lists(
        st.sampled_from(_TRADE),
        max_size=12,
    )
)
def test_no_mixture_of_words_of_trade_breaks_it(words: list[str]) -> None:
    conditions_of([" ".join(words)], issued=None, today=TODAY, work=WORK)
