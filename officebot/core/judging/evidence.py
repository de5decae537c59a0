"""Finds the words that count in a text, in time that grows with its length only."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate, compress, count
from operator import add
from typing import NamedTuple, TypeAlias

from officebot.core.judging.lexicon import MATTERS
from officebot.core.judging.phrases import Phrases
from officebot.core.judging.words import LITTLE_WORDS, PLACED, SIGNS, TOPICS

_FRENCH, _ENGLISH = (frozenset(LITTLE_WORDS[language].split()) for language in ("fr", "en"))
#: No mail needs more than its first and its last so many characters to be understood, and none gets more time.
BEGINNING, END = 1_600, 400


def _table(*, keep_marks: bool) -> bytes:
    """A byte-for-byte map of Latin-1: lower case without accents; marks and line ends become blanks unless kept."""
    mapped = bytearray()
    for number in range(256):
        letter = unicodedata.normalize("NFD", chr(number).lower())[0]
        is_plain = letter.isascii() and letter.isprintable()
        if letter.isascii() and letter.isalnum():
            mapped.append(ord(letter))
        else:
            is_kept = keep_marks and (is_plain or letter == "\n")
            mapped.append(ord(letter) if is_kept else 0x20)
    return bytes(mapped)


_FOLDED = _table(keep_marks=True)
_FLAT = _table(keep_marks=False)


@dataclass(slots=True)
class Folded:
    """A text as written, folded (a-z, digits, marks) and flat (no marks): each place of one is that of the others.

    `flat` has one more blank at its beginning. Its words are told apart once, whoever asks for them.
    """

    written: str
    folded: str
    flat: str
    _pieces: list[str] = field(default_factory=list, init=False, repr=False, compare=False)
    _words: list[str] = field(default_factory=list, init=False, repr=False, compare=False)
    _plain: list[str] = field(default_factory=list, init=False, repr=False, compare=False)
    _ends: list[int] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def words(self) -> list[str]:
        """The words of the flat text, in order."""
        if not self._pieces:
            # Where two blanks stand side by side, there is nothing between them.
            self._pieces = self.flat.split(" ")
            self._words = list(filter(None, self._pieces))
        return self._words

    @property
    def plain_words(self) -> list[str]:
        """The same, with "0" for anything with a number."""
        if not self._plain:
            self._plain = [word if word.isalpha() else "0" for word in self.words]
        return self._plain

    def span(self, first: int, behind: int) -> tuple[int, int]:
        """Where the words from the first up to before another one stand in the written and in the folded text."""
        if not self._ends:
            # Each piece has one blank behind it, and the flat text begins one blank earlier than the others.
            ends = map(add, accumulate(map(len, self._pieces)), count(-1))
            self._ends = list(compress(ends, self._pieces))
        return self._ends[first] - len(self._words[first]), self._ends[behind - 1]


def fold(text: str) -> Folded:
    """The text without capitals and accents, a long one without its middle. Letters outside Latin-1 count as marks."""
    if len(text) > BEGINNING + END:
        text = f"{text[:BEGINNING]}\n\n{text[-END:]}"
    written = unicodedata.normalize("NFC", text).replace("\u2019", "'").replace("\u00a0", " ")
    latin = written.encode("latin-1", "replace")
    return Folded(written, latin.translate(_FOLDED).decode("ascii"), f" {latin.translate(_FLAT).decode('ascii')} ")


class Hit(NamedTuple):
    """A phrase that was found: of which sign, its weight, and where it stands."""

    sign: str
    weight: float
    phrase: str
    start: int
    end: int


#: A phrase and the signs that it is of, each with its weight.
Meant: TypeAlias = tuple[str, tuple[tuple[str, float], ...]]


class Vocabulary:
    """Phrases known by what they are a sign of, found all at once."""

    def __init__(self, signs: Mapping[str, Mapping[float, str]]) -> None:
        meaning: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for sign, groups in signs.items():
            for weight, phrases in groups.items():
                for phrase in phrases.split(","):
                    meaning[flat_words(phrase)].append((sign, weight))
        meaning.pop("", None)
        self._placed = frozenset(phrase for phrase, of in meaning.items() if any(sign in PLACED for sign, _ in of))
        #: Each phrase with itself and what it is a sign of.
        self.meaning: Mapping[str, Meant] = {phrase: (phrase, tuple(of)) for phrase, of in meaning.items()}
        self._phrases = Phrases(self.meaning)

    def find(self, text: Folded) -> list[Hit]:
        """The phrases of the text, in order; where several begin at one place, the longest.

        Each is given once, unless its place matters: then each time.
        """
        return self.hits(text, self._phrases.among(text.words)[0])

    def hits(self, text: Folded, phrases: Sequence[tuple[Meant, int, int]]) -> list[Hit]:
        """The hits of phrases that were found among the words of the text."""
        placed = self._placed
        hits: list[Hit] = []
        seen: set[str] = set()
        for (phrase, signs), first, behind in phrases:
            if phrase in seen and phrase not in placed:
                continue
            seen.add(phrase)
            start, end = text.span(first, behind)
            hits += [Hit(sign, weight, phrase, start, end) for sign, weight in signs]
        return hits


@cache
def vocabulary() -> Vocabulary:
    """The words of `MATTERS` and `SIGNS`, and those of `TOPICS` as signs of the same name with "@" before it."""
    return Vocabulary({**MATTERS, **SIGNS, **{f"@{name}": {1: phrases} for name, phrases in TOPICS.items()}})


def language_of(text: Folded) -> str:
    """ "fr" or "en" by the little words of the text; "other" where there are hardly any."""
    words = text.flat[:1000].split()
    french, english = len(_FRENCH.intersection(words)), len(_ENGLISH.intersection(words))
    if max(french, english) < 2 and len(words) > 12:
        return "other"
    return "fr" if french >= english else "en"


def flat_words(phrase: str) -> str:
    """The phrase as it stands in a flat text, its words one blank apart."""
    return " ".join(fold(phrase).flat.split())
