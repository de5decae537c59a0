"""Tables in text files: coding, separator, decimals, days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.connectors.workbooks.delimited import NotATable, read_delimited
from tests.speed import within

FRENCH = "Désignation;Qté;Prix\nPapier A4;3;4,50 €\nÀ côté;1 200;1 234,56 €\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_the_coding_is_found(encoding: str) -> None:
    found = read_delimited(FRENCH.encode(encoding))
    assert found.rows == {
        1: ["Désignation", "Qté", "Prix"],
        2: ["Papier A4", 3, Decimal("4.50")],
        3: ["À côté", 1200, Decimal("1234.56")],
    }


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_found(separator: str) -> None:
    rows = [["Nom, prénom", "Ville", "Montant"], ["Durand; Luc", 'Le "Havre"', "1.50"], ["Petit|s", "Brest", "2"]]
    written = "\n".join(separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    found = read_delimited(written.encode())
    assert found.separator == separator
    assert list(found.rows[2]) == ["Durand; Luc", 'Le "Havre"', 1.5]


def test_a_first_line_that_names_the_separator_is_believed_and_left_out() -> None:
    assert read_delimited(b"sep=|\r\na|b;c\r\n1|2;3\r\n").rows == {1: ["a", "b;c"], 2: [1, "2;3"]}


def test_rows_keep_their_numbers_and_line_ends_within_quotes_stay() -> None:
    assert read_delimited(b'a;b\n\n"x\ny";1\n').rows == {1: ["a", "b"], 3: ["x\ny", 1]}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        # A comma before decimals is told by the other numbers, or by the semicolon.
        ("a;b\nx;1,5\ny;1,234\n", [["x", Decimal("1.5")], ["y", Decimal("1.234")]]),
        ("a;b\nx;1.234,56\ny;2.000\n", [["x", Decimal("1234.56")], ["y", 2000]]),
        ('a,b\nx,"1,234.50"\ny,"2,000"\n', [["x", Decimal("1234.50")], ["y", 2000]]),
        # Nothing tells: the column stays text, all of it.
        ('a,b\nx,"1,234"\ny,"7.5"\nz,3\n', [["x", 1234], ["y", 7.5], ["z", 3]]),
        ('a,b\nx,"1,234"\ny,"2,345"\n', [["x", "1,234"], ["y", "2,345"]]),
        # Days: by one over 12, by the French semicolon; else text.
        ("a,b\nx,03/04/2026\ny,25/04/2026\n", [["x", date(2026, 4, 3)], ["y", date(2026, 4, 25)]]),
        ("a,b\nx,03/04/2026\ny,04/25/2026\n", [["x", date(2026, 3, 4)], ["y", date(2026, 4, 25)]]),
        ("a;b\nx;03/04/2026\n", [["x", date(2026, 4, 3)]]),
        ("a,b\nx,03/04/2026\n", [["x", "03/04/2026"]]),
        ("a,b\nx,2026-04-03\n", [["x", date(2026, 4, 3)]]),
        # Names made of digits are no numbers.
        ("a;b\nx;007\ny;12\n", [["x", "007"], ["y", "12"]]),
        ("a;Téléphone\nx;612345678\n", [["x", "612345678"]]),
        ("a;b\nx;12345678901234567\n", [["x", "12345678901234567"]]),
        ("a;b\nx;-12,5\ny;(3,5)\nz;12 %\n", [["x", Decimal("-12.5")], ["y", Decimal("-3.5")], ["z", Decimal("0.12")]]),
        ("a,b\nx,1.5e-05\ny,2E+10\nz,12E5\n", [["x", 1.5e-05], ["y", 2e10], ["z", "12E5"]]),
        ("a;b\nx;VRAI\ny;faux\n", [["x", True], ["y", False]]),
        ("a;b\nx;3 ramettes\ny;une douzaine\n", [["x", "3 ramettes"], ["y", "une douzaine"]]),
    ],
)  # fmt: skip
def test_numbers_and_days_are_typed_where_nothing_is_in_doubt(text: str, rows: list[list[object]]) -> None:
    found = read_delimited(text.encode()).rows
    assert [list(row) for number, row in found.items() if number > 1] == rows


def test_bytes_that_are_no_text_are_no_table() -> None:
    with pytest.raises(NotATable):
        read_delimited(bytes(range(1, 32)) * 50)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        found = read_delimited(data)
    except NotATable:
        return
    assert all(row and row[-1] is not None for row in found.rows.values())


CELLS = st.text(st.characters(exclude_categories=["C"]), max_size=12).map(str.strip)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=6))
def test_as_many_cells_are_read_as_were_written(rows: list[list[str]]) -> None:
    written = "sep=;\n" + "\n".join(";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    found = read_delimited(written.encode()).rows
    for number, row in enumerate(rows, 1):
        assert sum(cell is not None for cell in found.get(number, ())) == sum(bool(cell) for cell in row)


@pytest.mark.parametrize(
    "text", ['"' * 100_000, ";" * 100_000, "1," * 50_000, "a\n" * 50_000, "(" * 100_000, "1 " * 50_000]
)
def test_a_hostile_text_is_read_soon(text: str) -> None:
    within(2, lambda: read_delimited(text.encode()))
