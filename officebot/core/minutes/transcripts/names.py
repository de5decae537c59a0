"""Who is meant by a name in speech: the people of a meeting, known from its list and as speakers. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from officebot.core.expressions import expression
from officebot.core.minutes.model import Participant
from officebot.core.minutes.transcripts.reading import is_nameless
from officebot.core.text import plain

_NAME = expression(r"[A-ZÀ-Ý][\w’'-]{0,40}")
_TITLES = frozenset(["m", "mr", "mme", "mlle", "mrs", "ms", "dr", "monsieur", "madame"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """A name as it was said: whose it is, where it stands, and whether only one person has it."""

    name: str
    start: int
    is_sure: bool = True


class Names:
    """The people of a meeting, found by any of their names."""

    def __init__(self, people: Sequence[Participant], speakers: Iterable[str]) -> None:
        self._full: dict[str, str] = {}
        self._parts: dict[str, list[str]] = {}
        for one in people:
            self._add(one.name)
            if one.role:
                self._full.setdefault(plain(one.role), one.name)
        for speaker in speakers:
            if not is_nameless(speaker) and self.speaker(speaker) == speaker:
                self._add(speaker)

    def _add(self, name: str) -> None:
        if plain(name) in self._full:
            return
        self._full[plain(name)] = name
        for word in re.split(r"[\s.]+", name):
            if len(word) > 1 and plain(word) not in _TITLES:
                self._parts.setdefault(plain(word), []).append(name)

    def speaker(self, label: str) -> str:
        """The full name of a speaker, the label itself where it is nobody's, "" for one that is only numbered."""
        if is_nameless(label):
            return ""
        bare = plain(label)
        if bare in self._full:
            return self._full[bare]
        words = [word for word in re.split(r"[\s.,()]+", bare) if word and word not in _TITLES]
        shared = [set(self._parts.get(word, ())) for word in words]
        meant = set.intersection(*shared) if shared else set()
        return meant.pop() if len(meant) == 1 else label

    def found(self, text: str) -> list[Meant]:
        """The people named in a sentence, in order; names must have their capital, for « pierre » may be a stone."""
        found: list[Meant] = []
        end = -1
        for match in _NAME.finditer(text):
            if match.start() < end:
                continue
            holders = self._parts.get(plain(match[0]), [])
            if not holders:
                continue
            whole = [name for name in holders if text[match.start() :].casefold().startswith(name.casefold())]
            following = _NAME.match(text, match.end() + 1)
            both = [name for name in holders if following and name in self._parts.get(plain(following[0]), ())]
            meant = whole or both or holders
            end = match.start() + len(whole[0]) if whole else (following.end() if both and following else match.end())
            is_sure = len(set(meant)) == 1
            found.append(Meant(name=meant[0] if is_sure else match[0], start=match.start(), is_sure=is_sure))
        return found
