"""Decides whom to ask once more whether they come: one letter each, once a meeting, never to machines."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

from officebot.core.actions import Action
from officebot.core.availability.conflicts import Reply
from officebot.core.letters import filled, is_named, is_plain_address, is_read_by_nobody, posting, salutation
from officebot.core.mail import OutgoingMail
from officebot.core.meetings.diary import Entry, entries_with
from officebot.core.meetings.letters import days_in_words, time_in_words
from officebot.core.people import Person
from officebot.core.proposals import Proposal, Reason
from officebot.core.text import one_line, say
from officebot.duties.meeting_reminders.observe import Facts
from officebot.duties.meeting_reminders.settings import Settings

_MOST_SILENT = 20


def decide(facts: Facts, settings: Settings) -> Iterable[Proposal]:
    """A proposal for each meeting of ours that comes soon and to which somebody has not answered."""
    account = settings.account or facts.office.account
    if not account:
        return
    working = facts.office.working_time
    last = working.add_working_days(working.local(facts.now).date(), settings.days)
    until = datetime.combine(last + timedelta(days=1), time(0), working.tz)
    asked = set(facts.asked)
    for calendar in facts.calendars:
        owner = facts.office.people.at(calendar.person)
        if owner is None:
            continue
        for entry in entries_with(calendar, facts.now, until, working, facts.office.mailboxes):
            silent = list(_silent(entry, facts, settings))
            if silent and entry.meeting.start > facts.now and f"meeting-reminder:{_mark(entry)}" not in asked:
                # What our mailbox invited to stands in the calendar of each host.
                asked.add(f"meeting-reminder:{_mark(entry)}")
                yield _proposal(entry, owner, silent, facts, settings, account)


def _silent(entry: Entry, facts: Facts, settings: Settings) -> Iterator[str]:
    """Those who were invited by us and said nothing."""
    if entry.is_cancelled or entry.is_hold or not entry.meeting.is_ours or entry.meeting.is_private:
        return
    if not entry.organizer:
        # Nobody was invited to it: names were only noted.
        return
    for address, reply in entry.attendees[:_MOST_SILENT]:
        if reply is not Reply.NONE or not is_plain_address(address) or is_read_by_nobody(address):
            continue
        if any(is_named(one, address) for one in settings.never):
            continue
        if settings.colleagues or not facts.office.people.inside(address):
            yield address


def _proposal(
    entry: Entry, owner: Person, silent: list[str], facts: Facts, settings: Settings, account: str
) -> Proposal:
    meeting = entry.meeting
    name = one_line(meeting.summary, 100) or say("Meeting").render(owner.language)
    local = facts.office.working_time.local(meeting.start)
    when = local.date() if meeting.all_day else local.replace(tzinfo=None)
    return Proposal(
        key=f"meeting-reminder:{_mark(entry)}",
        title=say("Ask {names} whether they come to “{meeting}”", names=silent, meeting=name),
        actions=tuple(
            action for address in silent for action in _letter(entry, owner, address, name, facts, settings, account)
        ),
        reason=say("It takes place on {when}, and they have not answered.", when=when),
        reasons=(Reason(what=say("Invited, without an answer: {names}.", names=silent), weight=1),),
        consequences=(
            say("A mail leaves the office to {recipient}.", recipient=", ".join(silent))
            if settings.mode == "send"
            else say(
                "A draft to {recipient} lies in Drafts; nothing leaves the office.", recipient=", ".join(silent)
            ),
        ),
        owner=owner.address,
    )


def _mark(entry: Entry) -> str:
    """Which meeting, at which time: moved, it may be asked about again."""
    words = repr((entry.meeting.uid, entry.meeting.start.isoformat()))
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:24]


def _letter(
    entry: Entry, owner: Person, address: str, name: str, facts: Facts, settings: Settings, account: str
) -> Iterator[Action]:
    meeting, office = entry.meeting, facts.office
    language = office.language_of(address)
    start = office.working_time.local(meeting.start)
    minutes = int((meeting.end - meeting.start) / timedelta(minutes=1))
    last = max(start.date(), (office.working_time.local(meeting.end) - timedelta(minutes=1)).date())
    places = {
        "salutation": salutation(office.contacts.at(address), language),
        "meeting": name,
        "when": days_in_words(start.date(), last, language)
        if meeting.all_day
        else time_in_words(start, minutes, language),
        "where": next(
            (one.title for one in facts.rooms if one.address and one.address == meeting.room), meeting.place
        ),
        "organizer": owner.name,
    }
    mail = OutgoingMail(
        account=account,
        to=(address,),
        subject=say("Will you come? {meeting}", meeting=name).render(language),
        body=filled(facts.texts[language], places),
        key=f"meeting-reminder:{_mark(entry)}:{address}",
        language=language,
    )
    yield from posting(mail, is_sent=settings.mode == "send")
