"""What a sent mail asks and of whom; which mail that came is a machine's answer: not delivered, or away until a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from officebot.core.gathering.model import mark_in
from officebot.core.judging.machines import read_away, read_bounce
from officebot.core.judging.outgoing import read_outgoing
from officebot.core.mail import Mail
from officebot.core.proposals import Claim, Reason
from officebot.core.text import say
from officebot.duties.follow_up.observe import AWAY, BOUNCE, SENT
from officebot.sdk import OfficeFacts


def recognise(mail: Mail, facts: OfficeFacts, _settings: object, _now: datetime) -> Iterator[Claim]:
    """A claim "bounce" or "away" for what a machine answered."""
    if mail.is_private:
        return
    bounce = read_bounce(mail)
    if bounce is not None:
        data: dict[str, Any] = {"addresses": list(bounce.addresses), "message_ids": list(bounce.message_ids)}
        yield Claim(kind=BOUNCE, data=data, reasons=(Reason(what=say("It came back."), quote=bounce.quote),))
        return
    away = read_away(mail, facts.working_time) if _may_be_away(mail) else None
    if away is not None:
        data = {"back": away.back.isoformat() if away.back else None}
        yield Claim(kind=AWAY, data=data, reasons=(Reason(what=say("Its author is away."), quote=away.quote),))


def _may_be_away(mail: Mail) -> bool:
    """Whether it is worth reading it for an absence: most mail is not."""
    if mail.is_automatic:
        return True
    head = mail.subject[:60].casefold()
    return any(word in head for word in ("auto", "absen", "absence", "congé", "out of", "away", "leave", "vacation"))


def recognise_sent(mail: Mail, facts: OfficeFacts, _settings: object, _now: datetime) -> Iterable[Claim]:
    """A claim "sent": to whom it went, and what it asks of them by when."""
    said = read_outgoing(mail, facts.working_time)
    data = {
        "to": [one.address for one in mail.to if one.address][:50],
        "cc": [one.address for one in mail.cc if one.address][:50],
        "names": {one.address: one.name for one in mail.to if one.address and one.name},
        "asks": said.asks[:300],
        "asked_by": said.asked_by,
        "language": said.language,
        # What is gathered is reminded of by its own duty.
        "automatic": mail.is_automatic or bool(mark_in(mail.subject)),
    }
    reasons = (Reason(what=say("It asks for an answer."), quote=said.asks[:300]),) if said.asks else ()
    return (Claim(kind=SENT, data=data, reasons=reasons),)
