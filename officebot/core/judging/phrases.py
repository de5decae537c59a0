"""Finds known phrases among the words of a text, in time that grows with these only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

Meaning = TypeVar("Meaning")


class Phrases(Generic[Meaning]):
    """Phrases with what each of them means, kept word by word: each word leads to those that may follow it."""

    def __init__(self, meaning: Mapping[str, Meaning]) -> None:
        """`meaning` is by phrase, whose words stand one blank apart."""
        self._begin: dict[str, dict[str, Any]] = {}
        for phrase, means in meaning.items():
            node: dict[str, Any] = self._begin
            for word in phrase.split():
                node = node.setdefault(word, {})
            # No word is empty: this key is where a phrase ends.
            node[""] = means
        self._alone = frozenset(word for word, node in self._begin.items() if "" in node)

    def among(self, words: Sequence[str]) -> list[tuple[Meaning, int, int]]:
        """The phrases in order, from which word up to before which; where several begin at one word the longest,
        and none inside another."""
        begin, alone = self._begin, self._alone
        get = begin.get
        # Behind the last word stands an empty one, which goes on with nothing.
        words = [*words, ""]
        found: list[tuple[Meaning, int, int]] = []
        free = 0
        # Most words that begin a phrase do not go on as one: both are asked at once, for this runs over every mail.
        for start in [
            at
            for at, word in enumerate(words)
            if (known := get(word)) is not None and (words[at + 1] in known or word in alone)
        ]:
            if start < free:
                continue
            node: dict[str, Any] | None = begin[words[start]]
            at = start + 1
            while node is not None:
                if "" in node:
                    means, free = node[""], at
                word = words[at]
                node = node.get(word) if word else None
                at += 1
            if free > start:
                found.append((means, start, free))
        return found
