"""What mails say in sentences and lists: what is counted, what is only spoken of, what is put off or left out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.trade.known import Known
from officebot.core.trade.model import Answer, TradeDocument, TradeKind
from officebot.core.trade.paper import Paper, Piece, Row
from officebot.core.trade.reading.days import Days
from officebot.core.trade.reading.figures import Writing
from officebot.core.trade.reading.items import items_of
from officebot.core.trade.reading.message import Message, read_message_text
from officebot.core.trade.reading.pointing import ALL, EXCEPT, REST
from officebot.core.trade.reading.prose import clauses
from officebot.core.trade.reading.segments import segments_of, sentences

ON = date(2026, 11, 16)


def read(text: str, subject: str = "Bonjour", **more: bool) -> list[TradeDocument]:
    rows = tuple(
        Row((Piece(line.strip(), 0.0, float(len(line))),), 1, float(number))
        for number, line in enumerate(text.split("\n"))
        if line.strip()
    )
    message = Message(paper=Paper(rows=rows), reply=text, **more)
    return [one.document for one in read_message_text(message, Known(on=ON, subject=subject))]


@pytest.mark.parametrize(
    ("language", "text", "label", "quantity", "price"),
    [
        ("fr", "40 ramettes A4 à 4,15 €", "ramettes A4", "40", "4.15"),
        ("fr", "billes noirs pointe moyenne, 5 boîtes à 6,80 €", "billes noirs pointe moyenne", "5", "6.80"),
        ("fr", "24 classeurs dos de 75 : tarif passé à 2,49 € HT", "classeurs dos de 75", "24", "2.49"),
        ("fr", "300 boîtes de gants M (200 + 100 des deux commandes)", "gants M", "300", None),
        ("fr", "3 multiprises 6 prises", "multiprises 6 prises", "3", None),
        ("fr", "Classeur 4 anneaux : 12", "Classeur 4 anneaux", "12", None),
        ("fr", "une palette de godets, 2 douzaines", "une palette de godets", "24", None),
        ("en", "12 x toner HP 26A @ £58.20", "toner HP 26A", "12", "58.20"),
        ("en", "envelopes, 2,000 off, £150.00 the lot", "envelopes", "2000", "0.075"),
        ("en", "2 dozen 7 litre bins left with reception", "7 litre bins", "24", None),
        ("en", "two banners at £78.00 each", "banners", "2", "78.00"),
        ("en", "30 of the 50 boxes of gloves", "gloves", "30", None),
        ("en", "Dressing pad 10 x 10 (MV339), £44.00 per hundred", "Dressing pad 10 x 10 (MV339)", None, "44.00"),
    ],
)
def test_how_many_of_what_at_which_price(
    language: str, text: str, label: str, quantity: str | None, price: str | None
) -> None:
    found = items_of(text, Writing("", language), Days(ON, language))[0]

    assert found.label == label
    assert found.quantity == (Decimal(quantity) if quantity else None)
    assert found.price == (Decimal(price) if price else None)


def test_a_price_for_a_hundred_keeps_what_it_is_for() -> None:
    assert items_of("Gants à 4,40 € le cent", Writing("", "fr"), Days(ON))[0].per == 100


def test_all_but_something_is_one_line_with_what_is_left_out() -> None:
    sent, later = read("Tout est parti ce matin, sauf les armoires qui seront livrées semaine 50.")

    assert (sent.kind, sent.lines[0].note) == (TradeKind.despatch, f"{EXCEPT}armoires")
    assert (later.kind, later.lines[0].label, later.lines[0].delivery_date) == (
        TradeKind.delay, "armoires", date(2026, 12, 13)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "note"), [("Everything has been shipped today.", ALL), ("The rest ships on Friday.", REST)]
)
def test_a_whole_and_a_rest_are_lines_that_stand_for_others(text: str, note: str) -> None:
    assert [line.note for one in read(text) for line in one.lines] == [note]


def test_what_is_counted_is_no_whole() -> None:
    (found,) = read("The remaining 8 lever arch files went out today.")

    assert [(line.label, line.quantity) for line in found.lines] == [("lever arch files", 8)]


def test_lines_called_by_their_place_in_the_order() -> None:
    gone, sent = read(
        "La référence demandée en ligne 4 n'est plus fabriquée, nous devons l'annuler. Les lignes 1 à 3 sont expédiées ce jour."
    )

    assert [(line.order_line, line.answer) for line in gone.lines] == [("4", Answer.rejected)]
    assert [line.order_line for line in sent.lines] == ["1", "2", "3"]


def test_sentences_that_say_several_things_make_several_documents() -> None:
    found = read(
        "Just to say we shipped 30 of the 50 boxes of gloves yesterday. The remaining 20 are on back order, due 1 December."
    )

    assert [(one.kind, one.lines[0].label, one.lines[0].quantity) for one in found] == [
        (TradeKind.despatch, "gloves", 30), (TradeKind.delay, "gloves", 20)
    ]  # fmt: skip
    assert [one.lines[0].delivery_date for one in found] == [date(2026, 11, 15), date(2026, 12, 1)]


def test_the_later_of_two_days_in_a_sentence_counts() -> None:
    (found,) = read(
        "Nos stylos sont en retard : le fabricant ne nous livre que le 21, vous les recevrez donc le 23 novembre."
    )

    assert [line.delivery_date for line in found.lines] in ([date(2026, 11, 23)], [])
    assert found.kind is TradeKind.delay


def test_prices_with_tax_in_a_mail_are_less_by_the_rate_behind_them() -> None:
    items = "- buffet pour 75 personnes à 14,30 € TTC (TVA 10 %)\n- 6 tables à 10,80 € TTC (TVA 20 %)"

    (found,) = read(f"C'est noté pour le samedi 21/11 !\n{items}")

    assert [line.price for line in found.lines] == [13, 9]


def test_a_reading_of_sentences_is_less_sure_than_one_of_tables() -> None:
    (found,) = read("Nous confirmons 12 lampes pour le 24/11.")

    assert found.confidence <= 0.7


@pytest.mark.parametrize(
    "text",
    [
        "Shall we meet on Thursday to discuss the new contract?",
        "Cliquez ici pour confirmer votre commande en ligne.",
        "Could you please confirm the delivery address for order PO-991?",
        "Up to 40% off all office furniture! Unsubscribe here.",
    ],
)
def test_what_says_nothing_about_an_order_is_no_document(text: str) -> None:
    assert read(text) == []


def test_abbreviations_and_figures_end_no_sentence() -> None:
    assert sentences("Livré le 3 nov. 2026 par M. Roux. Merci.") == ["Livré le 3 nov. 2026 par M. Roux.", "Merci."]


def test_a_list_behind_a_colon_is_a_list() -> None:
    items = [
        one.text
        for one in segments_of("All went out this afternoon: lamps, cables (12) and the stand.")
        if one.is_item
    ]

    assert items == ["lamps", "cables (12)", "stand"]


def test_a_clause_begins_where_another_subject_has_a_verb() -> None:
    assert clauses("20 lamps left today, the rest follow on Friday") == [
        "20 lamps left today",
        "the rest follow on Friday",
    ]


@given(st.text("12 abcàé€£,.;:()-\n>xX/", max_size=300))
def test_no_text_stops_the_reader(text: str) -> None:
    read(text, "Confirmation de commande")
