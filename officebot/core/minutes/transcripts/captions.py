"""Pieces out of captions: WebVTT, SubRip and SubViewer. Pure."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from officebot.core.expressions import expression
from officebot.core.minutes.transcripts.clock import TIME, seconds
from officebot.core.minutes.transcripts.model import Piece

#: 00:01:02.000 --> 00:01:04.000, as WebVTT and SubRip write it; 0:01:02.000,0:01:04.000 as SubViewer does.
_TIMING = expression(rf"[ \t]{{0,20}}({TIME})[ \t]{{0,20}}(?:--?>|,)[ \t]{{0,20}}({TIME})(?![\d:])")
#: A line that was to be a time: 0:00:13.f89,0:00:15.489
_BROKEN = expression(r"\s{0,20}\d{1,3}:\d{1,3}:\S{1,12}\s{0,5}(?:-->|,)\s{0,5}\d{1,3}:|.{0,40}-->")
_NOT_SPOKEN = expression(r"(?:NOTE|STYLE|REGION)(?:\s|$)|WEBVTT")
#: <v Marie>, <v.loud Marie Martin>
_VOICE = expression(r"<v(?:\.[^\s>]{1,40}){0,5}[ \t]+([^<>]{1,100})>|</v>")
_TAG = expression(r"</?[a-zA-Z0-9][^<>\n]{0,200}>|</?[a-z]>|\{\\[^{}\n]{0,60}\}")
#: [Music], (applause), ♪: what is heard but not said.
_SOUND = expression(r"[\[(][^\[\]()\n]{1,60}[\])]|[♪♫*#_-]{1,20}")
_DASH = expression(r"^\s{0,5}(?:-|–|—|>>)\s{0,5}(?=\w)")
#: From this share on captions that begin with the line before are those of a machine that rolls its lines.
_ROLLS = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A caption: its lines with where each begins in the text. Without a time of its own it has that of the one before."""

    start: float
    end: float
    lines: tuple[tuple[int, str], ...]
    has_time: bool = True


@dataclass(slots=True)
class Captions:
    """What was read of a file of captions: its pieces, and how much of it was not as it should be."""

    pieces: list[Piece] = field(default_factory=list)
    without_time: int = 0
    repeated: int = 0


def read_captions(text: str, most: int) -> Captions:
    """The pieces of a file of captions, at most so many; lines that roll are read once."""
    read = Captions()
    cues = _cues(text, most)
    read.without_time = sum(not cue.has_time for cue in cues)
    read.pieces = [piece for cue in _once(cues, read) for piece in _spoken(cue)]
    return read


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text, each with where it begins."""
    place = 0
    for line in text.splitlines(keepends=True):
        yield place, line.rstrip("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
        place += len(line)


def _blocks(text: str) -> Iterator[list[tuple[int, str]]]:
    """The lines between blank lines."""
    block: list[tuple[int, str]] = []
    for place, line in lines_of(text):
        if line.strip():
            block.append((place, line))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _cues(text: str, most: int) -> list[Cue]:
    """The captions of a text; a block without a time keeps its words, for they were said."""
    cues: list[Cue] = []
    for number, block in enumerate(_blocks(text)):
        if _NOT_SPOKEN.match(block[0][1].lstrip("\ufeff")):
            # A header may run into the first caption where the blank line was forgotten.
            block = block[next((k for k, (_, line) in enumerate(block) if _TIMING.match(line)), len(block)) :]
        cues.extend(_of_block(block, cues[-1].end if cues else 0.0, is_first=number == 0))
        if len(cues) > most:
            break
    return cues[:most]


def _of_block(block: list[tuple[int, str]], before: float, *, is_first: bool) -> Iterator[Cue]:
    """The captions of one block: usually one, several where blank lines were forgotten, none where it is only a number."""
    times = [(k, _times(line)) for k, (_, line) in enumerate(block) if _TIMING.match(line) or _BROKEN.match(line)]
    if not times:
        lines = tuple(one for one in block if not one[1].strip().isdigit())
        if lines and not is_first:
            yield Cue(start=before, end=before, lines=lines, has_time=False)
        return
    for (k, span), (following, _) in zip(times, [*times[1:], (len(block), None)], strict=True):
        start, end = span or (before, before)
        # A number before the next time is that caption's name.
        last = following - 1 if following < len(block) and block[following - 1][1].strip().isdigit() else following
        lines = tuple(block[k + 1 : last])
        before = max(before, end)
        if lines:
            yield Cue(start=start, end=end, lines=lines, has_time=span is not None)


def _times(line: str) -> tuple[float, float] | None:
    match = _TIMING.match(line)
    if match is None:
        return None
    start, end = seconds(match[1]), seconds(match[2])
    return (start, end) if start is not None and end is not None else None


def _once(cues: list[Cue], read: Captions) -> list[Cue]:
    """The captions without the lines that the one before had shown already."""
    shown = [[_bare(line) for _, line in cue.lines] for cue in cues]
    again = [bool(a and b and b[0] and b[0] == a[-1]) for a, b in pairwise(shown)]
    is_rolling = len(cues) > 2 and sum(again) >= _ROLLS * len(cues)
    kept: list[Cue] = []
    before: list[str] = []
    for cue, bare in zip(cues, shown, strict=True):
        # Captions of a dialogue repeat a short "yes"; only touching times make it one.
        touches = bool(kept) and abs(cue.start - kept[-1].end) < 0.05 and len(" ".join(bare).split()) > 2
        is_repeated = before and (is_rolling or (touches and bare == before))
        lines = (
            tuple(one for one, words in zip(cue.lines, bare, strict=True) if words and words not in before)
            if is_repeated
            else cue.lines
        )
        read.repeated += len(cue.lines) - len(lines)
        before = [words for words in bare if words] or before
        if lines:
            kept.append(replace(cue, lines=lines))
    return kept


def _bare(line: str) -> str:
    """A line as it is heard: without tags."""
    return " ".join(html.unescape(_TAG.sub("", _VOICE.sub("", line))).split())


def _spoken(cue: Cue) -> Iterator[Piece]:
    """The pieces of a caption: one a voice, and one a line where a dash says that another speaks."""
    speaker = ""
    for place, line in cue.lines:
        start = 0
        for voice in [*_VOICE.finditer(line), None]:
            end = voice.start() if voice is not None else len(line)
            yield from _piece(cue, speaker, line[start:end], place + start)
            if voice is not None:
                speaker, start = " ".join(html.unescape(voice[1] or "").split()), voice.end()


def _piece(cue: Cue, speaker: str, words: str, place: int) -> Iterator[Piece]:
    bare = _DASH.sub("", _bare(words))
    if bare and not _SOUND.fullmatch(bare):
        yield Piece(
            speaker=speaker,
            text=bare,
            start=cue.start,
            end=max(cue.start, cue.end),
            first=place,
            last=place + len(words),
        )
