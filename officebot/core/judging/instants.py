"""The instants that days and times stand for on the office's clock."""

from __future__ import annotations

from datetime import date, datetime, time

_CLOSING = time(18)


def begins(due: date | datetime, local: datetime) -> datetime:
    """An instant, or the morning of a day."""
    if isinstance(due, datetime):
        return instant_of(due, local)[0]
    return datetime.combine(due, time(8), tzinfo=local.tzinfo)


def instant_of(due: date | datetime, local: datetime) -> tuple[datetime, bool]:
    if isinstance(due, datetime):
        return (due if due.tzinfo is not None else due.replace(tzinfo=local.tzinfo)), True
    return datetime.combine(due, _CLOSING, tzinfo=local.tzinfo), False
