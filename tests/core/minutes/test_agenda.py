"""Agendas, read as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.minutes.agenda import read_agenda
from officebot.core.minutes.model import AgendaPoint
from tests.speed import within


def headings(text: str) -> list[str]:
    return [point.heading for point in read_agenda(text).points]


@pytest.mark.parametrize(
    "text",
    [
        "# Réunion\n1. Budget\n2. Travaux\n3. Divers\n",
        "Ordre du jour\n- Budget\n  - détail\n- Travaux\n- Divers\n",
        "# Réunion\n## Budget\nun mot\n## Travaux\n## Divers\n",
        "Réunion du bureau\nBudget\nTravaux\nDivers\n",
        "1) Budget\n   a) détail\n2) Travaux\n3) Divers",
        "1 Budget\n2 Travaux\n3 Divers",
        "I. Budget\nII. Travaux\nIII. Divers",
        "(1) Budget (2) Travaux (3) Divers",
        "Budget / Travaux / Divers",
        "| # | Sujet | Durée |\n|---|---|---|\n| 1 | Budget | 10' |\n| 2 | Travaux | 5' |\n| 3 | Divers | 5' |\n",
    ],
    ids=["numbers", "bullets", "headings", "plain", "brackets", "bare", "roman", "one line", "slashes", "table"],
)
def test_the_points_are_found_however_they_are_listed(text: str) -> None:
    assert headings(text) == ["Budget", "Travaux", "Divers"]


def test_times_lengths_and_presenters_leave_the_heading() -> None:
    read = read_agenda(
        "9h00 - 9h15 : Accueil (Marie)\n9h15 Budget 2027 [Paul Roux, 20 min]\n9h40 Toiture (devis) — Ana, 5'\n"
    )
    assert read.points == (
        AgendaPoint(number=1, heading="Accueil", presenter="Marie"),
        AgendaPoint(number=2, heading="Budget 2027", presenter="Paul Roux", minutes=20),
        AgendaPoint(number=3, heading="Toiture (devis)", presenter="Ana", minutes=5),
    )


def test_the_title_and_a_day_with_its_year_stand_above_the_points() -> None:
    read = read_agenda("# Ordre du jour : bureau du 3 mars 2026\nLieu : salle B\n1. Budget\n2. Divers\n")
    assert (read.title, read.date) == ("bureau du 3 mars 2026", date(2026, 3, 3))


def test_a_day_without_a_year_is_not_guessed() -> None:
    assert read_agenda("Staff meeting 3 March\n1. Budget\n").date is None


def test_an_empty_text_has_no_points() -> None:
    assert read_agenda(" \n\n").points == ()


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert all(point.heading for point in read_agenda(text).points)


def test_a_megabyte_in_one_line_is_read_quickly() -> None:
    def run() -> None:
        for text in (
            "a" * 1_000_000,
            "(" * 1_000_000,
            "1. " * 300_000,
            "| " * 500_000,
            "- x\n" * 20_000,
            " / a" * 250_000,
        ):
            read_agenda(text)

    within(5, run)


@pytest.mark.parametrize(
    "text",
    [
        "Ordre du jour\n1.1. Budget\n1.2. Travaux\n2.1. Divers\n",
        "A. Siège\n1. Budget\n2. Travaux\nB. Atelier\n1. Divers\n",
    ],
)
def test_points_whose_numbers_come_twice_are_numbered_by_their_places(text: str) -> None:
    assert [(one.number, one.heading) for one in read_agenda(text).points] == [
        (1, "Budget"),
        (2, "Travaux"),
        (3, "Divers"),
    ]


def test_parts_of_a_point_are_no_points() -> None:
    assert headings("1. Budget\n1.1. Recettes\n1.2. Dépenses\n2. Travaux\n2.1. Toit\n") == ["Budget", "Travaux"]


def test_a_first_line_like_the_second_is_a_point_not_the_title() -> None:
    assert headings("Point budget\nPoint travaux\nPoint chauffage\n") == [
        "Point budget",
        "Point travaux",
        "Point chauffage",
    ]
