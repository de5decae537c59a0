"""Finds the words that count in a text, in time that grows with its length only."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from officebot.core.judging.lexicon import MATTERS
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


class Folded(NamedTuple):
    """A text as written, folded (a-z, digits, marks) and flat (no marks): each place of one is that of the others.

    `flat` has one more blank at its beginning.
    """

    written: str
    folded: str
    flat: str


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


class Vocabulary:
    """Phrases known by what they are a sign of, found all at once by one expression."""

    def __init__(self, signs: Mapping[str, Mapping[float, str]]) -> None:
        meaning: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for sign, groups in signs.items():
            for weight, phrases in groups.items():
                for phrase in phrases.split(","):
                    meaning[flat_words(phrase)].append((sign, weight))
        meaning.pop("", None)
        self._meaning = {phrase: tuple(of) for phrase, of in meaning.items()}
        self._placed = frozenset(phrase for phrase, of in meaning.items() if any(sign in PLACED for sign, _ in of))
        # A phrase ends at a blank, which the next one may begin with.
        self._pattern = re.compile(f" ({_alternation(meaning)})(?= )")

    def find(self, text: Folded) -> list[Hit]:
        """The phrases of the text, in order; where several begin at one place, the longest.

        Each is given once, unless its place matters: then each time.
        """
        meaning, placed = self._meaning, self._placed
        hits: list[Hit] = []
        seen: set[str] = set()
        for found in self._pattern.finditer(text.flat):
            phrase = found[1]
            if "  " in phrase:
                phrase = " ".join(phrase.split())
            if phrase in seen and phrase not in placed:
                continue
            seen.add(phrase)
            # The flat text begins one blank earlier than the others: the phrase starts where that blank stands.
            start, end = found.start(), found.end() - 1
            hits += [Hit(sign, weight, phrase, start, end) for sign, weight in meaning[phrase]]
        return hits


def _alternation(phrases: Iterable[str]) -> str:
    """One expression for all phrases, sharing their beginnings, so that each place is looked at once."""
    trie: dict[str, Any] = {}
    for phrase in phrases:
        node = trie
        for letter in phrase:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _written(trie)


def _written(node: dict[str, Any]) -> str:
    # Between two words of a phrase the text may have several blanks, where a mark stood.
    branches = [
        (" +" if letter == " " else re.escape(letter)) + _written(below) for letter, below in node.items() if letter
    ]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{joined})?" if "" in node else joined


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
