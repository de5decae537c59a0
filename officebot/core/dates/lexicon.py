"""What a word can mean in a date, and the set of words of a language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from typing import Any

#: Folded text in pieces: words, numbers, signs.
PIECES = re.compile(r"[a-z]+|[0-9]+|[^a-z0-9\s]")


@dataclass(frozen=True, slots=True)
class Lexeme:
    """Everything that one word can mean; a word like « sept » (seven, September) means several things."""

    number: int | None = None
    ordinal: int | None = None
    month: int = 0
    weekday: int | None = None
    #: Said of several, or again and again: days, mondays.
    plural: bool = False
    unit: str = ""
    part: str = ""
    #: next, last, this or past: where it lies, seen from today.
    turn: str = ""
    #: Days from today: tomorrow is 1.
    near: int | None = None
    feast: str = ""
    #: The other parts that it can play in a sentence.
    tags: frozenset[str] = frozenset()
    #: Whether a date can hang on it: « the » alone is no reason to look.
    anchor: bool = False

    def has(self, *tags: str) -> bool:
        """Whether the word can play one of these parts."""
        return not self.tags.isdisjoint(tags)


#: A word that ends every date, and one that is only known as a piece of a phrase.
UNKNOWN = Lexeme(tags=frozenset({"unknown"}))
PIECE = Lexeme()


@lru_cache(maxsize=4096)
def number_lexeme(digits: str) -> Lexeme:
    """What a number written in digits means; one of more than nine digits is no part of a date."""
    return Lexeme(number=int(digits), tags=frozenset({"digits"}), anchor=True) if len(digits) < 10 else UNKNOWN


Phrases = Mapping[str, tuple[tuple[tuple[str, ...], Lexeme], ...]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of a language, its phrases by first word (longest first), and the words a date can hang on."""

    language: str
    words: Mapping[str, Lexeme]
    phrases: Phrases
    anchors: frozenset[bytes]


@dataclass(slots=True)
class Builder:
    """Collects words while a language is described."""

    language: str
    _words: dict[str, Lexeme] = field(default_factory=dict)
    _phrases: dict[tuple[str, ...], Lexeme] = field(default_factory=dict)

    def add(self, names: str, tags: str = "", *, anchor: bool | None = None, **meaning: Any) -> None:
        """Give each name, separated by `|`, this meaning beside those that it has; tags are separated by blanks."""
        is_anchor = anchor if anchor is not None else bool(meaning)
        added = Lexeme(tags=frozenset(tags.split()), anchor=is_anchor, **meaning)
        for name in names.split("|"):
            pieces = tuple(PIECES.findall(name))
            if len(pieces) == 1:
                self._words[pieces[0]] = _both(self._words.get(pieces[0], PIECE), added)
            else:
                self._phrases[pieces] = _both(self._phrases.get(pieces, PIECE), added)

    def made(self) -> Lexicon:
        """The finished lexicon."""
        words = dict(self._words)
        anchors = {word for word, one in words.items() if one.anchor}
        table: dict[str, list[tuple[tuple[str, ...], Lexeme]]] = {}
        for pieces, meaning in sorted(self._phrases.items(), key=lambda item: -len(item[0])):
            table.setdefault(pieces[0], []).append((pieces, meaning))
            for piece in pieces:
                words.setdefault(piece, PIECE)
            if meaning.anchor and anchors.isdisjoint(pieces):
                anchors.add(max(pieces, key=len))
        return Lexicon(
            self.language, words, {first: tuple(found) for first, found in table.items()},
            frozenset(word.encode() for word in anchors),
        )  # fmt: skip


def _both(old: Lexeme, new: Lexeme) -> Lexeme:
    changes = {one.name: getattr(new, one.name) for one in fields(Lexeme) if getattr(new, one.name) != one.default}
    changes["tags"] = old.tags | new.tags
    changes["anchor"] = old.anchor or new.anchor
    return replace(old, **changes)
