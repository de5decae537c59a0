"""Which language a text is in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.core.language import language_of, parts_of
from tests.speed import within

FRENCH = (
    "Bonjour Claire, pouvez-vous nous envoyer le devis avant vendredi ? Merci d'avance.",
    "Le camion sera chez vous demain matin à 8 h.",
    "Je reviens lundi.",
    "RDV mardi prochain à midi",
    "Merci",
    "Voilà, c'est envoyé !",
    "Facture jointe",
    "ok pour moi, à demain",
)
ENGLISH = (
    "Hello Claire, could you please send us the quote before Friday? Thanks in advance.",
    "The lorry will be with you tomorrow morning at 8.",
    "I'm back on Monday.",
    "Meeting next Tuesday at noon",
    "Thanks",
    "Done, it has been sent!",
    "Invoice attached",
    "fine with me, see you tomorrow",
)
OTHER = (
    "Könnten Sie uns bitte das Angebot bis Freitag schicken? Vielen Dank im Voraus.",
    "¿Podría enviarnos el presupuesto antes del viernes, por favor? Muchas gracias.",
    "Potrebbe inviarci il preventivo entro venerdì? La ringrazio e le auguro una buona giornata.",
    "Poderia enviar-nos o orçamento antes de sexta-feira, por favor? Muito obrigado pela ajuda.",
    "Kunt u ons de offerte voor vrijdag sturen? Alvast bedankt en met vriendelijke groeten.",
    "Kan ni skicka oss offerten före fredag? Tack så mycket på förhand.",
    "Czy może nam pan przysłać ofertę do piątku? Bardzo proszę o odpowiedź.",
    "Пришлите нам, пожалуйста, предложение до пятницы.",
    "金曜日までに見積もりを送ってください。",
    "Les escribo para confirmar que la reunión es el lunes; ¿me puede decir si le va bien? Un saludo, y gracias.",
    "4512",
    "",
    "12/11/2026 — 40 × 12,50",
)


@pytest.mark.parametrize("text", FRENCH)
def test_french_is_told_by_few_words(text: str) -> None:
    assert language_of(text) == "fr"
    assert language_of(text.upper()) == "fr"


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_told_by_few_words(text: str) -> None:
    assert language_of(text) == "en"
    assert language_of(text.upper()) == "en"


@pytest.mark.parametrize("text", OTHER)
def test_what_is_neither_is_other(text: str) -> None:
    assert language_of(text) == "other"


def test_both_side_by_side_are_mixed_and_a_word_of_one_in_the_other_is_not() -> None:
    french = "Le bureau est fermé lundi, mais nous vous répondrons dès mardi. Pour une urgence, c'est par ici."
    english = "Our office is closed on Monday, but we will answer you from Tuesday. If it is urgent, please call us."
    assert language_of(f"{french}\n\n{english}") == "mixed"
    assert language_of(f"{english}\n\n{french}") == "mixed"
    assert language_of(f"{french} The end.") == "fr"
    long = f"{french} Les commandes qui sont déjà en cours ne changent pas, et celles que vous ferez après le 3 seront livrées"
    assert (
        language_of(f"{long} comme toujours, sauf avis contraire de notre part.\n\nThis is not for you but for them.")
        == "fr"
    )
    assert language_of(f"{english} Voilà, merci.") == "en"


def test_where_both_have_as_much_for_them_it_is_french() -> None:
    assert language_of("Merci, please") == "fr"


def test_each_paragraph_has_its_language_and_a_short_one_that_of_the_one_before() -> None:
    text = "Bonjour,\n\nLe bureau est fermé lundi.\n\n  \n\nOur office is closed on Monday.\n\nLyon\n\nUnser Büro ist zu."
    parts = parts_of(text)
    assert [text[part.start : part.end].strip() for part in parts] == [
        one for one in text.split("\n\n") if one.strip()
    ]
    assert [part.language for part in parts] == ["fr", "fr", "en", "en", "other"]
    assert parts_of(" \n\n ") == []


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_any_text_has_a_language_and_parts_that_cover_it(text: str) -> None:
    assert language_of(text) in ("fr", "en", "mixed", "other")
    covered = "".join(text[part.start : part.end] for part in parts_of(text))
    assert "".join(covered.split()) == "".join(text.split())


@pytest.mark.parametrize(
    "text", ["x" * 100_000, "l'" * 50_000, "é" * 100_000, "sthsth" * 16_000, "\n" * 100_000, "œ'" * 50_000]
)
def test_a_hundred_kilobytes_take_a_twentieth_of_a_second(text: str) -> None:
    def run() -> None:
        language_of(text)
        parts_of(text)

    # Twice that, for slow machines.
    within(0.1, run)
