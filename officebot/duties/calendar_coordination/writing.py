"""What a meeting writes: the letters to its guest, the event and who is invited to it, what is noted and kept free."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo

from officebot.core.actions import Action, NoteItem
from officebot.core.calendars.building import Meeting, Written, cancellation, invitation
from officebot.core.calendars.components import Component, read_calendars
from officebot.core.calendars.lines import Line
from officebot.core.letters import answer_subject, filled
from officebot.core.mail import Mail, OutgoingMail
from officebot.core.meetings.agenda import Agenda
from officebot.core.meetings.appointment import Appointment
from officebot.core.meetings.carrying import carrying
from officebot.core.meetings.events import event_in, hold_text
from officebot.core.meetings.letters import offers_in_words, places_of, time_in_words
from officebot.core.text import say
from officebot.core.worktime import WorkingTime
from officebot.duties.calendar_coordination.observe import MEETING, Facts

# ── the event, and who is invited ─────────────────────────────────────────────────────────────────────────


def inviting(meeting: Appointment, mail: Mail, facts: Facts, agenda: Agenda) -> Appointment:
    """The meeting with who invites to it: its first host, or the office's mailbox.

    The mailbox, where that host's calendar is only read: Exchange, Microsoft 365 and Google enter no invitation into
    the calendar of its own organiser. The mailbox too, where the host's mail is not read here: programs send answers
    and other times to the organiser's address (RFC 6047 §2.2.1), and nobody here would hear them. Who invited once stays
    it (RFC 5546 §2.1.5).
    """
    if meeting.organizer:
        return meeting
    host, box = meeting.hosts[0], _mailbox(mail, meeting, facts)
    is_heard = not facts.office.mailboxes or host in facts.office.mailboxes
    return replace(meeting, organizer=host if (agenda.of(host) is not None and is_heard) or not box else box)


def _mailbox(mail: Mail, meeting: Appointment, facts: Facts) -> str:
    """The address of ours that was written to, other than a host's; "" where there is none."""
    addresses = [one.address for one in (*mail.to, *mail.cc)]
    return next((one for one in addresses if facts.office.people.inside(one) and one not in meeting.hosts), "")


def event_of(meeting: Appointment, facts: Facts, mail: Mail, agenda: Agenda) -> Meeting:
    """The event of a meeting that stands, as an invitation tells it."""
    assert meeting.start is not None
    organizer = meeting.organizer or meeting.hosts[0]
    people, box = facts.office.people, _mailbox(mail, meeting, facts)
    inviter, hosts = people.at(organizer), [one for one in meeting.hosts if one != organizer]
    names = {one: person.name for one in hosts if (person := people.at(one)) is not None}
    return Meeting(
        organizer=organizer,
        organizer_name=inviter.name if inviter is not None else "",
        sent_by=box if box != organizer else "",
        attendees=(meeting.guest, *hosts),
        # Whose calendar it is entered into, has it settled; the others are asked as the guest is.
        coming=frozenset(one for one in hosts if agenda.of(one) is not None),
        names={**names, meeting.guest: meeting.guest_name},
        rooms=_room_by_mail(meeting, facts, agenda),
        summary=meeting.subject,
        start=meeting.start,
        end=meeting.start + timedelta(minutes=meeting.minutes),
        place=where_of(meeting, facts),
        uid=meeting.uid,
    )


def _room_by_mail(meeting: Appointment, facts: Facts, agenda: Agenda) -> tuple[str, ...]:
    """The address of the meeting's room, where nothing can be entered into its calendar: it is invited."""
    if not meeting.room or agenda.of(meeting.room) is not None:
        return ()
    return tuple(one.address for one in facts.rooms if one.name == meeting.room and one.address)


def standing(meeting: Appointment, mail: Mail, facts: Facts, agenda: Agenda) -> Component | None:
    """The event as it was last told to everybody: as it stands in a calendar, else as it was noted; None without one."""
    for host in meeting.hosts:
        stored = agenda.stored(host, meeting.uid)
        event = event_in(stored) if stored is not None else None
        if event is not None:
            return event
    if meeting.start is None:
        return None
    told = invitation(event_of(meeting, facts, mail, agenda), facts.now).event
    return told.with_line(Line("SEQUENCE", str(meeting.sequence)))


def invitations(
    settled: Appointment, written: Written, mail: Mail, facts: Facts, agenda: Agenda
) -> tuple[OutgoingMail, ...]:
    """The letter to the guest with the invitation, and the invitation to each of us whose calendar is only read."""
    letter = letter_of(
        settled, mail, facts, "meeting_confirmed", f"confirmed:{settled.round}:{settled.sequence}", written.text
    )
    return letter, *_to_ours(settled, written, facts, agenda)


def cancellations(
    over: Appointment, stands: Component, mail: Mail, facts: Facts, agenda: Agenda
) -> tuple[OutgoingMail, ...]:
    """The same once the meeting is called off."""
    written = cancellation(Component("VCALENDAR", (), (stands,)), facts.now)
    letter = letter_of(
        over, mail, facts, "meeting_cancelled", f"cancelled:{over.round}:{over.sequence}", written.text
    )
    return letter, *_to_ours(over, written, facts, agenda)


def _to_ours(meeting: Appointment, written: Written, facts: Facts, agenda: Agenda) -> Iterator[OutgoingMail]:
    """What enters the event for the hosts and the room whose calendars officebot may not change: a mail to each."""
    people = facts.office.people
    for address in (
        *(one for one in meeting.hosts if agenda.of(one) is None),
        *_room_by_mail(meeting, facts, agenda),
    ):
        # Nobody's program enters an invitation by themselves: who invites gets the event to add (RFC 5546 §3.2.1).
        text = _published(written.text) if address == meeting.organizer else written.text
        yield carrying(
            replace(written, to=(address,), text=text), account=meeting.account,
            key=f"meeting:{meeting.key}:{written.method}:{address}",
            language=facts.office.language_of(address),
            sender_name=inviter.name if (inviter := people.at(meeting.organizer)) is not None else "",
            clock=facts.office.working_time.tz,
        )  # fmt: skip


def _published(text: str) -> str:
    return read_calendars(text)[0].with_line(Line("METHOD", "PUBLISH")).text()


# ── letters and notes ─────────────────────────────────────────────────────────────────────────────────────


def letter_of(
    meeting: Appointment, mail: Mail, facts: Facts, template: str, key: str, calendar: str = ""
) -> OutgoingMail:
    """The answer in the guest's language, on the guest's clock where it shows another time."""
    tz = facts.office.working_time.tz
    offers = [one.astimezone(tz) for one in meeting.offers]
    start = meeting.start.astimezone(tz) if meeting.start is not None else None
    theirs = their_clock(mail, [*offers, *([start] if start is not None else [])], facts.office.working_time)
    names = [person.name for one in meeting.hosts if (person := facts.office.people.at(one)) is not None]
    places = places_of(
        contact=facts.office.contacts.at(meeting.guest), language=meeting.language, subject=meeting.subject, names=names,
        where=where_of(meeting, facts), minutes=meeting.minutes, office=facts.office.name,
        offers=offers_in_words(offers, meeting.minutes, meeting.language, theirs),
        when=time_in_words(start, meeting.minutes, meeting.language, theirs) if start is not None else "",
    )  # fmt: skip
    return OutgoingMail(
        account=meeting.account,
        to=(meeting.guest,),
        subject=answer_subject(mail.subject),
        body=_without_gaps(filled(facts.texts[template], places)),
        key=f"meeting:{meeting.key}:{key}",
        in_reply_to=mail.message_id,
        references=(*mail.references, mail.message_id) if mail.message_id else mail.references,
        language=meeting.language,
        invitation=calendar,
    )


def _without_gaps(text: str) -> str:
    """The text where an empty place leaves one empty line, not three."""
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text


def their_clock(mail: Mail, starts: Sequence[datetime], working: WorkingTime) -> tzinfo | None:
    """The guest's clock, as far as their mail tells; None where it is ours, or a machine's UTC, which tells nothing.

    A mail tells an offset, not a zone. Where our clocks change before one of these times, nobody knows whether theirs
    do: then it is UTC, which is the same for all.
    """
    offset, ours = mail.date.utcoffset(), working.local(mail.date).utcoffset()
    if not offset or offset == ours:
        return None
    if any(working.local(one).utcoffset() != ours for one in starts):
        return UTC
    return mail.date.tzinfo


def where_of(meeting: Appointment, facts: Facts) -> str:
    """Where they meet, in the guest's language: by video or telephone, in which room; "" where nothing is known."""
    if meeting.place == "video":
        return say("By video; the link follows.").render(meeting.language)
    if meeting.place == "phone":
        return say("By telephone.").render(meeting.language)
    rooms = set(meeting.rooms) if meeting.offers else {meeting.room}
    room = rooms.pop() if len(rooms) == 1 else ""
    return next((one.title for one in facts.rooms if one.name == room), "")


def holds(meeting: Appointment, facts: Facts, agenda: Agenda) -> Iterator[Action]:
    """Each offered time, kept free in the calendar of each host and of its room."""
    for place, start in enumerate(meeting.offers):
        words = say("Held for {guest}: {subject}", guest=name_of(meeting), subject=meeting.subject)
        end = start + timedelta(minutes=meeting.minutes)
        for owner in [owner for owner, uid in meeting.held() if uid == meeting.hold_uid(place)]:
            person = facts.office.people.at(owner)
            said = words.render(person.language if person is not None else facts.office.language)
            uid = meeting.hold_uid(place)
            yield from agenda.put(owner, uid, hold_text(uid, said, start, end, facts.now))


def noted(meeting: Appointment) -> NoteItem:
    """What remembers the meeting as it now is."""
    return NoteItem(
        item_kind=MEETING,
        key=meeting.key,
        title=meeting.subject,
        owner=meeting.hosts[0],
        due=min((*meeting.offers, *([meeting.start] if meeting.start is not None else ())), default=None),
        source=meeting.to_source(),
    )


def name_of(meeting: Appointment) -> str:
    """What the guest is called."""
    return meeting.guest_name or meeting.guest


def hosts_in_words(meeting: Appointment, facts: Facts) -> str:
    """The hosts' names, in a row."""
    people = facts.office.people
    return ", ".join(person.name for one in meeting.hosts if (person := people.at(one)) is not None)
