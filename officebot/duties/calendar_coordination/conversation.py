"""The conversation: times are offered, one is taken and confirmed, or others are offered, or the meeting is called off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta, tzinfo

from officebot.core.actions import Action, CheckFree, CloseItem, DraftMail, KeepSentCopy, NoteItem, SendMail
from officebot.core.availability.request import Slot
from officebot.core.calendars.building import Meeting, cancellation, invitation
from officebot.core.calendars.components import read_calendars
from officebot.core.letters import answer_subject, filled, is_plain_address
from officebot.core.mail import Mail, OutgoingMail, Proof
from officebot.core.meetings.agenda import Agenda, hosts_of, wanted_by
from officebot.core.meetings.appointment import Appointment, Stage, appointment_key
from officebot.core.meetings.choice import Answer, Choice, choice_of
from officebot.core.meetings.events import event_in, hold_text, stored_text
from officebot.core.meetings.letters import offers_in_words, places_of, time_in_words
from officebot.core.meetings.wish import Wish, wish_of
from officebot.core.people import Person
from officebot.core.proposals import Proposal, Reason
from officebot.core.text import Text, one_line, say
from officebot.duties.calendar_coordination.observe import MEETING, Facts, agenda_of, unseen

_RE = ("re:", "tr:", "fw:", "fwd:", "aw:")


def wished(mail: Mail, facts: Facts) -> Iterator[Proposal]:
    """A mail that asks for a meeting: times are offered, or the very time that it proposes is confirmed."""
    wish = wish_of(mail.subject, mail.reply or mail.text, mail.date, facts.language, facts.office.working_time)
    if wish is None or not is_plain_address(mail.sender.address):
        return
    agenda = agenda_of(facts)
    hosts = _hosts(mail, facts, agenda)
    if not hosts:
        return
    meeting = _beginning(mail, wish, hosts, facts)
    windows = wish.windows or (agenda.default_window(),)
    slots = agenda.free(wanted_by(meeting), windows, wish.exact, facts.settings.offers)
    reason = Reason(what=say("It asks for a meeting."), quote=wish.words, weight=1, source=mail.source)
    wanted = {one.replace(tzinfo=facts.office.working_time.tz) for one in wish.exact}
    fitting = next((slot for slot in slots if slot.start in wanted), None)
    if fitting is not None:
        yield _confirmation(meeting, fitting, mail, facts, agenda, (reason,))
    elif slots:
        yield _offer(meeting, slots, mail, facts, agenda, (reason,))


def answered(mail: Mail, meeting: Appointment, facts: Facts) -> Iterator[Proposal]:
    """An answer to our offer, or to a meeting that stands; one that says nothing of either is left to people."""
    agenda = agenda_of(facts)
    tz = facts.office.working_time.tz
    stand = (meeting.start,) if meeting.start is not None else ()
    offers = meeting.offers if meeting.stage is Stage.OFFERED else stand
    local = [one.astimezone(tz).replace(tzinfo=None) for one in offers]
    choice = choice_of(mail.reply or mail.text, local, mail.date, meeting.language, facts.office.working_time)
    reason = Reason(what=_heard(choice), quote=one_line(choice.words), weight=1, source=mail.source)
    if choice.answer is Answer.CALLS_OFF:
        yield from called_off(meeting, mail, facts, agenda, (reason,))
    elif choice.answer in (Answer.TAKES, Answer.ANY):
        if meeting.stage is Stage.OFFERED:
            yield from _taken(meeting, choice, offers, mail, facts, agenda, (reason,))
    elif choice.answer in (Answer.NONE, Answer.OTHER):
        yield from _again(meeting, choice, mail, facts, agenda, (reason,))


def _heard(choice: Choice) -> Text:
    """What an answer says, for people."""
    match choice.answer:
        case Answer.TAKES:
            return say("It takes a time that was offered.")
        case Answer.ANY:
            return say("Any of the offered times will do.")
        case Answer.CALLS_OFF:
            return say("It calls the meeting off.")
        case Answer.NONE:
            return say("None of the offered times will do.")
        case _:
            return say("It asks for another time.")


# ── who meets ─────────────────────────────────────────────────────────────────────────────────────────────


def _hosts(mail: Mail, facts: Facts, agenda: Agenda) -> tuple[str, ...]:
    """Whom the guest wants to meet: who is named, else who was written to, else whom the settings name."""
    people = facts.office.people
    named = hosts_of(f"{mail.subject}\n{mail.reply or mail.text}", people.all, agenda)
    if named:
        return tuple(one for one in named if one != mail.sender.address)
    written = [people.at(one.address) for one in (*mail.to, *mail.cc)]
    reached = tuple(one.address for one in written if one is not None and not _keeps_the_mailbox(one))
    hosts = tuple(one for one in reached if agenda.has(one) and one != mail.sender.address)
    if hosts:
        return tuple(dict.fromkeys(hosts))
    default = [people.named(one) for one in facts.settings.hosts]
    return tuple(one.address for one in default if one is not None and agenda.has(one.address))


def _keeps_the_mailbox(person: Person) -> bool:
    return "mailbox owner" in person.responsibilities


def _beginning(mail: Mail, wish: Wish, hosts: tuple[str, ...], facts: Facts) -> Appointment:
    known = facts.known
    thread = known.thread if known is not None else mail.thread or str(mail.ref)
    return Appointment(
        key=known.key if known is not None else appointment_key(thread, mail.sender.address),
        account=mail.ref.account,
        thread=thread,
        subject=_plain(mail.subject) or say("Meeting").render(facts.language),
        guest=mail.sender.address,
        guest_name=one_line(mail.sender.name, 80),
        hosts=hosts,
        minutes=wish.minutes or facts.settings.minutes,
        language=facts.language,
        place=wish.place,
        message_ids=(mail.message_id,) if mail.message_id else (),
    )


def _plain(subject: str) -> str:
    """The subject without the marks of answering."""
    words = one_line(subject, 150)
    while words.lower().replace(" :", ":").startswith(_RE):
        words = words.partition(":")[2].strip()
    return words


# ── what is proposed ──────────────────────────────────────────────────────────────────────────────────────


def _offer(
    meeting: Appointment, slots: Sequence[Slot], mail: Mail, facts: Facts, agenda: Agenda, reasons: tuple[Reason, ...]
) -> Proposal:
    """A letter with the times, each kept free in the hosts' calendars until one is taken."""
    offered = meeting.offering([slot.start for slot in slots], room=next((one.room for one in slots if one.room), ""))
    template = "meeting_offer" if offered.round == 1 else "meeting_offer_again"
    letter = _letter(offered, mail, facts, template, f"offer:{offered.round}")
    return Proposal(
        key=f"meeting:{meeting.key}:offer:{offered.round}",
        title=say("Offer {guest} {count} times for “{subject}”", guest=_guest(meeting), count=len(slots),
                  subject=meeting.subject),
        actions=(
            *agenda.without_holds(meeting),
            *(_holds(offered, facts, agenda) if facts.settings.holds else ()),
            _noted(offered),
            *_written(letter, is_sent=facts.settings.mode == "send"),
        ),
        reason=say("{guest} asks to meet {hosts}.", guest=_guest(meeting), hosts=_names(meeting, facts)),
        reasons=(*reasons, *_of_slots(slots), *_unseen(meeting, facts, agenda)),
        consequences=(
            say("A mail leaves the office to {recipient}.", recipient=meeting.guest)
            if facts.settings.mode == "send"
            else say("A draft to {recipient} lies in Drafts; nothing leaves the office.", recipient=meeting.guest),
            *((say("The offered times are kept free in the calendars of {hosts}.", hosts=_names(meeting, facts)),)
              if facts.settings.holds else ()),
        ),
        about=mail.ref,
        owner=meeting.hosts[0],
        must_ask=True,
    )  # fmt: skip


def _unseen(meeting: Appointment, facts: Facts, agenda: Agenda) -> Iterator[Reason]:
    for one in agenda.unseen(meeting.hosts):
        person = facts.office.people.at(one)
        yield unseen(person.name if person is not None else one)


def _of_slots(slots: Iterable[Slot]) -> Iterator[Reason]:
    for slot in slots:
        for one in slot.reasons[:2]:
            yield Reason(what=say("{time}: {why}", time=slot.start.replace(tzinfo=None), why=one))


def _taken(
    meeting: Appointment, choice: Choice, offers: Sequence[datetime], mail: Mail, facts: Facts, agenda: Agenda,
    reasons: tuple[Reason, ...],
) -> Iterator[Proposal]:  # fmt: skip
    """The first of the taken times at which everyone still can is confirmed; where nobody can, others are offered."""
    for place in choice.taken:
        slot = agenda.is_free(wanted_by(meeting), offers[place])
        if slot is not None:
            yield _confirmation(meeting, slot, mail, facts, agenda, reasons)
            return
    yield from _again(meeting, choice, mail, facts, agenda, (*reasons, Reason(what=say("It is taken meanwhile."))))


def _confirmation(
    meeting: Appointment, slot: Slot, mail: Mail, facts: Facts, agenda: Agenda, reasons: tuple[Reason, ...]
) -> Proposal:
    """The event in every calendar, the other times free again, and the invitation."""
    settled = meeting.confirming(slot.start)
    host, guest = meeting.hosts[0], meeting.guest
    stored = agenda.stored(host, meeting.uid)
    written = invitation(_event(settled, slot, mail, facts), facts.now, before=event_in(stored) if stored else None)
    text = stored_text(written.text)
    letter = _letter(
        settled, mail, facts, "meeting_confirmed", f"confirmed:{settled.sequence}", slot.room, written.text
    )
    owners = (*meeting.hosts, *([slot.room] if slot.room else []))
    when = slot.start.replace(tzinfo=None)
    return Proposal(
        key=f"meeting:{meeting.key}:confirm:{settled.round}:{settled.sequence}",
        title=say(
            "Confirm “{subject}” with {guest}: {when}", subject=meeting.subject, guest=_guest(meeting), when=when
        ),
        actions=(
            CheckFree(owners=owners, start=slot.start, end=slot.end, own=(meeting.uid, *meeting.holds())),
            *(action for owner in owners for action in agenda.put(owner, settled.uid, text)),
            *agenda.without_holds(meeting),
            _noted(settled),
            *_written(letter, is_sent=True),
        ),
        reason=say("{guest} takes {when}.", guest=_guest(meeting), when=when),
        reasons=(*reasons, *_of_slots((slot,)), *_unseen(meeting, facts, agenda)),
        consequences=(
            say("An invitation leaves the office to {recipient}.", recipient=guest),
            say("It stands in the calendars of {hosts}.", hosts=_names(meeting, facts)),
        ),
        about=mail.ref,
        owner=host,
        must_ask=True,
    )


def _event(meeting: Appointment, slot: Slot, mail: Mail, facts: Facts) -> Meeting:
    host = facts.office.people.at(meeting.hosts[0])
    box = next((one.address for one in (*mail.to, *mail.cc) if facts.office.people.inside(one.address)), "")
    return Meeting(
        organizer=meeting.hosts[0],
        organizer_name=host.name if host is not None else "",
        sent_by=box if box != meeting.hosts[0] else "",
        attendees=(meeting.guest, *meeting.hosts[1:]),
        summary=meeting.subject,
        start=slot.start,
        end=slot.end,
        place=_where(meeting, slot.room, facts),
        uid=meeting.uid,
    )


def _again(
    meeting: Appointment, choice: Choice, mail: Mail, facts: Facts, agenda: Agenda, reasons: tuple[Reason, ...]
) -> Iterator[Proposal]:
    """Other times: those that were asked for, else later ones; none that was refused or offered before."""
    tz = facts.office.working_time.tz
    if meeting.round >= _MOST_ROUNDS:
        return
    before = {one.astimezone(tz) for one in meeting.offers}
    last = max(before, default=None)
    windows = choice.windows or (agenda.default_window(), agenda.default_window(last))
    slots = agenda.free(wanted_by(meeting), windows, choice.exact, facts.settings.offers + len(before))
    fresh = [slot for slot in slots if slot.start not in before][: facts.settings.offers]
    if fresh:
        yield _offer(meeting, fresh, mail, facts, agenda, reasons)


#: After so many letters people had better call each other.
_MOST_ROUNDS = 5


def called_off(
    meeting: Appointment, mail: Mail, facts: Facts, agenda: Agenda, reasons: tuple[Reason, ...]
) -> Iterator[Proposal]:
    """The holds go, or the event does, with the cancellation for the guest's calendar."""
    over = meeting.calling_off()
    stored = agenda.stored(meeting.hosts[0], meeting.uid)
    letters: tuple[Action, ...] = ()
    if stored is not None:
        written = cancellation(read_calendars(stored.text)[0], facts.now)
        letter = _letter(
            over, mail, facts, "meeting_cancelled", f"cancelled:{over.sequence}", meeting.room, written.text
        )
        letters = _written(letter, is_sent=True)
    owners = (*meeting.hosts, *([meeting.room] if meeting.room else []))
    yield Proposal(
        key=f"meeting:{meeting.key}:off",
        title=say("Call “{subject}” with {guest} off", subject=meeting.subject, guest=_guest(meeting)),
        actions=(
            *(action for owner in owners for action in agenda.remove(owner, meeting.uid)),
            *agenda.without_holds(meeting),
            CloseItem(item_kind=MEETING, key=meeting.key, because=one_line(reasons[0].quote) if reasons else ""),
            *letters,
        ),
        reason=say("{guest} calls it off.", guest=_guest(meeting)),
        reasons=reasons,
        consequences=(say("Its times are free again."),),
        about=mail.ref,
        owner=meeting.hosts[0],
        # Anybody can write a known sender's name: what nobody proved frees no time by itself (TRUST 12).
        must_ask=bool(letters) or mail.proof is not Proof.PASSED,
    )


# ── letters and notes ─────────────────────────────────────────────────────────────────────────────────────


def _letter(
    meeting: Appointment, mail: Mail, facts: Facts, template: str, key: str, room: str = "", calendar: str = ""
) -> OutgoingMail:
    """The answer in the guest's language, on the guest's clock where it shows another time."""
    tz, theirs = facts.office.working_time.tz, _their_zone(mail)
    offers = [one.astimezone(tz) for one in meeting.offers]
    start = meeting.start.astimezone(tz) if meeting.start is not None else None
    names = [person.name for one in meeting.hosts if (person := facts.office.people.at(one)) is not None]
    places = places_of(
        contact=facts.office.contacts.at(meeting.guest), language=meeting.language, subject=meeting.subject, names=names,
        where=_where(meeting, room or meeting.room, facts), minutes=meeting.minutes, office=facts.office.name,
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


def _their_zone(mail: Mail) -> tzinfo | None:
    """The guest's zone, as far as the clock of their mail tells; a machine's UTC tells nothing."""
    zone = mail.date.tzinfo
    return zone if zone is not None and mail.date.utcoffset() else None


def _where(meeting: Appointment, room: str, facts: Facts) -> str:
    if meeting.place == "video":
        return say("By video; the link follows.").render(meeting.language)
    if meeting.place == "phone":
        return say("By telephone.").render(meeting.language)
    return next((one.title for one in facts.rooms if one.name == room), "")


def _written(letter: OutgoingMail, *, is_sent: bool) -> tuple[Action, ...]:
    return (SendMail(mail=letter), KeepSentCopy(mail=letter)) if is_sent else (DraftMail(mail=letter),)


def _holds(meeting: Appointment, facts: Facts, agenda: Agenda) -> Iterator[Action]:
    """Each offered time, kept free in the calendar of each host and of the room."""
    for place, start in enumerate(meeting.offers):
        words = say("Held for {guest}: {subject}", guest=_guest(meeting), subject=meeting.subject)
        end = start + timedelta(minutes=meeting.minutes)
        for owner in (*meeting.hosts, *([meeting.room] if meeting.room else [])):
            person = facts.office.people.at(owner)
            said = words.render(person.language if person is not None else facts.office.language)
            uid = meeting.hold_uid(place)
            yield from agenda.put(owner, uid, hold_text(uid, said, start, end, facts.now))


def _noted(meeting: Appointment) -> NoteItem:
    return NoteItem(
        item_kind=MEETING,
        key=meeting.key,
        title=meeting.subject,
        owner=meeting.hosts[0],
        due=meeting.start or min(meeting.offers, default=None),
        source=meeting.to_source(),
    )


def _guest(meeting: Appointment) -> str:
    return meeting.guest_name or meeting.guest


def _names(meeting: Appointment, facts: Facts) -> str:
    people = facts.office.people
    return ", ".join(person.name for one in meeting.hosts if (person := people.at(one)) is not None)
