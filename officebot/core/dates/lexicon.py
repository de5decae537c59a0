"""What a word can mean in a date, and the set of words of a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from typing import Any

from officebot.core.dates.shapes import SIGNS, letter, number_letter
from officebot.core.expressions import expression

#: Folded text in pieces: words, numbers, signs.
PIECES = expression(r"[a-z]+|[0-9]+|[^a-z0-9\s]")


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

    def meaning(self) -> str:
        """All that it can mean, in words: "month short", "turn:next"; empty where it means nothing by itself."""
        said = [name for name in ("number", "ordinal", "weekday", "near") if getattr(self, name) is not None]
        said += [name for name in ("month", "plural", "feast") if getattr(self, name)]
        said += [f"{name}:{getattr(self, name)}" for name in ("unit", "part", "turn") if getattr(self, name)]
        return " ".join(sorted({*said, *self.tags}))


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


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word means, its letter in the shape of a run, and the phrases that it begins: by second word, longest first."""

    lexeme: Lexeme
    letter: str
    phrases: Mapping[str, tuple[Phrase, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words of a phrase behind its second, and what it means."""

    rest: tuple[str, ...]
    lexeme: Lexeme
    letter: str


@lru_cache(maxsize=4096)
def number_meaning(digits: str) -> Meaning:
    """What a number written in digits means; one of more than nine digits is no part of a date."""
    is_short = len(digits) < 10
    lexeme = Lexeme(number=int(digits), tags=frozenset({"digits"}), anchor=True) if is_short else UNKNOWN
    return Meaning(lexeme, number_letter(digits))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words and signs that dates of a language are made of, and the words a date can hang on."""

    language: str
    words: Mapping[str, Meaning]
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
        table: dict[str, dict[str, tuple[Phrase, ...]]] = {}
        for pieces, one in sorted(self._phrases.items(), key=lambda item: -len(item[0])):
            first, second, *rest = pieces
            behind = table.setdefault(first, {})
            behind[second] = (*behind.get(second, ()), Phrase(tuple(rest), one, letter("", one.meaning())))
            for piece in pieces:
                words.setdefault(piece, PIECE)
            if one.anchor and anchors.isdisjoint(pieces):
                anchors.add(max(pieces, key=len))
        for sign in SIGNS:
            words.setdefault(sign, PIECE)
        known = {word: _whole(word, one, table.get(word)) for word, one in words.items()}
        return Lexicon(self.language, known, frozenset(word.encode() for word in anchors))


def _whole(word: str, one: Lexeme, phrases: Mapping[str, tuple[Phrase, ...]] | None) -> Meaning:
    """What a word or sign means with the phrases that it begins; a number of "12 noon" means what all numbers mean."""
    if word.isdigit():
        return replace(number_meaning(word), phrases=phrases)
    return Meaning(one, word if word in SIGNS else letter(word, one.meaning()), phrases)


def _both(old: Lexeme, new: Lexeme) -> Lexeme:
    changes = {
        one.name: getattr(new, one.name)
        for one in fields(Lexeme)
        if one.init and getattr(new, one.name) != one.default
    }
    changes["tags"] = old.tags | new.tags
    changes["anchor"] = old.anchor or new.anchor
    return replace(old, **changes)
