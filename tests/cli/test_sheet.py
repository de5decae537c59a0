"""`officebot sheet` as others build on it."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.worksheet.table import Table

from officebot.cli.root import officebot as root


def sheet(*words: str, lang: str = "en", given: bytes = b"") -> tuple[int, list[dict[str, Any]], str]:
    called = CliRunner(env={"LANGUAGE": lang}).invoke(root, ["sheet", *words], input=given, prog_name="officebot")
    facts = [json.loads(line) for line in called.stdout.splitlines()] if "--json" in words else []
    return called.exit_code, facts, called.stdout + called.stderr


@pytest.fixture
def stock(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "Stock"
    first.append(["Article", "Qté", "Prix", "Reçu le", "Vu", "Écart"])
    first.append(["Papier A4", 12, 4.5, date(2026, 1, 2), datetime(2026, 1, 2, 9, 30), "#DIV/0!"])
    first.append(["Encre", 15000.25, None, None, None, True])
    first.add_table(Table(displayName="Fournitures", ref="A1:F3"))
    second = book.create_sheet("Fournisseurs")
    second.append(["Fournisseur", "Délai (jours)"])
    second.append(["Papéo", 5])
    book.save(tmp_path / "stock.xlsx")
    return tmp_path / "stock.xlsx"


def test_the_tables_of_a_workbook_are_one_object_with_iso_days_and_whole_numbers_without_a_point(stock: Path) -> None:
    code, facts, said = sheet("read", str(stock), "--json")
    assert (code, said.count("\n")) == (0, 1)
    assert facts == [
        {
            "tables": [
                {
                    "name": "Fournitures",
                    "sheet": "Stock",
                    "ref": "A1:F3",
                    "columns": ["Article", "Qté", "Prix", "Reçu le", "Vu", "Écart"],
                    "rows": [
                        ["Papier A4", 12, 4.5, "2026-01-02", "2026-01-02T09:30", "#DIV/0!"],
                        ["Encre", 15000.25, None, None, None, True],
                    ],
                },
                {
                    "name": "Fournisseurs",
                    "sheet": "Fournisseurs",
                    "ref": "A1:B2",
                    "columns": ["Fournisseur", "Délai (jours)"],
                    "rows": [["Papéo", 5]],
                },
            ]
        }
    ]
    assert '"Qté", 12' not in said
    assert "12," in said
    assert "12.0" not in said


def test_one_table_or_one_sheet_is_chosen_by_name_capitals_counting_nothing(stock: Path) -> None:
    for words, name in ((("--table", "FOURNITURES"), "Fournitures"), (("--sheet", "fournisseurs"), "Fournisseurs")):
        _, facts, _ = sheet("read", str(stock), *words, "--json")
        assert [one["name"] for one in facts[0]["tables"]] == [name]


def test_a_name_that_is_not_there_is_told_with_those_that_are(stock: Path) -> None:
    for words in (("--table", "Prix"), ("--sheet", "Prix")):
        code, facts, _ = sheet("read", str(stock), *words, "--json")
        assert code == 1
        assert "Prix" in facts[0]["error"]
        assert "Fournisseurs" in facts[0]["error"]


def test_several_files_are_a_line_each_and_one_that_cannot_be_read_stops_no_other(
    stock: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.xlsx").write_bytes(b"")
    (tmp_path / "prix.csv").write_text("Article;Prix\nPapier;4,50\n", encoding="cp1252")
    names = [str(tmp_path / name) for name in ("empty.xlsx", "none.xlsx", "prix.csv")]
    code, facts, _ = sheet("read", *names, "--json")
    assert code == 1
    assert [fact["file"] for fact in facts] == names
    assert [sorted(fact) for fact in facts] == [["error", "file"], ["error", "file"], ["file", "tables"]]
    assert facts[2]["tables"][0]["rows"] == [["Papier", 4.5]]


def test_a_workbook_may_come_by_standard_input() -> None:
    assert sheet("read", "-", "--json", given=b"a;b\n1;2\n")[1][0]["tables"][0]["rows"] == [[1, 2]]


def test_people_see_a_table_with_numbers_in_their_language_and_nothing_that_steers_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Article;Montant\n\x1b[31mPapier;12345,5\n" + "x;1\n" * 30)
    code, _, said = sheet("read", str(tmp_path / "a.csv"), lang="fr")
    assert code == 0
    assert "12\u202f345,5" in said
    assert "\x1b" not in said
    assert "11" in said.splitlines()[-1]
    assert "12,345.5" in sheet("read", str(tmp_path / "a.csv"))[2]


def test_a_formula_that_nobody_has_reckoned_yet_is_told_and_not_taken_for_an_empty_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "Stock 1"
    first.append(["Article", "Qté"])
    first.append(["Papier", 1])
    first.append(["Encre", "=B2*2"])
    first.append(["Colle", "=B3*2"])
    book.save(tmp_path / "stock.xlsx")
    code, facts, _ = sheet("read", str(tmp_path / "stock.xlsx"), "--json")
    assert code == 0
    assert [problem["where"] for problem in facts[0]["problems"]] == ["'Stock 1'!B3"]
    assert facts[0]["problems"][0]["what"].startswith("2 formulas have no value yet")
    assert "'Stock 1'!B3: 2 formulas have no value yet" in sheet("read", str(tmp_path / "stock.xlsx"))[2]


def test_a_sheet_without_anything_is_no_fault(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")
    assert sheet("read", str(tmp_path / "empty.xlsx"), "--json")[:2] == (0, [{"tables": []}])
    assert "no table" in sheet("read", str(tmp_path / "empty.xlsx"))[2]
