"""What is no workbook, or not a safe one: one clear sentence each, quickly, with the file's name."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from officebot.connectors.workbooks.reading import read_book
from officebot.core.problems import UserError
from tests.connectors.workbooks.books import ods, text_row, xlsx, xlsx_parts, zipped
from tests.speed import within

GOOD = xlsx(text_row(1, "Article", "Qté"))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def ole(name: str) -> bytes:
    """The beginning of an OLE container with an entry of this name in its directory."""
    raw = name.encode("utf-16-le") + b"\0\0"
    return OLE + bytes(1528) + raw + bytes(64 - len(raw)) + len(raw).to_bytes(2, "little") + bytes(62)


def with_part(name: str, content: str | bytes) -> bytes:
    return zipped({**xlsx_parts(text_row(1, "Article")), name: content})


BILLION = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("stock.xlsx", b"", "is empty"),
        ("stock.xlsx", bytes(9000), "nothing but zeros"),
        ("stock.xlsx", GOOD[: len(GOOD) // 2], "damaged or was saved only in part"),
        ("stock.xlsx", GOOD.replace(b"xl/workbook.xml", b"xl/werkbook.xml"), "damaged"),
        ("stock.xlsx", ole("EncryptedPackage"), "protected by a password"),
        ("stock.xlsx", ole("Workbook"), "is a workbook of kind .xls: rename it to .xls"),
        ("stock.xls", GOOD, "is a workbook of kind .xlsx: rename it"),
        ("stock.csv", GOOD, "is a workbook of kind .xlsx: rename it"),
        ("stock.xls", b"<html><table><tr><td>1</td></tr></table></html>", "is a web page"),
        ("stock.xls", "Article;Qté\nPapier;3\n".encode("cp1252"), "holds plain text (CSV): rename it to .csv"),
        ("stock.xls", ole("Book"), "damaged"),
        ("stock.xls", ole("WordDocument"), "another office program"),
        ("stock.xlsx", b"%PDF-1.7 ...", "PDF document"),
        ("stock.xlsx", b"\x89PNG\r\n", "a picture"),
        ("stock.xlsx", zipped({"a.txt": "x"}), "a zip archive, no workbook"),
        ("stock.xlsx", zipped({"word/document.xml": "<a/>"}), "another office program"),
        ("stock.xlsx", b'<?xml version="1.0"?><a/>', "an XML file"),
        ("stock.csv", bytes(range(256)) * 4, "no table of text"),
        ("stock.xlsx", with_part("xl/sharedStrings.xml", BILLION + "<sst/>"), "declares entities"),
        ("stock.xlsx", with_part("xl/workbook.xml", OUTSIDE + "<workbook/>"), "declares entities"),
        ("stock.xlsx", with_part("xl/worksheets/sheet1.xml", OUTSIDE + "<worksheet/>"), "declares entities"),
        ("stock.xlsx", with_part("xl/workbook.xml", "<workbook><sheets>"), "damaged"),
        ("stock.xlsx", with_part("xl/workbook.xml", "<a>" * 100_000), "damaged"),
        ("stock.xlsx", with_part("XL/Workbook.xml", "<workbook/>"), "holds a part twice"),
        ("stock.ods", ods(OUTSIDE), "damaged"),
        ("stock.ods", zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "damaged"),
    ],
)  # fmt: skip
def test_each_is_refused_in_one_sentence_that_names_the_file(name: str, data: bytes, sentence: str) -> None:
    def refusal() -> UserError:
        with pytest.raises(UserError) as refused:
            read_book(data, name)
        return refused.value

    (problem,) = within(1, refusal).problems
    assert problem.where == name
    assert sentence in problem.render()


def test_a_part_that_unpacks_to_far_more_than_it_holds_is_refused_before_it_is_unpacked() -> None:
    bomb = with_part("xl/worksheets/sheet1.xml", b" " * 200_000_000)

    def run() -> None:
        with pytest.raises(UserError, match="far more than a workbook holds"):
            read_book(bomb, "stock.xlsx")

    within(0.2, run)


def test_a_thousand_parts_more_than_any_workbook_has_are_refused() -> None:
    with pytest.raises(UserError, match="far more than a workbook holds"):
        read_book(zipped({f"part{number}": "" for number in range(10_001)}), "stock.xlsx")


@pytest.mark.parametrize("declared", [10, 100, 5_000])
def test_a_part_of_another_size_than_it_declares_is_refused(declared: int) -> None:
    sheet = ("<worksheet><sheetData>" + text_row(1, "x" * 900) + "</sheetData></worksheet>").encode()
    data = bytearray(with_part("xl/worksheets/sheet1.xml", sheet))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.start_dir
    place = data.index(b"xl/worksheets/sheet1.xml", start)
    data[place - 46 + 24 : place - 46 + 28] = declared.to_bytes(4, "little")
    with pytest.raises(UserError, match="damaged"):
        read_book(bytes(data), "stock.xlsx")


@pytest.mark.parametrize(("name", "sentence"), [("none.xlsx", "no such file"), (".", "is a folder")])
def test_a_file_that_is_not_there_is_told(tmp_path: Path, name: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        read_book(tmp_path / name)


def test_a_name_without_an_ending_promises_nothing() -> None:
    assert read_book(GOOD, "stock").kind == "xlsx"
    assert read_book(b"a;b\n1;2\n", "").kind == "csv"


@pytest.mark.parametrize(
    "rows",
    [
        "<row " * 20_000,
        '<row r="1">' + '<c t="e"' * 20_000,
        ' hidden="1"' * 20_000,
        '<row r="1"><c r="' + "A" * 100_000 + '"/></row>',
        '<row r="99999999999999999999"><c><v>1</v></c></row>',
        '<row r="1"><c r="A1" s="99999999999"><v>1e999</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>99999999999999</v></c><c r="A1" t="d"><v>gestern</v></c></row>',
    ],
)
def test_hostile_rows_end_soon(rows: str) -> None:
    def run() -> None:
        with suppress(UserError):
            read_book(xlsx(rows), "stock.xlsx")

    within(1, run)
