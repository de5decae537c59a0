"""Measures the reading of workbooks on corpora beside the sources, and prints the figures.

python tools/evaluation/workbooks.py [--corpora FOLDER] [--all]    --all names each file that was refused or differs

Read: every workbook of the xlsx-… folders and every table of text is read, or refused in a sentence; cells are compared
with what openpyxl reads. Cases: the questions of tables-prepbench, answered from our reading with plain operations.
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from officebot.connectors.workbooks.reading import read_book  # noqa: E402
from officebot.core.problems import UserError  # noqa: E402
from officebot.core.workbooks.cells import Cell, Fault  # noqa: E402
from officebot.core.workbooks.grids import Book  # noqa: E402
from officebot.core.workbooks.tables import find_tables  # noqa: E402
from tools.evaluation import prepbench  # noqa: E402

_SLOW = 5.0


@dataclass
class Counted:
    """What became of the files of a corpus."""

    found: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")
    named: list[str] = field(default_factory=list)


def read_corpus(files: list[Path]) -> Counted:
    """Each file read and its tables found; its cells compared with openpyxl's."""
    counted = Counted()
    for path in files:
        counted.found["files"] += 1
        began = time.process_time()
        book = _read(path, counted)
        took = time.process_time() - began
        counted.slowest = max(counted.slowest, (took, path.name))
        counted.found["slow"] += took > _SLOW
        if book is not None and path.suffix != ".csv":
            _compare(path, book, counted)
    return counted


def _read(path: Path, counted: Counted) -> Book | None:
    try:
        book = read_book(path)
        counted.found["tables"] += len(find_tables(book).tables)
        counted.found["read"] += 1
    except UserError as error:
        counted.found["refused"] += 1
        counted.named.append(f"refused  {error}")
        return None
    except Exception as error:  # noqa: BLE001 - a crash is what is counted
        counted.found["crashed"] += 1
        counted.named.append(f"CRASHED  {path.name}: {error!r}")
        return None
    return book


def _compare(path: Path, book: Book, counted: Counted) -> None:
    import openpyxl

    try:
        theirs = openpyxl.load_workbook(path, data_only=True, read_only=True)
        sheets = {sheet.title: dict(_cells(sheet)) for sheet in theirs.worksheets}
    except Exception:  # noqa: BLE001 - openpyxl refuses in many ways
        counted.found["not read by openpyxl"] += 1
        return
    counted.found["compared"] += 1
    counted.found["sheets missing"] += len(sheets.keys() - {grid.sheet for grid in book.grids})
    differ, example = 0, ""
    for grid in book.grids:
        other = sheets.get(grid.sheet, {})
        ours = {
            Cell(number, place): plain
            for number, row in grid.rows.items()
            for place, value in enumerate(row, 1)
            if (plain := _plain(value)) is not None
        }
        for cell in ours.keys() | other.keys():
            one, two = ours.get(cell), other.get(cell)
            kind = "equal cells" if one == two and isinstance(one, bool) == isinstance(two, bool) else _kind(one, two)
            counted.found[kind] += 1
            if kind == "different cells":
                differ, example = differ + 1, f"{grid.sheet}!{cell}: {one!r:.60}, openpyxl {two!r:.60}"
    if differ:
        counted.found["files that differ"] += 1
        counted.named.append(f"differs  {path.name}: {differ} cells, as {example}")


def _cells(sheet: Any) -> Iterator[tuple[Cell, Any]]:
    # What a sheet declares as its dimension may be wrong, and openpyxl would believe it.
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(), 1):
        for place, cell in enumerate(row, 1):
            value = _plain(cell.value)
            if value is not None:
                yield Cell(number, place), value


def _kind(one: Any, two: Any) -> str:
    """Differences that have a reason of their own are counted apart."""
    if isinstance(one, str) and isinstance(two, str):
        if one.strip() == two.strip():
            return "differ in outer blanks (not kept without xml:space)"
        if "_x00" in two.lower():
            return "differ in an escape that openpyxl shows"
    if isinstance(one, int | float) and isinstance(two, date | datetime | timedelta) and one < 0:
        return "negative days (shown as ##### by Excel)"
    return "different cells"


def _plain(value: Any) -> Any:
    """A value as it is compared: seconds and 12 digits count, kinds of line ends do not."""
    match value:
        case datetime():
            rounded = (value + timedelta(milliseconds=500)).replace(microsecond=0)
            return rounded.date() if rounded.time() == clock() else rounded
        case clock():
            return timedelta(
                hours=value.hour, minutes=value.minute, seconds=round(value.second + value.microsecond / 1e6)
            )
        case timedelta():
            return timedelta(seconds=round(value.total_seconds()))
        case Fault():
            return value.text
        case str():
            return value.replace("\r\n", "\n").replace("\r", "\n") or None
        case float():
            return float(f"{value:.12g}")
        case _:
            return value


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=ROOT.parent / "shared" / "corpora")
    parser.add_argument("--all", action="store_true")
    given = parser.parse_args()
    warnings.simplefilter("ignore")
    for folder in ("xlsx-poi", "xlsx-sheetjs", "tables-prepbench"):
        files = sorted(one for one in (given.corpora / folder).rglob("*") if one.suffix in (".xlsx", ".xlsm", ".csv"))
        counted = read_corpus(files)
        print(f"{folder}: {', '.join(f'{count} {what}' for what, count in counted.found.items() if count)};", end=" ")
        print(f"slowest {counted.slowest[0]:.2f} s ({counted.slowest[1]})")
        if given.all:
            print("".join(f"  {line}\n" for line in counted.named), end="")
    print("\ncase → answer")
    for case, answer, verdict in prepbench.answers(given.corpora / "tables-prepbench"):
        print(f"{case:10} {answer:15} {verdict}")


if __name__ == "__main__":
    main()
