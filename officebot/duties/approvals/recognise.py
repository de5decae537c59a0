"""Which mails answer a digest: those of people of the office that bear a code, in the subject or below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from officebot.core.mail import Mail
from officebot.core.proposals import Claim, Reason
from officebot.core.text import say
from officebot.sdk import OfficeFacts

#: The kind of the claim.
ANSWER = "approval-answer"
#: As `officebot.engine.codes` makes them.
_CODE = re.compile(r"\[([A-HJKMNP-TV-Z2-9]{14})\]")
_FARTHEST = 20_000


def recognise(mail: Mail, facts: OfficeFacts, _settings: object, _now: datetime) -> Iterator[Claim]:
    """A claim for a mail with a code that a person of the office wrote; machines' answers are none.

    The claim holds the code's hash alone: whoever reads what is kept of mails can answer nothing with it.
    """
    if mail.is_private or mail.is_list or mail.is_automatic or facts.people.at(mail.sender.address) is None:
        return
    found = _CODE.search(mail.subject[:500]) or _CODE.search(mail.text[:_FARTHEST])
    if found:
        yield Claim(
            kind=ANSWER,
            data={"code": hash_of(found[1]), "proof": mail.proof.value},
            reasons=(Reason(what=say("It bears a code by which proposals are answered.")),),
        )


def hash_of(code: str) -> str:
    """What is kept of a code (`officebot.engine.codes.hash_of`)."""
    return sha256(code.strip().upper().encode()).hexdigest()
