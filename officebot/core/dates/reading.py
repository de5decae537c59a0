"""Finds the places of a text where a date may stand, and reads their words."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from officebot.core.dates.lexicon import PIECES, UNKNOWN, Lexeme, Lexicon, Meaning, Opens, Phrase, number_meaning
from officebot.core.dates.shapes import APART, END, NUMBERS, SIGNS, glued
from officebot.core.expressions import expression
from officebot.core.worktime import WorkingTime

#: A date that reaches further than this from its first sign is none.
_BEFORE, _AFTER = 45, 180
#: So many signs in one window are a table of numbers or an attack, no sentence.
_DENSE = 90
#: What is looked at in one text: a mail with more dates than this is a listing.
MOST_PLACES = 2000
#: What a number may be glued to: dec31, Q1; not the letters of base64.
_BEFORE_DIGITS = expression(
    rb"(?<![a-z0-9])(?:q|t|s|h|w|fy|sy|trimestre|jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)$"
)
_BLANK_LINE = expression(r"\n[ \t\r>]*\n")
#: Signs that Latin-1 lacks and that dates are written with, one letter for one.
_LATER_SIGNS = (
    ("’", "'"),
    ("–", "-"),
    ("—", "-"),
    ("‑", "-"),
    ("\u202f", " "),
    ("\u2009", " "),
    ("‘", "'"),
    ("−", "-"),
)


def _table(keeps_signs: bool) -> bytes:
    """Latin-1 → lower case without accents; signs stay or become blanks."""
    made = bytearray(256)
    for code in range(256):
        plain = unicodedata.normalize("NFD", chr(code).lower())[0]
        is_word = plain.isascii() and plain.isalnum()
        if is_word or (keeps_signs and plain.isascii()):
            made[code] = ord(plain)
        else:
            made[code] = ord("?" if keeps_signs and not chr(code).isspace() else " ")
    return bytes(made)


_FOLD, _WORDS = _table(True), _table(False)
#: ASCII → 0 for each digit, a blank for all else.
_DIGITS = bytes(ord("0" if chr(code) in "0123456789" else " ") for code in range(256))


def _latin(text: str) -> bytes:
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        for sign, plain in _LATER_SIGNS:
            text = text.replace(sign, plain)
    return text.encode("latin-1", "replace")


def fold(text: str) -> str:
    """The text in lower case without accents, each letter at its place; what Latin-1 lacks becomes a question mark."""
    return _latin(text).translate(_FOLD).decode("ascii")


@dataclass(slots=True)
class Run:
    """Words that stand together, what each can mean, and seen from when they are read."""

    at: datetime
    language: str
    order: str
    working: WorkingTime | None
    words: list[str] = field(default_factory=list)
    lexemes: list[Lexeme] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    memo: dict[Any, Any] = field(default_factory=dict)
    #: Whether a word that is no part of any date follows right behind.
    goes_on: bool = False
    #: A letter a word, as `shapes` says, and one for the end.
    shape: str = END
    #: The place after the last word; only signs follow.
    last: int = 0

    @property
    def business(self) -> bool:
        """Whether the office's sense holds."""
        return self.working is not None

    @property
    def today(self) -> date:
        """The day from which it is read."""
        return self.at.date()

    def has(self, place: int, *tags: str) -> bool:
        """Whether the word there can play one of these parts."""
        return not self.lexemes[place].tags.isdisjoint(tags)

    def is_sign(self, place: int, signs: str) -> bool:
        """Whether one of these signs stands there."""
        return self.words[place] in signs and self.words[place] != ""

    def is_over(self, place: int) -> bool:
        """Whether the sentence, or its part, ends there."""
        if place >= len(self.starts):
            return not self.goes_on
        if self.words[place] in (".", ",", ")"):
            return not (self.is_glued(place) and self.is_glued(place + 1))
        return False

    def is_glued(self, place: int) -> bool:
        """Whether nothing stands between the word before and this one."""
        return 0 < place < len(self.starts) and self.starts[place] == self.ends[place - 1]


T = TypeVar("T")
#: A word, from where to where it stands, and what it means.
Piece = tuple[str, int, int, Meaning]
Readers = tuple[tuple[int, Callable[[Run, int], "tuple[T, int] | None"]], ...]


def longest(run: Run, place: int, name: str, readers: Readers[T]) -> tuple[T, int] | None:
    """What the reader that reaches furthest makes of the words from the place on; asked once a place, and remembered.

    Each reader comes with the `Opens` it can begin with. While a place is being read it counts as unreadable, so that
    nothing is counted from itself.
    """
    key = (name, place)
    if key in run.memo:
        kept: tuple[T, int] | None = run.memo[key]
        return kept
    run.memo[key] = best = None
    opens = run.lexemes[place].opens
    for bits, read in readers:
        if opens & bits:
            found = read(run, place)
            if found is not None and (best is None or found[1] > best[1]):
                best = found
                if best[1] >= run.last:
                    break  # Nothing can reach further.
    run.memo[key] = best
    return best


def runs(text: str, lexicon: Lexicon, at: datetime, order: str, working: WorkingTime | None) -> Iterator[Run]:
    """The places of a text where a date may stand, from left to right; most texts have none, and cost little."""
    latin = _latin(text)
    plain = latin.translate(_WORDS)
    hits = lexicon.anchors.intersection(plain.split())
    numbers = _numbers(plain.translate(_DIGITS), plain)
    if not hits and not numbers:
        return
    folded = latin.translate(_FOLD).decode("ascii")
    done = 0
    for place in sorted({*numbers, *_places(plain, hits)})[:MOST_PLACES]:
        if place < done:
            continue
        run = Run(at, lexicon.language, order, working)
        done = _read(run, folded, place, done, lexicon)
        if run.words and not _is_idle(run):
            run.last = len(run.words)
            while run.last and run.words[run.last - 1] in (".", ",", ":"):
                run.last -= 1
            run.words.extend([""] * _PADDING)
            run.lexemes.extend([UNKNOWN] * _PADDING)
            yield run


def _numbers(digits: bytes, plain: bytes) -> list[int]:
    """Where the numbers stand that begin a word, or stand behind the name of a month or quarter."""
    found = []
    place = digits.find(b"0")
    while place >= 0:
        if not plain[place - 1 : place].isalpha() or _BEFORE_DIGITS.search(plain, max(0, place - 10), place):
            found.append(place)
        end = digits.find(b" ", place)
        place = digits.find(b"0", end) if end >= 0 else -1
    return found


#: What may stand behind an hour in a hurry, "by 11 whether we are twelve", and is never what a number counts.
_NEVER_COUNTED = frozenset(("whether", "if", "so", "please", "pls", "because", "otherwise", "thanks", "when", "but"))
_PADDING = 8
#: A number of four digits may be a year, if it is one of these centuries.
_YEAR = 4
_JOINING = frozenset(":/-.")
#: Words that are everywhere, and say nothing of time by themselves.
_LITTLE = frozenset({"the", "of", "and"})
_LITTLE_OPENS = frozenset({0, Opens.THE, Opens.IN, Opens.THE | Opens.IN})


def _is_idle(run: Run) -> bool:
    """Whether only plain numbers stand there, among signs and little words: "room 12", "=20", « les 12 de 4512 »."""
    words = run.words
    for place, (word, lexeme) in enumerate(zip(words, run.lexemes, strict=True)):
        if word in SIGNS or (lexeme.tags and lexeme.tags <= _LITTLE and lexeme.opens in _LITTLE_OPENS):
            # Between two digits a sign makes them one: 12/05, 17:30, 7.6, 2026-11-27.
            if (
                word in _JOINING
                and 0 < place < len(words) - 1
                and words[place - 1].isdigit()
                and words[place + 1].isdigit()
            ):
                return False
            continue
        if (
            not word.isdigit()
            or (len(word) == _YEAR and "18" < word[:2] < "22")
            or (len(word) > _YEAR and len(word) != 5)
        ):
            return False
    return True


def _places(plain: bytes, hits: frozenset[bytes]) -> Iterator[int]:
    for word in hits:
        place = plain.find(word)
        while place >= 0:
            end = place + len(word)
            if not (plain[place - 1 : place].isalpha() or plain[end : end + 1].isalpha()):
                yield place
            place = plain.find(word, end)


def _read(run: Run, folded: str, place: int, done: int, lexicon: Lexicon) -> int:
    """Fill the run with the known words around the place; says up to where the text is read."""
    pieces, last = _pieces_before(folded, place, max(done, place - _BEFORE), lexicon), place
    known, limit = lexicon.words, place + _AFTER
    for found in PIECES.finditer(folded, place, limit):
        word = found[0]
        start, end = found.span()
        if start - last > 1 and _BLANK_LINE.search(folded, last, start):
            break
        meaning = known.get(word)
        if meaning is None:
            if not word.isdigit():
                run.goes_on = (word.isalpha() and word not in _NEVER_COUNTED) or word in "%$"
                break
            meaning = number_meaning(word)
        last = end
        if last == limit < len(folded):
            break
        pieces.append((word, start, end, meaning))
    if len(pieces) < _DENSE:
        _join(run, pieces)
    return max(last, place + 1)


def _pieces_before(folded: str, place: int, start: int, lexicon: Lexicon) -> list[Piece]:
    """The known words that stand right before the place, back to the first unknown one."""
    found: list[Piece] = []
    known, last = lexicon.words, place
    for word in reversed(PIECES.findall(folded, start, place)):
        meaning = known.get(word)
        if meaning is None:
            if not word.isdigit():
                break
            meaning = number_meaning(word)
        begin = folded.rfind(word, start, last)
        end = begin + len(word)
        is_torn = begin == start and start > 0 and folded[start - 1].isalnum()
        if is_torn or (last - end > 1 and _BLANK_LINE.search(folded, end, last)):
            break
        found.append((word, begin, end, meaning))
        last = begin
    found.reverse()
    return found


def _join(run: Run, pieces: list[Piece]) -> None:
    """Make words and phrases of the pieces, each with its letter in the shape."""
    words, shape = run.words, []
    place, count, last = 0, len(pieces), -1
    while place < count:
        word, start, end, meaning = pieces[place]
        lexeme, letter, phrases = meaning.lexeme, meaning.letter, meaning.phrases
        place += 1
        if phrases is not None and place < count and pieces[place][0] in phrases:
            whole = _phrase(pieces, place, phrases)
            if whole is not None:
                word, lexeme, letter = "phrase", whole.lexeme, whole.letter
                place += len(whole.rest) + 1
                end = pieces[place - 1][2]
        if start == last:
            if letter in NUMBERS:
                letter = glued(letter, words[-1])
        elif letter in APART:
            letter = APART[letter]
        words.append(word)
        run.lexemes.append(lexeme)
        run.starts.append(start)
        run.ends.append(end)
        shape.append(letter)
        last = end
    run.shape = "".join(shape) + END


def _phrase(pieces: list[Piece], place: int, phrases: Mapping[str, tuple[Phrase, ...]]) -> Phrase | None:
    """The longest phrase that goes on at the place with its second word."""
    for one in phrases[pieces[place][0]]:
        size = len(one.rest)
        if not size or tuple([piece[0] for piece in pieces[place + 1 : place + 1 + size]]) == one.rest:
            return one
    return None
