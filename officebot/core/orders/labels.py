"""The labels of an order book, looked up by the words that are said of them: what `alike` tells, for all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from officebot.core.orders.likeness import Alike, agreed, share_of, tells, whole_of, words_of

Words: TypeAlias = tuple[str, ...]
#: So many different words are remembered with what they stand for; then all of them are forgotten.
_REMEMBERED = 20_000


class Labels:
    """The words of labels; `weight` says how much each tells.

    `alike(said)` is, for each label of which anything is said, exactly what `likeness.alike` says of the two, at the cost
    of the labels that share a word, in whatever form, instead of all.
    """

    def __init__(self, labels: Iterable[str], weight: Mapping[str, float]) -> None:
        self.weight = weight
        self._whole: dict[Words, float] = {}
        self._of_word: dict[str, list[Words]] = {}
        self._likely: dict[str, list[str]] = {}
        self._forms: dict[str, tuple[tuple[tuple[str, float], ...], frozenset[str]]] = {}
        for words in dict.fromkeys(map(words_of, labels)):
            self._whole[words] = whole_of(words, weight)
            for word in words:
                self._of_word.setdefault(word, []).append(words)
        for word in self._of_word:
            self._likely.setdefault(word[0], []).append(word)

    def alike(self, said: str) -> dict[Words, Alike]:
        """How the words agree with each label of which they say anything."""
        shares: dict[str, float] = {}
        against: list[tuple[float, frozenset[str]]] = []
        touched: set[str] = set()
        for other in words_of(said):
            forms, back = self._forms_of(other)
            touched |= back
            for word, share in forms:
                if share > shares.get(word, 0.0):
                    shares[word] = share
            if other in self.weight:
                against.append((tells(other, self.weight), back))
        touched.update(shares)
        # Labels of which the same words are said differ in nothing but their length.
        seen: dict[Words, Alike] = {}
        found: dict[Words, Alike] = {}
        for words in dict.fromkeys(words for word in shares for words in self._of_word[word]):
            common = tuple([word for word in words if word in touched])
            one = seen.get(common)
            if one is None:
                one = seen[common] = agreed(common, self.weight, shares, against)
            found[words] = Alike(one.told / self._whole[words], one.told, one.against, one.words)
        return found

    def _forms_of(self, other: str) -> tuple[tuple[tuple[str, float], ...], frozenset[str]]:
        """The words of the labels that may be meant by another, with how surely; and those that it is a form of."""
        known = self._forms.get(other)
        if known is None:
            if len(self._forms) >= _REMEMBERED:
                self._forms.clear()
            near = list(self._near(other))
            forms = tuple((word, share) for word in near if (share := share_of(word, other)))
            known = forms, frozenset(word for word in near if share_of(other, word))
            self._forms[other] = known
        return known

    def _near(self, other: str) -> Iterator[str]:
        """The words that may be forms of another: no form of a word begins with another letter, nor a figure with a letter."""
        if other[0].isdigit():
            return (one for one in (other, f"{other}0", other[:-1]) if one in self._of_word)
        return iter(self._likely.get(other[0], ()))
