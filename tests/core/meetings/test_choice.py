"""Which of the offered times an answer takes."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.meetings.choice import Answer, Choice, choice_of
from officebot.core.text import Language
from officebot.core.worktime import WorkingTime

WORKING = WorkingTime()
AT = datetime(2026, 11, 26, 10, tzinfo=ZoneInfo("Europe/Paris"))
TUESDAY, WEDNESDAY, THURSDAY = datetime(2026, 12, 1, 10), datetime(2026, 12, 2, 14), datetime(2026, 12, 3, 9, 30)
OFFERS = (TUESDAY, WEDNESDAY, THURSDAY)


def read(text: str, language: Language = "fr") -> Choice:
    return choice_of(text, OFFERS, AT, language, WORKING)


@pytest.mark.parametrize(
    ("language", "text", "taken"),
    [
        ("fr", "le deuxième me va", WEDNESDAY),
        ("fr", "Mercredi à 14h, c'est parfait.", WEDNESDAY),
        ("fr", "Je ne suis pas disponible mardi. Jeudi 9h30, parfait.", THURSDAY),
        ("fr", "Bonjour,\nmerci pour ces dates. Le 3 décembre nous convient.\nBien cordialement", THURSDAY),
        ("fr", "OK pour le 1er", TUESDAY),
        ("fr", "Va pour jeudi, à bientôt", THURSDAY),
        ("fr", "La dernière date m'arrange.", THURSDAY),
        ("fr", "Mercredi je ne peux pas, par contre mardi c'est bon pour moi.", TUESDAY),
        ("en", "Tuesday works", TUESDAY),
        ("en", "The one at 2 o'clock would be perfect.", WEDNESDAY),
        ("en", "Between 1 and 3 pm is best for me.", WEDNESDAY),
        ("fr", "Entre 13h et 15h, c'est parfait.", WEDNESDAY),
        ("fr", "Pas de problème pour mardi.", TUESDAY),
        ("en", "Not bad, Tuesday works.", TUESDAY),
        ("en", "02:00 works", WEDNESDAY),
        ("en", "Any time before Wednesday works.", TUESDAY),
        ("en", "Unfortunately only Tuesday works.", TUESDAY),
        ("en", "Can't do Tuesday or Wednesday. The other one works.", THURSDAY),
        ("fr", "Mardi et mercredi, je ne peux pas. L'autre me va.", THURSDAY),
        ("en", "The 10 o'clock one please", TUESDAY),
        ("en", "Option 3, thanks", THURSDAY),
        ("en", "The 2nd is good for us.", WEDNESDAY),
        ("en", "Not Tuesday, but the second works.", WEDNESDAY),
        ("en", "Unfortunately I can't make Tuesday or Wednesday, but Thursday is fine.", THURSDAY),
        ("en", "Wednesday afternoon suits me best. See you then!", WEDNESDAY),
        ("en", "Perfect, see you on Tuesday. By the way, the invoice comes on Friday.", TUESDAY),
    ],
)
def test_an_answer_takes_the_offer_that_it_names(language: Language, text: str, taken: datetime) -> None:
    choice = read(text, language)
    assert (choice.answer, [OFFERS[place] for place in choice.taken]) == (Answer.TAKES, [taken])


@pytest.mark.parametrize(
    ("language", "text"),
    [("fr", "N'importe lequel me va, merci !"), ("en", "Any of them is fine with me."), ("fr", "Peu importe.")],
)
def test_who_does_not_mind_takes_all(language: Language, text: str) -> None:
    assert read(text, language).taken == (0, 1, 2)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Aucun de ces créneaux ne me convient, je suis en déplacement toute la semaine."),
        ("en", "Sorry, none of these work for me."),
        ("fr", "Je suis absente mardi, mercredi et jeudi."),
    ],
)
def test_who_can_at_none_of_them_takes_none(language: Language, text: str) -> None:
    choice = read(text, language)
    assert (choice.answer, choice.taken) == (Answer.NONE, ())


def test_another_day_is_asked_for_instead() -> None:
    choice = read("Plutôt le lundi 7 décembre après-midi, si c'est possible.")
    assert choice.answer is Answer.OTHER
    assert [(one.first, one.last) for one in choice.windows] == [(date(2026, 12, 7), date(2026, 12, 7))]


def test_a_time_proposed_instead_is_kept_to_the_minute() -> None:
    choice = read("Sorry, none of these work. Could we do Monday 7 December at 3 pm instead?", "en")
    assert (choice.answer, choice.exact) == (Answer.NONE, (datetime(2026, 12, 7, 15),))


def test_a_meeting_that_nobody_needs_any_more_is_called_off() -> None:
    assert read("Nous n'avons plus besoin de ce rendez-vous, merci d'annuler.").answer is Answer.CALLS_OFF


@pytest.mark.parametrize("text", ["Thanks, I'll ask my boss and come back to you.", "", "??", "Please see attached."])
def test_what_says_nothing_of_the_offers_is_for_a_person(text: str) -> None:
    assert read(text, "en").answer is Answer.UNCLEAR


def test_a_refused_offer_is_never_taken() -> None:
    choice = read("Mardi et jeudi me vont, pas mercredi.")
    assert (choice.taken, choice.refused) == ((0, 2), (1,))


@given(st.text(max_size=400))
def test_whatever_is_written_gives_places_of_the_list_and_none_both_taken_and_refused(text: str) -> None:
    choice = read(text)
    assert set(choice.taken) <= {0, 1, 2}
    assert not set(choice.taken) & set(choice.refused)


@given(st.integers(0, 2), st.sampled_from(["{} works for me", "Yes to {}!", "let's do {}"]))
def test_an_offer_repeated_in_words_is_the_one_taken(place: int, form: str) -> None:
    offer = OFFERS[place]
    choice = read(form.format(f"{offer:%A} {offer.day} December at {offer:%H:%M}"), "en")
    assert choice.taken == (place,)
