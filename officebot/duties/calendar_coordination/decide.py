"""Decides what a mail about a meeting leads to, an offer, an entry, an answer; and which times are kept no longer."""

from __future__ import annotations

from collections.abc import Iterable

from officebot.core.mail import Proof
from officebot.core.proposals import Proposal
from officebot.duties.calendar_coordination.conversation import answered, wished
from officebot.duties.calendar_coordination.holds import released
from officebot.duties.calendar_coordination.invitations import invited
from officebot.duties.calendar_coordination.observe import Facts
from officebot.duties.calendar_coordination.recognise import INVITATION, WISH
from officebot.duties.calendar_coordination.settings import Settings


def decide(facts: Facts, _settings: Settings) -> Iterable[Proposal]:
    """At most one proposal for a mail; none for one against which anything speaks. By the clock: what is kept too long."""
    mail = facts.mail
    if mail is None:
        return tuple(released(facts))
    if facts.verdict.get("kind") == "fraud" or facts.verdict.get("warnings"):
        return ()
    if mail.proof is Proof.FAILED:
        return ()
    if INVITATION in facts.claimed:
        return tuple(invited(mail, facts))
    if facts.known is not None:
        found = tuple(answered(mail, facts.known, facts))
        if found or WISH not in facts.claimed:
            return found
    return tuple(wished(mail, facts)) if WISH in facts.claimed else ()
