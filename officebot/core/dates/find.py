"""From a text to its matches: runs of words, the longest expression at each place, its values."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from officebot.core.dates.due import NEVER, Due, latest
from officebot.core.dates.english import english
from officebot.core.dates.french import french
from officebot.core.dates.lexicon import Lexicon, Opens
from officebot.core.dates.match import Match
from officebot.core.dates.moments import ends
from officebot.core.dates.nodes import THERE, Clock, Day, Hours, Length, Moment, NoDay, Node, Part, Period, Stretch
from officebot.core.dates.quick import Reader, quickly
from officebot.core.dates.reading import Run, fold, runs
from officebot.core.dates.roles import with_roles
from officebot.core.worktime import WorkingTime


def find(
    text: str, at: datetime, language: str, order: str, working: WorkingTime | None, read: Reader = quickly
) -> tuple[Match, ...]:
    """The matches of a text, from left to right; also where accents are letters of their own, as some systems write « é ».

    `read` says what stands at a place; `expression` in its stead asks the whole grammar everywhere, and finds the same.
    """
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return _all(text, at, language, order, working, read)
    places = [place for place, letter in enumerate(text) if not unicodedata.combining(letter)]
    plain = "".join(text[place] for place in places)
    places.append(len(text))
    made = []
    for one in _all(plain, at, language, order, working, read):
        start, end = places[one.start], places[one.end]
        made.append(replace(one, text=text[start:end], start=start, end=end))
    return tuple(made)


def _all(
    text: str, at: datetime, language: str, order: str, working: WorkingTime | None, read: Reader
) -> tuple[Match, ...]:
    found: list[Match] = []
    for lexicon in _lexicons(language):
        for run in runs(text, lexicon, at, order, working):
            found.extend(_found(text, run, read))
    if language == "mixed":
        found = _longest(found)
    return with_roles(found, fold(text), at) if found else ()


def _lexicons(language: str) -> tuple[Lexicon, ...]:
    if language == "mixed":
        return french(), english()
    return (english(),) if language == "en" else (french(),)


def _longest(found: list[Match]) -> list[Match]:
    """The matches of two languages without those that lie in another."""
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Match] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
        elif one.end - one.start > kept[-1].end - kept[-1].start:
            kept[-1] = one
    return kept


def _found(text: str, run: Run, read: Reader) -> Iterator[Match]:
    place, count = 0, len(run.starts)
    while place < count:
        found = _at(run, place, read) if run.lexemes[place].opens & Opens.ANYTHING else None
        if found is None:
            place += 1
            continue
        node, after = found
        start, end = run.starts[place], run.ends[after - 1]
        is_cue = not isinstance(node, (Day, Clock)) and _is_cue(run, place)
        yield _match(text[start:end], start, node, run, is_cue=is_cue)
        place = after


def _at(run: Run, place: int, read: Reader) -> tuple[Node, int] | None:
    try:
        return read(run, place)
    except (ValueError, OverflowError):
        # A day outside the calendar, such as 30 February or the year 10000, is none.
        return None


def _is_cue(run: Run, place: int) -> bool:
    """Whether the words themselves say that something is wanted by then: sous, within, EOD, dans la semaine."""
    if run.has(
        place, "within", "eod", "in-the-day", "first-thing", "before-leaving", "in-the-hour", "in-the-half-hour"
    ):
        return True
    return run.language == "fr" and run.has(place, "dans") and run.has(place + 1, "the")


def _match(text: str, start: int, node: Node, run: Run, *, is_cue: bool) -> Match:
    due, has_time = _due(node, run)
    role = "deadline" if is_cue or _is_bound(node) else "mention"
    end = start + len(text)
    return Match(
        text, start, end, role=role, latest=due, has_time=has_time, is_zoned=_is_zoned(node, run), **_values(node)
    )


def _due(node: Node, run: Run) -> Due:
    try:
        return latest(node, run)
    except (ValueError, OverflowError):
        return NEVER


def _is_bound(node: Node) -> bool:
    """Whether the words themselves say "before"."""
    return isinstance(node, (Period, Stretch, Hours)) and node.start is None and node.end is not None


def _is_zoned(node: Node, run: Run) -> bool:
    """Whether it is told whose clock shows the time: by a zone, or because it is counted from now or is the office's."""
    if isinstance(node, Hours):
        return node.end is not None and node.end.zone not in ("", THERE)
    if isinstance(node, Stretch):
        return node.part != "" or node.start == run.at or node.zone not in ("", THERE)
    return isinstance(node, (Part, Length)) or (isinstance(node, (Clock, Moment)) and node.zone not in ("", THERE))


def _values(node: Node) -> dict[str, Any]:
    """The type and the values of a match."""
    if isinstance(node, Day):
        return {"type": "date", "value": _iso(node.day)}
    if isinstance(node, Moment):
        return {"type": "datetime", "value": _iso(node.at)}
    if isinstance(node, Clock):
        return {"type": "time", "value": node.plain().isoformat()}
    if isinstance(node, Part):
        return {"type": "timerange", "from_": node.start.isoformat(), "to": node.end.isoformat()}
    if isinstance(node, Hours):
        first, last = ends(node)
        if node.start is node.end:
            return {"type": "timerange", "value": _plain(first)}
        return {"type": "timerange", "from_": _plain(first), "to": _plain(last)}
    if isinstance(node, Period):
        if node.piece == "around" and node.start == node.end:
            return {"type": "daterange", "value": _iso(node.start)}
        return {"type": "daterange", "from_": _iso(node.start), "to": _iso(node.end)}
    if isinstance(node, Stretch):
        return {"type": "datetimerange", "from_": _iso(node.start), "to": _iso(node.end)}
    if isinstance(node, Length):
        return {"type": "duration", "seconds": node.seconds}
    if isinstance(node, NoDay):
        return {"type": "date"}
    return {"type": "set", "rule": node.rule}


def _iso(value: date | datetime | None) -> str:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None, microsecond=0).isoformat()
    return value.isoformat() if value is not None else ""


def _plain(value: time | None) -> str:
    return value.isoformat() if value is not None else ""
