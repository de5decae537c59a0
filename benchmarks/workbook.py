"""What a change of a large workbook costs, beside openpyxl's and beside what the disk and the packing cost at the least.

    python benchmarks/workbook.py [--rows 100000] [--rounds 3] [--only CASE…]

The workbook is a made-up stock of 100,000 rows and 20 columns on the first of three sheets: formulas, a chart, rules of
looks and of input, a filter, a defined name; in a second one the rows are a table (ListObject), in a third formulas are
kept once for all rows of a column, as Excel writes them. Each case runs in a
process of its own, in turn, so many rounds; medians. 100 cells are numbers that formulas in two columns, and the eight
sums of the third sheet, depend on.

patch    a plan that is already made, written to a file (Plan.write): unpack the parts that change, replace cells and
         figures in them, pack them, copy all others as they are packed
plan     open the package, look through all sheets, follow formulas, reckon figures
whole    what `officebot sheet set` does: observe, locks, backup, plan, patch, fsync, read back and compare, replace
append   1,000 rows, with all safety as in “whole”
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.common import status_mb, table

SHEET = "xl/worksheets/sheet1.xml"
HEADINGS = (
    "Référence", "Désignation", "Famille", "Fournisseur", "Casier", "Quantité", "Seuil", "Plafond", "Prix HT", "Taxe",
    "Prix TTC", "Valeur", "État", "Délai", "Entrée", "Sortie", "Commande", "Suivi par", "Budget", "Remarque",
)  # fmt: skip
FAMILIES = ("Papier", "Écriture", "Classement", "Hygiène", "Cuisine", "Bureau", "Réseau", "Outils")


def make(path: Path, rows: int, *, is_table: bool) -> None:
    """The workbook, from a seed."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path))
    stock, orders, board = (book.add_worksheet(name) for name in ("Stock", "Commandes", "Tableau de bord"))
    euro, day = book.add_format({"num_format": '#,##0.00 "€"'}), book.add_format({"num_format": "dd/mm/yyyy"})
    chance = random.Random(5)
    if is_table:
        columns = [{"header": heading} for heading in HEADINGS]
        stock.add_table(0, 0, rows, 19, {"name": "Articles", "columns": columns})
    else:
        stock.write_row(0, 0, HEADINGS)
        stock.autofilter(0, 0, rows, 19)
    stock.freeze_panes(1, 1)
    for row in range(1, rows + 1):
        _write(stock, row, chance, euro, day)
    looks = {"type": "formula", "criteria": "=$F2<$G2", "format": book.add_format({"bg_color": "#FFD0D0"})}
    stock.conditional_format(1, 5, rows, 5, looks)
    stock.data_validation(1, 2, rows, 2, {"validate": "list", "source": list(FAMILIES)})
    for row in range(2_000):
        orders.write_row(row, 0, [f"BC-{row:05d}", FAMILIES[row % 8], chance.randint(5, 900), "envoyée"])
    for row, family in enumerate(FAMILIES):
        board.write(row, 0, family)
        board.write_formula(row, 1, f"=SUMIF(Stock!C2:C{rows + 1},A{row + 1},Stock!L2:L{rows + 1})", euro, 1000)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"categories": "='Tableau de bord'!$A$1:$A$8", "values": "='Tableau de bord'!$B$1:$B$8"})
    board.insert_chart("D2", chart)
    book.define_name("Valeur_totale", f"=Stock!$L$2:$L${rows + 1}")
    book.close()


def _write(sheet: Any, row: int, chance: random.Random, euro: Any, day: Any) -> None:
    count, least, price, n = chance.randint(0, 500), chance.randint(5, 80), chance.randint(50, 40_000) / 100, row + 1
    family = chance.choice(FAMILIES)
    sheet.write_row(row, 0, [f"ART-{row:06d}", f"{family} n° {chance.randint(1, 5000)}", family,
                             f"Maison {chance.randint(1, 30)}", f"A{chance.randint(1, 40)}-{chance.randint(1, 60)}",
                             count, least, least * 8])  # fmt: skip
    sheet.write_number(row, 8, price, euro)
    sheet.write_number(row, 9, 0.2)
    sheet.write_formula(row, 10, f"=I{n}*(1+J{n})", euro, price * 1.2)
    sheet.write_formula(row, 11, f"=F{n}*I{n}", euro, count * price)
    sheet.write_formula(row, 12, f'=IF(F{n}<G{n},"À commander","OK")', None, "À commander" if count < least else "OK")
    sheet.write_number(row, 13, chance.randint(1, 30))
    for column in (14, 15):
        sheet.write_datetime(row, column, date(2025, 1, 1) + timedelta(chance.randint(0, 600)), day)
    sheet.write_row(row, 16, [f"BC-{chance.randint(1, 20_000):05d}", chance.choice(("Anne", "Louis", "Inès"))])
    sheet.write_number(row, 18, chance.randint(100, 9000), euro)
    if chance.random() < 0.2:
        sheet.write_string(row, 19, chance.choice(("à voir", "vérifié", "en attente", "voir devis")))


def keep_once(source: Path, target: Path) -> None:
    """The same workbook with each column's formula kept once for all its rows, as Excel does."""
    import re

    from officebot.core.workbooks.lossless.package import Package, rewrite

    with source.open("rb") as old, target.open("wb") as new:
        package = Package(old)
        text = package.content(SHEET)
        for number, column in enumerate((b"K", b"L", b"M")):
            last = text.rfind(b'<c r="' + column)
            row = text[last + 7 : text.find(b'"', last + 7)]
            first = b'<f t="shared" ref="%s2:%s%s" si="%d">' % (column, column, row, number)
            begin, more = (
                re.compile(rb'(r="%s2"[^>]*>)<f>' % column),
                re.compile(rb'(r="%s\d+"[^>]*>)<f>[^<]*</f>' % column),
            )
            text = more.sub(rb'\1<f t="shared" si="%d"/>' % number, begin.sub(rb"\1" + first, text))
        rewrite(package, {SHEET: (text,)}, new)


def edits(rows: int) -> Mapping[int, int]:
    """The new quantities by row."""
    return {2 + number * (rows // 100): 7 + number for number in range(100)}


# ── the cases, each alone in its process ──────────────────────────────────────────────────────────────────


def _decide(rows: int) -> Callable[[Any], Any]:
    from officebot.core.workbooks.cells import Address, Cell
    from officebot.core.workbooks.lossless.setting import Change, plan

    changes = [Change(Address("Stock", Cell(row, 6)), value) for row, value in edits(rows).items()]
    return lambda book: plan(book, changes)


def by_openpyxl(path: Path, rows: int, folder: Path) -> Callable[[], None]:
    """Load, change, save."""
    import openpyxl

    def work() -> None:
        book = openpyxl.load_workbook(path)
        for row, value in edits(rows).items():
            book["Stock"].cell(row, 6).value = value
        book.save(folder / "openpyxl.xlsx")

    return work


def patch(path: Path, rows: int, folder: Path) -> Callable[[], None]:
    """A plan that is made, written."""
    from officebot.connectors.workbooks.changing import open_workbook

    made = _decide(rows)(open_workbook(path.open("rb")))

    def work() -> None:
        with (folder / "patch.xlsx").open("w+b") as target:
            made.write(target)

    return work


def planned(path: Path, rows: int, _folder: Path) -> Callable[[], None]:
    """The plan alone."""
    from officebot.connectors.workbooks.changing import open_workbook

    decide = _decide(rows)
    return lambda: decide(open_workbook(path.open("rb")))


def whole(path: Path, rows: int, folder: Path) -> Callable[[], None]:
    """The change of a copy in its place, with all safety."""
    return _changed(path, _decide(rows), folder)


def append(path: Path, rows: int, folder: Path) -> Callable[[], None]:
    """1,000 rows more, with all safety."""
    from officebot.core.workbooks.cells import Area
    from officebot.core.workbooks.lossless import appending, growing

    new = [
        {"Référence": f"NEW-{number:04d}", "Famille": FAMILIES[number % 8], "Quantité": number, "Seuil": 10,
         "Prix HT": 2.5, "Taxe": 0.2, "Entrée": "2026-11-26"}
        for number in range(1_000)
    ]  # fmt: skip

    def decide(book: Any) -> Any:
        place = growing.Place("Stock", "Stock", dict(enumerate(HEADINGS, 1)), Area(1, 1, rows + 1, 20))
        return appending.append(book, growing.place_of(book.tables[0]) if book.tables else place, new)

    return _changed(path, decide, folder)


def _changed(path: Path, decide: Callable[[Any], Any], folder: Path) -> Callable[[], None]:
    import shutil

    from officebot.connectors.workbooks.backups import Backups
    from officebot.connectors.workbooks.changing import change

    own = folder / "own.xlsx"
    shutil.copy2(path, own)
    # A workbook that was written within half a second is looked at twice: that is waiting, not work.
    os.utime(own, (time.time() - 3600,) * 2)

    def work() -> None:
        change(own, decide, backups=Backups(folder / "backups"))

    return work


def copied(path: Path, _rows: int, folder: Path) -> Callable[[], None]:
    """The packed bytes copied."""
    import shutil

    return lambda: print(shutil.copyfile(path, folder / "copy.xlsx"), file=sys.stderr)


def inflated(path: Path, _rows: int, _folder: Path) -> Callable[[], None]:
    """The one sheet unpacked and thrown away."""
    from officebot.core.workbooks.lossless.package import Package

    return lambda: [None for _ in Package(path.open("rb")).pieces(SHEET)].clear()


def repacked(path: Path, _rows: int, _folder: Path) -> Callable[[], None]:
    """The one sheet unpacked and packed as fast as it goes."""
    from isal import isal_zlib

    from officebot.core.workbooks.lossless.package import Package

    def work() -> None:
        packer, out = isal_zlib.compressobj(2, zlib.DEFLATED, -15), io.BytesIO()
        for piece in Package(path.open("rb")).pieces(SHEET):
            out.write(packer.compress(piece))
        out.write(packer.flush())

    return work


#: What is measured, and in which workbook.
CASES: Mapping[str, tuple[Callable[[Path, int, Path], Callable[[], None]], str]] = {
    "openpyxl": (by_openpyxl, "range"),
    "whole": (whole, "range"),
    "whole, table": (whole, "table"),
    "whole, kept once": (whole, "kept once"),
    "patch": (patch, "range"),
    "plan": (planned, "range"),
    "append": (append, "range"),
    "append, table": (append, "table"),
    "copy": (copied, "range"),
    "inflate": (inflated, "range"),
    "inflate and deflate": (repacked, "range"),
}


def run(case: str, path: Path, rows: int, folder: Path) -> dict[str, float]:
    """One case in this process: seconds, seconds of the processor, and the highest memory in MiB."""
    work = CASES[case][0](path, rows, folder)
    before = status_mb(os.getpid(), "VmHWM")
    # Writing 5 sets the highest memory back to what is used now (proc(5)).
    Path("/proc/self/clear_refs").write_text("5")
    start = status_mb(os.getpid(), "VmRSS")
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = status_mb(os.getpid(), "VmHWM")
    mib = 1e6 / 2**20
    return {
        "wall": wall,
        "cpu": cpu,
        "peak": max(before, peak) * mib,
        "own": peak * mib,
        "more": (peak - start) * mib,
    }


def measured(cases: list[str], rows: int, rounds: int, folder: Path) -> dict[str, dict[str, float]]:
    """The medians of each case, run in turn."""
    paths = {kind: folder / f"{kind}.xlsx" for kind in ("range", "table", "kept once")}
    make(paths["range"], rows, is_table=False)
    make(paths["table"], rows, is_table=True)
    keep_once(paths["range"], paths["kept once"])
    found: dict[str, list[dict[str, float]]] = {case: [] for case in cases}
    for _ in range(rounds):
        for case in cases:
            with tempfile.TemporaryDirectory(dir=folder) as own:
                command = [sys.executable, __file__, "--case", case, "--rows", str(rows), "--path",
                           str(paths[CASES[case][1]]), "--folder", own]  # fmt: skip
                done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
                found[case].append(json.loads(done.stdout))
    return {
        case: {key: statistics.median(one[key] for one in times) for key in times[0]} for case, times in found.items()
    }


def told(found: Mapping[str, Mapping[str, float]]) -> str:
    """The table, and the ratios beside what is to be reached."""
    rows = [("case", "wall s", "CPU s", "openpyxl / it (CPU)", "(wall)", "peak MiB", "of it by the work")]
    theirs = found.get("openpyxl")
    for case, one in found.items():
        ratios = ("", "") if theirs is None else tuple(f"{theirs[key] / one[key]:.1f}" for key in ("cpu", "wall"))
        rows.append(
            (case, f"{one['wall']:.3f}", f"{one['cpu']:.3f}", *ratios, f"{one['own']:.0f}", f"{one['more']:.0f}")
        )
    lines = [table(rows), ""]
    for name, key, least in (("whole change", "whole", 15), ("bare patch", "patch", 60)):
        if theirs is not None and key in found:
            lines.append(f"{name}: {theirs['cpu'] / found[key]['cpu']:.1f} × openpyxl (to reach: {least})")
    for name, key, most in (("whole change", "whole", 300), ("whole change, table", "whole, table", 300)):
        if key in found:
            lines.append(f"{name}: peak {found[key]['own']:.0f} MiB (to reach: {most})")
    if "patch" in found:
        lines.append(f"bare patch: peak {found['patch']['own']:.0f} MiB (to reach: 64)")
    for kind in ("", ", table"):
        if f"append{kind}" in found and f"whole{kind}" in found:
            ratio = found[f"append{kind}"]["cpu"] / found[f"whole{kind}"]["cpu"]
            lines.append(f"append{kind}: {ratio:.2f} × the whole change (to reach: 2)")
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=CASES, default=list(CASES), metavar="CASE")
    parser.add_argument("--case", help=argparse.SUPPRESS)
    parser.add_argument("--path", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.case:
        print(json.dumps(run(given.case, given.path, given.rows, given.folder)))
        return
    with tempfile.TemporaryDirectory() as folder:
        print(told(measured(given.only, given.rows, given.rounds, Path(folder))))


if __name__ == "__main__":
    main()
