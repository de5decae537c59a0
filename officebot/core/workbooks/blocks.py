"""Where things stand on a sheet: the rectangles of cells that empty rows and empty columns part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from officebot.core.workbooks.cells import Area, Value
from officebot.core.workbooks.grids import Grid

#: A sheet of single cells far apart is no sheet of tables.
_MOST_BLOCKS, _DEEPEST = 500, 6
#: Merged areas of more cells are backgrounds.
_LARGEST_MERGED = 4_000

Rows = Mapping[int, Sequence[Value]]


def spread(grid: Grid, taken: Sequence[Area] = ()) -> dict[int, Sequence[Value]]:
    """The rows with each merged area's value in all its cells, and nothing in the areas that are taken."""
    rows: dict[int, Sequence[Value]] = dict(grid.rows)
    for area in grid.merged:
        if area.rows * area.columns > _LARGEST_MERGED:
            continue
        first = rows.get(area.top, ())
        value = first[area.left - 1] if area.left <= len(first) else None
        if value is not None:
            for number in range(area.top, area.bottom + 1):
                rows[number] = _filled(rows.get(number, ()), area.left, area.right, value)
    for area in taken:
        for number in _numbers(rows, area):
            rows[number] = _filled(rows[number], area.left, min(area.right, len(rows[number])), None)
    return rows


def _numbers(rows: Rows, area: Area) -> list[int]:
    if area.rows < len(rows):
        return [number for number in range(area.top, area.bottom + 1) if number in rows]
    return [number for number in rows if area.top <= number <= area.bottom]


def _filled(row: Sequence[Value], left: int, right: int, value: Value) -> list[Value]:
    made = [*row, *([None] * (right - len(row)))]
    made[left - 1 : right] = [value] * max(0, right - left + 1)
    return made


def blocks(rows: Rows) -> list[Area]:
    """The rectangles, from top to bottom and from left to right; one around everything where there would be hundreds."""
    numbers = sorted(number for number, row in rows.items() if any(value is not None for value in row))
    if not numbers:
        return []
    widest = max(len(rows[number]) for number in numbers)
    found: list[Area] = []
    for area in _cut(rows, numbers, 1, widest, 0):
        found.append(area)
        if len(found) > _MOST_BLOCKS:
            # Nothing may be lost of it, so all of it is one table.
            left = min(next(n for n, value in enumerate(rows[number], 1) if value is not None) for number in numbers)
            return [Area(numbers[0], left, numbers[-1], widest)]
    return sorted(found, key=lambda area: (area.top, area.left))


def _cut(rows: Rows, numbers: Sequence[int], left: int, right: int, depth: int) -> Iterator[Area]:
    """Cut at empty rows, then each band at empty columns, and each of these again."""
    filled = [number for number in numbers if any(value is not None for value in rows[number][left - 1 : right])]
    bands = list(_runs(filled))
    for band in bands:
        columns = _columns(rows, band, left, right)
        spans = list(_runs(columns))
        if depth >= _DEEPEST or (len(spans) == 1 and len(bands) == 1):
            yield Area(band[0], columns[0], band[-1], columns[-1])
        else:
            for span in spans:
                yield from _cut(rows, band, span[0], span[-1], depth + 1)


def _runs(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """The stretches of numbers without a gap."""
    begin = 0
    for place in range(1, len(numbers) + 1):
        if place == len(numbers) or numbers[place] != numbers[place - 1] + 1:
            yield numbers[begin:place]
            begin = place


def _columns(rows: Rows, numbers: Sequence[int], left: int, right: int) -> list[int]:
    """The columns in which a row has something."""
    missing = set(range(left, right + 1))
    for number in numbers:
        row = rows[number]
        missing = {column for column in missing if column > len(row) or row[column - 1] is None}
        if not missing:
            break
    return [column for column in range(left, right + 1) if column not in missing]
