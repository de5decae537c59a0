"""Pieces out of a CTM file: one word a line, with its time, its length and how sure it is. Pure."""

from __future__ import annotations

from officebot.core.expressions import expression
from officebot.core.minutes.transcripts.captions import lines_of
from officebot.core.minutes.transcripts.model import Piece

#: NIST CTM: recording, channel, start, length, word, certainty; a mark between < and > names who speaks from there on.
_LINE = expression(
    r"\s{0,9}(\S{1,200})\s{1,9}(\S{1,20})\s{1,9}(\d{1,9}(?:\.\d{0,9})?)\s{1,9}(\d{1,9}(?:\.\d{0,9})?)\s{1,9}(\S{1,300})"
)
_SPEAKER = expression(r"<start=[^<>]{0,80}speaker=([^,<>]{1,80})>")
#: A recogniser's sign for a word that it does not know.
UNKNOWN = "…"
_UNKNOWN = ("<unk>", "[unk]", "<unk", "<UNK>")
#: No word lasts longer: a recogniser lets a word last until the next one.
_LONGEST_WORD = 2.0


def is_ctm(text: str) -> bool:
    """Whether most of the first lines are words with times."""
    lines = [line for _, line in _first(text, 20) if line.strip() and not line.startswith(";;")]
    return bool(lines) and sum(bool(_LINE.match(line)) for line in lines) > 0.6 * len(lines)


def read_ctm(text: str, most: int) -> tuple[list[Piece], int]:
    """The words of a file, at most so many, and how many lines were none."""
    pieces: list[Piece] = []
    speaker, odd = "", 0
    for place, line in lines_of(text):
        match = _LINE.match(line)
        if match is None:
            odd += bool(line.strip()) and not line.startswith(";;")
            continue
        mark = _SPEAKER.match(match[5])
        if mark is not None:
            speaker = mark[1].strip()
            continue
        start = float(match[3])
        word = UNKNOWN if match[5] in _UNKNOWN else match[5]
        end = start + min(float(match[4]), _LONGEST_WORD)
        pieces.append(Piece(speaker=speaker, text=word, start=start, end=end, first=place, last=place + len(line)))
        if len(pieces) > most:
            break
    return pieces[:most], odd


def _first(text: str, count: int) -> list[tuple[int, str]]:
    return list(lines_of(text[:10_000]))[:count]
