"""What the words in and around a date do to its time: whose clock shows it, and whether it is a time at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from officebot.core.dates import Match
from officebot.core.dates.zones import PLACES
from officebot.core.expressions import expression

_TIMES = ("time", "datetime", "timerange", "datetimerange")
_SIGNS = expression(r"[\d:.]|\b(?:[ap]\.?m|noon|midday|midi|hours?|hrs|h|heures?|(?:half|quarter) (?:past|to))\b")
_PLACE = f"(?P<place>{'|'.join(sorted(PLACES, key=len, reverse=True))})"
#: A place behind a time, with nothing that makes more of it: "the 10:30 London flight" is no time in London.
_BESIDE = expression(
    r"[ ,]{0,2}\(?(?:(?:chez (?:lui|elle|eux)|there|local),? (?:c'est-a-dire |i\.?e\.? |so )?)?"
    rf"(?:in |at |a |de |heure d(?:e |'))?{_PLACE}(?=\s{{0,2}}(?:[.,;:!?)\-]|$|\n)|"
    r" (?:on|today|tomorrow|tonight|demain|ce|le|this|latest|sharp|at the)\b)"
)
#: "Which in Dublin is half past four".
_AHEAD = expression(rf"\bin {_PLACE} (?:is|means|that is|that's) (?:at )?$")
_REACH = 44
#: A part of a day that names no hour.
_MORNING = expression(r"(?<!in the course of the )(?<!during the )\b(?:morning|matin|first thing|premiere heure)\b")
_MIDNIGHT = expression(r"\b(?:midnight|minuit|24 ?h|24[:.]00|0 ?h|00[:.]00)")
_DAY = timedelta(days=1)


def on_their_clocks(matches: Sequence[Match], folded: str, local: datetime) -> list[Match]:
    """The matches; a time that stands beside the name of a place is that place's, told on the office's clock.

    Where the same hour is told again without its zone, as in a subject, it is the same instant.
    """
    told = [_on_its_clock(one, folded, local) for one in matches]
    zoned = {_hour(one, folded): one for one in told if one.is_zoned and _is_hour(one)}
    if not zoned:
        return told
    return [_as_the_other(one, zoned.get(_hour(one, folded)), folded) for one in told]


def _as_the_other(match: Match, other: Match | None, folded: str) -> Match:
    if other is None or match.is_zoned or not _is_hour(match) or not _hour(match, folded):
        return match
    return replace(match, latest=other.latest, is_zoned=True)


def _is_hour(match: Match) -> bool:
    """Whether it names one hour and no day: "at 3", "by 3"."""
    return match.type == "time" or (match.type == "timerange" and not match.from_)


def _hour(match: Match, folded: str) -> str:
    """The figures of a time of the clock, "4pm" of "4 PM Irish time"."""
    figures = _FIGURES.search(folded, match.start, match.end)
    return f"{figures[1]}{figures[2] or ''}" if figures is not None else ""


_FIGURES = expression(r"(\d{1,2}(?:[:.h]\d\d)?) ?([ap])?")


def _on_its_clock(match: Match, folded: str, local: datetime) -> Match:
    due = match.latest
    if match.type not in _TIMES or match.is_zoned or not match.has_time or not isinstance(due, datetime):
        return match
    if _SIGNS.search(folded, match.start, match.end) is None:
        return match
    told = _BESIDE.match(folded, match.end) or _AHEAD.search(folded, max(0, match.start - _REACH), match.start)
    if told is None:
        return match
    there = due.replace(tzinfo=ZoneInfo(PLACES[told["place"]])).astimezone(local.tzinfo)
    if match.type in ("time", "timerange"):
        # The hour alone is the next that comes there.
        while there <= local:
            there += _DAY
        while there - _DAY > local:
            there -= _DAY
    return replace(match, latest=there, is_zoned=True)


def in_whole_days(matches: Sequence[Match], folded: str, local: datetime) -> list[Match]:
    """The matches; what names only the morning of a later day, or the midnight that ends a day, is due on that day."""
    return [_in_whole_days(one, folded, local) for one in matches]


def _in_whole_days(match: Match, folded: str, local: datetime) -> Match:
    due = match.latest
    if not isinstance(due, datetime) or not match.has_time or match.type in ("duration", "set"):
        return match
    if not due.hour and not due.minute and _MIDNIGHT.search(folded, match.start, match.end):
        return replace(match, latest=due.date() - _DAY, has_time=False)
    if due.date() > local.date() and _MORNING.search(folded, match.start, match.end):
        is_told = _SIGNS.search(folded, match.start, match.end) is not None or _HOUR.search(
            folded, match.start, match.end
        )
        return match if is_told else replace(match, latest=due.date(), has_time=False)
    return match


_HOUR = expression(
    r"\b(?:at|by|before|a|avant) (?:half |quarter |an? )?(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"une|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze)\b|o'clock|half past|quarter (?:past|to)"
)
