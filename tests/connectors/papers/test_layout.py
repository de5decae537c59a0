"""Words laid out: whatever stands anywhere, each word is in one piece, and rows are read from the top."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from officebot.connectors.papers.layout import Word, rows_of

_PLACES = st.floats(-2000, 2000, allow_nan=False)
_WORDS = st.builds(
    lambda text, left, width, top, height: Word(text, left, left + width, top, top + height),
    st.text("abc12", min_size=1, max_size=6),
    _PLACES,
    st.floats(0, 300),
    _PLACES,
    st.floats(0.1, 60),
)


@given(st.lists(_WORDS, max_size=40))
def test_every_word_stands_in_one_piece(words: list[Word]) -> None:
    rows = rows_of(words)

    letters = Counter("".join(piece.text for row in rows for piece in row.pieces).replace(" ", ""))
    assert letters == Counter("".join(word.text for word in words))


@given(st.lists(_WORDS, max_size=40))
def test_the_pieces_of_a_row_go_from_left_to_right(words: list[Word]) -> None:
    for row in rows_of(words):
        lefts = [piece.left for piece in row.pieces]
        assert lefts == sorted(lefts)


def test_words_on_one_height_are_a_row_and_those_below_the_next() -> None:
    words = [Word("12", 200, 212, 10, 22), Word("Lampe", 10, 50, 11, 23), Word("Câble", 10, 50, 26, 38)]

    assert [row.text for row in rows_of(words)] == ["Lampe  12", "Câble"]


def test_a_small_footnote_mark_moves_no_row() -> None:
    words = [Word("Total", 10, 50, 10, 22), Word("1", 50, 53, 10, 15), Word("120", 200, 220, 10.5, 22.5)]

    assert len(rows_of(words)) <= 2
    assert any("Total" in row.text and "120" in row.text for row in rows_of(words))


def test_a_word_cut_in_two_by_its_font_stays_one() -> None:
    words = [Word("Réf", 10, 30, 10, 22), Word("érence", 30.2, 60, 10, 22)]

    assert rows_of(words)[0].pieces[0].text == "Référence"
