"""The thoughts of an answer, one by one, with the numbers of the points that each of them names. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice

from officebot.core.actionpoints import words as w
from officebot.core.dates import Match, find_dates
from officebot.core.expressions import expression
from officebot.core.text import plain
from officebot.core.worktime import WorkingTime

_LONGEST, _MOST = 4_000, 40
#: Of a sentence of more letters, or of more parts, the rest is left together: nobody follows it.
_LONG_SENTENCE, _MOST_PARTS = 800, 16
_SENTENCE = expression(r"(?<=[.!;…])\s+|(?<=\?)\s+|\n{1,5}|(?<=\)) (?=[A-Z])")
_JOINT = expression(
    r"\s{0,2},\s{1,2}|\s{1,2}(?:et|and|mais|but|puis|then|tandis que|while|whereas|par contre)\s{1,2}"
    r"|\s{1,2}[–—]\s{1,2}"
)
_LABEL = expression(
    r"(?<![\w/])(?:a(?=\d)|(?:actions?|points?|n°|nos?|nr|numeros?|items?|pts?|taches?|tasks?"
    r"|numbers?)[ .]{0,2}(?:n° ?)?a?|#)(\d{1,3})(?![\d/%h€]|:\d| ?(?:min|jours?|days?|euros?))"
    r"(?:\s?(?:-|a|to|–|à)\s?a?(\d{1,3})(?![\d/%]))?"
)
#: Further numbers behind one: « A1, A3 et 4 ».
_MORE = expression(
    r"\s{0,2}(?:,|et|and|&|\+|ainsi que)\s{0,2}(?:le |la |the )?a?(\d{1,3})(?![\d/%h€]| ?(?:min|jours?|days?|euros?"
    r"|dec|jan|fev|mars|nov))"
)
#: A number at the head, set off: "1: done", « 2 - mardi », « 3) fait ».
_HEAD = expression(
    r"\s{0,3}[(\[]?a?(\d{1,3})(?:\s?[)\].:=>–—-]{1,2}\s|[)\]]|\s(?=ok\b|fait|done|termine|regle|envoye|sent"
    r"|en cours|not\b|pas\b|is\b|are\b|est\b|sont\b))"
)
#: « sauf 5 », "except 2 and 3": behind such a word a number alone is a point's.
_BARE = expression(r"(?:le |la |les |the |number )?(\d{1,3})\b(?![/h€%])")
#: « le 2 est fait », "number 2 is done"; « le 2 » alone is a day.
_THE = expression(
    r"\b(?:le|la|les|the)\s(\d{1,2})(?=\s(?:est|sont|a ete|ont ete|aussi|is|are|has|have|fait|ok|sera|seront|will"
    r"|demain|lundi|mardi|mercredi|jeudi|vendredi|tomorrow|monday|tuesday|wednesday|thursday|friday)\b|\s?:)"
)
#: A1 and the like, but no format of paper.
_PAPER = expression(
    r"\b(?:papier|format|feuilles?|page|pages|affiches?|imprime\w{0,3}|paper|sheets?|posters?|autoroute|audi"
    r"|ramettes?|route)(?: (?:au|en|de|of|in|size))?\s$"
)
_ORDINAL = expression(
    r"\b(?:le|la|the|mon|my)\s("
    + "|".join(w.ORDINALS)
    + r")\b(?!\s(?:janv|fev|mars|avril|mai|juin|juil|aout|sept|oct|nov|dec|jan|feb|apr|may|jun|jul|aug|of|week"
    r"|semaine|devis|jour|lundi|mardi|day|mois|month|version))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One thought: its words as written, and `plain` for comparing; the points it numbers, and the days that it names."""

    words: str
    plain: str
    #: In small letters, with accents.
    lower: str
    numbers: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    dates: tuple[Match, ...] = ()
    is_question: bool = False
    #: Whether it tells of what the thought before it left out: « tout est fait, sauf A2 (mardi) ».
    is_exception: bool = False
    #: The number of its sentence in the answer.
    sentence: int = 0
    #: Its sentence up to its own end, as `plain`: « d'après Samira, … » holds for what comes behind it.
    so_far: str = ""

    @property
    def days(self) -> tuple[date, ...]:
        """The days by which something would be, in their order."""
        found = [one.latest.date() if isinstance(one.latest, datetime) else one.latest for one in self.dates]
        return tuple(one for one in found if one is not None)

    @property
    def has_status(self) -> bool:
        """Whether it says how far something has come, by whatever words."""
        return self.is_done or self.did or any(one.search(self.plain) for one in _STATUSES)

    @property
    def is_done(self) -> bool:
        """Whether it holds a word of being done with."""
        bare = w.NOT_DOING.sub(" ", self.plain)
        has_word = w.DONE.search(bare) or w.DONE_WITH_ACCENT.search(self.lower) or w.CHECKED.search(self.words)
        return bool(has_word or (self.lower.isascii() and w.DONE_WITHOUT_ACCENT.search(bare)))

    @property
    def did(self) -> bool:
        """Whether it tells of one thing that was done: sent, booked."""
        return w.DID.search(self.lower) is not None and w.NOT_DOING.search(self.plain) is None


_STATUSES = (w.NOT_DONE, w.FUTURE, w.MOVED, w.DOING, w.PARTLY, w.BLOCKED, w.DROPPED, w.NOT_MINE, w.PERHAPS_DONE)


def clauses(text: str, at: datetime, working: WorkingTime) -> list[Clause]:
    """The thoughts of an answer in their order, without greetings; what others wrote (`>`) only lends its numbers."""
    found: list[Clause] = []
    count = 0
    for line in _own_lines(text[:_LONGEST]):
        for sentence in _SENTENCE.split(line):
            count += 1
            parts = _parted(sentence[:_LONG_SENTENCE].strip(" -–—•*\t,"), at, working)
            found += [replace(one, sentence=count) for one in parts]
            if len(found) >= _MOST:
                return found[:_MOST]
    return found


def _own_lines(text: str) -> Iterator[str]:
    """The lines of the author. One that stands right below a quoted « > 3. … » speaks of that point."""
    number = ""
    for line in text.splitlines():
        stripped = line.strip()
        if stripped.startswith(">"):
            label = _QUOTED.match(stripped)
            number = label[1] if label is not None else number
        elif stripped:
            yield f"A{number}: {stripped}" if number else stripped
            number = ""


_QUOTED = expression(r">[> ]{0,6}(?:[-–•*]\s{0,3})?A?(\d{1,3})\s?[.):–-]\s")


def _parted(sentence: str, at: datetime, working: WorkingTime) -> list[Clause]:
    """A sentence in its thoughts: a part begins a new one where it says of something else how that stands."""
    if len(sentence) < 2 and not w.CHECKED.search(sentence):
        return []
    if is_courtesy(sentence) and not _is_telling(sentence, at, working):
        return []
    is_question = sentence.rstrip(" .!)").endswith("?")
    head, tail = _without_exception(sentence)
    parts = [replace(one, is_question=is_question) for one in _joined(head, at, working)]
    if tail:
        parts += [
            replace(one, is_question=is_question, is_exception=True, numbers=one.numbers or _bare(one))
            for one in _joined(tail, at, working)
        ]
    return parts


def is_courtesy(sentence: str) -> bool:
    """Whether a sentence begins as a greeting, thanks or applause do, and is as short."""
    return w.COURTESY.match(folded(sentence)) is not None and len(sentence) < 60


def _bare(clause: Clause) -> tuple[int, ...]:
    found = _BARE.match(clause.plain)
    return (
        _numbers(clause.plain, [found], [(one.start, one.end) for one in clause.dates]) if found is not None else ()
    )


def _is_telling(sentence: str, at: datetime, working: WorkingTime) -> bool:
    """Whether a sentence that begins with thanks goes on with something to hear: « Merci, c'est fait »."""
    behind = re.split(r"[,:;–]\s", sentence, maxsplit=1)
    return len(behind) > 1 and any(one.has_status for one in [clause_of(behind[1], at, working)])


def _without_exception(sentence: str) -> tuple[str, str]:
    """The sentence before « sauf », and what stands behind it."""
    text = folded(sentence)
    found = w.EXCEPT.search(text) if len(text) == len(sentence) else None
    return (sentence[: found.start()], sentence[found.end() :]) if found is not None else (sentence, "")


def _joined(sentence: str, at: datetime, working: WorkingTime) -> list[Clause]:
    made: list[str] = []
    end = 0
    parts = [(one.start(), one.end()) for one in islice(_JOINT.finditer(sentence), _MOST_PARTS)]
    for start, after in [*parts, (len(sentence), len(sentence))]:
        piece, joint = sentence[end:start], sentence[start:after]
        if made and _is_own(piece, made[-1], at, working):
            made.append(piece + joint)
        elif made:
            made[-1] += piece + joint
        else:
            made.append(piece + joint)
        end = after
    kept = [one.strip(" ,–—") for one in made if one.strip(" ,–—()")]
    return [
        replace(clause_of(one, at, working), so_far=" ".join(map(folded, kept[: place + 1])))
        for place, one in enumerate(kept)
    ]


_NAMES_SOMETHING = expression(
    r"\s?\(?(?:le|la|les|l'|mon|ma|mes|un|une|pour|the|my|a|an|for|as for|that of|celui|celle)\b"
)


def _is_own(piece: str, before: str, at: datetime, working: WorkingTime) -> bool:
    """Whether a part is a thought of its own beside the one before it, which has said how it stands."""
    last = clause_of(before, at, working)
    if not (last.has_status or last.dates):
        return False
    here = clause_of(piece, at, working)
    names = bool(here.numbers or here.places) or w.REST.search(here.plain) is not None
    if names:
        return here.has_status or bool(here.dates)
    if here.has_status:
        is_reason = w.BLOCKED.search(here.plain) and w.BLOCKED.search(last.plain)
        return not (is_reason or _GOES_ON.match(here.plain))
    return bool(here.dates) and _NAMES_SOMETHING.match(here.plain) is not None and here.dates[0].start > 6


_GOES_ON = expression(r"\s?(?:envoye|sent|done|fait|termine|signe|regle|closed|finished)\w{0,3}\b")


def clause_of(words: str, at: datetime, working: WorkingTime) -> Clause:
    """The clause of these words."""
    text = folded(words)
    is_aligned = len(text) == len(words)
    labels = _labels(text)
    # « A4 mardi » is no 4th of a month: what numbers a point is out of sight while days are looked for.
    bare = words
    for one in labels if is_aligned else ():
        bare = f"{bare[: one.start()]}{' ' * (one.end() - one.start() - 1)}:{bare[one.end() :]}"
    dates = find_dates(bare, at, "mixed", working=working) if _DATEY.search(text) is not None else ()
    numbers = _numbers(text, labels, [(one.start, one.end) for one in dates] if is_aligned else [])
    places = tuple(dict.fromkeys(w.ORDINALS[one[1]] for one in _ORDINAL.finditer(text)))
    return Clause(words=words, plain=text, lower=lowered(words), numbers=numbers, places=places, dates=dates)


_DATEY = expression(
    r"\d|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain|hier|semaine|mois|jour|soir|matin|midi|mon|tue"
    r"|wed|thu|fri|sat|sun|day|week|month|"
    r"morrow|tonight|noon|janv|fevr|mars|avril|\bmai\b|juin|juil|aout|sept|octo|nov|dec|year|annee|rentree|noel"
    r"|christmas|quinzaine|fortnight|fin\b|end\b"
)


def _labels(text: str) -> list[re.Match[str]]:
    """What numbers a point, in order; a format of paper does not."""
    head = _HEAD.match(text)
    found = [head] if head is not None else []
    for pattern in (_LABEL, _THE):
        for one in pattern.finditer(text):
            is_paper = _PAPER.search(text[max(0, one.start() - 20) : one.start()]) is not None
            if not is_paper and not any(known.start() < one.end() and one.start() < known.end() for known in found):
                found.append(one)
    return sorted(found, key=lambda one: one.start())


def _numbers(text: str, labels: Sequence[re.Match[str]], dates: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """The numbers of the labels, with those that go on behind them, « A1, 3 et 4 »: a day of a month is none."""
    found: list[int] = []
    for one in labels:
        first, last = int(one[1]), int((one.re is _LABEL and one[2]) or one[1])
        found += range(first, last + 1) if first <= last <= first + 30 else (first, last)
        end = one.end()
        while (more := _MORE.match(text, end)) is not None and not _is_in(more.start(1), dates):
            found.append(int(more[1]))
            end = more.end()
    return tuple(dict.fromkeys(found))


def _is_in(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def lowered(words: str) -> str:
    """The words in small letters, with their accents, and one kind of apostrophe."""
    return unicodedata.normalize(
        "NFC", words.replace("\u2019", "'").replace("\u00a0", " ").replace("\u202f", " ").lower()
    )


def folded(words: str) -> str:
    """The words without capitals and accents, with one kind of apostrophe."""
    return plain(words.replace("\u2019", "'").replace("\u00a0", " ").replace("\u202f", " "))


def is_more_than_thanks(text: str) -> bool:
    """Whether an answer of which nothing was understood says more than thanks: somebody should read it then."""
    sentences = [one.strip() for line in _own_lines(text[:_LONGEST]) for one in _SENTENCE.split(line)]
    return any(len(_WORD.findall(one)) > 2 and not is_courtesy(one) for one in sentences if one)


_WORD = expression(r"[^\W_]{1,40}")
