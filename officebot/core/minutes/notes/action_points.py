"""Action points made from what was read in a sentence or in a row of a table. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from officebot.core.expressions import expression
from officebot.core.minutes.model import ActionPoint
from officebot.core.minutes.notes.cues import DECIDED, NEEDED_EN, NEEDED_FR, PARTICIPLE, REFUSED
from officebot.core.minutes.notes.due import DueDay, chosen
from officebot.core.minutes.notes.outline import cells
from officebot.core.minutes.notes.owners import Mention
from officebot.core.minutes.notes.sentence import Found, Reader, cleaned
from officebot.core.minutes.notes.tables import Row
from officebot.core.minutes.notes.tasks import FINITE, is_task, is_to_do
from officebot.core.problems import Problem
from officebot.core.text import say

#: In the cell of an owner or a day: nothing is left to do.
_SETTLED_CELL = expression(
    r"\b(?:solde[es]{0,2}|clos[es]{0,2}|fait[es]{0,2}|termine[es]{0,2}|done|closed|complete[d]?|en attente|on hold|"
    r"livre[es]{0,2}|poste[es]{0,2}|posted|sent|envoye[es]{0,2}|abandonne[es]{0,2}|annule[es]{0,2}|paid|sorted|recu[es]{0,2})\b"
)


def _is_open_row(reader: Reader, row: Row) -> bool:
    """Whether a row without owner and day still says something to do."""
    words = reader.low[row.what[0] : row.what[1]]
    needed = (NEEDED_EN if reader.language == "en" else NEEDED_FR).search(words)
    asked = reader.low[row.who[0] : row.who[1]].strip(" -|")
    is_told = FINITE.search(words) or PARTICIPLE.search(words) or DECIDED.search(words) or REFUSED.search(words)
    if is_task(words, reader.language) or is_to_do(words) or needed is not None or bool(asked):
        return True
    return not is_told and _ENDS_ED.search(words) is None and "not " not in words


_ENDS_ED = expression(r"\b[a-z]{3,}ed\b|\d \d{3}$")


def _cell_owner(reader: Reader, row: Row) -> tuple[list[Mention], int]:
    """Who is named at the beginning of a cell of a row that has no owner's cell, and where that cell begins: "FB to chase"."""
    for start, end in cells(row.line):
        place, last = row.line.start + start, row.line.start + end
        found = [
            one
            for one in reader.roster.mentions(reader.text, reader.low, place, last)
            if one.sort in ("person", "named")
        ]
        if (
            found
            and found[0].start == place
            and (found[-1].end == last or _LED.match(reader.low, found[0].end, last))
        ):
            return found[:1], place
        client = _CELL_TO.match(reader.text, place, last)
        if client is not None:
            return [Mention(start=place, end=client.end(1), who=(client[1],), sort="named")], place
    return [], row.what[0]


def _cell_end(row: Row, start: int) -> int:
    return next(
        (row.line.start + end for begin, end in cells(row.line) if row.line.start + begin == start), row.what[1]
    )


_LED = expression(r"\s?(?:to\s|will\s|-|:|->|=>|>|doit\s|a\s)")
_CELL_TO = expression(r"([^\W\d_a-zà-ÿ][\w'’-]{2,20}) to [a-z]")


def of_row(reader: Reader, row: Row) -> ActionPoint | None:
    """The action of a row, None of one that is closed or empty."""
    if row.is_closed:
        return None
    what = cleaned(reader.text[row.what[0] : row.what[1]])
    if not what or _SETTLED_CELL.search(reader.low, *row.due) or _SETTLED_CELL.search(reader.low, *row.who):
        return None
    owners = reader.roster.mentions(reader.text, reader.low, *row.who)
    written = cleaned(reader.text[row.who[0] : row.who[1]])
    who = _names(owners)
    if not any(one.sort == "person" for one in owners):
        held = [
            reader.roster.offices.get(word, [])
            for word in re.findall(r"[a-z]{3,}", reader.low[row.who[0] : row.who[1]])
        ]
        named = [names[0] for names in held if len(names) == 1]
        who = tuple(dict.fromkeys(named)) or who
        owners = [] if named else owners
    is_part = bool(who) and bool(owners) and not any(one.sort in ("person", "everybody") for one in owners)
    if (
        (not who or is_part)
        and any(letter.isalpha() for letter in written)
        and not re.search(r"attribuer|designer|tbc|tbd|n/a", reader.low[row.who[0] : row.who[1]])
    ):
        who = (written,)
    what_start = row.what[0]
    if not who:
        owners, what_start = _cell_owner(reader, row)
        who = _names(owners)
        what = cleaned(reader.text[what_start : _cell_end(row, what_start)]) or what
    due = chosen(reader.days.found(reader.text, *row.due))
    if not who and due is None and not _is_open_row(reader, row):
        return None
    return _checked(reader, what, who, any(one.is_doubtful for one in owners), due, (row.line.start, row.line.end))


def _names(owners: Sequence[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in owners for name in one.who))


def action_of(reader: Reader, found: Found) -> ActionPoint:
    """The action point of a deed of a sentence."""
    owners = found.deed.owners
    return _checked(
        reader,
        _what(reader, found),
        _names(owners),
        any(one.is_doubtful for one in owners),
        found.due,
        (found.start, found.end),
    )


def _what(reader: Reader, found: Found) -> str:
    """What is to be done, in the notes' words: without the owner at the beginning or the end."""
    start, end = found.deed.what_start, found.deed.what_end
    owners = found.deed.owners
    if owners and start - 3 <= owners[0].start <= start + 2 and owners[-1].end < end:
        start = owners[-1].end
    words = cleaned(reader.text[start:end].strip(" :,;>=-–—→(")).rstrip(" :,;-–—→(")
    return words if len(words) > 2 else cleaned(reader.text[found.start : found.end])


def _checked(
    reader: Reader, what: str, who: tuple[str, ...], is_doubtful: bool, due: DueDay | None, span: tuple[int, int]
) -> ActionPoint:
    """The action point; what is not sure of it is said among the problems."""
    if is_doubtful and who:
        reader.problems.append(
            Problem(
                where=reader.file,
                what=say("Several people may be meant by “{who}” in “{what}”.", who=", ".join(who), what=what),
            )
        )
    elif is_doubtful:
        reader.problems.append(
            Problem(
                where=reader.file, what=say("Who wrote these notes is not known: “{what}” has no owner.", what=what)
            )
        )
    return ActionPoint(
        what=what,
        who=who,
        due=due.day if due is not None else None,
        source=reader.source(*span),
        quote=reader.text[span[0] : span[1]],
        due_words=reader.text[due.start : due.end] if due is not None else "",
        doubt="owner" if is_doubtful else "",
    )
