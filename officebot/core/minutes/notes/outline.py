"""Notes as a tree of headings and lines: which line opens a topic, who was there, which rows belong to a table. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from officebot.core.expressions import expression
from officebot.core.minutes.model import AgendaPoint
from officebot.core.minutes.notes.marks import Line, folded, lines
from officebot.core.minutes.notes.names import each
from officebot.core.minutes.notes.next_words import is_next_line
from officebot.core.minutes.notes.verbs import is_english_base, is_infinitive, says

_BOLD = expression(r"(\*\*|__)(?=\S)([^*_]{1,100})\1[ \t]{0,3}([:.–—-]?)[ \t]{0,3}")
_CAPS = expression(
    r"(?=[^a-zà-ÿ]{4})[A-ZÀ-Þ][A-ZÀ-Þ0-9'’°&/., ()+-]{2,60}?(?=[ \t]{0,3}(?:[:–—-]|$)|[ \t](?=[a-zà-ÿ(]|[A-ZÀ-Þ][a-zà-ÿ]))"
)
_LABEL = expression(r"([^:–—>→\n.!?|]{2,60}?)[ \t]{0,3}(?:[:–—]|[ \t]-|\.)(?=[ \t]|$)[ \t]{0,3}")
_SEPARATOR = expression(r"[ \t]{0,3}[:–—.-]?[ \t]{1,3}")
_UNDERLINE = expression(r"[^\S\n]{0,9}\r?\n[^\S\n]{0,9}[=-]{3,}[^\S\n]{0,9}(?:\r?\n|$)")
_LETTERED = expression(r"([A-J])[ ]{0,2}(?:[–—-]|[.)/])[ ]{1,3}(?=[^\W\d_])")
_WORDS = expression(r"[^\W_]+")
_EMPTY_WORDS = each(
    "le la les l un une des du de d et a au aux en sur pour par n the of and to for on in at a an point points s avec "
    "with or no dossier sujet item our notre nos"
)
#: A word that says what the rest of its line is, rather than what it is about.
_MARK = expression(
    r"\W{0,4}(?:decisions?|dec|decide|decided|agreed|resolved|resolution|acte|action|actions?|todo|to do|a faire|vote|ok|nb|"
    r"note|rappel|reminder|question|info|fyi|risk|risque)(?: n?[°#]?\d{1,3})?\**[ ]?[:=>–-]{1,2}[ *]{1,4}\S"
)
#: "AP  Dave: revised plan", "To do  line manager briefing": what is to be done, whatever signs stand behind.
_TO_DO = expression(r"\W{0,4}(?:ap|af|raf|td|act|todo)\b[ .:>=-]{1,5}[^\W_]")
_IS_RULED = expression(
    r"\b(?:agreed|approved|decided|carried|ok'?d|vote|valide|acte|adopte|approuve|refuse|rejected|dropped)[es]{0,2}$"
)
_LONGEST_MARK = 40
#: Words of the title of a meeting.
TITLE_WORDS = expression(
    r"\b(?:reunion|reu|meeting|mtg|bureau|conseil|comite|copil|point|weekly|huddle|brief|briefing|notes|review|"
    r"ag|cvc|trustees|seance|compte rendu|cr|minutes|prod|site)\b"
)
_DATED = expression(r"(?<!\d)\d{1,2}(?:er|st|nd|rd|th)?[ ./-](?:\d{1,2}(?!\d)|[a-z]{3,9})")
#: Topics that every meeting has, under the names they are given.
_SAME = (
    ("divers", "questions diverses", "aob", "any other business", "autres", "other", "varia", "points divers", "misc"),
    ("approbation", "proces verbal", "pv", "minutes", "releve", "compte rendu", "approval"),
    ("suivi", "actions", "matters arising", "follow up", "matters"),
)  # fmt: skip
#: Ways of heading beside which a plain line is none.
_STRONG = ("markdown", "bold", "number", "lettered")
_DETERMINERS = each("the a an all to with for our new them it this")
_MOST_HEADING = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One heading with its lines; `point` is the number of the agenda's point, 0 where none fits."""

    heading: str
    point: int = 0
    lines: tuple[Line, ...] = ()


def matched(words: str, points: Sequence[AgendaPoint]) -> AgendaPoint | None:
    """The agenda's point that a heading means: most words in common, shortened ones too; None where none fits."""
    stems = _stems(words)
    best, most = None, 0.0
    for point in points:
        score = _likeness(stems, _stems(point.heading)) if stems else 0.0
        if not score and _same_topic(words, point.heading):
            score = 0.5
        if score > most:
            best, most = point, score
    return best if most >= 0.34 else None


def _stems(words: str) -> list[str]:
    return [word for word in _WORDS.findall(folded(words)) if word not in _EMPTY_WORDS][:12]


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of words in common, of the shorter heading; a word may be shortened to three letters."""
    common = sum(1 for word in one if any(_alike(word, against) for against in other))
    if not common or not other:
        return 0.0
    return common / max(1, min(len(one), len(other))) * (0.8 + 0.2 * common / max(len(one), len(other)))


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    least = min(len(one), len(other))
    if least < 3 or one.isdigit() or other.isdigit():
        return False
    return one.startswith(other) or other.startswith(one) or (least >= 6 and one[:6] == other[:6])


def _same_topic(one: str, other: str) -> bool:
    first, second = folded(one).strip(" .:*"), folded(other).strip(" .:*")
    return any(
        any(name in first.split("/") or name == first for name in names) and any(name in second for name in names)
        for names in _SAME
    )


def sections(
    text: str, points: Sequence[AgendaPoint], names: Collection[str] = (), listed: Collection[int] = ()
) -> list[Section]:
    """The sections of the notes in their order; what stands above the first heading is in one without a heading.

    `names` are folded words by which people are called: a line that begins with one is what they said, no heading.
    `listed` is where lines begin that say who was there: they are no headings, either.
    """
    all_lines = list(lines(text))
    found = _Outline(
        text=text, points=tuple(points), all_lines=all_lines, names=frozenset(names), listed=frozenset(listed)
    )
    made: list[Section] = []
    heading, point, kept = "", 0, list[Line]()
    for place, line in enumerate(all_lines):
        opened = found.opens(place, line)
        if opened is None:
            kept.append(line)
            continue
        if kept or heading:
            made.append(Section(heading=heading, point=point, lines=tuple(kept)))
        heading, point, rest = opened
        kept = [rest] if rest is not None else []
    if kept or heading:
        made.append(Section(heading=heading, point=point, lines=tuple(kept)))
    return made


@dataclass(slots=True)
class _Outline:
    """What tells headings from lines in one text: the strongest way of heading that it uses, and the agenda."""

    text: str
    points: tuple[AgendaPoint, ...]
    all_lines: list[Line]
    names: frozenset[str] = frozenset()
    listed: frozenset[int] = frozenset()
    style: str = ""
    least: int = 0

    def __post_init__(self) -> None:
        self.least = min((line.indent for line in self.all_lines), default=0)
        ways = [self._way(place, line) for place, line in enumerate(self.all_lines)]
        for way, least in (("markdown", 2), ("bold", 2), ("number", 2), ("lettered", 2), ("caps", 2)):
            if ways.count(way) >= least:
                self.style = way
                break

    def _way(self, place: int, line: Line) -> str:
        """By which means a line could be a heading; "" if by none."""
        if line.sign == "heading" or self._is_underlined(line):
            return "markdown" if place or self._is_first_topic(line) else ""
        if line.indent > self.least + 1:
            return ""
        if line.sign in ("", "number") and _BOLD.match(line.text):
            return "bold" if place else ""
        if line.sign == "number":
            return "" if self._is_named(self._label(line)) else "number"
        raw = self.text[line.start - 4 if line.start >= 4 else 0 : line.end]
        if line.sign in ("", "letter") and _LETTERED.match(
            raw.lstrip("\n\r ") if line.sign == "letter" else line.text
        ):
            return "lettered"
        if not line.sign and self._caps(line) is not None:
            return "caps" if place else ""
        return ""

    def _is_first_topic(self, line: Line) -> bool:
        """Whether a heading above all others is one of them, « ## Budget » before « ## Travaux », rather than the title."""
        levels = [other.level for other in self.all_lines[1:] if other.sign == "heading"]
        is_title = TITLE_WORDS.search(folded(line.text)) or _DATED.search(folded(line.text))
        return line.level > 1 and line.level == min(levels, default=0) and not is_title

    def _is_underlined(self, line: Line) -> bool:
        return not line.sign and _UNDERLINE.match(self.text, line.end) is not None and len(line.text) < 120

    def _caps(self, line: Line) -> re.Match[str] | None:
        found = _CAPS.match(line.text)
        if found is None or len([letter for letter in found[0] if letter.isalpha()]) < 3:
            return None
        is_inside = found.end() < len(line.text) and line.text[found.end() :].lstrip()[:1] not in ":-–—"
        if is_inside and (
            len([letter for letter in found[0] if letter.isalpha()]) < 5
            or any(letter.isdigit() for letter in found[0])
        ):
            return None
        is_acronym = len(found[0].split()) == 1 and len(found[0]) < 4
        return (
            None
            if is_acronym and not (len(line.text) == found.end() or line.text[found.end() :].lstrip()[:1] in ":-–—")
            else found
        )

    def opens(self, place: int, line: Line) -> tuple[str, int, Line | None] | None:
        """Heading, point and the rest of the line, where the line opens a topic."""
        way = self._way(place, line)
        low = folded(line.text[:_LONGEST_MARK])
        if line.start in self.listed or (line.sign != "heading" and _TO_DO.match(low) is not None):
            return None
        if line.sign != "heading" and (
            _MARK.match(low) is not None or (place > 2 and is_next_line(folded(line.text)))
        ):
            return None
        if way == "markdown":
            return self._whole(line) if line.level != 1 or place > 1 or matched(line.text, self.points) else None
        if way == "bold":
            found = _BOLD.match(line.text)
            if found is not None and (len(found[2].split()) <= _MOST_HEADING or matched(found[2], self.points)):
                return self._cut(line, found[2].strip(" :.*"), found.end())
            return None
        if way in ("number", "lettered") and (self.style == way or self.style in ("", "caps")):
            return self._labelled(line, way)
        if way == "caps" and self.style in ("", "caps", "number"):
            found = self._caps(line)
            if found is not None:
                after = _SEPARATOR.match(line.text, found.end())
                return self._cut(line, found[0].strip(" :.-"), after.end() if after else found.end())
        return self._plain(place, line)

    def _whole(self, line: Line) -> tuple[str, int, Line | None]:
        return self._cut(line, line.text.strip(" *_#:"), len(line.text))

    def _cut(self, line: Line, heading: str, place: int) -> tuple[str, int, Line | None]:
        point = matched(heading, self.points)
        rest = (
            replace(line, text=line.text[place:], start=line.start + place, sign="", number=0)
            if line.text[place:].strip()
            else None
        )
        return (point.heading if point else heading), (point.number if point else 0), rest

    def _labelled(self, line: Line, way: str) -> tuple[str, int, Line | None] | None:
        """A heading with a number or a letter, cut where its words end."""
        if way == "lettered" and not line.sign:
            lead = _LETTERED.match(line.text)
            if lead is not None:
                line = replace(line, text=line.text[lead.end() :], start=line.start + lead.end())
        found = _LABEL.match(line.text)
        words = found[1] if found else line.text
        if len(words.split()) > _MOST_HEADING:
            return None
        if found is None and self._tells(line.text):
            # "6) Leaving do, Sue collecting money": a sentence, headed by what stands before its comma.
            heading, comma, _ = line.text.partition(",")
            opened = self._cut(line, heading.strip(" *_:."), 0)
            return opened if comma and not self._tells(heading) else None
        if found is not None and _IS_RULED.search(folded(words)):
            return self._cut(line, words.strip(" *_:."), 0)  # "Book sale agreed - Sat 27 Feb"
        return self._cut(line, words.strip(" *_:."), found.end() if found else len(line.text))

    def _tells(self, words: str) -> bool:
        """Whether words say that somebody known does something."""
        low = folded(words)
        return any(
            word[0] in self.names
            and "deed" in (says(low, word.end(), len(low), "en"), says(low, word.end(), len(low), "fr"))
            for word in _WORDS.finditer(low)
        )

    def _plain(self, place: int, line: Line) -> tuple[str, int, Line | None] | None:
        """A heading without a sign: a word of the agenda before a colon, or a short line above deeper ones."""
        if line.indent > self.least + 1 or line.sign in ("box", "done") or line.text.startswith("|"):
            return None
        following = self.all_lines[place + 1] if place + 1 < len(self.all_lines) else None
        is_above = following is not None and (
            following.indent > line.indent + (0 if self._is_behind_blank(place, line) else 1)
            or (following.sign in ("bullet", "box") and not line.sign)
        )
        found = _LABEL.match(line.text)
        label = found[1].strip(" *_") if found else line.text.strip(" :*_.")
        is_label = 0 < len(label.split()) <= 4
        point = matched(label, self.points) if is_label and self._is_bare(label) else None
        if point is not None and not self._is_named(label) and (self.style in ("", "caps") or not line.sign):
            return self._cut(line, label, found.end() if found else len(line.text))
        if place == 0 or line.sign or self.style in _STRONG or not is_label or self._is_named(label):
            return None
        if found is not None and not is_above and not self._stands_apart(place, line):
            # « Lumière. Jules a besoin … »: a word and a dot, above a paragraph.
            is_word = (
                len(label.split()) <= 2
                and found[0].rstrip().endswith(".")
                and label[:1].isupper()
                and len(line.text) > 80
            )
            if is_word:
                return self._cut(line, label, found.end())
        if self._stands_apart(place, line):
            return self._whole(line)
        if is_above and not _is_order(line.text.split()) and not line.text.rstrip().endswith((".", "!", "?", ")")):
            return self._cut(line, label, found.end() if found else len(line.text))
        return None

    def _label(self, line: Line) -> str:
        """The words before a colon, a dash or a dot of a line."""
        found = _LABEL.match(line.text)
        return found[1] if found else line.text[:60]

    def _is_behind_blank(self, place: int, line: Line) -> bool:
        """Whether an empty line stands above a line."""
        return place > 0 and self.text.count("\n", self.all_lines[place - 1].end, line.start) > 1

    def _stands_apart(self, place: int, line: Line) -> bool:
        """Whether a few words stand alone behind an empty line, above others: « Fundraising »."""
        before = self.all_lines[place - 1].end if place else 0
        following = self.all_lines[place + 1].start if place + 1 < len(self.all_lines) else len(self.text)
        words = line.text.split()
        is_alone = self.text.count("\n", before, line.start) > 1 and self.text.count("\n", line.end, following) == 1
        is_short = (
            len(words) <= 5 and len(line.text) <= 45 and not line.text.rstrip().endswith((".", "!", "?", ",", ";"))
        )
        return (
            is_alone
            and is_short
            and not line.sign
            and line.text[:1].isupper()
            and self._is_bare(line.text)
            and not _is_order(words)
        )

    def _is_named(self, label: str) -> bool:
        """Whether a label is somebody: what follows is what they said or do."""
        words = _WORDS.findall(folded(label))
        return bool(words) and all(word in self.names or len(word) == 1 for word in words)

    def _is_bare(self, label: str) -> bool:
        """Whether a label is a topic rather than a sentence: no verb stands in it that little words betray."""
        return not {"est", "is", "to", "doit", "will", "a", "ont", "has"} & set(folded(label).split())


def _is_order(words: Sequence[str]) -> bool:
    """Whether a line says what to do rather than what it is about."""
    first = folded(words[0]) if words else ""
    return len(words) > 1 and (is_infinitive(first) or (is_english_base(first) and folded(words[1]) in _DETERMINERS))


def cells(line: Line) -> list[tuple[int, int]]:
    """Where the cells of a row of a table begin and end in the line, without blanks; none of what is no row."""
    if line.text.count("|") < 2 and "\t" not in line.text:
        return []
    sign = "|" if line.text.count("|") >= 2 else "\t"
    found: list[tuple[int, int]] = []
    begin = 1 if line.text.startswith(sign) else 0
    while begin <= len(line.text) and len(found) < 50:
        end = line.text.find(sign, begin)
        end = len(line.text) if end < 0 else end
        if end < len(line.text) or line.text[begin:end].strip():
            words = line.text[begin:end]
            found.append((begin + len(words) - len(words.lstrip()), begin + len(words.rstrip())))
        begin = end + 1
    return [(a, max(a, b)) for a, b in found]


def rows(section: Sequence[Line]) -> Iterator[tuple[Line, list[tuple[int, int]]]]:
    """The lines with their cells."""
    for line in section:
        yield line, cells(line)
