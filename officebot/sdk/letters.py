"""Mails that a duty writes or reads: letters, their greetings and subjects, who is addressed, and in which language."""

from __future__ import annotations

from officebot.core.actions import DraftMail, SendMail
from officebot.core.conversations import subject_of
from officebot.core.filenames import safe_name
from officebot.core.language import Spoken, language_of
from officebot.core.letters import (
    answer_subject,
    filled,
    is_named,
    is_plain_address,
    is_plain_id,
    is_read_by_nobody,
    posting,
    salutation,
)
from officebot.core.mail import Address, Attachment, Mail, OutgoingMail
from officebot.core.people import PUBLIC_DOMAINS, Contact, Contacts, People, Person
from officebot.core.text import LANGUAGES, Language, one_line, plain
from officebot.sdk.letter_files import letter_text

__all__ = [
    "LANGUAGES",
    "PUBLIC_DOMAINS",
    "Address",
    "Attachment",
    "Contact",
    "Contacts",
    "DraftMail",
    "Language",
    "Mail",
    "OutgoingMail",
    "People",
    "Person",
    "SendMail",
    "Spoken",
    "answer_subject",
    "filled",
    "is_named",
    "is_plain_address",
    "is_plain_id",
    "is_read_by_nobody",
    "language_of",
    "letter_text",
    "one_line",
    "plain",
    "posting",
    "safe_name",
    "salutation",
    "subject_of",
]
