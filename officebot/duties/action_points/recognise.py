"""Which colleagues' mails speak of action points, and what they say: read once, where the mail is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from officebot.core.actionpoints.answers import read_answer
from officebot.core.actionpoints.clauses import is_more_than_thanks
from officebot.core.conversations import subject_of
from officebot.core.expressions import expression
from officebot.core.mail import Mail
from officebot.core.minutes.copies import is_copy
from officebot.core.proposals import Claim, Reason
from officebot.core.text import plain, say
from officebot.sdk import OfficeFacts

#: The kind of the claim.
ANSWER = "action-answer"
#: The subjects of reminders and of minutes, whoever wrote them.
_SUBJECT = expression(
    r"\bpoints? d.action|\bactions?\b|\bcompte[- ]rendu|\bminutes\b|\breleve de decisions|\bproces[- ]verbal"
    r"|\b(?:cr|pv)\b|\bsuivi\b"
)
#: Words of any other mail that speak of one: "A3", « le point d'action ».
_NAMED = expression(r"\bA\d{1,3}\b|\bpoints? d.action\b|\baction points?\b")
_LONGEST, _MOST = 6_000, 20


def recognise(mail: Mail, facts: OfficeFacts, _settings: object, _now: datetime) -> Iterator[Claim]:
    """A claim with what a colleague says of action points: in an answer about them, or by their numbers."""
    if mail.is_private or mail.is_list or mail.is_automatic:
        return
    author = facts.people.at(mail.sender.address)
    if author is None:
        return
    text = _words_of(mail)
    is_answer = bool(mail.in_reply_to) and _SUBJECT.search(plain(mail.subject[:300])) is not None
    if not is_answer and _NAMED.search(f"{mail.subject}\n{text}", 0, _LONGEST) is None:
        return
    # Our own lines, delivered or passed on, say nothing; with an answer's words among them a person reads what is meant.
    is_ours = is_copy(text)
    if is_ours and not is_answer:
        return
    working = facts.working_time
    said = read_answer(text, working.local(mail.received), working, facts.people, author.address)[:_MOST]
    said = () if is_ours else said
    is_unread = is_ours or (not said and is_more_than_thanks(text))
    if not said and not is_unread:
        return
    yield Claim(
        kind=ANSWER,
        data={"said": [one.to_json() for one in said], "unread": is_unread, "proof": mail.proof.value},
        reasons=tuple(Reason(what=say("It says how an action point stands."), quote=one.words) for one in said),
    )


def _words_of(mail: Mail) -> str:
    """What its author newly wrote; with the lines quoted above it where they answered point by point."""
    if mail.in_reply_to and _BETWEEN.search(mail.text, 0, _LONGEST) is not None:
        return mail.text[:_LONGEST]
    if mail.reply:
        return mail.reply
    # Nothing new was written above what is quoted or passed on: those are others' words.
    is_begun = not mail.in_reply_to and is_first(mail.subject)
    return mail.text if is_begun else ""


def is_first(subject: str) -> bool:
    """Whether a subject is no answer's and no forward's: « Re : », "Fwd:"."""
    return subject_of(subject) == " ".join(subject.split()).casefold()[:200]


#: Words below a quoted point, with more quoted behind them: somebody answered within our text.
_BETWEEN = expression(
    r"^>[> ]{0,6}(?:[-–•*] {0,3})?A?\d{1,3} ?[.):–-] [^\n]{0,400}\n(?:>[^\n]{0,400}\n){0,3}\s{0,3}[^>\s]",
    re.MULTILINE,
)
