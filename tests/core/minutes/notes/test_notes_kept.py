"""What notes say is neither lost nor changed on its way into the minutes: signs, first headings, days reckoned back."""

from __future__ import annotations

import re
from datetime import date, time
from string import ascii_lowercase

import pytest

from officebot.core.minutes.agenda import read_agenda
from officebot.core.minutes.model import Minutes, NotesFile
from officebot.core.minutes.notes.drafting import draft_from_notes
from officebot.core.minutes.notes.due import Days
from officebot.core.minutes.notes.participants import read_participants
from tests.speed import within

WHEN = date(2026, 3, 10)
PEOPLE = read_participants("name,role\nMarie Lambert,présidente\nLuc Perrot,trésorier\n")


def drafted(text: str) -> Minutes:
    return draft_from_notes([NotesFile(name="notes.md", text=text)], people=PEOPLE, when=WHEN, language="fr")


@pytest.mark.parametrize("line", ["- -3 % sur les ventes", "-5 °C dans la cave", "* –1200 € de résultat"])
def test_the_minus_before_a_figure_stays(line: str) -> None:
    [topic] = drafted(f"## Comptes\n{line}\n").topics
    assert [one.text for one in topic.summary] == [line.removeprefix("- ").removeprefix("* ")]


def test_the_first_of_several_headings_of_one_depth_is_a_topic() -> None:
    assert [one.heading for one in drafted("## Budget\n- il reste 3 €\n## Travaux\n- le toit fuit\n").topics] == [
        "Budget",
        "Travaux",
    ]


@pytest.mark.parametrize("first", ["## Réunion du bureau", "## 10 mars 2026", "# Équipe"])
def test_a_title_above_the_headings_is_none_of_them(first: str) -> None:
    assert "Travaux" in [
        one.heading for one in drafted(f"{first}\n## Travaux\n- le toit fuit\n## Divers\n- rien\n").topics
    ]
    assert drafted(f"{first}\n## Travaux\n- le toit fuit\n").title == first.strip("# ")


@pytest.mark.parametrize("no", ["Non, trop cher.", "Non.", "Annulé."])
def test_what_the_next_sentence_refuses_is_no_action(no: str) -> None:
    assert list(drafted(f"## Salle\nLuc réserve la salle des fêtes. {no}\n").actions) == []


@pytest.mark.parametrize("said", ["Non, plutôt celle du haut.", "No objection.", "Trop de monde à la mairie."])
def test_what_the_next_sentence_only_corrects_or_explains_stays_an_action(said: str) -> None:
    assert len(list(drafted(f"## Salle\nLuc réserve la salle des fêtes. {said}\n").actions)) == 1


def test_a_mail_quoted_in_the_notes_is_not_read_as_notes_and_that_is_said() -> None:
    minutes = drafted(
        "## Devis\nLuc appelle le notaire.\n\nLe 3 mars, Marie a écrit :\n> Luc doit envoyer les devis\n> On vend la maison\n"
        "\nMarie envoie le PV.\n"
    )
    assert [action.what for _, action in minutes.actions] == ["appelle le notaire.", "envoie le PV."]
    assert [one.what.render("en") for one in minutes.problems] == [
        "Mails quoted in the notes were not read as notes: 1."
    ]


def test_lines_with_an_arrow_of_the_same_sign_are_notes() -> None:
    assert len(list(drafted("## Devis\n> Luc appelle le notaire\n> Marie envoie le PV\n").actions)) == 2


@pytest.mark.parametrize(
    "words", ["deux heures maximum", "2 heures maxi", "durée deux heures", "durée : 2h", "compter 2h", "2h max"]
)
def test_how_long_the_next_meeting_lasts_is_no_hour(words: str) -> None:
    following = drafted(f"## Suite\nProchaine réunion jeudi 19 mars, {words}\n").next_meeting
    assert following is not None
    assert (following.date, following.time) == (date(2026, 3, 19), None)


def test_the_hour_beside_the_length_is_read() -> None:
    following = drafted("## Suite\nProchaine réunion jeudi 19 mars à 18h30, deux heures maximum\n").next_meeting
    assert following is not None
    assert following.time == time(18, 30)


@pytest.mark.parametrize(
    ("language", "words", "day"),
    [
        ("en", "three days before 2 April", date(2026, 3, 30)),
        ("en", "two months before 31 July", date(2026, 5, 31)),
        ("en", "one month before the show of 31 May", date(2026, 4, 30)),
        ("en", "5 working days before the trial on 30 March", date(2026, 3, 23)),
        ("fr", "3 j ouvrés avant le salon du 30 mars", date(2026, 3, 25)),
        ("fr", "salon le 30 mars, affiches 2 j avant", date(2026, 3, 28)),
    ],
)
def test_a_day_before_another_is_reckoned_once_by_the_calendar(language: str, words: str, day: date) -> None:
    assert [one.day for one in Days(when=WHEN, language=language).found(words, 0, len(words))] == [day]


def test_what_is_beyond_the_limits_is_told() -> None:
    agenda = read_agenda("".join(f"{number}. Sujet numéro {number}\n" for number in range(1, 99)) * 3)
    people = read_participants(
        "\n".join(f"{one}o{other}a Durand" for one in ascii_lowercase for other in ascii_lowercase)
    )
    text = "## Bilan\n" + "- rien à dire\n" * 4_001
    minutes = draft_from_notes(
        [NotesFile(name="n", text=text)], agenda=agenda, people=people, when=WHEN, language="fr"
    )
    told = [one.what.render("en") for one in minutes.problems]
    assert told[:2] == [
        "Only the first 200 points of the agenda were read.",
        "Only the first 500 of the list of people were read.",
    ]
    assert any(re.match(r"Only the first 4\W?000 lines under one heading were read", one) for one in told)


def test_three_hundred_people_called_alike_are_read_in_no_time() -> None:
    names = [f"Prénom{number} Nom{number}" for number in range(300)]

    def run() -> None:
        draft_from_notes(
            [NotesFile(name="n", text=f"## A\nPrésents : {', '.join(names)}\n- Luc appelle\n")],
            people=read_participants("\n".join(names)),
            when=WHEN,
            language="fr",
        )

    within(4, run)
