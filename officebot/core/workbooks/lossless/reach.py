"""Which formulas a change reaches, on every sheet: theirs are the figures that are no longer true."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from officebot.core.workbooks.cells import MOST_ROWS, Area
from officebot.core.workbooks.lossless.shapes import Seen, Shape

#: Beyond so many looks all formulas count as reached: a figure too many to reckon anew, never a stale one.
_MOST_LOOKS = 2_000_000
_NARROW = 16


@dataclass(slots=True)
class Run:
    """Formulas of one shape that stand below one another; `covers` is what an array formula fills."""

    sheet: str
    """In lower case."""
    column: int
    top: int
    bottom: int
    shape: Shape
    covers: Area | None = None
    _reached: list[tuple[int, int]] = field(default_factory=list)
    is_done: bool = False
    """Whether all of it is reached."""

    def reach(self, top: int, bottom: int) -> list[tuple[int, int]]:
        """Note that these of its rows are reached; those that were not before come back."""
        top, bottom = max(top, self.top), min(bottom, self.bottom)
        new, at = [], top
        for first, last in self._reached[max(bisect_left(self._reached, (top, 0)) - 1, 0) :]:
            if first > bottom:
                break
            if last < at:
                continue
            if first > at:
                new.append((at, first - 1))
            at = max(at, last + 1)
        if at <= bottom:
            new.append((at, bottom))
        for one in new:
            insort(self._reached, one)
        self.is_done = sum(last - first + 1 for first, last in self._reached) == self.bottom - self.top + 1
        return new


@dataclass(frozen=True, slots=True)
class Reached:
    """What is reached: for each sheet, in lower case, areas of formulas' cells; and all areas whose figures may change."""

    formulas: Mapping[str, Sequence[Area]]
    figures: Mapping[str, Sequence[Area]]


def reached(runs: Sequence[Run], changed: Iterable[tuple[str, Area]]) -> Reached:
    """Follow a change of cells through all formulas. Sheets are named in lower case."""
    watching = _Watching(runs)
    queue = deque(changed)
    formulas: dict[str, list[Area]] = {}
    figures: dict[str, list[Area]] = {}
    if queue:
        for run in runs:
            if run.shape.anywhere:
                _note(run, run.top, run.bottom, queue, formulas)
    while queue:
        sheet, area = queue.popleft()
        figures.setdefault(sheet, []).append(area)
        if watching.looks > _MOST_LOOKS:
            return _all(runs, figures, queue)
        for seen, run in watching.of(sheet, area):
            rows = _rows(seen, run, area)
            if rows is not None:
                _note(run, *rows, queue, formulas)
    return Reached(formulas, figures)


class _Watching:
    """Who sees which columns. What sees only a few stands with each of them."""

    def __init__(self, runs: Iterable[Run]) -> None:
        self.looks = 0
        self._narrow: dict[tuple[str, int], list[tuple[Seen, Run]]] = {}
        self._wide: dict[str, list[tuple[Seen, Run]]] = {}
        for run in runs:
            for seen in run.shape.seen:
                sheet = seen.sheet or run.sheet
                if seen.right - seen.left < _NARROW:
                    for column in range(seen.left, seen.right + 1):
                        self._narrow.setdefault((sheet, column), []).append((seen, run))
                else:
                    self._wide.setdefault(sheet, []).append((seen, run))

    def of(self, sheet: str, area: Area) -> Iterator[tuple[Seen, Run]]:
        """Who sees a part of an area's columns, and is not reached as a whole."""
        lists = [self._narrow.get((sheet, column), []) for column in range(area.left, area.right + 1)]
        for watchers in (*lists, self._wide.get(sheet, [])):
            self.looks += len(watchers)
            done = 0
            for seen, run in watchers:
                if run.is_done:
                    done += 1
                elif seen.left <= area.right and area.left <= seen.right:
                    yield seen, run
            if done > len(watchers) // 2:
                watchers[:] = [one for one in watchers if not one[1].is_done]


def _note(run: Run, top: int, bottom: int, queue: deque[tuple[str, Area]], formulas: dict[str, list[Area]]) -> None:
    for first, last in run.reach(top, bottom):
        area = run.covers or Area(first, run.column, last, run.column)
        formulas.setdefault(run.sheet, []).append(area)
        queue.append((run.sheet, area))


def _rows(seen: Seen, run: Run, area: Area) -> tuple[int, int] | None:
    """The rows of a run that see a part of an area; None for none of them."""
    if seen.is_top_fixed and seen.is_bottom_fixed:
        sees = seen.top <= area.bottom and area.top <= seen.bottom
        return (run.top, run.bottom) if sees else None
    # Row r sees from r + top (or top) to r + bottom (or bottom); both ends may change places where one is fixed.
    if not seen.is_top_fixed and not seen.is_bottom_fixed:
        top, bottom = area.top - seen.bottom, area.bottom - seen.top
    elif seen.is_top_fixed:
        top, bottom = (
            (area.top - seen.bottom, MOST_ROWS) if seen.top <= area.bottom else (1, area.bottom - seen.bottom)
        )
        if seen.top <= area.bottom and seen.top >= area.top:
            top = 1
    else:
        top, bottom = (1, area.bottom - seen.top) if area.top <= seen.bottom else (area.top - seen.top, MOST_ROWS)
        if area.top <= seen.bottom <= area.bottom:
            bottom = MOST_ROWS
    top, bottom = max(top, run.top), min(bottom, run.bottom)
    if top > bottom:
        return None
    own = (seen.sheet or run.sheet) == run.sheet and seen.left <= run.column <= seen.right
    if own and not seen.is_top_fixed and not seen.is_bottom_fixed:
        # A column that counts on: what one row says, the next ones say on.
        if seen.bottom < 0:
            bottom = run.bottom
        elif seen.top > 0:
            top = run.top
    return top, bottom


def _all(runs: Sequence[Run], figures: dict[str, list[Area]], queue: Iterable[tuple[str, Area]]) -> Reached:
    for sheet, area in queue:
        figures.setdefault(sheet, []).append(area)
    formulas: dict[str, list[Area]] = {}
    for run in runs:
        area = run.covers or Area(run.top, run.column, run.bottom, run.column)
        formulas.setdefault(run.sheet, []).append(area)
        figures.setdefault(run.sheet, []).append(area)
    return Reached(formulas, figures)
