"""Activity reports as documents: every form holds every figure, says it to who cannot see it, and is read back before it goes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from docx import Document

from officebot.connectors.activity_documents import alternative_texts, insist, pictures, with_pictures
from officebot.connectors.activity_workbook import activity_book, differences
from officebot.connectors.documents import DocumentPerformer
from officebot.connectors.rendering import render
from officebot.connectors.report_readback import document_words
from officebot.core.actions import WriteDocument
from officebot.core.problems import UserError
from officebot.core.reports import finished
from officebot.core.reports.page import TEMPLATE, page_of
from officebot.core.reports.report import Report
from officebot.duties.activity_report.decide import document_of
from officebot.duties.activity_report.observe import for_person
from officebot.duties.activity_report.settings import Form, ReaderTable
from officebot.resources import packaged
from tests.duties.busyoffice import ETIENNE, RACHEL, busy_office, reader

pytestmark = pytest.mark.xdist_group("activity")

TEMPLATES = [packaged("templates")]


@pytest.fixture(scope="module")
def november(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Report]:
    with busy_office(tmp_path_factory.mktemp("busy"), seed=11, size=200) as office:
        yield office.report("monthly")


def written(report: Report, form: Form, folder: Path, french: bool = True) -> bytes:
    action = document_of(
        report, for_person(ETIENNE if french else RACHEL, ReaderTable(form=form)), "Atelier Verrier SAS"
    )
    content: bytes = DocumentPerformer(folder, TEMPLATES).prepare(action).blobs["document"]
    return content


def page(report: Report, language: str = "fr") -> dict[str, Any]:
    return page_of(report, report.values, reader(language), office="Atelier Verrier SAS")


# ── each form ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_page_has_its_language_headings_scopes_and_told_charts(november: Report, tmp_path: Path) -> None:
    text = written(november, "html", tmp_path).decode()
    assert text.startswith('<!DOCTYPE html>\n<html lang="fr">')
    assert text.count("<h1>") == 1
    assert text.count("<table") == text.count("<caption>") == text.count("<thead>")
    assert "<th>" not in text
    assert text.count('role="img"') == len([c for p in page(november)["parts"] for c in p["charts"]]) >= 4
    assert (
        text.index('id="short"') < text.index('id="needs"') < text.index('id="part-mail"') < text.index('id="annex"')
    )
    assert "http://" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in text


def test_the_word_document_has_headings_repeated_heads_told_pictures_and_its_language(
    november: Report, tmp_path: Path
) -> None:
    content = written(november, "docx", tmp_path)
    document = Document(io.BytesIO(content))
    styles = [one.style.name for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert styles[0] == "Heading 1"
    assert styles.count("Heading 1") == 1
    assert styles.count("Heading 2") >= 8
    words = alternative_texts(content)
    assert len(words) >= 4
    assert all(words)
    assert not any("[[" in one.text or "{{" in one.text for one in document.paragraphs)
    xml = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    assert xml.count("<w:tblHeader/>") == xml.count("<w:tbl>") == xml.count("<w:tblCaption")
    assert 'w:val="fr-FR"' in zipfile.ZipFile(io.BytesIO(content)).read("word/styles.xml").decode()
    assert document.core_properties.title == "Rapport du mois"


def test_the_pdf_says_the_same_and_is_tagged(november: Report, tmp_path: Path) -> None:
    content = written(november, "pdf", tmp_path, french=False)
    document = pypdfium2.PdfDocument(content)
    text = "\n".join(one.get_textpage().get_text_range() for one in document)
    document.close()
    assert "Report of the month: November 2026" in text.splitlines()[1]
    for one in page(november, "en")["leading"]:
        assert finished.plain(one["value"]) in finished.plain(text)
    assert b"/StructTreeRoot" in content
    assert b"/Lang" in content


def test_the_workbook_has_live_formulas_native_charts_and_figures_at_once(november: Report, tmp_path: Path) -> None:
    content = written(november, "xlsx", tmp_path)
    book = openpyxl.load_workbook(io.BytesIO(content))
    shown = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    assert book.sheetnames[0] == "Synthèse"
    assert str(book.worksheets[0]["B5"].value).startswith("=")
    assert shown.worksheets[0]["B5"].value == int(page(november)["leading"][0]["value"])
    assert sum(len(sheet._charts) for sheet in book.worksheets) >= 5
    mail = book["Courrier"]
    assert [mail.cell(5, 4).value, shown["Courrier"].cell(5, 4).value] == [
        "=B5-C5", shown["Courrier"].cell(5, 2).value - shown["Courrier"].cell(5, 3).value,
    ]  # fmt: skip


def test_the_same_report_is_the_same_bytes(november: Report) -> None:
    assert activity_book(page(november)) == activity_book(page(november))


# ── read back ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_template_that_leaves_a_figure_out_is_refused(november: Report, tmp_path: Path) -> None:
    own = tmp_path / "templates" / "fr" / "report"
    own.mkdir(parents=True)
    (own / "activity.html").write_text("<html lang='fr'><main>{{ title }}</main></html>", "utf-8")
    action = WriteDocument(
        path="archive/reports/x.html", template=f"{TEMPLATE}.html", language="fr", data=page(november)
    )
    with pytest.raises(UserError) as refused:
        DocumentPerformer(tmp_path, [tmp_path / "templates", *TEMPLATES]).prepare(action)
    assert "does not say what was counted again" in str(refused.value.problems[0].what)


def test_a_digit_changed_in_the_finished_page_is_found(november: Report) -> None:
    shown = page(november)
    text = render(f"{TEMPLATE}.html", shown, "fr", TEMPLATES)
    assert finished.in_html(shown, text) == []
    value = shown["leading"][0]["value"]
    assert finished.in_html(shown, text.replace(f">{value}<", f">{int(value) + 1}<", 1)) != []
    bar = text.index("<rect x=", text.index("</desc>"))
    assert finished.in_html(shown, text[:bar] + text[bar:].replace('height="', 'height="1', 1)) != []


def test_a_picture_whose_words_were_changed_is_found(november: Report, tmp_path: Path) -> None:
    content = written(november, "docx", tmp_path)
    texts, told = document_words(content).texts, alternative_texts(content)
    assert finished.in_document(page(november), texts, told) == []
    assert finished.in_document(page(november), texts, [told[0] + "1", *told[1:]]) != []


def test_a_cell_typed_over_is_found(november: Report) -> None:
    data = page(november)
    content = activity_book(data)
    book = openpyxl.load_workbook(io.BytesIO(content))
    book["Courrier"]["B5"] = 1
    held = io.BytesIO()
    book.save(held)
    assert differences(content, data) == []
    assert differences(held.getvalue(), data) != []


def test_words_read_as_numbers_again_are_the_figures(november: Report) -> None:
    for language in ("fr", "en"):
        shown = page(november, language)
        spoken = reader(language).language
        assert finished.in_words(november, shown, spoken) == []
        shown["parts"][0]["tables"][0]["rows"][0]["cells"][0] = "999\u00a0999"
        assert len(finished.in_words(november, shown, spoken)) == 1


# ── pictures ──────────────────────────────────────────────────────────────────────────────────────────────


def test_charts_become_pictures_one_each(november: Report) -> None:
    drawings = [chart["svg"] for part in page(november)["parts"] for chart in part["charts"]]
    made = pictures(drawings)
    assert len(made) == len(drawings)
    assert all(one.startswith(b"\x89PNG") for one in made)
    assert pictures([]) == []


def test_a_mark_that_names_no_chart_goes(november: Report) -> None:
    document = Document()
    document.add_paragraph("[[chart nobody]]")
    document.add_paragraph("kept")
    held = io.BytesIO()
    document.save(held)
    made = Document(io.BytesIO(with_pictures(held.getvalue(), page(november))))
    assert [one.text for one in made.paragraphs] == ["kept"]


def test_nothing_wrong_is_no_error() -> None:
    insist([])
