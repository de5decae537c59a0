"""What following is made from: the open points, the reminders that went out, who answered, and what answers say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from officebot.core.mail import Proof
from officebot.core.minutes.following import ACTION, Followed, followed
from officebot.core.proposals import Item
from officebot.core.text import LANGUAGES, Language
from officebot.duties.action_points.recognise import ANSWER
from officebot.letter_texts import letter_text
from officebot.sdk import Office, OfficeFacts, SeenMail, Trigger

#: How the keys of proposals begin.
KEY = "actions:"
REMIND, ANSWERED = f"{KEY}remind:", f"{KEY}answer:"
#: Kinds of items that are closed as soon as they are noted: a reminder that went out, an answer that came. And what a
#: person should be told.
REMINDER, HEARD, NOTICE = "action-reminder", "action-heard", "notice"
#: For so long a reminder may be answered.
LOOK_BACK = timedelta(days=120)
PLACES = frozenset({"salutation", "points", "office", "day", "example"})
LETTERS = ("action_reminder", "action_unsettled")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A letter that listed points to a person: for each its number there, its key, and the step it was reminded of."""

    key: str
    person: str
    day: date
    subject: str
    points: tuple[tuple[int, str, str], ...]
    #: The letter, where it was a draft that may lie there still.
    mail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerMail:
    """A colleague's mail with what was read of it; `to_subject` is that of our mail which it answers, where we know it."""

    mail: SeenMail
    said: tuple[Mapping[str, Any], ...]
    is_unread: bool
    is_proven: bool
    to_subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """How the action points stand. `is_morning` when it is time for reminders."""

    office: OfficeFacts
    now: datetime
    today: date
    points: Sequence[Followed] = ()
    #: Those that were closed, for answers that speak of them once more.
    closed: Sequence[Followed] = ()
    reminders: Sequence[Reminder] = ()
    #: The last day on which somebody answered about a point, by its key.
    heard: Mapping[str, date] = field(default_factory=dict)
    answers: Sequence[AnswerMail] = ()
    #: The keys of proposals that wait for a yes, or for their turn.
    pending: frozenset[str] = frozenset()
    texts: Mapping[tuple[Language, str], str] = field(default_factory=dict)
    is_morning: bool = False


def observe(office: Office, trigger: Trigger, _settings: object) -> Facts:
    """After mail: what came. By the clock or by hand: how the points stand."""
    now, working = trigger.now, office.facts.working_time
    today = working.local(now).date()
    is_arrival = trigger.kind == "after mail"
    answers = _answers(office, trigger) if is_arrival else []
    if is_arrival and not answers:
        return Facts(office=office.facts, now=now, today=today)
    return Facts(
        office=office.facts,
        now=now,
        today=today,
        points=[followed(item, working) for item in office.items(ACTION)],
        closed=[followed(item, working) for item in office.items(ACTION, "closed")],
        reminders=[reminder_of(item) for item in office.items(REMINDER, "closed")],
        heard=_heard(office.items(HEARD, "closed")),
        answers=answers,
        pending=frozenset(
            one.key for one in office.proposals(["waiting", "approved", "doing"]) if one.key.startswith(KEY)
        ),
        texts={
            (language, name): letter_text(office, f"{language}/mail/{name}.txt", PLACES)[0]
            for language in LANGUAGES
            for name in LETTERS
        },
        is_morning=not is_arrival,
    )


def _answers(office: Office, trigger: Trigger) -> list[AnswerMail]:
    """The mails that say something of action points, oldest first; what was found to be a fraud says nothing."""
    mails = [mail for mail in office.arrived(trigger) if mail.state != "sent"]
    if not mails:
        return []
    since, soon = min(mail.received for mail in mails), trigger.now + timedelta(days=1)
    claimed = {mail.id: claim.data for mail, claim in office.claims(ANSWER, since, soon)}
    found = [mail for mail in mails if mail.id in claimed and mail.verdict.get("kind") != "fraud"]
    if not found:
        return []
    sent = {one.message_id: one.subject for one in office.sent(since - LOOK_BACK, soon) if one.message_id}
    return [
        AnswerMail(
            mail=mail,
            said=tuple(claimed[mail.id].get("said", ())),
            is_unread=bool(claimed[mail.id].get("unread")),
            is_proven=claimed[mail.id].get("proof") == Proof.PASSED,
            to_subject=sent.get(mail.in_reply_to, ""),
        )
        for mail in found
        # What the office sent and got itself is nobody's answer.
        if claimed[mail.id].get("proof") != Proof.FAILED and mail.message_id not in sent
    ]


def reminder_of(item: Item) -> Reminder:
    """The reminder that was noted."""
    source = item.source
    return Reminder(
        key=item.key,
        person=str(source["person"]),
        day=date.fromisoformat(str(source["day"])),
        subject=str(source["subject"]),
        points=tuple((int(number), str(key), str(step)) for number, key, step in source["points"]),
        mail=source.get("mail") or {},
    )


def _heard(items: Sequence[Item]) -> dict[str, date]:
    found: dict[str, date] = {}
    for item in items:
        day = date.fromisoformat(str(item.source["day"]))
        for key in item.source.get("keys", ()):
            found[str(key)] = max(day, found.get(str(key), day))
    return found
