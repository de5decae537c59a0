"""`officebot budget` on real files: workbooks with formulas nobody reckoned, indents, a French file of entries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from officebot.cli.root import officebot as root

MONTHS = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]
FIGURES = {"budget", "committed", "actual", "variance", "variance_ratio"}
KEYS = FIGURES | {
    "code", "label", "group", "ytd", "last_year", "landing", "landing_low", "landing_high", "method", "alert", "drivers",
    "sources",
}  # fmt: skip
FEC = (
    "JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|PieceRef|PieceDate|"
    "EcritureLib|Debit|Credit|EcritureLet|DateLet|ValidDate|Montantdevise|Idevise"
)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A budget by groups with indents, whose sums are formulas that no program has reckoned yet."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Budget"
    sheet.append(["Budget prévisionnel 2026"])
    sheet.append([])
    sheet.append(["Compte", "Poste", *MONTHS, "Total"])
    sheet.append([None, "Personnel"])
    sheet.append(["6411", "Salaires", *[5000] * 12])
    sheet.append(["645", "Charges sociales", *[f"={chr(67 + month)}5*0.4" for month in range(12)]])
    sheet.append([None, "Locaux", *[f"=SUM({chr(67 + month)}8:{chr(67 + month)}9)" for month in range(12)]])
    sheet.append(["613", "Loyer", *[1000] * 12])
    sheet.append(["606300", "Petit équipement", *[100] * 12])
    sheet.append(
        [None, "Total", *[f"=SUM({chr(67 + month)}5:{chr(67 + month)}6,{chr(67 + month)}7)" for month in range(12)]]
    )
    for row in (5, 6, 8, 9):
        sheet.cell(row, 2).alignment = Alignment(indent=1)
        sheet.cell(row, 15, f"=SUM(C{row}:N{row})")
    sheet["B4"].font = sheet["B7"].font = Font(bold=True)
    book.save(tmp_path / "budget.xlsx")
    return tmp_path / "budget.xlsx"


@pytest.fixture
def fec(tmp_path: Path) -> Path:
    rows = [
        ("20260903", "641100", "Paie", "", "5200,00", "0,00"),
        ("20260903", "421000", "Paie", "", "0,00", "5200,00"),
        ("20260915", "613200", "Loyer", "SCI Bleue", "1000,00", "0,00"),
        ("20260916", "606310", "Chaises", "Mobilo", "350,00", "0,00"),
        ("20260917", "606310", "Avoir chaises", "Mobilo", "0,00", "50,00"),
    ]
    lines = [FEC]
    for number, (day, account, words, supplier, debit, credit) in enumerate(rows, 1):
        lines.append(
            f"HA|Achats|{number}|{day}|{account}|{words}||{supplier}|P{number}|{day}|{words}|{debit}|{credit}||||"
        )
    path = tmp_path / "123456789FEC20261231.txt"
    path.write_bytes("\r\n".join([*lines, ""]).encode("cp1252"))
    return path


def run(*words: str | Path, language: str = "en") -> tuple[int, str, str]:
    done = CliRunner().invoke(root, ["budget", *map(str, words)], env={"LANGUAGE": language})
    return done.exit_code, done.stdout, done.stderr


def told(*words: str | Path) -> tuple[int, dict[str, Any]]:
    code, out, _ = run(*words, "--json")
    return code, json.loads(out)


def test_the_map_shows_lines_groups_and_what_is_a_sum(workbook: Path) -> None:
    code, found = told("map", workbook)
    assert code == 0
    assert [(line["code"], line["group"], line["budget"]["2026-09"]) for line in found["lines"]] == [
        ("6411", "Personnel", "5000.00"), ("645", "Personnel", "2000.00"), ("613", "Locaux", "1000.00"),
        ("606300", "Locaux", "100.00"),
    ]  # fmt: skip
    assert found["total"] == "97200.00"
    assert {"Personnel", "Locaux", "Total"} <= set(found["not_lines"])
    assert found["problems"] == []


def test_the_report_has_the_figures_of_the_month_and_of_the_year(workbook: Path, fec: Path) -> None:
    code, found = told("report", workbook, "--actuals", fec, "--period", "2026-09")
    assert found["problems"] == []
    assert code == 0
    assert found["period"] == "2026-09"
    lines = {line["code"]: line for line in found["lines"]}
    assert all(line.keys() == KEYS and line["ytd"].keys() == FIGURES for line in found["lines"])
    wages, small = lines["6411"], lines["606300"]
    assert (wages["budget"], wages["actual"], wages["variance"], wages["variance_ratio"]) == (
        "5000.00",
        "5200.00",
        "200.00",
        "0.0400",
    )
    assert (wages["ytd"]["budget"], wages["ytd"]["variance"]) == ("45000.00", "-39800.00")
    assert (small["actual"], small["variance"]) == ("300.00", "200.00")
    assert small["sources"] == [
        {"file": "budget.xlsx", "sheet": "Budget", "cell": "K9"},
        {"file": fec.name, "sheet": "", "cell": "L5"},
        {"file": fec.name, "sheet": "", "cell": "L6"},
    ]
    assert float(small["landing_low"]) <= float(small["landing"]) <= float(small["landing_high"])
    assert found["totals"]["actual"] == "6500.00"


def test_what_is_ordered_stands_beside_what_was_spent(workbook: Path, fec: Path, tmp_path: Path) -> None:
    orders = tmp_path / "commandes.csv"
    orders.write_text(
        "Date de commande;Code budgétaire;Fournisseur;Montant HT\n10/09/2026;606300;Mobilo;1 250,00\n", "utf-8"
    )
    _, found = told("report", workbook, "--actuals", fec, "--commitments", orders, "--period", "2026-09")
    small = found["lines"][3]
    assert (small["committed"], small["ytd"]["committed"], small["alert"]) == ("1250.00", "1250.00", "over")


def test_what_cannot_be_read_is_a_problem_and_the_rest_is_printed(workbook: Path, fec: Path, tmp_path: Path) -> None:
    code, found = told(
        "report", workbook, "--actuals", fec, "--actuals", tmp_path / "nowhere.xlsx", "--period", "2026-09"
    )
    assert code == 1
    assert found["lines"][0]["actual"] == "5200.00"
    assert found["problems"] == ["nowhere.xlsx: There is no such file: it was moved or renamed; check its name."]


def test_a_workbook_that_is_none_ends_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "budget.xlsx").write_bytes(b"PK\x03\x04 cut")
    code, _, said = run("report", tmp_path / "budget.xlsx")
    assert code != 0
    assert "budget.xlsx" in said


def test_without_json_people_see_a_table_and_the_problems_apart(workbook: Path, fec: Path) -> None:
    code, shown, _ = run("report", workbook, "--actuals", fec, "--period", "2026-09", language="fr")
    assert code == 0
    assert "Petit équipement" in shown
    assert "Écart" in shown
    code, shown, said = run("map", workbook)
    assert "Loyer" in shown
    assert "97,200.00 EUR" in said


@pytest.mark.parametrize("answer", ["year", "year=26", "=613"], ids=["no value", "no year", "no name"])
def test_an_answer_that_is_none_is_refused(workbook: Path, answer: str) -> None:
    code, _, said = run("map", workbook, "--choose", answer)
    assert code != 0
    assert "year=2026" in said


@pytest.mark.parametrize("period", ["2026", "2026-13", "09/2026"])
def test_a_month_that_is_none_is_refused(workbook: Path, period: str) -> None:
    code, _, said = run("report", workbook, "--period", period)
    assert code == 2
    assert "2026-11" in said


def test_an_answer_gives_accounts_their_line(workbook: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.csv"
    ledger.write_text("Date,Account,Description,Amount\n2026-09-03,7999,Chairs,40.00\n", "utf-8")
    code, found = told("report", workbook, "--actuals", ledger, "--period", "2026-09")
    assert (code, found["totals"]["actual"], len(found["problems"])) == (1, "0.00", 1)
    code, found = told("report", workbook, "--actuals", ledger, "--period", "2026-09", "--choose", "7999=606300")
    assert (code, found["lines"][3]["actual"], found["problems"]) == (0, "40.00", [])
