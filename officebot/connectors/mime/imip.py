"""Invitations in mails (RFC 6047): found in those that come in, and made into those that mail programs show as such."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from officebot.connectors.mime.addresses import addresses
from officebot.connectors.mime.compose import literal, plain_address
from officebot.connectors.mime.fingerprint import message_id_of
from officebot.connectors.mime.headers import decode, fields
from officebot.connectors.mime.parts import Part, cut, walk
from officebot.connectors.mime.read import LARGEST_MESSAGE
from officebot.core.calendars.letters import Letter
from officebot.core.problems import UserError
from officebot.core.text import one_line, say

#: Who sent a mail that names nobody, or several: nobody's invitation is taken from them.
NOBODY = "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """The calendar that a mail carries: its text, the method its part announces, and who sent the mail (lower case)."""

    text: str
    method: str
    sender: str
    message_id: str = ""
    subject: str = ""


def carried_by(data: bytes) -> Carried:
    """The calendar that a mail carries, its text/calendar part before an .ics that hangs on it.

    Raises UserError for a mail without one, and Poison for one that must not be read.
    """
    if len(data) > LARGEST_MESSAGE:
        raise UserError(say("This mail is larger than {limit} bytes.", limit=LARGEST_MESSAGE))
    header, body = cut(data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"))
    block = fields(header)
    found = [part for part in walk(block, body) if _is_calendar(part)]
    if not found:
        raise UserError(
            say("This carries no invitation: name an iCalendar file (.ics), or the mail that brought one.")
        )
    part = min(found, key=lambda one: (one.is_attachment, not one.content_type.parameters.get("method")))
    senders = [sender for name, value in block if name == "from" for sender in addresses(value)]
    sender = senders[0].address if len(senders) == 1 else ""
    return Carried(
        text=part.text(LARGEST_MESSAGE)[0],
        method=part.content_type.parameters.get("method", "").strip().upper(),
        sender=sender or NOBODY,
        message_id=message_id_of(header),
        subject=decode(dict(reversed(block)).get("subject", b""))[:500],
    )


def _is_calendar(part: Part) -> bool:
    kind = part.content_type.main
    return kind in ("text/calendar", "application/ics") or part.name.lower().endswith((".ics", ".vcs"))


def is_calendar_text(data: bytes) -> bool:
    """Whether bytes begin as a calendar rather than as a mail."""
    head = data[:400].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").replace(b"\x00", b"")
    return head[:7].upper() == b"BEGIN:V"


def invitation_mail(letter: Letter, *, date: datetime, in_reply_to: str = "") -> bytes:
    """The mail that carries an iTIP message, as Outlook, Gmail and Thunderbird show one; lines ended by CRLF.

    multipart/mixed of an alternative (text, HTML, text/calendar with its method) and a copy as an .ics file: Outlook
    and Gmail read the alternative's last part, older programs the file. The same letter gives the same bytes.
    """
    mark = hashlib.sha256(repr(letter).encode("utf-8", "replace")).hexdigest()
    message = EmailMessage(policy=SMTP.clone(max_line_length=78))
    message["From"] = HeaderAddress(
        literal(one_line(letter.sender_name, 100)), addr_spec=plain_address(letter.sender)
    )
    message["To"] = [HeaderAddress("", addr_spec=plain_address(one)) for one in letter.to]
    message["Subject"] = literal(one_line(letter.subject))
    message["Date"] = format_datetime(date)
    message["Message-ID"] = f"<{mark[:32]}@{letter.sender.rpartition('@')[2]}>"
    if in_reply_to:
        message["In-Reply-To"] = in_reply_to
        message["References"] = in_reply_to
    message["Content-Language"] = letter.language
    message.set_content(letter.text, charset="utf-8", cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", charset="utf-8", cte="quoted-printable")
    params = {"method": letter.method}
    message.add_alternative(letter.calendar, subtype="calendar", charset="utf-8", cte="base64", params=params)
    message.make_mixed()
    copy = letter.calendar.encode("utf-8")
    message.add_attachment(copy, maintype="application", subtype="ics", filename="invite.ics", cte="base64")
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{mark[:28]}{number}_=")
    return message.as_bytes()
