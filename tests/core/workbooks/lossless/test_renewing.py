"""Figures reckoned anew: those that LibreOffice reckons, and none where it is not known."""

from __future__ import annotations

import io
import random
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from officebot.core.workbooks.cells import Formula
from tests.conftest import missing
from tests.core.workbooks.handmade import change, changed, held, one_sheet, part, parts_of, worksheet, zipped
from tests.core.workbooks.making import shown, stock
from tests.speed import within

#: A formula with places for a cell of numbers (n), of words (w), a column of numbers (N) and of words (W).
FORMS = (
    "{n}+{n}*2-{n}/4", "SUM({N})+{n}", "AVERAGE({N})", "MAX({N})-MIN({N})", "COUNT({N})", "COUNTA({W})",
    "IF({n}>{n},{n},-{n})", "ROUND({n}/3,2)", "ROUND(-{n}/7,1)", "COUNTIF({N},\">20\")", "SUMIF({W},{w},{N})",
    "IFERROR({n}/({n}-{n}),-1)", "{n}/({n}-{n})", "LEFT({w},2)&\"-\"&LEN({w})", "UPPER({w})&MID({w},2,2)",
    "MATCH({w},{W},0)", "INDEX({N},MATCH({w},{W},0))", "VLOOKUP({w},Data!$A$1:$B$12,2,FALSE)", "{w}={w}",
    "AND({n}>10,{n}<60)", "OR({n}>90,NOT({n}>5))", "MOD({n},7)", "INT({n}/3)", "ABS({n}-{n})", "{n}^2", "{n}%",
    "SUMPRODUCT({N},{N})", "SUM({N},{n},3)", "DATE(2026,1,{n})", "YEAR(DATE(2020,{n},1))", "CONCATENATE({w},{n})",
    "SUBTOTAL(9,{N})", "MEDIAN({N})", "SMALL({N},2)", "LARGE({N},1)", "RANK({n},{N})", "TRIM(\" \"&{w}&\"  x \")",
    "SUBSTITUTE({w},\"a\",\"o\")", "ISNUMBER({n})", "ISBLANK({w})", "COUNTIFS({N},\">10\",{W},{w})", "IF({w}>\"m\",1,2)",
)  # fmt: skip
WORDS = ("papier", "Encre", "agrafe", "stylo", "Ruban", "colle")
ROWS = 12


def place(chance: random.Random, sign: str) -> str:
    row, dollar = chance.randint(1, ROWS), chance.choice(("", "$"))
    match sign:
        case "n":
            return f"Data!{dollar}B{row}"
        case "w":
            return f"Data!A{dollar}{row}"
        case "N":
            return f"Data!$B$1:$B${ROWS}"
        case _:
            return f"Data!$A$1:$A${ROWS}"


def some_book(chance: random.Random) -> bytes:
    """A sheet of data, and one of formulas that look at it and at each other, all with false figures.

    No sum over what is true or false: LibreOffice takes those for numbers, Excel does not.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    data, sums = book.add_worksheet("Data"), book.add_worksheet("Sums")
    for row in range(ROWS):
        data.write_row(row, 0, ["?", 0])
    for row in range(30):
        text = re.sub(r"\{(\w)\}", lambda found: place(chance, found[1]), chance.choice(FORMS))
        sums.write_formula(row, 0, "=" + text, None, -999)
        seen = chance.randint(1, row + 1)
        sums.write_formula(row, 1, f'=IFERROR(A{row + 1}&A{seen},"none")', None, "false")
        sums.write_formula(row, 2, f"=COUNTA(A1:A{row + 1})+SUM(Data!B:B)", None, -999)
    book.close()
    return out.getvalue()


def filled(chance: random.Random, data: bytes) -> bytes:
    changes = [
        change(f"Data!B{row}", chance.choice((chance.randint(0, 99), chance.randint(1, 999) / 10)))
        for row in range(1, ROWS + 1)
    ]
    changes += [change(f"Data!A{row}", chance.choice(WORDS)) for row in range(1, ROWS + 1)]
    return changed(data, *changes)


def without_figures(data: bytes) -> bytes:
    """So that LibreOffice reckons them itself."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text = re.sub(rb'(<c r="\w+"(?: s="\d+")?)(?: t="\w+")?>(<f>[^<]*</f>)<v>[^<]*</v>', rb"\1>\2", text)
            new.writestr(name, text)
    return out.getvalue()


def reckoned_by_libreoffice(books: dict[str, bytes], folder: Path) -> dict[str, dict[str, Any]]:
    office = shutil.which("soffice")
    if office is None:
        missing("LibreOffice")
    assert office is not None
    for name, data in books.items():
        (folder / f"{name}.xlsx").write_bytes(without_figures(data))
    words = [
        office,
        "--headless",
        "--norestore",
        f"-env:UserInstallation=file://{folder}/profile",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
    ]
    files = [str(folder / f"{name}.xlsx") for name in books]
    subprocess.run([*words, "--outdir", str(folder / "out"), *files], check=True, capture_output=True, timeout=110)
    return {name: shown((folder / "out" / f"{name}.xlsx").read_bytes(), "Sums") for name in books}


def plain(value: Any) -> Any:
    if isinstance(value, float | int) and not isinstance(value, bool):
        return float(f"{value:.10g}")
    return value


def test_figures_are_those_that_libreoffice_reckons(tmp_path: Path) -> None:
    chance = random.Random(20_261_126)
    books = {f"book{number}": filled(chance, some_book(chance)) for number in range(6)}
    theirs = reckoned_by_libreoffice(books, tmp_path)
    known = 0
    for name, data in books.items():
        ours, formulas = shown(data, "Sums"), shown(data, "Sums", formulas=True)
        known += len(ours)
        differ = {
            where: (formulas[where], value, theirs[name].get(where))
            for where, value in ours.items()
            if plain(value) != plain(theirs[name].get(where))
        }
        assert differ == {}
    assert known > 6 * 90 * 0.6


def test_no_false_figure_is_left() -> None:
    chance = random.Random(7)
    for _ in range(4):
        found = shown(filled(chance, some_book(chance)), "Sums")
        assert -999 not in found.values()
        assert "false" not in found.values()


def test_what_is_not_known_is_dropped_with_all_that_looks_at_it() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>MYMACRO(A1)</f><v>5</v></c><c r="C1"><f>B1+1</f><v>6</v></c>'
        '<c r="D1"><f>A1+1</f><v>2</v></c><c r="E1"><f>WEBSERVICE("http://x")&amp;A1</f><v>6</v></c></row>'
    )
    made = changed(one_sheet(rows), change("A1", 4))
    assert shown(made, "S") == {"A1": 4, "D1": 5}


def test_circles_are_dropped_and_what_stands_beside_them_is_not() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>C1+A1</f><v>5</v></c><c r="C1"><f>B1</f><v>5</v></c>'
        '<c r="D1"><f>D1+A1</f><v>7</v></c><c r="E1"><f>A1*2</f><v>2</v></c></row>'
    )
    made = changed(one_sheet(rows), change("A1", 4))
    assert shown(made, "S") == {"A1": 4, "E1": 8}


def test_a_change_goes_through_chains_over_sheets_and_names() -> None:
    sheets = {
        "S": worksheet('<row r="1"><c r="A1"><v>1</v></c></row>'),
        "T t": worksheet(
            '<row r="1"><c r="A1"><f>S!A1*10</f><v>10</v></c><c r="B1"><f>total+1</f><v>11</v></c></row>'
        ),
        "U": worksheet("<row r=\"1\"><c r=\"A1\"><f>'T t'!A1+'T t'!B1+S!A1</f><v>22</v></c></row>"),
    }
    names = "<definedName name=\"total\">SUM('T t'!$A$1:$A$9)</definedName>"
    made = changed(zipped(parts_of(sheets, names=names)), change("A1", 3))
    assert [held(made, where) for where in ("'T t'!A1", "'T t'!B1", "U!A1")] == [30, 31, 64]


def test_tables_columns_are_known_by_their_names() -> None:
    data = stock()
    once = changed(
        data,
        change("Stock!H9", Formula("SUM(Articles[Quantité])*2")),
        change("Stock!E2", Formula("Articles[[#This Row],[Quantité]]*3")),
    )
    assert (held(once, "Stock!H9"), held(once, "Stock!E2")) == (114, 120)
    twice = changed(once, change("Stock!B2", 50))
    assert (held(twice, "Stock!H9"), held(twice, "Stock!E2")) == (134, 150)


def test_a_running_total_of_five_thousand_rows_is_reckoned_or_dropped_and_never_a_crash() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1</f><v>1</v></c></row>' + "".join(
        f'<row r="{row}"><c r="A{row}"><v>1</v></c><c r="B{row}"><f>B{row - 1}+A{row}</f><v>{row}</v></c></row>'
        for row in range(2, 5001)
    )
    made = within(8, lambda: changed(one_sheet(rows), change("A1", 11)))
    for row in (1, 2, 400, 5000):
        assert held(made, f"B{row}") in (row + 10, None)
    assert held(made, "B2") == 12


def test_totals_that_look_at_hidden_rows_are_right_or_dropped() -> None:
    rows = '<row r="1" hidden="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>' + (
        '<row r="3"><c r="A3"><f>SUBTOTAL(9,A1:A2)</f><v>3</v></c><c r="B3"><f>SUBTOTAL(109,A1:A2)</f><v>2</v></c>'
        '<c r="C3"><f>SUM(A1:A2)</f><v>3</v></c></row>'
    )
    made = changed(one_sheet(rows), change("A2", 5))
    assert held(made, "A3") in (6, None)
    assert held(made, "B3") in (5, None)
    assert held(made, "C3") == 6


@pytest.mark.parametrize(
    "formula",
    [
        "A1+",
        "SUM(A1",
        "'",
        '"',
        "{1,2",
        "A1:",
        "[",
        "((((((((",
        "A1!!B2",
        "1e",
        "#REF!+A1",
        "A1 A1",
        "-" * 900 + "A1",
    ],
)
def test_a_formula_that_is_none_loses_its_figure_at_most(formula: str) -> None:
    rows = f'<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>{formula}</f><v>5</v></c><c r="C1"><f>A1</f><v>1</v></c></row>'
    made = changed(one_sheet(rows), change("A1", 2))
    assert formula in part(made)
    assert held(made, "C1") == 2
