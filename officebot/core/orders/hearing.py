"""Articles that a letter speaks of in passing: “the goggles follow”, « les raquettes aussi », among those that were ordered.

Whoever knows what was ordered understands a sentence that says next to nothing. What is heard so is always asked about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from officebot.core.expressions import expression
from officebot.core.orders.labels import Labels, Words
from officebot.core.orders.likeness import tells, words_of
from officebot.core.orders.model import OrderLine

#: Where one thought ends: sentences, lines, and what is set against something else.
_ENDS = expression(r"(?<=[.;!?:])\s+|\n{1,5}|\s(?:mais|but|whereas|tandis que|alors que)\s+", re.IGNORECASE)
_GREETING = expression(
    r"\s{0,4}(?:bonjour|bonsoir|madame|monsieur|chers?|cordialement|bien (?:à|cordialement)|salutations|merci|dear|hello|hi\b"
    r"|kind|best|regards|thanks|many thanks|yours)",
    re.IGNORECASE,
)
_LONGEST, _MOST_CLAUSES = 6_000, 80
#: What leads a sentence is no longer than this, and what a sentence ends in.
_SHORT = 40
#: How much the words must tell that no other ordered article has as well.
_LEAST = 1.15
_SHARE = 0.22


@dataclass(frozen=True, slots=True)
class Heard:
    """A line that was heard of, in which words, and how much they tell."""

    line: OrderLine
    clause: str
    told: float


def clauses(text: str) -> list[str]:
    """The thoughts of a letter, one by one, without greetings."""
    found = (one.strip(" -–—•*\t\r\xa0\u202f,") for one in _pieces(text[:_LONGEST]))
    return [one for one in found if 3 <= len(one) <= 600 and not _GREETING.match(one)][:_MOST_CLAUSES]


def _pieces(text: str) -> Iterator[str]:
    """The text cut where thoughts end; a short name and what is said of it behind a colon are one."""
    begin = 0
    for end in _ENDS.finditer(text):
        piece = text[begin : end.start()]
        is_led = piece.endswith(":") and "\n" not in end[0]
        following = _ENDS.search(text, end.end())
        rest = (following.start() if following is not None else len(text)) - end.end()
        if is_led and (len(piece) < _SHORT or rest < _SHORT):
            continue
        yield piece
        begin = end.end()
    yield text[begin:]


def heard(
    text: str, lines: Sequence[OrderLine], names: Labels, but: Iterable[str] = (), undated: Callable[[str], str] = str
) -> Iterator[Heard]:
    """The lines that the letter speaks of, each in the clause that tells most of it; those of one article together.

    `names` are those of the lines, or of more; `but` are words that were understood already: a clause that holds nothing
    else is not heard again. `undated` gives words without those that tell a day, which name nothing.
    """
    known = [one for one in but if len(one) >= 3]
    best: dict[Words, Heard] = {}
    articles: dict[Words, list[OrderLine]] = {}
    for line in lines:
        articles.setdefault(words_of(line.label or line.article), []).append(line)
    places = {words: place for place, words in enumerate(articles)}
    for clause in clauses(text):
        rest = clause
        for words_known in known:
            rest = rest.replace(words_known, " ")
        for words, told in _told(undated(rest), places, names):
            if words not in best or told > best[words].told:
                best[words] = Heard(articles[words][0], clause, told)
    for words, one in best.items():
        for line in articles[words]:
            yield Heard(line, one.clause, one.told)


def _told(clause: str, places: Mapping[Words, int], names: Labels) -> Iterator[tuple[Words, float]]:
    """The articles that a clause speaks of, and how much it tells of each that it does not tell of a likelier one."""
    found = [
        (-one.told, places[words], words, one.words)
        for words, one in names.alike(clause).items()
        if words in places and one.told >= _LEAST and (one.covered >= _SHARE or one.told >= 2 * _LEAST)
    ]
    claimed: set[str] = set()
    for told, _, words, said in sorted(found, key=lambda one: one[:2]):
        if sum(tells(word, names.weight) for word in said - claimed) >= _LEAST:
            yield words, -told
            claimed |= said
