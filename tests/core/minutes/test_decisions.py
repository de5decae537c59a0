"""What notes decide, dispute, when one meets again and who was there: in sentences that no list of phrases can foresee."""

from __future__ import annotations

from datetime import date

import pytest

from officebot.core.minutes.model import Minutes, NotesFile, Participant
from officebot.core.minutes.notes.drafting import draft_from_notes
from officebot.core.minutes.notes.verdicts import decision_lines, is_pending, is_settled

PEOPLE = (Participant(name="Marie Duval"), Participant(name="Paul Roux"))


def drafted(text: str, language: str = "fr", people: tuple[Participant, ...] = PEOPLE) -> Minutes:
    return draft_from_notes(
        [NotesFile(name="notes.txt", text=text)], people=people, when=date(2026, 3, 2), language=language
    )


def decisions(line: str, language: str) -> list[str]:
    head = "## Divers" if language == "fr" else "## Other"
    return [one.text for topic in drafted(f"{head}\n- {line}\n", language).topics for one in topic.decisions]


def disputes(line: str, language: str) -> list[str]:
    head = "## Divers" if language == "fr" else "## Other"
    return [one.text for topic in drafted(f"{head}\n- {line}\n", language).topics for one in topic.disagreements]


@pytest.mark.parametrize(
    "line",
    [
        "La fête est décalée au 14 juin",
        "Refus de la demande de M. Petit",
        "Nous fermons entre Noël et le jour de l'an",
        "la cotisation passe à 25 €",
        "Achat d'un vidéoprojecteur : accord",
        "Le comité entérine le calendrier",
        "on n'invite pas la presse",
        "on en commande trois et on arrête là, unanime",
        "Vote : 8 pour, 2 contre, 1 abstention",
        "Une remise de fin d'année ? Non.",
        "Feu vert pour l'embauche",
        "Réunion mensuelle désormais le mardi",
    ],
)
def test_a_french_sentence_that_settles_something_is_a_decision(line: str) -> None:
    assert len(decisions(line, "fr")) == 1


@pytest.mark.parametrize(
    "line",
    [
        "Subs go up to £25",
        "Green light for the hire",
        "Casual Fridays scrapped",
        "Caterer: Duvals it is",
        "Trip postponed to autumn",
        "Won't renew the stand",
        "Everyone happy with the 12th",
        "New signs? No.",
        "VAT scheme - not joining",
        "8 for, 2 against, 1 abstention - passed",
        "Paul ok'd the spend",
        "We're keeping the Monday slot",
    ],
)
def test_an_english_sentence_that_settles_something_is_a_decision(line: str) -> None:
    assert len(decisions(line, "en")) == 1


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Les ventes passent de 12 à 15", "fr"),
        ("Le budget sera voté en mars", "fr"),
        ("Rien de décidé pour la fête", "fr"),
        ("Le rapporteur n'est pas encore désigné", "fr"),
        ("Paul : non, c'est trop tôt", "fr"),
        ("Accord de la mairie attendu", "fr"),
        ("Sales went up to 15", "en"),
        ("The oven is not working", "en"),
        ("Nothing decided about the fair", "en"),
        ("Should we change bank?", "en"),
        ("The client agreed by phone yesterday", "en"),
    ],
)
def test_what_is_told_open_or_settled_elsewhere_is_no_decision(line: str, language: str) -> None:
    assert decisions(line, language) == []


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Marie veut repeindre, Paul préfère attendre", "fr"),
        ("Paul trouve ça trop cher ; Marie pas du tout", "fr"),
        ("Marie : embaucher. Paul : surtout pas.", "fr"),
        ("discussion tendue sur le planning", "fr"),
        ("Marie wants Monday, Paul prefers Friday", "en"),
        ("Marie isn't convinced, Paul is", "en"),
        ("Paul hates the blue one, everyone else likes it", "en"),
    ],
)
def test_two_minds_are_a_disagreement(line: str, language: str) -> None:
    assert len(disputes(line, language)) == 1


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Marie pense que oui, Paul aussi", "fr"),
        ("Marie dit que le devis est arrivé, Paul dit que le chèque est parti", "fr"),
        ("Marie says the quote is in, Paul says the cheque went", "en"),
        ("Paul wants a quote", "en"),
    ],
)
def test_one_mind_or_two_reports_are_no_disagreement(line: str, language: str) -> None:
    assert disputes(line, language) == []


def test_lines_under_a_heading_of_decisions_are_decisions_and_tasks_stay_tasks() -> None:
    topics = drafted(
        "## Salle\nbruit le soir\n\n## Décisions\n- salle B le jeudi\n- Marie appelle le gardien\n"
    ).topics
    assert [one.text for topic in topics for one in topic.decisions] == ["salle B le jeudi"]
    assert [one.who for topic in topics for one in topic.actions] == [("Marie Duval",)]


def test_a_code_of_the_notes_marks_decisions() -> None:
    text = "D  salle B le jeudi\nN  12 inscrits\nT  Paul range la salle\n"
    assert len(decision_lines(text)) == 1
    assert decision_lines("D  salle B le jeudi\n") == frozenset()


def test_a_label_is_no_heading_where_words_follow_it() -> None:
    topics = drafted("1. Room\nDECISION: room B on Thursdays\n2. Rates\nno news\n", "en").topics
    assert [one.text for topic in topics for one in topic.decisions] == ["DECISION: room B on Thursdays"]


def test_a_cell_beside_the_tasks_of_a_table_is_read_for_decisions() -> None:
    text = "| item | notes | action | who |\n|---|---|---|---|\n| Lease | not renewing | tell the landlord | Paul |\n"
    topics = drafted(text, "en").topics
    assert [one.text for topic in topics for one in topic.decisions] == ["not renewing"]


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("next 27/4 7.30", "en", ("2026-04-27", "19:30")),
        ("nxt Thu 5 Mar, 8pm, bring a jumper", "en", ("2026-03-05", "20:00")),
        ("Same slot next week.", "en", ("2026-03-09", "10:00")),
        ("The board meets next on Wednesday the 11th of March, at the same hour.", "en", ("2026-03-11", "10:00")),
        ("Group 15: 18 March, 2pm", "en", ("2026-03-18", "14:00")),
        ("Prochain colloque : 17.03., même heure", "fr", ("2026-03-17", "10:00")),
        ("Réunion suivante le 21 mars à 18h30", "fr", ("2026-03-21", "18:30")),
        ("mm heure lundi", "fr", ("2026-03-09", "10:00")),
        ("RDV mardi 24 mars, 9:30", "fr", ("2026-03-24", "09:30")),
    ],
)
def test_the_last_line_says_when_one_meets_again(text: str, language: str, told: tuple[str, str]) -> None:
    head = "Point du lundi 2 mars 2026, 10h00" if language == "fr" else "Meeting, Monday 2 March 2026, 10.00"
    found = drafted(f"{head}\n\n- Marie calls the bank\n- roof leaks\n- heating ok\n{text}\n", language).next_meeting
    assert found is not None
    assert (found.date and found.date.isoformat(), found.time and found.time.isoformat("minutes")) == told


def test_another_event_or_a_task_for_it_is_no_next_meeting() -> None:
    assert (
        drafted(
            "Point 2 mars\n\n- prochaine livraison mardi 10, 9h\n- Marie prépare tout avant la réunion\n"
        ).next_meeting
        is None
    )


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (
            "Committee 2 March\nAnn (chair) / Bill / Oz / Mrs Dale / Fergus took these",
            ["Ann", "Bill", "Oz", "Mrs Dale", "Fergus"],
        ),
        ("point chantier Manu/Séb/Lucie", ["Manu", "Séb", "Lucie"]),
        ("Réunion du 2 mars\nOn était trois : Ana, Luc et moi.\nNotes de Rose", ["Ana", "Luc", "Rose"]),
        ("standup @lena @arjun + me (Zak)", ["lena", "arjun", "Zak"]),
        ("Salle B, mairie, deux heures", []),
    ],
)
def test_who_came_is_read_from_lists_without_a_word_before_them(head: str, told: list[str]) -> None:
    notes = "\n\n- Manu et Séb au dépôt\n- Oz calls Arjun, Lena writes, Bill waits\n- Lucie, Ana, Luc: ok\n"
    assert sorted(drafted(head + notes, "en", ()).present) == sorted(told)


def test_names_with_initials_and_ranks_are_those_of_the_list() -> None:
    people = (Participant(name="Marie-Agnès Guérin"), Participant(name="Rupert Pell"))
    found = drafted("Présents : M.-A. Guérin, Maj. R. Pell. Prise de notes : Guérin.\n\n- rien\n", "fr", people)
    assert found.present == ("Marie-Agnès Guérin", "Rupert Pell")


def test_a_pending_verdict_is_pending_and_a_ruling_is_none() -> None:
    assert is_pending("arbitrage au prochain bureau")
    assert not is_pending("arbitrage : on ferme le jeudi")
    assert is_settled("arbitrage : on ferme le jeudi")


@pytest.mark.parametrize(
    ("line", "due"),
    [("Marie relance la mairie (15/3)", date(2026, 3, 15)), ("Paul appelle le notaire (3/4)", date(2026, 4, 3))],
)
def test_a_day_in_brackets_is_no_count_of_votes(line: str, due: date) -> None:
    made = draft_from_notes(
        [NotesFile(name="n.md", text=f"Présents : Marie, Paul\n- {line}\n")], when=date(2026, 3, 12)
    )
    (action,) = [one for topic in made.topics for one in topic.actions]
    assert action.due == due
    assert [one for topic in made.topics for one in topic.decisions] == []
