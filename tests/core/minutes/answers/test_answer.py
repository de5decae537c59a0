"""What chairs answer to draft minutes: yes, yes but, corrections, no, later; only a clear yes is one."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from officebot.core.minutes.answers.answer import Answer, apply_answer, read_answer
from officebot.core.minutes.answers.figures import spoken
from officebot.core.minutes.model import Minutes
from officebot.core.minutes.readback.places import Place, action_at, with_words, words_at
from officebot.core.text import Language
from tests.core.minutes.samples import english, french
from tests.speed import within

FRENCH = [
    ("OK", "ok"),
    ("ok", "ok"),
    ("Bon pour diffusion", "ok"),
    ("Bon pour diffusion.\n\nClaire", "ok"),
    ("ok pour moi", "ok"),
    ("Ok pour moi, merci Inès !", "ok"),
    ("c’est parfait, tu peux envoyer", "ok"),
    ("Bonjour Inès,\n\nC’est parfait pour moi, merci beaucoup.\n\nBien cordialement,\nClaire Aubry", "ok"),
    ("Je valide.", "ok"),
    ("Validé, vous pouvez diffuser aux membres.", "ok"),
    ("Pas de remarque de ma part, bon pour envoi", "ok"),
    ("RAS, tu peux l’envoyer.", "ok"),
    ("Rien à redire. Très bon travail !", "ok"),
    ("J’approuve le compte rendu en l’état.", "ok"),
    ("Tout est bon.", "ok"),
    ("Ça me va très bien, merci pour ton travail", "ok"),
    ("Lu et approuvé", "ok"),
    ("Relu, rien à ajouter. Feu vert 👍", "ok"),
    ("👍", "unclear"),
    ("Vu", "unclear"),
    ("C’est presque bon", "unclear"),
    ("OK, sous réserve", "unclear"),
    ("Ok je te laisse envoyer", "unclear"),
    ("Pas de souci", "unclear"),
    ("Paul doit aussi valider", "unclear"),
    ("Point 2 : je n’ai jamais dit ça", "corrections"),
    ("OK pour tout sauf la décision D3 et l’action A3", "ok-except"),
    ("Compte rendu validé.", "ok"),
    ("Parfait pour moi, envoie-le", "ok"),
    ("Merci, je transmets à Paul", "unclear"),
    ("Est-ce que Paul a validé ?", "unclear"),
    ("Paul a validé", "unclear"),
    ("Je suis d’accord avec Inès", "unclear"),
    ("OK pour Claire", "unclear"),
    ("Validé par Paul", "unclear"),
    ("Inès approuvé", "unclear"),
    ("OK Inès", "ok"),
    ("OK, merci.\n\nTéléchargez Outlook pour iOS", "ok"),
    ("OK\n\nPS : la date de la prochaine réunion est fausse", "corrections"),
    ("Je valide le point 1", "ok-except"),
    ("OK ?", "unclear"),
    ("OK je regarde demain", "later"),
    ("OK, je regarde demain", "later"),
    ("Je relis ce soir et je reviens vers vous.", "later"),
    ("Merci, je n’ai pas encore eu le temps de le lire", "later"),
    ("Pas encore", "later"),
    ("Bien reçu, merci", "unclear"),
    ("OK bien reçu", "unclear"),
    ("Merci", "unclear"),
    ("Parfait, merci", "unclear"),
    ("", "unclear"),
    ("Oui", "unclear"),
    ("Pas OK", "no"),
    ("Ce n’est pas bon pour moi, ne diffusez pas.", "no"),
    ("Non", "no"),
    ("Je ne valide pas ce compte rendu.", "no"),
    ("Surtout pas !", "no"),
    ("OK mais ne l’envoie pas avant lundi", "no"),
    ("OK si Paul est d’accord", "unclear"),
    ("OK, on en reparle jeudi ?", "unclear"),
    ("Qui a dit cela ?", "unclear"),
    ("OK sauf point 3", "ok-except"),
    ("OK, sauf le point 3.", "ok-except"),
    ("Validé à l’exception du point 2", "ok-except"),
    ("OK pour les points 1 et 2", "ok-except"),
    ("OK pour le point 1", "ok-except"),
    ("ok hormis A2", "ok-except"),
    ("OK mais pas le point 2", "ok-except"),
    ("OK sauf point 7", "unclear"),
    ("OK mais point 2 : c’est 12 000 € et non 10 000", "corrections"),
    ("A2 : c’est Léa, pas Paul", "corrections"),
    ("remplacer Morel par Moreau dans A3", "corrections"),
    ("Le point 2 est à revoir", "no"),
    ("OK, par contre la phrase sur la mairie est un peu dure", "corrections"),
    ("Il manque la question du parking", "corrections"),
    ("Bonjour,\nQuelques corrections :\n- A4 : Marc Tual\nPour le reste, OK.\nClaire", "corrections"),
]  # fmt: skip
ENGLISH = [
    ("Approved, thanks", "ok"),
    ("Approved.", "ok"),
    ("OK", "ok"),
    ("Okay, go ahead!", "ok"),
    ("Looks good to me, please circulate.", "ok"),
    ("Hi Tom,\n\nNo comments from me. You can send the minutes.\n\nKind regards,\nAna", "ok"),
    ("I approve the minutes as they stand", "ok"),
    ("Fine with me", "ok"),
    ("Happy with this, thanks Tom", "ok"),
    ("LGTM", "ok"),
    ("not yet", "later"),
    ("Thanks, I'll have a look tomorrow", "later"),
    ("Let me read it tonight", "later"),
    ("OK, I will get back to you", "later"),
    ("Great, thanks", "unclear"),
    ("Received", "unclear"),
    ("OK?", "unclear"),
    ("Yes", "unclear"),
    ("Minutes approved", "ok"),
    ("Yes, these are fine to circulate", "ok"),
    ("Thanks for these, all correct.", "ok"),
    ("Fine except A2", "ok-except"),
    ("OK with me if it is with you", "unclear"),
    ("Ok so who sends it?", "unclear"),
    ("I agree with Tom", "unclear"),
    ("Tom approved", "unclear"),
    ("Approved as amended", "unclear"),
    ("OK once Ana has seen it", "unclear"),
    ("Ok to send tomorrow", "unclear"),
    ("not OK", "no"),
    ("I do not approve these minutes", "no"),
    ("Please don't send this", "no"),
    ("No, thanks", "no"),
    ("Ok for point 1", "ok-except"),
    ("Approved except for item 2", "ok-except"),
    ("OK apart from point 1", "ok-except"),
    ("Ok for points 1 and 2", "unclear"),  # there are no others: nothing says what is not agreed to
    ("Point 2: delete the last sentence", "corrections"),
    ("Approved, but A1 should be Ana Ruiz", "corrections"),
    ("D1: nine thousand instead of eight thousand", "corrections"),
    ("OK, but the bit about the printer is wrong", "corrections"),
    ("Replace twelve with fourteen.", "corrections"),
    ("A2: by 15 December", "corrections"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), FRENCH)
def test_a_french_answer_is_understood(text: str, kind: str) -> None:
    assert read_answer(text, french(), "fr").kind == kind


@pytest.mark.parametrize(("text", "kind"), ENGLISH)
def test_an_english_answer_is_understood(text: str, kind: str) -> None:
    assert read_answer(text, english(), "en").kind == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Non, attendez…", "no"),
        ("Please hold off, that is wrong.", "no"),
        ("Attendez avant d'envoyer.", "no"),
        ("Attendez, il y a une erreur", "no"),
        ("I'll get back to you: there is a mistake in it", "no"),
        ("Non, pas encore, je regarde demain", "later"),
        ("I'll look at the changes tomorrow", "later"),
        ("Attendez-moi, je relis ce soir", "later"),
    ],
)
def test_who_takes_a_word_back_says_no_and_not_later(text: str, kind: str) -> None:
    assert read_answer(text, french(), "fr").kind == kind


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("OK sauf point 3", (3,)),
        ("OK pour les points 1 et 2", (3,)),
        ("OK sauf les points 1 et 3", (1, 3)),
        ("ok hormis A3", (2,)),
        ("Validé sauf la décision D1", (1,)),
        ("Je valide le point 1", (2, 3)),
    ],
)
def test_the_points_that_are_not_agreed_to_are_named(text: str, points: tuple[int, ...]) -> None:
    assert read_answer(text, french(), "fr").points == points


def applied(
    text: str, language: Language = "fr", at: date | None = None
) -> tuple[Answer, Minutes, list[str], list[str]]:
    minutes = french() if language == "fr" else english()
    answer = read_answer(text, minutes, language)
    made = apply_answer(answer, minutes, at=at, people=("Léa Marchand", "Marc Tual"))
    changes = [one.sentence.render(language) for one in made.changes]
    return answer, made.minutes, changes, [one.render(language) for one in made.questions]


def test_an_amount_is_replaced_and_its_unit_stands_once() -> None:
    answer, minutes, changes, questions = applied("OK mais point 2 : c’est 12 000 € et non 10 000")
    assert answer.has_yes
    assert questions == []
    assert words_at(minutes, Place("d", 2, 1)) == "Le devis de l’entreprise Morel est retenu pour 12 000 €."
    assert len(changes) == 1


def test_an_owner_is_replaced_by_the_full_name_and_the_other_owner_stays() -> None:
    _, minutes, _, questions = applied("A2 : c’est Léa, pas Paul")
    assert questions == []
    assert action_at(minutes, Place("a", 1, 2)).who == ("Inès Kaci", "Léa Marchand")


def test_an_owner_alone_replaces_all() -> None:
    _, minutes, _, _ = applied("A4 : Marc Tual")
    assert action_at(minutes, Place("a", 2, 2)).who == ("Marc Tual",)


def test_a_name_that_may_be_two_people_is_asked() -> None:
    minutes = french()
    answer = read_answer("A4 : Paul", minutes, "fr")
    made = apply_answer(answer, minutes, people=("Paul Martin",))
    assert made.minutes == minutes
    assert len(made.questions) == 1


def test_a_day_is_reckoned_from_the_day_of_the_answer() -> None:
    _, minutes, changes, _ = applied("A4 : plutôt pour le 15 janvier", at=date(2026, 12, 2))
    assert action_at(minutes, Place("a", 2, 2)).due == date(2027, 1, 15)
    assert "15 janvier 2027" in changes[0]


def test_words_are_replaced_where_they_stand_once() -> None:
    _, minutes, _, _ = applied("Remplacer « 140 personnes » par « 160 personnes ».")
    assert words_at(minutes, Place("s", 3, 1)) == "La fête d’été a réuni 160 personnes."


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Remplacer mairie par commune", id="the words stand in several places"),
        pytest.param("Point 2 : c’est 12 000 € et non 11 000 €", id="the words stand nowhere"),
        pytest.param("Point 9 : 12 000 € et non 10 000 €", id="there is no such point"),
        pytest.param("Point 1 : supprimer la dernière phrase", id="what is last is not sure: decisions follow"),
        pytest.param("A2 : voir avec Paul", id="not what is to change"),
        pytest.param("Point 2 : c’est 12 000 €", id="instead of what"),
        pytest.param("Point 2 : le devis a été choisi et non imposé par la mairie", id="no words that stand there"),
        pytest.param("Supprimer la mairie", id="more than once"),
        pytest.param("A1 : vendredi ou lundi", id="two days"),
        pytest.param("Points 1 et 2 : 12 000 € et non 10 000 €", id="two points at once"),
        pytest.param("Remplacer « Morel » par « Moreau »", id="twice in one point"),
    ],
)
def test_what_is_not_clear_is_asked_and_nothing_is_changed(text: str) -> None:
    answer, minutes, changes, questions = applied(text, at=date(2026, 11, 27))
    assert answer.kind == "corrections"
    assert minutes == french()
    assert changes == []
    assert len(questions) == 1


def test_numbers_of_actions_mean_the_document_as_it_was_shown() -> None:
    _, minutes, changes, questions = applied("Supprimer A1.\nA3 : Paul Lenoir.\nSupprimer le point 3.")
    assert questions == []
    assert len(changes) == 3
    assert next(one.what for _, one in minutes.actions) == "Relancer la mairie au sujet de la subvention"
    assert [one.who for _, one in minutes.actions][1] == ("Paul Lenoir",)
    assert len(minutes.topics) == 2


def test_the_last_sentence_of_a_point_with_nothing_else_goes() -> None:
    _, minutes, changes, questions = applied("Point 2: delete the last sentence", "en")
    assert (len(changes), questions) == (1, [])
    assert minutes.topics[1].summary == ()


@pytest.mark.parametrize(
    "text", ["Marc était présent", "OK mais Marc Tual était présent.", "Ajouter Marc aux présents"]
)
def test_who_was_there_is_put_into_the_right_list(text: str) -> None:
    _, minutes, changes, questions = applied(text)
    assert (minutes.present[-1], minutes.excused, questions) == ("Marc Tual", (), [])
    assert len(changes) == 1


def test_who_was_not_there_is_asked() -> None:
    _, minutes, _, questions = applied("OK mais Paul n’était pas présent")
    assert minutes == french()
    assert questions


def test_a_sentence_is_added_where_it_is_given_as_such() -> None:
    _, minutes, _, _ = applied("Point 3 : ajouter que le bilan de la fête sera présenté en janvier.")
    assert minutes.topics[2].summary[-1].text == "Le bilan de la fête sera présenté en janvier"
    _, minutes, _, questions = applied("Point 3 : ajouter une phrase sur le bilan")
    assert minutes == french()
    assert questions


def test_a_line_that_only_names_a_point_says_what_the_next_is_about() -> None:
    _, minutes, _, questions = applied("OK sauf :\nPoint 2 :\n- 12 000 € et non 10 000 €")
    assert questions == []
    assert "12 000 €" in words_at(minutes, Place("d", 2, 1))


@pytest.mark.parametrize(
    "text",
    [
        "Il y a une erreur au point 2 : le devis est de 11 000 € et pas 10 000 €.",
        "D3 : 10 000 € -> 11 000 €",
        "Point 2, D3 : 11 000 € au lieu de 10 000 €",
        "Validé, mais lire 11 000 € au lieu de 10 000 € au point 2",
        "Remplace « 10 000 € » par « 11 000 € » au point 2",
        "Merci de corriger : Morel retenu pour 11 000 €, pas 10 000 €",
        "Point 2 : 10 000 € devrait être 11 000 €",
    ],
)
def test_one_correction_is_said_in_many_ways(text: str) -> None:
    _, minutes, _, questions = applied(text)
    assert questions == []
    assert words_at(minutes, Place("d", 2, 1)) == "Le devis de l’entreprise Morel est retenu pour 11 000 €."


def test_digits_within_a_longer_number_are_not_taken() -> None:
    _, minutes, _, questions = applied("Remplacer 500 par 600")
    assert minutes == french()
    assert questions


def test_several_corrections_are_each_done_or_asked() -> None:
    text = "Bonjour,\nQuelques corrections :\n- point 2 : 12 500 € et non 12 400 €\n- A4 : Marc Tual\n"
    text += "- A1 : à voir\nPour le reste, OK.\nClaire"
    answer, minutes, changes, questions = applied(text)
    assert answer.has_yes
    assert (len(changes), len(questions)) == (2, 1)
    assert "12 500 €" in words_at(minutes, Place("s", 2, 1))


@pytest.mark.parametrize(
    "hostile",
    ["a" * 100_000, "ok " * 30_000, "« " * 50_000, "point 1, " * 10_000, "remplacer a par b par " * 5_000, "\n" * 100_000,
     "pas " * 25_000, "A1 " * 30_000, "je vais y " * 10_000, "- " * 50_000, "1 " * 50_000],
)  # fmt: skip
def test_a_hostile_answer_is_read_quickly_and_is_no_yes(hostile: str) -> None:
    def run() -> None:
        answer = read_answer(hostile, french(), "fr")
        apply_answer(answer, french())
        assert answer.kind != "ok"

    within(1.5, run)


@pytest.mark.parametrize("sign", ["❌", "👎", "🚫", "😡", "🤔", "❓"])
def test_a_yes_beside_a_sign_that_refuses_or_doubts_is_no_yes(sign: str) -> None:
    for words in (f"OK {sign}", f"{sign} OK"):
        assert read_answer(words, french(), "fr").kind != "ok"
    assert read_answer("OK 👍", french(), "fr").kind == "ok"


TITLE = "Hélène Veyrin\nPrésidente – Ateliers du Port\ntél. 02 40 00 00 00"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("OK\n-- \nHélène Veyrin\nPrésidente", "ok"),
        (f"OK\n\n{TITLE}", "ok"),
        (
            "OK pour diffusion. Bien cordialement, Hélène Veyrin / Présidente / Ateliers du Port SAS / tél. 02 40 00 00 00",
            "ok",
        ),
        ("OK Hélène Veyrin Présidente – Ateliers du Port", "ok"),
        ("OK pour moi.\n\nCordialement,\nH. Veyrin\nPrésidente directrice générale\nwww.port.example", "ok"),
        ("Approved.\n\nKind regards,\nHélène Veyrin\nManaging Director, Harbour Workshops Ltd", "ok"),
        (f"OK sauf point 3\n\n{TITLE}", "ok-except"),
        (f"OK mais point 2 : c’est 12 000 € et non 10 000\n\n{TITLE}", "corrections"),
        (f"Je regarde demain\n\n{TITLE}", "later"),
        (f"Non.\n\n{TITLE}", "no"),
        (f"OK\n\n{TITLE}\n\nPS : la date de la prochaine réunion est fausse", "corrections"),
        ("OK\n\nCordialement,\nHélène Veyrin\n\nD2 : Moreau", "corrections"),
        ("OK\n\nCordialement,\nHélène\n\nLe loyer est de 900 €", "unclear"),
        ("OK Hélène Veyrin doit encore le lire", "unclear"),
        ("OK pour Hélène Veyrin Présidente", "unclear"),
        ("OK\n\nPrésidente – Ateliers du Port", "unclear"),
        (TITLE, "unclear"),
    ],
)
def test_what_stands_below_a_closing_or_the_authors_name_is_how_they_sign(text: str, kind: str) -> None:
    assert read_answer(text, french(), "fr", author="Hélène Veyrin").kind == kind


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        ("Le devis est retenu pour dix mille euros.", "Le devis est retenu pour 12 000 €."),
        ("Le devis, ten thousand euros, is taken.", "Le devis, 12 000 €, is taken."),
        ("On garde dix mille pour les travaux.", "On garde 12 000 € pour les travaux."),
        ("Le devis est retenu pour cent dix mille euros.", ""),
        ("Le devis est retenu pour dix mille cinq cents euros.", ""),
        ("Dix mille euros d’un côté, dix mille euros de l’autre.", ""),
    ],
)
def test_figures_of_a_correction_are_found_in_words(said: str, stands: str) -> None:
    minutes = with_words(french(), Place("d", 2, 1), said)
    answer = read_answer("OK mais point 2 : c’est 12 000 € et non 10 000", minutes, "fr")
    made = apply_answer(answer, minutes)
    assert words_at(made.minutes, Place("d", 2, 1)) == (stands or said)
    assert bool(made.questions) == (not stands)


@pytest.mark.parametrize(
    ("figures", "words"),
    [("80", "quatre-vingts"), ("71", "soixante et onze"), ("200 000", "deux cent mille"), ("1 250", "mille deux cent cinquante"),
     ("91", "quatre-vingt-onze"), ("1250", "one thousand two hundred and fifty")],
)  # fmt: skip
def test_figures_are_said_in_words(figures: str, words: str) -> None:
    assert (words, "9") in list(spoken(figures, "9"))


def test_a_correction_behind_hundreds_of_short_sentences_is_heard() -> None:
    answer = read_answer("Merci. " * 300 + "\nPoint 1 : je n’ai jamais dit ça.", french(), "fr")
    assert [one.reference.number for one in answer.corrections if one.reference is not None] == [1]


def test_what_stands_beyond_what_is_read_of_an_answer_is_asked_about() -> None:
    answer = read_answer("OK pour moi.\nA1 : Luc.\n" + "Merci. " * 3_000, french(), "fr")
    assert not answer.has_yes
    asked = [one.render("en") for one in apply_answer(answer, french()).questions]
    assert any(one.startswith("Only the first 20") for one in asked)


@pytest.mark.parametrize(
    "text", ["OK sauf la décision 1", "Décision 1 : enlevé à l’unanimité, c’était Léa", "Validé à part l’été"]
)
def test_accents_as_two_signs_are_heard_as_those_of_one(text: str) -> None:
    assert read_answer(unicodedata.normalize("NFD", text), french(), "fr") == read_answer(text, french(), "fr")
