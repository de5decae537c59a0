"""The day of a meeting, as its files tell it: in their names, or in what stands on top of them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time

from officebot.core.dates import find_dates
from officebot.core.expressions import expression
from officebot.core.minutes.model import NotesFile
from officebot.core.text import plain

#: So many lines on top are looked at, each so far.
_LINES, _LONGEST = 12, 200
_ISO = expression(r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_YEAR = expression(r"\b(?:19|20)\d\d\b|\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2}\b")
#: Lines about other days than the meeting's own.
_OTHER_DAY = expression(
    r"\b(?:prochaine?|next|precedente?|previous|last|derniere?|echeance|avant|before|due|d'ici|pour le|by)\b"
)
#: Only days with their year are taken: from where they are reckoned makes no difference.
_SOME_DAY = datetime.combine(date(2020, 1, 1), time(8))


def meeting_day(files: Sequence[NotesFile]) -> date | None:
    """The one day with its year that stands on top of the files; else the one in their names; None where there is no one."""
    found = {day for one in files for day in _on_top(one.text)}
    if not found:
        found = {day for one in files for day in _in_name(one.name)}
    return found.pop() if len(found) == 1 else None


def _on_top(text: str) -> Iterator[date]:
    lines = [line for line in text[:10_000].split("\n") if line.strip()]
    for line in lines[:_LINES]:
        words = line[:_LONGEST]
        if not _YEAR.search(words) or _OTHER_DAY.search(plain(words)):
            continue
        for match in find_dates(words, _SOME_DAY, "mixed"):
            latest = match.latest
            if latest is not None and match.type in ("date", "datetime") and _YEAR.search(match.text):
                yield latest.date() if isinstance(latest, datetime) else latest


def _in_name(name: str) -> Iterator[date]:
    for found in _ISO.finditer(name[:_LONGEST]):
        try:
            yield date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            continue
