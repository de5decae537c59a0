"""Which of the office's articles some words mean: by the words of its own labels, and only when no other fits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from officebot.core.stock.model import Article
from officebot.duties.stock.words import LITTLE, UNITS, tokens_of, word_of

#: So many articles are named in a question, at most.
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Match:
    """The one article that is meant, or those that may be."""

    one: Article | None
    near: tuple[Article, ...] = ()


class Labels:
    """The articles of an office, to be found by words."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._known = [(article, _words(f"{article.label} {article.key}")) for article in articles]

    def match(self, words: Sequence[str]) -> Match:
        """The article whose label holds all these words (see `word_of`); without such a one, those that share some.

        Words for units count only where a label has them: « cartouche » may be one, or the article itself.
        """
        told = {word for word in words if word not in LITTLE}
        named = {word for word in told if word not in UNITS}
        wanted = named or told
        if not wanted:
            return Match(None)
        holding = [(article, label) for article, label in self._known if wanted <= label]
        if len(holding) > 1:
            # All words, those for units too; then the label that says nothing more.
            holding = [one for one in holding if told <= one[1]] or holding
            exact = [one for one in holding if wanted == one[1] - _words(one[0].key) or told == one[1]]
            holding = exact if len(exact) == 1 else holding
        if len(holding) == 1:
            return Match(holding[0][0])
        near = [article for article, _ in holding] or self._sharing(named)
        return Match(None, tuple(near[:MOST_NAMED]))

    def of_unit(self, unit: str) -> Sequence[Article]:
        """The articles that are counted in a unit."""
        return [article for article, _ in self._known if unit_of(article) == unit]

    def _sharing(self, named: set[str]) -> list[Article]:
        """The articles that share words with these, most first."""
        shared = [(len(named & label), article) for article, label in self._known]
        best = sorted((one for one in shared if one[0]), key=lambda one: (-one[0], one[1].key))
        return [article for count, article in best if count == best[0][0]]


def unit_of(article: Article) -> str:
    """The name of an article's unit, as `words.UNITS` has it; an unknown unit is its own name."""
    word = word_of(article.unit.strip())
    return UNITS.get(word, word)


def _words(label: str) -> set[str]:
    return {word for token in tokens_of(label) if (word := word_of(token))[:1].isalnum() and word not in LITTLE}
