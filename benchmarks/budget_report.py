"""What the month's report costs as Word, PDF and workbook: the whole command, every figure reckoned twice.

    python benchmarks/budget_report.py          an office's usual size, and 50,000 entries against 500 lines
    python benchmarks/budget_report.py --quick  the usual size only

Seconds are CPU time of the command and its workers, the start of Python included.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.budget import ENTRIES, LINES, entries_of, write_budget, write_ledgers
from benchmarks.common import table

USUAL = (40, 1_500)
ENDINGS = ("docx", "pdf", "xlsx")


def main() -> None:
    """Write the files, make each report, print the seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the usual size only")
    sizes = [USUAL] if parser.parse_args().quick else [USUAL, (LINES, ENTRIES)]
    rows = [("budget and ledger", *(f".{ending}" for ending in ENDINGS))]
    for lines, entries in sizes:
        with tempfile.TemporaryDirectory() as folder:
            budget = Path(folder, "budget.xlsx")
            codes = write_budget(budget, lines)
            ledger, _ = write_ledgers(Path(folder), entries_of(codes, entries))
            seconds = [_seconds(budget, ledger, Path(folder, f"report.{ending}")) for ending in ENDINGS]
        rows.append((f"{lines} lines, {entries:,} entries", *(f"{one:.2f}" for one in seconds)))
    print(table(rows))


def _seconds(budget: Path, ledger: Path, out: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "officebot", "budget", "report", str(budget), "--actuals", str(ledger), "--period",
         "2026-10", "--out", str(out)],
        check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert out.exists(), "no report was written"
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
