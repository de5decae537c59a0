"""The sentences of a transcript in one row, each with what the drafter asks of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from officebot.core.expressions import expression
from officebot.core.minutes.model import Passage, Source
from officebot.core.minutes.transcripts.model import Sentence, Transcript
from officebot.core.minutes.transcripts.names import Names
from officebot.core.minutes.transcripts.shown import shown
from officebot.core.minutes.transcripts.terms import EMPTY, terms
from officebot.core.text import plain

#: A word with a capital that does not begin a sentence.
_CAPITAL = expression(r"(?<=[\w,] )[A-ZÀ-Ý][\w’'-]{1,40}")


@dataclass(frozen=True, kw_only=True)
class Said:
    """One sentence: who said it in which turn, and its words as they are shown and ranked."""

    sentence: Sentence
    speaker: str
    turn: int

    @property
    def text(self) -> str:
        """The sentence as it was said."""
        return self.sentence.text

    @cached_property
    def shown(self) -> str:
        """The sentence as minutes show it."""
        return shown(self.sentence.text)

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The words that carry its matter."""
        return tuple(terms(self.sentence.text))


class Speech:
    """What was said, sentence by sentence."""

    def __init__(self, transcript: Transcript, names: Names) -> None:
        self.transcript = transcript
        self.said: tuple[Said, ...] = tuple(
            Said(sentence=sentence, speaker=names.speaker(turn.speaker), turn=number)
            for number, turn in enumerate(transcript.turns)
            for sentence in turn.sentences
        )

    @cached_property
    def capitalised(self) -> frozenset[str]:
        """The words that somebody said within a sentence and that are written with a capital: names, most likely."""
        return frozenset(word for one in self.said for word in _CAPITAL.findall(one.text) if plain(word) not in EMPTY)

    def source(self, numbers: Sequence[int]) -> Source:
        """Where some sentences stand: from the first one's beginning to the last one's end."""
        sentences = [self.said[k].sentence for k in numbers]
        start, end = min(one.start for one in sentences), max(one.end for one in sentences)
        return Source(file=self.transcript.file, start=start, end=end, unit=self.transcript.unit)

    def passage(self, numbers: Sequence[int]) -> Passage:
        """Some sentences as one passage, said by who said the last of them."""
        text = " ".join(self.said[k].shown for k in numbers)
        return Passage(text=text, source=self.source(numbers), speaker=self.said[numbers[-1]].speaker)

    def context(self, number: int, back: int = 4) -> int | None:
        """The sentence before one that only points back: the nearest that has matter of its own."""
        for before in range(number - 1, max(-1, number - 1 - back), -1):
            if len(set(self.said[before].terms)) >= 3:
                return before
        return None
