"""An agenda read as people write one: Markdown, numbers, bullets or plain lines, with times and presenters. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from officebot.core.dates import find_dates
from officebot.core.expressions import expression
from officebot.core.language import language_of
from officebot.core.minutes.model import Agenda, AgendaPoint
from officebot.core.minutes.notes.marks import Line, folded, lines

_CLOCK = r"\d{1,2}[ ]?(?:h|:|\.)[ ]?(?:\d{2})?(?:[ ]?[ap]m)?"
#: « 9h00 – 9h15 : », "14:00", before the words of a point.
_TIMED = expression(rf"\(?{_CLOCK}(?:[ ]?(?:[-–—→à/]|to|a)[ ]?{_CLOCK})?\)?[ ]?[:.|–—-]?[ ]{{1,4}}", re.IGNORECASE)
_LENGTH = expression(
    r"(?<![\d:.,/])(\d{1,3})[ ]?(?:minutes|minute|mins|min|mn|'|’|′)(?![\w])|\b(\d)[ ]?h[ ]?(\d{2})?\b", re.IGNORECASE
)
_GROUP = expression(r"[ ]{0,3}[(\[]([^()\[\]]{1,80})[)\]][ .]{0,3}$")
_TAIL = expression(r"[ ]{1,3}[-–—|/][ ]{1,3}([^()\[\]–—|]{1,60})$")
_BY = expression(r"^(?:par|by|presente par|presented by|presentation|animateur|pilote|lead|owner|porteur)[ :]{1,3}")
_NAME = expression(
    r"(?:(?:Mme|M\.|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Me|Pr\.?)[ ])?[^\W\d_][\w'’.-]{0,30}(?:[ ][^\W\d_][\w'’.-]{0,30}){0,3}$"
)
_ABOUT = expression(
    r"(?:lieu|place|venue|where|ou|heure|time|date|when|quand|present[se]{0,3}|participants?|attendees|"
    r"invite[es]{0,2}|excuse[es]{0,2}|apologies from|from|to|de|a|cc|objet|subject|duree|duration|animateur|"
    r"chair|president|secretaire|location|salle|room|lien|link|"
    r"destinataires|convoque[es]{0,2})[ ]?:"
)
_KIND = expression(
    r"^(?:projet d'|draft )?(?:ordre du jour|odj|agenda)\b(?: of| for| du| de la| de l'| des| -| :|:|\.|,| –| —)?",
    re.IGNORECASE,
)
_YEAR = expression(r"\b(?:19|20)\d{2}\b")
_MARKUP = expression(r"^[*_~`]{1,3}|[*_~`:]{1,4}$")
_BARE_NUMBER = expression(r"(\d{1,2})[ \t]{1,4}(?=[^\W\d_])")
#: No agenda is longer.
_LONGEST_TEXT = 200_000
#: More points than these are not read; one more is kept, which tells.
MOST_POINTS = 200
_LONGEST = 300


def read_agenda(text: str) -> Agenda:
    """The agenda's title, its day where the year is written, and its points.

    What is numbered are the points; else headings of Markdown, else bullets, else plain lines behind the first. Deeper
    lines are details, not points. `minutes` is 0 where no length is said.
    """
    all_lines = _unlettered([_bare(line) for line in lines(text.removeprefix("\ufeff")[:_LONGEST_TEXT])])
    all_lines = _without_parts(text, all_lines)
    chosen = _in_one_line(_of_table(all_lines) or _points(all_lines))[: MOST_POINTS + 1]
    first = chosen[0].start if chosen else len(text)
    before = [
        line for line in all_lines if line.start < first and line not in chosen and not line.text.startswith("|")
    ]
    title = next(
        (_title(line.text) for line in before if not _ABOUT.match(folded(line.text)) and _title(line.text)), ""
    )
    points = [point for place, line in enumerate(chosen, 1) if (point := _point(line, place)).heading]
    return Agenda(points=tuple(_numbered(points)), title=title, date=_date(before))


def _numbered(points: Sequence[AgendaPoint]) -> Sequence[AgendaPoint]:
    """The points by their own numbers; by their places where a number stands twice ("A. 1. 2. B. 1. 2.")."""
    if len({one.number for one in points}) == len(points):
        return points
    return [replace(one, number=place) for place, one in enumerate(points, 1)]


def _bare(line: Line) -> Line:
    """The line, with a number that only a blank parts from its words ("2 Costumes") taken for its sign."""
    found = _BARE_NUMBER.match(line.text)
    if line.sign or found is None or _LENGTH.match(line.text) or _CLOCK_ALONE.match(line.text):
        return line
    return _signed(line, found.end(), int(found[1]))


def _signed(line: Line, cut: int, number: int) -> Line:
    """The line without so many letters of its beginning, which are its sign: this number."""
    return replace(line, text=line.text[cut:], start=line.start + cut, sign="letter", number=number, level=0)


_LETTERED = expression(r"([A-Z])(?:[.)/:]|[ ][-–—])[ ]{1,3}(?=[^\W\d_])")


def _unlettered(all_lines: Sequence[Line]) -> list[Line]:
    """The lines, with letters in their order ("A. Lease", "B. Trainees") taken for numbers."""
    made, number = list[Line](), 0
    for line in all_lines:
        found = _LETTERED.match(line.text) if not line.sign else None
        if found is not None and ord(found[1]) == ord("A") + number:
            number += 1
            line = _signed(line, found.end(), number)
        made.append(line)
    return made if number > 1 else list(all_lines)


def _without_parts(text: str, all_lines: Sequence[Line]) -> list[Line]:
    """The lines without those numbered as parts of others: "1.1." where "1." stands, too."""
    parts = {
        line.start for line in all_lines if line.number and _PART.search(text, max(0, line.start - 12), line.start)
    }
    whole = {line.number for line in all_lines if line.sign == "number" and line.start not in parts}
    return [line for line in all_lines if line.start not in parts or line.number not in whole]


_PART = expression(r"\d\.\d{1,2}(?:\.\d{1,2})?[ \t.)/°:–—-]{0,5}$")
_CLOCK_ALONE = expression(_CLOCK, re.IGNORECASE)


def _points(all_lines: Sequence[Line]) -> list[Line]:
    """The lines that are points: the first way of listing that at least one line follows."""
    numbered = [
        line for line in all_lines if line.sign == "number" or (line.sign in ("heading", "bullet") and line.number)
    ]
    bare = [line for line in all_lines if line.sign == "letter" and line.number]
    if not numbered and [line.number for line in bare][:1] == [1]:
        numbered = bare
    if numbered:
        return _outermost(numbered)
    headings = [line for line in all_lines if line.sign == "heading"]
    if headings:
        deepest = headings[1:] if len(headings) > 1 else []
        level = min((line.level for line in deepest), default=0)
        kept = [line for line in deepest if line.level == level]
        if kept:
            return kept
    bullets = [line for line in all_lines if line.sign in ("bullet", "box", "letter", "done")]
    if bullets:
        return _outermost(bullets)
    plain = [line for line in all_lines if not line.sign and not _ABOUT.match(folded(line.text))]
    timed = [line for line in plain if _TIMED.match(line.text)]
    if timed:
        return timed
    is_alike = len(plain) > 1 and folded(plain[0].text).split()[0] == folded(plain[1].text).split()[0]
    is_titled = bool(plain) and (bool(headings) or is_alike or not _is_title(plain[0]))
    return plain[0 if is_titled else 1 :]


def _of_table(all_lines: Sequence[Line]) -> list[Line]:
    """The points of a Markdown table: of each row the first cell with letters, numbered as the row says."""
    rows = [line for line in all_lines if line.text.startswith("|") and not line.sign]
    if len(rows) < 3:
        return []
    made = []
    for row in rows[1:]:
        cells = [(found.start(), found[0].strip()) for found in _CELL.finditer(row.text)]
        named = [(place, cell) for place, cell in cells if any(letter.isalpha() for letter in cell)]
        if not named or set(row.text) <= set("|-: "):
            continue
        number = next((int(cell) for _, cell in cells if cell.isdigit() and len(cell) < 3), 0)
        minutes = [f"{cell} min" for place, cell in cells if cell.isdigit() and place > named[0][0]]
        rest = [*(cell for _, cell in named[1:]), *minutes]
        text = named[0][1] + "".join(f" ({cell})" for cell in rest)
        made.append(Line(text=text, start=row.start, end=row.end, sign="number", number=number))
    return made


def _in_one_line(chosen: list[Line]) -> list[Line]:
    """The points, where one line holds several: "(1) Bins (2) Bikes", « budget / effectifs / divers »."""
    for line in chosen:
        places = [found.start() for found in _INNER_NUMBER.finditer(line.text)]
        first = 1 if line.number == 1 else 0
        told = [found[1] for found in _INNER_NUMBER.finditer(line.text)][:2]
        if told == ["1", "2"] or (first and told[:1] == ["2"]):
            cuts = [0, *places] if first else places
            ends = [*cuts[1:], len(line.text)]
            parts = [_INNER_NUMBER.sub("", line.text[a:b]).strip(" ,;") for a, b in zip(cuts, ends, strict=True)]
            return [_part(line, one, place) for place, one in enumerate(parts, 1)]
    if len(chosen) == 1:
        parts = _SLASHES.split(chosen[0].text)
        parts = parts if len(parts) > 2 else chosen[0].text.split(";")
        if len(parts) > 1:
            return [_part(chosen[0], one.strip(), place) for place, one in enumerate(parts, 1)]
    return chosen


def _part(line: Line, text: str, number: int) -> Line:
    return Line(text=text, start=line.start, end=line.end, sign="number", number=number)


_CELL = expression(r"[^|]{1,200}")
_INNER_NUMBER = expression(r"(?:^|(?<=\s))\(?(\d{1,2})[).](?=\s)")
_SLASHES = expression(r"\s[/·•|]\s")


def _is_title(line: Line) -> bool:
    """Whether a plain first line names the meeting rather than a point."""
    words = folded(line.text)
    return bool(_KIND.match(line.text)) or bool(
        re.search(r"\b(?:reunion|meeting|conseil|comite|bureau|assemblee|committee|board|point)\b", words)
    )


def _outermost(found: Sequence[Line]) -> list[Line]:
    least = min(line.indent for line in found)
    return [line for line in found if line.indent <= least + 1]


def _title(words: str) -> str:
    """The title without Markdown and without « Ordre du jour »; the bare word where nothing else stands there."""
    plain = words.strip(" *_#~`:")
    rest = _KIND.sub("", plain).strip(" *_:–—-")
    return (rest or plain)[:_LONGEST]


def _point(line: Line, place: int) -> AgendaPoint:
    words = _MARKUP.sub("", _MARKUP.sub("", line.text[:_LONGEST]).strip()).strip()
    timed = _TIMED.match(words)
    words = words[timed.end() :] if timed is not None and timed.end() < len(words) else words
    presenter, minutes = "", 0
    for _ in range(3):
        found = _GROUP.search(words) or _TAIL.search(words)
        told = _told(found[1]) if found is not None else None
        if found is None or told is None:
            break
        presenter, minutes = presenter or told[0], minutes or told[1]
        words = words[: found.start()].rstrip()
    return AgendaPoint(number=line.number or place, heading=words.strip(" *_:"), presenter=presenter, minutes=minutes)


def _told(words: str) -> tuple[str, int] | None:
    """Presenter and minutes that a bracket holds; None where it holds neither, and belongs to the heading."""
    length = _LENGTH.search(words)
    minutes = 0
    if length is not None:
        minutes = int(length[1]) if length[1] else 60 * int(length[2]) + int(length[3] or 0)
        words = words[: length.start()] + words[length.end() :]
    words = words.strip(" ,;:/–—-")
    by = _BY.match(folded(words))
    named = words[by.end() :].strip() if by is not None else words
    is_name = bool(named) and _NAME.match(named) is not None and named[0].isupper()
    if by is not None or (is_name and (len(named.split()) <= 3)):
        return named, minutes
    return ("", minutes) if minutes and not words else None


def _date(before: Sequence[Line]) -> date | None:
    """The day that the lines above the points name with its year."""
    for line in before:
        year = _YEAR.search(line.text)
        if year is None:
            continue
        spoken = language_of(line.text)
        for language in ("en", "fr") if spoken == "en" else ("fr", "en"):
            found = find_dates(line.text[:_LONGEST], datetime(int(year[0]), 1, 1, tzinfo=UTC), language)
            day = next(
                (one for one in found if one.type in ("date", "datetime") and year[0] in one.text and one.value), None
            )
            if day is not None:
                return date.fromisoformat(day.value[:10])
    return None
