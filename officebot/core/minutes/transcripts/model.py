"""A transcript as it was read: turns of speakers, cut into sentences that know where they were said. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from officebot.core.minutes.model import Source, Unit
from officebot.core.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What stands under one time in the file: a caption, a line, or a word.

    `start` and `end` are seconds; `first` and `last` are where its words stand in the file's text. `is_verbatim` says that
    the text is the file's own, letter for letter, so that a part of it can be pointed at.
    """

    speaker: str
    text: str
    start: float = 0.0
    end: float = 0.0
    first: int
    last: int
    is_verbatim: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence as it was said, from `start` to before `end` in the unit of its transcript."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one person said before another spoke; `speaker` is "" where nobody is named."""

    speaker: str
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """The turn as one text."""
        return " ".join(one.text for one in self.sentences)

    @property
    def start(self) -> float:
        """Where the turn begins."""
        return self.sentences[0].start if self.sentences else 0.0

    @property
    def end(self) -> float:
        """Where the turn ends."""
        return self.sentences[-1].end if self.sentences else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What was said in a meeting, in the order of the file. Sources count in seconds where its clock can be trusted."""

    file: str
    turns: tuple[Turn, ...] = ()
    pieces: tuple[Piece, ...] = ()
    unit: Unit = "seconds"
    problems: tuple[Problem, ...] = ()

    @property
    def is_timed(self) -> bool:
        """Whether sources are told in seconds."""
        return self.unit == "seconds"

    @property
    def speakers(self) -> tuple[str, ...]:
        """Who speaks, in the order of their first words."""
        return tuple(dict.fromkeys(turn.speaker for turn in self.turns if turn.speaker))

    def source(self, sentence: Sentence) -> Source:
        """Where a sentence was said."""
        return Source(file=self.file, start=sentence.start, end=sentence.end, unit=self.unit)
