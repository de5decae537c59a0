"""The conversation: times are offered, one is taken and confirmed, or others are offered, or the meeting is called off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo

from officebot.core.actions import Action, CloseItem
from officebot.core.approvals.reading import has_struck_words
from officebot.core.availability.request import Slot
from officebot.core.calendars.building import invitation
from officebot.core.calendars.memory import sequence_of
from officebot.core.letters import is_plain_address, posting
from officebot.core.mail import Mail, Proof
from officebot.core.meetings.agenda import Agenda, wanted_by
from officebot.core.meetings.appointment import Appointment, Stage, appointment_key
from officebot.core.meetings.choice import Answer, Choice, choice_of
from officebot.core.meetings.events import stored_text
from officebot.core.meetings.hosts import hosts_of
from officebot.core.meetings.plainness import is_plain
from officebot.core.meetings.wish import Wish, wish_of
from officebot.core.proposals import Proposal, Reason
from officebot.core.text import Text, one_line, say
from officebot.duties.calendar_coordination.observe import MEETING, Facts, agenda_of, is_trusted
from officebot.duties.calendar_coordination.settings import Settings
from officebot.duties.calendar_coordination.writing import (
    cancellations,
    event_of,
    holds,
    hosts_in_words,
    invitations,
    inviting,
    letter_of,
    name_of,
    noted,
    standing,
    their_clock,
)

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
    if their_clock(mail, (), facts.office.working_time) is not None:
        # « 15 h » may be meant on their own clock: it is offered on both.
        fitting = None
    if fitting is not None:
        yield _confirmation(meeting, fitting, mail, facts, agenda, (reason,))
    elif slots:
        yield _offer(meeting, slots, mail, facts, agenda, (reason,))


def answered(mail: Mail, meeting: Appointment, facts: Facts) -> Iterator[Proposal]:
    """An answer to our offer, or to a meeting that stands; one that says nothing of either is left to people."""
    agenda, meeting = agenda_of(facts), meeting.hearing(mail.message_id)
    stand = (meeting.start,) if meeting.start is not None else ()
    offers = meeting.offers if meeting.stage is Stage.OFFERED else stand
    choice = _choice(mail, meeting, offers, facts)
    reason = Reason(what=_heard(choice), quote=one_line(choice.words), weight=1, source=mail.source)
    if choice.answer is Answer.CALLS_OFF:
        yield from called_off(meeting, mail, facts, agenda, (reason,))
    elif choice.answer in (Answer.TAKES, Answer.ANY):
        if meeting.stage is Stage.OFFERED:
            yield from _taken(meeting, choice, offers, mail, facts, agenda, (reason,))
    elif choice.answer in (Answer.NONE, Answer.OTHER):
        yield from _again(meeting, choice, mail, facts, agenda, (reason,))


def _choice(mail: Mail, meeting: Appointment, offers: Sequence[datetime], facts: Facts) -> Choice:
    """What the answer says; for a guest far away on their clock, too. What takes another time on each is unclear."""
    working = facts.office.working_time

    def heard(clock: tzinfo) -> Choice:
        local = [one.astimezone(clock).replace(tzinfo=None) for one in offers]
        return choice_of(mail.reply or mail.text, local, mail.date, meeting.language, working)

    ours, clock = heard(working.tz), their_clock(mail, offers, working)
    if clock is None or clock is UTC:
        return ours
    theirs = heard(clock)
    if theirs.answer is not Answer.TAKES or theirs.taken == ours.taken:
        return ours
    return replace(ours, answer=Answer.UNCLEAR) if ours.answer is Answer.TAKES else theirs


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
    reached = tuple(one.address for one in written if one is not None and not one.owns_the_mailbox)
    hosts = tuple(one for one in reached if agenda.has(one) and one != mail.sender.address)
    if hosts:
        return tuple(dict.fromkeys(hosts))
    default = [people.named(one) for one in facts.settings.hosts]
    return tuple(one.address for one in default if one is not None and agenda.has(one.address))


def _beginning(mail: Mail, wish: Wish, hosts: tuple[str, ...], facts: Facts) -> Appointment:
    known = facts.known
    if known is not None:
        # The same meeting goes on: what is kept free for it, and where it stands, stays known.
        known = known.hearing(mail.message_id)
        return replace(known, minutes=wish.minutes or known.minutes, place=wish.place or known.place)
    thread = mail.thread or str(mail.ref)
    key = appointment_key(thread, mail.sender.address)
    return Appointment(
        # A conversation in which another meeting came to its end: that one's event is not touched.
        key=key
        if key not in facts.closed
        else appointment_key(f"{thread} {mail.message_id or mail.ref}", mail.sender.address),
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
    offered = meeting.offering(
        [slot.start for slot in slots],
        rooms=[slot.room for slot in slots],
        at=facts.now,
        is_held=facts.settings.holds,
    )
    template = "meeting_offer" if offered.round == 1 else "meeting_offer_again"
    letter = letter_of(offered, mail, facts, template, f"offer:{offered.round}")
    return Proposal(
        key=_offer_key(offered),
        title=say("Offer {guest} {count} times for “{subject}”", guest=name_of(meeting), count=len(slots),
                  subject=meeting.subject),
        # Cut off after any of these: what is noted first names each hold, so that none is forgotten; where a hold cannot
        # be set, no letter leaves; where an older one was changed by hand and cannot be taken out, the letter has left.
        actions=(
            *_checks(offered, wanted_by(meeting).own, agenda),
            noted(offered),
            *holds(offered, facts, agenda),
            *posting(letter, is_sent=facts.settings.mode == "send"),
            *agenda.without_holds(meeting),
        ),
        reason=say("{guest} asks to meet {hosts}.", guest=name_of(meeting), hosts=hosts_in_words(meeting, facts)),
        reasons=(*reasons, *_of_slots(slots)),
        consequences=(
            say("A mail leaves the office to {recipient}.", recipient=meeting.guest)
            if facts.settings.mode == "send"
            else say("A draft to {recipient} lies in Drafts; nothing leaves the office.", recipient=meeting.guest),
            *((say("The offered times are kept free in the calendars of {hosts}.", hosts=hosts_in_words(meeting, facts)),)
              if facts.settings.holds else ()),
            *((say("Who takes one of these times is invited, without another question."),)
              if confirms_by_itself(facts.settings) else ()),
        ),
        about=mail.ref,
        owner=meeting.hosts[0],
        must_ask=True,
    )  # fmt: skip


def confirms_by_itself(settings: Settings) -> bool:
    """Whether the yes to an offer is a yes to each of its times: the letter left as it was shown."""
    return settings.mode == "send" and not settings.ask_before_confirming


def _offer_key(offered: Appointment) -> str:
    """The key of the proposal by which these times were offered."""
    return f"meeting:{offered.key}:offer:{offered.round}"


def _checks(offered: Appointment, own: frozenset[str], agenda: Agenda) -> Iterator[Action]:
    """No time is offered that somebody gave away between the decision and the yes to it."""
    for place, start in enumerate(offered.offers):
        room = offered.room_of(place)
        owners = (*offered.hosts, *([room] if room else []))
        yield from agenda.check(owners, [(start, start + timedelta(minutes=offered.minutes))], own)


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
            made = _confirmation(meeting, slot, mail, facts, agenda, reasons)
            # Each of these times was agreed to when the offer left.
            is_agreed = confirms_by_itself(facts.settings) and _only_takes(choice, mail, offers, facts)
            yield replace(made, must_ask=False, agreed_by=_offer_key(meeting)) if is_agreed else made
            return
    yield from _again(meeting, choice, mail, facts, agenda, (*reasons, Reason(what=say("It is taken meanwhile."))))


def _only_takes(choice: Choice, mail: Mail, offers: Sequence[datetime], facts: Facts) -> bool:
    """Whether the mail is proven, and nothing stands in it but that a time is taken, on our own clock."""
    if mail.proof is not Proof.PASSED or has_struck_words(mail.html):
        return False
    working = facts.office.working_time
    if their_clock(mail, offers, working) is not None:
        return False
    names = [mail.sender.name, *(one.name for one in facts.office.people.all)]
    local = [one.astimezone(working.tz).replace(tzinfo=None) for one in offers]
    return is_plain(choice, mail.reply or mail.text, local, mail.date, facts.language, working, names)


def _confirmation(
    meeting: Appointment, slot: Slot, mail: Mail, facts: Facts, agenda: Agenda, reasons: tuple[Reason, ...]
) -> Proposal:
    """The event in every calendar, the other times free again, and the invitation."""
    settled = inviting(meeting.confirming(slot.start, slot.room), mail, facts, agenda)
    host = meeting.hosts[0]
    written = invitation(
        event_of(settled, facts, mail, agenda), facts.now, before=standing(meeting, mail, facts, agenda)
    )
    settled = replace(settled, sequence=sequence_of(written.event))
    letters = invitations(settled, written, mail, facts, agenda)
    when = slot.start.replace(tzinfo=None)
    left = meeting.room if meeting.room != settled.room else ""
    return Proposal(
        key=f"meeting:{meeting.key}:confirm:{settled.round}:{settled.sequence}",
        title=say(
            "Confirm “{subject}” with {guest}: {when}", subject=meeting.subject, guest=name_of(meeting), when=when
        ),
        # Cut off, or a calendar changed by hand in between: nobody is invited before the event stands in each calendar;
        # a hold that stays is taken out in the morning.
        actions=(
            *agenda.check(settled.owners(), [(slot.start, slot.end)], wanted_by(meeting).own),
            *(action for owner in settled.owners() for action in agenda.put(owner, settled.uid, stored_text(written.text))),
            noted(settled),
            *(action for one in letters for action in posting(one)),
            *agenda.without_holds(meeting),
            *(agenda.remove(left, settled.uid) if left else ()),
        ),
        reason=say("{guest} takes {when}.", guest=name_of(meeting), when=when),
        reasons=(*reasons, *_of_slots((slot,))),
        consequences=(
            *(say("An invitation leaves the office to {recipient}.", recipient=one)
              for letter in letters for one in letter.to),
            say("It stands in the calendars of {hosts}.", hosts=hosts_in_words(meeting, facts)),
        ),
        about=mail.ref,
        owner=host,
        must_ask=True,
    )  # fmt: skip


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
    stands = standing(meeting, mail, facts, agenda)
    letters = cancellations(over, stands, mail, facts, agenda) if stands is not None else ()
    yield Proposal(
        key=f"meeting:{meeting.key}:off",
        title=say("Call “{subject}” with {guest} off", subject=meeting.subject, guest=name_of(meeting)),
        actions=(
            *(action for owner in meeting.owners() for action in agenda.remove(owner, meeting.uid)),
            *agenda.without_holds(meeting),
            CloseItem(item_kind=MEETING, key=meeting.key, because=one_line(reasons[0].quote) if reasons else ""),
            *(action for one in letters for action in posting(one)),
        ),
        reason=say("{guest} calls it off.", guest=name_of(meeting)),
        reasons=reasons,
        consequences=(
            say("Its times are free again."),
            *(
                say("A mail leaves the office to {recipient}.", recipient=one)
                for letter in letters
                for one in letter.to
            ),
        ),
        about=mail.ref,
        owner=meeting.hosts[0],
        must_ask=bool(letters) or not is_trusted(mail, facts.office),
    )
