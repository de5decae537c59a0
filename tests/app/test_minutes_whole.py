"""A board's meetings over real servers: agenda out, notes in, corrected by its chair, the minutes to the circle alone."""

from __future__ import annotations

import io
from email.message import EmailMessage
from pathlib import Path

import docx

from tests.app.embedded import DESK
from tests.app.minuting import ADVISER, CHAIR, MALIK, RACHEL, SOPHIE, minuting, text_of

NOTES = """# CODIR du 26 novembre
Présents : Étienne, Sophie, Nadia. Excusé : Malik.

## Point commercial
Le salon de Lyon a rapporté 12 contacts.
Décision : nous retournons à Lyon en 2027.
Action : réserver le stand de Lyon (Rachel Ashworth, 2026-12-04)

## Point social
Action : envoyer le calendrier des congés (Gwenaëlle Pichon, 2026-12-11)
Action : relire le bail de l'entrepôt
"""


def attached(mail: EmailMessage, ending: str) -> bytes:
    """What hangs on a mail under a name that ends so."""
    (part,) = [one for one in mail.iter_attachments() if str(one.get_filename()).endswith(ending)]
    content = part.get_content()
    assert isinstance(content, bytes)
    return content


def corrected(document: bytes, before: str, after: str) -> bytes:
    """A Word document with one thing typed over, as a person saves it."""
    opened = docx.Document(io.BytesIO(document))
    runs = [run for paragraph in opened.paragraphs for run in paragraph.runs if before in run.text]
    assert runs
    for run in runs:
        run.text = run.text.replace(before, after)
    saved = io.BytesIO()
    opened.save(saved)
    return saved.getvalue()


def test_a_board_meets_and_three_weeks_later_its_open_actions_stand_on_the_next_agenda(tmp_path: Path) -> None:
    with minuting(tmp_path / "office") as office:
        office.writes(
            RACHEL, "CODIR de jeudi", "Bonjour, point à l'ordre du jour : renouvellement du bail de l'entrepôt.\n"
        )
        assert [one.title for one in office.items("agenda-point")] == ["Renouvellement du bail de l'entrepôt"]
        office.turn(days=1)
        agenda = office.waits()
        office.says_yes(agenda)
        (sent,) = office.sent("Ordre du jour")
        assert office.reached("Ordre du jour") == {CHAIR, DESK, SOPHIE, MALIK, RACHEL, ADVISER}
        assert "3. Renouvellement du bail de l'entrepôt (Rachel Ashworth)" in text_of(sent)
        assert attached(sent, ".pdf").startswith(b"%PDF")
        assert office.items("agenda-point") == []

        office.restart()
        office.turn(days=2, hours=6)
        office.writes(DESK, "Notes du CODIR", "Voici mes notes.\n", files=(("notes.md", NOTES.encode()),))
        office.says_yes(office.waits())
        (draft,) = office.sent("Projet de compte rendu")
        assert office.reached("Projet de compte rendu") == {CHAIR}
        assert "A3 «\xa0relire le bail de l'entrepôt\xa0»\xa0: qui, et pour quand\xa0?" in text_of(draft)

        office.writes(
            CHAIR,
            f"Re: {draft['Subject']}",
            "OK mais A3 : c'est Sophie.\n",
            answers=draft["Message-ID"],
        )
        assert office.sent("Compte rendu –") == []
        office.restart()
        office.says_yes(office.waits())
        second = office.sent("version 2")[-1]
        assert office.reached("version 2") == {CHAIR}
        returned = corrected(attached(second, ".docx"), "12 contacts", "14 contacts")
        office.writes(CHAIR, f"Re: {second['Subject']}", "Voici ma correction.\n", answers=second["Message-ID"],
                      files=(("Projet corrigé.docx", returned),))  # fmt: skip
        office.says_yes(office.waits())
        third = office.sent("version 3")[-1]
        assert "14 contacts" in text_of(third)
        office.writes(CHAIR, f"Re: {third['Subject']}", "OK\n", answers=third["Message-ID"])
        office.restart()
        office.says_yes(office.waits())
        assert office.reached("Compte rendu –") == {CHAIR, DESK, SOPHIE, MALIK, RACHEL}
        (final,) = office.sent("Compte rendu –")
        assert {part.get_content_type().rpartition(".")[2] for part in final.iter_attachments()} >= {
            "document",
            "application/pdf",
        }
        assert {one.owner for one in office.items("action")} == {RACHEL, SOPHIE, "g.pichon@atelier-verrier.example"}
        assert office.items("minutes") == []

        office.turn(days=19)
        office.says_yes(office.waits())
        agenda = office.sent("Ordre du jour")[-1]
        assert "relire le bail de l'entrepôt (Sophie Delmas" in text_of(agenda)
        # However often it was ended and looked again: two agendas, three drafts, one letter with the minutes.
        assert len(office.servers.sent_mails()) == 6


def test_notes_of_the_folder_go_out_as_a_draft_and_all_of_it_is_taken_back(tmp_path: Path) -> None:
    with minuting(
        tmp_path / "office", board={"agenda_days": 0}, mode="draft", distribute="draft", pdf=False
    ) as office:
        office.turn(days=3, hours=6)
        place = office.app.folder / "incoming" / "minutes" / "codir"
        place.mkdir(parents=True)
        (place / "2026-11-26 notes.md").write_text(NOTES, "utf-8")
        office.turn(minutes=31)
        assert list(place.iterdir()) == []
        (draft,) = office.drafts()
        before = office.filed()
        office.writes(CHAIR, f"RE: {draft['Subject']}", "Bon pour diffusion\n", is_proven=False)
        final = office.waits()
        office.says_yes(final)
        (_, minutes) = office.drafts()
        assert {str(one) for one in minutes["To"].addresses} == {CHAIR, DESK, SOPHIE, MALIK, RACHEL}
        assert len(office.items("action")) == 3
        state, said = office.app.undo(office.secretary, final.id)
        assert state == "undone", said
        assert office.items("action") == []
        assert len(office.items("minutes")) == 1
        assert office.filed() == before
        office.turn(days=1)
        assert len(office.drafts()) == 1
        assert office.servers.sent_mails() == []
