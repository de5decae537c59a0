"""Busy intervals straight from icalendar and recurring-ical-events, to compare the quick reading with."""

from __future__ import annotations

import warnings
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

_MARGIN = timedelta(days=2)


def intervals_by_library(text: str, start: datetime, end: datetime, zone: tzinfo) -> list[tuple[int, int]]:
    """The taken time that shares time with [start, end) as sorted pairs of seconds; raises whatever the libraries raise.

    Whole days and floating times are in `zone`; cancelled and transparent events take no time.
    """
    import recurring_ical_events
    from icalendar import Calendar
    from icalendar.timezone import tzp

    first, last = int(start.timestamp()), int(end.timestamp())
    tzp.use_zoneinfo()
    found: list[tuple[int, int]] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsed: list[Any] = list(Calendar.from_ical(text, multiple=True))
        for calendar in parsed:
            for event in recurring_ical_events.of(calendar).between(start - _MARGIN, end + _MARGIN):
                if _takes_time(event):
                    found.append(_pair(event, zone))
    return sorted(one for one in found if one[0] < last and one[1] > first and one[0] < one[1])


def _takes_time(event: Any) -> bool:
    outlook = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper()
    if str(event.get("STATUS", "")).upper() == "CANCELLED" or outlook in ("FREE", "WORKINGELSEWHERE"):
        return False
    return outlook in ("OOF", "TENTATIVE", "BUSY") or str(event.get("TRANSP", "")).upper() != "TRANSPARENT"


def _pair(event: Any, zone: tzinfo) -> tuple[int, int]:
    start, end = event["DTSTART"].dt, event["DTEND"].dt
    if not isinstance(start, datetime) and start == end:
        end = start + timedelta(days=1)
    return _seconds(start, zone), _seconds(end, zone)


def _seconds(moment: date, zone: tzinfo) -> int:
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001 - the reader's zone comes next
    return int((moment if moment.tzinfo else moment.replace(tzinfo=zone)).timestamp())
