"""What approvals by mail are decided from: the desk, the answer that came, who is away, a new code for each person."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from officebot.core.approvals.absence import is_absence
from officebot.core.mail import Mail
from officebot.core.meetings.diary import entries_of
from officebot.duties.approvals.settings import Settings
from officebot.sdk import Desk, Office, OfficeFacts, Trigger

#: Why a mail asks.
WHYS = ("digest", "reminder", "passed on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The desk as it stands. `codes` has a code for each mail that may be written ("digest:ADDRESS"); `away` are those out
    of office now.
    """

    office: OfficeFacts
    now: datetime
    kind: str
    key: str
    desk: Desk
    mail: Mail | None = None
    claim: Mapping[str, Any] = field(default_factory=dict)
    verdict: Mapping[str, Any] = field(default_factory=dict)
    away: Collection[str] = frozenset()
    codes: Mapping[str, str] = field(default_factory=dict)


def observe(office: Office, trigger: Trigger, _settings: Settings) -> Facts:
    """The desk; calendars are read only where somebody may be asked."""
    desk = office.desk(trigger.now)
    claims: dict[str, Mapping[str, Any]] = {one.kind: one.data for one in trigger.claims}
    asks = trigger.kind not in ("mail", "after answer") and bool(desk.waiting)
    return Facts(
        office=office.facts,
        now=trigger.now,
        kind=trigger.kind,
        key=trigger.key,
        desk=desk,
        mail=trigger.mail,
        claim=claims.get("approval-answer", {}),
        verdict=claims.get("triage", {}),
        away=_away(office, trigger.now) if asks else frozenset(),
        codes={
            f"{why}:{one.address}": office.code(f"{why} {one.address} {trigger.key}")
            for one in office.facts.people.all
            for why in WHYS
            if asks
        },
    )


def _away(office: Office, now: datetime) -> frozenset[str]:
    """Whose calendar says now that they are out of office."""
    working = office.facts.working_time
    deciders = [one.address for one in office.facts.people.all if one.may_approve]
    return frozenset(
        calendar.person
        for calendar in office.calendars(deciders)
        if calendar.person
        for entry in entries_of(calendar, now, now + timedelta(minutes=1), working)
        if not entry.is_cancelled and is_absence(entry.meeting.summary)
    )
