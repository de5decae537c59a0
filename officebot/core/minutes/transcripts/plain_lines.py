"""Pieces out of plain text: lines that name who speaks or when, or neither. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from officebot.core.expressions import expression
from officebot.core.minutes.transcripts.captions import lines_of
from officebot.core.minutes.transcripts.clock import TIME, seconds
from officebot.core.minutes.transcripts.model import Piece
from officebot.core.text import plain

_MARK = rf"[\[(<]?({TIME})[\])>]?"
#: [00:12:03] Marie: …, 00:12 – Marie : …
_TIME_FIRST = expression(rf"\s{{0,20}}{_MARK}(?:\s{{0,5}}(?:-->|-|–|—|,)\s{{0,5}}{_MARK})?\s{{0,5}}[-–—:]?\s{{0,5}}")
#: Marie Martin  0:03, Marie (00:12:03):
_TIME_AFTER = expression(
    rf"\s{{0,20}}([^\W\d][^\n:\[\]()<>]{{0,60}}?)\s{{1,20}}[-–|]?\s{{0,5}}{_MARK}\s{{0,5}}(?::\s{{0,5}}|$)"
)
_LABEL = expression(r"\s{0,20}[*_]{0,3}([^\W\d_][^\n:*\[\]()<>?!;]{0,50}?)[*_]{0,3}\s?:[*_]{0,3}(?:\s{1,5}|$)")
#: Words before a colon that name nobody.
_NO_NAMES = frozenset(
    [
        "note",
        "nb",
        "remarque",
        "question",
        "questions",
        "reponse",
        "reponses",
        "answer",
        "answers",
        "attention",
        "exemple",
        "example",
        "objet",
        "subject",
        "date",
        "lieu",
        "place",
        "heure",
        "time",
        "titre",
        "title",
        "decision",
        "decisions",
        "action",
        "actions",
        "resultat",
        "result",
        "re",
        "ps",
        "donc",
        "so",
        "conclusion",
        "sujet",
        "topic",
        "agenda",
        "ordre",
        "presents",
        "present",
        "absents",
        "excuses",
        "attendees",
        "transcript",
        "transcription",
        "et",
        "mais",
        "but",
        "and",
    ]
)
_PARTICLES = frozenset(
    [
        "de",
        "du",
        "des",
        "la",
        "le",
        "von",
        "van",
        "der",
        "di",
        "da",
        "del",
        "al",
        "el",
        "ben",
        "bin",
        "of",
        "the",
        "et",
        "and",
        "l",
        "d",
    ]
)
#: From this share of lines on, every label is believed.
_MOST = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line: who and when it names, and where its words begin."""

    place: int
    start: float | None
    label: str
    words: str
    #: Where the words begin if the label is believed, and if it is not.
    after_label: int
    after_time: int


def read_lines(text: str, most: int) -> tuple[list[Piece], bool]:
    """The pieces of a plain text, at most so many, and whether they have times."""
    lines = [_line(place, line) for place, line in lines_of(text) if line.strip()]
    names = believed((line.label for line in lines if line.label), len(lines))
    pieces: list[Piece] = []
    speaker, now, timed = "", 0.0, 0
    for line in lines[:most]:
        if line.start is not None:
            now = line.start
            timed += 1
        is_named = line.label in names
        speaker = line.label if is_named else speaker
        begin = line.after_label if is_named else line.after_time
        words = line.words[begin:].rstrip()
        if words:
            first = line.place + begin
            pieces.append(
                Piece(
                    speaker=speaker,
                    text=words,
                    start=now,
                    end=now,
                    first=first,
                    last=first + len(words),
                    is_verbatim=True,
                )
            )
    return _ended(pieces), timed > 1 and timed >= 0.2 * len(lines)


def believed(labels: Iterable[str], lines: int) -> frozenset[str]:
    """The labels that name a speaker: those met twice, or all where most lines have one."""
    counts = Counter(label for label in labels if is_name(label))
    all_count = sum(counts.values())
    return frozenset(name for name, count in counts.items() if count > 1 or all_count >= _MOST * lines)


def is_name(label: str) -> bool:
    """Whether a label is written as a name: few words, each with a capital, none that names a thing."""
    words = [word for word in re.split(r"[\s'’.-]+", label) if word]
    if not 0 < len(words) <= 6 or plain(words[0]) in _NO_NAMES:
        return False
    return all(word[0].isupper() or word[0].isdigit() or plain(word) in _PARTICLES for word in words)


def labelled(words: str) -> tuple[str, int]:
    """The label before a colon and where the words after it begin; "" and 0 where there is none."""
    match = _LABEL.match(words)
    return (" ".join(match[1].split()), match.end()) if match is not None else ("", 0)


def _line(place: int, line: str) -> Line:
    first = _TIME_FIRST.match(line)
    if first is not None and (start := seconds(first[1])) is not None:
        label, after = labelled(line[first.end() :])
        return Line(
            place=place, start=start, label=label, words=line, after_label=first.end() + after, after_time=first.end()
        )
    behind = _TIME_AFTER.match(line)
    if behind is not None and is_name(behind[1].strip()) and (start := seconds(behind[2])) is not None:
        label = " ".join(behind[1].split())
        return Line(
            place=place, start=start, label=label, words=line, after_label=behind.end(), after_time=behind.end()
        )
    label, after = labelled(line)
    blank = len(line) - len(line.lstrip())
    return Line(place=place, start=None, label=label, words=line, after_label=after, after_time=blank)


def _ended(pieces: list[Piece]) -> list[Piece]:
    """The pieces, each until the next time that is later."""
    ended: list[Piece] = []
    following = pieces[-1].start + 60.0 if pieces else 0.0
    for k in range(len(pieces) - 1, -1, -1):
        piece = pieces[k]
        if k + 1 < len(pieces) and pieces[k + 1].start != piece.start:
            following = pieces[k + 1].start
        ended.append(replace(piece, end=max(piece.start, following)))
    return ended[::-1]
