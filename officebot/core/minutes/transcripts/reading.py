"""A transcript out of a text, whatever kind of file it comes from. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from officebot.core.expressions import expression
from officebot.core.minutes.model import Unit
from officebot.core.minutes.transcripts.captions import read_captions
from officebot.core.minutes.transcripts.clock import TIME, clock_problems
from officebot.core.minutes.transcripts.cutting import turns_of
from officebot.core.minutes.transcripts.model import Piece, Transcript
from officebot.core.minutes.transcripts.plain_lines import believed, labelled, read_lines
from officebot.core.minutes.transcripts.words_timed import is_ctm, read_ctm
from officebot.core.problems import Problem
from officebot.core.text import Text, counted, say

#: About twenty hours of speech, however it is written down; what lies beyond is not read, and that is said.
MOST_LETTERS, MOST_PIECES, MOST_WORDS = 4_000_000, 200_000, 200_000
_CAPTION = expression(rf"^[ \t]{{0,20}}{TIME}[ \t]{{0,20}}(?:--?>|,)[ \t]{{0,20}}{TIME}", re.MULTILINE)
#: What recognisers call voices that they cannot name.
_NUMBERED = expression(
    r"(?:s|spk|speaker|locuteur|locutrice|intervenant|voice|voix|unknown|inconnu)[ _#-]{0,2}\d{0,5}[a-z]?", re.I
)


def read_transcript(text: str, *, name: str) -> Transcript:
    """What was said, out of a WebVTT, SubRip, SubViewer or CTM file or of plain text; what is odd is said in its problems.

    Nothing is refused: a text without times or without speakers is a transcript too.
    """
    beginning = text[:MOST_LETTERS]
    pieces, is_timed, told = _pieces(beginning)
    problems = [Problem(where=name, what=one) for one in told]
    kept = _first_words(pieces)
    if len(text) > len(beginning) or len(pieces) >= MOST_PIECES or kept is not pieces:
        pieces = kept
        problems.insert(0, Problem(where=name, what=say("The transcript is too long: only its beginning was read.")))
    if is_timed:
        is_timed, odd = clock_problems(name, pieces)
        problems.extend(odd)
    if not pieces:
        problems.append(Problem(where=name, what=say("No word of speech was found in it.")))
    elif not any(piece.speaker for piece in pieces):
        problems.append(
            Problem(where=name, what=say("Nobody is named as speaking: who undertakes something stays open."))
        )
    unit: Unit = "seconds" if is_timed else "characters"
    return Transcript(
        file=name, turns=turns_of(pieces, unit), pieces=tuple(pieces), unit=unit, problems=tuple(problems)
    )


def _first_words(pieces: list[Piece]) -> list[Piece]:
    """The pieces until there are as many words as are read; a piece that alone has more is cut."""
    words = 0
    for place, piece in enumerate(pieces):
        here = piece.text.count(" ") + 1
        if words + here > MOST_WORDS:
            text = " ".join(piece.text.split(" ", MOST_WORDS - words)[: MOST_WORDS - words])
            last = piece.first + len(text) if piece.is_verbatim else piece.last
            return [*pieces[:place], *([replace(piece, text=text, last=last)] if text else [])]
        words += here
    return pieces


def is_nameless(speaker: str) -> bool:
    """Whether a speaker is only numbered: S12, Speaker 2, Intervenant 1."""
    return not speaker or _NUMBERED.fullmatch(speaker) is not None


def _pieces(text: str) -> tuple[list[Piece], bool, list[Text]]:
    """The pieces of a text, whether they have times, and what is to be said about the file."""
    if is_ctm(text):
        pieces, odd = read_ctm(text, MOST_PIECES)
        return pieces, True, [_unread(odd)] if odd else []
    if text.lstrip("\ufeff").startswith("WEBVTT") or _CAPTION.search(text):
        captions = read_captions(text, MOST_PIECES)
        told = [_without_time(captions.without_time)] if captions.without_time else []
        return _named(captions.pieces), True, told
    pieces, is_timed = read_lines(text.replace("\ufeff", " ", 1), MOST_PIECES)
    return pieces, is_timed, []


def _unread(count: int) -> Text:
    return counted("One line is no word with a time.", "{count} lines are no words with times.", count)


def _without_time(count: int) -> Text:
    return counted(
        "One caption has no time that can be read: it stands at the end of the one before.",
        "{count} captions have no time that can be read: they stand at the end of the one before.",
        count,
    )


def _named(pieces: Sequence[Piece]) -> list[Piece]:
    """Captions that begin with who speaks, with that as their speaker until another is named."""
    if any(piece.speaker for piece in pieces):
        return list(pieces)
    labels = [labelled(piece.text) for piece in pieces]
    names = believed((label for label, _ in labels if label), len(pieces))
    named, speaker = [], ""
    for piece, (label, after) in zip(pieces, labels, strict=True):
        is_named = label in names
        speaker = label if is_named else speaker
        words = piece.text[after:] if is_named else piece.text
        if words:
            named.append(replace(piece, speaker=speaker, text=words))
    return named
