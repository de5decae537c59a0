"""The day in numbers and lists, as one reader sees it: what reports, lists and drafts are made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from officebot.core.people import Person
from officebot.core.reports.kinds import CONFIDENTIAL, KINDS, URGENCIES
from officebot.core.text import Text, say
from officebot.duties.daily_brief.observe import Facts
from officebot.sdk import SeenMail

#: What became of a mail on its way in; "handled" says that it was sorted, not that somebody answered it.
STATES = ("handled", "waiting", "listed")
_STANDS: Mapping[str, Text] = {
    "to do": say("to do"),
    "filed": say("filed"),
    "waiting": say("waiting"),
    "listed": say("listed with a problem"),
}
_HURRY = tuple(URGENCIES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What the brief says, in its reader's words; `received` is the sum of the three numbers after it."""

    reader: Person
    numbers: Mapping[str, int]
    urgent: Sequence[SeenMail]
    to_do: Sequence[SeenMail]
    listed: Sequence[SeenMail]


def brief_of(facts: Facts, reader: Person) -> Brief:
    """The day's brief for this reader."""
    states = Counter(mail.state for mail in facts.mails)
    numbers = {"received": len(facts.mails), **{state: states[state] for state in STATES}}
    to_do = sorted((mail for mail in facts.mails if mail.verdict.get("act")), key=lambda mail: _hurry(mail, facts))
    return Brief(
        reader=reader,
        numbers=numbers,
        urgent=[mail for mail in to_do if mail.verdict.get("urgency") in ("now", "today")],
        to_do=to_do,
        listed=[mail for mail in facts.mails if mail.state == "listed"],
    )


def _hurry(mail: SeenMail, facts: Facts) -> tuple[bool, int, bool, datetime, datetime]:
    """What can still be done in time before what is past; by urgency, by deadline, then as they came in."""
    urgency = mail.verdict.get("urgency")
    rank = _HURRY.index(urgency) if urgency in _HURRY else len(_HURRY)
    deadline = deadline_of(mail, facts)
    is_past = deadline is not None and deadline < facts.until
    return is_past, rank, deadline is None, deadline or facts.until, mail.received


def by_kind(facts: Facts) -> list[tuple[str, Counter[str]]]:
    """The mails of each kind there was, counted by state, kinds in their order."""
    counts: dict[str, Counter[str]] = {}
    for mail in facts.mails:
        kind = str(mail.verdict.get("kind", ""))
        counts.setdefault(kind if kind in KINDS else "", Counter())[mail.state] += 1
    return [(kind, counts[kind]) for kind in KINDS if kind in counts]


def stands(mail: SeenMail, facts: Facts) -> Text:
    """How a mail stands for people: to do until what it asked for is closed, else filed; or waiting, or unreadable."""
    if mail.state != "handled":
        return _STANDS.get(mail.state, _STANDS["filed"])
    is_closed = (mail.ref.account, mail.message_id) in facts.closed
    return _STANDS["to do" if mail.verdict.get("act") and not is_closed else "filed"]


def sender_of(mail: SeenMail, *, in_full: bool = False) -> str:
    """Who wrote, as a list shows it; "—" where the mail is confidential."""
    if mail.verdict.get("confidential"):
        return "—"
    return (str(mail.sender) if in_full else mail.sender.name or mail.sender.address) or "—"


def subject_of(mail: SeenMail, language: str) -> str:
    """The subject, or what stands in its place."""
    if mail.verdict.get("kind") == "personal":
        return say("(private)").render(language)
    if mail.verdict.get("confidential"):
        return CONFIDENTIAL.render(language)
    return " ".join(mail.subject.split())[:150] or say("(no subject)").render(language)


def names_of(local_parts: Iterable[Any], facts: Facts) -> str:
    """The names of the people meant."""
    people = facts.office.people
    return ", ".join(person.name for part in local_parts if (person := people.named(str(part))) is not None)


def deadline_of(mail: SeenMail, facts: Facts) -> datetime | None:
    """The deadline as triage read it, on the office's wall clock; a day without a time means its end."""
    written = str(mail.verdict.get("deadline") or "")
    try:
        read = datetime.fromisoformat(written).replace(tzinfo=facts.office.working_time.tz)
    except ValueError:
        return None
    return read if "T" in written else read.replace(hour=23, minute=59)
