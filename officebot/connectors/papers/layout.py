"""Words with their places laid out as people see them: pieces that stand together, rows by their height."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from officebot.core.numbering import without_placeholder
from officebot.core.trade.paper import Piece, Row

#: Words of one sentence stand nearer than so many letters of theirs, and than this part of their line's height.
_BLANK, _LEAST_BLANK, _MOST_BLANK = 1.15, 0.35, 0.85
#: Two words stand on one row where their middles differ by less than this part of the smaller one's height.
_SAME_ROW = 0.5


@dataclass(frozen=True, slots=True)
class Word:
    """A word on a page: from `left` to `right` and from `top` down to `bottom`, in points from the page's upper left."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        """How high its line is."""
        return self.bottom - self.top

    @property
    def letter(self) -> float:
        """How wide its letters are, one with another."""
        return (self.right - self.left) / max(1, len(self.text))


def rows_of(words: Iterable[Word], page: int = 1) -> list[Row]:
    """The words as rows from the top down, each of pieces from left to right; every word stands in one piece."""
    rows: list[list[Word]] = []
    middle = height = 0.0
    for word in sorted(words, key=attrgetter("middle", "left")):
        if rows and word.middle - middle < _SAME_ROW * min(height, word.height):
            rows[-1].append(word)
            # The row is where its highest words are: a small footnote mark moves no row.
            if word.height > height:
                middle, height = word.middle, word.height
        else:
            rows.append([word])
            middle, height = word.middle, word.height
    return [_row(line, page) for line in rows]


def _row(words: list[Word], page: int) -> Row:
    words.sort(key=attrgetter("left", "right"))
    return Row(tuple(pieces_of(words)), page, round(min(word.top for word in words), 2))


def pieces_of(words: Sequence[Word]) -> list[Piece]:
    """The words of a row, from left to right, joined where no more than a blank stands between."""
    found: list[Piece] = []
    pending: list[Word] = []
    for word in words:
        if pending and word.left - pending[-1].right > _blank(pending[-1], word):
            found.append(_piece(pending))
            pending = []
        pending.append(word)
    if pending:
        found.append(_piece(pending))
    return found


def _blank(before: Word, word: Word) -> float:
    """How wide a blank between these words may be: letters of one width have wide ones."""
    wide = max(before.letter, word.letter)
    height = min(before.height, word.height)
    return min(max(_BLANK * wide, _LEAST_BLANK * height), _MOST_BLANK * height)


def _piece(words: Sequence[Word]) -> Piece:
    text = words[0].text
    for before, word in pairwise(words):
        # A word cut in two by another font or a kerning goes on without a blank.
        is_cut = word.left - before.right < 0.08 * word.height and word.left - before.right > -word.height
        text += word.text if is_cut else f" {word.text}"
    return Piece(without_placeholder(text), round(words[0].left, 2), round(max(word.right for word in words), 2))
