"""The mail that carries an iTIP message (RFC 6047). Pure."""

from __future__ import annotations

from datetime import tzinfo

from officebot.core.calendars.building import Written
from officebot.core.calendars.letters import letter
from officebot.core.mail import Mail, OutgoingMail
from officebot.core.text import Language


def carrying(
    written: Written, *, account: str, key: str, language: Language, sender_name: str = "", answers: Mail | None = None,
    on_behalf_of: str = "", clock: tzinfo | None = None,
) -> OutgoingMail:  # fmt: skip
    """The mail for a message, in this language, in the conversation of the mail that it answers.

    Times that the message has in UTC are told on `clock`.
    """
    said = letter(written, language, sender_name=sender_name, clock=clock)
    references = (*answers.references, answers.message_id) if answers is not None and answers.message_id else ()
    return OutgoingMail(
        account=account,
        to=written.to,
        subject=said.subject,
        body=said.text,
        html=said.html,
        key=key,
        on_behalf_of=on_behalf_of,
        in_reply_to=answers.message_id if answers is not None else "",
        references=references,
        language=language,
        with_signature=False,
        invitation=written.text,
    )
