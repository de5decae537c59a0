"""A 50,000-entry ledger against a 500-line budget: the whole command, beside the least that reading the files costs.

    python benchmarks/budget.py [--rounds N]    an .xlsx ledger and the same as a French file of entries
    python benchmarks/budget.py --quick         5,000 entries

The naive way reads both files with openpyxl, cell by cell, and adds up by exact account. The floor opens the ledger with
python-calamine and does nothing with it. Told are the seconds that a person waits, the best and the median of all rounds,
and the median of the CPU time of the process and its workers.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.common import table

LINES, ENTRIES = 500, 50_000


def write_budget(path: Path, lines: int) -> list[str]:
    """A budget of accounts in groups, with a sum under each; the accounts."""
    import xlsxwriter

    random = Random(7)
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Budget 2026")
    sheet.write_row(0, 0, ["Compte", "Libellé", *(f"{month:02}/2026" for month in range(1, 13)), "Total"])
    codes: list[str] = []
    row, begin = 1, 1
    for number in range(lines):
        code = f"{600 + number // 10}{number % 10}"
        codes.append(code)
        sheet.write_row(row, 0, [code, f"Poste {number}", *(random.randrange(100, 9_000) for _ in range(12))])
        sheet.write_formula(row, 14, f"=SUM(C{row + 1}:N{row + 1})")
        row += 1
        if number % 25 == 24:
            sheet.write(row, 1, f"Sous-total {number // 25 + 1}")
            for column in range(2, 14):
                letter = chr(65 + column)
                sheet.write_formula(row, column, f"=SUM({letter}{begin + 1}:{letter}{row})")
            row += 1
            begin = row
    book.close()
    return codes


def entries_of(codes: list[str], count: int) -> list[tuple[date, str, str, str, float, float]]:
    """Entries of a year: day, account, words, supplier, debit, credit."""
    random = Random(11)
    made = []
    for number in range(count):
        day = date(2026, 1, 1) + timedelta(days=random.randrange(330))
        amount = random.randrange(100, 90_000) / 100
        is_credit = number % 23 == 0
        made.append(
            (day, random.choice(codes) + "00", f"Facture {number}", f"Fournisseur {random.randrange(300)}",
             0 if is_credit else amount, amount if is_credit else 0)
        )  # fmt: skip
    return made


def write_ledgers(folder: Path, entries: list[tuple[date, str, str, str, float, float]]) -> tuple[Path, Path]:
    """The entries as a workbook, and as a file with the eighteen columns of a FEC."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(folder / "ledger.xlsx"), {"constant_memory": True})
    sheet = book.add_worksheet("Grand livre")
    as_day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row(0, 0, ["Date", "Compte", "Libellé", "Fournisseur", "Débit", "Crédit", "N° pièce", "Journal"])
    lines = [
        "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\tPieceDate"
        "\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise"
    ]
    for number, (day, code, words, supplier, debit, credit) in enumerate(entries, 1):
        sheet.write_datetime(number, 0, day, as_day)
        sheet.write_row(number, 1, [code, words, supplier, debit or "", credit or "", f"P{number}", "HA"])
        lines.append(
            f"HA\tAchats\t{number}\t{day:%Y%m%d}\t{code}\tCompte {code}\t\t{supplier}\tP{number}\t{day:%Y%m%d}\t{words}"
            f"\t{debit:.2f}\t{credit:.2f}\t\t\t{day:%Y%m%d}\t\t".replace(".", ",")
        )
    book.close()
    fec = folder / "fec.txt"
    fec.write_bytes("\r\n".join(lines).encode("cp1252"))
    return folder / "ledger.xlsx", fec


def seconds(command: list[str], rounds: int) -> tuple[str, str, str]:
    """The best and the median time of a command, and the median of the CPU time of it and all that it starts."""
    waited, spent = [], []
    for _ in range(rounds):
        began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        found = subprocess.run(command, check=False, capture_output=True)
        if found.returncode:
            sys.exit(found.stderr.decode())
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        waited.append(time.perf_counter() - began)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return f"{min(waited):.2f}", f"{median(waited):.2f}", f"{median(spent):.2f}"


def naive(budget: str, ledger: str) -> None:
    """Both files by openpyxl, exact accounts only."""
    from openpyxl import load_workbook

    planned: dict[str, float] = {}
    for row in load_workbook(budget, data_only=True).active.iter_rows(min_row=2):
        planned[str(row[0].value)] = sum(cell.value or 0 for cell in row[2:14])
    spent: dict[tuple[str, int], float] = defaultdict(float)
    for row in load_workbook(ledger, data_only=True).active.iter_rows(min_row=2):
        spent[str(row[1].value)[:4], row[0].value.month] += (row[4].value or 0) - (row[5].value or 0)
    print(sum(planned.values()), sum(spent.values()))


def floor(ledger: str) -> None:
    """The ledger opened by calamine, as lists of values."""
    from python_calamine import CalamineWorkbook

    print(len(CalamineWorkbook.from_path(ledger).get_sheet_by_index(0).to_python()))


def main() -> None:
    """Print the figures."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--quick", action="store_true")
    reader.add_argument("--rounds", type=int, default=3)
    reader.add_argument("--naive", nargs=2, help=argparse.SUPPRESS)
    reader.add_argument("--floor", help=argparse.SUPPRESS)
    asked = reader.parse_args()
    if asked.naive:
        naive(*asked.naive)
        return
    if asked.floor:
        floor(asked.floor)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        codes = write_budget(folder / "budget.xlsx", LINES)
        ledger, fec = write_ledgers(folder, entries_of(codes, ENTRIES // 10 if asked.quick else ENTRIES))
        budget, here = str(folder / "budget.xlsx"), [sys.executable, str(Path(__file__).resolve())]
        command = [sys.executable, "-m", "officebot", "budget", "report", budget, "--period", "2026-09", "--json"]
        rows = [
            ("officebot budget report, .xlsx ledger", *seconds([*command, "--actuals", str(ledger)], asked.rounds)),
            ("officebot budget report, FEC", *seconds([*command, "--actuals", str(fec)], asked.rounds)),
            ("naive openpyxl, .xlsx ledger", *seconds([*here, "--naive", budget, str(ledger)], asked.rounds)),
            ("floor: the ledger opened by calamine", *seconds([*here, "--floor", str(ledger)], asked.rounds)),
        ]
        print(table([("what", "best, s", "median, s", "CPU, s"), *rows]))


if __name__ == "__main__":
    main()
