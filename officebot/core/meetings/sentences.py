"""The sentences and clauses of a mail about meeting: their known words, and what they say of days and times."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from officebot.core.dates import Match, find_dates
from officebot.core.expressions import expression
from officebot.core.judging.evidence import Folded, Hit, Vocabulary, fold
from officebot.core.text import Language
from officebot.core.worktime import WorkingTime

#: No mail needs more to say when somebody can.
_LONGEST = 3_000
#: Where a sentence ends: a mark before a blank, but not the dot of a title; an empty line; an item of a list.
_SENTENCE = expression(
    r"[!?;]\s|(?<!\bM)(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)(?<!\bMme)\.(?=\s)|\n[ \t]{0,20}\n|\n(?=[ \t]{0,4}[-*•])|:\s*\n"
)
#: Where a sentence turns: from here on it may say the opposite of what it said before.
_CLAUSE = expression(r"(?=,\s)|\s(?=(?:mais|par contre|en revanche|sinon|but|however|otherwise|though|whereas)\b)")

_TURNS = expression(r",?\s{0,3}(?:mais|par contre|en revanche|sinon|but|however|otherwise|though|whereas)\b")
_DENIED = expression(r"\b(?:not|pas|sauf|except)(?: on| the| le| for| pour)?[ ]$")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence or a part of one: as written, its known words and its dates, and whether the sentence asks."""

    written: str
    hits: tuple[Hit, ...]
    dates: tuple[Match, ...]
    is_question: bool
    #: Those of its dates that are named to be left out: « pas mardi », "not on Tuesday".
    denied: tuple[Match, ...] = ()
    #: Whether it goes on with a list: « mardi, mercredi et jeudi ».
    goes_on: bool = False

    def has(self, *signs: str) -> bool:
        """Whether a word of one of these signs stands in it."""
        return any(hit.sign in signs for hit in self.hits)


def sentences_in(text: str, known: Vocabulary, at: datetime, language: Language, working: WorkingTime) -> list[Said]:
    """The sentences of a text in order. `at` (aware) is when it was written; dates are on the office's clock."""
    return _said(text, _SENTENCE, known, at, language, working)


def clauses_in(text: str, known: Vocabulary, at: datetime, language: Language, working: WorkingTime) -> list[Said]:
    """The same, each sentence cut where it turns: at commas, before « mais » and "but"."""
    return _said(text, re.compile(f"{_SENTENCE.pattern}|{_CLAUSE.pattern}"), known, at, language, working)


def _said(
    text: str, ends: re.Pattern[str], known: Vocabulary, at: datetime, language: Language, working: WorkingTime
) -> list[Said]:
    folded = fold(text[:_LONGEST])
    dates = find_dates(folded.written, working.local(at), language, order="dmy", working=working)
    return [
        Said(
            " ".join(folded.written[start:end].split()),
            tuple(known.find(fold(folded.written[start:end]))),
            tuple(one for one in dates if start <= one.start < end),
            _asks(folded, start, end),
            tuple(
                one for one in dates if start <= one.start < end and _DENIED.search(folded.folded, start, one.start)
            ),
            folded.written[start : start + 1] == "," and not _TURNS.match(folded.folded, start),
        )
        for start, end in _bounds(folded, ends, dates)
    ]


def _asks(folded: Folded, start: int, end: int) -> bool:
    """Whether a question mark ends the sentence in which this part stands."""
    stop = _SENTENCE.search(folded.written, start)
    return "?" in folded.written[start : max(end, stop.end() if stop else len(folded.written))]


def _bounds(text: Folded, ends: re.Pattern[str], dates: tuple[Match, ...]) -> Iterator[tuple[int, int]]:
    """Where the parts begin and end; none is cut in the middle of a date: « lundi 30 novembre, à 14 h »."""
    start = 0
    for found in ends.finditer(text.written):
        if any(one.start < found.start() < one.end for one in dates):
            continue
        if text.written[start : found.end()].strip():
            yield start, found.end()
        start = found.end()
    if text.written[start:].strip():
        yield start, len(text.written)
