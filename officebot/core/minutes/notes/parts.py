"""A part of a sentence that is read by itself, and the deed that is found in it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from officebot.core.expressions import expression
from officebot.core.minutes.notes.due import DueDay
from officebot.core.minutes.notes.marks import Sign
from officebot.core.minutes.notes.owners import Mention


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a sentence that is read by itself; `low` is the whole text folded."""

    text: str
    low: str
    start: int
    end: int
    mentions: tuple[Mention, ...] = ()
    days: tuple[DueDay, ...] = ()
    sign: Sign = ""
    language: str = "fr"
    #: The person of whom the words before spoke last: he or she.
    before: Mention | None = None
    #: Where the part is the beginning of a line, or of a sentence of it.
    is_first: bool = True
    #: Whether the notes call it an action: it stands under « Actions », or below somebody's name.
    is_listed: bool = False
    #: Whether the sentence that the part belongs to names a day.
    has_day: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """An action that was read: who is to do it, none where nobody is named. `is_bare` has an owner and no "
    "words of its own."""

    owners: tuple[Mention, ...] = ()
    start: int
    end: int
    is_bare: bool = False
    is_sure: bool = True
    what_start: int = 0
    what_end: int = 0


_BOUNDARY = expression(
    r"(?:^|[:;,.!?(\"]|->|=>|>>|>|\s[-–—]{1,2}|\b(?:et|and|so|donc|then|puis|but|mais|alors|ou|or|if|que|because|"
    r"oh and|anyway|,|where|et aussi|in the end|finally|finalement|du coup|au final|also|moi|c'est|with|as|"
    r"while|aussi|ok|yes|oui)|\)|\*\*|\[|\])\s{0,3}[*_\"'(]{0,3}$"
)


SEPARATOR = expression(r"\s{0,3}(?:->|=>|>>|>|:|–|—|\s-{1,2}(?=\s)|=|-(?=\s))\s{0,3}")


QUESTION = expression(r"\?\W{0,3}$")


def at_boundary(part: Part, begin: int, place: int) -> bool:
    return (
        place <= begin
        or _BOUNDARY.search(part.low, max(begin, place - 14), place) is not None
        or not part.low[begin:place].strip(" *_\"'([@~")
    )
