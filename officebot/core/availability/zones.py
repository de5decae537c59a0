"""Which zone a TZID means in a calendar: of the IANA database, by its Windows name, or defined in the calendar."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from officebot.core.availability.rules import Unsure
from officebot.core.availability.walltime import Clock, clock_of, zone_named
from officebot.core.calendars.zones import LONGEST_DEFINITION, is_zones_rule
from officebot.core.expressions import expression

_RULE = expression(r"\nRRULE(?:;[^:\n]*)?:([^\n]*)")

# What the library may raise on hostile text.
FAILURES = (
    ValueError, KeyError, TypeError, AttributeError, IndexError, ArithmeticError, AssertionError, RecursionError,
    NotImplementedError, OSError,
)  # fmt: skip


class UnknownZone(Exception):
    """A TZID that nobody defines; its text is the name."""


def clock_named(tzid: str, definitions: Mapping[str, str]) -> Clock:
    """The wall clock of a TZID; raises UnknownZone."""
    known = zone_named(tzid)
    if known is not None:
        return clock_of(known)
    definition = definitions.get(tzid, "")
    if len(definition) > LONGEST_DEFINITION:
        raise Unsure(tzid)
    if not all(map(is_zones_rule, _RULE.findall(definition))):
        raise UnknownZone(tzid)
    found = _by_library(tzid, definition)
    if found is None:
        raise UnknownZone(tzid)
    return found


@lru_cache(maxsize=256)
def _by_library(tzid: str, definition: str) -> Clock | None:
    if "\n" in tzid or len(tzid) > 200:
        return None
    from icalendar import Calendar
    from icalendar.timezone import tzp

    # The library remembers zones by name across calendars: what one file defines must not reach the next.
    tzp.use_zoneinfo()
    probe = (
        f"BEGIN:VCALENDAR{definition}\nBEGIN:VEVENT\n"
        f'DTSTART;TZID="{tzid}":20260105T090000\nEND:VEVENT\nEND:VCALENDAR\n'
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            event: Any = Calendar.from_ical(probe).walk("VEVENT")[0]
            start = event["DTSTART"].dt
            if not isinstance(start, datetime) or start.tzinfo is None:
                return None
            start.utcoffset()
            return Clock(start.tzinfo)
    except FAILURES:
        return None
    finally:
        tzp.use_zoneinfo()
