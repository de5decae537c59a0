"""An answer is followed without a person only where it takes an offered time and says nothing besides."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.meetings.choice import Answer, choice_of
from officebot.core.meetings.plainness import is_plain
from officebot.core.text import Language
from officebot.core.worktime import WorkingTime
from tests.speed import within

OFFERS = [datetime(2026, 12, 1, 9), datetime(2026, 12, 2, 14), datetime(2026, 12, 3, 10)]
AT = datetime(2026, 11, 26, 10, tzinfo=ZoneInfo("Europe/Paris"))
WORKING = WorkingTime(country="FR")
NAMES = ("Ines Carvalho", "Nadia Ferrand", "Étienne Kerbrat")


def plain(text: str, language: Language = "en") -> bool:
    choice = choice_of(text, OFFERS, AT, language, WORKING)
    return is_plain(choice, text, OFFERS, AT, language, WORKING, NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "The second one works for us, thank you.",
        "Hello,\n\nThe second one works for us.\n\nRegards,\nInes Carvalho",
        "2 December works for me.",
        "Wednesday at 2 pm is perfect.",
        "Any of them works, your choice.",
        "Let's go with the third one.\n\nInes\n--\nHead of sales\nGlass Ltd",
    ],
)
def test_an_answer_in_english_that_only_takes_a_time_is_plain(text: str) -> None:
    assert plain(text)


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour Monsieur Kerbrat,\n\nLe deuxième me va, merci beaucoup.\n\nBien cordialement,\nInes Carvalho",
        "Mercredi 2 décembre à 14 h, c'est parfait. Bonne journée",
        "Le 2e créneau nous convient parfaitement.",
        "Ok pour mercredi.",
        "N'importe lequel me va.",
        "Va pour le troisième, à bientôt !",
    ],
)
def test_an_answer_in_french_that_only_takes_a_time_is_plain(text: str) -> None:
    assert plain(text, "fr")


@pytest.mark.parametrize(
    "more",
    [
        "but could we make it an hour instead?", "if it can be by phone.", "provided that we meet at our office.",
        "subject to confirmation.", "I think.", "but not for my colleague.", "unless it snows.", "for 90 minutes.", "at 3 pm.",
        "on Zoom.", "without Sophie.", "hopefully.", "and Thursday works.", "Could you send me the plans?", "PS by phone.",
        "Ines\nI shall bring two colleagues.", "à condition que ce soit en visio.", "sous réserve.", "mais plutôt à 15 h.",
        "sauf imprévu.", "si possible.", "pour l'instant.", "je vous confirme demain.", "Pouvez-vous m'envoyer le plan ?",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("text", "language"), [("The second one works for us, ", "en"), ("Le deuxième nous va, ", "fr")]
)
def test_whatever_is_said_besides_makes_a_person_read_it(text: str, language: Language, more: str) -> None:
    assert plain(text.rstrip(" ,") + ".", language)
    assert not plain(text + more, language)


@pytest.mark.parametrize(
    "text",
    ["Possibly the second one.", "Tuesday might work.", "Does Tuesday still work for you?", "Is the second one in Paris?",
     "I'd prefer the second one to be later.", "Tuesday or Wednesday both work.", "None of them works.", "", "Hello"],
)  # fmt: skip
def test_what_takes_no_single_time_for_sure_is_not_plain(text: str) -> None:
    assert not plain(text)


@given(st.text(alphabet="bcdfghjklmnpqrstvwxz", min_size=4, max_size=12))
def test_one_word_that_nobody_knows_is_enough(word: str) -> None:
    assert not plain(f"The second one works for us {word}.")


def test_a_long_answer_is_read_by_a_person_and_costs_nothing() -> None:
    text = "The second one works. " + "thanks " * 100_000
    choice = choice_of(text[:100], OFFERS, AT, "en", WORKING)
    assert choice.answer is Answer.TAKES
    within(0.05, lambda: is_plain(choice, text, OFFERS, AT, "en", WORKING))
