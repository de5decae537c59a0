"""Times kept free too long: offers that nobody answered, meetings that are over, holds that belong to nothing any more."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime

from officebot.core.actions import CloseItem
from officebot.core.agendas import CalendarObject, OfficeCalendar
from officebot.core.expressions import expression
from officebot.core.meetings.agenda import Agenda
from officebot.core.meetings.appointment import Appointment, Stage, is_hold
from officebot.core.meetings.events import event_in, is_kept_free
from officebot.core.proposals import Proposal
from officebot.core.text import say
from officebot.duties.calendar_coordination.observe import MEETING, Facts, agenda_of
from officebot.duties.calendar_coordination.writing import name_of, noted

_STAMP = expression(r"[0-9]{8}T[0-9]{6}Z")


def released(facts: Facts) -> Iterator[Proposal]:
    """In the morning: what was kept free for too long, or for nothing, is free again; what is over is closed.

    All of it stays inside the office, and nobody is told: who answers later is still answered (`Appointment.freed`).
    """
    agenda = agenda_of(facts)
    claimed: set[tuple[str, str]] = set()
    for meeting in facts.meetings:
        claimed |= set(meeting.held())
        if any(agenda.is_lost(owner) for owner, _ in meeting.held()):
            # What stands there is not known: it is looked at again tomorrow.
            continue
        last = meeting.last_moment()
        if last is not None and last < facts.now:
            yield _over(meeting, agenda)
        elif meeting.held() and _is_unanswered(meeting, facts):
            yield _freed(meeting, facts, agenda)
    yield from _forgotten(claimed, facts, agenda)


def _is_unanswered(meeting: Appointment, facts: Facts) -> bool:
    """Whether the times were offered so long ago that nobody will answer any more."""
    return meeting.offered is None or _is_long_ago(meeting.offered, facts)


def _is_long_ago(then: datetime, facts: Facts) -> bool:
    """Whether so many working days went by since then as times are kept free."""
    working = facts.office.working_time
    until = working.add_working_days(working.local(then).date(), facts.settings.hold_days)
    return working.local(facts.now).date() >= until


def _freed(meeting: Appointment, facts: Facts, agenda: Agenda) -> Proposal:
    return Proposal(
        key=f"meeting:{meeting.key}:free:{meeting.round}",
        title=say("Free the times kept for {guest}: “{subject}”", guest=name_of(meeting), subject=meeting.subject),
        # A hold that was changed by hand ends it; the next morning goes on with what is left.
        actions=(noted(meeting.freed()), *agenda.without_holds(meeting)),
        reason=say("Nobody has answered since {day}.",
                   day=facts.office.working_time.local(meeting.offered or facts.now).date()),
        consequences=(say("Nobody is told; a late answer is still taken, where the time is free then."),),
        owner=meeting.hosts[0],
    )  # fmt: skip


def _over(meeting: Appointment, agenda: Agenda) -> Proposal:
    is_offer = meeting.stage is Stage.OFFERED
    return Proposal(
        key=f"meeting:{meeting.key}:over:{meeting.round}:{meeting.sequence}",
        title=say("Close “{subject}” with {guest}: it is past", guest=name_of(meeting), subject=meeting.subject),
        actions=(CloseItem(item_kind=MEETING, key=meeting.key), *agenda.without_holds(meeting)),
        reason=say("None of the offered times was taken.") if is_offer else say("The meeting has taken place."),
        consequences=(say("Nobody is told; what stands in the calendars stays."),),
        owner=meeting.hosts[0],
    )


# ── what belongs to nothing any more ──────────────────────────────────────────────────────────────────────


def _forgotten(claimed: set[tuple[str, str]], facts: Facts, agenda: Agenda) -> Iterator[Proposal]:
    """Holds of ours that no meeting knows: left where a bundle was cut off, or where somebody had changed another one.

    Only old ones: another office may keep times free in the same calendar, and knows its own.
    """
    for calendar in facts.calendars:
        owner = calendar.person or calendar.room
        if not calendar.can_write or calendar.is_lost:
            continue
        for stored in calendar.objects:
            uid = _hold_in(stored)
            if uid and (owner, uid) not in claimed and _is_old(stored, facts):
                yield _cleared(calendar, owner, uid, agenda)


def _hold_in(stored: CalendarObject) -> str:
    """The identity of a hold of ours; "" for anything else."""
    if "-hold-" not in stored.text:
        return ""
    event = event_in(stored)
    uid = event.value("UID") if event is not None else ""
    return uid if is_hold(uid) and is_kept_free(stored) else ""


def _is_old(stored: CalendarObject, facts: Facts) -> bool:
    event = event_in(stored)
    stamp = event.value("DTSTAMP") if event is not None else ""
    if not _STAMP.fullmatch(stamp):
        return False
    try:
        return _is_long_ago(datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC), facts)
    except ValueError:
        return False


def _cleared(calendar: OfficeCalendar, owner: str, uid: str, agenda: Agenda) -> Proposal:
    mark = hashlib.sha256(repr((calendar.name, uid)).encode("utf-8", "replace")).hexdigest()[:24]
    return Proposal(
        key=f"meeting-hold:{mark}",
        title=say("Free a time that nothing keeps any more, in the calendar “{calendar}”", calendar=calendar.name),
        actions=tuple(agenda.remove(owner, uid)),
        reason=say("No meeting on its way needs it."),
        consequences=(say("Nobody is told; the calendar of {person} changes.", person=owner),),
        owner=calendar.person,
    )
