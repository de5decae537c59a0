"""What machines answer: that a mail could not be delivered, or that its reader is away and until when."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from officebot.core.dates import Match, find_dates
from officebot.core.expressions import expression
from officebot.core.judging.evidence import Folded, Hit, Vocabulary, fold
from officebot.core.mail import Mail
from officebot.core.worktime import WorkingTime

_LONGEST = 20_000
_DAEMON = expression(
    r"mailer[-_.]?daemon|^postmaster|^mail[-_.]?(?:er|delivery)|^bounces?\b|mdaemon|^mailadmin", re.IGNORECASE
)
# Begun only where a word begins, so that a long run of letters is tried once.
_ADDRESS = expression(r"(?<![a-z0-9._%+=-])[a-z0-9._%+=-]{1,64}@[a-z0-9.-]{1,100}\.[a-z]{2,20}", re.IGNORECASE)
_MESSAGE_ID = expression(r"message-id:\s{0,3}(<[^<>\s]{3,300}>)", re.IGNORECASE)
_PERMANENT = expression(r"\b(?:5\.\d{1,3}\.\d{1,3}|55[0-9])\b")
_SIGNS: Mapping[str, Mapping[float, str]] = {
    # In the subject or the first words: something was not delivered.
    "failed": {
        1: "undeliverable, undelivered mail, undelivered message, undeliverable mail, delivery failure, delivery failed, mail "
        "delivery failed, delivery status notification failure, failure notice, failed delivery, message not delivered, "
        "mail delivery problem, returned mail, returned to sender, returning message to sender, delivery has failed, could "
        "not be delivered, couldn't be delivered, was not delivered, wasn't delivered, mail system error, unable to deliver, "
        "delivery error, mail failure, permanent error, permanent failure, permanent fatal errors, no such user, user "
        "unknown, mailbox not found, non remis, non distribuable, non délivré, non distribué, échec de remise, échec de la "
        "remise, échec de distribution, échec d'envoi, n'a pas pu être remis, n'a pas pu être distribué, n'a pas pu être "
        "délivré, n'a pu être remis, notification d'échec, impossible de remettre, boîte inexistante, adresse inexistante",
    },
    # It is still being tried.
    "delayed": {
        1: "delivery delayed, delayed mail, is delayed, has been delayed, delivery status notification delay, will be "
        "retried, will keep trying, will continue to try, still trying, warning message, you do not need to resend, no "
        "action is required, remise différée, retardée, remise retardée, nouvelles tentatives",
    },
    "away": {
        1: "out of office, out of the office, automatic reply, auto reply, autoreply, auto response, on leave, on annual "
        "leave, on vacation, on holiday, away from the office, away from my desk, away until, currently away, limited "
        "access to email, maternity leave, réponse automatique, absence du bureau, absent du bureau, absente du bureau, "
        "je suis absent, je suis absente, actuellement absent, actuellement absente, en congé, en congés, en vacances, "
        "suis absent, suis absente, message d'absence, de retour le, en déplacement",
    },
    # The day before the return, and the day of it.
    "until": {1: "jusqu'au, jusqu'à, until, till, through, inclus"},
    "return": {
        1: "de retour le, retour le, de retour à partir du, à compter du, à partir du, je reviens le, je reprends le, retour "
        "prévu le, retour prévu, back on, return on, returning on, returning, back in the office on, i return, will return, "
        "be back, back in the office, available again from, available again on, back from, back",
    },
}
#: How far behind its word a day may stand.
_GAP = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """A mail that came back for good: the addresses it names, and the Message-IDs of what was returned."""

    addresses: tuple[str, ...]
    message_ids: tuple[str, ...]
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """An automatic answer: when its author is back at work, if it says so."""

    back: date | None
    quote: str


@cache
def _words() -> Vocabulary:
    return Vocabulary(_SIGNS)


def read_bounce(mail: Mail) -> Bounce | None:
    """What a mail that could not be delivered says; None for any other, and while delivery is still tried."""
    local = mail.sender.address.partition("@")[0]
    is_report = any(one.declared_type == "message/delivery-status" for one in mail.attachments)
    is_nobody = not mail.sender.address and mail.headers.get("return-path", "").strip() == "<>"
    is_daemon = is_nobody or bool(_DAEMON.search(local))
    if not (is_daemon or is_report or "x-failed-recipients" in mail.headers):
        return None
    text = fold(f"{mail.subject}\n{mail.text[:_LONGEST]}")
    hits = _words().find(text)
    signs = {hit.sign for hit in hits}
    is_failed = bool(
        "failed" in signs or _PERMANENT.search(mail.text[:_LONGEST]) or "x-failed-recipients" in mail.headers
    )
    if not is_failed or ("delayed" in signs and not _PERMANENT.search(mail.text[:_LONGEST])):
        return None
    quote = next((text.written[hit.start : hit.end].strip() for hit in hits if hit.sign == "failed"), "")
    told = _MESSAGE_ID.sub(" ", mail.text[:_LONGEST])  # an id looks like an address
    whole = f"{mail.headers.get('x-failed-recipients', '')}\n{told}"
    own = {one.address for one in (*mail.to, mail.sender)}
    found = dict.fromkeys(address.lower() for address in _ADDRESS.findall(whole))
    ids = [mail.in_reply_to, *mail.references, *_MESSAGE_ID.findall(mail.text[:_LONGEST])]
    return Bounce(
        addresses=tuple(address for address in found if address not in own)[:20],
        message_ids=tuple(dict.fromkeys(one for one in ids if one))[:20],
        quote=quote,
    )


def read_away(mail: Mail, working: WorkingTime) -> Away | None:
    """What an automatic answer says of its author's absence; None for any other mail."""
    text = fold(f"{mail.subject}\n{(mail.reply or mail.text)[:_LONGEST]}")
    hits = _words().find(text)
    away = next((hit for hit in hits if hit.sign == "away"), None)
    is_answer = mail.is_automatic or (away is not None and away.start < len(mail.subject))
    if away is None or not is_answer or mail.is_list:
        return None
    back = _return(text, hits, mail, working)
    return Away(back=back, quote=text.written[away.start : away.end].strip())


def _return(text: Folded, hits: Sequence[Hit], mail: Mail, working: WorkingTime) -> date | None:
    """The first day back: that of the return, else the working day after the last day away."""
    local = working.local(mail.date)
    matches = [one for one in find_dates(text.written, local, "mixed", working=working) if one.latest is not None]
    last_days = [day for one in matches if (day := _end_of(one, hits)) is not None]
    for hit in (one for one in hits if one.sign == "return"):
        for one in matches:
            if hit.start - 2 <= one.start <= hit.end + _GAP and not one.from_ and one.latest is not None:
                return _within(_day(one.latest), local.date())
    last = _within(min(last_days, default=None), local.date())
    return working.add_working_days(last, 1) if last is not None else None


def _end_of(match: Match, hits: Sequence[Hit]) -> date | None:
    """The last day away: of a span « du … au … », or behind an "until"."""
    if match.type in ("daterange", "datetimerange") and match.from_ and match.to:
        return date.fromisoformat(match.to[:10])
    is_until = any(hit.sign == "until" and hit.start - 2 <= match.start <= hit.end + _GAP for hit in hits)
    return _day(match.latest) if is_until and match.latest is not None else None


def _day(latest: date | datetime) -> date:
    return latest.date() if isinstance(latest, datetime) else latest


def _within(day: date | None, today: date) -> date | None:
    """The day, if it lies within the year ahead."""
    return day if day is not None and today <= day <= today + timedelta(days=366) else None
