"""Answers to requests, as people write them: what is a contribution, and what only sounds like one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.gathering.model import Ask
from officebot.core.gathering.reading import File, Said, Word, filled_fields, is_paper, read_answer
from officebot.core.worktime import WorkingTime
from tests.speed import within

#: Thursday.
NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
WORKING = WorkingTime()
WORDS = Ask(what="les ventes du mois")
FILE = Ask(what="le tableau", files=("xlsx",))
FIELDS = Ask(fields=("effectif", "budget prévu"))
SHEET = File(name="ventes.xlsx", media_type="application/vnd.ms-excel", size=9_000, sha256="a1")
LOGO = File(name="image001.png", media_type="image/png", size=4_000, sha256="b2")


def said(text: str, *files: File, ask: Ask = WORDS, whole: str = "") -> Said:
    return read_answer(text, files, ask, NOW, WORKING, whole)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("I'll send it Tuesday", date(2026, 12, 1)),
        ("Je vous l'envoie mardi.", date(2026, 12, 1)),
        ("Je le ferai lundi prochain, promis", date(2026, 11, 30)),
        ("Bonjour,\nVous aurez tout cela vendredi.\nSophie", date(2026, 11, 27)),
        ("Can you give me until 4 December?", date(2026, 12, 4)),
        ("Working on it, end of the week", date(2026, 11, 27)),
        ("En cours, tu l'auras demain soir", date(2026, 11, 27)),
        ("Il me faut encore jusqu'au 3 décembre.", date(2026, 12, 3)),
    ],
)
def test_a_promise_is_no_contribution_and_says_when(text: str, day: date) -> None:
    for ask in (WORDS, FILE, FIELDS):
        assert (said(text, ask=ask).word, said(text, ask=ask).promised_by) == (Word.PROMISE, day)


@pytest.mark.parametrize("text", ["Bien reçu, merci.\nSophie", "Ok", "Will do", "Je m'en occupe.",
                                  "Noted, thanks.\nBob Hill", ""])  # fmt: skip
def test_a_word_of_thanks_or_a_promise_without_a_day_is_no_contribution(text: str) -> None:
    assert (said(text).word, said(text).promised_by) == (Word.PROMISE, None)


@pytest.mark.parametrize(
    "text", ["Ci-joint le tableau.", "See attached.", "Attached.", "Please find attached the figures.\nBob",
             "Vous trouverez en pièce jointe les chiffres demandés.", "The file is attached, as you asked.",
             "See the attachment"],
)  # fmt: skip
def test_an_attachment_that_is_announced_and_missing_is_seen(text: str) -> None:
    assert said(text, LOGO, ask=FILE).word is Word.NO_FILE
    assert said(text, SHEET, ask=FILE).word is Word.CONTRIBUTION


@pytest.mark.parametrize(
    "text", ["Quel onglet faut-il remplir ?", "Which period do you mean?", "Je vous l'ai déjà envoyé hier.",
             "Pouvez-vous préciser la période ? Je vous l'envoie ensuite.", "I already sent it last week."],
)  # fmt: skip
def test_a_question_or_what_was_sent_elsewhere_is_for_a_person(text: str) -> None:
    assert said(text, ask=FILE).word is Word.QUESTION


@pytest.mark.parametrize(
    "text", ["Ce n'est pas moi, voyez avec Paul.", "Not me, ask Julia.", "Je ne pourrai pas cette fois-ci.",
             "Sorry, I can't help with this.", "Cela ne me concerne pas."],
)  # fmt: skip
def test_who_will_not_contribute_is_heard(text: str) -> None:
    assert said(text).word is Word.DECLINED


@pytest.mark.parametrize(
    "text", ["RAS ce mois-ci.", "Nothing to report.", "Néant", "Nous avons vendu 120 vases et 30 carafes en novembre.",
             "Sales were good in November: 1,200 visitors at the fair."],
)  # fmt: skip
def test_words_that_are_asked_for_are_the_contribution(text: str) -> None:
    assert said(text).word is Word.CONTRIBUTION


def test_words_where_a_file_or_fields_are_asked_for_are_looked_at_by_a_person() -> None:
    for ask in (FILE, FIELDS):
        assert said("Nous sommes douze et le budget ne change pas.", ask=ask).word is Word.QUESTION


def test_fields_are_read_line_by_line_also_where_our_own_lines_come_back_filled_in() -> None:
    found = said("- Effectif : 12\n* Budget Prevu = 3 000 €", ask=FIELDS)
    assert (found.word, found.values) == (Word.CONTRIBUTION, {"effectif": "12", "budget prévu": "3 000 €"})
    quoted = said("Voir ci-dessous.", ask=FIELDS, whole="Voir ci-dessous.\n> effectif : 12\n> budget prévu :\n")
    assert quoted.values == {"effectif": "12"}
    assert said("effectif : ?\nbudget prévu : …", ask=FIELDS).word is not Word.CONTRIBUTION


def test_a_file_of_another_kind_and_a_dangerous_one_are_said() -> None:
    page = File(name="ventes.pdf", media_type="application/pdf", size=9_000, sha256="c3")
    assert said("Voici.", page, ask=FILE).doubts == ("kind",)
    macro = File(name="ventes.xlsm", media_type="application/zip", size=9_000, sha256="d4", dangers=("macro",))
    assert said("Voici.", macro, ask=FILE).word is Word.QUESTION
    both = said("Voici.", macro, SHEET, ask=FILE)
    assert (both.word, both.files, both.doubts) == (Word.CONTRIBUTION, (SHEET,), ("danger",))


def test_a_logo_and_a_visiting_card_are_no_contribution() -> None:
    card = File(name="sophie.vcf", media_type="text/vcard", size=900, sha256="e5")
    assert not any(is_paper(one, FILE) for one in (LOGO, card))
    assert said("Bonjour, je regarde cela lundi.", LOGO, card, ask=FILE).word is Word.PROMISE
    scan = File(name="scan.jpg", media_type="image/jpeg", size=400_000, sha256="f6")
    assert is_paper(scan, FILE)
    assert not is_paper(replace(scan, size=3_000), FILE)


def test_where_a_picture_is_asked_for_a_small_one_is_a_question_and_neither_contribution_nor_forgotten() -> None:
    ask = Ask(what="la photo du stand", files=("image",))
    photo = File(name="image001.jpg", media_type="image/jpeg", size=900_000, sha256="f7")
    assert said("Voici la photo.", photo, LOGO, ask=ask).files == (photo,)
    for words in ("Voici la photo.", "Please find the picture attached.", ""):
        found = said(words, LOGO, ask=ask)
        assert (found.word, found.quote, found.doubts) == (Word.QUESTION, LOGO.name, ("picture",))
    assert said("Je vous l'envoie lundi.", LOGO, ask=ask).word is Word.PROMISE
    assert said("Voici la photo.", ask=ask).word is Word.NO_FILE


def test_part_of_it_with_a_promise_of_the_rest_is_a_contribution_that_is_not_all() -> None:
    found = said("Voici le tableau. Je vous enverrai le reste mardi.", SHEET, ask=FILE)
    assert (found.word, found.promised_by) == (Word.CONTRIBUTION, date(2026, 12, 1))


@given(st.text(max_size=400), st.sampled_from([WORDS, FILE, FIELDS]))
def test_whatever_is_written_is_read_and_without_files_or_fields_no_file_is_found(text: str, ask: Ask) -> None:
    found = said(text, ask=ask, whole=text)
    assert found.files == ()
    assert set(found.values) <= set(ask.fields)


@given(st.text(alphabet="aé :=\n>-*_?…12", max_size=200))
def test_a_field_that_is_found_stands_in_the_text_with_its_value(text: str) -> None:
    for name, value in filled_fields(text, ("a", "é")).items():
        assert name in ("a", "é")
        assert value.strip()


@pytest.mark.parametrize(
    "seed", ["je vous te le la ", "a:", "nous le la les ", "' ", "jusqu'au 3 ", "image", "ask ", "…\n"]
)
def test_hostile_answers_are_read_at_once(seed: str) -> None:
    text = seed * (100_000 // len(seed))
    within(0.5, lambda: said(text, ask=FIELDS, whole=text))
