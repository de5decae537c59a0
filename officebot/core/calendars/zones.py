"""Time zones by the names that programs give them, and VTIMEZONE for those that invitations need."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from officebot.core.calendars.components import Component
from officebot.core.calendars.lines import Line
from officebot.core.expressions import expression

_UTC_NAMES = frozenset({"UTC", "GMT", "Z", "ETC/UTC", "ETC/GMT", "ZULU", "COORDINATED UNIVERSAL TIME"})
#: Definitions of zones are short; a longer one is no zone.
LONGEST_DEFINITION = 20_000
_OF_ZONE = expression(
    r"(?:FREQ=YEARLY|(?:INTERVAL|COUNT|UNTIL|WKST|BYMONTH|BYMONTHDAY|BYYEARDAY|BYDAY)=[A-Z0-9,+-]{1,200}|BY(?:HOUR|MINUTE|SECOND)=[0-9]{1,2}|;)+"
)
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@lru_cache(maxsize=1024)
def zone_name(tzid: str) -> str:
    """The IANA name that a TZID means: one itself, a Windows one, or one with a maker's prefix; "" for no known one."""
    plain = tzid.strip().strip('"').strip("/").strip()
    if not plain or len(plain) > 200:
        return ""
    if plain.upper() in _UTC_NAMES:
        return "UTC"
    if _is_iana(plain):
        return plain
    if named := _windows_name(plain):
        return named
    parts = plain.split("/")
    if tzid.strip().strip('"').startswith("/"):
        return next((name for at in range(1, len(parts)) if _is_iana(name := "/".join(parts[at:]))), "")
    return ""


def _windows_name(plain: str) -> str:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return WINDOWS_TO_OLSON.get(plain, "")


@lru_cache(maxsize=1024)
def _is_iana(name: str) -> bool:
    if not re.fullmatch(r"[A-Za-z0-9_+-]{1,40}(?:/[A-Za-z0-9_+-]{1,40}){0,3}", name):
        return False
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def zone_of(tzid: str, defined: Mapping[str, Component]) -> tzinfo | None:
    """The zone that a TZID means; None for an unknown one.

    An IANA name is that zone, whatever the calendar says of it; another one is what the VTIMEZONE of the calendar
    says, and only without one the zone that programs mean by that name (RFC 5545 §3.8.3.1).
    """
    exact = iana_name(tzid)
    found = by_definition(tzid, defined) if not exact else None
    if found is not None:
        return found
    name = exact or zone_name(tzid)
    return ZoneInfo(name) if name else None


@lru_cache(maxsize=1024)
def iana_name(tzid: str) -> str:
    """The TZID itself, where it is an IANA name; else ""."""
    plain = tzid.strip().strip('"').strip("/").strip()
    return plain if _is_iana(plain) else ""


def by_definition(tzid: str, defined: Mapping[str, Component]) -> tzinfo | None:
    """The zone as the calendar defines it; None where it does not, or not so that it can be followed."""
    found = defined.get(tzid)
    return _by_rules(found) if found is not None else None


def known_as(tzid: str, defined: Mapping[str, Component], year: int) -> str:
    """The IANA name of a zone whose definition, if there is one, says the same around a year; else ""."""
    name = iana_name(tzid) or zone_name(tzid)
    zone = by_definition(tzid, defined)
    if not name or iana_name(tzid) or zone is None:
        return name
    there = ZoneInfo(name)
    days = (datetime(min(max(year, 1970), 2100), 1, 1, 12) + timedelta(days=9 * step) for step in range(82))  # noqa: DTZ001
    same = all(day.replace(tzinfo=zone).utcoffset() == day.replace(tzinfo=there).utcoffset() for day in days)
    return name if same else ""


def _can_be_followed(definition: Component) -> bool:
    """Whether a definition is one of a zone: short, and changing by the year, as they all do (RFC 5545 §3.6.5).

    The library would follow a rule that repeats every second, to the year 2038.
    """
    rules = [line.value for part in definition.children for line in part.all("RRULE")]
    return len(definition.text()) <= LONGEST_DEFINITION and all(map(is_zones_rule, rules))


def is_zones_rule(rule: str) -> bool:
    """Whether a rule changes a zone by the year."""
    return _OF_ZONE.fullmatch(rule.strip().upper()) is not None


@lru_cache(maxsize=256)
def _by_rules(definition: Component) -> tzinfo | None:
    from icalendar import Timezone

    if not _can_be_followed(definition):
        return None
    try:
        made = Timezone.from_ical(definition.text())
        zone: tzinfo | None = made.to_tz(lookup_tzid=False) if isinstance(made, Timezone) else None
        if zone is not None:
            datetime(2026, 1, 1, tzinfo=zone).utcoffset()
    except Exception:  # noqa: BLE001 — a definition from outside may be wrong in any way; then the zone is unknown
        return None
    return zone


def defined_zones(calendar: Component) -> dict[str, Component]:
    """The VTIMEZONE components of a calendar by their TZID."""
    return by_tzid(one for one in calendar.children if one.name == "VTIMEZONE")


def by_tzid(zones: Iterable[Component]) -> dict[str, Component]:
    """VTIMEZONE components by their TZID."""
    return {one.value("TZID"): one for one in zones}


@lru_cache(maxsize=256)
def vtimezone(name: str, year: int) -> Component:
    """The VTIMEZONE of an IANA zone as it is from this year on: by rules where they repeat, else by its dates.

    Programs that know the name use their own rules; this is for the others (RFC 5545 §3.6.5).
    """
    zone = ZoneInfo(name)
    changes = [_changes(zone, one) for one in range(year, year + 10)]
    observances = _yearly(changes, year) or _dated(zone, changes, year)
    return Component("VTIMEZONE", (Line("TZID", name),), observances)


class _Change:
    """A change of a zone's offset: the local time before it, the offsets around it, its name."""

    __slots__ = ("after", "at", "before", "is_summer", "name")

    def __init__(self, instant: datetime, zone: ZoneInfo) -> None:
        later, earlier = instant.astimezone(zone), (instant - timedelta(seconds=1)).astimezone(zone)
        self.before = earlier.utcoffset() or timedelta()
        self.after = later.utcoffset() or timedelta()
        self.at = (instant + self.before).replace(tzinfo=None)
        self.is_summer = bool(later.dst())
        self.name = later.tzname() or ""

    @property
    def rule(self) -> tuple[int, int, str]:
        """Month, which week (negative from the end, for the last), weekday."""
        week = -1 if (self.at + timedelta(days=7)).month != self.at.month else (self.at.day - 1) // 7 + 1
        return self.at.month, week, _DAYS[self.at.weekday()]


def _changes(zone: ZoneInfo, year: int) -> list[_Change]:
    """The changes of one year, found to the minute."""
    utc = ZoneInfo("UTC")
    found: list[_Change] = []
    day = datetime(year, 1, 1, tzinfo=utc)
    end = datetime(year + 1, 1, 1, tzinfo=utc)
    while day < end:
        following = day + timedelta(days=1)
        if day.astimezone(zone).utcoffset() != following.astimezone(zone).utcoffset():
            found.append(_Change(_to_the_minute(zone, day, following), zone))
        day = following
    return found


def _to_the_minute(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    old = low.astimezone(zone).utcoffset()
    while high - low > timedelta(minutes=1):
        middle = low + timedelta(minutes=(high - low) // timedelta(minutes=2))
        if middle.astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return high


def _yearly(years: list[list[_Change]], first: int) -> tuple[Component, ...]:
    """Observances by rule, when ten years running change on the same nth weekdays at the same times."""
    told = [[(one.rule, one.at.time(), one.after) for one in year] for year in years]
    if not told[0] or any(one != told[0] for one in told):
        return ()
    out = []
    for change in years[0]:
        month, week, day = change.rule
        out.append(_observance(change, (Line("RRULE", f"FREQ=YEARLY;BYMONTH={month};BYDAY={week}{day}"),), first))
    return tuple(out)


def _dated(zone: ZoneInfo, years: list[list[_Change]], first: int) -> tuple[Component, ...]:
    start = datetime(first, 1, 1, tzinfo=zone)
    lines = (
        Line("DTSTART", f"{first}0101T000000"),
        Line("TZOFFSETFROM", _offset(start.utcoffset() or timedelta())),
        Line("TZOFFSETTO", _offset(start.utcoffset() or timedelta())),
        Line("TZNAME", start.tzname() or ""),
    )
    begun = Component("DAYLIGHT" if start.dst() else "STANDARD", lines)
    return (begun, *(_observance(change, (), first) for year in years for change in year))


def _observance(change: _Change, rules: tuple[Line, ...], first: int) -> Component:
    at = change.at if change.at.year >= first else change.at.replace(year=first)
    lines = (
        Line("DTSTART", f"{at:%Y%m%dT%H%M%S}"),
        *rules,
        Line("TZOFFSETFROM", _offset(change.before)),
        Line("TZOFFSETTO", _offset(change.after)),
        Line("TZNAME", change.name),
    )
    return Component("DAYLIGHT" if change.is_summer else "STANDARD", lines)


def _offset(offset: timedelta) -> str:
    minutes = int(offset.total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}{abs(minutes) % 60:02d}"
