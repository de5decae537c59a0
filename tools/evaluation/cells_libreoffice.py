"""Changes of cells opened by LibreOffice, before and after, all formulas reckoned: figures that differ, and stale ones."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from officebot.core.workbooks.cells import Value
from officebot.testing.conversion import converted
from tools.evaluation.readback import Looks, Place, differing, is_near, looks, same

_VOLATILE = ("RAND", "NOW(", "TODAY(", "CELL(", "INFO(")


class Changed(Protocol):
    """A workbook in which one cell was set."""

    @property
    def file(self) -> Path: ...
    @property
    def made(self) -> Path | None: ...
    @property
    def place(self) -> Place: ...
    @property
    def new(self) -> Value: ...
    @property
    def figures(self) -> Mapping[Place, Any]: ...


def by_libreoffice(outcomes: Sequence[Changed], folder: Path) -> Iterator[tuple[Changed, Counter[str], list[str]]]:
    """Changes opened by LibreOffice before and after, all reckoned anew: what was counted, and what is wrong."""
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
    out: Changed, before: Looks, after: Looks, ours: Looks, original: Looks
) -> tuple[Counter[str], list[str]]:
    counted, wrong = Counter({"opened by LibreOffice": 1}), []
    if not same(after.shown.get(out.place), out.new):
        wrong.append(f"LibreOffice reads {after.shown.get(out.place)!r}")
    for place, figure in out.figures.items():
        theirs = after.shown.get(place)
        if is_near(figure, theirs):
            counted["figures as LibreOffice reckons"] += 1
        elif isinstance(theirs, str) and theirs.startswith("#") and is_near(before.shown.get(place), theirs):
            counted["figures that LibreOffice does not reckon"] += 1
        else:
            wrong.append(f"{place} {ours.held.get(place)!r:.80}: reckoned {figure!r}, LibreOffice {theirs!r}")
    for place in differing(before.shown, after.shown):
        formula = str(original.held.get(place, ""))
        if place == out.place or is_near(before.shown.get(place), after.shown.get(place)):
            continue
        if any(word in formula.upper() for word in _VOLATILE):
            counted["volatile"] += 1
        elif (
            place in ours.shown
            and place not in out.figures
            and not is_near(ours.shown[place], after.shown.get(place))
        ):
            shown = (before.shown.get(place), after.shown.get(place), ours.shown[place])
            wrong.append(f"{place} {formula:.80}: stale, LibreOffice {shown[0]!r} → {shown[1]!r}, kept {shown[2]!r}")
        else:
            counted["dependent cells not stale"] += 1
    return counted, wrong
