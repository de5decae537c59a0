"""Invitations, answers and cancellations that come by mail (RFC 5546): entered, answered, or put before a person."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from officebot.core.actions import Action, CheckFree
from officebot.core.agendas import CalendarObject
from officebot.core.calendars.building import Written, answer, counter_proposal, declined_counter
from officebot.core.calendars.components import Component, read_calendars
from officebot.core.calendars.itip import Happened, Outcome, apply
from officebot.core.calendars.lines import unescaped
from officebot.core.calendars.messages import OF_ATTENDEES, Message, read_message
from officebot.core.calendars.people import attendees_of, organizer_of
from officebot.core.calendars.state import State, empty_state, read_state, uid_of, write_state
from officebot.core.calendars.times import NotATime, Zones, as_utc, span
from officebot.core.calendars.zones import defined_zones
from officebot.core.mail import Mail, Proof
from officebot.core.meetings.agenda import Agenda, Wanted
from officebot.core.meetings.carrying import carrying, sent
from officebot.core.meetings.events import moved_to
from officebot.core.meetings.wish import Window
from officebot.core.people import Person
from officebot.core.problems import UserError
from officebot.core.proposals import Proposal, Reason
from officebot.core.text import Text, one_line, say
from officebot.duties.calendar_coordination.observe import Facts, agenda_of, unseen

#: What a change of these means that everybody must answer anew.
_TIMES = frozenset({"start", "end", "rule", "added"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """A message in the calendar of one person."""

    mail: Mail
    facts: Facts
    agenda: Agenda
    person: Person
    message: Message
    stored: CalendarObject | None
    outcome: Outcome

    @property
    def event(self) -> Component:
        """What the message is about."""
        return self.message.events[0]

    @property
    def uid(self) -> str:
        """The event's identity."""
        return self.event.value("UID")

    @property
    def summary(self) -> str:
        """What it is called."""
        return one_line(unescaped(self.event.value("SUMMARY")), 120) or say("Meeting").render(self.facts.language)

    @property
    def who(self) -> str:
        """Who sent it."""
        return one_line(self.mail.sender.name or self.mail.sender.address, 80)

    @property
    def is_trusted(self) -> bool:
        """Whether its sender is known to the office and proven: what anybody else sends waits for a person (TRUST 12)."""
        address, office = self.mail.sender.address, self.facts.office
        is_known = office.contacts.at(address) is not None or office.people.at(address) is not None
        return is_known and self.mail.proof is Proof.PASSED

    def when(self) -> tuple[datetime, int] | None:
        """Its beginning, on the office's clock, and its minutes; None for whole days and what cannot be read."""
        try:
            start, end = span(self.event, self._zones())
        except NotATime:
            return None
        if not isinstance(start, datetime):
            return None
        began = as_utc(start).astimezone(self.facts.office.working_time.tz)
        return began, max(1, int((as_utc(end) - as_utc(start)) / timedelta(minutes=1)))

    def _zones(self) -> Zones:
        return {one.value("TZID"): one for one in self.message.zones}


def invited(mail: Mail, facts: Facts) -> Iterator[Proposal]:
    """What an iTIP message leads to, for each person of the office whom it concerns and whose calendar is known."""
    try:
        message = read_message(mail.calendar, sender=mail.sender.address)
    except UserError:
        return
    agenda = agenda_of(facts)
    for person in _concerned(message, facts, agenda):
        stored = agenda.stored(person.address, message.events[0].value("UID"))
        outcome = apply(_state(stored, person.address), message, person.address, facts.now)
        case = _Case(
            mail=mail, facts=facts, agenda=agenda, person=person, message=message, stored=stored, outcome=outcome
        )
        # What cannot be answered (an occurrence to which somebody else is invited) is left to people.
        with suppress(UserError):
            yield from _decided(case)


def _concerned(message: Message, facts: Facts, agenda: Agenda) -> Iterator[Person]:
    """The organiser for what attendees say; else the invited."""
    if not message.events:
        return
    event = message.events[0]
    addresses = [organizer_of(event)] if message.method in OF_ATTENDEES else list(attendees_of(event))
    for address in addresses:
        person = facts.office.people.at(address)
        if person is not None and agenda.has(person.address) and person.address != message.sender:
            yield person


def _state(stored: CalendarObject | None, address: str) -> State:
    try:
        return read_state(stored.text, address) if stored is not None else empty_state(address)
    except UserError:
        return empty_state(address)


def _decided(case: _Case) -> Iterator[Proposal]:
    outcome, method = case.outcome, case.message.method
    if method == "COUNTER" and outcome.outcome is Happened.NEEDS_DECISION and case.stored is not None:
        yield from _countered(case)
    elif outcome.outcome is not Happened.APPLIED:
        return
    elif method == "REQUEST" and (case.stored is None or any(one.what in _TIMES for one in outcome.changes)):
        yield _asked(case)
    elif method in ("REQUEST", "REPLY", "CANCEL", "ADD"):
        yield from _entered(case)


# ── entered as it is ──────────────────────────────────────────────────────────────────────────────────────


def _entered(case: _Case) -> Iterator[Proposal]:
    """An answer, a cancellation, a change that asks nothing: the calendar follows."""
    actions = tuple(_entry(case, case.outcome.state))
    if actions:
        yield Proposal(
            key=_key(case, "enter"),
            title=_title(case),
            actions=actions,
            reason=case.outcome.reason,
            reasons=(Reason(what=case.outcome.reason, source=case.mail.source),),
            consequences=(say("Nobody is told; the calendar of {person} changes.", person=case.person.name),),
            about=case.mail.ref,
            owner=case.person.address,
            must_ask=not case.is_trusted or _names_somebody_new(case),
        )


def _names_somebody_new(case: _Case) -> bool:
    """Whether an answer brings in somebody whom the organiser did not invite, as one that delegates does."""
    if case.message.method != "REPLY" or case.stored is None:
        return False
    before, after = (
        {address for event in state.events(uid_of(case.event)) for address in attendees_of(event)}
        for state in (_state(case.stored, case.person.address), case.outcome.state)
    )
    return not after <= before


def _entry(case: _Case, state: State) -> Iterator[Action]:
    if state.events(uid_of(case.event)):
        yield from case.agenda.put(case.person.address, case.uid, write_state(state))
    else:
        yield from case.agenda.remove(case.person.address, case.uid)


def _title(case: _Case) -> Text:
    match case.message.method:
        case "REPLY":
            return say("Enter the answer of {sender} to “{summary}”", sender=case.who, summary=case.summary)
        case "CANCEL":
            return say("Enter that “{summary}” is cancelled", summary=case.summary)
        case _:
            return say("Enter the change of “{summary}”", summary=case.summary)


def _key(case: _Case, deed: str) -> str:
    """The same for each version of the same thing: a later one takes the place of what still waits."""
    words = repr((case.person.address, case.uid, case.event.value("RECURRENCE-ID"), case.message.method,
                  case.mail.sender.address, deed))  # fmt: skip
    return f"invitation:{hashlib.sha256(words.encode('utf-8', 'replace')).hexdigest()[:24]}"


# ── put before a person ───────────────────────────────────────────────────────────────────────────────────


def _asked(case: _Case) -> Proposal:
    """An invitation: to be accepted where the person is free; else another time is proposed, or it is declined."""
    when = case.when()
    calendar = read_calendars(case.mail.calendar)[0]
    wanted = Wanted(hosts=(case.person.address,), minutes=when[1] if when else 30, own=frozenset({case.uid}))
    is_free = when is None or case.agenda.is_free(wanted, when[0]) is not None
    instead = None if is_free or when is None else _other_time(case, wanted, when[0])
    person, now = case.person.address, case.facts.now
    told = {"summary": case.summary, "sender": case.who, "person": case.person.name}
    if is_free:
        title, said = say("Accept “{summary}” of {sender} for {person}", **told), "ACCEPTED"
        written = answer(calendar, person, said, now)
    elif instead is not None:
        title, said = say("Propose another time for “{summary}” to {sender}: {person} is not free", **told), ""
        end = instead + timedelta(minutes=wanted.minutes)
        written = counter_proposal(calendar, person, instead, end, now)
    else:
        title, said = say("Decline “{summary}” of {sender} for {person}", **told), "DECLINED"
        written = answer(calendar, person, said, now)
    state = _answered(case, written) if said else case.outcome.state
    return Proposal(
        key=_key(case, "answer"),
        title=title,
        actions=(*(_entry(case, state) if said != "DECLINED" else ()), *_sent(case, written)),
        reason=say("{sender} invites {person}.", sender=case.who, person=case.person.name),
        reasons=tuple(_why(case, when[0] if when else None, is_free=is_free, instead=instead)),
        consequences=(say("An answer leaves the office to {recipient}.", recipient=", ".join(written.to)),),
        about=case.mail.ref,
        owner=person,
        must_ask=True,
    )


def _why(case: _Case, start: datetime | None, *, is_free: bool, instead: datetime | None) -> Iterator[Reason]:
    source = case.mail.source
    if start is not None:
        yield Reason(what=say("It begins on {when}.", when=start.replace(tzinfo=None)), source=source)
    if start is not None and is_free:
        yield Reason(what=say("{person} is free.", person=case.person.name), weight=1)
    elif not is_free:
        yield Reason(what=say("{person} is not free then.", person=case.person.name), weight=1)
    if instead is not None:
        yield Reason(
            what=say("{person} is free on {when}.", person=case.person.name, when=instead.replace(tzinfo=None))
        )
    if case.agenda.unseen((case.person.address,)):
        yield unseen(case.person.name)
    if not case.is_trusted:
        yield Reason(what=say("The sender is not known, or not proven: look twice."), weight=-1)
    if case.event.value("RRULE"):
        yield Reason(what=say("It comes again and again; only the first time was looked at."))


def _other_time(case: _Case, wanted: Wanted, start: datetime) -> datetime | None:
    """The nearest time at which the person can: that day or within the following week."""
    day = start.date()
    for window in (Window(first=day, last=day), Window(first=day, last=day + timedelta(days=7))):
        found = case.agenda.free(wanted, (window,), (), 3)
        if found:
            return min(found, key=lambda slot: abs(slot.start - start)).start
    return None


def _answered(case: _Case, written: Written) -> State:
    """The calendar as it stands once the answer is given."""
    spoken = read_message(written.text, sender=case.person.address)
    return apply(case.outcome.state, spoken, case.person.address, case.facts.now).state


# ── a counter-proposal to our own meeting ─────────────────────────────────────────────────────────────────


def _countered(case: _Case) -> Iterator[Proposal]:
    """A guest proposes another time: taken where everybody of ours can, else declined; either is put before a person."""
    assert case.stored is not None
    when = case.when()
    calendar = read_calendars(case.stored.text)[0]
    current = next(
        (one for one in calendar.children if one.name == "VEVENT" and not one.value("RECURRENCE-ID")), None
    )
    if when is None or current is None:
        return
    people = [case.person.address, *(one for one in attendees_of(current) if case.agenda.has(one))]
    wanted = Wanted(hosts=tuple(dict.fromkeys(people)), minutes=when[1], own=frozenset({case.uid}))
    slot = case.agenda.is_free(wanted, when[0])
    told = when[0].replace(tzinfo=None)
    if slot is not None:
        written = moved_to(current, defined_zones(calendar), slot.start, slot.end, case.facts.now)
        title = say("Move “{summary}” to {when}, as {sender} asks", summary=case.summary, when=told, sender=case.who)
        why = say("Everybody can on {when}.", when=told)
        message = read_message(written.text, sender=case.person.address)
        state = apply(_state(case.stored, case.person.address), message, case.person.address, case.facts.now).state
        still = CheckFree(owners=wanted.hosts, start=slot.start, end=slot.end, own=(case.uid,))
        entries = (still, *(action for one in people for action in _put(case, one, state)))
    else:
        written = declined_counter(calendar, case.mail.sender.address, case.facts.now)
        title = say("Keep the time of “{summary}”, and tell {sender}", summary=case.summary, sender=case.who)
        why, entries = say("Somebody cannot on {when}.", when=told), ()
    yield Proposal(
        key=_key(case, "counter"),
        title=title,
        actions=(*entries, *_sent(case, written)),
        reason=say("{sender} proposes another time: {when}.", sender=case.who, when=told),
        reasons=(Reason(what=why, weight=1, source=case.mail.source),),
        consequences=(say("A mail leaves the office to {recipient}.", recipient=", ".join(written.to)),),
        about=case.mail.ref,
        owner=case.person.address,
        must_ask=True,
    )


def _put(case: _Case, owner: str, state: State) -> Iterator[Action]:
    yield from case.agenda.put(owner, case.uid, write_state(state))


def _sent(case: _Case, written: Written) -> Iterator[Action]:
    """The mail that carries a message, in the language of the mail that it answers."""
    yield from sent(
        carrying(
            written, account=case.mail.ref.account, key=_key(case, written.method), language=case.facts.language,
            sender_name=case.person.name, answers=case.mail, on_behalf_of=written.sender,
        )
    )  # fmt: skip
