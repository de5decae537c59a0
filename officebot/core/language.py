"""Which language a text is in, by its little words: French, English, both, or another. Pure; a few microseconds."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, TypeAlias

from officebot.core.expressions import expression
from officebot.core.language_words import LITTLE_WORDS, SOME_WORDS

#: What a text may be in: one of both languages, both side by side, or neither.
Spoken: TypeAlias = Literal["fr", "en", "mixed", "other"]

# No text needs more than its beginning to show its language.
_BEGINNING = 1_000
# A text speaks both when each language has so many words of its own, and the smaller share of them.
_BOTH_WORDS, _BOTH_SHARE = 6, 0.4
# A language's own words are at least so large a part of a text in it.
_LEAST_SHARE = 0.15
# Letters of other alphabets than the Latin one.
_OTHER_ALPHABET = expression("[\u0370-\u1fff\u2e80-\ud7ff\uf900-\ufaff]")
_FRENCH_LETTERS = expression("[èêàùœ]", re.IGNORECASE)
_ELISION = expression(r"\b(?:[cjmnst]|qu|jusqu|lorsqu|aujourd)['’][a-zéèêàâîôœ]", re.IGNORECASE)
# Italian and Catalan have these too.
_SHARED_ELISION = expression(r"\b[dl]['’][a-zéèêàâîôœ]", re.IGNORECASE)
# How words are built that the other language has none of.
_FRENCH_SHAPES = expression(r"[a-z]{3}(?:ez|eux|eaux|ières?|oir|oirs)\b", re.IGNORECASE)
_ENGLISH_SHAPES = expression(r"\b(?:th|wh|sh)[a-z]{2}|[a-z]{3}(?:ing|ght|ness|ful)\b", re.IGNORECASE)
_OTHER_LETTERS = expression("[ñ¿¡ßäåøæõãìòżźśłńąęőűșțđčřůýěšğ]", re.IGNORECASE)
_BETWEEN_PARTS = expression(r"\n[^\S\n]*\n")

# Each language has eight bits of a number of its own, so that one addition counts for all.
_BITS = 8
_LANGUAGES = tuple(LITTLE_WORDS)


class Part(NamedTuple):
    """A paragraph of a text: from where to where it stands, and its language."""

    start: int
    end: int
    language: Spoken


def language_of(text: str) -> Spoken:
    """The language of a text: "fr", "en", "mixed" where both stand side by side, "other" where it is neither.

    A text without a word that is known, such as a number, is "other".
    """
    text = text[:_BEGINNING]
    # Byte for byte, which is several times faster than letter for letter; "œ" and the like become blanks.
    words = set(text.encode("latin-1", "replace").translate(_LETTERS).split())
    found = words & _KNOWN
    counts = sum(map(_VOTES.__getitem__, found))
    french, english = counts & 255, counts >> _BITS & 255
    other = max((counts >> 2 * _BITS).to_bytes(_OTHERS, "little"))
    if max(french, english) < 8:
        french, english, other = _with_hints(text, words, french, english, other)
    best = max(french, english)
    if not best or other > best or best < _LEAST_SHARE * len(words):
        return "other"
    least = min(french, english)
    if least >= _BOTH_WORDS and least >= _BOTH_SHARE * best:
        return "mixed"
    return "fr" if french >= english else "en"


def parts_of(text: str) -> list[Part]:
    """The paragraphs of a text, each with its language; one too short to tell has that of the one before."""
    found: list[Part] = []
    start = 0
    ends = [match.span() for match in _BETWEEN_PARTS.finditer(text)]
    for end, following in [*ends, (len(text), len(text))]:
        words = text[start:end]
        if words.strip():
            language = language_of(words)
            if language == "other" and found and len(words.split()) < 4:
                language = found[-1].language
            found.append(Part(start, end, language))
        start = following
    return found


def _with_hints(text: str, words: set[bytes], french: int, english: int, other: int) -> tuple[int, int, int]:
    """The votes for a text of few little words, with what its letters and some frequent words say."""
    if _OTHER_ALPHABET.search(text):
        return french, english, other + 6
    french += 2 * len(words & _SOME["fr"])
    english += 2 * len(words & _SOME["en"])
    if not text.isascii():
        french += min(2, len(_FRENCH_LETTERS.findall(text))) + ("é" in text)
        other += 2 * len(_OTHER_LETTERS.findall(text))
    french += 2 * min(2, len(_ELISION.findall(text))) + min(1, len(_SHARED_ELISION.findall(text)))
    french += min(2, len(_FRENCH_SHAPES.findall(text)))
    english += min(2, len(_ENGLISH_SHAPES.findall(text)))
    return french, english, other


def _letters() -> bytes:
    """A byte-for-byte map of Latin-1: letters in lower case, all else a blank."""
    mapped = bytearray(b" " * 256)
    for number in range(256):
        letter = chr(number)
        if letter.isalpha() and letter not in "ªº":
            lowered = letter.lower()
            mapped[number] = ord(lowered) if ord(lowered) < 256 else number
    return bytes(mapped)


def _votes() -> dict[bytes, int]:
    """What each word says: two for a language that has it alone, one for each of two, nothing for words of many."""
    owners: dict[bytes, set[str]] = {}
    for language, words in LITTLE_WORDS.items():
        for word in words.split():
            owners.setdefault(word.encode("latin-1"), set()).add(language)
    return {
        word: sum((2 if len(of) == 1 else 1) << _BITS * _LANGUAGES.index(language) for language in of)
        for word, of in owners.items()
        if len(of) <= 2
    }


_LETTERS = _letters()
_VOTES = _votes()
_KNOWN = frozenset(_VOTES)
_OTHERS = len(_LANGUAGES) - 2
_SOME = {
    language: frozenset(word.encode("latin-1") for word in words.split()) for language, words in SOME_WORDS.items()
}
