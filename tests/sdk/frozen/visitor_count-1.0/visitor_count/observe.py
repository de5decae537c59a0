"""What the duty reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from officebot.sdk import Mail, Office, OfficeFacts, Trigger
from visitor_count.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """A mail that announces visitors: how many of them, on which day it came, and how many were counted before."""

    office: OfficeFacts
    mail: Mail
    count: int
    day: str
    before: Mapping[str, Any]


def observe(office: Office, trigger: Trigger, settings: Settings) -> Announced | None:
    """The mail that set this run off, and the count of its day."""
    claim = next((one for one in trigger.claims if one.kind == "visit"), None)
    if trigger.mail is None or claim is None:
        return None
    day = office.facts.working_time.local(trigger.now).date().isoformat()
    before = office.remembered("visitor_count", day) or {"count": 0}
    return Announced(office=office.facts, mail=trigger.mail, count=int(claim.data["count"]), day=day, before=before)
