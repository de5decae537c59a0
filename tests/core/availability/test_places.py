"""Where one is, and how long it takes from there to the next place."""

from __future__ import annotations

from datetime import timedelta

import pytest

from officebot.core.availability.places import Travel, left_at


@pytest.mark.parametrize(
    ("summary", "where"),
    [
        ("Train Nantes-Paris", "Paris"),
        ("TGV 8812 Nantes → Paris Montparnasse, voiture 4", "Paris Montparnasse"),
        ("Vol AF 1234 de Nantes à Lyon", "Lyon"),
        ("Flight BA303 Paris to London (terminal 5)", "London"),
        ("Train Paris – Saint-Malo", "Saint-Malo"),
    ],
)
def test_a_journey_ends_where_it_says_that_it_goes(summary: str, where: str) -> None:
    assert left_at("Gare de Nantes", summary) == where


@pytest.mark.parametrize("summary", ["Train", "Train Paris-Saint-Malo", "Vol retour", "Train to be booked"])
def test_a_journey_that_does_not_say_where_it_goes_ends_nowhere_known(summary: str) -> None:
    assert left_at("Gare de Nantes", summary) == ""


@pytest.mark.parametrize(
    "summary", ["", "Training: new till", "Volume 2 - relecture", "Nantes-Paris : accord-cadre", "Terrain - visite"]
)
def test_any_other_meeting_ends_where_it_began(summary: str) -> None:
    assert left_at("Salle du Quai", summary) == "Salle du Quai"


def test_from_nowhere_known_there_is_no_way() -> None:
    assert Travel().between(left_at("Gare de Nantes", "Train"), "8 rue du Mail, Paris") == timedelta(0)
    assert Travel().between(left_at("Gare de Nantes", "Train Nantes-Paris"), "8 rue du Mail, Paris") > timedelta(0)
