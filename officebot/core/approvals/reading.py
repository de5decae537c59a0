"""What a reply to a digest says: yes, no or later to which numbers; anything that is not plain is a doubt. Pure.

A number is said yes to only where a yes-word governs it in a sentence that is understood whole. A condition, a question,
a reported word, a word that is not known: the whole answer is doubtful then, and nothing of it is done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from html import unescape
from unicodedata import normalize

from officebot.core.approvals.clauses import Clause, NotUnderstood, clauses_of
from officebot.core.approvals.marks import sentences_of
from officebot.core.approvals.words import CUTS, DEVICES, Sign
from officebot.core.dates import find_dates
from officebot.core.expressions import expression
from officebot.core.text import Text, one_line, plain, say
from officebot.core.worktime import WorkingTime

#: Nobody answers a digest at such length; what is longer is read by a person.
LONGEST = 3000
_MOST_LINES = 80
_STRUCK = expression(r"<(?:del|s|strike)(?=[\s/>])", re.IGNORECASE)
_LINE_THROUGH = expression(r"line-through", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A reply as far as it is plain. With `doubts` nothing else counts.

    `no` gives the reason of each ("" where none is said), `later` the instant, None where none is said; `left` are numbers
    that were taken out of a yes; `problems` say why a number that was named is not answered.
    """

    yes: tuple[int, ...] = ()
    no: Mapping[int, str] = field(default_factory=dict)
    later: Mapping[int, datetime | None] = field(default_factory=dict)
    left: tuple[int, ...] = ()
    problems: tuple[Text, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def is_answer(self) -> bool:
        """Whether it says anything that can be done."""
        return not self.doubts and bool(self.yes or self.no or self.later)


def read_answer(
    text: str, count: int, *, at: datetime, working: WorkingTime | None = None, names: Sequence[str] = ()
) -> Said:
    """What the new words of a reply say to a digest of the numbers 1 to `count`.

    `at` is when it was written, on the office's wall clock (aware); `names` are its author's, who may sign with them.
    """
    working = working or WorkingTime()
    if len(text) > LONGEST:
        return Said(doubts=(one_line(text[:500], 120),))
    lines = list(own_lines(text, names))
    if len(lines) > _MOST_LINES:
        return Said(doubts=(one_line(text, 120),))
    clauses: list[Clause] = []
    doubts: list[str] = []
    for line in lines:
        for sentence in sentences_of(line, count):
            try:
                clauses += clauses_of(sentence, line, count)
            except NotUnderstood as unclear:
                doubts.append(one_line(unclear.words or line, 200))
    return _settled(clauses, doubts, count, at, working)


def has_struck_words(html: str) -> bool:
    """Whether anything in a mail's markup is struck out: its text does not tell that those words were taken back."""
    return bool(_STRUCK.search(html) or _LINE_THROUGH.search(unescape(html) if "&" in html else html))


def own_lines(text: str, names: Sequence[str]) -> Iterator[str]:
    """The lines that may say something: nothing quoted, nothing below the digest's own first line, no signature."""
    own = {part for name in names for part in plain(name).split()}
    for line in normalize("NFC", text).replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ").splitlines():
        simple = " ".join(plain(line).split())
        if simple == "--" or any(cut in simple for cut in CUTS):
            return
        words = simple.replace(",", " ").replace(".", " ").split()
        is_name = bool(words) and all(word in own for word in words)
        if words and not simple.startswith((">", *DEVICES)) and not is_name:
            yield line.strip()


def _settled(
    clauses: Sequence[Clause], unclear: Sequence[str], count: int, at: datetime, working: WorkingTime
) -> Said:
    """What all clauses come to: what is named twice in different ways, or is not there, is not answered."""
    yes: list[int] = []
    no: dict[int, str] = {}
    later: dict[int, datetime | None] = {}
    left: list[int] = []
    doubts = list(unclear)
    for clause in clauses:
        match clause.sign:
            case Sign.YES:
                yes += clause.numbers
            case Sign.NO:
                no |= dict.fromkeys(clause.numbers, one_line(clause.words, 500))
            case Sign.LATER:
                until = _until(clause.words, at, working)
                if clause.words and until is None:
                    doubts.append(one_line(clause.words, 200))
                later |= dict.fromkeys(clause.numbers, until)
        left += clause.left
    named = [*yes, *no, *later, *left]
    absent = {number for clause in clauses for number in (*clause.numbers, *clause.left) if not 1 <= number <= count}
    absent |= {
        number for clause in clauses if clause.is_range and absent & set(clause.numbers) for number in clause.numbers
    }
    # What is both taken out of a yes and refused by itself is refused: « OK pour tout sauf 5. NON 5 ».
    said = [set(yes), set(no), set(later)]
    torn = {number for number in named if sum(number in one for one in said) > 1 or number in {*left} & {*yes}}
    out = absent | torn
    problems = [
        *(say("{number}: there is no such number in this mail.", number=one) for one in sorted(absent) if not 1 <= one <= count),
        *(say("{number}: it stands in a range with numbers that are not there.", number=one)
          for one in sorted(absent) if 1 <= one <= count),
        *(say("{number}: the answer says two things about it.", number=one) for one in sorted(torn - absent)),
    ]  # fmt: skip
    return Said(
        yes=tuple(one for one in dict.fromkeys(yes) if one not in out),
        no={one: because for one, because in no.items() if one not in out},
        later={one: until for one, until in later.items() if one not in out},
        left=tuple(one for one in sorted(set(left)) if one not in out and one not in no and one not in later),
        problems=tuple(problems),
        doubts=tuple(doubts),
    )


def _until(words: str, at: datetime, working: WorkingTime) -> datetime | None:
    """The instant that the words name, when the office opens on a day that has no hour; None where they name none."""
    if not words:
        return None
    found = find_dates(words, at, "mixed", working=working)
    if len(found) != 1:
        return None
    told = found[0].value or found[0].from_ or found[0].to
    try:
        moment = datetime.fromisoformat(told) if "T" in told else _opening(date.fromisoformat(told), working)
    except ValueError:
        return None
    local = moment if moment.tzinfo is not None else moment.replace(tzinfo=working.tz)
    return local if local > at else None


def _opening(day: date, working: WorkingTime) -> datetime:
    hours = working.hours.get(day.weekday())
    return datetime.combine(day, hours[0][0] if hours else time(9))
