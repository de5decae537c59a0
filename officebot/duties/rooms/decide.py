"""Decides about rooms: yes where one is free and large enough, no where it is not, back where nobody comes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from officebot.core.actions import Action
from officebot.core.agendas import Room
from officebot.core.availability.conflicts import Reply
from officebot.core.calendars.building import Written, answer
from officebot.core.calendars.components import read_calendars
from officebot.core.calendars.itip import Happened, apply
from officebot.core.calendars.messages import read_message
from officebot.core.calendars.people import attendees_of, guests_of
from officebot.core.calendars.state import State
from officebot.core.mail import Mail, Proof
from officebot.core.meetings.agenda import Agenda
from officebot.core.meetings.diary import Entry, entries_of
from officebot.core.meetings.incoming import Incoming, state_of
from officebot.core.meetings.times import times_of
from officebot.core.problems import UserError
from officebot.core.proposals import Proposal, Reason
from officebot.core.text import Language, Text, one_line, say
from officebot.duties.rooms.observe import Facts
from officebot.duties.rooms.settings import Settings

#: Nobody books a room for longer by mail.
_LONGEST = timedelta(days=100)


def decide(facts: Facts, settings: Settings) -> Iterable[Proposal]:
    """About a mail: an answer for each room of ours that it books. In the morning: what is booked for nobody."""
    agenda = Agenda(office=facts.office, now=facts.now, calendars=facts.calendars, rooms=facts.rooms)
    if facts.mail is None:
        return tuple(_unused(facts, settings, agenda))
    if facts.verdict.get("kind") == "fraud" or facts.verdict.get("warnings") or facts.mail.proof is Proof.FAILED:
        return ()
    return tuple(_requests(facts.mail, facts, settings, agenda))


# ── a room is asked for ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request(Incoming):
    """A mail that books a room, or gives it back, in that room's calendar."""

    facts: Facts
    room: Room

    @property
    def name(self) -> str:
        """What it is called."""
        return self.title or "—"

    @property
    def language(self) -> Language:
        """The language in which whoever asks is answered."""
        return self.facts.office.language_of(self.mail.sender.address)

    def key(self, deed: str) -> str:
        """The same for each version of a booking: a later one takes the place of what still waits."""
        return f"room:{self.mark(deed)}"

    def told(self, written: Written) -> Iterator[Action]:
        """The answer: a room has no mailbox of its own here, so the office answers and says which room it is."""
        yield from self.answering(
            written, key=self.key(written.method), language=self.language, sender_name=self.room.title
        )


def _requests(mail: Mail, facts: Facts, settings: Settings, agenda: Agenda) -> Iterator[Proposal]:
    try:
        message = read_message(mail.calendar, sender=mail.sender.address)
    except UserError:
        return
    if not message.events:
        return
    invited = attendees_of(message.events[0])
    for room in facts.rooms:
        if room.address and room.address in invited and agenda.of(room.name) is not None:
            agenda.check_is_read(room.name)
            state = state_of(agenda.stored(room.name, message.events[0].value("UID")), room.address)
            outcome = apply(state, message, room.address, facts.now)
            asked = _Request(
                mail=mail, agenda=agenda, owner=room.name, message=message, outcome=outcome, facts=facts, room=room
            )
            if outcome.outcome is not Happened.APPLIED:
                continue
            if message.method == "REQUEST":
                # What cannot be answered (an occurrence to which another room is invited) is left to people.
                with suppress(UserError):
                    yield _answered(asked, settings)
            elif message.method == "CANCEL":
                yield _given_back(asked)


def _answered(asked: _Request, settings: Settings) -> Proposal:
    room, mail, facts = asked.room, asked.mail, asked.facts
    why_not = _why_not(asked)
    calendar = read_calendars(mail.calendar)[0]
    said = "DECLINED" if why_not is not None else "ACCEPTED"
    comment = why_not.render(asked.language) if why_not is not None else ""
    written = answer(calendar, room.address, said, facts.now, comment=comment)
    state = apply(asked.outcome.state, read_message(written.text, sender=room.address), room.address, facts.now).state
    title = (
        say("Give the room “{room}” to {sender} for “{meeting}”", room=room.title, sender=asked.who, meeting=asked.name)
        if why_not is None
        else say("Refuse the room “{room}” to {sender} for “{meeting}”", room=room.title, sender=asked.who,
                 meeting=asked.name)
    )  # fmt: skip
    return Proposal(
        key=asked.key("answer"),
        title=title,
        actions=(
            *(_entered(asked, state) if why_not is None else ()),
            *asked.told(written),
        ),
        reason=why_not or say("It is free, and large enough."),
        reasons=(Reason(what=why_not or say("It is free, and large enough."), source=mail.source, weight=1),),
        consequences=(say("An answer leaves the office to {recipient}.", recipient=", ".join(written.to)),),
        about=mail.ref,
        owner=room.approver,
        must_ask=bool(room.approver) or settings.ask or not facts.office.people.inside(mail.sender.address)
        or mail.proof is not Proof.PASSED,
    )  # fmt: skip


def _entered(asked: _Request, state: State) -> Iterator[Action]:
    """The booking, where the room is still free: two may ask for it before anybody says yes to one."""
    times = times_of(read_calendars(asked.mail.calendar)[0], asked.facts.now, asked.facts.office.working_time) or []
    yield from asked.agenda.check((asked.room.name,), times, frozenset({asked.uid}))
    yield from asked.put(asked.owner, state)


def _why_not(asked: _Request) -> Text | None:
    """Why a room cannot be given; None where it can."""
    room, event = asked.room, asked.event
    coming = len(guests_of(event) - {room.address})
    if room.seats and coming > room.seats:
        return say("It seats {seats}, and {count} are invited.", seats=room.seats, count=coming)
    working = asked.facts.office.working_time
    times = times_of(read_calendars(asked.mail.calendar)[0], asked.facts.now, working)
    if times is None:
        return say("Its time cannot be read.")
    if not times or (times[0][0] < asked.facts.now and len(times) == 1):
        return say("Its time is over.")
    if any(end - start > _LONGEST for start, end in times):
        return say("It lasts longer than anybody books a room by mail.")
    taken = asked.agenda.first_taken(room.name, times, frozenset({asked.uid}))
    if taken is None:
        return None
    return (
        say("It is taken then.")
        if len(times) == 1
        else say("It is taken on {when}.", when=taken[0].replace(tzinfo=None))
    )


def _given_back(asked: _Request) -> Proposal:
    return Proposal(
        key=asked.key("back"),
        title=say("Free the room “{room}”: “{meeting}” is cancelled", room=asked.room.title, meeting=asked.name),
        actions=tuple(asked.entry(asked.outcome.state)),
        reason=asked.outcome.reason,
        reasons=(Reason(what=asked.outcome.reason, source=asked.mail.source),),
        consequences=(say("Nothing leaves the office."),),
        about=asked.mail.ref,
        must_ask=asked.mail.proof is not Proof.PASSED,
    )


# ── what nobody uses ──────────────────────────────────────────────────────────────────────────────────────


def _unused(facts: Facts, settings: Settings, agenda: Agenda) -> Iterator[Proposal]:
    """Bookings whose organiser has no such meeting any more, or to which everybody said no."""
    if not settings.release_days:
        return
    until = facts.now + timedelta(days=settings.release_days)
    for room in facts.rooms:
        calendar = agenda.of(room.name)
        if calendar is None:
            continue
        for entry in entries_of(calendar, facts.now, until, facts.office.working_time):
            why = _why_unused(entry, agenda)
            if why is not None:
                yield _release(entry, room, why, agenda)


def _why_unused(entry: Entry, agenda: Agenda) -> Text | None:
    organizer, meeting = entry.organizer, entry.meeting
    if entry.is_hold or entry.recurrence or not organizer:
        return None
    if entry.is_cancelled:
        return say("The meeting is cancelled.")
    if agenda.has(organizer) and not agenda.is_lost(organizer) and agenda.seen(organizer, meeting.uid) is None:
        return say("{organizer} has no such meeting any more.", organizer=organizer)
    if entry.attendees and all(reply is Reply.DECLINED for _, reply in entry.attendees):
        return say("Everybody declined.")
    return None


def _release(entry: Entry, room: Room, why: Text, agenda: Agenda) -> Proposal:
    meeting = entry.meeting
    begins: datetime = agenda.office.working_time.local(meeting.start).replace(tzinfo=None)
    words = repr((room.name, meeting.uid, meeting.start.isoformat()))
    return Proposal(
        key=f"room-unused:{hashlib.sha256(words.encode('utf-8', 'replace')).hexdigest()[:24]}",
        title=say("Give the room “{room}” back: “{meeting}” on {when}", room=room.title,
                  meeting=one_line(meeting.name, 100) or "—", when=begins),
        actions=tuple(agenda.remove(room.name, meeting.uid)),
        reason=why,
        reasons=(Reason(what=why, weight=1),),
        consequences=(say("Others may book it again."),),
        owner=room.approver,
        must_ask=True,
    )  # fmt: skip
