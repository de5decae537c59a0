"""`officebot minutes draft` on files as people have them."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from docx import Document

from officebot.cli.root import officebot as root
from officebot.connectors.papers.word import read_word

NOTES = """# Réunion de bureau du 24/11/2026
Présents : Claire Aubry, Paul Lenoir. Excusé : Marc Tual

## Budget
- le budget 2027 s'élève à 84 500 €
- Décision : le budget 2027 est adopté
- Paul envoie le budget à la mairie avant le 15/12

## Travaux
- trois devis reçus
- Claire signe le devis vendredi
"""
TRANSCRIPT = """WEBVTT

00:00:01.000 --> 00:00:06.000
<v Ana Ruiz>The photographs came in late and twelve of them are still missing.

00:12:03.500 --> 00:12:09.000
<v Tom Reed>I'll ask the printer for proofs by Wednesday.
"""
PEOPLE = "nom;adresse;rôle\nClaire Aubry;claire@exemple.fr;présidente\nPaul Lenoir;paul@exemple.fr;trésorier\n"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    place = tmp_path / "notes.md"
    place.write_text(NOTES, "utf-8")
    return place


def run(*words: object, language: str = "en") -> Result:
    return CliRunner(env={"LANGUAGE": language}).invoke(root, ["minutes", "draft", *map(str, words)])


def told(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_notes_become_minutes_whose_sentences_say_where_they_were_read(notes: Path) -> None:
    made = told(run("--notes", notes, "--json"))
    assert {"title", "date", "present", "items", "next_meeting", "unassigned"} <= made.keys()
    assert made["date"] == "2026-11-24"
    assert [item["heading"] for item in made["items"]] == ["Budget", "Travaux"]
    sources = [one for item in made["items"] for one in (*item["summary"], *item["decisions"], *item["actions"])]
    assert sources
    for one in sources:
        source = one["source"]
        assert source["file"] == "notes.md"
        assert NOTES[source["from"] : source["to"]].strip()
    action = next(one for one in made["items"][0]["actions"])
    assert (action["who"], action["due"]) == ("Paul Lenoir", "2026-12-15")


def test_a_transcript_is_counted_in_seconds(tmp_path: Path) -> None:
    place = tmp_path / "meeting.vtt"
    place.write_text(TRANSCRIPT, "utf-8")
    made = told(run("--transcript", place, "--date", "2026-11-26", "--title", "Catalogue", "--json"))
    assert made["title"] == "Catalogue"
    [action] = [one for item in made["items"] for one in item["actions"]]
    assert (action["who"], action["due"]) == ("Tom Reed", "2026-12-02")
    assert action["source"]["from"] == pytest.approx(723.5)


@pytest.mark.parametrize("ending", [".docx", ".pdf", ".html"])
def test_the_draft_is_written_in_each_form(notes: Path, tmp_path: Path, ending: str) -> None:
    people = tmp_path / "people.csv"
    people.write_text(PEOPLE, "utf-8")
    out = tmp_path / f"draft{ending}"
    made = told(run("--notes", notes, "--people", people, "--out", out, "--json"))
    assert made["file"] == str(out)
    assert out.stat().st_size > 3_000
    assert not list(tmp_path.glob(".officebot*"))
    if ending == ".docx":
        texts = " ".join(block.text for block in read_word(out.read_bytes(), out.name).blocks)
        assert "Projet de compte rendu" in texts
        assert "à valider par Claire Aubry" in texts
        assert "[notes.md " in texts


def test_notes_in_a_word_document_are_read(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Réunion de bureau", 1)
    document.add_heading("Budget", 2)
    document.add_paragraph("Décision : le budget est adopté", style="List Bullet")
    document.add_paragraph("Paul envoie le budget avant le 15/12", style="List Bullet")
    document.save(str(tmp_path / "notes.docx"))
    made = told(run("--notes", tmp_path / "notes.docx", "--date", "2026-11-24", "--json"))
    assert made["items"][0]["heading"] == "Budget"
    assert made["items"][0]["actions"][0]["due"] == "2026-12-15"


def test_the_office_s_own_template_is_filled_in(notes: Path, tmp_path: Path) -> None:
    template = tmp_path / "ours.docx"
    document = Document()
    document.add_paragraph("Chez nous : {{ title }}")
    document.add_paragraph("{%p for item in items %}")
    document.add_paragraph("{{ item.heading }}", style="Heading 1")
    document.add_paragraph("{%p endfor %}")
    document.save(str(template))
    out = tmp_path / "draft.docx"
    told(run("--notes", notes, "--template", template, "--title", "Bureau", "--out", out, "--json"))
    texts = [block.text for block in read_word(out.read_bytes(), out.name).blocks]
    assert texts == ["Chez nous : Bureau", "Budget", "Travaux"]


def test_for_a_person_decisions_and_actions_stand_in_a_table(notes: Path) -> None:
    result = run("--notes", notes, language="fr")
    assert "1 décision" in result.stdout
    assert "Paul Lenoir" in result.stdout
    assert "15 décembre 2026" in result.stdout


def odt() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("n.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "save it as .docx"),
        ("n.odt", odt(), "save it as .docx"),
        ("n.docx", b"PK\x03\x04 nothing", "damaged"),
        ("n.pdf", b"%PDF-1.7", ".docx"),
        ("n.txt", b"a\0b\0c", "no text"),
    ],
)
def test_files_that_are_not_read_are_refused_in_a_sentence(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(content)
    result = run("--notes", tmp_path / name)
    assert result.exit_code == 1
    assert words in result.stderr
    assert "Traceback" not in result.output


def test_every_file_that_is_missing_is_named(tmp_path: Path) -> None:
    result = run("--notes", tmp_path / "a.md", "--notes", tmp_path / "b.md")
    assert result.exit_code == 1
    assert "a.md" in result.stderr
    assert "b.md" in result.stderr


def test_notes_or_a_transcript_but_not_both(notes: Path) -> None:
    assert run().exit_code == 1
    assert run("--notes", notes, "--transcript", notes).exit_code == 1


def test_nothing_is_written_over_what_the_draft_is_made_of(notes: Path, tmp_path: Path) -> None:
    own = notes.rename(tmp_path / "notes.html")
    result = run("--notes", own, "--out", own)
    assert result.exit_code == 1
    result = run("--notes", tmp_path / "x.md", "--out", tmp_path / "draft.odt")
    assert result.exit_code == 1
    assert ".odt" in result.stderr
    assert own.read_text("utf-8") == NOTES


def test_text_of_old_windows_programs_is_read(tmp_path: Path) -> None:
    for name, encoding in (("a.txt", "cp1252"), ("b.txt", "utf-16"), ("c.txt", "utf-8-sig")):
        (tmp_path / name).write_bytes(NOTES.replace("\n", "\r\n").encode(encoding))
        made = told(run("--notes", tmp_path / name, "--json"))
        assert made["present"] == ["Claire Aubry", "Paul Lenoir"]


def test_a_draft_that_is_there_is_not_written_over_unless_forced(notes: Path, tmp_path: Path) -> None:
    out = tmp_path / "draft.html"
    out.write_text("polished", "utf-8")
    refused = run("--notes", notes, "--out", out)
    assert refused.exit_code == 1
    assert "is there already" in refused.stderr
    assert out.read_text("utf-8") == "polished"
    assert run("--notes", notes, "--out", out, "--force").exit_code == 0
    assert "polished" not in out.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("meeting.vtt", TRANSCRIPT, "give it with --transcript"),
        ("meeting.txt", TRANSCRIPT, "give it with --transcript"),
        ("empty.md", " \n#\n", "hold no words"),
    ],
    ids=["a transcript", "a transcript that is called a text", "no words"],
)
def test_what_are_no_notes_is_said_and_not_drafted(tmp_path: Path, name: str, text: str, sentence: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    refused = run("--notes", tmp_path / name)
    assert refused.exit_code == 1
    assert sentence in refused.stderr


def test_a_template_is_no_list_of_people(notes: Path, tmp_path: Path) -> None:
    model = tmp_path / "model.docx"
    document = Document()
    document.add_paragraph("{{ kind }} : {{ title }}")
    document.save(str(model))
    refused = run("--notes", notes, "--people", model)
    assert refused.exit_code == 1
    assert "no list of people" in refused.stderr


def test_the_language_of_the_minutes_changes_nothing_of_how_notes_are_read(notes: Path, tmp_path: Path) -> None:
    own, other = told(run("--notes", notes, "--json")), told(run("--notes", notes, "--lang", "en", "--json"))
    assert (own.pop("language"), other.pop("language")) == ("fr", "en")
    assert own == other
    said = tmp_path / "meeting.vtt"
    said.write_text(TRANSCRIPT, "utf-8")
    own, other = (
        told(run("--transcript", said, "--date", "2026-11-26", "--lang", one, "--json")) for one in ("en", "fr")
    )
    assert (own.pop("language"), other.pop("language")) == ("en", "fr")
    assert own == other


def test_the_terminal_says_when_one_meets_again_and_what_nobody_was_named_for(tmp_path: Path) -> None:
    place = tmp_path / "notes.md"
    place.write_text(
        NOTES
        + "- Action : réserver la salle des fêtes\n\n## Prochaine réunion\nProchaine réunion le 15/12/2026 à 18 h\n",
        "utf-8",
    )
    made, shown = told(run("--notes", place, "--json")), run("--notes", place).stdout
    assert made["unassigned"]
    assert made["next_meeting"]["date"] == "2026-12-15"
    assert "Next meeting: " in shown
    assert "Actions without owner" in shown


def test_notes_given_as_a_transcript_are_said_to_be_notes(notes: Path) -> None:
    refused = run("--transcript", notes)
    assert refused.exit_code == 1
    assert "--notes" in refused.stderr
