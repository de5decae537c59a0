"""Which sentences tell most of what was said: those whose words the speech is about, and that others do not tell already. Pure.

A sentence is worth the sum of its terms, each as often as sentences of the speech have it; a term that a chosen sentence has
counts half as much the next time (a coverage function with diminishing returns, Lin and Bilmes 2011). The powers and factors
were set on two French meetings, 15 meetings of AMI and 7 of QMSum; the others' figures are in
docs/explanation/minutes-evaluation.md.
"""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from officebot.core.expressions import expression

#: The worth of a sentence is divided by its length to this power: 0 favours the longest, 1 the densest.
_LENGTH_POWER = 0.6
#: What a term is still worth each time it was told.
_TOLD_AGAIN, _MOST_TOLD = 0.6, 30
_AGAIN: tuple[float, ...] = tuple(_TOLD_AGAIN**k for k in range(_MOST_TOLD + 1))
#: A sentence of fewer or more words is no sentence of minutes.
_SHORTEST, _LONGEST = 8, 60
#: People say at the beginning what the meeting is about.
_EARLY_PART, _EARLY = 0.08, 1.4
#: A topic may take so many times its part of the words, and always a sentence.
_ROOM, _LEAST_ROOM = 2.0, 40
_QUESTION, _ABOUT_ONESELF, _GAP, _BROKEN_OFF = 0.7, 0.85, 0.6, 0.6
#: Words with which no whole sentence ends, looked for in its last letters.
_LAST_LETTERS = 20
_UNFINISHED = expression(
    r"\b(?:the|a|an|of|to|and|or|but|with|for|in|on|at|our|my|your|their|is|are|le|la|les|un|une|des|du|de|et|ou|mais|que|qui"
    r"|dans|sur|pour|par|avec|au|aux|est|sont|très|nos|mes|ses|leurs)\W{0,3}$",
    re.IGNORECASE,
)
_ONESELF = expression(r"\b(?:I|je|j['’]|moi)(?=\b|\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence that may be shown: its words, its terms, and where in the speech it stands (0 to 1)."""

    text: str
    terms: frozenset[str]
    place: float

    @property
    def length(self) -> int:
        """How many words it shows."""
        return len(self.text.split())

    @property
    def factor(self) -> float:
        """What its form says of it, 1 for an ordinary statement."""
        factor = _EARLY if self.place < _EARLY_PART else 1.0
        if self.text.endswith("?"):
            factor *= _QUESTION
        if _ONESELF.search(self.text):
            factor *= _ABOUT_ONESELF
        if _UNFINISHED.search(self.text[-_LAST_LETTERS:]):
            factor *= _BROKEN_OFF
        return factor * _GAP if "…" in self.text else factor


class Coverage:
    """What the chosen sentences have told, and what the others are still worth."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self._candidates = candidates
        self._weights: Mapping[str, int] = Counter(term for one in candidates for term in one.terms)
        self._told: Counter[str] = Counter()
        self._factors: list[float] = [one.factor / max(1, one.length) ** _LENGTH_POWER for one in candidates]
        self._lengths = [one.length for one in candidates]

    def tell(self, terms: frozenset[str]) -> None:
        """Counts terms as told, by a sentence that stands in the minutes anyway."""
        self._told.update(terms)

    def choose(self, groups: Sequence[Sequence[int]], words: int) -> list[list[int]]:
        """The best candidates that fit in so many words, by group, in order; no group takes more than its room."""
        of = {number: place for place, group in enumerate(groups) for number in group}
        room = self._rooms(groups, words)
        heap = [(-self._worth(k), k) for k in of if _SHORTEST <= self._lengths[k] <= _LONGEST]
        heapq.heapify(heap)
        kept: list[list[int]] = [[] for _ in groups]
        while heap and words >= _SHORTEST:
            _, number = heapq.heappop(heap)
            length, group = self._lengths[number], of[number]
            if length > words or length > room[group]:
                continue
            worth = self._worth(number)
            # Worths only fall: one that is still above the next is the best.
            if heap and worth < -heap[0][0]:
                heapq.heappush(heap, (-worth, number))
                continue
            kept[group].append(number)
            words -= length
            room[group] -= length
            self.tell(self._candidates[number].terms)
        return [sorted(one) for one in kept]

    def _rooms(self, groups: Sequence[Sequence[int]], words: int) -> list[float]:
        """How many words each group may have: its part of what was said, and some more."""
        said = [sum(self._lengths[k] for k in group) for group in groups]
        return [max(_LEAST_ROOM, _ROOM * words * own / max(1, sum(said))) for own in said]

    def _worth(self, number: int) -> float:
        told = self._told
        terms = self._candidates[number].terms
        return self._factors[number] * sum(
            self._weights[term] * _AGAIN[min(told[term], _MOST_TOLD)] for term in terms
        )
