"""Which column of a table is which: asked by field, answered with how sure it is, and with the doubts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from officebot.core.problems import Problem
from officebot.core.text import Text, one_line, say
from officebot.core.workbooks.tables import Table
from officebot.core.workbooks.words import plain

#: Below this a column is not taken, below the second it is taken with a doubt.
_LEAST, _SURE = 0.6, 0.75
#: Two columns nearer to each other than this are both asked about.
_NEAR = 0.05
#: Shorter words resemble too many others.
_SHORTEST_TYPO = 5
#: How alike the letters of a word and of the same with a typing error are.
_MISTYPED = 0.88


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """The column of a field: its place in the table from 0, its heading, and how sure it is, 1 being the very words."""

    place: int
    title: str
    sureness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Meanings:
    """The columns by field, and what a person must be asked about."""

    columns: Mapping[str, Meant]
    doubts: tuple[Problem, ...] = ()
    missing: tuple[str, ...] = ()


def columns_meaning(table: Table, wanted: Mapping[str, Sequence[str]]) -> Meanings:
    """The columns that the wanted fields are: `{"quantity": ("Quantité", "Qty")}`; each column is one field's at most.

    A doubt says where two columns could be the field, or where the words are only alike.
    """
    scores = {
        (field, place): max((likeness(title, word) for word in words), default=0.0)
        for field, words in wanted.items()
        for place, title in enumerate(table.titles)
    }
    found: dict[str, Meant] = {}
    taken: set[int] = set()
    doubts: list[Problem] = []
    # The surest first; of equals the field asked first, then the column that stands first.
    for (field, place), score in sorted(scores.items(), key=lambda one: -one[1]):
        if score < _LEAST or field in found or place in taken:
            continue
        found[field] = Meant(place=place, title=table.titles[place], sureness=round(score, 2))
        taken.add(place)
    for field, meant in found.items():
        rivals = [
            table.titles[place]
            for (other, place), score in scores.items()
            if other == field and place not in taken and score >= max(_LEAST, meant.sureness - _NEAR)
        ]
        doubt = _doubt(meant, rivals)
        if doubt is not None:
            doubts.append(Problem(where=_where(table, meant), what=doubt))
    return Meanings(
        columns=found, doubts=tuple(doubts), missing=tuple(field for field in wanted if field not in found)
    )


def likeness(title: str, word: str) -> float:
    """How surely a heading means a word, from 0 to 1: the same words 1, with more words less, typing errors 0.7."""
    one, other = plain(title), plain(word)
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    if sorted(one) == sorted(other):
        return 0.95
    if set(other) <= set(one):
        # `Qté (cartons)` still is a quantity, `Date de la commande du client` hardly an order.
        at_begin = 0.05 if one[: len(other)] == other else 0.0
        return max(0.0, 0.8 + at_begin - 0.1 * (len(one) - len(other)))
    if _is_short_for(one, other):
        return 0.8
    return 0.7 if _is_mistyped(" ".join(one), " ".join(other)) else 0.0


def _is_mistyped(one: str, other: str) -> bool:
    """Whether the two differ by what a typing error makes; how long they are rules most pairs out, their letters most others."""
    short, long = sorted((len(one), len(other)))
    if short < _SHORTEST_TYPO or 2 * short < _MISTYPED * (short + long):
        return False
    pair = SequenceMatcher(None, one, other)
    return pair.quick_ratio() >= _MISTYPED and pair.ratio() >= _MISTYPED


def _is_short_for(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether each word of the heading begins a word of the other: `fourn` for `fournisseur`, `px unit` for none."""
    return len(one) == len(other) and all(
        long.startswith(short) and (short == long or len(short) >= 3) for short, long in zip(one, other, strict=True)
    )


def _doubt(meant: Meant, rivals: Sequence[str]) -> Text | None:
    if rivals:
        return say("“{title}” and “{other}” could both be meant: say which.",
                   title=one_line(meant.title, 60), other=one_line(rivals[0], 60))  # fmt: skip
    if meant.sureness < _SURE:
        return say("“{title}” is only probably meant: confirm it.", title=one_line(meant.title, 60))
    return None


def _where(table: Table, meant: Meant) -> str:
    from officebot.core.workbooks.cells import Address, Cell

    area = table.columns[meant.place].area
    row = table.header[-1] if table.header else area.top
    return str(Address(table.sheet, Cell(row, area.left)))
