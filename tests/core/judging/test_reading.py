"""A mail read for judging: its sentences, its signs, and what marks it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.facts import OfficeFacts
from officebot.core.judging.reading import marks_of, read, read_text
from officebot.core.mail import Address
from tests.core.judging.conftest import MakeMail


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("Bonjour. Ça va ? Bien !", ["Bonjour.", "Ça va ?", "Bien !"], id="marks"),
        pytest.param("Voyez M. Petit, art. 24.", ["Voyez M. Petit, art. 24."], id="abbreviations"),
        pytest.param("Il faut\nle plan.\n\nMerci", ["Il faut le plan.", "Merci"], id="lines and paragraphs"),
        pytest.param("Il manque :\n- le plan\n- la clé", ["Il manque :", "- le plan", "- la clé"], id="a list"),
        pytest.param("À 10.30 ou 3.500 €", ["À 10.30 ou 3.500 €"], id="numbers"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_a_text_is_read_by_sentences(text: str, sentences: list[str]) -> None:
    reading = read_text("Objet", text)
    assert [reading.words_of(one) for one in reading.sentences] == ["Objet", *sentences]


def test_a_sign_in_the_subject_counts_twice_and_keeps_its_words() -> None:
    reading = read_text("Facture 12", "La FACTURE est jointe, l’avoir suit.")
    assert reading.quote_of("invoice") == "Facture"
    assert reading.weights["invoice"] > read_text("", "La FACTURE est jointe, l’avoir suit.").weights["invoice"]


def test_questions_are_known_by_their_mark() -> None:
    assert [one.is_question for one in read_text("Quand ?", "Qui vient ? Moi.").sentences] == [True, True, False]


@pytest.mark.parametrize(
    ("values", "marks"),
    [
        pytest.param({}, set(), id="a stranger"),
        pytest.param({"sender": "sophie@office.example"}, {"in"}, id="a colleague"),
        pytest.param({"sender": "no-reply@shop.example"}, {"auto"}, id="nobody reads the answers"),
        pytest.param({"headers": {"auto-submitted": "auto-replied"}, "is_automatic": True}, {"auto", "autoreply"},
                     id="out of office"),
        pytest.param({"is_list": True}, {"list"}, id="a list"),
        pytest.param({"in_reply_to": "<1@office.example>"}, {"re"}, id="an answer"),
        pytest.param({"subject": "RE : plan"}, {"re"}, id="an answer by its subject"),
        pytest.param({"subject": "TR: plan"}, {"fw"}, id="a forward"),
        pytest.param({"sender": "jo@gmail.com"}, {"free"}, id="a provider for everybody"),
        pytest.param({"to": (Address("", "x@y.example"),), "cc": (Address("", "nadia@office.example"),)}, {"cc"},
                     id="a copy"),
    ],
)  # fmt: skip
def test_a_mail_is_marked_by_who_sent_it_and_how(
    values: dict[str, Any], marks: set[str], facts: OfficeFacts, make_mail: MakeMail
) -> None:
    mail = make_mail("Texte", **{"subject": "Plan", **values})
    assert marks_of(mail, facts.people) == marks
    assert read(mail, facts.people).marks == marks


@given(st.text(max_size=400), st.text(max_size=80))
def test_sentences_lie_in_order_and_within_the_text(text: str, subject: str) -> None:
    reading = read_text(subject, text)
    places = [(one.start, one.end) for one in reading.sentences]
    assert places == sorted(places)
    assert all(0 <= start <= end <= len(reading.text.written) for start, end in places)
    for hit in reading.hits:
        assert reading.quote(hit)
