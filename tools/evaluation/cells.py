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
from officebot.core.workbooks.cells import Address, Area, Cell, Formula, Value  # noqa: E402
from officebot.core.workbooks.lossless.setting import Change, plan  # noqa: E402
from officebot.testing.libreoffice import converted, is_installed  # noqa: E402

KINDS = ("number", "words", "formula", "empty", "day")
#: What each kind of cell is set to.
NEW: Mapping[str, Value] = {
    "number": 4711.5, "words": "Vis & <écrous> 5 %", "formula": 815, "empty": 42, "day": date(2026, 11, 26),
}  # fmt: skip
# Any choice will do that is the same each time.
_chance = random.Random
_VOLATILE = ("RAND", "NOW(", "TODAY(", "CELL(", "INFO(")
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Looks:
    """A workbook as openpyxl reads it: by sheet and cell formulas or values, shown figures, and styles."""

    held: Mapping[Place, Any]
    shown: Mapping[Place, Any]
    styles: Mapping[Place, Any]
    sheets: Sequence[str]


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


def looks(path: Path, names: Sequence[str] = ()) -> Looks:
    """The workbook as openpyxl reads it. Raises in as many ways as it does.

    `names` are those of its sheets, where another program gave it others.
    """
    import openpyxl

    formulas = openpyxl.load_workbook(path)
    values = openpyxl.load_workbook(path, data_only=True)
    titles = [sheet.title for sheet in formulas.worksheets]
    called = dict(zip(titles, names if len(names) == len(titles) else titles, strict=True))
    held, styles = {}, {}
    for sheet in formulas.worksheets:
        for cell in sheet._cells.values():
            place = (called[sheet.title], cell.coordinate)
            styles[place] = tuple(getattr(cell, "_style", ()) or ())
            if cell.value is not None:
                held[place] = _plain(cell.value)
    shown = {
        (called[sheet.title], cell.coordinate): _plain(cell.value)
        for sheet in values.worksheets
        for cell in sheet._cells.values()
        if cell.value is not None
    }
    return Looks(held, shown, styles, list(called.values()))


def _plain(value: Any) -> Any:
    """Array formulas and data tables by what they say, days with a moment."""
    if hasattr(value, "ref"):
        return (type(value).__name__, value.ref, getattr(value, "text", ""), str(dict(value)))
    return value


def by_calamine(path: Path) -> Mapping[Place, Any]:
    """Cells by calamine, which knows nothing of formulas. Raises where it cannot read the file."""
    from python_calamine import CalamineWorkbook

    found = {}
    book = CalamineWorkbook.from_path(str(path))
    for sheet in book.sheets_metadata:
        if "WorkSheet" not in str(sheet.typ):
            continue
        for row, values in enumerate(book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False), 1):
            for column, value in enumerate(values, 1):
                if value != "":
                    found[sheet.name, str(Cell(row, column))] = value
    return found


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
    if not _same(after.held.get(out.place), NEW[kind]):
        yield f"openpyxl reads {after.held.get(out.place)!r}"
    for place in _differing(before.held, after.held):
        # openpyxl takes figures in an array formula's area for values of their own.
        if place != out.place and not _in_array(before, place):
            yield f"openpyxl: {place} {before.held.get(place)!r:.80} → {after.held.get(place)!r:.80}"
    for place in _differing(before.styles, after.styles):
        if place != out.place:
            yield f"style of {place}"
    for place in _differing(before.shown, after.shown):
        if place == out.place:
            continue
        if not _is_formula(before, place):
            yield f"figure of {place}, no formula: {before.shown.get(place)!r:.60} → {after.shown.get(place)!r:.60}"
        elif place in after.shown:
            out.figures[place] = after.shown[place]
        else:
            out.dropped += 1


def _is_formula(book: Looks, place: Place) -> bool:
    held = book.held.get(place)
    if isinstance(held, tuple) or (isinstance(held, str) and held.startswith("=")):
        return True
    return _in_array(book, place)


def _in_array(book: Looks, place: Place) -> bool:
    """Whether an array formula, or a table of data, of another cell fills this one."""
    cell = Cell.read(place[1])
    return any(
        home[0] == place[0] and home != place and cell in Area.read(held[1])
        for home, held in book.held.items()
        if isinstance(held, tuple)
    )


def _calamine(target: Path, kind: str, theirs: Mapping[Place, Any], before: Looks, out: Outcome) -> Iterator[str]:
    try:
        after = by_calamine(target)
    except Exception as error:  # noqa: BLE001 - as above
        yield f"calamine does not open it: {error!r}"
        return
    if not _same(after.get(out.place), NEW[kind]):
        yield f"calamine reads {after.get(out.place)!r}"
    for place in _differing(theirs, after):
        if place != out.place and not _is_formula(before, place):
            yield f"calamine: {place} {theirs.get(place)!r:.60} → {after.get(place)!r:.60}"


def _differing(one: Mapping[Place, Any], other: Mapping[Place, Any]) -> Iterator[Place]:
    for place in one.keys() | other.keys():
        first, second = one.get(place), other.get(place)
        if first != second and not (first != first and second != second):
            yield place


def _same(read: Any, wanted: Value) -> bool:
    if isinstance(wanted, int | float) and isinstance(read, date | time | timedelta):
        # A number in a cell whose style shows days.
        from openpyxl.utils.datetime import MAC_EPOCH, to_excel

        return any(abs(number - wanted) < 1e-6 for number in (to_excel(read), to_excel(read, MAC_EPOCH)))
    match wanted:
        case Formula():
            return read == f"={wanted.text}"
        case date() if isinstance(read, datetime):
            return read == datetime(wanted.year, wanted.month, wanted.day)  # noqa: DTZ001
    return bool(read == wanted)


# ── LibreOffice ───────────────────────────────────────────────────────────────────────────────────────────


def by_libreoffice(outcomes: Sequence[Outcome], folder: Path) -> Iterator[tuple[Outcome, Counter[str], list[str]]]:
    """Changes opened by LibreOffice before and after, all reckoned anew: what was counted, and what is wrong."""
    import shutil

    (folder / "before").mkdir()
    olds = {}
    for number, one in enumerate(outcomes):
        olds[one.file] = folder / "before" / f"{number}{one.file.suffix}"
        shutil.copy(one.file, olds[one.file])
    old = converted(list(olds.values()), folder / "old", is_reckoned=True, seconds=60 + 10 * len(olds))
    news = [one.made for one in outcomes if one.made is not None]
    new = converted(news, folder / "new", is_reckoned=True, seconds=60 + 10 * len(news))
    for one in outcomes:
        assert one.made is not None
        before, after = old.get(olds[one.file]), new.get(one.made)
        if before is None or after is None:
            words = [] if before is None else ["LibreOffice opens the original, but not the changed one"]
            yield one, Counter({"not opened by LibreOffice": before is None}), words
            continue
        original = looks(one.file)
        theirs = (looks(path, original.sheets) for path in (before, after))
        yield one, *_beside_theirs(one, *theirs, looks(one.made), original)


def _beside_theirs(
    out: Outcome, before: Looks, after: Looks, ours: Looks, original: Looks
) -> tuple[Counter[str], list[str]]:
    counted, wrong = Counter({"opened by LibreOffice": 1}), []
    if not _same(after.shown.get(out.place), NEW[out.kind]):
        wrong.append(f"LibreOffice reads {after.shown.get(out.place)!r}")
    for place, figure in out.figures.items():
        theirs = after.shown.get(place)
        if _is_near(figure, theirs):
            counted["figures as LibreOffice reckons"] += 1
        elif isinstance(theirs, str) and theirs.startswith("#") and _is_near(before.shown.get(place), theirs):
            counted["figures that LibreOffice does not reckon"] += 1
        else:
            wrong.append(f"{place} {ours.held.get(place)!r:.80}: reckoned {figure!r}, LibreOffice {theirs!r}")
    for place in _differing(before.shown, after.shown):
        formula = str(original.held.get(place, ""))
        if place == out.place or _is_near(before.shown.get(place), after.shown.get(place)):
            continue
        if any(word in formula.upper() for word in _VOLATILE):
            counted["volatile"] += 1
        elif (
            place in ours.shown
            and place not in out.figures
            and not _is_near(ours.shown[place], after.shown.get(place))
        ):
            shown = (before.shown.get(place), after.shown.get(place), ours.shown[place])
            wrong.append(f"{place} {formula:.80}: stale, LibreOffice {shown[0]!r} → {shown[1]!r}, kept {shown[2]!r}")
        else:
            counted["dependent cells not stale"] += 1
    return counted, wrong


def _number(value: Any) -> Any:
    """A day or a time as the number that the cell holds: programs differ in which numbers they show as days."""
    from openpyxl.utils.datetime import to_excel

    return to_excel(value) if isinstance(value, date | time | timedelta) else value


def _is_near(one: Any, other: Any) -> bool:
    one, other = _number(one), _number(other)
    numbers = (int, float)
    if isinstance(one, numbers) and isinstance(other, numbers):
        return abs(one - other) <= 1e-9 * max(abs(one), abs(other), 1e-6)
    return one == other or {one, other} <= {None, ""}


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
