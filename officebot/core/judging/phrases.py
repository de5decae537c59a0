"""Finds known phrases among the words of a text, in time that grows with these only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

Meaning = TypeVar("Meaning")


class Phrases(Generic[Meaning]):
    """Vocabularies of phrases, each with what it means, kept word by word: each word leads to those that may follow.

    Several vocabularies are looked for in one walk, each as if it were alone.
    """

    def __init__(self, *vocabularies: Mapping[str, Meaning]) -> None:
        """Each is by phrase, whose words stand one blank apart."""
        self.vocabularies = vocabularies
        self._begin: dict[str, dict[str, Any]] = {}
        for number, vocabulary in enumerate(vocabularies):
            for phrase, means in vocabulary.items():
                node: dict[str, Any] = self._begin
                for word in phrase.split():
                    node = node.setdefault(word, {})
                # No word is empty: this key is where a phrase ends.
                node.setdefault("", []).append((number, means))
        self._alone = frozenset(word for word, node in self._begin.items() if "" in node)

    def among(self, words: Sequence[str]) -> list[list[tuple[Meaning, int, int]]]:
        """The phrases of each vocabulary in order, from which word up to before which.

        Where several begin at one word it is the longest, and none inside another of its vocabulary.
        """
        begin, alone = self._begin, self._alone
        get = begin.get
        # Behind the last word stands an empty one, which goes on with nothing.
        words = [*words, ""]
        found: list[list[tuple[Meaning, int, int]]] = [[] for _ in self.vocabularies]
        free = [0] * len(found)
        # Most words that begin a phrase do not go on as one: both are asked at once, for this runs over every mail.
        for start in [
            at
            for at, word in enumerate(words)
            if (known := get(word)) is not None and (words[at + 1] in known or word in alone)
        ]:
            longest: dict[int, tuple[Meaning, int, int]] = {}
            node: dict[str, Any] | None = begin[words[start]]
            at = start + 1
            while node is not None:
                for number, means in node.get("", ()):
                    longest[number] = (means, start, at)
                word = words[at]
                node = node.get(word) if word else None
                at += 1
            for number, one in longest.items():
                if start >= free[number]:
                    found[number].append(one)
                    free[number] = one[2]
        return found
