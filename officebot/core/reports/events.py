"""Meetings in calendars found a second time, day by day from the stored text, without the library that the first way uses.

Only what these few lines understand is counted either way: an event that happens once, or by a plain rule of days, weeks,
months or years. `is_plain` says which objects those are, so that both ways count the same ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from officebot.core.expressions import expression
from officebot.core.records import Record

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PLAIN = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"})
_STAMP = expression(r"(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(Z?)")
#: No series is walked further than this from its first day.
_FURTHEST = timedelta(days=366 * 15)


@dataclass(slots=True)
class _Event:
    """The lines of one VEVENT: each property's parameters and value, in their order."""

    lines: list[tuple[str, str, str]] = field(default_factory=list)

    def value(self, name: str) -> str:
        return next((value for one, _, value in self.lines if one == name), "")

    def all(self, name: str) -> Iterator[tuple[str, str]]:
        return ((more, value) for one, more, value in self.lines if one == name)


def meetings_again(texts: Iterable[str], since: datetime, until: datetime, zone: tzinfo) -> list[Record]:
    """The meetings that begin in [since, until), each once, with `start` (UTC), `title` and whether it is `private`."""
    found: dict[str, Record] = {}
    for text in texts:
        events = [one for one in _events(text) if any(one.all("ATTENDEE"))]
        moved = {_at(*one_of(one, "RECURRENCE-ID"), zone) for one in events if one.value("RECURRENCE-ID")}
        for event in events:
            starts = _starts(event, since, until, zone)
            if not event.value("RECURRENCE-ID"):
                starts = (at for at in starts if at not in moved)
            if event.value("STATUS").upper() == "CANCELLED":
                continue
            for at in starts:
                record = _record(event, at)
                found.setdefault(record.key, record)
    return list(found.values())


def is_plain(text: str) -> bool:
    """Whether all meetings of an object are such as are understood here: with hours, in known zones, by plain rules."""
    return all(_is_plain(one) for one in _events(text) if any(one.all("ATTENDEE")))


def is_meeting(text: str) -> bool:
    """Whether somebody is invited to it."""
    return any(any(one.all("ATTENDEE")) for one in _events(text))


def key_of(uid: str, start: datetime) -> str:
    """What names one time of a meeting, in whichever calendars it stands."""
    return f"{uid} {start.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def one_of(event: _Event, name: str) -> tuple[str, str]:
    """The first property of that name: its parameters and its value."""
    return next(event.all(name), ("", ""))


def _is_plain(event: _Event) -> bool:
    more, value = one_of(event, "DTSTART")
    if _STAMP.fullmatch(value) is None or any(event.all("RDATE")) or not _is_known(more):
        return False
    if any(_STAMP.fullmatch(one) is None or not _is_known(m) for m, v in event.all("EXDATE") for one in v.split(",")):
        return False
    rules = list(event.all("RRULE"))
    if len(rules) > 1 or "RANGE" in one_of(event, "RECURRENCE-ID")[0]:
        return False
    first = _STAMP.fullmatch(value)
    return not rules or (first is not None and _is_plain_rule(_rule(rules[0][1]), _day_of(first)))


def _day_of(stamp: re.Match[str]) -> date | None:
    try:
        return date(int(stamp[1]), int(stamp[2]), int(stamp[3]))
    except ValueError:
        return None


def _is_plain_rule(rule: Mapping[str, str], first: date | None) -> bool:
    if (
        first is None
        or not set(rule) <= _PLAIN
        or not (rule.get("INTERVAL", "1").isdecimal() and rule.get("COUNT", "1").isdecimal())
    ):
        return False
    if "UNTIL" in rule and _STAMP.fullmatch(rule["UNTIL"]) is None:
        return False
    days = rule.get("BYDAY", "")
    match rule.get("FREQ"):
        case "DAILY":
            return not days
        case "WEEKLY":
            named = days.split(",") if days else [_DAYS[first.weekday()]]
            # A first day that its own rule does not name is one of them all the same; how it counts, nobody agrees on.
            return all(one in _DAYS for one in named) and ("COUNT" not in rule or _DAYS[first.weekday()] in named)
        case "MONTHLY" | "YEARLY":
            return not days
    return False


def _is_known(more: str) -> bool:
    name = _zone_name(more)
    try:
        return not name or bool(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def _zone_name(more: str) -> str:
    return next((part[5:].strip('"') for part in more.split(";") if part.upper().startswith("TZID=")), "")


def _events(text: str) -> Iterator[_Event]:
    """The VEVENTs of a text, lines unfolded (RFC 5545 §3.1); what lies inside them, such as alarms, is passed over."""
    event: _Event | None = None
    inner = 0
    for line in re.sub(r"\r?\n[ \t]", "", text).splitlines():
        head, _, value = line.partition(":")
        if head.count('"') % 2:
            # A parameter in quotes holds the colon.
            end = line.find('":')
            head, value = line[: end + 1], line[end + 2 :]
        name, _, more = head.partition(";")
        name = name.upper()
        if name == "BEGIN" and value.upper() == "VEVENT":
            event, inner = _Event(), 0
        elif event is not None and name == "BEGIN":
            inner += 1
        elif event is not None and name == "END" and inner:
            inner -= 1
        elif event is not None and name == "END":
            yield event
            event = None
        elif event is not None and not inner:
            event.lines.append((name, more, value))


def _rule(words: str) -> dict[str, str]:
    return {name.upper(): value.upper() for name, _, value in (one.partition("=") for one in words.split(";") if one)}


def _at(more: str, value: str, zone: tzinfo) -> datetime | None:
    found = _STAMP.fullmatch(value)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(found[n]) for n in range(1, 7))
    try:
        wall = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    name = _zone_name(more)
    own: tzinfo = UTC if found[7] else ZoneInfo(name) if name and _is_known(more) else zone
    return wall.replace(tzinfo=own)


def _starts(event: _Event, since: datetime, until: datetime, zone: tzinfo) -> Iterator[datetime]:
    first = _at(*one_of(event, "DTSTART"), zone)
    if first is None or not _is_plain(event):
        return
    left_out = {_at(more, one, zone) for more, value in event.all("EXDATE") for one in value.split(",")}
    rules = [value for _, value in event.all("RRULE")]
    times = _walked(first, _rule(rules[0]), until) if rules else iter([first])
    for at in times:
        if at >= until:
            return
        if at >= since and at not in left_out:
            yield at


def _walked(first: datetime, rule: Mapping[str, str], until: datetime) -> Iterator[datetime]:
    """Each time of a series: every day from the first on is asked whether it is one."""
    end = _at("", rule.get("UNTIL", ""), UTC) if "UNTIL" in rule else None
    left = int(rule["COUNT"]) if "COUNT" in rule else None
    begin, day = first.date(), first.date()
    while day - begin < _FURTHEST:
        if day == begin or _is_due(day, begin, rule):
            at = datetime.combine(day, time(first.hour, first.minute, first.second), tzinfo=first.tzinfo)
            if at >= until or (end is not None and at > end and day != begin) or left == 0:
                return
            yield at
            left = None if left is None else left - 1
        day += timedelta(days=1)


def _is_due(day: date, begin: date, rule: Mapping[str, str]) -> bool:
    every = max(1, int(rule.get("INTERVAL", "1")))
    match rule["FREQ"]:
        case "DAILY":
            return (day - begin).days % every == 0
        case "WEEKLY":
            days = rule.get("BYDAY", _DAYS[begin.weekday()]).split(",")
            weeks = (_monday(day) - _monday(begin)).days // 7
            return weeks % every == 0 and _DAYS[day.weekday()] in days
        case "MONTHLY":
            months = (day.year - begin.year) * 12 + day.month - begin.month
            return months % every == 0 and day.day == begin.day
    return (day.year - begin.year) % every == 0 and (day.month, day.day) == (begin.month, begin.day)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _record(event: _Event, at: datetime) -> Record:
    start = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
    is_private = event.value("CLASS").upper() in ("PRIVATE", "CONFIDENTIAL")
    fields = {
        "uid": event.value("UID"), "start": start, "title": "" if is_private else event.value("SUMMARY"),
        "private": "true" if is_private else "",
    }  # fmt: skip
    return Record(key=f"{event.value('UID')} {start}", fields={name: v for name, v in fields.items() if v})
