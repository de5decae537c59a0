"""What a chair's answer to draft minutes says: yes, yes but, corrections, no, later. Only a clear yes is a yes. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias

from officebot.core.expressions import expression
from officebot.core.minutes.answers.applying import corrected_by
from officebot.core.minutes.answers.corrections import Correction, correction_in
from officebot.core.minutes.answers.refs import LONGEST_ANSWER, Reference, references_in, sentences_of
from officebot.core.minutes.answers.signature import without_signature
from officebot.core.minutes.answers.words import (
    Tone,
    folded,
    is_postponed,
    is_refusal,
    is_wanting,
    is_withdrawn,
    tone_of,
)
from officebot.core.minutes.model import Minutes
from officebot.core.minutes.readback.changes import Corrected
from officebot.core.minutes.readback.places import names_of
from officebot.core.text import Language, one_line, say

AnswerKind: TypeAlias = Literal["ok", "ok-except", "corrections", "no", "later", "unclear"]

#: What turns a yes into one with a reservation: what follows is not agreed to.
_EXCEPT = expression(
    r"[,(]?\s?\b(?:sauf|hormis|except[ée]|à l['’]exception d[eu]|à part|except(?:ing)?(?: for)?|apart from|other than|but not"
    r"|mais pas|excluding)\b\s?",
    re.IGNORECASE,
)
#: What follows is said as such.
_BUT = expression(
    r"[,(]?\s?\b(?:mais|but|however|par contre|en revanche|cependant|toutefois|simplement|juste|just|only"
    r"|(?:avec|with)(?=\s(?:une?|one|deux|two|trois|three|les|the|these|ces|quelques|some|an?|small|minor)\b))\b"
    r"\s?[:,]?\s?",
    re.IGNORECASE,
)
_CLAUSES = expression(r"\s?[,:()–—]\s?|\s-\s|\s\+\s")
#: « OK pour les points 1 et 2 »: the others are not agreed to.
_ONLY_FOR = expression(r"\b(?:pour|for|sur|on|with|about)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an answer says. `points` are those, by their numbers in the document, to which there is an objection.

    `has_yes` is whether the rest was agreed to; `words` is what was read, as it was written. `is_cut` is whether more stands
    in it than was read.
    """

    kind: AnswerKind
    corrections: tuple[Correction, ...] = ()
    points: tuple[int, ...] = ()
    has_yes: bool = False
    is_cut: bool = False
    words: str = ""
    language: Language = "fr"


@dataclass(slots=True)
class _Heard:
    """What the sentences say so far."""

    tones: set[Tone]
    corrections: list[Correction]
    excepted: list[Reference]
    only: list[Reference]
    has_no: bool = False
    has_later: bool = False
    has_question: bool = False


def read_answer(
    text: str, minutes: Minutes, language: Language = "fr", *, names: Sequence[str] = (), author: str = ""
) -> Answer:
    """What the answer says of these minutes; `text` is what its author newly wrote, see `Mail.reply`.

    "ok" is only an answer of which every word agrees or is polite. French and English are understood whatever the
    `language`, in which what follows is said and dates are read. `names` are further people whose names may stand below,
    `author` is the name of who wrote it: what follows it is how they sign.
    """
    text = unicodedata.normalize("NFC", text)  # macOS writes an accented letter as two signs
    heard = _Heard(tones=set(), corrections=[], excepted=[], only=[])
    known = _known_names((*names_of(minutes), *names))
    scope: Reference | None = None
    for sentence, is_question in sentences_of(without_signature(text, author)):
        heard.has_question |= is_question
        scope = _hear(sentence, heard, known, scope)
    is_cut = len(text) > LONGEST_ANSWER
    kind = _kind(heard, is_cut=is_cut)
    points = _points(heard, minutes)
    if kind == "ok-except" and not points:
        kind = "unclear"
    return Answer(
        kind=kind,
        corrections=tuple(heard.corrections),
        points=points,
        has_yes="ok" in heard.tones and not heard.has_no and not is_cut,
        is_cut=is_cut,
        words=one_line(text, 2_000),
        language=language,
    )


def apply_answer(
    answer: Answer, minutes: Minutes, *, at: date | None = None, people: Sequence[str] = (), file: str = ""
) -> Corrected:
    """The minutes with the answer's clear corrections; the others, and what was not read, are questions. See `corrected_by`."""
    made = corrected_by(
        minutes, answer.corrections, language=answer.language, at=at, people=people, file=file
    )  # fmt: skip
    if not answer.is_cut:
        return made
    unread = say(
        "Only the first {count} characters of the answer were read: what else does it say?", count=LONGEST_ANSWER
    )
    return replace(made, questions=(*made.questions, unread))


# ── one sentence ──────────────────────────────────────────────────────────────────────────────────────────


def _hear(sentence: str, heard: _Heard, known: frozenset[str], scope: Reference | None) -> Reference | None:
    """Note what a sentence says; what the next one is about, if it says nothing of that itself."""
    whole = _tone(sentence, known)
    if whole is not None and whole != "other":
        heard.tones.add(whole)
        return scope
    reserved = _EXCEPT.search(sentence)
    but = _BUT.search(sentence) if reserved is None else None
    cut = reserved or but
    head, tail = (sentence[: cut.start()], sentence[cut.end() :]) if cut is not None else ("", sentence)
    if cut is not None and head.strip() and not _is_head(head, heard, known):
        head, tail = "", sentence
    elif cut is not None and reserved is not None and _is_only_reference(tail):
        heard.excepted.extend(references_in(tail))
        return None
    if cut is None and (begun := _leading_yes(sentence, known)) is not None:
        heard.tones.add("ok")
        tail = begun
        if not tail.rstrip().endswith(":") and _is_only_reference(_ONLY_FOR.sub("", tail, count=1)):
            heard.only.extend(references_in(tail))
            return None
    return _hear_tail(tail, heard, known, scope, is_reserved=cut is not None and bool(head))


def _is_head(head: str, heard: _Heard, known: frozenset[str]) -> bool:
    """Whether what stands before “but” is a yes or politeness; then it is noted."""
    tone = _tone(head, known)
    if tone == "other" or tone is None:
        references = references_in(head)
        begun = _leading_yes(head, known) if references else None
        if begun is None or not _is_only_reference(_ONLY_FOR.sub("", begun, count=1)):
            return False
        heard.only.extend(references)
        tone = "ok"
    heard.tones.add(tone)
    return True


def _hear_tail(
    tail: str, heard: _Heard, known: frozenset[str], scope: Reference | None, *, is_reserved: bool = False
) -> Reference | None:
    words = " ".join(folded(tail).replace(",", " ").split())
    references = references_in(tail)
    if references and _is_only_reference(tail):
        # « Point 3 : » on a line of its own: what follows is about it.
        heard.excepted.append(references[0])
        return references[0]
    if is_reserved and not _bare(tail, known):
        heard.tones.add("other")  # « oui, mais Paul »
        return scope
    if _tone(tail, known) not in ("other", None):
        heard.tones.add(_tone(tail, known) or "courtesy")
        return scope
    found = correction_in(tail, scope)
    is_clear = found.kind not in ("unclear", "due") or (found.kind == "due" and bool(references))
    if is_refusal(words) and (found.kind == "unclear" or not references):
        heard.has_no = True
    elif is_postponed(words) and found.kind in ("unclear", "due"):
        if is_withdrawn(words):
            heard.has_no = True
        else:
            heard.has_later = True
    elif is_clear or references or (is_reserved or is_wanting(words) or scope is not None):
        heard.corrections.append(found)
    else:
        heard.tones.add("other")
    return references[0] if references else scope


def _leading_yes(sentence: str, known: frozenset[str]) -> str | None:
    """What follows a yes at the beginning: « OK » of « OK, point 3 : … »; None where it does not begin with one."""
    for cut in re.finditer(r"[\s,:;–—-]{1,4}", sentence[:120]):
        head = sentence[: cut.start()]
        rest = sentence[cut.end() :]
        if _tone(head, known) == "ok" and rest and (_begins_anew(rest) or cut[0].strip()):
            return rest
    return None


def _begins_anew(rest: str) -> bool:
    """Whether a reference, or what restricts a yes to it, comes next."""
    found = references_in(rest)
    if not found:
        return False
    return not _ONLY_FOR.sub("", rest[: found[0].start], count=1).strip(" ,:-–—")


def _tone(sentence: str, known: frozenset[str]) -> Tone | None:
    """What all the clauses of a sentence say together; None for no words."""
    whole = tone_of(" ".join(_bare(sentence, known).replace(",", " ").split()))
    if whole in ("ok", "weak"):
        return whole
    tones: set[Tone] = set()
    for clause in _CLAUSES.split(sentence):
        words = _bare(clause, known)
        if words:
            tones.add(tone_of(words))
    if not tones:
        return "courtesy" if sentence.strip() else None
    order: tuple[Tone, ...] = ("other", "ok", "weak", "courtesy")
    return next(tone for tone in order if tone in tones)


def _bare(words: str, known: frozenset[str]) -> str:
    return _without_names(folded(words).strip(" .,!;:…-_*'\""), known)


def _is_only_reference(words: str) -> bool:
    """Whether the words only refer to something: « le point 3 »."""
    found = references_in(words)
    if not found:
        return False
    left = words
    for span in sorted({(one.start, one.end) for one in found}, reverse=True):
        left = left[: span[0]] + left[span[1] :]
    left = re.sub(r"\b(?:le|la|les|the|et|and|of|de|du|pour|for|on|sur|l|d)\b['’]?", "", left, flags=re.IGNORECASE)
    return not left.strip(" ,.:;-–—()!&")


# ── all of them ───────────────────────────────────────────────────────────────────────────────────────────


def _kind(heard: _Heard, *, is_cut: bool) -> AnswerKind:
    if heard.has_no:
        return "no"
    if heard.corrections:
        return "corrections"
    if heard.has_later:
        return "later"
    has_yes = "ok" in heard.tones
    is_half = has_yes or "weak" in heard.tones
    if (heard.excepted or heard.only) and is_half and "other" not in heard.tones and not heard.has_question:
        return "ok-except"
    if heard.excepted or heard.only or heard.has_question or is_cut or "other" in heard.tones:
        return "unclear"
    return "ok" if has_yes else "unclear"


def _points(heard: _Heard, minutes: Minutes) -> tuple[int, ...]:
    """The numbers of the points with an objection: those named, or all but those that alone were agreed to."""
    named = [*heard.excepted, *(one.reference for one in heard.corrections if one.reference is not None)]
    found = {place.topic for one in named if (place := one.place(minutes)) is not None}
    agreed = {place.topic for one in heard.only if (place := one.place(minutes)) is not None}
    if agreed:
        found |= set(range(1, len(minutes.topics) + 1)) - agreed
    return tuple(sorted(found))


def _known_names(names: Sequence[str]) -> frozenset[str]:
    """The names below answers and after greetings, in full and by each of their parts."""
    whole = {folded(name) for name in names}
    return frozenset(whole | {part for name in whole for part in name.split() if len(part) > 1})


#: After these, a name is no address: « je suis d'accord avec Inès » is agreement with her.
_ABOUT = frozenset(
    [
        "with",
        "avec",
        "for",
        "pour",
        "by",
        "par",
        "de",
        "du",
        "of",
        "a",
        "to",
        "sauf",
        "except",
        "et",
        "and",
        "que",
        "than",
    ]
)


def _without_names(clause: str, known: frozenset[str]) -> str:
    """A clause without the names with which it ends: « bonjour ines »; nothing is left of one that only names people."""
    words = clause.split()
    kept = len(words)
    while kept and words[kept - 1].strip("., ") in known:
        kept -= 1
    return clause if kept and words[kept - 1].strip("., ") in _ABOUT else " ".join(words[:kept])
