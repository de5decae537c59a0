"""Where in a speech each point of an agenda is spoken of. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from officebot.core.minutes.model import AgendaPoint
from officebot.core.minutes.transcripts.terms import terms
from officebot.core.minutes.transcripts.topics import turns_to_next

#: An announcement may take so many sentences; what is spoken of is seen in so many after it.
_ANNOUNCED, _AFTER = 2, 12
#: From here on a place is believed to begin a point.
_LEAST = 0.75
#: A word of a heading that nobody says is paraphrased: it counts little.
_NEVER_SAID = 1.0
_TURNING, _SPOKEN_OF, _NUMBERED = 0.5, 0.6, 0.6
_ORDINALS = (
    frozenset({"premier", "premiere", "first", "1", "un", "one"}),
    frozenset({"deuxieme", "second", "seconde", "2", "deux", "two"}),
    frozenset({"troisieme", "third", "3", "trois", "three"}),
    frozenset({"quatrieme", "fourth", "4", "quatre", "four"}),
    frozenset({"cinquieme", "fifth", "5", "cinq", "five"}),
    frozenset({"sixieme", "sixth", "6", "six"}),
    frozenset({"septieme", "seventh", "7", "sept", "seven"}),
    frozenset({"huitieme", "eighth", "8", "huit", "eight"}),
    frozenset({"neuvieme", "ninth", "9", "neuf", "nine"}),
    frozenset({"dixieme", "tenth", "10", "dix", "ten"}),
)


def parts(
    points: Sequence[AgendaPoint],
    texts: Sequence[str],
    bags: Sequence[Sequence[str]],
    plain_words: Sequence[frozenset[str]],
) -> list[tuple[int, AgendaPoint]]:
    """The sentence with which each point that is spoken of begins, in the order of the speech.

    A point begins where its words are said and go on being said, the more so where somebody says that another point
    begins; the place where the whole agenda is read out is none.
    """
    heads = [frozenset(terms(point.heading)) or frozenset(point.heading.casefold().split()) for point in points]
    where = [[k for k, bag in enumerate(bags) if head & set(bag)] for head in heads]
    read_out = _read_out(heads, bags)
    rare = _rarity(heads, bags)
    found: list[tuple[float, int, int]] = []
    for number, (head, places) in enumerate(zip(heads, where, strict=True)):
        starts = {max(0, k - back) for k in places for back in range(_ANNOUNCED)} - read_out
        starts |= {k for k, words in enumerate(plain_words) if _is_numbered(number, words, texts[k])}
        for place in starts:
            score = _score(number, head, place, texts, bags, plain_words, rare)
            if score >= _LEAST:
                found.append((score, place, number))
    return [(place, points[number]) for place, number in _in_order(found, len(points))]


def _score(
    number: int, head: frozenset[str], place: int, texts: Sequence[str], bags: Sequence[Sequence[str]],
    plain_words: Sequence[frozenset[str]], rare: Mapping[str, float],
) -> float:  # fmt: skip
    """How sure it is that the point begins there."""
    said = set().union(*bags[place : place + _ANNOUNCED])
    after = Counter(term for bag in bags[place : place + _AFTER] for term in set(bag) & head)
    score = sum(rare[word] for word in head & said) / max(1e-9, sum(rare[word] for word in head))
    score += _SPOKEN_OF * min(1.0, after.total() / 4)
    if any(turns_to_next(text) for text in texts[max(0, place - _ANNOUNCED) : place + 1]):
        score += _TURNING
    return score + _NUMBERED if _is_numbered(number, plain_words[place], texts[place]) else score


def _rarity(heads: Sequence[frozenset[str]], bags: Sequence[Sequence[str]]) -> dict[str, float]:
    """How much each word of the headings tells apart: one of many headings or of many sentences little, one never said less."""
    said = Counter(term for bag in bags for term in set(bag))
    shared = Counter(word for head in heads for word in head)
    return {
        word: (math.log(1 + len(bags) / said[word]) if said[word] else _NEVER_SAID) / shared[word] for word in shared
    }


def _is_numbered(number: int, words: frozenset[str], text: str) -> bool:
    """Whether the sentence says "the third point" of the third one."""
    if not words & {"point", "item", "sujet", "topic"} or len(text) > 300:
        return False
    return number < len(_ORDINALS) and bool(words & _ORDINALS[number])


def _read_out(heads: Sequence[frozenset[str]], bags: Sequence[Sequence[str]]) -> set[int]:
    """The sentences in which several points are named at once: there the agenda is read out."""
    near: set[int] = set()
    if len(heads) < 3:
        return near
    own = _own(heads)
    for place in range(len(bags)):
        said = set().union(*bags[place : place + 3])
        if sum(bool(words & said) for words in own if words) >= max(3, (len(heads) + 1) // 2):
            near.update(range(place, place + 3))
    return near


def _own(heads: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """The words of each heading that no other has."""
    counts = Counter(word for head in heads for word in head)
    return [frozenset(word for word in head if counts[word] == 1) for head in heads]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    """A point at a place in a chain, and which link comes before it, -1 for none."""

    before: int
    number: int
    place: int
    score: float


def _in_order(found: Sequence[tuple[float, int, int]], count: int) -> list[tuple[int, int]]:
    """The best place of each point, so that most stand in the agenda's order; one said out of order needs a surer place."""
    best: Mapping[int, tuple[float, int]] = _best_chain(found, count)
    chosen = {number: place for number, (_, place) in best.items()}
    taken = set(chosen.values())
    for score, place, number in sorted(found, reverse=True):
        if number not in chosen and place not in taken and score >= _LEAST + _TURNING:
            chosen[number] = place
            taken.add(place)
    return sorted((place, number) for number, place in chosen.items())


def _best_chain(found: Sequence[tuple[float, int, int]], count: int) -> dict[int, tuple[float, int]]:
    """The chain of places in the agenda's order with the highest sum of scores, points left out where need be."""
    links: list[_Link] = []
    # best[n]: the highest sum of a chain of places seen so far whose last point is before the n-th, and its last link.
    best: list[tuple[float, int]] = [(0.0, -1)] * (count + 1)
    for score, place, number in sorted(found, key=lambda one: (one[1], -one[2])):
        # A place a little earlier is as good: what is announced comes first.
        total = best[number][0] + score - 1e-6 * place
        if total > best[number + 1][0]:
            links.append(_Link(before=best[number][1], number=number, place=place, score=score))
            for later in range(number + 1, count + 1):
                if total > best[later][0]:
                    best[later] = (total, len(links) - 1)
    chain: dict[int, tuple[float, int]] = {}
    at = best[count][1]
    while at >= 0:
        link = links[at]
        chain[link.number] = (link.score, link.place)
        at = link.before
    return chain
