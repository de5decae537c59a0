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
    #: What an expression that begins with this word can be, as bits of `Opens`.
    opens: int = field(init=False, default=0, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "opens", _opens(self))

    def has(self, *tags: str) -> bool:
        """Whether the word can play one of these parts."""
        return not self.tags.isdisjoint(tags)


class Opens:
    """What a word begins, as bits: a reader is only asked where its bit is set, which is what makes reading quick."""

    NUMBER = 1 << 0
    ORDINAL = 1 << 1
    MONTH = 1 << 2
    WEEKDAY = 1 << 3
    UNIT = 1 << 4
    PART = 1 << 5
    TURN = 1 << 6
    NEAR = 1 << 7
    FEAST = 1 << 8
    COUNT = 1 << 9
    THE = 1 << 10
    FROM = 1 << 11
    BOUND = 1 << 12
    PIECE = 1 << 13
    IN = 1 << 14
    EVERY = 1 << 15
    CLOCK = 1 << 16
    NAME = 1 << 17
    FOR = 1 << 18
    LESS = 1 << 19
    #: All that a length, a day, a period of the calendar … can begin with.
    LENGTH = NUMBER | COUNT
    UNITS = TURN | THE | UNIT | MONTH | NUMBER | ORDINAL | NAME | COUNT
    PERIOD = UNITS | PIECE | FOR | LESS
    DAY = NEAR | THE | NUMBER | ORDINAL | MONTH | WEEKDAY | TURN | UNIT | FEAST | COUNT | IN | NAME
    TIMED = NUMBER | CLOCK | COUNT
    HOURS = TIMED | FROM | FOR
    DAYTIME = PART | PIECE | IN | THE | TURN
    MOMENT = DAY | HOURS | DAYTIME
    SIMPLE = MOMENT | PERIOD
    ANYTHING = SIMPLE | BOUND | EVERY


_BY_TAG = {
    tag: bits
    for bits, tags in (
        (Opens.COUNT, "one few couple half half-hour quarter-hour quarter"),
        (Opens.THE, "the"),
        (Opens.FROM, "from between from-now"),
        (Opens.BOUND, "before since after around within"),
        (Opens.PIECE, "early mid late rest"),
        (Opens.IN, "in dans il-y-a at of"),
        (Opens.EVERY, "every once"),
        (Opens.CLOCK, "noon midnight half-past"),
        (Opens.FOR, "for whole"),
        (Opens.LESS, "less more"),
        (
            Opens.NAME,
            "now eod eow eom eoy year-to-date in-the-day before-leaving in-the-hour in-the-half-hour "
            "the-day-after the-day-before week-of "
            "school calendar year-word annees until-now month-to-date week-to-date "
            "school-year first-thing quarter-word half-word",
        ),
    )
    for tag in tags.split()
}


def _opens(lexeme: Lexeme) -> int:
    """What an expression that begins with the word can be."""
    bits = 0
    for tag in lexeme.tags:
        bits |= _BY_TAG.get(tag, 0)
        if tag.startswith("rule:"):
            bits |= Opens.EVERY
        elif tag.startswith(("season-", "decade-")):
            bits |= Opens.NAME
    for holds, bit in (
        (lexeme.number is not None, Opens.NUMBER),
        (lexeme.ordinal is not None, Opens.ORDINAL),
        (lexeme.month, Opens.MONTH),
        (lexeme.weekday is not None, Opens.WEEKDAY),
        (lexeme.weekday is not None and lexeme.plural, Opens.EVERY),
        (lexeme.unit, Opens.UNIT),
        (lexeme.part, Opens.PART),
        (lexeme.turn, Opens.TURN),
        (lexeme.near is not None, Opens.NEAR),
        (lexeme.feast, Opens.FEAST),
    ):
        bits |= bit if holds else 0
    return bits


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
    changes = {
        one.name: getattr(new, one.name)
        for one in fields(Lexeme)
        if one.init and getattr(new, one.name) != one.default
    }
    changes["tags"] = old.tags | new.tags
    changes["anchor"] = old.anchor or new.anchor
    return replace(old, **changes)
