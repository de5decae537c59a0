"""Draft minutes come back from the chair, corrected in Word."""

from __future__ import annotations

import copy
import datetime
import io
import re
import shutil
import subprocess
import zipfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from officebot.connectors import office_pdf, rendering
from officebot.connectors.papers.word import read_word
from officebot.core.minutes.model import Minutes
from officebot.core.minutes.page import page_of
from officebot.core.minutes.readback.places import Place, action_at, words_at
from officebot.core.minutes.readback.reading import read_back
from officebot.core.problems import UserError
from officebot.core.text import Language
from tests.conftest import missing
from tests.connectors.returned import (
    asked,
    corrected,
    edited,
    in_cell,
    paragraph,
    rows,
    sent,
    sentences,
    typed,
    with_xml,
)
from tests.core.minutes.samples import french, sample
from tests.speed import within

BOTH = pytest.mark.parametrize("marked", [True, False], ids=["with marks", "without marks"])


@BOTH
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_document_that_nobody_changed_changes_nothing(language: Language, marked: bool) -> None:
    made = corrected(edited(lambda _: None, language, marked=marked), language)
    assert (sentences(made), asked(made)) == ([], [])
    assert made.minutes == sample(language)


def test_it_is_the_same_without_the_document_that_was_sent() -> None:
    made = corrected(edited(lambda _: None), with_sent=False)
    assert (sentences(made), asked(made), made.minutes) == ([], [], french())


@BOTH
def test_words_typed_over_are_a_change_of_that_sentence_alone(marked: bool) -> None:
    made = corrected(
        edited(lambda one: typed(one, "n’est pas encore notifiée", "sera notifiée en mars"), marked=marked)
    )
    assert sentences(made) == [
        "point 1, résumé\u00a0: «\u00a0La subvention de la mairie sera notifiée en mars.\u00a0» au lieu de "
        "«\u00a0La subvention de la mairie n’est pas encore notifiée.\u00a0»."
    ]
    assert asked(made) == []
    changed = made.minutes.topics[0].summary[1]
    assert changed.source == french().topics[0].summary[1].source


@BOTH
def test_a_decision_may_be_changed_at_either_of_its_places(marked: bool) -> None:
    def below(document: Any) -> None:
        typed(document, "retenu pour 10\u00a0000\u00a0€", "retenu pour 12\u00a0000\u00a0€")

    def at_a_glance(document: Any) -> None:
        in_cell(rows(document, "D3")[0].cells[1], "Le devis de l’entreprise Morel est retenu pour 12 000 €.")

    for edit in (below, at_a_glance):
        made = corrected(edited(edit, marked=marked))
        assert words_at(made.minutes, Place("d", 2, 1)).replace("\u00a0", " ").endswith("12 000 €.")
        assert (len(made.changes), asked(made)) == (1, [])


def test_changed_in_two_ways_it_is_asked_and_left_as_it_was() -> None:
    def edit(document: Any) -> None:
        typed(document, "retenu pour 10\u00a0000\u00a0€", "retenu pour 12\u00a0000\u00a0€")
        in_cell(rows(document, "D3")[0].cells[1], "Le devis de l’entreprise Morel est retenu pour 13 000 €.")

    made = corrected(edited(edit))
    assert made.minutes == french()
    assert len(made.questions) == 1
    assert "12" in asked(made)[0]
    assert "13" in asked(made)[0]


@BOTH
def test_an_owner_and_a_day_are_changed_in_their_cells(marked: bool) -> None:
    def edit(document: Any) -> None:
        row = rows(document, "A3")[1]
        in_cell(row.cells[2], "Paul")
        in_cell(row.cells[3], "15/01/2027")

    made = corrected(edited(edit, marked=marked))
    action = action_at(made.minutes, Place("a", 2, 1))
    assert (action.who, action.due) == (("Paul Lenoir",), date(2027, 1, 15))
    assert len(made.changes) == 2
    assert asked(made) == []


def test_a_day_without_a_year_is_reckoned_from_the_day_of_the_answer() -> None:
    made = corrected(edited(lambda one: in_cell(rows(one, "A3")[0].cells[3], "le 5 janvier")), at=date(2026, 12, 1))
    assert action_at(made.minutes, Place("a", 2, 1)).due == date(2027, 1, 5)


def test_a_row_with_an_unreadable_day_is_not_changed_by_half() -> None:
    def edit(document: Any) -> None:
        row = rows(document, "A3")[1]
        in_cell(row.cells[2], "Paul Lenoir")
        in_cell(row.cells[3], "dès que possible")

    made = corrected(edited(edit))
    assert made.minutes == french()
    assert len(made.questions) == 1
    assert "dès que possible" in asked(made)[0]


@BOTH
def test_an_owner_named_where_nobody_was_is_taken(marked: bool) -> None:
    made = corrected(edited(lambda one: in_cell(rows(one, "A4")[0].cells[2], "Marc"), marked=marked))
    assert action_at(made.minutes, Place("a", 2, 2)).who == ("Marc Tual",)


@BOTH
def test_a_row_that_is_added_becomes_an_action_of_its_point(marked: bool) -> None:
    def edit(document: Any) -> None:
        row = rows(document, "A3")[1]
        new = copy.deepcopy(row._tr)
        for mark in [*new.iter("{*}bookmarkStart"), *new.iter("{*}bookmarkEnd")]:
            mark.getparent().remove(mark)
        row._tr.addnext(new)
        added = rows(document, "A3")[2]
        for cell, words in zip(added.cells, ("", "Prévenir les voisins", "Inès Kaci", "20/12/2026"), strict=True):
            in_cell(cell, words)

    made = corrected(edited(edit, marked=marked))
    assert [one.what for one in made.minutes.topics[1].actions] == [
        "Signer le devis Morel", "Prévenir les voisins", "Trouver une salle pour janvier",
    ]  # fmt: skip
    added = made.minutes.topics[1].actions[1]
    assert (added.who, added.due, added.source.file) == (("Inès Kaci",), date(2026, 12, 20), "returned.docx")
    assert [one.kind for one in made.changes] == ["added"]
    assert asked(made) == []


@BOTH
def test_a_row_taken_out_everywhere_is_gone(marked: bool) -> None:
    def edit(document: Any) -> None:
        for row in rows(document, "A2"):
            row._tr.getparent().remove(row._tr)

    made = corrected(edited(edit, marked=marked))
    assert [one.what for one in made.minutes.topics[0].actions] == ["Envoyer le budget adopté à la mairie"]
    assert [one.kind for one in made.changes] == ["removed"]
    assert asked(made) == []


@BOTH
@pytest.mark.parametrize("place", [0, 1], ids=["at a glance", "below its item"])
def test_a_row_taken_out_at_one_of_its_places_is_asked(place: int, marked: bool) -> None:
    def edit(document: Any) -> None:
        row = rows(document, "A2")[place]
        row._tr.getparent().remove(row._tr)

    made = corrected(edited(edit, marked=marked))
    assert made.minutes == french()
    assert made.changes == ()
    assert len(made.questions) == 1


@BOTH
def test_a_sentence_that_is_added_goes_under_its_heading(marked: bool) -> None:
    def edit(document: Any) -> None:
        after = paragraph(document, "Trois devis")
        new = copy.deepcopy(after._p)
        for mark in [*new.iter("{*}bookmarkStart"), *new.iter("{*}bookmarkEnd")]:
            mark.getparent().remove(mark)
        after._p.addnext(new)
        document.paragraphs[
            [one._p for one in document.paragraphs].index(new)
        ].text = "Le vote a eu lieu à main levée."

    made = corrected(edited(edit, marked=marked))
    assert [one.text for one in made.minutes.topics[1].summary][1] == "Le vote a eu lieu à main levée."
    assert [one.kind for one in made.changes] == ["added"]
    assert asked(made) == []


@BOTH
def test_a_sentence_that_is_taken_out_is_gone(marked: bool) -> None:
    def edit(document: Any) -> None:
        found = paragraph(document, "à mobilité réduite")
        found._p.getparent().remove(found._p)

    made = corrected(edited(edit, marked=marked))
    assert len(made.minutes.topics[1].summary) == 1
    assert [one.kind for one in made.changes] == ["removed"]


@BOTH
def test_sentences_in_another_order_are_moved(marked: bool) -> None:
    def edit(document: Any) -> None:
        first, second = paragraph(document, "Trois devis"), paragraph(document, "à mobilité réduite")
        second._p.addnext(first._p)

    made = corrected(edited(edit, marked=marked))
    assert [one.text[:5] for one in made.minutes.topics[1].summary] == ["L’acc", "Trois"]
    assert [one.kind for one in made.changes] == ["moved"]
    assert asked(made) == []


@BOTH
def test_a_sentence_under_another_heading_is_moved_there(marked: bool) -> None:
    def edit(document: Any) -> None:
        paragraph(document, "La fête d’été")._p.addnext(paragraph(document, "n’est pas encore notifiée")._p)

    made = corrected(edited(edit, marked=marked))
    assert len(made.minutes.topics[0].summary) == 1
    assert made.minutes.topics[2].summary[-1] == french().topics[0].summary[1]
    assert [one.kind for one in made.changes] == ["moved"]
    assert "Questions diverses" in sentences(made)[0]


@BOTH
def test_headings_title_people_and_the_next_meeting_may_be_changed(marked: bool) -> None:
    def edit(document: Any) -> None:
        typed(document, "Travaux de la salle", "Travaux de la grande salle")
        typed(document, "Mardi 19 janvier 2027", "Mardi 26 janvier 2027")
        for row in document.tables[0].rows:
            if row.cells[0].text == "Présents":
                in_cell(row.cells[1], "Claire Aubry, Paul Lenoir, Inès Kaci, Julie Petit")

    made = corrected(edited(edit, marked=marked))
    assert made.minutes.topics[1].heading == "Travaux de la grande salle"
    assert made.minutes.present[-1] == "Julie Petit"
    meeting = made.minutes.next_meeting
    assert meeting is not None
    assert (meeting.date, meeting.time) == (date(2027, 1, 26), datetime.time(18, 30))
    assert len(made.changes) == 3
    assert asked(made) == []


def test_a_title_typed_over_is_another_title() -> None:
    made = corrected(edited(lambda one: typed(one, "Conseil d’administration", "Conseil extraordinaire")))
    assert made.minutes.title == "Conseil extraordinaire"
    assert len(made.changes) == 1


@BOTH
def test_what_has_no_place_is_asked_and_not_lost(marked: bool) -> None:
    def edit(document: Any) -> None:
        document.paragraphs[2].insert_paragraph_before("Merci d’envoyer aussi au maire.")
        for row in document.tables[0].rows:
            if row.cells[0].text == "Lieu":
                in_cell(row.cells[1], "Salle des fêtes")

    made = corrected(edited(edit, marked=marked))
    assert made.minutes == french()
    assert made.changes == ()
    assert any("au maire" in one for one in asked(made))
    assert any("Salle des fêtes" in one for one in asked(made))


def test_a_new_heading_with_its_words_becomes_a_point() -> None:
    def edit(document: Any) -> None:
        last = paragraph(document, "Prochaine réunion")
        last.insert_paragraph_before("4. Parking", style="Heading 2")
        last.insert_paragraph_before("Le parking sera fermé en mars.", style="List Bullet")

    made = corrected(edited(edit))
    assert made.minutes.topics[-1].heading == "Parking"
    assert made.minutes.topics[-1].summary[0].text == "Le parking sera fermé en mars."
    assert [one.kind for one in made.changes] == ["added", "added"]


# ── Word's own ways ───────────────────────────────────────────────────────────────────────────────────────

_WHEN = 'w:author="Claire" w:date="2026-11-27T09:00:00Z"'


def test_tracked_changes_are_taken_as_accepted() -> None:
    def tracked(xml: str) -> str:
        run = f'<w:del w:id="1" {_WHEN}><w:r><w:delText>n’est pas encore notifiée</w:delText></w:r></w:del>'
        run += f'<w:ins w:id="2" {_WHEN}><w:r><w:t>est notifiée</w:t></w:r></w:ins>'
        new = f'<w:r><w:t xml:space="preserve">La subvention de la mairie </w:t></w:r>{run}<w:r><w:t>.</w:t></w:r>'
        return re.sub(r"<w:r>(?:(?!</w:r>).)*La subvention de la mairie n’est(?:(?!</w:r>).)*</w:r>", new, xml)

    content = with_xml(sent(), tracked)
    assert read_word(content, "x").has_tracked
    made = corrected(content)
    assert made.minutes.topics[0].summary[1].text == "La subvention de la mairie est notifiée."
    assert len(made.changes) == 1


def test_a_row_and_a_paragraph_taken_out_with_tracking_are_gone() -> None:
    def tracked(xml: str) -> str:
        def row_gone(row: re.Match[str]) -> str:
            return row[0].replace("<w:cantSplit/>", f'<w:cantSplit/><w:del w:id="9" {_WHEN}/>', 1)

        xml = re.sub(r"<w:tr(?: [^>]*)?>(?:(?!</w:tr>).)*>A2<(?:(?!</w:tr>).)*</w:tr>", row_gone, xml)

        def gone(found: re.Match[str]) -> str:
            whole = re.sub(r"(<w:r>.*</w:r>)", rf'<w:del w:id="7" {_WHEN}>\1</w:del>', found[0])
            whole = whole.replace("<w:t", "<w:delText").replace("</w:t>", "</w:delText>")
            return whole.replace("</w:pPr>", f'<w:rPr><w:del w:id="8" {_WHEN}/></w:rPr></w:pPr>', 1)

        return re.sub(r"<w:p>(?:(?!</w:p>).)*à mobilité réduite(?:(?!</w:p>).)*</w:p>", gone, xml)

    made = corrected(with_xml(sent(), tracked))
    assert len(made.minutes.topics[0].actions) == 1
    assert len(made.minutes.topics[1].summary) == 1
    assert sorted(one.kind for one in made.changes) == ["removed", "removed"]


def test_a_correction_of_a_document_made_from_the_office_s_own_template_is_read(tmp_path: Path) -> None:
    model = Document()
    model.add_paragraph("{{ title }}")
    points, actions = model.add_table(0, 2), model.add_table(1, 3)
    for cells in (("{%tr for item in items %}", ""), ("{{ item.heading }}", ""), ("{%tr for d in item.decisions %}", ""),
                  ("Décision", "{{ d.text }}"), ("{%tr endfor %}", ""), ("{%tr endfor %}", "")):  # fmt: skip
        row = points.add_row()
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    in_turn = ("{%tr for item in items %}", "", ""), ("{%tr for a in item.actions %}", "", "")
    for cells3 in (*in_turn, ("{{ a.what }}", "{{ a.who }}", "{{ a.due }}"), ("{%tr endfor %}", "", ""),
                   ("{%tr endfor %}", "", "")):  # fmt: skip
        row = actions.add_row()
        for cell, words in zip(row.cells, cells3, strict=True):
            cell.text = words
    for cell, words in zip(actions.rows[0].cells, ("Action", "Responsable", "Échéance"), strict=True):
        cell.text = words
    (tmp_path / "fr").mkdir()
    model.save(str(tmp_path / "fr" / "modele.docx"))
    content = rendering.keep("modele.docx", "fr", [tmp_path]).office_file(page_of(french()))
    before = read_word(content, "sent.docx")
    changed = with_xml(content, lambda xml: xml.replace("Claire Aubry", "Marc Tual").replace("unanimité", "humanité"))
    made = read_back(french(), read_word(changed, "returned.docx"), sent=before)
    assert (len(made.changes), made.questions) == (2, ())
    assert made.minutes.topics[1].actions[0].who == ("Marc Tual",)
    assert made.minutes.topics[0].decisions[0].text == "Le budget 2027 est adopté à l’humanité."
    assert made.minutes.topics[0].summary == french().topics[0].summary
    assert read_back(french(), before, sent=before).minutes == french()


def test_comments_are_shown_as_questions() -> None:
    def edit(document: Any) -> None:
        found = paragraph(document, "La fête d’été")
        document.add_comment(found.runs, text="Est-ce bien 140 ?", author="Claire Aubry")

    made = corrected(edited(edit))
    assert made.minutes == french()
    assert len(made.questions) == 1
    assert "Est-ce bien 140" in asked(made)[0]
    assert "La fête d’été" in asked(made)[0]


def test_what_libreoffice_saves_reads_the_same(tmp_path: Path) -> None:
    if office_pdf.program() is None:
        missing("LibreOffice is missing")
    given = tmp_path / "in" / "draft.docx"
    given.parent.mkdir()
    given.write_bytes(edited(lambda one: typed(one, "La fête d’été", "La fête de juin")))
    command = [
        shutil.which("soffice") or "soffice",
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
    ]
    subprocess.run(
        [*command, "--convert-to", "docx", "--outdir", str(tmp_path), str(given)], check=True, capture_output=True
    )
    made = corrected((tmp_path / "draft.docx").read_bytes())
    assert len(made.changes) == 1
    assert made.minutes.topics[2].summary[0].text.startswith("La fête de juin")
    assert asked(made) == []


# ── what is not these minutes ─────────────────────────────────────────────────────────────────────────────


def test_another_document_changes_nothing_and_is_asked() -> None:
    made = read_back(french(), read_word(sent("en"), "other.docx"), sent=read_word(sent(), "draft.docx"))
    assert made.minutes == french()
    assert len(made.questions) == 1


def test_a_correction_of_another_version_changes_nothing() -> None:
    content = edited(lambda one: typed(one, "La fête d’été", "La fête de juin"))
    made = corrected(content, version=3)
    assert made.minutes == french()
    assert "version 2" in asked(made)[0]
    assert len(corrected(content, version=2).changes) == 1


def test_minutes_of_nothing_are_read_back() -> None:
    assert read_back(Minutes(), read_word(sent(), "x")).minutes == Minutes()


@cache
def hostile() -> dict[str, bytes]:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", _RELS)
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"<w:document>" + b" " * 90_000_000)
    return {
        "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000,
        "locked.docx": b"\xd0\xcf\x11\xe0" + b"\0" * 100 + "EncryptedPackage".encode("utf-16-le"),
        "words.txt": b"OK",
        "half.docx": sent()[:5000],
        "empty.docx": b"",
        "bomb.docx": bomb.getvalue(),
        "entities.docx": with_xml(
            sent(), lambda xml: '<!DOCTYPE x [<!ENTITY a "b">]>' + xml[xml.index("<w:document") :]
        ),
        "cut.docx": with_xml(sent(), lambda xml: xml[: len(xml) // 2]),
        "deep.docx": with_xml(sent(), lambda _: "<w:document>" + "<w:p>" * 5000),
    }


_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://'
    'schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


@pytest.mark.parametrize(
    "name",
    [
        "old.doc",
        "locked.docx",
        "words.txt",
        "half.docx",
        "empty.docx",
        "bomb.docx",
        "entities.docx",
        "cut.docx",
        "deep.docx",
    ],
)
def test_what_is_no_whole_word_document_is_refused_in_a_sentence(name: str) -> None:
    def run() -> None:
        with pytest.raises(UserError) as refused:
            read_word(hostile()[name], name)
        assert refused.value.render("fr").startswith(f"{name}: ")

    within(5, run)


def test_long_minutes_are_read_back_quickly() -> None:
    from tests.connectors.returned import long_minutes

    shown, content = long_minutes()

    def run() -> None:
        made = read_back(shown, read_word(content, "long.docx"), sent=None)
        assert made.minutes == shown

    within(5, run)
