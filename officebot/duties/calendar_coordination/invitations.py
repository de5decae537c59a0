"""Invitations, answers and cancellations that come by mail (RFC 5546): entered, answered, or put before a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from officebot.core.actions import Action
from officebot.core.agendas import CalendarObject
from officebot.core.availability.persons import Reason as Why
from officebot.core.calendars.building import Written, answer, counter_proposal
from officebot.core.calendars.components import Component, read_calendars
from officebot.core.calendars.itip import Happened, apply
from officebot.core.calendars.messages import OF_ATTENDEES, Message, read_message
from officebot.core.calendars.people import attendees_of, organizer_of
from officebot.core.calendars.state import State, uid_of
from officebot.core.mail import Mail
from officebot.core.meetings.agenda import Agenda, Wanted
from officebot.core.meetings.appointment import Appointment
from officebot.core.meetings.incoming import state_of
from officebot.core.meetings.times import times_of
from officebot.core.meetings.wish import Window
from officebot.core.people import Person
from officebot.core.problems import UserError
from officebot.core.proposals import Proposal, Reason
from officebot.core.text import Text, say
from officebot.duties.calendar_coordination.case import Case
from officebot.duties.calendar_coordination.counters import countered
from officebot.duties.calendar_coordination.observe import Facts, agenda_of
from officebot.duties.calendar_coordination.writing import standing

#: What a change of these means that everybody must answer anew.
_TIMES = frozenset({"start", "end", "rule", "added"})
#: Then a person cannot; at other times they would rather not.
_TAKEN = frozenset({Why.BUSY, Why.TENTATIVE, Why.OUT})
_UNUSUAL = frozenset({Why.HOURS, Why.HOLIDAY})
#: So many times of a series are looked at, and so many that are taken are named.
_MOST_TIMES, _MOST_NAMED = 60, 3


def invited(mail: Mail, facts: Facts) -> Iterator[Proposal]:
    """What an iTIP message leads to, for each person of the office whom it concerns and whose calendar is known."""
    try:
        message = read_message(mail.calendar, sender=mail.sender.address)
    except UserError:
        return
    if not message.events:
        return
    agenda = agenda_of(facts)
    meeting = _by_mailbox(message, facts)
    if meeting is not None:
        yield from _decided(_heard_by_mailbox(meeting, message, mail, facts, agenda))
        return
    for person in _concerned(message, facts, agenda):
        stored = agenda.stored(person.address, message.events[0].value("UID"))
        yield from _decided(_case(person, person.address, stored, message, mail, facts, agenda))


def _case(
    person: Person, address: str, stored: CalendarObject | None, message: Message, mail: Mail, facts: Facts,
    agenda: Agenda, others: tuple[str, ...] = (),
) -> Case:  # fmt: skip
    outcome = apply(state_of(stored, address), message, address, facts.now)
    return Case(
        mail=mail, agenda=agenda, owner=person.address, message=message, outcome=outcome, facts=facts, person=person,
        address=address, stored=stored, others=others,
    )  # fmt: skip


def _concerned(message: Message, facts: Facts, agenda: Agenda) -> Iterator[Person]:
    """The organiser for what attendees say; else the invited."""
    event = message.events[0]
    addresses = [organizer_of(event)] if message.method in OF_ATTENDEES else list(attendees_of(event))
    for address in addresses:
        person = facts.office.people.at(address)
        if person is not None and agenda.has(person.address) and person.address != message.sender:
            yield person


def _by_mailbox(message: Message, facts: Facts) -> Appointment | None:
    """The meeting about which an attendee speaks, where the office's mailbox invited to it, not one of its hosts."""
    event = message.events[0]
    organizer = organizer_of(event)
    if message.method not in OF_ATTENDEES:
        return None
    return next(
        (
            one
            for one in facts.meetings
            if one.uid == event.value("UID") and one.organizer == organizer and organizer not in one.hosts
            and facts.office.people.at(one.hosts[0]) is not None
        ),
        None,
    )  # fmt: skip


def _heard_by_mailbox(meeting: Appointment, message: Message, mail: Mail, facts: Facts, agenda: Agenda) -> Case:
    """What was said to the mailbox, in the calendars of all of us in which the meeting stands, its first host's first.

    Where it stands in none that is written to, it is looked up as it was last told to everybody.
    """
    holding = [one for one in meeting.owners() if agenda.stored(one, meeting.uid) is not None]
    hosts = [one for one in meeting.hosts if one in holding and facts.office.people.at(one) is not None]
    owner = hosts[0] if hosts else meeting.hosts[0]
    person, stored = facts.office.people.at(owner), agenda.stored(owner, meeting.uid)
    assert person is not None
    if stored is None and (told := standing(meeting, mail, facts, agenda)) is not None:
        text = Component("VCALENDAR", (), (told,)).text()
        stored = CalendarObject(calendar="", href="", etag="", text=text)
    others = tuple(one for one in holding if one != owner)
    return _case(person, meeting.organizer, stored, message, mail, facts, agenda, others)


def _decided(case: Case) -> Iterator[Proposal]:
    outcome, method = case.outcome, case.message.method
    if method == "COUNTER" and outcome.outcome is Happened.NEEDS_DECISION and case.stored is not None:
        yield from countered(case)
    elif outcome.outcome is not Happened.APPLIED:
        return
    elif method == "REQUEST" and (case.stored is None or any(one.what in _TIMES for one in outcome.changes)):
        yield from _asked(case)
    elif method in ("REQUEST", "REPLY", "CANCEL", "ADD"):
        yield from _entered(case)


# ── entered as it is ──────────────────────────────────────────────────────────────────────────────────────


def _entered(case: Case) -> Iterator[Proposal]:
    """An answer, a cancellation, a change that asks nothing: the calendar follows."""
    state = case.outcome.state
    actions = (*case.entry(state), *(action for one in case.others for action in case.put(one, state)))
    if actions:
        yield Proposal(
            key=case.key("enter"),
            title=_title(case),
            actions=actions,
            reason=case.outcome.reason,
            reasons=(Reason(what=case.outcome.reason, source=case.mail.source),),
            consequences=(say("Nobody is told; the calendar of {person} changes.", person=case.person.name),),
            about=case.mail.ref,
            owner=case.person.address,
            must_ask=not case.is_trusted or _takes_new_time(case) or _names_somebody_new(case),
        )


def _takes_new_time(case: Case) -> bool:
    """Whether it fills a time to which the person has not said yes: an ADD does, and asks for no answer."""
    return case.message.method == "ADD" and any(one.what in _TIMES for one in case.outcome.changes)


def _names_somebody_new(case: Case) -> bool:
    """Whether an answer brings in somebody whom the organiser did not invite, as one that delegates does."""
    if case.message.method != "REPLY" or case.stored is None:
        return False
    before, after = (
        {address for event in state.events(uid_of(case.event)) for address in attendees_of(event)}
        for state in (state_of(case.stored, case.address), case.outcome.state)
    )
    return not after <= before


def _title(case: Case) -> Text:
    match case.message.method:
        case "REPLY":
            return say("Enter the answer of {sender} to “{summary}”", sender=case.who, summary=case.summary)
        case "CANCEL":
            return say("Enter that “{summary}” is cancelled", summary=case.summary)
        case _:
            return say("Enter the change of “{summary}”", summary=case.summary)


# ── put before a person ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What the calendar says of an invitation: its times, on which of them the person cannot, and why not at the first."""

    times: list[tuple[datetime, datetime]]
    taken: list[datetime]
    first: frozenset[Why]
    is_day: bool = False

    @property
    def is_free(self) -> bool:
        """Whether it is to be accepted: of a series, the person can at most of the times."""
        return self.is_day or len(self.taken) * 2 < len(self.times)


def _looked(case: Case) -> _Look:
    """Raises UserError where nobody can tell when it takes place, Unavailable where the calendar cannot be read."""
    working = case.facts.office.working_time
    times = times_of(read_calendars(case.mail.calendar)[0], case.facts.now, working)
    if times is None:
        raise UserError(say("The time of the invitation “{summary}” cannot be read: look at it yourself.",
                            summary=case.summary))  # fmt: skip
    ahead = [(start, end) for start, end in times if end > case.facts.now][:_MOST_TIMES]
    found = case.agenda.obstacles(case.person.address, ahead, frozenset({case.uid}))
    taken = [start for (start, _), why in zip(ahead, found, strict=True) if why & _TAKEN]
    return _Look(times=ahead, taken=taken, first=found[0] if found else frozenset(), is_day=case.when() is None)


def _asked(case: Case) -> Iterator[Proposal]:
    """An invitation: to be accepted where the person is free; else another time is proposed, or it is declined.

    Nothing where it is over.
    """
    look = _looked(case)
    if not look.times:
        return
    calendar = read_calendars(case.mail.calendar)[0]
    begins, ends = look.times[0]
    minutes = max(1, int((ends - begins) / timedelta(minutes=1)))
    wanted = Wanted(hosts=(case.person.address,), minutes=minutes, own=frozenset({case.uid}))
    instead = _other_time(case, wanted, begins) if not look.is_free and len(look.times) == 1 else None
    reply = _reply_to(case, calendar, look, instead, minutes)
    if reply is None:
        return
    title, said, written = reply
    yield Proposal(
        key=case.key("answer"),
        title=title,
        actions=(
            *(_checks(case, look) if said == "ACCEPTED" else ()),
            *_followed(case, written, said),
            *case.sent(written),
        ),
        reason=say("{sender} invites {person}.", sender=case.who, person=case.person.name),
        reasons=tuple(_why(case, look, instead)),
        consequences=(say("An answer leaves the office to {recipient}.", recipient=", ".join(written.to)),),
        about=case.mail.ref,
        owner=case.person.address,
        must_ask=True,
    )


def _reply_to(
    case: Case, calendar: Component, look: _Look, instead: datetime | None, minutes: int
) -> tuple[Text, str, Written] | None:
    """What is proposed, what it says for the calendar ("" for another time), and the message that says so.

    None where nothing can be answered: an occurrence to which somebody else is invited.
    """
    person, now = case.person.address, case.facts.now
    told = {"summary": case.summary, "sender": case.who, "person": case.person.name}
    try:
        if look.is_free:
            title = say("Accept “{summary}” of {sender} for {person}", **told)
            return title, "ACCEPTED", answer(calendar, person, "ACCEPTED", now)
        if instead is not None:
            title = say("Propose another time for “{summary}” to {sender}: {person} is not free", **told)
            end = instead + timedelta(minutes=minutes)
            return title, "", counter_proposal(calendar, person, instead, end, now)
        title = say("Decline “{summary}” of {sender} for {person}", **told)
        return title, "DECLINED", answer(calendar, person, "DECLINED", now)
    except UserError:
        return None


def _checks(case: Case, look: _Look) -> Iterator[Action]:
    """Nothing is accepted where the time was given away between the decision and the yes to it."""
    free = [] if look.is_day else [span for span in look.times if span[0] not in look.taken]
    yield from case.agenda.check((case.person.address,), free, frozenset({case.uid}))


def _followed(case: Case, written: Written, said: str) -> Iterator[Action]:
    """What the answer changes in the calendar: a time that is taken is not filled a second time.

    What stands there already is moved with its organiser, or goes where the person cannot come any more.
    """
    if said == "ACCEPTED":
        yield from case.entry(_answered(case, written))
    elif case.stored is not None and said == "DECLINED" and not case.event.value("RECURRENCE-ID"):
        yield from case.agenda.remove(case.person.address, case.uid)
    elif case.stored is not None:
        yield from case.entry(_answered(case, written) if said else case.outcome.state)


def _why(case: Case, look: _Look, instead: datetime | None) -> Iterator[Reason]:
    name, (start, _) = case.person.name, look.times[0]
    begins: date | datetime = start.date() if look.is_day else start.replace(tzinfo=None)
    yield Reason(what=say("It begins on {when}.", when=begins), source=case.mail.source)
    if look.first & _TAKEN and look.is_day:
        yield Reason(what=say("Something stands in {person}'s calendar on that day.", person=name), weight=-1)
    elif look.first & _TAKEN:
        yield Reason(what=say("{person} is not free then.", person=name), weight=1)
    else:
        yield Reason(what=say("{person} is free.", person=name), weight=1)
    if look.first & _UNUSUAL and not look.is_day:
        yield Reason(what=say("It lies outside the hours that {person} works.", person=name), weight=-1)
    if instead is not None:
        yield Reason(what=say("{person} is free on {when}.", person=name, when=instead.replace(tzinfo=None)))
    if not case.is_trusted:
        yield Reason(what=say("The sender is not known, or not proven: look twice."), weight=-1)
    if len(look.times) > 1:
        yield from _of_series(look, name)


def _of_series(look: _Look, name: str) -> Iterator[Reason]:
    """What the calendar says of a series: of how many times, and at which of them the person cannot."""
    yield Reason(what=say("It comes again and again; {count} times were looked at.", count=len(look.times)))
    for start in look.taken[:_MOST_NAMED]:
        yield Reason(
            what=say("{person} is not free on {when}.", person=name, when=start.replace(tzinfo=None)), weight=-1
        )


def _other_time(case: Case, wanted: Wanted, start: datetime) -> datetime | None:
    """The nearest time at which the person can: that day or within the following week."""
    day = start.date()
    for window in (Window(first=day, last=day), Window(first=day, last=day + timedelta(days=7))):
        found = case.agenda.free(wanted, (window,), (), 3)
        if found:
            return min(found, key=lambda slot: abs(slot.start - start)).start
    return None


def _answered(case: Case, written: Written) -> State:
    """The calendar as it stands once the answer is given."""
    spoken = read_message(written.text, sender=case.person.address)
    return apply(case.outcome.state, spoken, case.person.address, case.facts.now).state
