"""Pages that lost something: rows, pieces, words, or that show another figure. What is then filled in wrong was guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

from officebot.core.trade.paper import Paper, Piece, Row

_FIGURES = "0123456789"
_NO_WORD = "Zorglub"


def shaken(paper: Paper, seed: int, times: int) -> Iterator[tuple[str, Paper]]:
    """The paper so many times without some rows, without some pieces, with other words, and with another figure."""
    chance = Random(seed)  # noqa: S311 - the same pages for the same seed
    for name, shake in _WAYS.items():
        for _ in range(times):
            rows = list(paper.rows)
            shake(rows, chance)
            yield name, replace(paper, rows=tuple(rows))


def _without_rows(rows: list[Row], chance: Random) -> None:
    for _ in range(chance.randint(1, 3)):
        if len(rows) > 1:
            rows.pop(chance.randrange(len(rows)))


def _without_pieces(rows: list[Row], chance: Random) -> None:
    for place, n in _pieces(rows, chance, 4, str.isprintable):
        if len(rows[place].pieces) > n > 0 or len(rows[place].pieces) > 1:
            pieces = [piece for k, piece in enumerate(rows[place].pieces) if k != n]
            rows[place] = replace(rows[place], pieces=tuple(pieces))


def _with_other_words(rows: list[Row], chance: Random) -> None:
    for place, n in _pieces(rows, chance, 4, str.isalpha):
        words = rows[place].pieces[n].text.split(" ")
        words[chance.randrange(len(words))] = _NO_WORD
        _put(rows, place, n, " ".join(words))


def _with_another_figure(rows: list[Row], chance: Random) -> None:
    for place, n in _pieces(rows, chance, 1, _FIGURES.__contains__):
        text = rows[place].pieces[n].text
        at = chance.choice([at for at, letter in enumerate(text) if letter in _FIGURES])
        _put(rows, place, n, f"{text[:at]}{(int(text[at]) + chance.randint(1, 9)) % 10}{text[at + 1 :]}")


def _pieces(rows: list[Row], chance: Random, most: int, holds: Callable[[str], bool]) -> list[tuple[int, int]]:
    """Some pieces that hold such a letter, each of another row."""
    found = [
        (place, n) for place, row in enumerate(rows) for n, piece in enumerate(row.pieces) if any(map(holds, piece.text))
    ]  # fmt: skip
    chosen = chance.sample(found, min(most, len(found)))
    return list({place: (place, n) for place, n in chosen}.values())


def _put(rows: list[Row], place: int, n: int, text: str) -> None:
    pieces = list(rows[place].pieces)
    pieces[n] = Piece(text, pieces[n].left, pieces[n].right)
    rows[place] = replace(rows[place], pieces=tuple(pieces))


_WAYS = {
    "rows lost": _without_rows, "pieces lost": _without_pieces, "words lost": _with_other_words,
    "a figure changed": _with_another_figure,
}  # fmt: skip
