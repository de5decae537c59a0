"""What an answer to a request says: here it is, here are the fields, I will, which file?, not me. French and English.

Careful on purpose: what is no contribution for certain is a question to a person, and never stops a reminder for good.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import PurePosixPath

from officebot.core.dates import find_dates
from officebot.core.expressions import expression
from officebot.core.gathering.asking import KINDS
from officebot.core.gathering.model import Ask
from officebot.core.gathering.words import (
    ATTACHED,
    DECLINED,
    HERE,
    HINDERED,
    NOT_ATTACHED,
    NOT_YET,
    NOTHING,
    POLITE,
    PROMISE,
    SENT_BEFORE,
    TIME,
)
from officebot.core.text import one_line, plain
from officebot.core.worktime import WorkingTime


class Word(StrEnum):
    """What an answer is."""

    CONTRIBUTION = "contribution"
    PROMISE = "promise"
    NO_FILE = "no-file"
    QUESTION = "question"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """What hangs on a mail; `media_type` is judged by its bytes, `dangers` say what could do harm."""

    name: str
    media_type: str
    size: int
    sha256: str
    dangers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an answer says; `quote` are its words, `files` those worth keeping, `values` the fields it fills in."""

    word: Word
    quote: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    files: tuple[File, ...] = ()
    promised_by: date | None = None
    doubts: tuple[str, ...] = ()


_LONGEST, _MOST_SENTENCES = 6_000, 80
_ENDS = expression(r"[.!?…](?=\s|$)|\n")
_LOGO = expression(
    r"(?:image|logo|signature|outlook|banni?[eè]re)[-_ .a-z0-9]{0,40}\.(?:png|jpe?g|gif|bmp)", re.IGNORECASE
)
_SMALL_PICTURE = 40_000
_NO_PAPERS = frozenset({"ics", "vcf", "p7s", "p7m", "asc", "sig", "eml", "dat"})
_PAUSE = expression(r"[,;:!]")
_WORD = expression(r"[a-z0-9]{2,40}")


def read_answer(
    text: str, files: Sequence[File], ask: Ask, received: datetime, working: WorkingTime, whole: str = ""
) -> Said:
    """What an answer says to what was asked.

    `text` is what its author newly wrote, `whole` with what it quotes: our own lines come back there, filled in.
    """
    text, whole = text[:_LONGEST], whole[: 2 * _LONGEST]
    values = {**filled_fields(whole, ask.fields), **filled_fields(text, ask.fields)}
    kept = tuple(one for one in files if is_paper(one, ask))
    good = tuple(one for one in kept if not one.dangers)
    sentences = list(_sentences(text))
    promise, until = _promise(sentences, received, working)
    quote = _first_words(sentences)
    if values or good:
        doubts = (*(["danger"] if len(good) < len(kept) else []), *_doubts(good, ask, values))
        return Said(word=Word.CONTRIBUTION, quote=quote, values=values, files=good, promised_by=until, doubts=doubts)
    if kept:
        return Said(word=Word.QUESTION, quote=kept[0].name, doubts=("danger",))
    told = _of_words(sentences, ask, promise, until, quote)
    picture = next((one for one in files if _is_picture(one) and "image" in ask.files), None)
    if picture is not None and (told.word is Word.NO_FILE or not sentences):
        # What was asked for, or the logo below a letter: a person can tell.
        return Said(word=Word.QUESTION, quote=picture.name, doubts=("picture",))
    return told


def _of_words(sentences: Sequence[tuple[str, str]], ask: Ask, promise: str, until: date | None, quote: str) -> Said:
    """What words alone say, the surest first."""
    flat = [one for _, one in sentences]
    if any(ATTACHED.search(one) and not NOT_ATTACHED.search(one) for one in flat) and until is None:
        return Said(word=Word.NO_FILE, quote=_where(sentences, ATTACHED))
    if ask.files and until is None and any(HERE.search(one) for one in flat):
        return Said(word=Word.NO_FILE, quote=_where(sentences, HERE))
    if any(SENT_BEFORE.search(one) and not one.endswith("?") for one in flat) and until is None:
        return Said(word=Word.QUESTION, quote=_where(sentences, SENT_BEFORE))
    question = next((words for words, one in sentences if one.endswith("?") and len(one.split()) > 1), "")
    said = _substance(sentences)
    if not promise and any(HINDERED.search(one) for one in flat) and not _has_figures(said):
        return Said(word=Word.QUESTION, quote=_where(sentences, HINDERED))
    is_refused = any(DECLINED.search(one) and not NOT_YET.search(one) and not PROMISE.search(one) for one in flat)
    if until is None and not question and is_refused:
        return Said(word=Word.DECLINED, quote=_where(sentences, DECLINED))
    waits = next((words for words, one in sentences if NOT_YET.search(one)), "")
    if any(NOTHING.search(one) and not one.endswith("?") for one in flat) and not promise and not waits:
        word = Word.CONTRIBUTION if ask.wants_words else Word.QUESTION
        return Said(word=word, quote=_where(sentences, NOTHING))
    if (
        promise
        and not (question and until is None and not _asks_time(question, promise))
        and not (ask.wants_words and _has_figures(said))
    ):
        return Said(word=Word.PROMISE, quote=promise, promised_by=until)
    if (
        waits
        and not question
        and not (ask.wants_words and _is_much([one for one in said if not NOT_YET.search(one)]))
    ):
        return Said(word=Word.PROMISE, quote=waits)
    if question and not (ask.wants_words and _is_much(said)):
        return Said(word=Word.QUESTION, quote=question)
    if _is_something(said):
        if ask.wants_words:
            return Said(word=Word.CONTRIBUTION, quote=quote, promised_by=until)
        return Said(word=Word.QUESTION, quote=quote)
    return Said(word=Word.PROMISE, quote=quote)


# ── files and fields ──────────────────────────────────────────────────────────────────────────────────────


def is_paper(file: File, ask: Ask) -> bool:
    """Whether an attachment was surely sent on purpose: no visiting card, no picture that may be a signature's logo."""
    ending = ending_of(file.name)
    if ending in _NO_PAPERS or file.media_type in ("text/calendar", "message/rfc822", "application/pkcs7-signature"):
        return False
    if not _is_picture(file):
        return file.size > 0
    return file.size >= _SMALL_PICTURE and ("image" in ask.files or _LOGO.fullmatch(file.name) is None)


def _is_picture(file: File) -> bool:
    return file.media_type.startswith("image/")


def ending_of(name: str) -> str:
    """The ending of a file's name, small and without its dot."""
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def _doubts(files: Sequence[File], ask: Ask, values: Mapping[str, str]) -> Iterator[str]:
    wanted = [one for one in ask.files if one != "file"]
    if wanted and not any(ending_of(file.name) in KINDS[kind] for kind in wanted for file in files):
        yield "kind" if files else "file"
    if ask.fields and not values:
        yield "fields"


def filled_fields(text: str, fields: Sequence[str]) -> dict[str, str]:
    """The fields that stand filled in on lines of their own: « Effectif : 12 », "- budget = 3,000", "> Effectif: 12"."""
    wanted = {_label(one): one for one in fields}
    found: dict[str, str] = {}
    if not wanted:
        return found
    for line in text.splitlines()[:600]:
        bare = line[:1_000].lstrip(" \t>*•–—-")
        for sign in (":", "="):
            label, is_there, value = bare.partition(sign)
            name = wanted.get(_label(label)) if is_there else None
            words = one_line(value.replace("*", ""), 500)
            if name is not None and words.strip("?._…- "):
                found[name] = words
                break
    return found


def _label(words: str) -> str:
    return " ".join(plain(words[:200]).replace("_", " ").replace("*", " ").replace("’", "'").split())


# ── words ─────────────────────────────────────────────────────────────────────────────────────────────────


def _sentences(text: str) -> Iterator[tuple[str, str]]:
    """The sentences as written, each with its plain form."""
    start = count = 0
    for end in _ENDS.finditer(text):
        piece = one_line(text[start : end.end()], 400)
        start = end.end()
        if piece:
            count += 1
            yield piece, _flat(piece)
        if count >= _MOST_SENTENCES:
            return
    last = one_line(text[start:], 400)
    if last:
        yield last, _flat(last)


def _flat(words: str) -> str:
    return " ".join(plain(words).replace("’", "'").split())


def _asks_time(question: str, promise: str) -> bool:
    """Whether the question asks for more time, which is as good as a promise."""
    return question == promise and TIME.search(_flat(question)) is not None


def _where(sentences: Sequence[tuple[str, str]], pattern: re.Pattern[str]) -> str:
    return next((words for words, flat in sentences if pattern.search(flat)), "")


def _first_words(sentences: Sequence[tuple[str, str]]) -> str:
    """The first sentence that is no greeting, else the first at all."""
    told = [words for words, flat in sentences if _without_courtesy(flat)]
    return told[0] if told else sentences[0][0] if sentences else ""


def _promise(
    sentences: Sequence[tuple[str, str]], received: datetime, working: WorkingTime
) -> tuple[str, date | None]:
    """The sentence that promises something, and by when: the one that names a day before one that names none."""
    local = working.local(received)
    first = ""
    for words, flat in sentences:
        if not PROMISE.search(flat):
            continue
        first = first or words
        days = [
            day
            for match in find_dates(words, local, "mixed", working=working)
            if match.role != "past" and match.latest is not None
            for day in [match.latest.date() if isinstance(match.latest, datetime) else match.latest]
            if 0 <= (day - local.date()).days <= 366
        ]
        if days:
            return words, min(days)
    return first, None


def _substance(sentences: Sequence[tuple[str, str]]) -> list[str]:
    """What is neither a courtesy nor a question nor a promise: the matter itself, as `_flat` has it."""
    told = [_without_courtesy(flat) for _, flat in sentences if not flat.endswith("?") and not PROMISE.search(flat)]
    return [one for one in told if one]


def _without_courtesy(flat: str) -> str:
    """The sentence without the greetings that it begins with; "" where it is nothing else."""
    for _ in range(4):
        if not POLITE.match(flat):
            return flat
        found = _PAUSE.search(flat)
        if found is None:
            return ""
        flat = flat[found.end() :].strip()
    return flat


def _words(said: Sequence[str]) -> list[str]:
    return _WORD.findall(" ".join(said))


def _is_something(said: Sequence[str]) -> bool:
    """Whether it is more than a name below a letter."""
    words = _words(said)
    return len(words) >= 4 or any(one.isdigit() for one in words)


def _has_figures(said: Sequence[str]) -> bool:
    words = _words(said)
    return len(words) >= 4 and any(letter.isdigit() for one in words for letter in one)


def _is_much(said: Sequence[str]) -> bool:
    return len(_words(said)) >= 12 or _has_figures(said)
