"""The budget's report and draft as files: what stands in them, their formulas reckoned by LibreOffice, words read aloud."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from officebot.connectors import office_pdf, rendering
from officebot.connectors.budget_workbook import LINES_SHEET, budget_book, figure_cells
from officebot.connectors.draft_workbook import draft_workbook
from officebot.connectors.report_readback import document_words, sheet_numbers
from officebot.connectors.workbooks.reading import read_book
from officebot.core.budget.drafting import draft, months_of
from officebot.core.budget.reading import read_budget
from officebot.core.budget.report_page import page_of
from officebot.core.budget.report_sources import series_of, traces_of
from officebot.core.text import Language
from tests.conftest import missing
from tests.core.budget.reports import Made, made

ROOT = Path(__file__).parents[2]
TEMPLATES = [ROOT / "templates"]


def page(one: Made, language: Language) -> dict[str, Any]:
    return dict(
        page_of(
            one.report, language, office="Atelier Durand", file="budget.xlsx", before=one.before,
            series=series_of(one.report, one.basis), traces=traces_of(one.report, one.figures, language),
        )
    )  # fmt: skip


def workbook(one: Made, language: Language = "fr") -> bytes:
    return budget_book(one.report, page(one, language), series_of(one.report, one.basis), one.figures, language)


def reckoned(content: bytes, folder: Path) -> bytes:
    """The workbook with its formulas reckoned by LibreOffice, which sees none of our values."""
    if office_pdf.program() is None:
        missing("LibreOffice is missing")
    bare, held = folder / "bare.xlsx", io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(held, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                part = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1<v></v>", part)
            target.writestr(name, part)
    bare.write_bytes(held.getvalue())
    command = [office_pdf.program() or "", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    subprocess.run(
        [*command, "--convert-to", "ods", "--outdir", str(folder), str(bare)], check=True, capture_output=True
    )
    return (folder / "bare.ods").read_bytes()


@pytest.mark.parametrize("with_income", [False, True])
def test_the_formulas_come_to_what_was_checked(tmp_path: Path, with_income: bool) -> None:
    one = made(2, with_income=with_income)
    content = workbook(one)
    ours, theirs = read_book(content, "r.xlsx"), read_book(reckoned(content, tmp_path), "r.ods")
    compared = 0
    for mine, other in zip(ours.grids, theirs.grids, strict=True):
        for number, row in mine.rows.items():
            for place, value in enumerate(row):
                if isinstance(value, int | float) and not isinstance(value, bool):
                    again = other.rows[number][place]
                    assert isinstance(again, int | float | Decimal), (mine.sheet, number, place)
                    assert abs(float(again) - value) < 1e-6, (mine.sheet, number, place)
                    compared += 1
    assert compared > 150


def test_variances_sums_and_shares_are_formulas_and_show_their_values_at_once() -> None:
    one = made(1)
    content = workbook(one)
    lines = load_workbook(io.BytesIO(content)).worksheets[LINES_SHEET]
    numbers = sheet_numbers(content, LINES_SHEET)
    places = figure_cells(one.report)
    for key, cell in places.items():
        value = one.figures.value(key)
        assert value is not None
        assert numbers[cell] == pytest.approx(value, abs=Decimal("0.000001"))
        if key.endswith((".variance", ".ratio")) or key.startswith("total:"):
            assert str(lines[cell].value).startswith("="), key


def test_each_source_cell_is_a_link_and_text_from_outside_stays_text() -> None:
    one = made(1)
    sources = load_workbook(io.BytesIO(workbook(one, "en"))).worksheets[3]
    first = sources["E2"]
    assert (first.hyperlink.target, first.hyperlink.location) == ("budget.xlsx", "'Budget 2026'!C3")
    assert {sources.cell(row, 3).value for row in range(2, sources.max_row + 1)} >= {"budget.xlsx", "ledger.csv"}
    for sheet in load_workbook(io.BytesIO(workbook(one))).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f" or re.fullmatch(r"=[-+\w'’!$:,.()*/=\" ]+", str(cell.value))


def test_the_workbook_has_two_charts_of_its_own_and_prints_as_wide_as_a_page() -> None:
    book = load_workbook(io.BytesIO(workbook(made(1))))
    assert [sheet.title for sheet in book.worksheets] == ["Synthèse", "Lignes", "Mois par mois", "Sources"]
    assert len(book.worksheets[0]._charts) == 2
    assert all(
        sheet.page_setup.fitToHeight in (0, 1) and sheet.page_setup.paperSize == 9 for sheet in book.worksheets
    )
    assert book.properties.language == "fr-FR"


def test_the_same_report_gives_the_same_bytes() -> None:
    assert workbook(made(1)) == workbook(made(1))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_word_report_repeats_headings_tells_its_language_and_describes_its_chart(language: Language) -> None:
    one = made(4)
    data = page(one, language)
    content = rendering.keep("report/budget_month.docx", language, TEMPLATES).office_file(data)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        document, styles = archive.read("word/document.xml").decode(), archive.read("word/styles.xml").decode()
    assert "{{" not in document
    assert "{%" not in document
    assert document.count("<w:tblHeader") == document.count("<w:tbl>")
    assert f'<w:lang w:val="{"fr-FR" if language == "fr" else "en-GB"}"' in styles
    assert data["chart"]["words"][:40] in document
    written = document_words(content)
    assert data["lead"][0] in written.texts
    assert any(data["variances"][0]["sentence"] in text for text in written.texts)
    assert max(len(table[0]) for table in written.tables) == 11


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pdf_says_the_same(tmp_path: Path, language: Language) -> None:
    if shutil.which("pdftotext") is None:
        missing("poppler's pdftotext is missing")
    data = page(made(4), language)
    content = rendering.pdf("report/budget_month.typ", data, language, TEMPLATES, seconds=30)
    (tmp_path / "r.pdf").write_bytes(content)
    made_text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "r.pdf"), "-"], check=True, capture_output=True
    )
    text = " ".join(made_text.stdout.decode().split())
    for row in data["totals"]:
        assert row["year"] == "" or row["year"] in text or row["year"].replace("\u00a0", " ") in text
    assert data["period"] in text
    first = made_text.stdout.decode().split("\f")[0]
    assert data["groups"][0]["rows"][0]["name"] not in first or data["variances"]


def test_both_languages_of_the_pdf_are_one_layout() -> None:
    mark = "// ── the same in both languages from here on ──"
    french, english = ((ROOT / f"templates/{one}/report/budget_month.typ").read_text("utf-8") for one in ("fr", "en"))
    assert french.partition(mark)[2] == english.partition(mark)[2] != ""


def test_the_word_templates_are_those_that_their_tool_makes() -> None:
    import importlib.util

    spec = importlib.util.spec_from_file_location("budget_templates", ROOT / "tools/budget_templates.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    for language, words in (("fr", tool.FRENCH), ("en", tool.ENGLISH)):
        assert tool.made(words) == (ROOT / f"templates/{language}/report/budget_month.docx").read_bytes()


@pytest.mark.parametrize("with_income", [False, True])
def test_the_draft_s_formulas_come_to_what_it_shows_and_its_budget_is_read_back(
    tmp_path: Path, with_income: bool
) -> None:
    one = made(5, with_income=with_income)
    drafted = draft(one.report, one.basis, 2027)
    content = draft_workbook(drafted, "fr", rise=Decimal("0.02"))
    theirs = read_book(reckoned(content, tmp_path), "d.ods").grids[0]
    ours = read_book(content, "budget 2027.xlsx")
    for number, row in ours.grids[0].rows.items():
        for place, value in enumerate(row):
            if isinstance(value, int | float):
                assert abs(float(theirs.rows[number][place]) - value) < 1e-6  # type: ignore[arg-type]
    back = read_budget(ours)
    assert [line.code for line in back.lines] == [line.line.code for line in drafted.lines]
    assert [tuple(line.months[month] for month in back.months) for line in back.lines] == [
        months_of(line, Decimal("0.02")) for line in drafted.lines
    ]
