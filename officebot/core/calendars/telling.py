"""An event as a person reads it: what, when, where, who, in rows of a name and its words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, tzinfo

from officebot.core.calendars.components import Component, read_calendars
from officebot.core.calendars.lines import Line, unescaped
from officebot.core.calendars.people import address_of, answer_of, attendees_of
from officebot.core.calendars.times import NotATime, Zones, span
from officebot.core.calendars.zones import defined_zones
from officebot.core.expressions import expression
from officebot.core.text import Text, joined, one_line, quoted, say

#: What an attendee's PARTSTAT says (RFC 5545 §3.2.12).
ANSWERS = {
    "NEEDS-ACTION": say("no answer yet"),
    "ACCEPTED": say("accepts"),
    "DECLINED": say("declines"),
    "TENTATIVE": say("may come"),
    "DELEGATED": say("sends somebody else"),
}
#: A row as a line of its own: French keeps another distance before its colon.
_LINES = {
    line.source.partition(":")[0]: line
    for line in (
        say("What: {told}"), say("When: {told}"), say("Where: {told}"), say("Repeats: {told}"), say("About: {told}"),
        say("Message: {told}"), say("State: {told}"), say("Organiser: {told}"), say("Invited: {told}"),
        say("Besides: {told}"),
    )
}  # fmt: skip
#: What the rows say, and what no person decides by.
_TOLD = frozenset({
    "SUMMARY", "DTSTART", "DTEND", "DURATION", "LOCATION", "DESCRIPTION", "COMMENT", "ORGANIZER", "ATTENDEE",
    "UID", "DTSTAMP", "SEQUENCE", "CREATED", "LAST-MODIFIED",
})  # fmt: skip
_TIMES = frozenset({"DTSTART", "DTEND", "DURATION"})
_USUAL = frozenset({("STATUS", "CONFIRMED"), ("TRANSP", "OPAQUE"), ("CLASS", "PUBLIC")})
_PLAIN_RULE = expression(r"FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)", re.IGNORECASE)
_STANDINGS = {"CANCELLED": say("called off"), "TENTATIVE": say("kept free, not confirmed")}


def rows_of(event: Component, zones: Zones, clock: tzinfo | None = None) -> list[tuple[Text, Text]]:
    """What it is about, when, where, how it repeats, and its words; times in the zone that it names, UTC on `clock`."""
    rows = [(say("What"), quoted(one_line(unescaped(event.value("SUMMARY")))))]
    with suppress(NotATime, OverflowError):
        rows.append((say("When"), _when(event, zones, clock)))
    if place := unescaped(event.value("LOCATION")):
        rows.append((say("Where"), quoted(place)))
    if (rule := event.value("RRULE")) and (told := _repeats(rule)) is not None:
        rows.append((say("Repeats"), told))
    if words := unescaped(event.value("DESCRIPTION")):
        rows.append((say("About"), quoted(words)))
    if words := unescaped(event.value("COMMENT")):
        rows.append((say("Message"), quoted(words)))
    return rows


def as_words(calendar: str, clock: tzinfo | None = None) -> Text:
    """Every event of a calendar's text with its people and how they answered, one below the other.

    Nothing that a person decides by is left out: what has no words of its own, as a rule of every other week, stands there as
    the calendar has it. Raises UserError for what is no calendar.
    """
    told = []
    for one in read_calendars(calendar):
        zones = defined_zones(one)
        for event in one.children:
            if event.name != "VTIMEZONE":
                told_of = rows_of(event, zones, clock)
                has_time = any(name.source == "When" for name, _ in told_of)
                rows = [*told_of, *_people(event), *_besides(event, has_time)]
                told.append(joined((_line(name, words) for name, words in rows if words.render()), "\n"))
    return joined(told, "\n\n")


def _line(name: Text, words: Text) -> Text:
    return Text(_LINES[name.source].source, (("told", words),))


def _people(event: Component) -> Iterator[tuple[Text, Text]]:
    if standing := _STANDINGS.get(event.value("STATUS").upper()):
        yield say("State"), standing
    if (organizer := event.first("ORGANIZER")) is not None:
        yield say("Organiser"), quoted(_who(organizer))
    invited = [_invited(line) for line in attendees_of(event).values()]
    if invited:
        yield say("Invited"), joined(invited, "; ")


def _besides(event: Component, has_time: bool) -> Iterator[tuple[Text, Text]]:
    """What no row says; the times, too, where they are not understood."""
    told = _TOLD if has_time else _TOLD - _TIMES
    left = [f"{one.name} {one_line(unescaped(one.value))}" for one in event.lines if not _is_told(one, told)]
    left += [one.name for one in event.children]
    if left:
        yield say("Besides"), quoted("; ".join(left))


def _is_told(line: Line, told: frozenset[str]) -> bool:
    if line.name == "STATUS" and line.value.upper() in _STANDINGS:
        return True
    if line.name == "RRULE":
        return _PLAIN_RULE.fullmatch(line.value.strip()) is not None
    return line.name in told or line.name.startswith("X-") or (line.name, line.value.upper()) in _USUAL


def _invited(line: Line) -> Text:
    answer = ANSWERS.get(answer_of(line), quoted(one_line(answer_of(line), 40)))
    return say("{who} ({answer})", who=_who(line), answer=answer)


def _who(line: Line) -> str:
    name, address = one_line(line.param("CN"), 80), address_of(line)
    return f"{name} <{address}>" if name and name != address else address or one_line(line.value, 80)


def _when(event: Component, zones: Zones, clock: tzinfo | None) -> Text:
    start, end = span(event, zones)
    if not isinstance(start, datetime):
        return say("{day}, all day", day=start)
    if clock is not None and isinstance(end, datetime) and start.tzname() == "UTC":
        start, end = start.astimezone(clock), end.astimezone(clock)
    zone = str(getattr(start.tzinfo, "key", "") or start.tzname() or "")
    if isinstance(end, datetime) and start.date() == end.date():
        return say("{start}–{end} ({zone})", start=start, end=f"{end:%H:%M}", zone=zone)
    return say("from {start} to {end} ({zone})", start=start, end=end, zone=zone)


def _repeats(rule: str) -> Text | None:
    for name, told in (
        ("FREQ=DAILY", say("every day")),
        ("FREQ=WEEKLY", say("every week")),
        ("FREQ=MONTHLY", say("every month")),
        ("FREQ=YEARLY", say("yearly")),
    ):
        if name in rule.upper():
            return told
    return None
