"""Candidate starts at even steps, and sets of them as whole numbers: a bit for each, so that sets are quick to join."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

Marks: TypeAlias = int
# Two years in steps of five minutes.
_ONES = b"1" * 220_000
_FLAGS = bytes.maketrans(b"01", b"\x00\x01")


@dataclass(frozen=True, slots=True)
class Grid:
    """`count` candidates of `length` seconds each, the first at `start`, one every `step` seconds."""

    start: int
    count: int
    length: int
    step: int

    @classmethod
    def within(cls, start: int, end: int, length: int, step: int) -> Grid:
        """The candidates that lie within [start, end), at whole steps since 1970."""
        first = -(-start // step) * step
        return cls(first, max(0, (end - length - first) // step + 1), length, step)

    @property
    def all(self) -> Marks:
        """Every candidate."""
        return earliest(self.count)

    def at(self, index: int) -> int:
        """When a candidate starts."""
        return self.start + index * self.step

    def touched(self, pairs: Iterable[tuple[int, int]]) -> Marks:
        """The candidates that share time with any of the intervals."""
        # As digits of base two, the last candidate first: that is read in one pass, however many intervals there are.
        digits, count, step = bytearray(b"0" * self.count), self.count, self.step
        before, start = self.start + self.length, self.start
        for begin, end in pairs:
            low = (begin - before) // step + 1
            high = -((start - end) // step)
            if low < 0:
                low = 0
            if high > count:
                high = count
            if low < high:
                digits[count - high : count - low] = _ONES[: high - low]
        return int(digits, 2) if digits else 0

    @classmethod
    def cells(cls, start: int, end: int, step: int) -> Grid:
        """The steps of a window one by one: what `touched` says of them serves meetings of any number of steps."""
        return cls(start, (end - start) // step, step, step)

    def from_cells(self, taken: Marks, cells: Grid) -> Marks:
        """The candidates that share time with any of the taken cells; their length must be whole steps."""
        left = self.length // self.step
        width = 1
        # Each round joins a cell with those after it: 1, 2, 4 … cells wide, and at last the whole length.
        while left > 1:
            more = min(width, left - 1)
            taken |= taken >> more
            width += more
            left -= more
        return (taken >> ((self.start - cells.start) // self.step)) & self.all

    def indices(self, marks: Marks, most: int = 1_000_000) -> Iterator[int]:
        """The candidates of a set, the earliest first, at most so many."""
        data = self.bytes_of(marks)
        at = data.find(1)
        while at >= 0 and most > 0:
            yield at
            most -= 1
            at = data.find(1, at + 1)

    def bytes_of(self, marks: Marks) -> bytes:
        """A set by the index of its candidates: 1 for those in it."""
        return f"{marks:0{self.count}b}".encode().translate(_FLAGS)[::-1]


def earliest(count: int) -> Marks:
    """The set of the so many earliest candidates."""
    return (1 << count) - 1
