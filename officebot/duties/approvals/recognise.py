"""Which mails answer a digest: those of people of the office that bear a code, in the subject or below."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from officebot.core.approvals.codes import code_in, hash_of
from officebot.core.mail import Mail
from officebot.core.proposals import Claim, Reason
from officebot.core.text import say
from officebot.sdk import OfficeFacts

#: The kind of the claim.
ANSWER = "approval-answer"
_FARTHEST = 20_000


def recognise(mail: Mail, facts: OfficeFacts, _settings: object, _now: datetime) -> Iterator[Claim]:
    """A claim for a mail with a code that a person of the office wrote; machines' answers are none.

    The claim holds the code's hash alone: whoever reads what is kept of mails can answer nothing with it.
    """
    if mail.is_private or mail.is_list or mail.is_automatic or facts.people.at(mail.sender.address) is None:
        return
    found = code_in(mail.subject[:500]) or code_in(mail.text[:_FARTHEST])
    if found:
        yield Claim(
            kind=ANSWER,
            data={"code": hash_of(found), "proof": mail.proof.value},
            reasons=(Reason(what=say("It bears a code by which proposals are answered.")),),
        )
