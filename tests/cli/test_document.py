"""`officebot document` as an assistant uses it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner, Result

from officebot.cli.root import officebot as root
from officebot.connectors import office_pdf
from officebot.testing.accessible import faults_of_pdf
from tests.conftest import missing
from tests.connectors.templates.wording import made, paragraphs, png

DATA = {"client": {"name": "Zoé & fils"}, "amount": "1234.5", "day": "2026-12-01"}
WORDS = "{{ client.name }} : {{ amount | money }}, {{ day | day_long }}"


def run(folder: Path, *words: object, language: str = "en") -> Result:
    return CliRunner(env={"LANGUAGE": language}).invoke(
        root, ["--office", str(folder), "document", *map(str, words)], prog_name="officebot"
    )


def said(result: Result) -> str:
    """What a command that could not do it says."""
    error = result.exception
    return error.render("en") if hasattr(error, "render") else result.stderr


@pytest.fixture
def office(tmp_path: Path) -> Path:
    (tmp_path / "data.json").write_text(json.dumps(DATA), "utf-8")
    for language in ("fr", "en"):
        folder = tmp_path / "templates" / language
        folder.mkdir(parents=True)
        (folder / "letter.docx").write_bytes(made(WORDS))
    return tmp_path


def test_a_template_is_found_by_its_name_or_its_path(office: Path) -> None:
    out = office / "out.docx"
    result = run(office, "render", "letter.docx", office / "data.json", "--out", out, "--language", "fr", "--json")
    assert json.loads(result.stdout)["files"] == [str(out)]
    french = ["Zoé & fils : 1\u202f234,50\u00a0€, mardi 1er\u00a0décembre 2026"]
    assert paragraphs(out.read_bytes()) == french
    run(office, "render", office / "templates/fr/letter.docx", office / "data.json", "--out", out, "--force")
    assert paragraphs(out.read_bytes()) == french
    run(office, "render", office / "templates/en/letter.docx", office / "data.json", "--out", out, "--force")
    assert paragraphs(out.read_bytes()) == ["Zoé & fils : €1,234.50, Tuesday 1\u00a0December 2026"]


@pytest.mark.parametrize("ending", ["txt", "md", "html"])
def test_texts_and_pages_are_filled_in(office: Path, ending: str) -> None:
    (office / f"a.{ending}").write_text(WORDS, "utf-8")
    result = run(
        office, "render", office / f"a.{ending}", office / "data.json", "--out", office / "out", "--language", "en"
    )
    assert result.exit_code == 0
    name = "Zoé &amp; fils" if ending == "html" else "Zoé & fils"
    assert (office / "out").read_text("utf-8") == f"{name} : €1,234.50, Tuesday 1\u00a0December 2026"


def test_a_picture_in_a_page_keeps_its_words(office: Path) -> None:
    (office / "a.html").write_text("{{ logo }}", "utf-8")
    (office / "data.json").write_text(json.dumps({"logo": {"picture": png(), "alt": '"x"'}}))
    run(office, "render", office / "a.html", office / "data.json", "--out", office / "out.html")
    page = (office / "out.html").read_text("utf-8")
    assert page.startswith('<img src="data:image/png;base64,')
    assert 'alt="&#34;x&#34;"' in page


def test_a_pdf_is_written_beside_it_with_tags(office: Path) -> None:
    if office_pdf.program() is None:
        missing("LibreOffice is missing")
    properties = {"title": "Letter", "language": "en"}
    (office / "data.json").write_text(json.dumps({**DATA, "properties": properties}), "utf-8")
    result = run(office, "render", "letter.docx", office / "data.json", "--out", office / "out.docx", "--pdf")
    assert result.exit_code == 0, result.output
    assert faults_of_pdf((office / "out.pdf").read_bytes()) == []


def test_fields_are_listed_with_their_places(office: Path) -> None:
    told = json.loads(run(office, "fields", "letter.docx", "--json", language="fr").stdout)
    assert {one["name"]: one["places"][0]["words"] for one in told["fields"]} == dict.fromkeys(
        ["amount", "client", "client.name", "day"], "corps, paragraphe 1"
    )
    shown = run(office, "fields", "letter.docx").output
    assert "client.name" in shown
    assert "body, paragraph 1" in shown


def test_a_check_says_what_lacks_and_ends_with_one(office: Path) -> None:
    assert run(office, "check", "letter.docx", "--data", office / "data.json").exit_code == 0
    (office / "data.json").write_text(json.dumps({"client": {"nmae": "x"}, "amount": 1, "day": "", "more": 1}))
    result = run(office, "check", "letter.docx", "--data", office / "data.json", "--json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert [(one["kind"], one["name"]) for one in told["findings"]] == [
        ("misspelt", "client.name"),
        ("unused", "more"),
    ]
    assert not told["well"]


def test_twins_that_drifted_are_told(office: Path) -> None:
    assert json.loads(run(office, "check", "letter.docx", "--json").stdout)["twin"] == "fr/letter.docx"
    (office / "templates/fr/letter.docx").write_bytes(made("{{ client.name }} {{ amount }} {{ place }}"))
    result = run(office, "check", office / "templates/en/letter.docx", "--json")
    assert result.exit_code == 1
    assert {(one["kind"], one["name"]) for one in json.loads(result.stdout)["findings"]} == {
        ("twin", "day"),
        ("twin", "place"),
    }


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("a.doc", "save it as .docx"),
        ("a.odt", "save it as .docx"),
        ("a.docm", "save it as .docx"),
        ("a.jpg", "A template ends in"),
        ("none.docx", "There is no template"),
    ],
)
def test_what_is_no_template_is_refused(office: Path, template: str, sentence: str) -> None:
    for words in (
        ["render", template, office / "data.json", "--out", office / "o.docx"],
        ["fields", template],
        ["check", template],
    ):
        result = run(office, *words)
        assert result.exit_code != 0
        assert sentence in said(result)


def test_a_template_with_pictures_of_50_megabytes_is_refused(office: Path) -> None:
    with (office / "huge.docx").open("wb") as file:
        file.truncate(50_000_000)
    result = run(office, "render", office / "huge.docx", office / "data.json", "--out", office / "o.docx")
    assert "make its pictures smaller" in said(result)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"{", "line 1"), (b"[1]", "one JSON object"), (b"\xff", "UTF-8"), (b'{"a": ' + b"[" * 100_000, "UTF-8"),
        (b'{"a": ' + b"[" * 500 + b"]" * 500 + b"}", "deeper than 100 levels"), (b'{"a": ' + b"9" * 5_000 + b"}", "too long"),
        (b'{"a": {"picture": "a\\u0000.png"}}', "lies neither beside"),
    ],
    ids=["cut off", "a list", "no UTF-8", "no end", "nested too deep", "a number without end", "no file's name"],
)  # fmt: skip
def test_data_that_cannot_be_read_are_refused(office: Path, data: bytes, sentence: str) -> None:
    (office / "data.json").write_bytes(data)
    result = run(office, "render", "letter.docx", office / "data.json", "--out", office / "o.docx")
    assert sentence in said(result)
    assert not (office / "o.docx").exists()


def test_nothing_is_written_over_what_the_document_is_made_of(office: Path) -> None:
    template = office / "templates/fr/letter.docx"
    before = template.read_bytes()
    result = run(office, "render", template, office / "data.json", "--out", template)
    assert "is what the document is made of" in said(result)
    assert template.read_bytes() == before


@pytest.mark.parametrize(
    ("template", "out"), [("letter.docx", "o.xlsx"), ("a.txt", "o.pdf"), ("report/agenda.typ", "o.docx")]
)
def test_another_kind_of_document_is_refused(office: Path, template: str, out: str) -> None:
    (office / "templates" / "a.txt").write_text("x")
    result = run(office, "render", template, office / "data.json", "--out", office / out)
    assert result.exit_code != 0
    assert not (office / out).exists()


def test_what_lacks_is_said_and_nothing_is_written(office: Path) -> None:
    (office / "data.json").write_text("{}")
    result = run(office, "render", "letter.docx", office / "data.json", "--out", office / "o.docx")
    assert "There is no “client”" in said(result)
    assert not (office / "o.docx").exists()


def test_the_shipped_templates_are_sound_and_their_twins_need_the_same(office: Path) -> None:
    folder = Path(__file__).parents[2] / "templates"
    for template in sorted((folder / "fr").rglob("*")):
        if template.suffix in (".docx", ".html", ".txt"):
            result = run(office, "check", template, "--json")
            told: dict[str, Any] = json.loads(result.stdout)
            assert told["well"], told
            assert told["twin"] is not None, template


def test_the_document_opens_in_word_s_own_form(office: Path) -> None:
    run(office, "render", "letter.docx", office / "data.json", "--out", office / "o.docx")
    assert docx.Document(str(office / "o.docx")).paragraphs


@pytest.mark.parametrize("day", ["24/11/2026", "2026-02-30"])
def test_a_check_tries_the_filters_with_the_data(office: Path, day: str) -> None:
    (office / "data.json").write_text(json.dumps({**DATA, "day": day}), "utf-8")
    result = run(office, "check", "letter.docx", "--data", office / "data.json", "--json")
    told = json.loads(result.stdout)
    assert (result.exit_code, told["well"]) == (1, False)
    assert [one["kind"] for one in told["findings"]] == ["wrong value"]
    assert run(office, "render", "letter.docx", office / "data.json", "--out", office / "out.docx").exit_code == 1


def test_a_document_that_is_there_is_not_written_over_unless_forced(office: Path) -> None:
    out = office / "out.docx"
    out.write_bytes(b"polished")
    refused = run(office, "render", "letter.docx", office / "data.json", "--out", out)
    assert refused.exit_code == 1
    assert "is there already" in said(refused)
    assert out.read_bytes() == b"polished"
    assert run(office, "render", "letter.docx", office / "data.json", "--out", out, "--force").exit_code == 0


def test_a_broken_template_is_not_said_to_need_nothing(office: Path) -> None:
    (office / "broken.docx").write_bytes(made("{% if x %} never ended"))
    result = run(office, "fields", "broken.docx")
    assert result.exit_code == 1
    assert "needs nothing" not in result.output


def test_why_a_file_cannot_be_read_is_said_in_french(office: Path) -> None:
    refused = run(office, "check", "letter.docx", "--data", office / "none.json", language="fr")
    assert "il n’y a pas de tel fichier" in refused.stderr


def test_names_that_no_file_can_have_are_said(office: Path) -> None:
    long = "y" * 300
    assert "too long" in said(run(office, "render", f"{long}.docx", office / "data.json", "--out", office / "o.docx"))
    assert "too long" in said(
        run(office, "render", "letter.docx", office / "data.json", "--out", office / f"{long}.docx")
    )
