"""Looks at the meetings in the calendars, at the mails that belong to them, and at what is open of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from officebot.core.conversations import subject_of
from officebot.core.facts import OfficeFacts
from officebot.core.mail import Proof
from officebot.core.minutes.arrived import MailNotes
from officebot.core.minutes.following import ACTION
from officebot.core.minutes.readback.document import Returned
from officebot.core.proposals import Claim, Item, Reason
from officebot.core.text import LANGUAGES, Language, say
from officebot.duties.minutes.occasions import KEY, Occasion, occasions_of
from officebot.duties.minutes.recognise import ANSWER, NOTES
from officebot.duties.minutes.recognise import POINT as POINT_CLAIM
from officebot.duties.minutes.settings import Settings
from officebot.duties.minutes.state import MINUTES, POINT, QUESTION, Standing, standing_of
from officebot.letter_texts import letter_text
from officebot.sdk import Office, SeenMail, Trigger

#: How far ahead meetings are looked for: thirty working days and their holidays.
_AHEAD = timedelta(days=60)
#: How far back what was proposed, and what was closed, is looked at.
_PAST = timedelta(days=120)
#: Letters, with the places that an office's own text may have.
LETTERS: Mapping[str, frozenset[str]] = {
    "agenda": frozenset({"meeting", "when", "place", "points", "actions", "office"}),
    "draft": frozenset({"meeting", "day", "version", "chair", "changes", "questions", "glance", "office"}),
    "final": frozenset({"meeting", "day", "decisions", "actions", "chair", "office"}),
    "reminder": frozenset({"meeting", "day", "version", "chair", "office"}),
    "question": frozenset({"meeting", "day", "version", "chair", "questions", "quote", "office"}),
}
_DONE = ("approved", "doing", "done", "partly-done", "rejected", "undone", "uncertain")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A mail that belongs to a meeting: its claim's data, and what was read of it."""

    mail: SeenMail
    kind: str
    data: Mapping[str, Any]
    notes: MailNotes = field(default_factory=MailNotes)

    @property
    def by(self) -> str:
        """The address of the person of the office who wrote it."""
        return str(self.data.get("by", ""))

    @property
    def is_proven(self) -> bool:
        """Whether our own server vouches for its sender."""
        return self.data.get("proof") == Proof.PASSED

    @property
    def doubts(self) -> tuple[Reason, ...]:
        """Why a person is asked whatever the settings say: our own server looked, and found nothing for the sender."""
        if self.data.get("proof") != Proof.UNPROVEN:
            return ()
        return (Reason(what=say("Our mail server does not vouch for the sender."), source=self.mail.source),)

    @property
    def is_forged(self) -> bool:
        """Whether our own server says that another wrote it."""
        return self.data.get("proof") == Proof.FAILED


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The meetings at one moment. `standings` are the open minutes by key, `finished` the names of those that went out."""

    office: OfficeFacts
    now: datetime
    today: date
    account: str = ""
    occasions: Sequence[Occasion] = ()
    events: Sequence[Event] = ()
    #: What lies in `incoming/minutes/NAME`, by the meeting's name.
    folders: Mapping[str, MailNotes] = field(default_factory=dict)
    standings: Mapping[str, Standing] = field(default_factory=dict)
    finished: frozenset[str] = frozenset()
    points: Sequence[Item] = ()
    questions: Sequence[Item] = ()
    actions: Sequence[Item] = ()
    #: Those that were closed lately: what was reported done, the next meeting hears.
    closed_actions: Sequence[Item] = ()
    #: The Message-IDs of the mails that showed a version to a chair, each with its subject and when it left.
    shown: Mapping[str, tuple[str, datetime]] = field(default_factory=dict)
    #: The documents that were shown last, by the item's key, where a Word file came back.
    documents: Mapping[str, Returned] = field(default_factory=dict)
    #: The keys of what was done, refused or taken back.
    settled: frozenset[str] = frozenset()
    letters: Mapping[tuple[str, Language], str] = field(default_factory=dict)
    is_morning: bool = False

    def letter(self, name: str, language: Language) -> str:
        """The text of a letter in a language."""
        return self.letters.get((name, language), "")


def observe(office: Office, trigger: Trigger, settings: Settings) -> Facts:
    """After mail: what came. By the hour: what lies in the folders. In the morning and by hand: all of it."""
    facts, now = office.facts, trigger.now
    today = facts.working_time.local(now).date()
    nothing = Facts(office=facts, now=now, today=today)
    if not settings.meetings:
        return nothing
    is_arrival, is_hourly = trigger.kind == "after mail", trigger.kind == "interval"
    if is_arrival and not _is_awaited(office, trigger):
        return nothing
    folders = {} if is_arrival else _folders(office, settings)
    if is_hourly and not folders:
        return nothing
    open_items, closed = office.items(MINUTES), office.items(MINUTES, "closed")
    standings = {one.key: one for item in open_items if (one := standing_of(item)) is not None}
    kept = [one for item in (*open_items, *closed) if (one := standing_of(item)) is not None]
    shown = _shown(office, standings, now)
    known = frozenset(mark for one in kept for mark in one.mails)
    events = _events(office, settings, now, standings, known)
    since = now - timedelta(days=settings.look_back_days + 1)
    return Facts(
        office=facts,
        now=now,
        today=today,
        account=settings.account or facts.account,
        occasions=occasions_of(office.calendars(), settings, since, now + _AHEAD, office.facts),
        events=events,
        documents=_documents(office, standings, events),
        folders=folders,
        standings=standings,
        finished=frozenset(one.name for item in closed if (one := standing_of(item)) is not None and one.version),
        points=office.items(POINT),
        questions=office.items(QUESTION),
        actions=office.items(ACTION),
        closed_actions=[one.item for one in office.changed(ACTION, now - _PAST) if one.item.state == "closed"],
        shown=shown,
        settled=frozenset(one.key for one in office.proposals(_DONE, now - _PAST) if one.key.startswith(KEY)),
        letters={
            (name, language): letter_text(office, f"{language}/mail/minutes_{name}.txt", places)[0]
            for name, places in LETTERS.items()
            for language in LANGUAGES
        },
        is_morning=not is_arrival and not is_hourly,
    )


def _is_awaited(office: Office, trigger: Trigger) -> bool:
    """Whether any of the mails that just came belongs to a meeting."""
    arrived = {mail.id for mail in office.arrived(trigger) if mail.state != "sent"}
    if not arrived:
        return False
    since = min(mail.received for mail in office.arrived(trigger))
    until = trigger.now + timedelta(days=1)
    return any(
        mail.id in arrived
        for kind in (POINT_CLAIM, NOTES, ANSWER)
        for mail, _ in office.claims(kind, since, until)
    )  # fmt: skip


def _folders(office: Office, settings: Settings) -> dict[str, MailNotes]:
    found = {key: office.notes_in(f"incoming/minutes/{key}") for key in settings.meetings}
    return {key: one for key, one in found.items() if one.files or one.unread or one.problem}


def _events(
    office: Office, settings: Settings, now: datetime, standings: Mapping[str, Standing], known: frozenset[str]
) -> list[Event]:
    """The mails of the last days that belong to a meeting and are in no minutes yet, oldest first, each read anew.

    All of them at every run: notes of one meeting that come apart are drafted together, a yes that lapsed is asked again.
    """
    since, until = now - timedelta(days=settings.look_back_days), now + timedelta(days=1)
    found: list[Event] = []
    # What the office sent and got itself brings nothing.
    ours = {one.message_id for one in office.sent(since, until) if one.message_id}
    for mail, claim in office.claims(POINT_CLAIM, since, until):
        if mail.message_id not in ours:
            found.append(Event(mail=mail, kind=POINT_CLAIM, data=claim.data))
    claimed: list[tuple[SeenMail, Claim]] = list(office.claims(NOTES, since, until))
    if any(one.version for one in standings.values()):
        # From the meeting on: an answer may be older than what it comes after, when mail was late or a yes took its time.
        first = min(one.start for one in standings.values() if one.version)
        claimed += office.claims(ANSWER, first, until)
    for mail, claim in claimed:
        if mail.mark not in known and mail.state != "sent" and mail.message_id not in ours:
            found.append(Event(mail=mail, kind=claim.kind, data=claim.data, notes=office.notes(mail)))
    return sorted(found, key=lambda one: (one.mail.received, one.mail.id))


def _documents(office: Office, standings: Mapping[str, Standing], events: Sequence[Event]) -> dict[str, Returned]:
    """The drafts as they went out, where a Word file came back that may be one of them."""
    if not any(event.kind == ANSWER and event.notes.documents for event in events):
        return {}
    found = {key: office.word_document(one.document) for key, one in standings.items() if one.document}
    return {key: one for key, one in found.items() if one is not None}


def _shown(office: Office, standings: Mapping[str, Standing], now: datetime) -> dict[str, tuple[str, datetime]]:
    """Our mails that showed a draft, as they lie in Sent."""
    subjects = {subject_of(subject) for one in standings.values() for subject in one.subjects}
    if not subjects:
        return {}
    first = min((one.start for one in standings.values() if one.subjects), default=now)
    return {
        mail.message_id: (subject_of(mail.subject), mail.received)
        for mail in office.sent(first - timedelta(days=1), now + timedelta(days=1))
        if mail.message_id and subject_of(mail.subject) in subjects
    }
