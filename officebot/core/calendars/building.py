"""iTIP messages that the office sends: invitation, update, answer, cancellation, counter-proposal."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from officebot.core.calendars.components import Component
from officebot.core.calendars.itip import message_text
from officebot.core.calendars.lines import Line, escaped
from officebot.core.calendars.memory import sequence_of, which_of
from officebot.core.calendars.messages import sent_wrong
from officebot.core.calendars.occurrences import occurrences_of
from officebot.core.calendars.people import attendees_of, organizer_of
from officebot.core.calendars.rules import HORIZON, check_rules
from officebot.core.calendars.series import is_series, occurrence_alone
from officebot.core.calendars.times import Moment, NotATime, Zones, as_utc, line_for, moment, span
from officebot.core.calendars.zones import defined_zones
from officebot.core.letters import is_plain_address
from officebot.core.problems import UserError
from officebot.core.text import say

#: What makes another version of an event, which everybody must answer anew (RFC 5546 §2.1.4).
_OF_VERSION = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE")
_ABOUT = ("UID", "RECURRENCE-ID", "DTSTART", "DTEND", "DURATION", "SUMMARY", "LOCATION", "ORGANIZER")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting to invite to. `start` and `end` are aware, or both dates; an IANA zone stays in the invitation.

    `attendees` and `organizer` are plain addresses; `rule` is an RRULE without its name, "" for once. `uid` "" makes
    one of organiser, subject and beginning: the same meeting has the same one, however often it is written. `names` are
    people's names by address, `coming` those of the attendees who have said yes already.
    """

    organizer: str
    attendees: tuple[str, ...]
    summary: str
    start: Moment
    end: Moment
    place: str = ""
    description: str = ""
    rule: str = ""
    organizer_name: str = ""
    sent_by: str = ""
    uid: str = ""
    optional: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    coming: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A message that was written: its text, method and event, and to whom it goes."""

    text: str
    method: str
    event: Component
    to: tuple[str, ...]
    sender: str


def invitation(meeting: Meeting, now: datetime, *, before: Component | None = None) -> Written:
    """The REQUEST for a meeting, stamped `now` (aware). With the event as it was `before`, an update of it: the same
    UID, and the next SEQUENCE when its times change. Raises UserError for what cannot be invited to.
    """
    _check(meeting)
    event = _event(meeting, before.value("UID") if before is not None else "")
    if before is not None:
        same = all(_told(event, name) == _told(before, name) for name in _OF_VERSION)
        event = event.with_line(Line("SEQUENCE", str(sequence_of(before) + (0 if same else 1))))
        if same:
            event = _with_standing_answers(event, before)
    return _written(
        "REQUEST", event, meeting.attendees + meeting.optional + meeting.rooms, meeting.organizer, {}, now
    )


def _check(meeting: Meeting) -> None:
    for address in (meeting.organizer, *meeting.attendees, *meeting.optional, *meeting.rooms):
        if not is_plain_address(address):
            raise UserError(
                say("“{address}” is no mail address: write it as name@office.example.", address=address[:80])
            )
    if not meeting.attendees + meeting.optional + meeting.rooms:
        raise UserError(say("Nobody is invited: name somebody."))
    if not meeting.summary.strip():
        raise UserError(say("It has no title: say what it is about."))
    if as_utc(meeting.end) <= as_utc(meeting.start):
        raise UserError(say("It ends before it begins."))
    if isinstance(meeting.start, datetime) and meeting.start.tzinfo is None:
        raise UserError(say("The beginning names no zone: say which is meant."))


def _event(meeting: Meeting, uid: str) -> Component:
    named = uid or meeting.uid or new_uid(meeting)
    lines = [
        Line("UID", named),
        line_for("DTSTART", meeting.start),
        line_for("DTEND", meeting.end),
        Line("SEQUENCE", "0"),
        Line("SUMMARY", escaped(meeting.summary)),
        Line("STATUS", "CONFIRMED"),
        Line("TRANSP", "OPAQUE"),
        _organizer(meeting),
    ]
    if meeting.place:
        lines.append(Line("LOCATION", escaped(meeting.place)))
    if meeting.description:
        lines.append(Line("DESCRIPTION", escaped(meeting.description)))
    if meeting.rule:
        lines.append(Line("RRULE", meeting.rule.strip().upper().removeprefix("RRULE:")))
    people = [(one, "REQ-PARTICIPANT", "INDIVIDUAL") for one in meeting.attendees]
    people += [(one, "OPT-PARTICIPANT", "INDIVIDUAL") for one in meeting.optional]
    people += [(one, "NON-PARTICIPANT", "ROOM") for one in meeting.rooms]
    seen: set[str] = set()
    for address, role, kind in people:
        if address.lower() not in seen:
            seen.add(address.lower())
            lines.append(_invited(meeting, address.lower(), role, kind))
    event = Component("VEVENT", tuple(lines))
    try:
        check_rules(event, meeting.start, as_utc(meeting.start) + HORIZON)
    except NotATime as wrong:
        raise UserError(wrong.what) from wrong
    if meeting.rule and not _takes_place(event, meeting.start):
        raise UserError(
            say("The rule “{rule}” never comes round: write it as FREQ=WEEKLY;COUNT=4.", rule=meeting.rule[:80])
        )
    return event


def _takes_place(event: Component, start: Moment) -> bool:
    """Whether a repeated event takes place at all within two years of its beginning, as programs will read it."""
    since = as_utc(start) - timedelta(days=1)
    return bool(occurrences_of(Component("VCALENDAR", (), (event,)), since, since + HORIZON).found)


def new_uid(meeting: Meeting) -> str:
    """The UID of a meeting: always the same for organiser, subject and beginning."""
    words = repr((meeting.organizer.lower(), meeting.summary, as_utc(meeting.start).isoformat(), meeting.rule))
    mark = hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:32]
    return f"{mark}@{meeting.organizer.rpartition('@')[2].lower()}"


def _organizer(meeting: Meeting) -> Line:
    params = [("CN", (_name(meeting.organizer_name),))] if meeting.organizer_name else []
    if meeting.sent_by:
        params.append(("SENT-BY", (f"mailto:{meeting.sent_by.lower()}",)))
    return Line("ORGANIZER", f"mailto:{meeting.organizer.lower()}", tuple(params))


def _name(words: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in words).split())[:100]


def _invited(meeting: Meeting, address: str, role: str, kind: str) -> Line:
    name = _name(meeting.names.get(address, ""))
    named = (("CN", (name,)),) if name else ()
    params = (*named, ("CUTYPE", (kind,)), ("ROLE", (role,)), ("PARTSTAT", ("NEEDS-ACTION",)), ("RSVP", ("TRUE",)))
    line = Line("ATTENDEE", f"mailto:{address}", params)
    return line.with_param("PARTSTAT", "ACCEPTED").with_param("RSVP", "") if address in meeting.coming else line


def _told(event: Component, name: str) -> tuple[str, ...]:
    return tuple(str(line.with_param("VALUE", "")) for line in event.all(name))


def _with_standing_answers(event: Component, before: Component) -> Component:
    answered = attendees_of(before)
    lines = []
    for line in event.lines:
        old = answered.get(line.value.removeprefix("mailto:")) if line.name == "ATTENDEE" else None
        answer = old.param("PARTSTAT") if old is not None else ""
        lines.append(line.with_param("PARTSTAT", answer) if answer else line)
    return replace(event, lines=tuple(lines))


# ── about an event that is there ──────────────────────────────────────────────────────────────────────────


def answer(calendar: Component, attendee: str, answered: str, now: datetime, *, comment: str = "",
           occurrence: str = "") -> Written:  # fmt: skip
    """The REPLY of an attendee to the event of a calendar: `answered` is ACCEPTED, DECLINED or TENTATIVE.

    `occurrence` names one of a series (as `which_of` does, or ISO); "" answers for all. Raises UserError.
    """
    event, zones = _chosen(calendar, occurrence)
    line = _our_line(event, attendee).with_param("RSVP", "").with_param("PARTSTAT", answered)
    told = _about(event, sequence_of(event), line, comment)
    return _written("REPLY", told, (organizer_of(event),), attendee, zones, now)


def counter_proposal(calendar: Component, attendee: str, start: Moment, end: Moment, now: datetime, *,
                     comment: str = "", occurrence: str = "") -> Written:  # fmt: skip
    """The COUNTER of an attendee who proposes other times (RFC 5546 §3.2.7). Raises UserError."""
    event, zones = _chosen(calendar, occurrence)
    if as_utc(end) <= as_utc(start):
        raise UserError(say("It ends before it begins."))
    line = _our_line(event, attendee).with_param("RSVP", "").with_param("PARTSTAT", "TENTATIVE")
    told = _about(event, sequence_of(event), line, comment).without("DURATION")
    told = told.with_line(line_for("DTSTART", start)).with_line(line_for("DTEND", end))
    return _written("COUNTER", told, (organizer_of(event),), attendee, zones, now)


def declined_counter(calendar: Component, attendee: str, now: datetime, *, comment: str = "") -> Written:
    """The DECLINECOUNTER of an organiser to the attendee who proposed other times (RFC 5546 §3.2.8)."""
    event, zones = _chosen(calendar, "")
    line = attendees_of(event).get(attendee.lower(), Line("ATTENDEE", f"mailto:{attendee.lower()}"))
    told = _about(event, sequence_of(event), line, comment)
    return _written("DECLINECOUNTER", told, (attendee.lower(),), organizer_of(event), zones, now)


def cancellation(calendar: Component, now: datetime, *, occurrence: str = "", comment: str = "") -> Written:
    """The CANCEL of an event, or of one occurrence, by its organiser: the next SEQUENCE. Raises UserError."""
    event, zones = _chosen(calendar, occurrence)
    whole = next((one for one in _events(calendar) if one.first("RECURRENCE-ID") is None), event)
    sequence = max(sequence_of(event), sequence_of(whole)) + 1
    told = _about(event, sequence, None, comment)
    people = tuple(line.with_param("RSVP", "") for line in event.all("ATTENDEE"))
    told = replace(told, lines=(*told.lines, *people, Line("STATUS", "CANCELLED")))
    organizer = organizer_of(event)
    to = tuple(one for one in attendees_of(event) if one != organizer)
    if not organizer or not to:
        raise UserError(say("It invites nobody: there is nobody to tell."))
    return _written("CANCEL", told, to, organizer, zones, now)


def occurrence_in(calendar: Component, occurrence: str = "") -> Component:
    """The event of a calendar, or the one `occurrence` of its series as an event of its own. Raises UserError."""
    return _chosen(calendar, occurrence)[0]


def _events(calendar: Component) -> list[Component]:
    return [one for one in calendar.children if one.name == "VEVENT"]


def _chosen(calendar: Component, occurrence: str) -> tuple[Component, dict[str, Component]]:
    """The event that is meant, and the zones that the calendar defines."""
    zones = defined_zones(calendar)
    events = _events(calendar)
    if len({one.value("UID") for one in events}) != 1:
        raise UserError(say("This calendar holds {count} events: it must hold one.", count=len(events)))
    whole = next((one for one in events if one.first("RECURRENCE-ID") is None), None)
    if not occurrence:
        return whole or events[0], zones
    for one in events:
        if occurrence in (which_of(one, zones), one.value("RECURRENCE-ID")) or _is_at(one, occurrence, zones):
            return one, zones
    if whole is not None and is_series(whole):
        alone = occurrence_alone(whole, _which_line(whole, occurrence, zones), zones)
        if alone is not None:
            return alone, zones
    raise UserError(
        say("It has no occurrence “{occurrence}”: write one of its days, as 2026-11-23.", occurrence=occurrence[:40])
    )


def _is_at(event: Component, occurrence: str, zones: Zones) -> bool:
    line = event.first("RECURRENCE-ID")
    try:
        at = moment(line, zones) if line is not None else None
    except NotATime:
        return False
    return at is not None and as_utc(at) == as_utc(_iso(occurrence, at))


def event_span(calendar: Component, occurrence: str = "") -> tuple[Moment, Moment]:
    """When the event of a calendar, or one occurrence of it, begins and ends. Raises UserError where it does not say so."""
    event, zones = _chosen(calendar, occurrence)
    try:
        return span(event, zones)
    except NotATime as wrong:
        raise UserError(sent_wrong(wrong.what)) from wrong


def _which_line(whole: Component, occurrence: str, zones: Zones) -> Line:
    try:
        start, _ = span(whole, zones)
    except NotATime as wrong:
        raise UserError(sent_wrong(wrong.what)) from wrong
    return line_for("RECURRENCE-ID", _iso(occurrence, start))


def _iso(words: str, like: Moment) -> Moment:
    """ISO words as a moment of the same kind: a day for a day, in its zone for a time without one."""
    try:
        found = datetime.fromisoformat(words)
    except ValueError:
        raise UserError(
            say("“{words}” is no day and no time: write 2026-11-23 or 2026-11-23T09:00.", words=words)
        ) from None
    if not isinstance(like, datetime):
        return found.date()
    if len(words) == 10 or (len(words) == 8 and words.isdigit()):
        found = datetime.combine(found.date(), like.time())
    return found.replace(tzinfo=like.tzinfo) if found.tzinfo is None else found


def _our_line(event: Component, attendee: str) -> Line:
    found = attendees_of(event).get(attendee.lower())
    if not organizer_of(event):
        raise UserError(say("It names no organiser: there is nobody to answer."))
    if found is None:
        known = ", ".join(attendees_of(event))
        if not known:
            raise UserError(say("It invites nobody: there is nothing to answer."))
        raise UserError(say("It does not invite {person}, but {others}: answer as one of them.", person=attendee,
                            others=known))  # fmt: skip
    return found


def _about(event: Component, sequence: int, line: Line | None, comment: str) -> Component:
    """The event as an answer names it: which one, when, and who speaks."""
    lines = [one for name in _ABOUT for one in event.all(name)]
    lines.append(Line("SEQUENCE", str(sequence)))
    if line is not None:
        lines.append(line)
    if comment:
        lines.append(Line("COMMENT", escaped(comment)))
    return Component("VEVENT", tuple(lines))


def _written(method: str, event: Component, to: tuple[str, ...], sender: str, zones: dict[str, Component],
             now: datetime) -> Written:  # fmt: skip
    # What is no mail address (urn:uuid:…, two in one) cannot be written to; the others are told all the same.
    receivers = tuple(dict.fromkeys(one.lower() for one in to if is_plain_address(one)))
    if not receivers:
        raise UserError(
            say("“{address}” is no mail address: write it as name@office.example.", address=", ".join(to)[:80])
        )
    text = message_text(method, (event,), zones, now)
    return Written(text=text, method=method, event=event, to=receivers, sender=sender.lower())


def ending(start: Moment, minutes: int) -> Moment:
    """When something that lasts so many minutes ends; whole days for a day. Raises UserError beyond the year 9999."""
    try:
        if not isinstance(start, datetime):
            return start + timedelta(days=max(1, minutes // 1440))
        if start.tzinfo is None:
            return start + timedelta(minutes=minutes)
        return (as_utc(start) + timedelta(minutes=minutes)).astimezone(start.tzinfo)
    except OverflowError:
        raise UserError(say("It lies beyond all calendars.")) from None
