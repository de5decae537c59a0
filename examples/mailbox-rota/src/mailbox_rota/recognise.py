"""Which mails that left are answers. With a duty that asks, officebot reads the mails that the office sends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from officebot.sdk import Claim, Mail, OfficeFacts

from mailbox_rota.settings import Settings


def recognise(mail: Mail, facts: OfficeFacts, settings: Settings, now: datetime) -> Iterator[Claim]:
    """A mail of the shared mailbox that says which mail it answers."""
    if mail.in_reply_to and mail.ref.account == settings.account:
        yield Claim(kind="mailbox_rota.answer", data={})
