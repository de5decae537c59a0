"""Actions of notes put together: what two files or two headings say twice is one, what only looks alike is not."""

from __future__ import annotations

from datetime import date

from officebot.core.minutes.model import Minutes, NotesFile
from officebot.core.minutes.notes.drafting import draft_from_notes
from officebot.core.minutes.notes.participants import read_participants

PEOPLE = read_participants("name,role\nMarie Lambert,présidente\nLuc Perrot,trésorier\n")


def drafted(*texts: str) -> Minutes:
    files = [NotesFile(name=f"{place}.md", text=text) for place, text in enumerate(texts, 1)]
    return draft_from_notes(files, people=PEOPLE, when=date(2026, 3, 10), language="fr")


def tasks(minutes: Minutes) -> list[str]:
    return [action.what for _, action in minutes.actions]


def test_two_tasks_of_one_file_that_differ_in_a_word_or_a_number_both_stand() -> None:
    minutes = drafted(
        "## Travaux\n- Luc préparera un devis pour le lot 1\n- Luc appelle le fournisseur de gaz\n\n"
        "## Suite\n- Luc préparera un devis pour le lot 2\n- Luc appelle le fournisseur de papier\n"
    )
    assert tasks(minutes) == [
        "préparera un devis pour le lot 1",
        "appelle le fournisseur de gaz",
        "préparera un devis pour le lot 2",
        "appelle le fournisseur de papier",
    ]


def test_a_task_that_a_later_heading_repeats_is_said_once_in_its_fuller_words() -> None:
    minutes = drafted("## Toit\n- Luc relance Dupont\n\n## Suite\n- Luc relance Dupont et Martin avant vendredi\n")
    [(_, action)] = minutes.actions
    assert action.what.startswith("relance Dupont et Martin")
    assert action.due == date(2026, 3, 13)


def test_tasks_of_two_files_with_other_numbers_are_two() -> None:
    minutes = drafted("## Lots\n- Luc préparera le devis du lot 1\n", "## Lots\n- Luc préparera le devis du lot 2\n")
    assert len(tasks(minutes)) == 2
    assert not minutes.problems


def test_tasks_of_two_files_taken_for_one_though_not_the_same_are_told() -> None:
    minutes = drafted(
        "## Devis\n- Luc préparera le devis peinture\n", "## Devis\n- Luc préparera le devis plomberie\n"
    )
    assert len(tasks(minutes)) == 1
    [told] = [problem.what.render("en") for problem in minutes.problems]
    assert told.startswith("Taken for one action:")
    assert "peinture" in told
    assert "plomberie" in told
