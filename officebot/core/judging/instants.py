"""The instants that days and times stand for on the office's clock."""

from __future__ import annotations

from datetime import date, datetime, time

_CLOSING = time(18)


def begins(due: date | datetime, local: datetime) -> datetime:
    """The instant, or eight in the morning of a day, in the zone of `local`."""
    if isinstance(due, datetime):
        return instant_of(due, local)[0]
    return datetime.combine(due, time(8), tzinfo=local.tzinfo)


def instant_of(due: date | datetime, local: datetime) -> tuple[datetime, bool]:
    """The instant, and whether a time was told; a day ends at six in `local`'s zone, which is that of times without one."""
    if isinstance(due, datetime):
        return (due if due.tzinfo is not None else due.replace(tzinfo=local.tzinfo)), True
    return datetime.combine(due, _CLOSING, tzinfo=local.tzinfo), False
