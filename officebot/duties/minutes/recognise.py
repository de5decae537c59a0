"""Which mails belong to a meeting: a point for its agenda, its notes or transcript, an answer to a draft of its minutes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import PurePath

from officebot.core.conversations import subject_of
from officebot.core.expressions import expression
from officebot.core.mail import Mail
from officebot.core.minutes.arrived import TABLES, TEXTS, TRANSCRIPTS, UNREAD
from officebot.core.minutes.titles import kind_of_document
from officebot.core.proposals import Claim, Reason
from officebot.core.text import LANGUAGES, plain, say
from officebot.duties.minutes.occasions import belonging, meetings_named
from officebot.duties.minutes.points import points_in
from officebot.duties.minutes.settings import Settings
from officebot.sdk import OfficeFacts

#: The kinds of the claims.
POINT, NOTES, ANSWER = "agenda-point", "meeting-notes", "minutes-answer"
_FILES = TEXTS | TABLES | UNREAD
_NOTES = expression(
    r"\bnotes?\b|compte[ _-]?rendu|\bcr\b|\bminutes\b|\breleve\b|\btranscri|prises? de notes|enregistrement|recording|verbatim"
)
#: Notes written into the mail itself are at least so long.
_LEAST = 120


def recognise(mail: Mail, facts: OfficeFacts, settings: Settings, _now: datetime) -> Iterator[Claim]:
    """Claims for a mail of somebody who belongs to one of the meetings; of anybody else's only that it answers a draft."""
    if mail.is_private or mail.is_list or mail.is_automatic or not settings.meetings:
        return
    sender = facts.people.at(mail.sender.address)
    own = [
        key
        for key, table in settings.meetings.items()
        if sender is not None and sender.address in belonging(table, facts)
    ]
    known = {"proof": mail.proof.value, "by": sender.address if sender is not None else mail.sender.address}
    text = mail.reply or mail.text
    if is_about_draft(mail.subject) or (own and mail.in_reply_to):
        # A chair who writes from an address of their own is not believed, and must not go unheard.
        yield Claim(kind=ANSWER, data=known, reasons=(Reason(what=say("It may answer a draft of minutes.")),))
    if is_about_draft(mail.subject) or not own:
        return
    named = [key for key in meetings_named(settings, (mail.subject, *_names(mail), text[:600])) if key in own]
    points = points_in(f"{mail.subject}\n\n{text}")
    files = _notes(mail, text, settings, own, is_named=bool(named))
    # Notes that stand in the mail itself tell what was on an agenda; they put nothing on the next one.
    if points and files != ():
        yield Claim(
            kind=POINT,
            data={**known, "meetings": named or own, "points": [[one.text, one.quote] for one in points]},
            reasons=(Reason(what=say("It proposes a point for an agenda."), quote=points[0].quote),),
        )
    if files is not None:
        yield Claim(
            kind=NOTES,
            data={**known, "meetings": named or own, "is_named": bool(named), "files": list(files)[:20]},
            reasons=(Reason(what=say("It brings notes of a meeting."), quote=", ".join(files)[:200]),),
        )


def is_about_draft(subject: str) -> bool:
    """Whether a subject is that of a draft for the chair, or answers it."""
    return subject_of(subject).startswith(tuple(_DRAFTS))


_DRAFTS = tuple(kind_of_document(language, is_draft=True).casefold() for language in LANGUAGES)


def _names(mail: Mail) -> list[str]:
    return [one.name for one in mail.attachments]


def _notes(
    mail: Mail, text: str, settings: Settings, own: Sequence[str], *, is_named: bool
) -> tuple[str, ...] | None:
    """The files that notes may stand in, none where they stand in the mail itself; None for a mail without notes.

    A paper for a meeting is no notes of it: they are called so, or the file bears the meeting's name alone.
    """
    names = _names(mail)
    if any(PurePath(name).suffix.lower() in TRANSCRIPTS for name in names):
        return tuple(names)
    files = [name for name in names if PurePath(name).suffix.lower() in _FILES]
    said = plain("\n".join((mail.subject, *files, text[:300])).replace("_", " "))
    if files:
        bears = any(key in own for key in meetings_named(settings, files))
        return tuple(files) if _NOTES.search(said) or bears else None
    is_said = _NOTES.search(plain(mail.subject)) is not None
    return () if is_said and is_named and len(text) >= _LEAST and "\n" in text.strip() else None
