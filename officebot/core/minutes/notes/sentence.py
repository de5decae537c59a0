"""A sentence of notes while it is read, with the deeds in it, and what is needed to read it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from officebot.core.expressions import expression
from officebot.core.minutes.model import Passage, Source
from officebot.core.minutes.notes.due import Days, DueDay
from officebot.core.minutes.notes.marks import Line
from officebot.core.minutes.notes.owners import Mention, Roster
from officebot.core.minutes.notes.parts import Deed, Part
from officebot.core.problems import Problem
from officebot.core.text import Language

#: What lines begin with; a dash that touches a figure is its minus.
_MARKS = expression(r"\*\*|__|~{2,}|`|^(?:(?![-–]\d)[\s>→⇒*_•\-–—=#.\[\]]){1,8}(?=[\w\"'«(£€$]|[-–−]\d)|[*_]{1,2}$")

#: A sign between two letters or figures: taken off, it would make one word of two.
_INSIDE = expression(r"(?<=\w)(?:\*\*|__|~{2,}|`)(?=\w)")


@dataclass(slots=True)
class Reader:
    """What is needed to read one file of notes; what is not sure is added to `problems`."""

    file: str
    text: str
    low: str
    roster: Roster
    days: Days
    language: Language
    problems: list[Problem] = field(default_factory=list)
    #: Where the words of lines begin that a code of the notes calls decisions.
    decided: frozenset[int] = frozenset()
    #: Where the lines begin that only say who was there.
    listed: frozenset[int] = frozenset()

    def source(self, start: int, end: int) -> Source:
        """The place in this file."""
        return Source(file=self.file, start=start, end=end)

    def passage(self, start: int, end: int) -> Passage:
        """A passage with the notes' own words, cleaned of signs."""
        return Passage(text=cleaned(self.text[start:end]), source=self.source(start, end))


@dataclass(slots=True)
class Sentence:
    """One sentence of a line, and what it was found to be."""

    start: int
    end: int
    line: Line
    place: int
    mentions: list[Mention]
    kind: Literal["said", "decided", "disputed", "done", "action"] = "said"
    deeds: list[Found] = field(default_factory=list)


@dataclass(slots=True)
class Found:
    """A deed with the part it was read from and its day."""

    deed: Deed
    part: Part
    due: DueDay | None = None
    start: int = 0
    end: int = 0


def cleaned(words: str) -> str:
    """The words on one line without the signs of Markdown; no word is added."""
    return " ".join(_MARKS.sub("", _INSIDE.sub(" ", words.strip())).split()).strip(" *_")
