"""What the duty decides: what a mail is, and what becomes of an announcement. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from officebot.sdk import Action, Claim, Mail, NoteItem, OfficeFacts, Proposal, Reason, Remember, WriteDocument
from officebot.sdk.letters import one_line
from visitor_count.observe import Announced
from visitor_count.performing import PutBadge
from visitor_count.settings import Settings
from visitor_count.texts import counted, say


def recognise(mail: Mail, facts: OfficeFacts, settings: Settings, now: datetime) -> Iterable[Claim]:
    """An announcement is a number before the word of the settings: "4 visitors"."""
    found = re.search(rf"\b(\d{{1,3}}) {re.escape(settings.word)}\b", mail.subject)
    if found:
        reason = Reason(what=say("Visitors are announced."), quote=found[0])
        yield Claim(kind="visit", data={"count": int(found[1])}, reasons=(reason,))


def decide(facts: Announced | None, settings: Settings) -> Iterable[Proposal]:
    """One proposal: the count is remembered, the visit noted, a list written, and a badge put where it is printed."""
    if facts is None:
        return
    mark = facts.mail.ref.fingerprint[:12]
    host = settings.host or facts.office.people.all[0].address
    total = int(facts.before["count"]) + facts.count
    actions: list[Action] = [
        Remember(key=facts.day, value={"count": total}),
        NoteItem(item_kind="visit", key=f"visit:{mark}", title=one_line(facts.mail.subject), owner=host,
                 source={"count": facts.count, "host": host}),
        WriteDocument(
            path=f"documents/visits/{facts.day}-{total}.txt", template="visitor_count:visits.txt",
            data={"count": facts.count, "total": total, "day": facts.day},
            language="en" if facts.office.language == "en" else "fr",
        ),
    ]  # fmt: skip
    if settings.badges:
        actions.append(PutBadge(folder=settings.badges, name=f"visit-{facts.day}-{total}.badge", count=facts.count))
    yield Proposal(
        key=f"visitor-count:{facts.day}:{mark}",
        title=counted("Receive {count} visitor", "Receive {count} visitors", facts.count),
        actions=tuple(actions),
        reason=say("{sender} announces them.", sender=facts.mail.sender.address),
        about=facts.mail.ref,
        must_ask=True,
    )
