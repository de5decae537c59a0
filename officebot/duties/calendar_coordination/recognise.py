"""Which mails are about a meeting: one asks for it, one answers our offer, one carries an invitation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from officebot.core.expressions import expression
from officebot.core.language import language_of
from officebot.core.mail import Mail
from officebot.core.meetings.wish import Wish, wish_of
from officebot.core.proposals import Claim, Reason
from officebot.core.text import Language, say
from officebot.duties.calendar_coordination.settings import Settings
from officebot.sdk import OfficeFacts

#: The kinds of claims.
WISH, ANSWER, INVITATION = "meeting-wish", "meeting-answer", "invitation"
#: Without one of these nobody asks for a meeting: most mails cost no more than this search.
_STEMS = expression(
    r"rendez|rdv|créneau|disponib|\bdispos?\b|libre|se voir|(?:nous|vous|te) (?:voir|rencontrer)|rencontr|réunion|entretien"
    r"|échang|\bpoint\b|\bcaler\b|visio|\bappel\b|meet|availab|\bfree\b|slot|appointment|\bcall\b|diary|\btime\b|catch"
    r"|talk|speak|see you|chat",
    re.IGNORECASE,
)
_METHOD = expression(r"^METHOD:([A-Z-]{3,20})\s*$", re.MULTILINE | re.IGNORECASE)
#: An answer to an offer is short.
_LONGEST_ANSWER = 2_500
_LONGEST = 3_000


def recognise(mail: Mail, facts: OfficeFacts, settings: Settings, _now: datetime) -> Iterable[Claim]:
    """What the mail has to do with a meeting; most mails nothing."""
    if mail.is_private:
        return
    method = _METHOD.search(mail.calendar[:2_000]) if mail.calendar else None
    if method is not None:
        data = {"method": method[1].upper()}
        yield Claim(kind=INVITATION, data=data, reasons=(Reason(what=say("It carries a calendar object.")),))
        return
    if mail.is_automatic or mail.is_list or (facts.people.inside(mail.sender.address) and not settings.colleagues):
        return
    text = mail.reply or mail.text
    is_answer = bool(mail.in_reply_to or mail.references)
    if is_answer and 0 < len(text) <= _LONGEST_ANSWER:
        yield Claim(kind=ANSWER, reasons=(Reason(what=say("It may answer an offer of times.")),))
    if _STEMS.search(text, 0, _LONGEST):
        wish = wish_of(mail.subject, text, mail.date, spoken(mail, facts), facts.working_time)
        if wish is not None:
            yield Claim(
                kind=WISH, data=_told(wish), reasons=(Reason(what=say("It asks for a meeting."), quote=wish.words),)
            )


def spoken(mail: Mail, facts: OfficeFacts) -> Language:
    """The language a mail is read and answered in: as its author is noted, as it is written, else the office's."""
    read = language_of(mail.reply or mail.text)
    if read == "fr" or read == "en":
        return read
    return facts.language_of(mail.sender.address)


def _told(wish: Wish) -> dict[str, object]:
    """What of a wish is worth keeping: for whoever asks later why."""
    return {
        "minutes": wish.minutes,
        "days": [[one.first.isoformat(), one.last.isoformat()] for one in wish.windows],
        "times": [one.isoformat() for one in wish.exact],
        "place": wish.place,
    }
