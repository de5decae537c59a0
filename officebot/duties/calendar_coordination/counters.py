"""A guest proposes another time for a meeting of ours: it is moved where everybody can, or kept; a person decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from officebot.core.actions import Action
from officebot.core.calendars.building import Written, declined_counter, occurrence_in
from officebot.core.calendars.components import Component, read_calendars
from officebot.core.calendars.itip import apply
from officebot.core.calendars.memory import sequence_of
from officebot.core.calendars.messages import read_message
from officebot.core.calendars.people import attendees_of
from officebot.core.calendars.times import NotATime, as_utc, moment
from officebot.core.calendars.zones import by_tzid, defined_zones
from officebot.core.meetings.agenda import Wanted
from officebot.core.meetings.events import moved_to
from officebot.core.meetings.incoming import state_of
from officebot.core.problems import UserError
from officebot.core.proposals import Proposal, Reason
from officebot.core.text import say
from officebot.duties.calendar_coordination.case import Case
from officebot.duties.calendar_coordination.writing import noted


def countered(case: Case) -> Iterator[Proposal]:
    """The proposal to move the event, or the one occurrence that is meant, or to decline; nothing for a whole day."""
    assert case.stored is not None
    when, calendar = case.when(), read_calendars(case.stored.text)[0]
    current = _meant(case, calendar)
    if when is None or current is None:
        return
    start, end = when[0], when[0] + timedelta(minutes=when[1])
    rooms = [room.name for room in case.facts.rooms if case.agenda.stored(room.name, case.uid) is not None]
    people = [case.person.address, *(one for one in attendees_of(current) if case.agenda.has(one))]
    own = frozenset({case.uid})
    wanted = Wanted(hosts=tuple(dict.fromkeys(people)), minutes=when[1], own=own)
    can = case.agenda.is_free(wanted, start) is not None and not any(
        case.agenda.is_taken(room, start, end, own) for room in rooms
    )
    told = start.replace(tzinfo=None)
    if can:
        coming = [one for one in wanted.hosts if case.agenda.stored(one, case.uid) is not None]
        written = moved_to(current, defined_zones(calendar), start, end, case.facts.now, coming)
        title = say("Move “{summary}” to {when}, as {sender} asks", summary=case.summary, when=told, sender=case.who)
        why, entries = (
            say("Everybody can on {when}.", when=told),
            tuple(_moved(case, written, [*wanted.hosts, *rooms])),
        )
    else:
        written = declined_counter(
            replace(calendar, children=(*_zones(calendar), current)), case.mail.sender.address, case.facts.now
        )
        title = say("Keep the time of “{summary}”, and tell {sender}", summary=case.summary, sender=case.who)
        why, entries = say("Somebody cannot on {when}.", when=told), ()
    yield Proposal(
        key=case.key("counter"),
        title=title,
        actions=(*entries, *case.sent(written)),
        reason=say("{sender} proposes another time: {when}.", sender=case.who, when=told),
        reasons=(Reason(what=why, weight=1, source=case.mail.source),),
        consequences=(say("A mail leaves the office to {recipient}.", recipient=", ".join(written.to)),),
        about=case.mail.ref,
        owner=case.person.address,
        must_ask=True,
    )  # fmt: skip


def _meant(case: Case, calendar: Component) -> Component | None:
    """The event, or the one occurrence of it, for which another time is proposed; None where there is no such one."""
    which = case.event.first("RECURRENCE-ID")
    try:
        at = moment(which, by_tzid(case.message.zones)) if which is not None else None
        return occurrence_in(calendar, as_utc(at).isoformat() if at is not None else "")
    except (NotATime, UserError):
        return None


def _zones(calendar: Component) -> tuple[Component, ...]:
    return tuple(one for one in calendar.children if one.name == "VTIMEZONE")


def _moved(case: Case, written: Written, owners: list[str]) -> Iterator[Action]:
    """The event at its new time in the calendars of all of us and of its room; what is noted of the meeting follows."""
    message = read_message(written.text, sender=case.address)
    state = apply(state_of(case.stored, case.address), message, case.address, case.facts.now).state
    when = case.when()
    assert when is not None
    yield from case.agenda.check(owners, [(when[0], when[0] + timedelta(minutes=when[1]))], frozenset({case.uid}))
    for owner in owners:
        yield from case.put(owner, state)
    for meeting in case.facts.meetings:
        if meeting.uid == case.uid and not case.event.value("RECURRENCE-ID"):
            settled = meeting.confirming(when[0], meeting.room)
            yield noted(replace(settled, sequence=sequence_of(written.event), minutes=when[1]))
