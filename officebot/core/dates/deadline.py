"""Which of a text's dates is the deadline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo

from officebot.core.dates.match import Match
from officebot.core.dates.roles import is_before
from officebot.core.expressions import expression

#: The sender says that the times are the reader's.
_YOUR_TIME = expression(
    r"\byour time\b|(?<=pm )yours\b|(?<=\d )yours\b|\bheure de (?:Paris|chez vous)\b|\bvotre heure\b", re.IGNORECASE
)


def earliest(text: str, matches: Sequence[Match], at: datetime, sender: tzinfo | None) -> Match | None:
    """The earliest deadline among the matches that is not over; times told on the sender's clock are converted."""
    if sender is not None and _YOUR_TIME.search(text):
        sender = None
    wanted = [in_office(one, at, sender) for one in matches if one.role == "deadline" and one.latest is not None]
    wanted = [one for one in wanted if one.latest is not None and not is_before(one.latest, at)]
    if not wanted:
        return next(iter(later_today(text, matches, at, sender)), None)
    return min(wanted, key=lambda one: _order(one.latest))


def later_today(text: str, matches: Sequence[Match], at: datetime, sender: tzinfo | None) -> list[Match]:
    """The times that are still to come on the day of reading, the first one first, on the office's clock."""
    if sender is not None and _YOUR_TIME.search(text):
        sender = None
    told = [one for one in (in_office(one, at, sender) for one in matches) if _is_later_today(one, at)]
    return sorted(told, key=lambda one: _order(one.latest))


#: What has begun before noon and ends with it is not asked for until then: « je l'ai reçu ce matin ».
_NOON = 12


def _is_later_today(match: Match, at: datetime) -> bool:
    """Whether the match is a time later on the same day: what is asked for before it is useless afterwards."""
    due = match.latest
    if not isinstance(due, datetime) or match.role not in ("mention", "event") or match.type in ("duration", "set"):
        return False
    is_begun = match.from_ != "" and match.from_ <= at.replace(tzinfo=None).isoformat() and due.hour <= _NOON
    return match.has_time and due.date() == at.date() and not is_before(due, at) and not is_begun


def _order(due: date | datetime | None) -> datetime:
    if isinstance(due, datetime):
        return due.replace(tzinfo=None)
    return datetime.combine(due or date.max, time.max)


def in_office(match: Match, at: datetime, sender: tzinfo | None) -> Match:
    """The match with the office's time, where its time is told on the clock of a sender in another zone."""
    due = match.latest
    if sender is None or not isinstance(due, datetime) or not match.has_time or match.is_zoned or at.tzinfo is None:
        return match
    told = due.replace(tzinfo=sender)
    if match.type in _TIMES_ALONE and told - _DAY >= at:
        told -= _DAY  # The hour is past here, and still to come there.
    return match if told.utcoffset() == due.utcoffset() else replace(match, latest=told.astimezone(at.tzinfo))


#: Types of a time without a day.
_TIMES_ALONE = ("time", "timerange")
_DAY = timedelta(days=1)
