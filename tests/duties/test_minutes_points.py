"""Points that people propose by mail for a meeting's agenda, in their own words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.duties.minutes.points import points_in
from tests.speed import within

PROPOSED = [
    ("Point à l'ordre du jour : renouvellement du bail de l'entrepôt.", ["Renouvellement du bail de l'entrepôt"]),
    ("Bonjour,\nà inscrire à l’ordre du jour du CODIR : les congés d'été\nMerci", ["Les congés d'été"]),
    ("Peux-tu ajouter le plan de charge à l'ordre du jour ?", ["Le plan de charge"]),
    ("Pourriez-vous inscrire un point sur la sécurité du site à l'ordre du jour de lundi ?", ["La sécurité du site"]),
    ("Je souhaite mettre à l'ordre du jour du CODIR la refonte du site.", ["La refonte du site"]),
    ("Merci de bien vouloir rajouter à l'ordre du jour :\n- budget 2027\n- salon de Lyon\n\nCordialement",
     ["Budget 2027", "Salon de Lyon"]),
    ("Points à l'ordre du jour : budget 2027 ; salon de Lyon ; divers", ["Budget 2027", "Salon de Lyon", "Divers"]),
    ("Please add to the agenda: the new warehouse lease.", ["The new warehouse lease"]),
    ("Could you put the move to Lyon on Monday's agenda, please?", ["The move to Lyon"]),
    ("Can we add a point about holiday cover to the agenda?", ["Holiday cover"]),
    ("Agenda item: price list for 2027", ["Price list for 2027"]),
    ("Two items for the agenda:\n1. Insurance\n2. Fire drill\n", ["Insurance", "Fire drill"]),
    ("I'd like to have the audit on the agenda of the next board meeting.", ["The audit"]),
    ("Je voudrais qu'on mette la question du parking à l'ordre du jour.", ["La question du parking"]),
    ("Serait-il possible d'ajouter un point télétravail à l'ordre du jour du prochain CSE ?", ["Télétravail"]),
    ("Pour l'ordre du jour de jeudi : bilan du salon.", ["Bilan du salon"]),
    ("À mettre à l'ordre du jour : embauche d'un apprenti", ["Embauche d'un apprenti"]),
    ("Merci d'inscrire les points suivants à l'ordre du jour :\n- primes\n- parking\n", ["Primes", "Parking"]),
    ("Je souhaite que le bail soit inscrit à l'ordre du jour.", ["Le bail"]),
    ("For the agenda: insurance renewal", ["Insurance renewal"]),
    ("Can the parking situation be added to the agenda?", ["The parking situation"]),
    ("Please include on Thursday's agenda a review of suppliers.", ["A review of suppliers"]),
    ("Do we need to add the letter to the agenda for tomorrow's 10 AM call?", ["The letter"]),
    ("Pour l'ODJ : non. Merci d'ajouter les primes à l'ODJ svp", ["Les primes"]),
    ("Serait-il possible de porter à l'ordre du jour de notre prochaine réunion la question des horaires de\n"
     "l'atelier pendant les travaux ?", ["La question des horaires de l'atelier pendant les travaux"]),
]  # fmt: skip
NOTHING = [
    "Voici l'ordre du jour de la réunion de jeudi.",
    "Quel est l'ordre du jour ?",
    "L'ordre du jour est joint.",
    "Inutile d'ajouter les primes à l'ordre du jour.",
    "N'ajoutez pas ce point à l'ordre du jour.",
    "Merci de retirer le point budget de l'ordre du jour.",
    "Nous avons ajouté le bail à l'ordre du jour.",
    "Please remove the lease from the agenda.",
    "Do not add the lease to the agenda.",
    "Please find the agenda attached.",
    "The lease was added to the agenda.",
    "Peux-tu ajouter ceci à l'ordre du jour ?",
    "Pour l'ordre du jour, voyez avec Nadia.",
    "Has the lease been added to the agenda?",
    "Mon agenda est plein cette semaine.",
    "",
]


@pytest.mark.parametrize(("text", "points"), PROPOSED)
def test_a_proposed_point_is_found_in_its_own_words(text: str, points: list[str]) -> None:
    assert [one.text for one in points_in(text)] == points


@pytest.mark.parametrize("text", NOTHING)
def test_who_only_speaks_of_an_agenda_proposes_nothing(text: str) -> None:
    assert points_in(text) == ()


@given(
    st.text(max_size=400), st.sampled_from(["à l'ordre du jour", "agenda:", "ajouter à l’ordre du jour :", "\n- "])
)
def test_no_text_breaks_it_and_each_point_is_a_line(text: str, words: str) -> None:
    for point in points_in(f"{text} {words} {text}\n{words}\n{text}"):
        assert "\n" not in point.text
        assert point.text.strip()


@pytest.mark.parametrize(
    "bit", ["ajouter ", "add to the agenda ", "point à l'ordre du jour ", "agenda: ", "the ", "« "]
)
def test_a_hostile_text_costs_no_time(bit: str) -> None:
    within(0.3, lambda: points_in(bit * (100_000 // len(bit)) + " à l'ordre du jour"))
