"""Finds the words of fraud in a text, word by word: what was found of each sign, how strong, and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple, TypeAlias

from officebot.core.expressions import expression
from officebot.core.judging.evidence import Folded, flat_words
from officebot.core.judging.fraud_words import FRAUD_PLACED, FRAUD_SIGNS
from officebot.core.judging.phrases import Phrases

# A second word of the same sign adds a little, and all of one sign at most so many times its strongest word.
_AGAIN, _MOST = 0.25, 1.75
# The beginning of an IBAN (ISO 13616); whether it is a right one does not matter here.
_ACCOUNT_NUMBER = expression(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2}")


class Found(NamedTuple):
    """A phrase in a text, and which words it is: from `start` up to before `end`."""

    phrase: str
    start: int
    end: int


class FraudPhrase(NamedTuple):
    """A phrase: its words, the signs that it is of with their weights, and those of them whose place matters."""

    words: str
    signs: tuple[tuple[str, float], ...]
    placed: tuple[str, ...]


#: Phrases in a text, each from which word up to before which.
FoundPhrases: TypeAlias = Sequence[tuple[FraudPhrase, int, int]]


@dataclass(slots=True)
class Signs:
    """What was found of each sign: the strongest words first met, how strong all are together, how many differ."""

    text: Folded
    first: dict[str, Found] = field(default_factory=dict)
    strength: dict[str, float] = field(default_factory=dict)
    count: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    placed: dict[str, list[Found]] = field(default_factory=lambda: defaultdict(list))
    has_link: bool = False
    names_colleague: bool = False
    insists: bool = False
    is_bulk: bool = False

    def has(self, *signs: str) -> bool:
        """Whether one of these was found."""
        return not self.first.keys().isdisjoint(signs)

    def sum(self, *signs: str) -> float:
        """How strong these are together."""
        get = self.strength.get
        return sum(get(sign, 0.0) for sign in signs)

    def number(self) -> Found | None:
        """An account number in the text, as a word for an account."""
        match = _ACCOUNT_NUMBER.search(self.text.written)
        if match is None:
            return None
        at = len(self.text.flat[: match.start() + 1].split())
        return Found(match[0], at, at + 3)

    def quote(self, found: Sequence[Found]) -> str:
        """The words that were found, as they were written."""
        return " … ".join(self._written(one) for one in found)

    def _written(self, one: Found) -> str:
        start, end = self.text.span(one.start, min(one.end, len(self.text.words)))
        return self.text.written[start:end]


def signs_in(text: Folded, phrases: FoundPhrases | None = None, *, has_link: bool = False) -> Signs:
    """What the text holds of each sign of fraud; `phrases` are those of fraud among its words, where they were looked for."""
    found = Signs(text, has_link=has_link)
    first, placed, count = found.first, found.placed, found.count
    best: dict[str, float] = {}
    total: dict[str, float] = defaultdict(float)
    seen: set[str] = set()
    for phrase, start, end in _alone().among(text.words)[0] if phrases is None else phrases:
        one = Found(phrase.words, start, end)
        for sign in phrase.placed:
            placed[sign].append(one)
        if phrase.words in seen:
            continue
        seen.add(phrase.words)
        for sign, weight in phrase.signs:
            if weight > best.get(sign, -1.0):
                first[sign], best[sign] = one, weight
            total[sign] += weight
            count[sign] += 1
    for sign, most in best.items():
        found.strength[sign] = min(most + (total[sign] - most) * _AGAIN, most * _MOST)
    return found


@cache
def fraud_phrases() -> Mapping[str, FraudPhrase]:
    """All phrases by their words, with what they are a sign of."""
    meaning: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for sign, groups in FRAUD_SIGNS.items():
        for weight, phrases in groups.items():
            for written in phrases.split(","):
                meaning[flat_words(written)].append((sign, weight))
    meaning.pop("", None)
    return {
        words: FraudPhrase(words, tuple(signs), tuple(sign for sign, _ in signs if sign in FRAUD_PLACED))
        for words, signs in meaning.items()
    }


@cache
def _alone() -> Phrases[FraudPhrase]:
    return Phrases(fraud_phrases())
