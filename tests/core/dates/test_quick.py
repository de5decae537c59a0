"""The usual forms of dates are read without the grammar, and in any surroundings just as the grammar reads them."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.core.dates.english import english
from officebot.core.dates.find import find
from officebot.core.dates.french import french
from officebot.core.dates.quick import quickly
from officebot.core.dates.reading import Run
from officebot.core.dates.sentences import expression
from officebot.core.worktime import WorkingTime

AT = datetime(2026, 11, 24, 9, 30)
OFFICE = WorkingTime()
FORMS = {
    "fr": (
        "27/11/2026", "2026-11-27", "27.11.2026", "5/3/27", "12/05", "12 avril 2027", "1er mars", "3 oct 2027", "lundi",
        "lundi 30 novembre",
        "mardi 12/01", "jeudi 3 juin 2027", "vendredi prochain", "ce mardi", "demain", "hier soir", "demain matin",
        "lundi après-midi", "14h30", "17 h", "10:30", "ce matin", "cette semaine", "semaine prochaine", "mois dernier",
        "12 avril 2027 à 14h30", "lundi 30 novembre à 10h30", "demain 17h", "mardi à 8h", "27/11/2026 à 9h",
        "avant vendredi", "avant le 27 novembre", "d'ici lundi 17h", "depuis hier soir", "depuis 2026-11-02",
        "jusqu'au 5 juin 2027", "avant 18h",
    ),
    "en": (
        "27/11/2026", "2026-11-27", "27.11.2026", "5/3/27", "12/05", "12 April 2027", "April 12, 2027", "May 3rd",
        "1st of March", "March 12", "3 Oct 2027", "Monday", "Monday 30 November",
        "Tuesday, 12/01/2027", "Thursday, June 3, 2027", "next Friday",
        "this Tuesday", "tomorrow", "yesterday evening", "Monday afternoon", "17:30", "10:30 am", "5 pm", "this morning",
        "last night", "tonight", "next week", "this month", "last year", "12 April 2027 at 2 pm", "Monday at 10:30",
        "tomorrow 5 pm", "27/11/2026 at 17:30", "by Friday", "before 27 November", "by Monday 5 pm", "since last night",
        "until 2026-11-02", "by next week", "before 6 pm",
    ),
}  # fmt: skip
LEXICONS = {"fr": french(), "en": english()}
#: An unknown word of each language, behind which nothing goes on.
UNKNOWN = {"fr": "cartons", "en": "parcels"}


def both(
    text: str, language: str, at: datetime = AT, order: str = "dmy", working: WorkingTime | None = OFFICE
) -> None:
    """Fail unless the quick way and the whole grammar find the same."""
    assert find(text, at, language, order, working) == find(text, at, language, order, working, expression)


def never(run: Run, place: int) -> None:
    """A grammar that must not be asked."""
    raise AssertionError(f"The grammar was asked about {run.words[place:]}, {run.shape[place:]}.")


@lru_cache
def one_word_a_meaning(language: str) -> tuple[str, ...]:
    """A word or phrase for each meaning that the language knows, beside numbers and signs."""
    told: dict[tuple[str, str], str] = {}
    for word, one in LEXICONS[language].words.items():
        told.setdefault((one.lexeme.meaning(), one.letter), word)
        for second, phrases in (one.phrases or {}).items():
            for phrase in phrases:
                told.setdefault((phrase.lexeme.meaning(), phrase.letter), " ".join((word, second, *phrase.rest)))
    return (
        *told.values(),
        "5",
        "12",
        "29",
        "45",
        "1998",
        "2027",
        "0930",
        "345",
        "12345",
        "(",
        ")",
        ",",
        ".",
        ":",
        ";",
    )


@pytest.mark.parametrize(("language", "form"), [(language, form) for language in FORMS for form in FORMS[language]])
def test_a_usual_form_needs_no_grammar(language: str, form: str) -> None:
    for text in (form, f"{UNKNOWN[language]} {form} {UNKNOWN[language]}", f"{form}."):
        found = find(text, AT, language, "dmy", OFFICE, lambda run, place: quickly(run, place, never))
        assert [one.text for one in found] == [form]


@pytest.mark.parametrize(("language", "form"), [(language, form) for language in FORMS for form in FORMS[language]])
def test_whatever_word_stands_beside_it_a_usual_form_is_read_as_the_grammar_reads_it(
    language: str, form: str
) -> None:
    for number, word in enumerate(one_word_a_meaning(language)):
        both(f"{form} {word}{(' ', '', ', ')[number % 3]}{UNKNOWN[language]}", language)
        if not number % 2:
            both(f"{word} {form}", language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "du lundi à 29h20"),
        ("fr", "du 1er oct. 2026 au 7 oct. 2026"),
        ("fr", "une réunion de 1h30"),
        ("fr", "du 12 mars au 15 mars"),
        ("fr", "le 12 mars 2027 et le 13"),
        ("fr", "31/06/2027, 30 février 2027, le 29 février"),
        ("fr", "à 14h30a"),
        ("en", "by 12 noon on Wednesday"),
        ("en", "on thu. 5 pm"),
        ("en", "the 12 April 2027 to the 15"),
        ("en", "at 0930 and at five"),
        ("en", "Monday week"),
        ("en", "12 March - 14 March"),
    ],
)
def test_what_looks_usual_and_is_not_is_left_to_the_grammar(language: str, text: str) -> None:
    both(text, language)


def test_every_day_and_time_in_figures_is_read_as_the_grammar_reads_it() -> None:
    for number in range(100):
        both(f"{number}/02/2027, 2026-{number:02}-30, {number} avril, {number}h{number:02}, {number:02}:05", "fr")
        both(
            f"{number}/02/2027, April {number}, {number} May 2028, {number} pm, {number:02}:05 am", "en", order="mdy"
        )


def words_of(language: str) -> st.SearchStrategy[str]:
    """Pieces of sentences: usual forms, words of the lexicon, numbers, signs, and what is none of them."""
    return st.one_of(
        st.sampled_from(FORMS[language]),
        st.sampled_from(one_word_a_meaning(language)),
        st.sampled_from((UNKNOWN[language], ",", ".", "(", ")", " - ", ": ", "\n\n", "’", "%")),
        st.integers(0, 40).map(str),
        st.tuples(st.integers(0, 31), st.sampled_from("/.-:h "), st.integers(0, 60)).map(
            lambda told: "".join(map(str, told))
        ),
    )


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(("fr", "en")).flatmap(
        lambda language: st.tuples(st.just(language), st.lists(words_of(language), min_size=1, max_size=8))
    ),
    st.sampled_from((" ", " ", " ", "")),
    st.datetimes(datetime(1999, 1, 1), datetime(2061, 12, 31)),
    st.sampled_from(("dmy", "mdy")),
    st.sampled_from((OFFICE, None)),
)
def test_in_any_surroundings_the_quick_way_and_the_grammar_agree(
    told: tuple[str, list[str]], joint: str, at: datetime, order: str, working: WorkingTime | None
) -> None:
    language, pieces = told
    both(joint.join(pieces), language, at, order, working)
    both(joint.join(pieces), "mixed", at, order, working)
