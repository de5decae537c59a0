"""What words tell of goods: how alike they are, what a letter says in passing, what speaks of a whole."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from officebot.core.orders.hearing import clauses, heard
from officebot.core.orders.labels import Labels
from officebot.core.orders.likeness import alike, code_of, share_of, weights, words_of
from officebot.core.orders.model import LineState
from officebot.core.orders.whole import whole
from tests.core.orders.orderbook import BOOK, FILES, PAPER, PENS

_WEIGHT = weights(line.label for line in BOOK.lines)


@pytest.mark.parametrize(
    ("said", "label"),
    [("STYLOS BLEUS", "Stylo bleu"), ("classuer", "Classeur"), ("blue pen", "Stylo bleu"), ("ram. papier", "Ramette"),
     ("imprimnte", "Imprimante"), ("600 mm", "60 cm")],
)  # fmt: skip
def test_words_are_alike_whatever_their_form_their_language_or_a_slip(said: str, label: str) -> None:
    assert alike(said, label, {}).covered >= 0.7


@pytest.mark.parametrize(("said", "label"), [("chaise", "Stylo bleu"), ("80 g", "90 g"), ("A4", "A3"), ("", "Stylo")])
def test_other_goods_are_not_alike(said: str, label: str) -> None:
    assert alike(said, label, {}).covered == 0


def test_a_word_that_all_have_tells_less_than_one_that_one_has() -> None:
    weight = weights(["Stylo bleu", "Stylo noir", "Stylo rouge"])
    assert weight["stylo"] < weight["bleu"]


def test_what_is_said_of_other_goods_speaks_against() -> None:
    assert alike("classeur", "Stylo bleu", _WEIGHT).told == 0
    assert alike("stylo classeur", "Stylo bleu", _WEIGHT).against > alike("stylo", "Stylo bleu", _WEIGHT).against == 0


@pytest.mark.parametrize(
    ("text", "code"),
    [("pap-a4 80", "PAPA480"), ("A4", ""), ("12", ""), ("A41", "A41"), ("ABCD", ""), ("ABCDE", "ABCDE")],
)
def test_a_number_of_an_article_is_letters_and_digits_enough(text: str, code: str) -> None:
    assert code_of(text) == code


def test_words_have_no_accents_plurals_or_little_words() -> None:
    assert words_of("Les Écrans de l'atelier") == words_of("ecran atelier")


def test_an_article_is_heard_in_the_clause_that_tells_most_of_it() -> None:
    text = "Le stylo manque. Le stylo bleu arrive lundi. Le classeur suit."
    found = {
        one.line.key: one.clause
        for one in heard(text, BOOK.lines, Labels((line.label for line in BOOK.lines), _WEIGHT))
    }
    assert found[PENS.key] == "Le stylo bleu arrive lundi."
    assert "classeur" in found[FILES.key]
    assert PAPER.key not in found


def test_greetings_are_no_thoughts() -> None:
    assert clauses("Bonjour,\n\nLe stylo suit.\n\nCordialement") == ["Le stylo suit."]


@pytest.mark.parametrize(
    ("words", "is_rest", "but"),
    [("tout est parti", False, ""), ("le reste suivra", True, ""), ("everything except the chairs", False, " the chairs"),
     ("toute la commande sauf les stylos", False, " les stylos")],
)  # fmt: skip
def test_words_of_a_whole_say_what_is_left_out(words: str, is_rest: bool, but: str) -> None:
    found = whole(words)
    assert found is not None
    assert (found.is_rest, found.but) == (is_rest, but)


def test_words_of_one_article_speak_of_no_whole() -> None:
    assert whole("les stylos partent demain") is None


def test_more_than_was_ordered_leaves_nothing_to_come() -> None:
    line = replace(PAPER, received=Decimal(60))
    assert (line.open_quantity, line.state, line.is_open) == (0, LineState.received, False)
    assert replace(line, invoiced=Decimal(57)).state is LineState.invoiced
    assert replace(line, is_cancelled=True).state is LineState.cancelled


@pytest.mark.parametrize(("word", "other"), [("litre", "livre"), ("carte", "carre"), ("verre", "terre")])
def test_short_words_that_differ_in_a_letter_are_two_words(word: str, other: str) -> None:
    assert share_of(word, other) == share_of(other, word) == 0.0


@pytest.mark.parametrize("other", ["envelope", "enveloppse", "envleoppe", "envelappe"])
def test_a_slip_of_the_pen_is_the_same_word(other: str) -> None:
    assert share_of("enveloppe", other) == 0.8
