"""Notes as hurried people write them: rows of fields, put off, by then, initials, farewells; and what is none of it."""

from __future__ import annotations

from datetime import date

import pytest

from officebot.core.minutes.model import Minutes, NotesFile
from officebot.core.minutes.notes.drafting import draft_from_notes

#: A Tuesday.
WHEN = date(2026, 3, 10)
FRENCH = "Point équipe 10/3\nPrésents : Nadia, Hugo, Mme Castel (syndic), Jean Roux\n\n"
ENGLISH = "Team meeting 10/3\nPresent: Nell, Gus, Mrs Ward (clerk), Ann Moss\n\n"


def drafted(text: str, language: str) -> Minutes:
    return draft_from_notes([NotesFile(name="n.txt", text=text)], when=WHEN, language=language)


def told(text: str, language: str) -> list[tuple[str, str | None]]:
    minutes = drafted((FRENCH if language == "fr" else ENGLISH) + text, language)
    return [(", ".join(one.who), one.due.isoformat() if one.due else None) for _, one in minutes.actions]


@pytest.mark.parametrize(
    ("line", "actions"),
    [
        ("- tri des archives — Hugo — mercredi", [("Hugo", "2026-03-11")]),
        ("- rapport déposé – Hugo – 9/3", []),
        ("- il faut les ranger d'ici jeudi, Nadia appelle la mairie", [("", "2026-03-12"), ("Nadia", None)]),
        ("- tarif du parking : à trancher au prochain bureau", []),
        ("- Nadia en congé jusqu'à lundi", []),
        ("- Hugo demande un devis au menuisier", [("Hugo", None)]),
        ("- Hugo demande si on garde la salle", []),
        ("- clés à reprendre à l'accueil (jr, avant lundi)", [("Jean Roux", "2026-03-16")]),
        ("- gâteau : qui s'en occupe ? → moi (Nadia)", [("Nadia", None)]),
        ("- mot aux voisins : Nadia rédige, Hugo relit, ven 13", [("Nadia", "2026-03-13")]),
        ("- Nadia relance les 2 candidats", [("Nadia", None)]),
        ("- Hugo écrit au maire av. le 31.03", [("Hugo", "2026-03-31")]),
        ("- loto le 28 mars\n- Nadia imprime les billets avant le loto", [("Nadia", "2026-03-28")]),
        ("- visite le 20, Nadia prépare les badges pour cette date", [("Nadia", "2026-03-20")]),
        ("- adjointe en avril : Hugo contacte l'agence", [("Hugo", None)]),
        ("- Syndic : convocation à envoyer", [("Mme Castel", None)]),
        ("- catalogue revu par Hugo, à imprimer (Nadia, jeudi)", [("Nadia", "2026-03-12")]),
        ("- Hugo doit rendre la remorque, il le fait lundi", [("Hugo", "2026-03-16")]),
        ("- qui garde la porte samedi ? Hugo ok", [("Hugo", "2026-03-14")]),
        ("- Hugo demande si qqn peut conduire samedi. Pas de volontaire", []),
        ("- Décidé d'ouvrir le dimanche à compter d'avril", []),
    ],
)
def test_a_french_line_in_haste(line: str, actions: list[tuple[str, str | None]]) -> None:
    assert told(line + "\n", "fr") == actions


@pytest.mark.parametrize(
    ("line", "actions"),
    [
        ("- cards to donors -- Nell -- before half term (20 March)", [("Nell", "2026-03-20")]),
        ("- we still have to post the forms, deadline 20 March", [("", "2026-03-20")]),
        ("- need someone to run the bar", [("", None)]),
        ("- Somebody asked about toilets", []),
        ("- logo: discuss next time", []),
        ("- damp in hall to be monitored", []),
        ("- do we need a banner?", []),
        ("- Gus has a word with the scouts", [("Gus", None)]),
        ("- Gus msg the members today", [("Gus", "2026-03-10")]),
        ("- we should reply – Nell drafts it", [("Nell", None)]),
        ("- Nell to print the map, so she'll have that done by then", [("Nell", None)]),
        ("- seed forms to Mrs Ward by 20 March", [("", "2026-03-20")]),
        ("- seed forms sent to Mrs Ward on 9 March", []),
        ("- Gus recounting the stock tomorrow", [("Gus", "2026-03-11")]),
        ("- Gus retiring tomorrow", []),
        ("- opening 27 March\n- flyers = Gus, a fortnight before opening", [("Gus", "2026-03-13")]),
        ("- Book sale agreed - Sat 28 March", []),
    ],
)
def test_an_english_line_in_haste(line: str, actions: list[tuple[str, str | None]]) -> None:
    assert told(line + "\n", "en") == actions


def test_who_does_what_gives_each_all_the_tasks_behind_their_name() -> None:
    text = (
        "who does what\n Nell: tax form (20 March); key forms, ask Gus to sign\n"
        " Gus: list to baker Mon, shed lock\n Ann: nothing now\n"
    )
    assert told(text, "en") == [("Nell", "2026-03-20"), ("Nell", None), ("Gus", "2026-03-16"), ("Gus", None)]


def test_a_table_of_jobs_is_read_and_what_is_done_in_it_is_over() -> None:
    text = (
        "| Place | Job | Owner | By |\n|---|---|---|---|\n"
        "| Barn | new lock | Gus | 20 March |\n| Yard | lamp | Nell | done |\n"
    )
    assert told(text, "en") == [("Gus", "2026-03-20")]


@pytest.mark.parametrize(
    ("head", "present", "others"),
    [
        (
            "Présent·e·s : Mme Roy (CPE), Mmes Toure et Blanc\nExcusé·e·s : Paul",
            "Mme Roy, Mme Toure, Mme Blanc",
            "Paul",
        ),
        (
            "prés: MOE (Garnier), GO Batex (Selim), plomberie Aquatec, MOA Mme Bo",
            "Garnier, Selim, Aquatec, Mme Bo",
            "",
        ),
        (
            "Mme Roy (pdte), M. Otto, syndic : Mlle Fer\nExcusé M. Da Costa",
            "Mme Roy, M. Otto, Mlle Fer",
            "M. Da Costa",
        ),
        ("Présents :\n- Léa Martin, présidente\n- Omar\nExcusés :\n- Zoé\n\n## Points", "Léa Martin, Omar", "Zoé"),
        (
            "Dr Bo, Dr Mar, Céline (secrétariat), Sophie IDE. Dr Petit exc.",
            "Dr Bo, Dr Mar, Céline, Sophie",
            "Dr Petit",
        ),
        ("là : Sandra, Théo, moi (Karine)", "Sandra, Théo, Karine", ""),
        ("Salle : Amandine, Rayan. Cuisine : chef Paulo, Hugo", "Amandine, Rayan, Paulo, Hugo", ""),
        ("Budget, Travaux, Divers", "", ""),
        ("on the call -> Maeve, Gus; Pru joined late", "Maeve, Gus, Pru", ""),
        ("Here: Mrs Low (chair), Raj. Sorry: Kirsty, Ahmed", "Mrs Low, Raj", "Kirsty, Ahmed"),
        ("KM (PM), Dave (site mgr), Ewan - electrical, Carla / client. QS not there", "KM, Dave, Ewan, Carla", "QS"),
        ("dr osei, jo (recep), mandy (nurse), bilal pharm", "dr osei, jo, mandy, bilal", ""),
    ],
)
def test_who_was_there_and_who_was_not(head: str, present: str, others: str) -> None:
    minutes = drafted(f"Note 10/3\n{head}\n\n- rien\n", "fr")
    assert ", ".join(minutes.present) == present
    assert ", ".join((*minutes.excused, *minutes.absent)) == others


@pytest.mark.parametrize(
    ("line", "language", "next_one"),
    [
        ("Pro réu merc. 18/3 8h30", "fr", ("2026-03-18", "08:30")),
        ("A+ mercredi 18 mars 14 h", "fr", ("2026-03-18", "14:00")),
        ("Prochain CSE : à fixer", "fr", None),
        ("livraison mardi 9h", "fr", None),
        ("prochaine livraison mardi 17, 9h", "fr", None),
        ("Next 17/3 @ 11", "en", ("2026-03-17", "11:00")),
        ("see you Thurs 9am", "en", ("2026-03-12", "09:00")),
        ("next delivery 17 March 9am", "en", None),
    ],
)
def test_the_last_line_fixes_the_next_meeting(line: str, language: str, next_one: tuple[str, str] | None) -> None:
    minutes = drafted((FRENCH if language == "fr" else ENGLISH) + f"- the hall is cold\n\n{line}\n", language)
    found = minutes.next_meeting
    assert (
        found and found.date and (found.date.isoformat(), found.time and found.time.isoformat("minutes"))
    ) == next_one
    assert not list(minutes.actions)


@pytest.mark.parametrize(
    ("line", "language", "is_dispute"),
    [
        ("stand : Nadia pour, Hugo contre", "fr", True),
        ("vin chaud ? pas tranché", "fr", False),
        ("Nadia voudrait fermer à 9 h, Hugo pas du tout d'accord", "fr", True),
        ("stalls: Nell in favour, Gus thinks it is too dear", "en", True),
        ("Nell worried about cost; Gus says it is cheaper", "en", True),
        ("Nell and Gus did not see eye to eye on fees", "en", True),
        ("all in favour", "en", False),
    ],
)
def test_a_dispute_has_two_sides(line: str, language: str, is_dispute: bool) -> None:
    minutes = drafted((FRENCH if language == "fr" else ENGLISH) + f"- {line}\n", language)
    assert bool([one for topic in minutes.topics for one in topic.disagreements]) == is_dispute


@pytest.mark.parametrize(
    ("line", "language", "is_decision"),
    [
        ("Validé par la mairie : les barrières bleues", "fr", True),
        ("Pour le prix on est tombés d'accord : 8 €", "fr", True),
        ("date bloquée : samedi 20 juin", "fr", True),
        ("le fournisseur augmente ses tarifs de 9 %", "fr", False),
        ("new kettle agreed, max £30 -> Nell orders it today", "en", True),
        ("supplier put price up 9%", "en", False),
        ("left with the council, they decide in May", "en", False),
    ],
)
def test_a_decision_is_one_of_the_meeting(line: str, language: str, is_decision: bool) -> None:
    minutes = drafted((FRENCH if language == "fr" else ENGLISH) + f"- {line}\n", language)
    assert bool([one for topic in minutes.topics for one in topic.decisions]) == is_decision
