"""A document that was written for people, laid out: rows of pieces of text with their places, whatever file held them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that stand together: from `left` to `right`, in the paper's own units (points, characters, columns)."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Row:
    """What stands on one height of a page, from left to right. `page` counts from 1."""

    pieces: tuple[Piece, ...]
    page: int = 1
    top: float = 0.0

    @property
    def text(self) -> str:
        """The row's words in a line."""
        return "  ".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A laid-out document. `source` is "pdf", "table" (a workbook or CSV), "html" or "text".

    In a paper with `is_gridded` the pieces are the cells of a grid: `left` is the column's number, and what stands in one
    column belongs together. `is_scan` is a paper whose pages hold pictures only: nobody can read it here.
    """

    name: str = ""
    source: str = "text"
    rows: tuple[Row, ...] = ()
    is_gridded: bool = False
    is_scan: bool = False

    @property
    def text(self) -> str:
        """All of its words, a line for each row."""
        return "\n".join(row.text for row in self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)
