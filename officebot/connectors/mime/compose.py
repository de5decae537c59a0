"""An `OutgoingMail` as the exact bytes that a server gets: the same mail at the same time gives the same bytes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape

from officebot.connectors.imap.arguments import UnsafeArgument
from officebot.core.expressions import expression
from officebot.core.mail import OutgoingMail

# Each label of the domain ends at its dot: there is one way to read an address, so a hostile one costs no time.
_ADDRESS = expression(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9-]{1,63}){0,20}\.?", re.ASCII
)
_MESSAGE_ID = expression(r"<[^\x00-\x20<>\x7f-\uffff]{1,500}>")
_CONTROL = expression(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
#: RFC 5546 §1.4; RFC 6047 §2.4: the method of the part is that of the object.
_METHOD = expression(r"^METHOD:([A-Z]{3,20})\r?$", re.MULTILINE)
_MEDIA_TYPE = expression(r"([a-z0-9.+-]{1,60})/([A-Za-z0-9.+-]{1,100})")


def message_id(mail: OutgoingMail, domain: str) -> str:
    """The Message-ID that this mail has, however often it is composed; with other words it is another mail."""
    if not re.fullmatch(r"[A-Za-z0-9.-]{1,253}", domain):
        raise UnsafeArgument("domain")
    return f"<{mail.mark}@{domain}>"


def compose(
    mail: OutgoingMail,
    *,
    date: datetime,
    from_address: str,
    from_name: str = "",
    domain: str = "",
    signature: str = "",
    attachments: Mapping[str, bytes] | None = None,
    with_bcc: bool = False,
) -> bytes:
    """The message (RFC 5322), lines ended by CRLF. `attachments` are the bytes by blob hash.

    `from_address` is the account's own; `domain` is that of the Message-ID, by default the account's. A mail sent as
    another address of the account names that one alone (RFC 5322 §3.6.2), one on behalf of somebody names both. Blind
    copies stand in the header only `with_bcc`, for drafts. Raises UnsafeArgument for control characters.
    """
    message = EmailMessage(policy=SMTP.clone(max_line_length=78))
    author = mail.on_behalf_of or mail.sender or from_address
    message["From"] = _address(author, from_name if author == (mail.sender or from_address) else "")
    if author == mail.on_behalf_of and author != from_address:
        message["Sender"] = _address(mail.sender or from_address, "")
    for name, listed in (("To", mail.to), ("Cc", mail.cc), ("Bcc", mail.bcc if with_bcc else ())):
        if listed:
            message[name] = [_address(recipient, "") for recipient in listed]
    message["Subject"] = _line(mail.subject, "subject")
    message["Date"] = format_datetime(date)
    message["Message-ID"] = message_id(mail, domain or from_address.rpartition("@")[2])
    if mail.in_reply_to:
        message["In-Reply-To"] = _id(mail.in_reply_to)
    references = mail.references or ((mail.in_reply_to,) if mail.in_reply_to else ())
    if references:
        message["References"] = " ".join(_id(reference) for reference in references[-20:])
    if mail.is_automatic:
        message["Auto-Submitted"] = "auto-replied" if mail.in_reply_to else "auto-generated"
    _fill(message, mail, signature, attachments or {})
    message["Content-Language"] = mail.language if mail.language in ("fr", "en") else "en"
    return message.as_bytes()


def _fill(message: EmailMessage, mail: OutgoingMail, signature: str, attachments: Mapping[str, bytes]) -> None:
    body = _body(mail.body)
    if mail.with_signature and signature:
        body = f"{body.rstrip()}\n\n-- \n{_body(signature).strip()}\n"
    message.set_content(body, charset="utf-8", cte="quoted-printable" if not _is_plain(body) else "7bit")
    # Programs that show an invitation look for its text as HTML, too.
    html = _body(mail.html) if mail.html else _as_html(body, mail.language) if mail.invitation else ""
    if html:
        message.add_alternative(html, subtype="html", charset="utf-8", cte="quoted-printable")
    if mail.invitation:
        _invite(message, mail.invitation)
    for name, media_type, blob in mail.attachments:
        kind = _MEDIA_TYPE.fullmatch(media_type)
        if kind is None:
            raise UnsafeArgument("media type")
        message.add_attachment(
            attachments[blob],
            maintype=kind.group(1),
            subtype=kind.group(2),
            filename=_line(name, "file name"),
        )
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        mark = hashlib.sha256(f"{number} {mail.key}".encode("utf-8", "replace")).hexdigest()[:32]
        part.set_boundary(f"=_{mark}_=")


def _as_html(body: str, language: str) -> str:
    """The same words as a page: a paragraph where a blank line stands, a break where a line ends."""
    paragraphs = "".join(
        f"<p>{'<br>'.join(escape(line) for line in one.strip().splitlines())}</p>"
        for one in body.split("\n\n")
        if one.strip()
    )
    return f'<!DOCTYPE html><html lang="{escape(language)}"><head><meta charset="utf-8"></head><body>{paragraphs}</body></html>\n'


def _invite(message: EmailMessage, invitation: str) -> None:
    """The invitation as a version of the text, for programs that know it, and as a file, for those that do not."""
    method = _METHOD.search(invitation)
    if method is None:
        raise UnsafeArgument("invitation")
    # As bytes: a line of iCalendar ends with CRLF, also where the policy would write it otherwise.
    content = invitation.encode("utf-8")
    told = {"charset": "utf-8", "method": method[1], "component": "VEVENT"}
    message.add_alternative(content, maintype="text", subtype="calendar", cte="base64", params=told)
    message.add_attachment(content, maintype="application", subtype="ics", filename="invite.ics")


def plain_address(address: str) -> str:
    """The address, when it is a plain `local@domain` that fits into a header and an envelope."""
    if not _ADDRESS.fullmatch(address) or len(address) > 254:
        raise UnsafeArgument("address")
    return address


def _address(address: str, name: str) -> HeaderAddress:
    return HeaderAddress(_line(name, "name"), addr_spec=plain_address(address))


def literal(words: str) -> str:
    """Words of a header as they stand: the standard library decodes an encoded word (RFC 2047) that it is given, and a
    line break in it would begin a header of its own.
    """
    return words.replace("=?", "= ?")


def _line(words: str, role: str) -> str:
    if _CONTROL.search(words) or len(words) > 2000:
        raise UnsafeArgument(role)
    return literal(words)


def _id(value: str) -> str:
    if not _MESSAGE_ID.fullmatch(value):
        raise UnsafeArgument("Message-ID")
    return value


def _body(text: str) -> str:
    """Text for people: LF lines, no control characters but tab."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]", "", lines)


def _is_plain(body: str) -> bool:
    return body.isascii() and all(len(line) <= 990 for line in body.split("\n"))
