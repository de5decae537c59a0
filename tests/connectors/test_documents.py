"""Documents: written whole or not at all, where they may stand, from templates that can do nothing else."""

from __future__ import annotations

import csv
import io
import os
import re
import time
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, TypeAlias

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from officebot.connectors import rendering
from officebot.connectors.documents import DocumentPerformer
from officebot.connectors.tables import csv_text, workbook
from officebot.core.actions import WriteDocument
from officebot.core.problems import UserError
from officebot.sdk import Done, Failed, Job, NotDone

PATH = "archive/reports/note.txt"
MakeJob: TypeAlias = Callable[..., Job]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    (tmp_path / "office").mkdir()
    return tmp_path / "office"


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    (tmp_path / "templates" / "fr").mkdir(parents=True)
    return tmp_path / "templates"


@pytest.fixture
def performer(office: Path, templates: Path) -> DocumentPerformer:
    return DocumentPerformer(office, [templates])


def job(performer: DocumentPerformer, content: str = "new", path: str = PATH, number: int = 1) -> Job:
    prepared = performer.prepare(WriteDocument(path=path, content=content))
    return Job(id=number, key=f"action:{number}", action=prepared.action, blobs=prepared.blobs)


def write(performer: DocumentPerformer, todo: Job) -> Job:
    """The job after it was done, with its receipt."""
    (done,) = performer.perform([todo])
    assert isinstance(done, Done)
    return Job(id=todo.id, key=todo.key, action=todo.action, blobs=todo.blobs, receipt=done.receipt)


# ── writing and taking back ───────────────────────────────────────────────────────────────────────────────


def test_a_document_is_written_and_taken_back(performer: DocumentPerformer, office: Path) -> None:
    done = write(performer, job(performer))
    assert (office / PATH).read_text() == "new"
    assert performer.undo([done]) == [Done({"moved_to": "archive/.trash/archive/reports/note.txt"})]
    assert not (office / PATH).exists()
    assert (office / "archive/.trash" / PATH).read_text() == "new"


def test_what_stood_there_before_comes_back(performer: DocumentPerformer, office: Path) -> None:
    write(performer, job(performer, "old"))
    done = write(performer, job(performer, "new", number=2))
    assert performer.undo([done]) == [Done()]
    assert (office / PATH).read_text() == "old"
    assert performer.undo([done]) == [Done()]


def test_a_document_that_a_person_changed_since_is_left_alone(performer: DocumentPerformer, office: Path) -> None:
    done = write(performer, job(performer))
    (office / PATH).write_text("corrected by hand")
    (refused,) = performer.undo([done])
    assert isinstance(refused, Failed)
    assert "changed since" in refused.why.render("en")
    assert (office / PATH).read_text() == "corrected by hand"


def test_writing_twice_keeps_what_stood_there_before_the_first_time(
    performer: DocumentPerformer, office: Path
) -> None:
    (office / "archive/reports").mkdir(parents=True)
    (office / PATH).write_text("old")
    write(performer, job(performer))
    again = write(performer, job(performer))
    assert again.receipt["before"] is not None
    assert performer.undo([again]) == [Done()]
    assert (office / PATH).read_text() == "old"


def test_a_document_that_stood_there_already_is_not_taken_away(performer: DocumentPerformer, office: Path) -> None:
    (office / "archive/reports").mkdir(parents=True)
    (office / PATH).write_text("new")
    done = write(performer, job(performer))
    assert performer.undo([done]) == [Done()]
    assert (office / PATH).read_text() == "new"


def test_after_a_crash_the_content_says_whether_it_was_written(performer: DocumentPerformer, office: Path) -> None:
    todo = job(performer)
    assert performer.was_done(todo) == NotDone()
    done = write(performer, todo)
    assert performer.was_done(todo) == Done(done.receipt)
    (office / PATH).write_text("other")
    assert performer.was_done(todo) == NotDone()


def test_two_documents_of_one_name_both_fit_into_the_trash(performer: DocumentPerformer, office: Path) -> None:
    for number in (1, 2):
        performer.undo([write(performer, job(performer, f"text {number}", number=number))])
    assert sorted(path.name for path in (office / "archive/.trash/archive/reports").iterdir()) == [
        "note 2.txt",
        "note.txt",
    ]


def test_a_full_disk_is_tried_again_later_and_leaves_nothing_behind(
    performer: DocumentPerformer, office: Path
) -> None:
    todo = job(performer)
    (office / "archive").mkdir()
    (office / "archive/reports").write_text("a file where the folder should be")
    (outcome,) = performer.perform([todo])
    assert type(outcome).__name__ == "Retry"
    assert list((office / "archive").iterdir()) == [office / "archive/reports"]


def test_stray_temporary_files_are_swept_when_they_are_old(performer: DocumentPerformer, office: Path) -> None:
    write(performer, job(performer))
    old, young = office / "archive/reports/.officebot-1-1", office / "archive/.officebot-2-2"
    for stray in (old, young):
        stray.write_text("half a doc")
    os.utime(old, (time.time() - 7200,) * 2)
    assert performer.sweep() == 1
    assert not old.exists()
    assert young.exists()
    assert (office / PATH).exists()


# ── where ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "path",
    [
        "", "note.txt", "archive", "/etc/passwd", "archive/../office.toml", "archive/./x", "archive//x", "archive/",
        "state/ledger.sqlite", "secrets/imap", "config/office.toml", "archive\\..\\x", "archive/..\\x",
        "archive/C:x", "archive/con", "archive/CON.txt", "archive/nul.html", "archive/com1", "archive/LPT9.txt",
        "archive/.hidden", "archive/.trash/x", "archive/name.", "archive/name ", "archive/ name", "archive/a\x00b",
        "archive/a\nb", "archive/a\u202eb", "archive/a\u200bb", "archive/what?", "archive/a*b", "archive/a|b",
        "archive/" + "x" * 121, "archive/" + "a/" * 250 + "b", "Archive/x", "../archive/x", "~/archive/x",
    ],
)  # fmt: skip
def test_a_path_that_is_no_place_for_documents_is_refused(path: str, performer: DocumentPerformer) -> None:
    with pytest.raises(UserError):
        performer.prepare(WriteDocument(path=path, content="x"))


@pytest.mark.parametrize("path", ["archive/Été & cie/rapport d'activité n° 4 (v2).html", "documents/a/b/c.txt"])
def test_a_plain_name_is_accepted(path: str, performer: DocumentPerformer, office: Path) -> None:
    write(performer, job(performer, path=path))
    assert (office / path).read_text() == "new"


def test_a_link_that_leads_outside_is_not_followed(
    performer: DocumentPerformer, office: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (office / "archive").mkdir()
    todo = job(performer)
    (office / "archive/reports").symlink_to(outside)
    (outcome,) = performer.perform([todo])
    assert isinstance(outcome, Failed)
    assert list(outside.iterdir()) == []


def test_a_link_in_the_documents_place_is_refused(performer: DocumentPerformer, office: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (office / "archive/reports").mkdir(parents=True)
    (office / PATH).symlink_to(victim)
    with pytest.raises(UserError):
        job(performer)
    assert victim.read_text() == "mine"


# ── templates ─────────────────────────────────────────────────────────────────────────────────────────────

HOSTILE = {
    "the class ladder": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "the globals of a function": "{{ self.__init__.__globals__ }}",
    "the globals of a shipped function": "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "the globals of joiner": "{{ joiner.__init__.__globals__['os'] }}",
    "lipsum": "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "attributes by filter": "{{ ''|attr('__class__') }}",
    "attributes by item": "{{ x['__class__']['__mro__'] }}",
    "attributes by format": "{{ '{0.__class__.__init__.__globals__}'.format(x) }}",
    "attributes by format_map": "{{ '{a.__class__}'.format_map({'a': x}) }}",
    "attributes by a filter over a list": "{{ [x]|map(attribute='__class__')|first }}",
    "the request's code": "{{ x.__init__.__code__ }}",
    "built-in functions": "{{ __builtins__.open('/etc/passwd').read() }}",
    "import": "{% import 'os' as os %}{{ os.popen('id') }}",
    "a file outside by include": "{% include '../../../../etc/passwd' %}",
    "a file outside by an absolute name": "{% include '/etc/passwd' %}",
    "a file outside by extends": "{% extends '../secret.txt' %}",
    "a file outside by its address": "{% include 'file:///etc/passwd' %}",
    "a change of the data": "{{ x.append(1) }}",
    "a change by update": "{{ y.update({'a': 2}) }}",
    "a huge range": "{% for i in range(10**9) %}{% endfor %}",
    "a huge text": "{{ 'a' * 10**10 }}",
    "a huge number": "{{ 10 ** (10 ** 10) }}",
    "ranges within ranges": "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "a text without end": "{% for a in range(99999) %}{{ 'abcdefghij' * 99999 }}{% endfor %}",
    "a macro that calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "a template that includes itself": "{% include 'hostile.html' %}",
    "an unknown value": "{{ nobody }}",
    "an unknown value's attribute": "{{ x.nobody.name }}",
    "a generator's frame": "{{ (x|map('upper')).gi_frame.f_globals }}",
    "a broken tag": "{% if %}",
}


@pytest.mark.parametrize("template", HOSTILE.values(), ids=list(HOSTILE))
def test_a_hostile_template_does_nothing_and_is_refused(template: str, templates: Path) -> None:
    (templates / "hostile.html").write_text(template)
    (templates.parent / "secret.txt").write_text("the secret")
    began = time.monotonic()
    with pytest.raises(UserError) as refused:
        rendering.render("hostile.html", {"x": ["one"], "y": {"a": 1}}, "fr", [templates], seconds=1.0)
    assert time.monotonic() - began < 4
    said = refused.value.render("en")
    assert not re.search(r"the secret|root:|uid=|subprocess", said)


def test_after_a_template_that_hung_the_next_one_is_rendered(templates: Path) -> None:
    (templates / "loop.txt").write_text(
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    )
    (templates / "good.txt").write_text("Bonjour {{ name }}\n")
    with pytest.raises(UserError):
        rendering.render("loop.txt", {}, "fr", [templates], seconds=0.3)
    assert rendering.render("good.txt", {"name": "Zoé"}, "fr", [templates]) == "Bonjour Zoé\n"


class _Read(HTMLParser):
    """The text of a page as a browser shows it, and the tags it saw."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.tags = "", list[str]()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)


ODD = [f"{a}{b}{c}" for a in ("<", "&", "{{", "{%", "{#", "</p>") for b in ("b", "7*7", " x ", "amp;", "script", "é",
       "'\"") for c in (">", ";", "}}", "%}", "#}")]  # fmt: skip


def test_no_character_of_two_hundred_odd_values_is_lost_or_run(templates: Path) -> None:
    assert len(ODD) >= 200
    (templates / "list.html").write_text(
        "{% for value in values %}<p title='{{ value }}'>{{ value }}</p>\n{% endfor %}"
    )
    (templates / "list.txt").write_text("{% for value in values %}{{ value }}\n{% endfor %}")
    page = _Read()
    page.feed(rendering.render("list.html", {"values": ODD}, "fr", [templates]))
    page.close()
    assert page.text.splitlines() == ODD
    assert set(page.tags) == {"p"}
    assert rendering.render("list.txt", {"values": ODD}, "fr", [templates]).splitlines() == ODD


def test_the_offices_own_template_comes_before_the_shipped_one(tmp_path: Path) -> None:
    own, shipped = tmp_path / "own", tmp_path / "shipped"
    for folder, text in ((own / "fr", "own"), (shipped / "fr", "shipped"), (shipped / "en", "English")):
        folder.mkdir(parents=True)
        (folder / "a.txt").write_text(text)
    assert rendering.render("a.txt", {}, "fr", [own, shipped]) == "own"
    assert rendering.render("a.txt", {}, "en", [own, shipped]) == "English"
    with pytest.raises(UserError, match="no template"):
        rendering.render("b.txt", {}, "fr", [own, shipped])


@pytest.mark.parametrize("is_kept", [True, False])
@pytest.mark.parametrize("name", ["ansi.txt", "outer.txt"])
def test_a_template_that_is_not_utf_8_is_told_and_the_next_one_is_rendered(
    templates: Path, name: str, is_kept: bool
) -> None:
    (templates / "ansi.txt").write_bytes("Réunion".encode("cp1252"))
    (templates / "outer.txt").write_text('{% include "ansi.txt" %}', "utf-8")
    (templates / "sound.txt").write_text("Réunion", "utf-8")
    ask: Callable[[], object] = (
        (lambda: rendering.keep(name, "fr", [templates]).render({}))
        if is_kept
        else (lambda: rendering.render(name, {}, "fr", [templates]))
    )
    with pytest.raises(UserError) as refused:
        ask()
    assert "save it anew as UTF-8" in refused.value.problems[0].what.render("en")
    assert rendering.render("sound.txt", {}, "fr", [templates]) == "Réunion"


def test_a_mistake_in_a_template_is_told_with_its_line(templates: Path) -> None:
    (templates / "wrong.txt").write_text("one\ntwo {{ name\n")
    with pytest.raises(UserError, match="line 2"):
        rendering.render("wrong.txt", {}, "fr", [templates])


# ── tables ────────────────────────────────────────────────────────────────────────────────────────────────

PAYLOADS = [
    f"{blank}{sign}{rest}"
    for blank in ("", " ", "\t")
    for sign in ("=", "+", "-", "@", "\t=", "\r=", "\n=", "%", "|", "＝")
    for rest in ("1+1", "cmd|'/C calc'!A0", 'HYPERLINK("http://x.example","x")')
]


def test_no_payload_becomes_a_formula_in_a_workbook() -> None:
    assert len(PAYLOADS) >= 60
    content = workbook({"sheet": "=1+1", "columns": ["=1+1"], "rows": [[payload] for payload in PAYLOADS]})
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    cells = [row[0] for row in sheet.iter_rows()]
    assert len(cells) == len(PAYLOADS) + 1
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)
    assert [cell.value for cell in cells[1:]] == [payload.replace("\r", "\n") for payload in PAYLOADS]


def test_no_payload_begins_a_cell_of_a_csv_file() -> None:
    text = csv_text({"columns": ["=1+1"], "rows": [[payload] for payload in PAYLOADS]}, "en")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == len(PAYLOADS) + 1
    assert all(row[0].startswith("'") for row in rows)


def test_a_csv_file_opens_in_french_excel(performer: DocumentPerformer) -> None:
    table = {"columns": ["Nom", "Montant"], "rows": [["Zoé; fils", 12]]}
    prepared = performer.prepare(WriteDocument(path="archive/a.csv", data=table, language="fr"))
    assert prepared.blobs["document"] == '\ufeffNom;Montant\r\n"Zoé; fils";12\r\n'.encode()


def test_a_workbook_does_not_tell_when_it_was_made() -> None:
    content = workbook(
        {"sheet": "s", "columns": ["a", {"title": "b", "kind": "date"}], "rows": [["x", "2026-11-24"]]}
    )
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        assert set(re.findall(rb"\d{4}-\d\d-\d\dT", parts.read("docProps/core.xml"))) == {b"2000-01-01T"}


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.text(max_size=60), st.text(max_size=40))
def test_any_text_makes_a_workbook_that_opens(value: str, sheet_name: str) -> None:
    content = workbook({"sheet": sheet_name, "columns": ["c"], "rows": [[value]]})
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert sheet["A2"].data_type == ("s" if value else "n")


def test_rows_that_do_not_fit_their_heading_are_refused() -> None:
    with pytest.raises(UserError):
        workbook({"columns": ["a", "b"], "rows": [["x"]]})
    with pytest.raises(UserError):
        workbook({"columns": [], "rows": []})


def test_the_preview_names_the_place_and_the_size(performer: DocumentPerformer) -> None:
    prepared = performer.prepare(WriteDocument(path=PATH, content="x" * 4000))
    assert prepared.preview.render("en") == "Write “archive/reports/note.txt” (4 KB)"
