"""Which people of the office a mail has reached already, besides the mailbox in which it lies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from officebot.core.mail import Mail
from officebot.core.proposals import Claim
from officebot.duties.dispatch.observe import REACHED
from officebot.sdk import OfficeFacts


def recognise(mail: Mail, facts: OfficeFacts, _settings: object, _now: datetime) -> Iterable[Claim]:
    """A claim "reached" with the people who sent it or to whom it went, but for those who read the mailbox anyway.

    Most mail has none of them, and gets no claim.
    """
    if mail.is_private:
        return ()
    people = facts.people
    near = [person for one in (*mail.to, *mail.cc, mail.sender) if (person := people.at(one.address)) is not None]
    found = {person.address for person in near if not person.owns_the_mailbox}
    return (Claim(kind=REACHED, data={"people": sorted(found)}),) if found else ()
