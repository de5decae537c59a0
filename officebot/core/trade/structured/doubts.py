"""What a reader of structured documents stumbled over: values that are written, and are no numbers or days."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from officebot.core.problems import Problem
from officebot.core.text import one_line, say
from officebot.core.trade.structured.elements import Element
from officebot.core.trade.structured.values import decimal

#: So many are told; a document with more is broken anyway.
_MOST = 20


@dataclass(slots=True)
class Doubts:
    """Reads values, and keeps what could not be read; what is not there is no doubt."""

    problems: list[Problem] = field(default_factory=list)

    def number(self, element: Element | None, *path: str) -> Decimal | None:
        """The number at the path."""
        found = element.first(*path) if element is not None else None
        text = found.text.strip() if found is not None else ""
        if found is None or not text:
            return None
        value = decimal(text)
        if value is None:
            self._note(
                Problem(
                    where="", what=say("“{text}” is no number ({name}).", text=one_line(text, 40), name=found.name)
                )
            )
        return value

    def day(self, read: Callable[[str], date | None], element: Element | None, *path: str) -> date | None:
        """The day at the path, as `read` reads it."""
        found = element.first(*path) if element is not None else None
        text = found.text.strip() if found is not None else ""
        if found is None or not text:
            return None
        value = read(text)
        if value is None:
            self._note(
                Problem(where="", what=say("“{text}” is no day ({name}).", text=one_line(text, 40), name=found.name))
            )
        return value

    def _note(self, problem: Problem) -> None:
        if len(self.problems) < _MOST and problem not in self.problems:
            self.problems.append(problem)


def once(words: Iterator[str]) -> tuple[str, ...]:
    """The words that are not empty, each once, in their order."""
    return tuple(dict.fromkeys(word for word in words if word))
