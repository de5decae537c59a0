"""What an answer refers to: point 3, A2, décision 1; and an answer cut into its sentences. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from officebot.core.expressions import expression
from officebot.core.minutes.model import Minutes
from officebot.core.minutes.readback.places import Kind, Place, labelled

#: More of an answer than this is not read: it is shown as it is.
LONGEST_ANSWER = 20_000
_LONGEST_SENTENCE = 2_000
_QUOTED = expression('«[^«»\n]{1,1000}»|“[^“”\n]{1,1000}”|"[^"\n]{1,1000}"')
#: The end of a sentence; not that of « M. », “no.” or « art. ».
_END = expression(r"(?<!\bM)(?<!\bMr)(?<!\bMme)(?<!\bDr)(?<!\bno)(?<!\bart)(?<!\bp)[.!?;…]{1,5}(?=\s|$)|\n")
_BULLET = expression(r"^[\s>*•·–—-]{1,20}(?=\S)|^\s{0,10}\d{1,2}[.)]\s{1,10}(?=\S)")

_NUMBERS = r"(\d{1,3}(?:\s?(?:,|et|and|&|/|\+)\s?\d{1,3}(?!\d|\s?\d{3})){0,9})"
_REFERENCE = expression(
    r"(?:\b(?:(?:à|a|au|aux|le|la|les|du|de|des|sur|pour|dans|in|on|for|at|the|of|and|et)\s|(?:à\s)?l['’]|d['’]){0,3})?"
    r"(?:\b(points?|items?|topics?|sujets?|pts?|paragraphes?|paragraphs?|sections?|action|actions|d[ée]cisions?)"
    rf"\s?(?:n°|n°s|nos?\.?|num[ée]ros?|number|#)?\s?{_NUMBERS}\b"
    r"|(?:\baction\s|\bactions\s|\bd[ée]cisions?\s)?\b([AD])\s?(\d{1,3})\b(?![-/]\w))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reference:
    """What is referred to: a point, a decision or an action, by its number; from where to where the words say so."""

    kind: Kind
    number: int
    start: int = 0
    end: int = 0

    def place(self, minutes: Minutes) -> Place | None:
        """Its place; None where the minutes have none of this number."""
        if self.kind == "h":
            return Place("h", self.number) if 1 <= self.number <= len(minutes.topics) else None
        return labelled(minutes, self.kind, self.number)


def references_in(words: str) -> tuple[Reference, ...]:
    """All that is referred to, in order; « points 1 et 2 » are two."""
    return tuple(one for found in _REFERENCE.finditer(words[:_LONGEST_SENTENCE]) for one in _of_match(found))


def _of_match(found: re.Match[str]) -> Iterator[Reference]:
    if found[3]:
        # "a 2" is no action: only a capital letter, or one that touches its number.
        if found[3].isupper() or found[0].rstrip().lower().endswith(f"{found[3].lower()}{found[4]}"):
            yield Reference("a" if found[3].lower() == "a" else "d", int(found[4]), found.start(), found.end())
        return
    named = found[1].lower()
    kind: Kind = "a" if named.startswith("action") else "d" if named[0] == "d" else "h"
    for number in re.findall(r"\d{1,3}", found[2]):
        yield Reference(kind, int(number), found.start(), found.end())


def sentences_of(text: str) -> tuple[tuple[str, bool], ...]:
    """The sentences, each with whether it is a question; what stands between quotes is not cut."""
    text = text[:LONGEST_ANSWER]
    kept = [one.span() for one in _QUOTED.finditer(text)]
    found: list[tuple[str, bool]] = []
    start, place = 0, 0
    for end in (*_END.finditer(text), None):
        cut = end.start() if end is not None else len(text)
        while place < len(kept) and kept[place][1] <= cut:
            place += 1
        if end is not None and place < len(kept) and kept[place][0] < cut:
            continue
        words = _BULLET.sub("", text[start:cut]).strip(" \t,")
        is_question = end is not None and "?" in end[0]
        if words or is_question:
            found.append((words, is_question))
        start = end.end() if end is not None else cut
    return tuple(found)
