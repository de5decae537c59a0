"""Files that come for minutes: what each is for, what cannot be read and why, and that nothing outside is reached."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.connectors.papers.mail_notes import kind_of, read_files, read_folder_apart, read_mail_notes
from officebot.connectors.workers import WorkerPool

NOW = datetime(2026, 11, 26, 14, tzinfo=UTC)
VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Anna>Good morning.\n"


def word(*lines: str) -> bytes:
    """A Word document of these paragraphs."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def mail(*files: tuple[str, bytes], body: str = "Voici.\n\n> cité\n") -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"], made["Message-ID"] = "a@x.example", "b@x.example", "Notes", "<1@x>"
    made["Date"] = "Thu, 26 Nov 2026 14:00:00 +0000"
    made.set_content(body)
    for name, data in files:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("réunion.vtt", VTT, "transcript"),
        ("meeting.srt", "1\n00:00:01,000 --> 00:00:02,000\nHello\n", "transcript"),
        ("export.txt", VTT, "transcript"),
        ("Transcription CODIR.txt", "Anna : bonjour\nPaul : bonjour\n", "transcript"),
        ("log.txt", "[00:01] Anna: hello\n[00:05] Paul: hi\n[00:09] Anna: so\n", "transcript"),
        ("participants.csv", "name,present\nAnna,x\n", "people"),
        ("Feuille d'émargement.docx", "Anna\n", "people"),
        ("Ordre du jour.docx", "1. Budget\n", "agenda"),
        ("2026-11-26_agenda.md", "1. Budget\n", "agenda"),
        ("notes.md", "# Budget\n- 10:30 pause\n", "notes"),
        ("CR codir.docx", "Budget\n", "notes"),
        ("Notes People committee.docx", "Budget\n", "notes"),
        ("CR réunion agenda 2027.md", "Budget\n", "notes"),
        ("points en attendant.txt", "Budget\n", "notes"),
    ],
)
def test_what_a_file_is_for_is_told_by_its_name_and_its_lines(name: str, text: str, kind: str) -> None:
    assert kind_of(name, text) == kind


def test_a_mail_gives_its_own_words_and_its_files_as_text() -> None:
    found = read_mail_notes(
        (mail(("n.md", "# Été\n".encode()), ("cr.docx", word("Décision : oui")), ("x.png", b"\x89PNG")), NOW)
    )
    assert found.words.strip() == "Voici."
    assert [(one.name, one.text.strip()) for one in found.files] == [("n.md", "# Été"), ("cr.docx", "Décision : oui")]
    assert [one.name for one in found.documents] == ["cr.docx"]
    assert found.unread == ()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("vieux.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600), ("notes.odt", b"PK\x03\x04" + b"\x00" * 60),
        ("faux.docx", b"no zip at all"), ("vide.md", b"  \n"), ("binaire.txt", b"a\x00b" * 50), ("notes.rtf", b"{\\rtf1 x}"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_a_sentence_and_the_rest_is_read(name: str, data: bytes) -> None:
    found = read_mail_notes((mail((name, data), ("n.md", b"- ok\n")), NOW))
    assert [one.name for one in found.files] == ["n.md"]
    ((unread, why),) = found.unread
    assert unread == name
    assert why.render("en").endswith((".", "?"))


def test_a_folder_gives_its_files_with_their_places_and_nothing_behind_links(tmp_path: Path) -> None:
    place = tmp_path / "office" / "incoming" / "minutes" / "codir"
    place.mkdir(parents=True)
    (place / "notes.md").write_text("- ok\n")
    (tmp_path / "secret.md").write_text("- secret\n")
    (place / "link.md").symlink_to(tmp_path / "secret.md")
    (place.parent / "outside").symlink_to(tmp_path)
    with WorkerPool() as workers:
        found = read_folder_apart(tmp_path / "office", "incoming/minutes/codir", workers)
        assert [one.path for one in found.files] == ["incoming/minutes/codir/notes.md"]
        assert read_folder_apart(tmp_path / "office", "incoming/minutes/outside", workers).files == ()
        assert read_folder_apart(tmp_path / "office", "incoming/minutes/none", workers).files == ()


def test_more_files_than_are_read_at_once_are_said(tmp_path: Path) -> None:
    files = [(f"n{number:02}.md", b"- ok\n") for number in range(23)]
    place = tmp_path / "incoming" / "minutes" / "codir"
    place.mkdir(parents=True)
    for name, data in files:
        (place / name).write_bytes(data)
    with WorkerPool() as workers:
        found = [read_folder_apart(tmp_path, "incoming/minutes/codir", workers), read_mail_notes((mail(*files), NOW))]
    for one in found:
        assert len(one.files) == 20
        ((name, why),) = one.unread
        assert name == "n20.md"
        assert "3 files" in why.render("en")


@given(
    st.sampled_from(["a.md", "b.docx", "c.vtt", "d.csv", "e.doc"]),
    st.sampled_from([b"", b"PK", b"WEBVTT\n"]),
    st.binary(max_size=80),
)
def test_whatever_comes_is_read_or_said(name: str, begin: bytes, data: bytes) -> None:
    found = read_files(((name, "", begin + data),))
    assert len(found.files) + len(found.unread) == 1
