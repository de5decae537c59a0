"""What letters to correspondents are made of: salutation, subject of an answer, places to fill. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from officebot.core.actions import Action, DraftMail, KeepSentCopy, SendMail
from officebot.core.expressions import expression
from officebot.core.mail import OutgoingMail
from officebot.core.people import Contact
from officebot.core.text import Language, one_line

#: Local parts that nobody reads.
_NOBODY = expression(
    r"no[-_.]?reply|do[-_.]?not[-_.]?reply|ne[-_.]?pas[-_.]?repondre|(?:pas[-_.]?de|sans)[-_.]?reponse"
    r"|mailer[-_.]?daemon|postmaster|bounce|notification|alerte?s?\b|automat|robot|newsletter|listserv"
)
_ANSWER_MARK = expression(r"\s*(?:re|rép|rep|aw|sv|antw)\s*(?:\[\d+\])?\s*[:：]", re.IGNORECASE)
_ADDRESS = expression(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.?){1,20}", re.ASCII)
_MESSAGE_ID = expression(r"<[^\x00-\x20<>\x7f-\uffff]{1,500}>")
_PLACE = expression(r"\{([a-z_]{1,40})\}")


def salutation(contact: Contact | None, language: Language) -> str:
    """How a correspondent is addressed: as their contact says, else politely."""
    form = contact.form_of_address.strip().rstrip(",") if contact else ""
    if language == "fr":
        return form or "Bonjour"
    if not form:
        return "Hello"
    return form if form.lower().startswith(("dear", "hello", "hi ")) else f"Dear {form}"


def answer_subject(subject: str) -> str:
    """The subject of an answer: "Re:" before it, unless it is one already."""
    plain = one_line(subject)
    return plain if _ANSWER_MARK.match(plain) else f"Re: {plain}"


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its places filled; what is filled in is not looked at again, unknown places stay."""
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), text)


def is_read_by_nobody(address: str) -> bool:
    """Whether an address says of itself that no person reads it."""
    return "@" not in address or bool(_NOBODY.search(address.partition("@")[0].lower()))


def is_named(written: str, address: str) -> bool:
    """Whether "@domain" or an address, in any case of letters, means this address (lower case)."""
    one = written.lower()
    return address.endswith(one) if one.startswith("@") else address == one


def is_plain_address(address: str) -> bool:
    """Whether an address can stand in a header and an envelope as it is."""
    return len(address) <= 254 and _ADDRESS.fullmatch(address) is not None


def is_plain_id(message_id: str) -> bool:
    """Whether a Message-ID can stand in a header as it is."""
    return _MESSAGE_ID.fullmatch(message_id) is not None


def posting(mail: OutgoingMail, *, is_sent: bool = True) -> tuple[Action, ...]:
    """What sends a mail and keeps its copy in Sent; where it is not sent, what puts it into Drafts."""
    return (SendMail(mail=mail), KeepSentCopy(mail=mail)) if is_sent else (DraftMail(mail=mail),)
