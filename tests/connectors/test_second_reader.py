"""Cells read a second time: the same as the first reader says, by another way."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from officebot.connectors.second_reader import FileAgain, SecondReading, read_again, rows_of
from officebot.connectors.workbooks.delimited import text_rows
from officebot.connectors.workers import WORKBOOK_BYTES, WorkerPool
from officebot.core.figures import Source
from officebot.core.problems import UserError

NOW = datetime(2026, 11, 2, tzinfo=UTC)
#: What stands in ledgers: words with the marks that separate, quotes, line ends; never a control character.
_CELL = st.text(st.sampled_from('abé 12,.;|"\n'), max_size=8)


def workbook() -> bytes:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held)
    for name in ("Budget", "Other"):
        sheet = book.add_worksheet(name)
        sheet.write_row("A1", ["Code", "Jan", "Feb"])
        sheet.write_row("A2", ["606", 100.1, "1 234,56 €"])
        sheet.write_formula("B3", "=B2*2", None, 200.2)
    book.close()
    return held.getvalue()


def test_a_workbook_s_wanted_rows_are_read_as_words() -> None:
    assert rows_of(workbook(), "b.xlsx", {"Budget": {2, 3, 9}}) == {
        "Budget": {2: ["606", "100.1", "1 234,56 €"], 3: [None, "200.2"]}
    }


def test_a_text_file_s_rows_are_cut_whatever_stands_in_quotes() -> None:
    data = 'sep=;\r\nDate;Libellé;Montant\r\n05/01;"Toner; ""noir""\r\nsuite";12,50\r\n\r\n06/01;Papier;3\r\n'.encode(
        "cp1252"
    )
    rows = rows_of(data, "l.csv", {"": {1, 2, 3, 4}})[""]
    assert rows[2] == ["05/01", 'Toner; "noir"\nsuite', "12,50"]
    assert rows[4] == ["06/01", "Papier", "3"]


@given(st.lists(st.lists(_CELL, min_size=3, max_size=3), min_size=2, max_size=8))
def test_both_readers_cut_the_same_cells(rows: list[list[str]]) -> None:
    held = io.StringIO(newline="")
    csv.writer(held, delimiter=";", quoting=csv.QUOTE_ALL).writerows([["a", "b", "c"], *rows])
    data = held.getvalue().encode()
    first = text_rows(data)
    second = rows_of(data, "l.csv", {"": set(range(1, len(rows) + 2))})[""]
    assert {n: list(row) for n, row in second.items()} == {n: list(row) for n, row in first.items()}


def test_cells_and_rows_are_found_by_their_names_and_what_is_not_there_is_none() -> None:
    again = FileAgain(name="l.csv", sha256="ab", read_at=NOW, rows={"": {2: ["x", None, "12,50"]}})
    reading = SecondReading(files={"l.csv": again})
    at = Source(file="l.csv", sheet="anything", cell="C2")
    assert reading.cell(at) == "12,50"
    assert reading.row(at) == {"A2": "x", "C2": "12,50"}
    assert [reading.cell(Source(file=f, sheet="", cell=c)) for f, c in (("l.csv", "B2"), ("l.csv", "Z9"), ("no", "A1"))] == [
        None, None, None,
    ]  # fmt: skip
    assert (reading.sha256("l.csv"), reading.sha256("no")) == ("ab", "")


def test_files_are_read_again_in_a_worker_with_their_hash(tmp_path: Path) -> None:
    place = tmp_path / "b.xlsx"
    place.write_bytes(workbook())
    with WorkerPool(memory_bytes=WORKBOOK_BYTES) as workers:
        reading = read_again([place], {"b.xlsx": {"Budget": {2}}}, workers, lambda: NOW)
        assert reading.cell(Source(file="b.xlsx", sheet="Budget", cell="B2")) == "100.1"
        assert len(reading.sha256("b.xlsx")) == 64
        place.write_bytes(workbook()[:900])
        with pytest.raises(UserError, match=r"second time|damaged|no workbook"):
            read_again([place], {"b.xlsx": {"Budget": {2}}}, workers, lambda: NOW)
