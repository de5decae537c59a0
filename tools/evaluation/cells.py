"""Sets one cell in each workbook of the corpora beside the sources, and looks whether only that cell changed.

python tools/evaluation/cells.py [--corpora FOLDER] [--libreoffice 40] [--seed 1] [--all]

In each workbook that openpyxl opens, five cells are chosen by the seed, as far as there are such: one that holds a
number, one with words, one with a formula, an empty one, one with a day. Each is set in a copy of its own. Right is: all
parts that were not named are the same bytes; openpyxl (values, formulas, styles) and calamine read the new value, and
nothing else that differs but figures of formulas. With --libreoffice so many changes are opened there, too, before and
after, all formulas reckoned: figures that we reckoned must be the same, and none that depends on the change may have
been kept.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from officebot.connectors.workbooks.changing import Done, change_into  # noqa: E402
from officebot.core.problems import UserError  # noqa: E402
from officebot.core.workbooks.cells import Address, Cell, Value  # noqa: E402
from officebot.core.workbooks.lossless.setting import Change, plan  # noqa: E402
from officebot.testing.conversion import is_installed  # noqa: E402
from tools.evaluation.cells_libreoffice import by_libreoffice  # noqa: E402
from tools.evaluation.readback import (  # noqa: E402
    Looks,
    Place,
    by_calamine,
    differing,
    in_array,
    is_formula,
    looks,
    same,
)

KINDS = ("number", "words", "formula", "empty", "day")
#: What each kind of cell is set to.
NEW: Mapping[str, Value] = {
    "number": 4711.5, "words": "Vis & <écrous> 5 %", "formula": 815, "empty": 42, "day": date(2026, 11, 26),
}  # fmt: skip
# Any choice will do that is the same each time.
_chance = random.Random


@dataclass(slots=True)
class Outcome:
    """What became of one change: "right", "refused", "wrong" or "crashed", and of whom it is said."""

    file: Path
    kind: str
    where: str
    verdict: str
    words: str = ""
    calamine: str = ""
    """Where calamine cannot be asked: why."""
    made: Path | None = None
    figures: dict[Place, Any] = field(default_factory=dict)
    """Figures that were reckoned anew."""
    dropped: int = 0
    place: Place = ("", "")

    @property
    def new(self) -> Value:
        """What the cell was set to."""
        return NEW[self.kind]


def candidates(path: Path) -> dict[str, list[Place]]:
    """The cells of each kind."""
    import openpyxl

    found: dict[str, list[Place]] = {kind: [] for kind in KINDS}
    for sheet in openpyxl.load_workbook(path).worksheets:
        bottom = right = 1
        for cell in sheet._cells.values():
            bottom, right = max(bottom, cell.row), max(right, cell.column)
            kind = _kind(cell)
            if kind:
                found[kind].append((sheet.title, cell.coordinate))
        found["empty"].append((sheet.title, str(Cell(bottom + 2, min(right, 50)))))
    return found


def _kind(cell: Any) -> str:
    if type(cell).__name__ == "MergedCell":
        return ""
    if cell.value is None:
        return "empty"
    if cell.data_type == "f" or hasattr(cell.value, "ref"):
        return "formula"
    match cell.value:
        case bool():
            return ""
        case datetime() | date() | time() | timedelta():
            return "day"
        case int() | float():
            return "number"
    return "words" if cell.data_type == "s" else ""


def tried(path: Path, folder: Path, seed: int) -> Iterator[Outcome]:
    """Each change of a workbook; nothing where openpyxl does not open it."""
    try:
        before = looks(path)
        choices = candidates(path)
    except Exception:  # noqa: BLE001 - openpyxl refuses in many ways
        return
    try:
        theirs: Mapping[Place, Any] | str = by_calamine(path)
    except Exception as error:  # noqa: BLE001 - and calamine in others
        theirs = str(error) or type(error).__name__
    for kind in KINDS:
        if choices[kind]:
            chosen = _chance(f"{seed} {kind} {path.name}").choice(choices[kind])
            yield _one(
                path,
                folder / f"{path.stem}-{abs(hash(path)) % 10**6}-{kind}{path.suffix}",
                kind,
                chosen,
                before,
                theirs,
            )


def _one(
    path: Path, target: Path, kind: str, place: Place, before: Looks, theirs: Mapping[Place, Any] | str
) -> Outcome:
    address = Address(place[0], Cell.read(place[1]))
    out = Outcome(path, kind, str(address), "right", place=place)
    try:
        done = change_into(path, target, lambda book: plan(book, [Change(address, NEW[kind])]))
    except UserError as error:
        out.verdict, out.words = "refused", "; ".join(one.what.render() for one in error.problems)
        return out
    except Exception as error:  # noqa: BLE001 - a crash is what is counted
        out.verdict, out.words = "crashed", repr(error)
        return out
    out.made = target
    wrong = [*_parts(path, target, done), *_read_again(target, kind, before, out)]
    if isinstance(theirs, str):
        out.calamine = theirs
    else:
        wrong += _calamine(target, kind, theirs, before, out)
    if wrong:
        out.verdict, out.words = "wrong", "; ".join(wrong[:4])
    return out


def _parts(path: Path, target: Path, done: Done) -> Iterator[str]:
    named = {one.part for one in done.parts}
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target) as new:
        if new.testzip() is not None:
            yield "the written zip is damaged"
        names = set(old.namelist())
        for name in names ^ set(new.namelist()):
            if name not in named:
                yield f"part {name} came or went"
        for name in names & set(new.namelist()) - named:
            if old.read(name) != new.read(name):
                yield f"part {name} differs"


def _read_again(target: Path, kind: str, before: Looks, out: Outcome) -> Iterator[str]:
    try:
        after = looks(target)
    except Exception as error:  # noqa: BLE001 - as above
        yield f"openpyxl does not open it: {error!r}"
        return
    if not same(after.held.get(out.place), NEW[kind]):
        yield f"openpyxl reads {after.held.get(out.place)!r}"
    for place in differing(before.held, after.held):
        # openpyxl takes figures in an array formula's area for values of their own.
        if place != out.place and not in_array(before, place):
            yield f"openpyxl: {place} {before.held.get(place)!r:.80} → {after.held.get(place)!r:.80}"
    for place in differing(before.styles, after.styles):
        if place != out.place:
            yield f"style of {place}"
    for place in differing(before.shown, after.shown):
        if place == out.place:
            continue
        if not is_formula(before, place):
            yield f"figure of {place}, no formula: {before.shown.get(place)!r:.60} → {after.shown.get(place)!r:.60}"
        elif place in after.shown:
            out.figures[place] = after.shown[place]
        else:
            out.dropped += 1


def _calamine(target: Path, kind: str, theirs: Mapping[Place, Any], before: Looks, out: Outcome) -> Iterator[str]:
    try:
        after = by_calamine(target)
    except Exception as error:  # noqa: BLE001 - as above
        yield f"calamine does not open it: {error!r}"
        return
    if not same(after.get(out.place), NEW[kind]):
        yield f"calamine reads {after.get(out.place)!r}"
    for place in differing(theirs, after):
        if place != out.place and not is_formula(before, place):
            yield f"calamine: {place} {theirs.get(place)!r:.60} → {after.get(place)!r:.60}"


# ── the table ─────────────────────────────────────────────────────────────────────────────────────────────


def first_choice(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """One change for each workbook: of a number where there is one, else of the next kind there is."""
    best: dict[Path, Outcome] = {}
    for one in outcomes:
        best.setdefault(one.file, one)
    return list(best.values())


def line(name: str, outcomes: Sequence[Outcome]) -> str:
    """One line of the table."""
    counted = Counter(one.verdict for one in outcomes)
    unread = sum(1 for one in outcomes if one.verdict == "right" and one.calamine)
    total = max(len(outcomes), 1)
    lost = counted["wrong"] + counted["crashed"]
    return (
        f"{name:22}{len(outcomes):5}{counted['right']:7} {100 * counted['right'] / total:5.1f} %"
        f"{counted['refused']:8} {100 * counted['refused'] / total:5.1f} %{lost:8}{unread:10}"
    )


def main() -> None:
    """Print the table, the sentences of refusals, and what LibreOffice says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=ROOT.parent / "shared" / "corpora")
    parser.add_argument("--libreoffice", type=int, default=0, metavar="COUNT")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--all", action="store_true", help="name each file that was refused")
    given = parser.parse_args()
    warnings.simplefilter("ignore")
    files = sorted(
        one
        for folder in ("xlsx-poi", "xlsx-sheetjs")
        for one in (given.corpora / folder).rglob("*")
        if one.suffix in (".xlsx", ".xlsm")
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        outcomes = [outcome for file in files for outcome in tried(file, folder, given.seed)]
        _tell(files, outcomes, is_all=given.all)
        if given.libreoffice:
            _tell_libreoffice(outcomes, given.libreoffice, given.seed, folder)


def _tell(files: Sequence[Path], outcomes: Sequence[Outcome], *, is_all: bool) -> None:
    first = first_choice(outcomes)
    print(f"{len(files)} workbooks, {len(first)} of them opened by openpyxl")
    print(f"{'':22}{'all':>5}{'right':>15}{'refused':>16}{'lost':>8}  calamine reads neither")
    print(line("one cell a workbook", first))
    for kind in KINDS:
        print(line(f"  {kind}", [one for one in outcomes if one.kind == kind]))
    print(line("all choices", outcomes))
    reckoned, dropped = sum(len(one.figures) for one in outcomes), sum(one.dropped for one in outcomes)
    print(f"figures reckoned anew: {reckoned}, dropped: {dropped}")
    for words, count in Counter(one.words for one in outcomes if one.verdict == "refused").most_common():
        print(f"refused {count:4}  {words}")
    for one in outcomes:
        if one.verdict in ("wrong", "crashed") or (is_all and one.verdict == "refused"):
            print(f"{one.verdict:8} {one.file.name} {one.where} ({one.kind}): {one.words}")


def _tell_libreoffice(outcomes: Sequence[Outcome], count: int, seed: int, folder: Path) -> None:
    if not is_installed():
        print("LibreOffice is not installed: it was not asked.")
        return
    right = first_choice([one for one in outcomes if one.made is not None])
    # Half of the sample are changes that formulas depend on, as far as there are such.
    _chance(seed).shuffle(right)
    right.sort(key=lambda one: not (one.figures or one.dropped))
    half = right[: count // 2]
    sample = half + _chance(seed).sample(right[len(half) :], min(count - len(half), len(right) - len(half)))
    total: Counter[str] = Counter()
    for one, counted, wrong in by_libreoffice(sample, folder):
        total += counted
        total["wrong"] += bool(wrong)
        for words in wrong[:4]:
            print(f"LibreOffice {one.file.name} {one.where} ({one.kind}): {words}")
    print(f"LibreOffice, {len(sample)} workbooks: {', '.join(f'{number} {what}' for what, number in total.items())}")


if __name__ == "__main__":
    main()
