"""Many areas of one sheet, asked row by row: which of them meet some rows, which columns of a row they cover."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from officebot.core.workbooks.cells import Area, Cell

#: Rows that are kept together: a deep area is noted once for each of them.
_TOGETHER = 64


class Areas:
    """Areas by the rows they meet. A sheet may have tens of thousands, most of them one cell."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._by_rows: dict[int, list[Area]] = {}
        for area in areas:
            for place in range(area.top // _TOGETHER, area.bottom // _TOGETHER + 1):
                self._by_rows.setdefault(place, []).append(area)
        self._row, self._covered = 0, list[tuple[int, int]]()

    def meeting(self, first: int, last: int) -> list[Area]:
        """Those that meet one of these rows."""
        if last // _TOGETHER - first // _TOGETHER > len(self._by_rows):
            places: Iterable[int] = self._by_rows
        else:
            places = range(first // _TOGETHER, last // _TOGETHER + 1)
        found = {
            area: None
            for place in places
            for area in self._by_rows.get(place, ())
            if area.top <= last and area.bottom >= first
        }
        return list(found)

    def at(self, cell: Cell) -> list[Area]:
        """Those that a cell is in."""
        return [area for area in self._by_rows.get(cell.row // _TOGETHER, ()) if cell in area]

    def columns(self, row: int) -> Sequence[tuple[int, int]]:
        """The columns of a row that they cover, from first to last, in order."""
        if row != self._row:
            self._row, self._covered = row, []
            found = (one for one in self._by_rows.get(row // _TOGETHER, ()) if one.top <= row <= one.bottom)
            for left, right in sorted((one.left, one.right) for one in found):
                if self._covered and left <= self._covered[-1][1] + 1:
                    self._covered[-1] = self._covered[-1][0], max(self._covered[-1][1], right)
                else:
                    self._covered.append((left, right))
        return self._covered

    def __contains__(self, cell: Cell) -> bool:
        covered = self.columns(cell.row)
        place = bisect_right(covered, (cell.column, 1 << 30)) - 1
        return place >= 0 and cell.column <= covered[place][1]
