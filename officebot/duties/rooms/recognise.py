"""Which mails book a room, or give one back: an invitation or a cancellation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from officebot.core.expressions import expression
from officebot.core.mail import Mail
from officebot.core.proposals import Claim, Reason
from officebot.core.text import say
from officebot.sdk import OfficeFacts

#: The kind of claim.
REQUEST = "room-request"
_METHOD = expression(r"^METHOD:(REQUEST|CANCEL)\s*$", re.MULTILINE | re.IGNORECASE)


def recognise(mail: Mail, _facts: OfficeFacts, _settings: object, _now: datetime) -> Iterable[Claim]:
    """A claim for an invitation or a cancellation: whether a room of ours is in it, the calendars tell."""
    if mail.is_private or not mail.calendar or not _METHOD.search(mail.calendar[:2_000]):
        return ()
    return (Claim(kind=REQUEST, reasons=(Reason(what=say("It may book a room.")),)),)
