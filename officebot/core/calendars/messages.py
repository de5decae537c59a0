"""An iTIP message: its method and its events made comparable, and whether who sent it may say what it says."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from officebot.core.calendars.components import Component, read_calendars
from officebot.core.calendars.lines import Line
from officebot.core.calendars.people import addresses_in, attendees_of, organizer_of
from officebot.core.calendars.rules import HORIZON, check_rules
from officebot.core.calendars.times import NotATime, Zones, as_utc, moment, span
from officebot.core.calendars.zones import by_tzid, defined_zones, known_as
from officebot.core.people import PUBLIC_DOMAINS
from officebot.core.problems import UserError
from officebot.core.text import Text, say

METHODS = ("PUBLISH", "REQUEST", "REPLY", "ADD", "CANCEL", "REFRESH", "COUNTER", "DECLINECOUNTER")
#: Methods by which attendees speak; by the others the organiser does.
OF_ATTENDEES = frozenset({"REPLY", "COUNTER", "REFRESH"})
#: What an organiser's program writes for calendars that are no person's.
_CALENDAR_DOMAINS = ("@group.calendar.google.com", "@resource.calendar.google.com", "@import.calendar.google.com")
_MOST_EVENTS = 500
#: RFC 7986 §5.3: a UID has fewer than 255 octets; some programs write a little more.
_LONGEST_UID = 500
#: What a program may do with an address that stands in a calendar; a file of the reader's machine is not among it.
_HARMLESS = ("http:", "https:", "mailto:", "tel:", "cid:", "sip:", "sips:", "xmpp:", "geo:")
_REFERENCES = frozenset({"ATTACH", "URL", "IMAGE", "CONFERENCE", "SOURCE", "STYLED-DESCRIPTION", "STRUCTURED-DATA"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One iTIP message. `sender` is who sent its mail, lower case, "" where it came without one.

    Zones that have a name stand in `events` under their IANA name, others under one made of their definition, which
    is in `zones`: the same message is the same text whatever the sender's program called its zones.
    """

    method: str
    events: tuple[Component, ...]
    zones: tuple[Component, ...] = ()
    sender: str = ""
    other: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a message is not simply applied; `is_forged` where it must not be at all."""

    reason: Text
    is_forged: bool = True


def read_message(data: bytes | str, *, sender: str = "", method: str = "") -> Message:
    """The message that a text/calendar part or an .ics file holds; `method` is what the part's header says.

    Raises UserError for what is no calendar, was cut off or says no method.
    """
    calendar = read_calendars(data, is_message=True)[0]
    said = (calendar.value("METHOD") or method).upper()
    if said not in METHODS:
        raise UserError(
            say("This calendar is no message: its METHOD is “{method}”, not one of {known}.", method=said[:40],
                known=list(METHODS))
            if said else say("This calendar is no message, it says no METHOD: name an invitation, or an answer to one.")
        )  # fmt: skip
    zones = defined_zones(calendar)
    events = tuple(_comparable(one, zones) for one in calendar.children if one.name == "VEVENT")
    if len(events) > _MOST_EVENTS and said != "PUBLISH":
        raise UserError(say("This message holds more than {limit} events.", limit=_MOST_EVENTS))
    used = {line.param("TZID") for event in events for line in event.lines}
    named = sorted((_named(one) for one in zones.values()), key=lambda one: one.value("TZID"))
    other = sorted({one.name for one in calendar.children} - {"VEVENT", "VTIMEZONE"})
    kept = tuple(one for one in named if one.value("TZID") in used)
    return Message(method=said, events=events, zones=kept, sender=sender.strip().lower(), other=tuple(other))


def _comparable(event: Component, zones: dict[str, Component]) -> Component:
    """The event with zones under comparable names, and nothing that claims to be a note of ours.

    Alarms are the reader's own business, and an old kind of them starts programs: those that came by mail are left out,
    as are references to anything but the web, mail and telephones.
    """
    begun = event.value("DTSTART")[:4]
    year = int(begun) if begun.isascii() and begun.isdigit() else 2000
    lines = tuple(
        line.with_param("TZID", known_as(tzid, zones, year) or (_name_of(zones[tzid]) if tzid in zones else tzid))
        if (tzid := line.param("TZID"))
        else line
        for line in event.lines
        if not line.name.startswith("X-OFFICEBOT-") and line.name != "METHOD" and not _is_harmful(line)
    )
    return replace(event, lines=lines, children=tuple(one for one in event.children if one.name != "VALARM"))


def _is_harmful(line: Line) -> bool:
    is_text = line.param("VALUE").upper() in ("BINARY", "TEXT") or bool(line.param("ENCODING"))
    return line.name in _REFERENCES and not is_text and not line.value.strip().lower().startswith(_HARMLESS)


def _name_of(zone: Component) -> str:
    told = "".join(sorted(str(line) for part in zone.children for line in part.content()))
    return f"defined-{hashlib.sha256(told.encode('utf-8', 'replace')).hexdigest()[:20]}"


def _named(zone: Component) -> Component:
    return zone.with_line(Line("TZID", _name_of(zone)))


# ── whether it may be believed ────────────────────────────────────────────────────────────────────────────


def doubt_about(message: Message, for_address: str) -> Doubt | None:
    """The first reason not to take a message as it is, by the message alone; None when there is none."""
    if not message.events:
        if message.other:
            return Doubt(
                say(
                    "It is about {kinds}, not about an event: open it in a calendar program.",
                    kinds=list(message.other),
                )
            )
        return _malformed_by(say("It holds no event."))
    if message.method != "PUBLISH" and len({event.value("UID") for event in message.events}) > 1:
        return _malformed_by(say("It speaks of several events at once."))
    for event in message.events:
        found = _malformed(message, event) or _unfit(message, event, for_address)
        if found is not None:
            return found
    return next((found for event in message.events if (found := _impostor(message, event, for_address))), None)


def _malformed(message: Message, event: Component) -> Doubt | None:
    has_time = message.method in ("REQUEST", "PUBLISH", "ADD", "COUNTER")
    return malformed(event, by_tzid(message.zones), has_time=has_time, may_float=message.method == "PUBLISH")


def malformed(event: Component, zones: Zones, *, has_time: bool = True, may_float: bool = False) -> Doubt | None:
    """What keeps an event from being followed, by its UID, its times and its rules; None where nothing does."""
    if not event.value("UID"):
        return _malformed_by(say("Its event has no UID."))
    if len(event.value("UID")) > _LONGEST_UID:
        return _malformed_by(say("Its UID is longer than {limit} characters.", limit=_LONGEST_UID))
    try:
        if (which := event.first("RECURRENCE-ID")) is not None:
            moment(which, zones)
        if has_time:
            start, _ = span(event, zones)
            check_rules(event, start, as_utc(start) + HORIZON)
            begun = event.first("DTSTART")
            if not may_float and begun is not None and "T" in begun.value and _floats(begun):
                return Doubt(say("Its time names no zone: ask which is meant."), is_forged=False)
    except (NotATime, OverflowError) as wrong:
        return _malformed_by(wrong.what if isinstance(wrong, NotATime) else say("It lies beyond all calendars."))
    return None


def _malformed_by(problem: Text) -> Doubt:
    return Doubt(sent_wrong(problem))


def sent_wrong(problem: Text) -> Text:
    """What is wrong with a message, and what its reader can do about it."""
    return say("{problem} Ask whoever sent it for a right one.", problem=problem)


def _floats(line: Line) -> bool:
    return not line.param("TZID") and not line.value.strip().upper().endswith("Z")


def _unfit(message: Message, event: Component, for_address: str) -> Doubt | None:
    """Whether somebody is named who must be, and nobody who must not."""
    if message.method not in ("PUBLISH", "REPLY", "COUNTER", "REFRESH") and not organizer_of(event):
        return _malformed_by(say("It names no organiser."))
    if message.method in OF_ATTENDEES:
        if not speaker_of(message, event):
            return _malformed_by(say("It does not say which attendee speaks."))
        organizer = organizer_of(event)
        if organizer and for_address not in (organizer, speaker_of(message, event)):
            return Doubt(say("It is meant for {organizer}, who organises the event.", organizer=organizer))
    return None


def speaker_of(message: Message, event: Component) -> str:
    """The attendee whose words a REPLY, COUNTER or REFRESH is; "" where that is not clear."""
    named = list(attendees_of(event))
    if len(named) == 1:
        return named[0]
    if message.sender in named:
        return message.sender
    # A reply that delegates may name the delegate as well (RFC 5546 §4.2.5): the one who does it speaks.
    delegating = [one for one, line in attendees_of(event).items() if line.param("DELEGATED-TO")]
    return delegating[0] if len(delegating) == 1 else ""


def _impostor(message: Message, event: Component, for_address: str) -> Doubt | None:
    """Whether the mail comes from who speaks in it, or from who may speak for them (RFC 6047 §3)."""
    sender = message.sender
    if not sender:
        return None
    if message.method in OF_ATTENDEES:
        speaker = speaker_of(message, event)
        line = attendees_of(event).get(speaker)
    else:
        speaker, line = organizer_of(event), event.first("ORGANIZER")
    if sender == speaker or (not speaker and message.method == "PUBLISH"):
        return None
    if line is not None and sender in addresses_in(line, "SENT-BY"):
        house = sender.rpartition("@")[2]
        # Everybody may have an address at a provider: two of them share no house.
        if house == speaker.rpartition("@")[2] and house not in PUBLIC_DOMAINS:
            return None
        said = say("{sender} says to write for {person}, in another house.", sender=sender, person=speaker)
        return Doubt(said, is_forged=False)
    if message.method == "REQUEST" and _delegates(attendees_of(event).get(sender), for_address):
        return None
    if speaker.endswith(_CALENDAR_DOMAINS):
        said = say("{sender} sends it for the calendar {person}: is that right?", sender=sender, person=speaker)
        return Doubt(said, is_forged=False)
    if message.method in OF_ATTENDEES:
        return Doubt(say("It came from {sender}, not from {person}, whose answer it claims to be: ask {person} about it.",
                         sender=sender, person=speaker))  # fmt: skip
    return Doubt(say("It came from {sender}, not from its organiser {person}: ask {person} about it.", sender=sender,
                     person=speaker))  # fmt: skip


def _delegates(line: Line | None, for_address: str) -> bool:
    return line is not None and for_address in addresses_in(line, "DELEGATED-TO")
