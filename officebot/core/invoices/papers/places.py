"""Labels on a page and what stands at them: behind the words, beside them, or below."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from officebot.core.expressions import expression
from officebot.core.trade.paper import Piece, Row
from officebot.core.trade.reading.folding import folded

T = TypeVar("T")

#: A value below its label stands within so many points.
_REACH = 34.0
_LONGEST = 300
_BETWEEN = expression(r"[ ]{0,2}[:#.*-]{0,2}[ ]{0,3}")
#: What may stand behind a label before the value beside it: « / tax point », “(EUR)”.
_REST = expression(r"[^0-9]{0,28}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(Generic[T]):
    """A value that a label names: the words of both, the label's own, and where they stand."""

    value: T
    words: str
    label: str
    page: int
    row: int


def labelled(rows: Sequence[Row], label: re.Pattern[str], read: Callable[[str], T | None]) -> Iterator[Said[T]]:
    """The values that `read` finds at each place where the label, matched on folded words, stands."""
    for place, row in enumerate(rows):
        for n, piece in enumerate(row.pieces):
            plain = folded(piece.text[:_LONGEST])
            for found in label.finditer(plain):
                for value, words in _at(rows, place, n, found.end(), read):
                    yield Said(value=value, words=f"{piece.text[: found.end()]} {words}"[-120:].strip(), label=found[0],
                               page=row.page, row=place)  # fmt: skip


def _at(
    rows: Sequence[Row], place: int, n: int, end: int, read: Callable[[str], T | None]
) -> Iterator[tuple[T, str]]:  # fmt: skip
    """The value behind the label; else the one beside it, and another below it: which of the two is meant, nobody knows."""
    row = rows[place]
    text = row.pieces[n].text[:_LONGEST]
    between = _BETWEEN.match(text, end)
    rest = text[between.end() if between is not None else end :]
    if rest.strip():
        value = read(rest)
        if value is not None:
            yield value, rest[:60]
        if value is not None or _REST.fullmatch(rest) is None:
            return
    if n + 1 < len(row.pieces):
        beside = row.pieces[n + 1].text.lstrip(" :#")
        value = read(beside)
        if value is not None:
            yield value, beside[:60]
    for other in below(rows, place, row.pieces[n]):
        value = read(other.text)
        if value is not None:
            yield value, other.text[:60]
            return


def below(rows: Sequence[Row], place: int, piece: Piece) -> Iterator[Piece]:
    """The pieces below a piece that share its width, the nearest row first."""
    row = rows[place]
    for under in rows[place + 1 : place + 3]:
        if under.page != row.page or under.top - row.top > _REACH:
            return
        for other in under.pieces:
            shared = _shared(piece, other)
            # What stands more below the neighbour is the neighbour's.
            if shared > 0 and all(_shared(beside, other) <= shared for beside in row.pieces):
                yield other


def _shared(one: Piece, other: Piece) -> float:
    return min(one.right, other.right) - max(one.left, other.left)


def above(rows: Sequence[Row], place: int, piece: Piece, most: int = 30) -> Iterator[Piece]:
    """The pieces above a piece that share its width, the nearest row first."""
    row = rows[place]
    for over in reversed(rows[max(0, place - most) : place]):
        if over.page != row.page:
            return
        for other in over.pieces:
            if _shared(piece, other) > 0:
                yield other
