"""What the duty sees, and what it proposes: notes, which officebot makes at once and people may take back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from officebot.sdk import (
    CloseItem,
    Item,
    NoteItem,
    Office,
    OfficeFacts,
    OfficeWorkbook,
    Proposal,
    Reason,
    SeenMail,
    Trigger,
    UserError,
    WorkingTime,
    one_line,
)
from officebot.sdk.letters import is_read_by_nobody

from mailbox_rota.rota import Rota, read_rota
from mailbox_rota.settings import Settings
from mailbox_rota.texts import say

#: The kind of its notes, with which their keys begin.
KIND = "mailbox_rota"
#: So far back an answer is looked for, and so far a mail that came while nothing ran.
_LOOK_BACK = timedelta(days=14)
#: A mail server's clock may be ahead of the office's.
_AHEAD = timedelta(minutes=5)
_MOST = 200
#: What officebot judges a mail to be that nobody answers.
_UNANSWERED = frozenset({"automatic", "fraud", "newsletter"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The mails that came, those that left, what is shared out and open, and the rota's workbook.

    `today` is the working day whose turn it is, `due` until when what comes on it is to be answered.
    """

    office: OfficeFacts
    today: date
    due: datetime
    book: OfficeWorkbook
    came: Sequence[SeenMail] = ()
    sent: Sequence[SeenMail] = ()
    notes: Sequence[Item] = ()


def turn_of(working: WorkingTime, now: datetime, settings: Settings) -> tuple[date, datetime]:
    """The working day whose turn it is, on a holiday the next one, and until when its mails are to be answered."""
    today = working.local(now).date()
    today = today if working.is_working_day(today) else working.add_working_days(today, 1)
    return today, working.end_of(working.add_working_days(today, settings.days))


def observe(office: Office, trigger: Trigger, settings: Settings) -> Facts:
    """What there is to decide about. Raises UserError where the rota cannot be read."""
    book = office.workbook(settings.workbook)
    if book.problem is not None:
        raise UserError(book.problem)
    since = trigger.now - _LOOK_BACK
    came = office.arrived(trigger) if trigger.kind == "after mail" else ()
    today, due = turn_of(office.facts.working_time, trigger.now, settings)
    return Facts(
        office=office.facts,
        today=today,
        due=due,
        book=book,
        came=[mail for mail in came if mail.state != "sent" and mail.ref.account == settings.account],
        sent=[mail for mail in office.sent(since, trigger.now + _AHEAD) if mail.ref.account == settings.account],
        notes=office.items(KIND),
    )


def decide(facts: Facts, settings: Settings) -> Iterator[Proposal]:
    """Answered mails are closed, new ones shared out, and those of the absent handed over. Pure."""
    rota = read_rota(facts.book, facts.office.people)
    answered = {mail.in_reply_to for mail in facts.sent if mail.in_reply_to}
    done = [note for note in facts.notes if note.source.get("message_id") in answered]
    left = [note for note in facts.notes if note not in done]
    yield from (_closed(note) for note in done)
    load = Counter(note.owner for note in left)
    known = {note.key for note in facts.notes}
    for mail in facts.came[:_MOST]:
        if _key(mail) not in known and not _is_nobodys(mail) and (who := _next(rota, facts.today, load)):
            load[who] += 1
            yield _shared(mail, who, facts)
    for note in left[:_MOST]:
        if rota.is_away(note.owner, facts.today) and (who := _next(rota, facts.today, load)):
            load[who] += 1
            yield _handed_over(note, who, facts)


# ── within ────────────────────────────────────────────────────────────────────────────────────────────────


def _next(rota: Rota, day: date, load: Counter[str]) -> str:
    """Whoever has the fewest open mails of those on duty, the first of the rota among equals; "" for nobody."""
    return min(rota.on(day), key=lambda who: load[who], default="")


def _is_nobodys(mail: SeenMail) -> bool:
    """Whether nobody is to answer it: a machine wrote it, it went to many or means harm, or it could not be read."""
    is_unwanted = mail.verdict.get("kind") in _UNANSWERED
    return is_unwanted or mail.problem is not None or is_read_by_nobody(mail.sender.address)


def _shared(mail: SeenMail, who: str, facts: Facts) -> Proposal:
    # Of a private mail the subject is empty: it is shared out without a word of it.
    subject = one_line(mail.subject, 80) or say("Private mail").render(facts.office.language)
    source: dict[str, Any] = {"account": mail.ref.account, "mail": mail.source, "message_id": mail.message_id}
    note = NoteItem(item_kind=KIND, key=_key(mail), title=subject, owner=who, due=facts.due, source=source)
    return Proposal(
        key=_key(mail),
        title=say("“{subject}” is answered by {person}", subject=subject, person=_name(who, facts)),
        actions=(note,),
        reason=say("It is their turn by the rota."),
        reasons=(Reason(what=say("The mail came to the shared mailbox."), source=mail.source),),
        about=mail.ref,
    )


def _handed_over(note: Item, who: str, facts: Facts) -> Proposal:
    again = NoteItem(item_kind=KIND, key=note.key, title=note.title, owner=who, due=note.due, source=note.source)
    return Proposal(
        key=f"{note.key}:over:{facts.today}",
        title=say("“{subject}” is handed over to {person}", subject=note.title, person=_name(who, facts)),
        actions=(again,),
        reason=say("Whoever had it is absent."),
    )


def _closed(note: Item) -> Proposal:
    return Proposal(
        key=f"{note.key}:answered",
        title=say("“{subject}” was answered", subject=note.title),
        actions=(CloseItem(item_kind=KIND, key=note.key),),
        reason=say("An answer left the shared mailbox."),
    )


def _name(address: str, facts: Facts) -> str:
    person = facts.office.people.at(address)
    return person.name if person is not None else address


def _key(mail: SeenMail) -> str:
    return f"{KIND}:{mail.mark}"
