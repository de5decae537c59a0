"""Figures, days and numbers of documents as French and English suppliers write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.trade.reading.days import Days, arriving
from officebot.core.trade.reading.figures import Figure, Writing, figure
from officebot.core.trade.reading.folding import folded
from officebot.core.trade.reading.references import codes, order_numbers, short_numbers

FRENCH, ENGLISH = Writing("", "fr"), Writing("", "en")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("4,15 €", Figure(value=Decimal("4.15"), currency="EUR")),
        ("€ 399,00", Figure(value=Decimal(399), currency="EUR")),
        ("2 500", Figure(value=Decimal(2500))),
        ("1.140,00 EUR HT", Figure(value=Decimal(1140), currency="EUR")),
        ("8 054,88 €", Figure(value=Decimal("8054.88"), currency="EUR")),
        ("12 boîtes", Figure(value=Decimal(12), unit="boîtes")),
        ("20 Unit(s)", Figure(value=Decimal(20), unit="Unit(s)")),
        ("3 x 10", Figure(value=Decimal(30))),
        ("5 %", Figure(value=Decimal(5), is_percent=True)),
        ("12,50-", Figure(value=Decimal("-12.5"))),
        ("12,00 € / 100", Figure(value=Decimal(12), currency="EUR", per=Decimal(100))),
        ("14,30 € TTC", Figure(value=Decimal("14.3"), currency="EUR", is_gross=True)),
    ],
)
def test_figures_as_they_are_written_in_french(text: str, wanted: Figure) -> None:
    assert figure(text, FRENCH) == wanted


@pytest.mark.parametrize(
    ("text", "value", "per"),
    [("£2,280.00", "2280", 1), ("£44.00 per hundred", "44", 100), ("£78.00 each", "78", 1), ("1,234", "1234", 1)],
)
def test_figures_as_they_are_written_in_english(text: str, value: str, per: int) -> None:
    found = figure(text, ENGLISH)

    assert found is not None
    assert (found.value, found.per) == (Decimal(value), per)


@pytest.mark.parametrize("text", ["", "-", "A4", "lundi", "12/10/2026", "BL-2026", "12 rue des Ponts, Verdun"])
def test_words_numbers_and_days_are_no_figures(text: str) -> None:
    assert figure(text, FRENCH) is None


def test_a_thousand_or_three_decimals_is_told_by_the_rest_of_the_document() -> None:
    assert figure("1,234", Writing.of(["2,50", "7,10"], "en")) == Figure(value=Decimal("1.234"))
    assert figure("1,234", Writing.of(["2.50"], "fr")) == Figure(value=Decimal(1234))


# ── days ──────────────────────────────────────────────────────────────────────────────────────────────────

ON = date(2026, 10, 13)


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("fr", "livraison le 20 octobre", date(2026, 10, 20)),
        ("fr", "20.10.2026", date(2026, 10, 20)),
        ("fr", "20-10-26", date(2026, 10, 20)),
        ("fr", "2026-10-20", date(2026, 10, 20)),
        ("fr", "livraison semaine 43", date(2026, 10, 25)),
        ("fr", "sem. 43", date(2026, 10, 25)),
        ("fr", "sous huitaine", date(2026, 10, 20)),
        ("fr", "vous les aurez pour le 16.", date(2026, 10, 16)),
        ("fr", "en rupture jusqu'à mi-novembre", date(2026, 11, 20)),
        ("fr", "expédié le 8 octobre", date(2026, 10, 8)),
        ("fr", "partis vendredi par messagerie", date(2026, 10, 9)),
        ("fr", "les 12 rouleaux", None),
        ("fr", "le 5e manquait", None),
        ("fr", "votre commande du 28/09", None),
        ("fr", "10 jours ouvrés après accord", None),
        ("en", "w/c 19 October", date(2026, 10, 25)),
        ("en", "week 43", date(2026, 10, 25)),
        ("en", "going out on Friday", date(2026, 10, 16)),
        ("en", "left on Friday", date(2026, 10, 9)),
        ("en", "your order dated 2 October", None),
        ("en", "20 October instead of 12 October", date(2026, 10, 20)),
        ("en", "being picked now", None),
    ],
)
def test_the_last_day_that_words_name(language: str, text: str, wanted: date | None) -> None:
    assert Days(ON, language).last(text) == wanted


@given(st.text(max_size=300))
def test_no_text_stops_the_search_for_days(text: str) -> None:
    for one in Days(ON, "fr").found(text):
        assert 0 <= one.start < one.end <= len(text)


@given(st.text(max_size=300))
def test_folded_words_are_as_long_as_they_were(text: str) -> None:
    assert len(folded(text)) == len(text)


# ── numbers of orders ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Votre commande BC-2026-0117 du 21/09/2026", ["BC-2026-0117"]),
        ("Merci pour votre commande BC 2026/0117 d'hier.", ["BC 2026/0117"]),
        ("Vos réf. : PO-7012 / PO-7018", ["PO-7012", "PO-7018"]),
        ("reliquat cde 117", ["117"]),
        ("Le pupitre de l'autre commande (2026/0491) est parti", ["2026/0491"]),
        ("for your orders TH/26/0731 and TH/26/0758", ["TH/26/0731", "TH/26/0758"]),
        ("PO: AP260211", ["AP260211"]),
        ("Your ref 26-0214.", ["26-0214"]),
        ("CONFIRMATION DE COMMANDE CC-5521", []),
        ("SALES ORDER 7719", []),
        ("votre commande du 28/09", []),
        ("commande de 120 chaises", []),
        ("the order on 14 September is late", []),
        ("your order of 12 boxes", []),
    ],
)
def test_numbers_that_words_call_an_orders(text: str, wanted: list[str]) -> None:
    assert order_numbers(text) == wanted


def test_french_mails_call_an_order_in_short() -> None:
    assert short_numbers("Les cahiers de la 124 sont partis, la CM26031 suit") == ["124", "CM26031"]


def test_whatever_looks_like_a_number_is_found_in_a_subject() -> None:
    assert codes("RE: EGC-4471 item 5") == ["EGC-4471"]


@given(st.text("abBC-/ 0123456789n°:()", max_size=200))
def test_no_text_stops_the_search_for_numbers(text: str) -> None:
    for one in order_numbers(text) + codes(text):
        assert one in text


@pytest.mark.parametrize(
    ("text", "language", "days"),
    [
        ("mardi 8 décembre, la machine est prise jusqu'au lundi 7", "fr", [date(2026, 12, 8)]),
        ("on 8 December, the press is booked until 7 December", "en", [date(2026, 12, 8)]),
        ("jusqu'au 8 décembre", "fr", [date(2026, 12, 8)]),
        ("départ lundi 7 décembre, chez toi mardi 8 décembre", "fr", [date(2026, 12, 8)]),
        ("pas avant le 8 décembre", "fr", [date(2026, 12, 8)]),
        ("à partir du 8 décembre", "fr", []),
        ("dispo le 8 décembre", "fr", [date(2026, 12, 8)]),
    ],
)
def test_the_days_on_which_goods_arrive(text: str, language: str, days: list[date]) -> None:
    found = Days(date(2026, 11, 26), language).found(text)
    assert [one.day for one in arriving(folded(text), found)] == days
