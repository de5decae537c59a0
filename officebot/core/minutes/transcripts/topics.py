"""Where a speech turns to another subject, and what each part is about. Pure."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from officebot.core.expressions import expression
from officebot.core.minutes.transcripts.cues import LONGEST
from officebot.core.minutes.transcripts.terms import terms

#: So many words before and after a place are compared (TextTiling, Hearst 1997, whose blocks are of this size).
_BLOCK = 220
#: No topic is shorter, and a speech has at most so many.
_SHORTEST, _MOST = 450, 12
_WORDS_A_TOPIC = 1200
#: So many sentences to each side a valley is measured against.
_BESIDE = 20
_TURNING = expression(
    r"\b(?:(?:point|sujet|dossier|rapport|question|r[eé]solution) suivante?|prochain point|autre sujet|questions diverses"
    r"|(?:deuxi[eè]me|troisi[eè]me|quatri[eè]me|cinqui[eè]me|dernier) point|point num[eé]ro|ordre du jour"
    r"|point (?:un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|\d{1,2})|on passe (?:[aà]|au|aux)"
    r"|pass(?:ons|e|er) (?:maintenant |donc |[aà] pr[eé]sent )?(?:[aà]|au|aux)\b|je (?:donne|passe|laisse) la parole"
    r"|next (?:item|point|topic|thing|slide|question|one on)|mov(?:e|ing) on|any other business|on the agenda"
    r"|(?:second|third|fourth|last|final) (?:item|point|topic)|item number|let['’]s turn to|turn to the|over to)\b",
    re.IGNORECASE,
)


def turns_to_next(text: str) -> bool:
    """Whether a sentence says that another subject begins."""
    return _TURNING.search(text[:LONGEST]) is not None


def boundaries(texts: Sequence[str], bags: Sequence[Sequence[str]]) -> list[int]:
    """The sentences with which a topic begins, the first one always: where the words before and after differ most."""
    lengths = [len(text.split()) for text in texts]
    total = sum(lengths)
    most = min(_MOST, max(1, round(total / _WORDS_A_TOPIC)))
    if most == 1:
        return [0]
    depths = _depths(_likeness(bags, lengths))
    wanted = sorted(range(1, len(texts)), key=lambda k: (-(depths[k] + 0.25 * turns_to_next(texts[k])), k))
    offsets = _offsets(lengths)
    kept = [0]
    for place in wanted:
        if len(kept) >= most:
            break
        if total - offsets[place] >= _SHORTEST and all(
            abs(offsets[place] - offsets[one]) >= _SHORTEST for one in kept
        ):
            kept.append(place)
    return sorted(kept)


def _offsets(lengths: Sequence[int]) -> list[int]:
    offsets, total = [], 0
    for length in lengths:
        offsets.append(total)
        total += length
    return offsets


def _likeness(bags: Sequence[Sequence[str]], lengths: Sequence[int]) -> list[float]:
    """The cosine of the words before and after each sentence's beginning, by windows that move along."""
    pair = _Pair()
    products = [0.0] * len(bags)
    first = last = 0
    size_before = size_after = 0
    for place in range(len(bags)):
        while last < len(bags) and size_after < _BLOCK:
            pair.add(1, bags[last])
            size_after += lengths[last]
            last += 1
        while size_before > _BLOCK and first < place:
            pair.take(0, bags[first])
            size_before -= lengths[first]
            first += 1
        products[place] = pair.cosine()
        pair.add(0, bags[place])
        size_before += lengths[place]
        pair.take(1, bags[place])
        size_after -= lengths[place]
    return products


@dataclass(slots=True)
class _Pair:
    """Two bags of words and their cosine, which moves along with each word put in or taken out."""

    counts: tuple[Counter[str], Counter[str]] = field(default_factory=lambda: (Counter(), Counter()))
    squares: list[int] = field(default_factory=lambda: [0, 0])
    common: int = 0

    def add(self, side: int, words: Sequence[str]) -> None:
        own, other = self.counts[side], self.counts[1 - side]
        for word in words:
            self.squares[side] += 2 * own[word] + 1
            self.common += other[word]
            own[word] += 1

    def take(self, side: int, words: Sequence[str]) -> None:
        own, other = self.counts[side], self.counts[1 - side]
        for word in words:
            self.squares[side] -= 2 * own[word] - 1
            self.common -= other[word]
            own[word] -= 1

    def cosine(self) -> float:
        both = self.squares[0] * self.squares[1]
        return self.common / math.sqrt(both) if both else 0.0


def _depths(likeness: Sequence[float]) -> list[float]:
    """How deep each valley is under the highest places beside it."""
    depths = []
    for place, own in enumerate(likeness):
        left = max(likeness[max(0, place - _BESIDE) : place + 1])
        right = max(likeness[place : place + _BESIDE])
        depths.append(left + right - 2 * own)
    return depths


_WORD = expression(r"(?<![\w-])[^\W_]{3,40}(?:-[^\W_]{1,20}){0,3}(?![\w-])")


def heading(texts: Sequence[str], everywhere: Mapping[str, int]) -> str:
    """A heading out of the words that a part has more of than the whole, at most three: « Toiture, devis, copropriété »."""
    counts: Counter[str] = Counter()
    written: dict[str, Counter[str]] = {}
    for text in texts:
        for word in _WORD.findall(text):
            for term in terms(word)[:1]:
                if not term.isdigit():
                    counts[term] += 1
                    written.setdefault(term, Counter())[word] += 1
    part = counts.total() / max(1, sum(everywhere.values()))
    # How much more often than by chance: 0 for a word that is everywhere alike.
    worth = {
        term: n * max(0.05, math.log(n / max(1e-9, part * everywhere.get(term, n))))
        for term, n in counts.items()
        if n > 1
    }
    best = sorted(worth or counts, key=lambda term: (-(worth or counts)[term], term))[:3]
    said = ", ".join(max(written[term].items(), key=lambda one: (one[1], one[0]))[0] for term in best)
    return said[:1].upper() + said[1:]
