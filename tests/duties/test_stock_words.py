"""Movements told in mails: what was taken, what came, and what must be asked."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.core.stock.model import Article, MovementKind
from officebot.duties.stock.recognise import Reading, read_movements
from tests.speed import within

SHELF = tuple(
    Article(key=key, label=label, unit=unit)
    for key, label, unit in (
        ("BUR-1", "Papier A4 80 g", "ramette"),
        ("BUR-2", "Papier A3 80 g", "ramette"),
        ("BUR-3", "Toner noir", "pièce"),
        ("BUR-4", "Agrafes 24/6", "boîte"),
        ("BUR-5", "Enveloppes C5", "paquet"),
        ("BUR-6", "Ruban adhésif", "rouleau"),
        ("OFF-1", "Staples", "box"),
        ("OFF-2", "Blue pens", "piece"),
        ("EMB-1", "Palette Europe", "pièce"),
        ("CAF-1", "Café en grains", "kg"),
    )
)


def told(text: str) -> list[tuple[str, str]]:
    return [(one.article.key, str(one.quantity)) for one in read_movements(text, SHELF).told]


def asked(text: str) -> str:
    found: Reading = read_movements(text, SHELF)
    assert found.told == ()
    return " ".join(map(str, found.questions))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Bonjour, j'ai pris 3 ramettes A4 ce matin. Merci, Chloé", [("BUR-1", "-3")]),
        ("Pris deux toners noirs au magasin", [("BUR-3", "-2")]),
        ("J’ai sorti une boîte d’agrafes et 2 rouleaux de ruban adhésif.", [("BUR-4", "-1"), ("BUR-6", "-2")]),
        ("Retrait : 2,5 kg de café en grains", [("CAF-1", "-2.5")]),
        ("I took 2 boxes of staples this morning.", [("OFF-1", "-2")]),
        ("Used three blue pens and a box of staples", [("OFF-2", "-3"), ("OFF-1", "-1")]),
        ("Livraison reçue : 12 paquets d'enveloppes C5", [("BUR-5", "12")]),
        ("We received 40 blue pens today", [("OFF-2", "40")]),
        ("4 palettes Europe livrées", [("EMB-1", "4")]),
        ("Reçu ce jour :\n- 20 ramettes papier A4\n- 5 ramettes papier A3\n", [("BUR-1", "20"), ("BUR-2", "5")]),
        ("Livré : toner noir : 2 ; ruban adhésif : 6", [("BUR-3", "2"), ("BUR-6", "6")]),
        ("Il reste 7 ramettes de papier A4", [("BUR-1", "7")]),
        ("pris 1 BUR-3", [("BUR-3", "-1")]),
        ("Received today: 20 x blue pens, 3 x staples", [("OFF-2", "20"), ("OFF-1", "3")]),
        ("Reçu 40 ramettes A4 et 2 toners noirs (BL 77120).", [("BUR-1", "40"), ("BUR-3", "2")]),
        ("On a utilisé les 2 derniers toners noirs pour l'atelier 2.", [("BUR-3", "-2")]),
        ("PRIS 10 RAMETTES DE PAPIER A4", [("BUR-1", "-10")]),
    ],
)
def test_what_was_done_is_read_with_its_article_and_amount(text: str, wanted: list[tuple[str, str]]) -> None:
    assert told(text) == wanted


@pytest.mark.parametrize(
    "text",
    ["On a reçu 10 ramettes A4 et pris 2 toners noirs.", "10 ramettes A4 reçues et 2 toners noirs pris."],
)
def test_a_sentence_may_tell_of_a_delivery_and_a_withdrawal(text: str) -> None:
    assert told(text) == [("BUR-1", "10"), ("BUR-3", "-2")]


def test_none_left_is_a_count_and_none_taken_is_nothing() -> None:
    assert told("Il reste 0 toner noir") == [("BUR-3", "0")]
    assert read_movements("Pris 0 toner noir", SHELF) == Reading()


def test_what_was_counted_is_told_apart_from_what_came() -> None:
    (found,) = read_movements("Il reste 7 ramettes de papier A4", SHELF).told
    assert (found.kind, found.quantity) == (MovementKind.counted, Decimal(7))
    assert read_movements("Reçu 7 ramettes A4", SHELF).told[0].kind is MovementKind.delivery


@pytest.mark.parametrize(
    "text",
    [
        "Peux-tu commander 3 ramettes A4 ?",
        "As-tu pris 3 ramettes A4 ?",
        "Il faut 3 ramettes A4 pour lundi.",
        "Je vais prendre 3 ramettes A4 demain.",
        "Je n'ai pas pris 3 ramettes A4.",
        "We did not take 2 boxes of staples, none was used.",
        "Please order 2 boxes of staples.",
        "If you have taken 2 boxes of staples, tell me.",
        "La livraison de 12 ramettes A4 est prévue mardi.",
        "Livraison de 12 ramettes A4 refusée.",
        "Reçu le colis, mais il manque 2 toners noirs.",
        "J'ai pris 3 jours de congé.",
        "La réunion a pris 2 heures.",
        "> j'ai pris 3 ramettes A4",
        "Réunion à 14 h, salle 3.",
        "",
    ],
)
def test_wishes_plans_questions_and_other_things_say_nothing(text: str) -> None:
    found = read_movements(text, SHELF)
    assert found == Reading()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("J'ai {} 2 toners noirs pris hier.", "rendu"),
        ("Une boîte d'agrafes prise hier, {} ce matin.", "rendue"),
        ("2 toners noirs pris lundi, {} ce matin.", "rendus"),
        ("3 ramettes A4 prises lundi, {} ce matin.", "rendues"),
    ],
)
def test_what_was_given_back_is_not_taken_for_a_withdrawal(text: str, word: str) -> None:
    assert read_movements(text.format(word), SHELF) == Reading()
    assert len(told(text.format("ouvert"))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Livraison reçue : 1.200 paquets d'enveloppes C5",
        "We received 1,200 blue pens",
        "Retrait : 2,500 kg de café en grains",
    ],
)
def test_an_amount_whose_mark_may_part_thousands_or_decimals_is_not_entered(text: str) -> None:
    assert told(text) == []
    # With another number of figures behind the mark it parts decimals.
    assert len(told(text.replace("00", "0", 1))) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("J'ai pris une douzaine de ramettes A4", "How much of Papier A4 80 g exactly, in ramette?"),
        ("Pris environ 10 ramettes A4", "exactly"),
        ("Took a few blue pens", "How much of Blue pens exactly, in piece?"),
        ("Took about 5 boxes of staples", "exactly"),
        ("Pris 3 ou 4 toners noirs", "exactly"),
        ("Pris 3 à 4 boîtes d'agrafes", "exactly"),
        ("Pris 2 boîtes et demie d'agrafes", "exactly"),
        ("Took half a box of staples", "exactly"),
        ("Livraison reçue : 3 bouteilles", "Which article is “3 bouteilles”?"),
        (
            "J'ai pris 3 ramettes de papier",
            "Which article is “3 ramettes de papier”: Papier A4 80 g, Papier A3 80 g?",
        ),
        ("Livraison reçue : 12 cartons", "Which article is “12 cartons”?"),
        ("Reçu 2 cartons de papier A4", "Papier A4 80 g is counted in ramette. How many are that?"),
        ("Pris 2 paquets de gommes", "Which article is “2 paquets de gommes”?"),
    ],
)
def test_what_is_not_clear_becomes_a_question(text: str, words: str) -> None:
    assert words in asked(text)


def test_one_clear_line_is_told_beside_one_that_is_asked_about() -> None:
    found = read_movements("Pris 2 toners noirs et une dizaine de boîtes d'agrafes.", SHELF)
    assert [(one.article.key, one.quantity) for one in found.told] == [("BUR-3", -2)]
    assert len(found.questions) == 1


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_no_text_whatever_stops_the_reading(text: str) -> None:
    for one in read_movements(f"pris {text}", SHELF).told:
        assert one.quantity <= 0


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 999), st.sampled_from(SHELF))
def test_an_article_by_its_whole_label_is_always_found(amount: int, article: Article) -> None:
    found = read_movements(f"Pris {amount} {article.unit} {article.label}", SHELF)
    assert [(one.article, one.quantity) for one in found.told] == [(article, -amount)]


@pytest.mark.parametrize("filling", ["pris 1 ", "1 et ", "ou 2 ou ", "(((:::", "\n- ", "x" * 50 + " "])
def test_a_long_hostile_text_is_read_in_no_time(filling: str) -> None:
    within(0.2, lambda: read_movements("pris " + filling * (100_000 // len(filling)), SHELF))
