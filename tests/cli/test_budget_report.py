"""`officebot budget report --out` and `budget draft` on files as offices have them."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner, Result

from officebot.cli.root import officebot as root
from officebot.connectors.report_readback import document_words
from officebot.connectors.workbooks.reading import read_book

MONTHS = [f"{month:02}/2026" for month in range(1, 13)]
LEDGER = """Date;Compte;Libellé;Fournisseur;Débit;Crédit
05/01/2026;606300;Papier;Bureau Plus;1 250,40;
07/02/2026;606300;"Toner; noir";Bureau Plus;310,00;
09/02/2026;606300;Avoir;Bureau Plus;;40,10
11/03/2026;613200;Loyer;Immo Centre;"1.500,00";
12/03/2025;613200;Loyer;Immo Centre;1400,00;
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A budget with a sum and a text amount, and a ledger as its program exports it."""
    book = xlsxwriter.Workbook(str(tmp_path / "budget.xlsx"))
    sheet = book.add_worksheet("Budget 2026")
    sheet.write_row(0, 0, ["Code", "Libellé", *MONTHS, "Total"])
    sheet.write_row(1, 0, ["6063", "Fournitures", *[200] * 11, "1 200,55 €"])
    sheet.write_row(2, 0, ["6132", "Loyer", *[1500] * 12])
    sheet.write(3, 1, "Total")
    for column in range(2, 14):
        letter = chr(65 + column)
        sheet.write_formula(3, column, f"=SUM({letter}2:{letter}3)", None, 1700)
    book.close()
    ledger = tmp_path / "grand livre.csv"
    ledger.write_bytes(LEDGER.encode("cp1252"))
    return tmp_path / "budget.xlsx", ledger


def run(*words: object, language: str = "en") -> Result:
    return CliRunner(env={"LANGUAGE": language}).invoke(root, ["budget", *map(str, words)])


@pytest.mark.parametrize("ending", ["docx", "pdf", "xlsx"])
def test_a_report_is_written_in_each_form(files: tuple[Path, Path], tmp_path: Path, ending: str) -> None:
    budget, ledger = files
    out = tmp_path / f"Rapport mars.{ending}"
    result = run("report", budget, "--actuals", ledger, "--period", "2026-03", "--out", out)
    assert "reckoned twice" in result.output
    assert out.stat().st_size > 5_000
    assert not list(tmp_path.glob(".officebot*"))


def test_the_word_report_in_french_names_the_largest_variance_and_its_cells(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    budget, ledger = files
    out = tmp_path / "r.docx"
    run("report", budget, "--actuals", ledger, "--period", "2026-03", "--out", out, language="fr")
    written = document_words(out.read_bytes())
    said = "\n".join(written.texts)
    assert "Suivi budgétaire\u00a0: mars 2026" in said
    assert "3\u00a0020,30\u00a0€ ont été dépensés pour 5\u00a0100,00\u00a0€ prévus" in said
    assert "budget.xlsx Budget 2026!C2:N2" in said
    assert "grand livre.csv E2:E3, F4" in said


def test_an_entry_of_another_year_and_a_credit_count_as_they_should(files: tuple[Path, Path], tmp_path: Path) -> None:
    budget, ledger = files
    out = tmp_path / "r.xlsx"
    run("report", budget, "--actuals", ledger, "--period", "2026-03", "--out", out)
    rows = list(read_book(out).grids[1].rows.values())
    supplies = next(row for row in rows if "6063" in row)
    rent = next(row for row in rows if "6132" in row)
    assert supplies[7] == pytest.approx(1520.30)
    assert rent[11] == 1400


@pytest.mark.parametrize(
    ("name", "said"),
    [("r.odt", "not as “.odt”"), ("budget.xlsx", "name another file"), ("there/is/none/r.pdf", "cannot be written")],
)
def test_a_place_that_is_refused_is_named_and_nothing_is_lost(
    files: tuple[Path, Path], tmp_path: Path, name: str, said: str
) -> None:
    budget, ledger = files
    before = budget.read_bytes()
    result = run("report", budget, "--actuals", ledger, "--period", "2026-03", "--out", tmp_path / name)
    assert result.exit_code != 0
    assert said in result.output
    assert budget.read_bytes() == before


def test_a_report_that_cannot_be_made_leaves_the_old_one(files: tuple[Path, Path], tmp_path: Path) -> None:
    _, ledger = files
    out = tmp_path / "r.docx"
    out.write_bytes(b"old")
    result = run("report", ledger.with_name("missing.xlsx"), "--out", out)
    assert result.exit_code != 0
    assert out.read_bytes() == b"old"


@pytest.mark.parametrize(("command", "name"), [("report", "r.docx"), ("draft", "d.xlsx")])
def test_what_somebody_may_have_worked_on_is_written_over_only_by_force(
    files: tuple[Path, Path], tmp_path: Path, command: str, name: str
) -> None:
    budget, ledger = files
    out = tmp_path / name
    out.write_bytes(b"a person's own")
    asked = (command, budget, "--actuals", ledger, "--period", "2026-03", "--out", out)
    assert "add --force" in run(*asked).output
    assert out.read_bytes() == b"a person's own"
    assert "is written" in run(*asked, "--force").output
    assert out.read_bytes() != b"a person's own"
    assert "name another file" in run(*asked[:-1], budget, "--force").output


def test_two_files_of_one_name_and_a_file_without_a_budget_are_refused(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    budget, ledger = files
    other = tmp_path / "more" / ledger.name
    other.parent.mkdir()
    other.write_bytes(ledger.read_bytes())
    out = tmp_path / "r.docx"
    result = run("report", budget, "--actuals", ledger, "--actuals", other, "--out", out)
    assert "Two files are called grand livre.csv" in result.output
    xlsxwriter.Workbook(str(tmp_path / "empty.xlsx")).close()
    assert "No budget is found" in run("report", tmp_path / "empty.xlsx", "--out", out).output
    assert not out.exists()


def test_a_draft_is_written_with_its_grounds(files: tuple[Path, Path], tmp_path: Path) -> None:
    budget, ledger = files
    out = tmp_path / "Budget 2027.xlsx"
    result = run("draft", budget, "--actuals", ledger, "--period", "2026-03", "--rise", "2", "--out", out)
    assert "The draft is written" in result.output
    again = run("map", out)
    assert again.exit_code == 0, again.output
    assert "2 lines, 2027-01 to 2027-12" in again.output


def test_a_draft_is_an_xlsx_and_never_the_budget_itself(files: tuple[Path, Path]) -> None:
    budget, ledger = files
    assert "written as .xlsx" in run("draft", budget, "--actuals", ledger, "--out", budget.with_suffix(".pdf")).output
    assert "name another file" in run("draft", budget, "--actuals", ledger, "--out", budget).output
