"""Which offered line is for which wanted one: by numbers, else by words; what is not sure is told and never used."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from officebot.core.expressions import expression
from officebot.core.orders.likeness import words_of
from officebot.core.text import Text, say
from officebot.core.trade.model import TradeLine
from officebot.core.trade.offers.conditions import folded
from officebot.core.trade.offers.model import Pair, Wanted

#: From here on a pair is used; between the two it is a question for a person.
SURE, POSSIBLE = 0.75, 0.4
#: How much surer than the next best a pair by words must be.
_MARGIN = 0.1
_SAME = 1e-9

#: How a thing is packed tells no thing from another.
_HOLDERS = frozenset(re.findall(r"\w+", "carton paquet pack lot set sachet pochette palette rouleau reference code"))
#: Words of which only one can be true of a thing: another member is another thing.
_COLOURS = frozenset(re.findall(
    r"\w+",
    "noir bleu rouge vert blanc jaune gris navy marine rose pink orange violet violette purple marron brun brown beige cyan"
    " magenta transparent clear",
))  # fmt: skip
_TURNS = frozenset({"gauche", "left", "droit", "droite", "right"})
_INSTEAD = expression(
    r"\bequivalen\w{1,4}\b|\bcompatibles?\b|\bsubstitu\w{1,7}\b|\balternatives?\b|\ben remplacement\b|\ba la place\b"
    r"|\binstead of\b|\bremplace\w{0,3}\b|\breplac\w{2,6}\b|\bsimilar\b|\bsimilaire\b|\bor equal\b|\bvariante\b"
)
_PAPER = expression(r"[ab][0-9]|c[456]")


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a label: all of them, and the classes of which a thing has one member."""

    all: frozenset[str]
    colours: frozenset[str]
    turns: frozenset[str]
    papers: frozenset[str]
    models: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Chance:
    """A pair that may be: how sure, and why."""

    place: int
    wanted: int
    confidence: float
    why: Text


@dataclass(frozen=True, slots=True)
class Paired:
    """How the lines of an offer meet what is wanted.

    `sure` pairs are used. `possible` ones are for a person to judge, and `alternatives` are offered besides a sure one.
    `extras` are lines that nobody asked for.
    """

    sure: tuple[Pair, ...]
    possible: tuple[Pair, ...]
    alternatives: tuple[Pair, ...]
    extras: tuple[TradeLine, ...]


def pair_lines(wanted: Sequence[Wanted], lines: Sequence[TradeLine], known: Mapping[str, str]) -> Paired:
    """The lines paired; `known` are the supplier's numbers, folded, with ours.

    Each line is taken once, by the wanted line that it fits best; further lines that fit as well, of the same article, stand
    in `others` of the pair.
    """
    chances = [
        _Chance(place, number, *fit)
        for place, line in enumerate(lines)
        for number, one in enumerate(wanted)
        if (fit := fitness(one, line, known))[0] >= POSSIBLE
    ]
    # What is asked for goes before what stands in for it; between equals the offer's own order decides.
    chances.sort(key=lambda one: (-one.confidence, one.wanted, is_instead(lines[one.place]), one.place))
    near: dict[tuple[str, int], list[_Chance]] = {}
    for one in chances:
        near.setdefault(("line", one.place), []).append(one)
        near.setdefault(("wanted", one.wanted), []).append(one)
    taken: dict[int, int] = {}
    sure: dict[int, list[_Chance]] = {}
    for one in chances:
        beside = [*near["line", one.place], *near["wanted", one.wanted]]
        if one.confidence < SURE or one.place in taken or _has_rival(one, beside, lines, taken, sure):
            continue
        first = sure.get(one.wanted, [None])[0]
        if first is None or _is_same_article(lines[first.place], lines[one.place]):
            sure.setdefault(one.wanted, []).append(one)
            taken[one.place] = one.wanted
    possible: dict[int, _Chance] = {}
    alternatives: dict[int, _Chance] = {}
    for one in chances:
        if one.place in taken or one.place in possible:
            continue
        if one.wanted not in sure:
            possible[one.place] = one
            alternatives.pop(one.place, None)
        elif one.confidence >= SURE:
            alternatives.setdefault(one.place, one)
    told = taken.keys() | possible.keys() | alternatives.keys()
    return Paired(
        sure=tuple(_pair(wanted[number], found, lines) for number, found in sorted(sure.items())),
        possible=tuple(_pair(wanted[one.wanted], [one], lines) for one in possible.values()),
        alternatives=tuple(_pair(wanted[one.wanted], [one], lines) for one in alternatives.values()),
        extras=tuple(line for place, line in enumerate(lines) if place not in told),
    )


def _pair(wanted: Wanted, found: Sequence[_Chance], lines: Sequence[TradeLine]) -> Pair:
    first = found[0]
    return Pair(
        wanted=wanted,
        line=lines[first.place],
        confidence=first.confidence,
        why=first.why,
        others=tuple(lines[one.place] for one in found[1:]),
    )


def _has_rival(
    one: _Chance,
    beside: Sequence[_Chance],
    lines: Sequence[TradeLine],
    taken: Mapping[int, int],
    sure: Mapping[int, Sequence[_Chance]],
) -> bool:
    """Whether words alone leave it open: the line fits another wanted line about as well, or another line this one."""
    if one.confidence > 0.92:
        return False
    near = [other for other in beside if other is not one and other.confidence > one.confidence - _MARGIN]
    for other in near:
        if other.place == one.place and other.wanted not in sure:
            return True
        is_beside = other.wanted == one.wanted and other.place not in taken and one.wanted not in sure
        if is_beside and not _is_same_article(lines[one.place], lines[other.place]):
            return True
    return False


def _is_same_article(one: TradeLine, other: TradeLine) -> bool:
    """Whether two lines are the same thing, at another quantity: figures in the words may be just that."""
    if one.article and other.article and key(one.article) != key(other.article):
        return False
    if is_instead(one) != is_instead(other):
        return False
    ours, theirs = ({word for word in _words(line.label or line.says).all if word.isalpha()} for line in (one, other))
    has_numbers = bool(one.article and other.article)
    return ours == theirs or (has_numbers and not (ours and theirs))


def is_instead(line: TradeLine) -> bool:
    """Whether a line says that it offers something else in the place of what was asked for."""
    return _INSTEAD.search(folded(f"{line.label} {line.note} {line.says}")) is not None


# ── how well a line fits ──────────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=50_000)
def key(number: str) -> str:
    """An article number as numbers are compared: without blanks, dashes and capitals."""
    return re.sub(r"[^a-z0-9]", "", folded(number[:80]))


def fitness(wanted: Wanted, line: TradeLine, known: Mapping[str, str]) -> tuple[float, Text]:
    """How sure it is that a line is for a wanted one, and why."""
    ours = key(wanted.article)
    if ours and key(line.buyer_article) == ours:
        return 1.0, say("Our number {article} stands in the line.", article=wanted.article)
    standard = key(wanted.standard_article)
    if standard and standard in (key(line.standard_article), key(line.seller_article)):
        return 1.0, say("It has the same standard number {article}.", article=wanted.standard_article)
    theirs = known.get(key(line.seller_article)) if line.seller_article else None
    if theirs is not None:
        if key(theirs) == ours:
            return 0.98, say("Their number {article} is known from before.", article=line.seller_article)
        return 0.0, say("Their number {article} is known for something else.", article=line.seller_article)
    if line.buyer_article and ours:
        return 0.0, say("It has another number of ours: {article}.", article=line.buyer_article)
    if ours and len(ours) > 3 and ours in (key(line.seller_article), key(line.standard_article)):
        return 0.95, say("Our number {article} stands in the line.", article=wanted.article)
    if ours and len(ours) > 3 and _names(f"{line.label} {line.note} {line.says}", wanted.article):
        return 0.95, say("Our number {article} stands in the line.", article=wanted.article)
    likeness = _likeness(wanted.label, line.label or line.says)
    if line.order_line and line.order_line == wanted.number:
        if not wanted.label or not (line.label or line.says) or likeness >= POSSIBLE:
            return 0.95, say("It names line {number} of the request.", number=wanted.number)
        return 0.5, say("It names line {number} of the request, in other words.", number=wanted.number)
    return likeness, say("Its words: “{words}”.", words=(line.label or line.says)[:120])


def _names(words: str, article: str) -> bool:
    """Whether the words hold the article number as a word of its own."""
    found = re.search(rf"(?<![\w-]){re.escape(folded(article))}(?![\w-])", folded(words[:600]))
    return found is not None


@lru_cache(maxsize=50_000)
def _likeness(one: str, other: str) -> float:
    """0 to 1: how far the words are the same, those with figures counting double; 0.2 at most where they exclude each other."""
    ours, theirs = _words(one), _words(other)
    if not ours.all or not theirs.all:
        return 0.0
    both = ours.all & theirs.all
    weight = sum(map(_weight, both))
    covered = weight / sum(map(_weight, ours.all))
    back = weight / sum(map(_weight, theirs.all))
    # An offer may say more than was asked, and usually does; what was asked must be there.
    likeness = covered * 0.85 + back * 0.15
    if _exclude(ours, theirs):
        return min(likeness, 0.2)
    missing = ours.models - theirs.all
    if missing and theirs.models - ours.all:
        # Another model number: the same kind of thing, and perhaps another one.
        return min(likeness, 0.6)
    if len(both) < 2 and len(ours.all) > 1:
        return min(likeness, 0.6)
    return min(likeness, 0.9) if likeness < 1 - _SAME else 0.92


def _exclude(one: _Words, other: _Words) -> bool:
    return any(
        ours and theirs and not ours & theirs
        for ours, theirs in (
            (one.colours, other.colours),
            (one.turns, other.turns),
            (one.papers, other.papers),
        )
    )


def _weight(word: str) -> int:
    return 2 if word[-1].isdigit() or word[0].isdigit() else 1


@lru_cache(maxsize=20_000)
def _words(label: str) -> _Words:
    words = frozenset(words_of(label[:300])) - _HOLDERS
    return _Words(
        words,
        words & _COLOURS,
        words & _TURNS,
        frozenset(word for word in words if _PAPER.fullmatch(word)),
        frozenset(word for word in words if _has_digit(word) and not _PAPER.fullmatch(word)),
    )


def _has_digit(word: str) -> bool:
    return any(letter.isdigit() for letter in word)
