"""Which mails may answer a request, and what they hold: their words where our mark names them, files, an absence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from officebot.core.gathering.model import mark_in
from officebot.core.judging.machines import read_away, read_bounce
from officebot.core.mail import Mail
from officebot.core.proposals import Claim, Reason
from officebot.core.text import say
from officebot.sdk import OfficeFacts

#: The kind of the claim.
CONTRIBUTION = "contribution"
_LONGEST = 6_000
_MOST_FILES = 30
_ABSENT = ("auto", "absen", "congé", "out of", "away", "leave", "vacation")


def recognise(mail: Mail, facts: OfficeFacts, _settings: object, _now: datetime) -> Iterator[Claim]:
    """A claim for a mail that names a contribution, answers some mail, holds files, or is of somebody known; and of machines."""
    if mail.is_private or mail.is_list:
        return
    bounce = read_bounce(mail)
    if bounce is not None:
        data: dict[str, Any] = {"bounced": list(bounce.addresses), "ids": list(bounce.message_ids)}
        yield Claim(kind=CONTRIBUTION, data=data, reasons=(Reason(what=say("It came back."), quote=bounce.quote),))
        return
    mark = mark_in(mail.subject)
    address = mail.sender.address
    is_known = facts.people.at(address) is not None or facts.contacts.at(address) is not None
    if not (mark or mail.in_reply_to or mail.attachments or mail.is_automatic or is_known):
        return
    if mail.is_automatic or any(word in mail.subject[:60].casefold() for word in _ABSENT):
        away = read_away(mail, facts.working_time)
        if away is not None or mail.is_automatic:
            back = away.back.isoformat() if away is not None and away.back is not None else ""
            yield Claim(kind=CONTRIBUTION, data={"automatic": True, "back": back, "proof": mail.proof.value})
            return
    yield Claim(
        kind=CONTRIBUTION,
        data={
            "proof": mail.proof.value,
            "files": [
                {"name": one.name, "media_type": one.media_type, "size": one.size, "sha256": one.sha256,
                 "dangers": list(one.dangers)}
                for one in mail.attachments[:_MOST_FILES]
            ],
            # Words are noted only of what names our request: any other mail's are read anew where they are needed.
            **({"text": (mail.reply or mail.text)[:_LONGEST], "whole": mail.text[: 2 * _LONGEST]} if mark else {}),
        },
        reasons=(Reason(what=say("It may answer a request for a contribution."), quote=mark),) if mark else (),
    )  # fmt: skip


def recognise_sent(_mail: Mail, _facts: OfficeFacts, _settings: object, _now: datetime) -> Iterator[Claim]:
    """Nothing: what the office sent only needs to be known, for its mark says which request it was."""
    return iter(())
