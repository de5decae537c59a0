"""By when something would be due, if what was read is a deadline."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from officebot.core.dates.calendar import monday
from officebot.core.dates.lengths import moved
from officebot.core.dates.moments import ends
from officebot.core.dates.nodes import HERE, THERE, Clock, Day, Hours, Length, Moment, Node, Part, Period, Stretch
from officebot.core.dates.office import closing, opening
from officebot.core.dates.reading import Run

_NOON = time(12)
_FRIDAY = 4
_DAY = timedelta(days=1)
#: "By mid-December" wants it by the 15th.
_MIDDLE = 15

Due = tuple[date | datetime | None, bool]
NEVER: Due = (None, False)


def latest(node: Node, run: Run) -> Due:
    """The last instant, or the last whole day, for what is wanted by then; and whether a time of day was named."""
    if isinstance(node, Day):
        return node.day, False
    if isinstance(node, Moment):
        return in_office(node.at, node.zone, run), True
    if isinstance(node, Clock):
        return _next(node.plain(), node.zone, run), True
    if isinstance(node, Part):
        return datetime.combine(run.today, _end_of_part(node, run), tzinfo=run.at.tzinfo), True
    if isinstance(node, Hours):
        last = ends(node)[1]
        zone = node.end.zone if node.end is not None else ""
        return (_next(last, zone, run), True) if last is not None else NEVER
    if isinstance(node, Stretch):
        return _end_of_stretch(node, run)
    if isinstance(node, Length):
        return (
            (run.at + timedelta(seconds=node.seconds), True)
            if node.is_short
            else (moved(run, run.today, node, 1), False)
        )
    return (_last_day(node, run), False) if isinstance(node, Period) else NEVER


def in_office(at: datetime, zone: str, run: Run) -> datetime:
    """The instant on the office's clock, where it was told on another's."""
    if zone in ("", HERE, THERE) or run.working is None:
        return at
    told = at.replace(tzinfo=ZoneInfo(zone)).astimezone(run.working.tz)
    return told.astimezone(at.tzinfo) if at.tzinfo is not None else told.replace(tzinfo=None)


def _next(when: time, zone: str, run: Run) -> datetime:
    """Today at that time, or tomorrow where it is past."""
    at = in_office(datetime.combine(run.today, when, tzinfo=run.at.tzinfo), zone, run)
    return at if at >= run.at else at + _DAY


def _end_of_part(node: Part, run: Run) -> time:
    """« ce matin » is over at noon; afternoon, evening and tonight with the office's day."""
    return _NOON if node.name in ("morning", "lunch", "breakfast") else closing(run.today, run.working)


def _end_of_stretch(node: Stretch, run: Run) -> Due:
    if node.end is None:
        return NEVER
    if node.start is None:
        return _before_part(node, run) if node.part else in_office(node.end, node.zone, run), True
    if node.part:
        end = _NOON if node.part in ("morning", "lunch", "breakfast") else closing(node.end.date(), run.working)
        return datetime.combine(node.end.date(), end, tzinfo=run.at.tzinfo), True
    span = node.end - node.start
    # « sous 48 h » names a day, « sous 2 h » an hour.
    is_in_days = node.start == run.at and span >= _DAY and not span % _DAY
    return (node.end.date(), False) if is_in_days else (in_office(node.end, node.zone, run), True)


def _before_part(node: Stretch, run: Run) -> datetime | None:
    """« d'ici demain matin » wants it when the office opens, « d'ici demain après-midi, soir » before it closes."""
    if node.end is None or node.part not in ("morning", "afternoon", "evening", "night", "lunch"):
        return node.end
    on = node.end.date()
    if node.part == "lunch":
        return datetime.combine(on, _NOON, tzinfo=node.end.tzinfo)
    when = opening(on, run.working) if node.part == "morning" else closing(on, run.working)
    return datetime.combine(on, when, tzinfo=node.end.tzinfo)


def _last_day(node: Period, run: Run) -> date | None:
    """The last day of a period; of a week its Friday; of "before Friday" and "from Monday to Friday" Friday itself."""
    if node.end is None:
        return node.start if node.piece == "around" else None
    if node.piece == "around" and node.start == node.end:
        return node.end
    if node.piece == "mid" and node.unit == "m":
        return node.end.replace(day=_MIDDLE)
    if node.is_inclusive or (node.unit == "d" and node.start is not None and node.start != run.today + _DAY):
        return node.end
    if node.unit in ("w", "fortnight") and node.end.weekday() == 0:
        return monday(node.end - _DAY) + timedelta(days=_FRIDAY)
    return node.end - _DAY
