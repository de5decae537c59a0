"""Turns and sentences out of pieces: by signs where speech has them, else by pauses and by the words that join. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby

from officebot.core.expressions import expression
from officebot.core.minutes.model import Unit
from officebot.core.minutes.transcripts.model import Piece, Sentence, Turn
from officebot.core.text import plain

_WORD = expression(r"\S+")
_ENDS = expression(r"[.?!…][.?!…]{0,5}[\"”»’')\]]{0,3}$")
#: Written with a full stop that ends nothing.
_SHORT = frozenset(
    [
        "m",
        "mm",
        "mme",
        "mmes",
        "mlle",
        "mr",
        "mrs",
        "ms",
        "dr",
        "pr",
        "st",
        "ste",
        "me",
        "mgr",
        "etc",
        "cf",
        "ex",
        "n°",
        "nos",
        "vs",
        "art",
        "p",
        "pp",
        "vol",
        "fig",
        "min",
        "max",
        "env",
        "tél",
        "tel",
        "inc",
        "ltd",
        "co",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "janv",
        "févr",
        "avr",
        "juil",
        "déc",
        "i.e",
        "e.g",
    ]
)
#: With which a new thought begins in speech.
_JOINING = frozenset(
    [
        "donc",
        "alors",
        "ensuite",
        "puis",
        "après",
        "enfin",
        "bon",
        "bref",
        "maintenant",
        "mais",
        "parce",
        "ainsi",
        "d'ailleurs",
        "voilà",
        "cependant",
        "par",
        "so",
        "then",
        "now",
        "but",
        "because",
        "okay",
        "anyway",
        "also",
        "however",
        "and",
        "et",
        "right",
        "well",
    ]
)
#: The joining words that begin one only after a long sentence.
_WEAK = frozenset(["mais", "par", "and", "et", "but", "because", "parce", "well", "right"])
#: What shows that somebody listens.
_LISTENING = frozenset(
    ["yeah", "yes", "mm", "hmm", "mm-hmm", "mhm", "uh-huh", "ok", "okay", "right", "oui", "hum", "ouais", "ah", "oh"]
)
#: At least one sign in so many words, else the signs are not believed.
_PUNCTUATED = 45
#: So many seconds without a word part two sentences where there are no signs.
_PAUSE = 0.65
_SHORTEST, _LONG, _LONGEST = 10, 45, 70


def turns_of(pieces: Sequence[Piece], unit: Unit) -> tuple[Turn, ...]:
    """The turns of a transcript in order, each cut into its sentences."""
    is_punctuated = _is_punctuated(pieces)
    turns = []
    for group in _uninterrupted([list(group) for _, group in groupby(pieces, key=lambda one: one.speaker)]):
        sentences = tuple(_sentences(group, unit, is_punctuated=is_punctuated))
        if sentences:
            turns.append(Turn(speaker=group[0].speaker, sentences=sentences))
    return tuple(turns)


def _uninterrupted(groups: Sequence[list[Piece]]) -> list[list[Piece]]:
    """The turns, with a sentence that another's "mm-hmm" broke in two made whole: the sound comes after it."""
    whole: list[list[Piece]] = []
    for group in groups:
        if len(whole) > 1 and _goes_on(whole[-2], whole[-1], group):
            whole[-2].extend(group)
        else:
            whole.append(group)
    return whole


def _goes_on(before: list[Piece], between: list[Piece], group: list[Piece]) -> bool:
    """Whether a turn goes on with the sentence that the speaker had begun before somebody showed that they listen."""
    if before[-1].speaker != group[0].speaker or not group[0].speaker or len(between) > 2:
        return False
    sounds = " ".join(piece.text for piece in between).split()
    is_sound = len(sounds) <= 3 and all(plain(word.strip(".,!… ")) in _LISTENING for word in sounds)
    return is_sound and not _ENDS.search(before[-1].text) and group[0].text[:1].islower()


def joined(pieces: Sequence[Piece]) -> tuple[str, list[int]]:
    """The pieces as one text, and where each begins in it: signs and elided words stand close."""
    text: list[str] = []
    starts, place, before = [], 0, ""
    for piece in pieces:
        if before and not (before[-1] in "'’" or piece.text[0] in ".,;:?!'’" or _hangs_on(piece.text)):
            text.append(" ")
            place += 1
        starts.append(place)
        text.append(piece.text)
        place += len(piece.text)
        before = piece.text
    return "".join(text), starts


def _hangs_on(word: str) -> bool:
    """Whether a recogniser wrote the second half of « pourrait-il » by itself."""
    return len(word) > 1 and word[0] == "-" and word[1].isalpha() and " " not in word


def _is_punctuated(pieces: Sequence[Piece]) -> bool:
    words = signs = 0
    for piece in pieces[:20_000]:
        words += piece.text.count(" ") + 1
        signs += sum(map(piece.text.count, (". ", "? ", "! "))) + (piece.text[-1:] in ".?!")
    return signs * _PUNCTUATED >= words


def _sentences(pieces: list[Piece], unit: Unit, *, is_punctuated: bool) -> Iterator[Sentence]:
    text, starts = joined(pieces)
    pauses = frozenset() if is_punctuated or unit != "seconds" else _pauses(pieces, starts)
    for start, end in _cuts(text, pauses, is_punctuated=is_punctuated):
        yield _sentence(text[start:end], start, end, pieces, starts, unit)


def _pauses(pieces: Sequence[Piece], starts: Sequence[int]) -> frozenset[int]:
    """Where in the text somebody paused before going on."""
    between = zip(pieces, pieces[1:], starts[1:], strict=False)
    return frozenset(place for before, after, place in between if after.start - before.end >= _PAUSE)


def _cuts(text: str, pauses: frozenset[int], *, is_punctuated: bool) -> Iterator[tuple[int, int]]:
    """From where to where each sentence stands."""
    begin, length, last = 0, 0, 0
    before = ""
    for match in _WORD.finditer(text):
        word = match[0]
        if length and _is_cut(before, word, length, is_punctuated=is_punctuated, is_pause=match.start() in pauses):
            yield begin, last
            begin, length = match.start(), 0
        elif not length:
            begin = match.start()
        length += 1
        last, before = match.end(), word
    if length:
        yield begin, last


def _is_cut(before: str, word: str, length: int, *, is_punctuated: bool, is_pause: bool) -> bool:
    """Whether a sentence of so many words ends between two words."""
    if before != "…" and _ENDS.search(before) and not _is_short(before):
        # « Vous venez ? » keeps its sign.
        return word[:1] not in "?!.»"
    if is_pause and length >= 4:
        return True
    joins = _plain(word)
    if (
        not is_punctuated
        and length >= _SHORTEST
        and joins in _JOINING
        and (joins not in _WEAK or length >= 2 * _SHORTEST)
    ):
        return True
    if length >= _LONG and (before[-1:] in ",;:" or joins in _JOINING):
        return True
    return length >= _LONGEST


def _plain(word: str) -> str:
    return plain(word.strip(',;:«»"“”()')) if len(word) < 15 else ""


def _is_short(word: str) -> bool:
    """Whether a full stop only shortens the word: M., cf., J. (of a name), p.m."""
    if not word.endswith("."):
        return False
    bare = word[:-1].lstrip('(«"“')
    return (
        bare.casefold() in _SHORT
        or (len(bare) == 1 and bare.isupper())
        or (len(bare) < 8 and "." in bare and bare[-1:].isalpha())
    )


def _sentence(
    words: str, start: int, end: int, pieces: Sequence[Piece], starts: Sequence[int], unit: Unit
) -> Sentence:
    """The sentence with where it was said: its own letters in a text, else the pieces that it lies in."""
    first = bisect_right(starts, start) - 1
    last = bisect_right(starts, end - 1) - 1
    one, other = pieces[first], pieces[last]
    if unit == "seconds":
        return Sentence(text=words, start=one.start, end=max(one.start, other.end))
    begin = one.first + (start - starts[first] if one.is_verbatim else 0)
    stop = other.first + (end - starts[last]) if other.is_verbatim else other.last
    return Sentence(text=words, start=float(begin), end=float(stop))
