"""Whether the times of a transcript can be trusted. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from officebot.core.expressions import expression
from officebot.core.minutes.transcripts.model import Piece
from officebot.core.problems import Problem
from officebot.core.text import counted, say

#: A time as transcripts write it: 1:02:03.450, 02:03,450, 12:03.
TIME = r"(?:\d{1,3}:)?\d{1,3}:\d{1,2}(?:[.,]\d{1,6})?"
_PARTS = expression(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,6}))?")

#: People who speak at once are written one after the other: so many seconds back are no fault of the clock.
_CROSS_TALK = 10.0
#: So many seconds under two captions of one speaker are one too many.
_OVERLAP = 2.0
_MANY = 0.1


def seconds(words: str) -> float | None:
    """The seconds of a time as it is written, None where it is none: a minute has no sixtieth second."""
    match = _PARTS.fullmatch(words.strip())
    if match is None:
        return None
    hours, minutes, rest, fraction = match.groups()
    if int(rest) > 59 or (hours is not None and int(minutes) > 59):
        return None
    told = int(hours or 0) * 3600 + int(minutes) * 60 + int(rest)
    return told + (float(f"0.{fraction}") if fraction else 0.0)


def clock_problems(file: str, pieces: Sequence[Piece]) -> tuple[bool, tuple[Problem, ...]]:
    """Whether sources can be told in seconds, and what is wrong with the times."""
    if len(pieces) > 1 and all(one.start == pieces[0].start for one in pieces):
        told = say("All times are the same: sources are counted in characters of the file.")
        return False, (Problem(where=file, what=told),)
    latest, back = pieces[0].start if pieces else 0.0, 0
    for one in pieces:
        back += one.start < latest - _CROSS_TALK
        latest = max(latest, one.start) if one.start >= latest - _CROSS_TALK else one.start
    if back:
        told = counted(
            "The clock goes back once: sources are counted in characters of the file.",
            "The clock goes back {count} times: sources are counted in characters of the file.",
            back,
        )
        return False, (Problem(where=file, what=told),)
    return True, _overlaps(file, pieces)


def _overlaps(file: str, pieces: Sequence[Piece]) -> tuple[Problem, ...]:
    """A sentence where one speaker often speaks twice at once, or ends before the beginning."""
    odd = sum(one.end < one.start for one in pieces)
    for before, after in pairwise(pieces):
        odd += before.speaker == after.speaker and before.start < after.start < before.end - _OVERLAP
    if odd <= _MANY * len(pieces):
        return ()
    told = say(
        "Many times overlap ({count} of {all}): the times of the sentences are not exact.", count=odd, all=len(pieces)
    )
    return (Problem(where=file, what=told),)
