"""What rooms are looked after from: the mail that asks for one, the rooms, all calendars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from officebot.core.agendas import OfficeCalendar, Room
from officebot.core.mail import Mail
from officebot.core.meetings.events import names
from officebot.sdk import Office, OfficeFacts, Trigger


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The rooms as they stand; `mail` is None in the morning, when unused bookings are looked for."""

    office: OfficeFacts
    now: datetime
    mail: Mail | None = None
    verdict: Mapping[str, Any] = field(default_factory=dict)
    calendars: Sequence[OfficeCalendar] = ()
    rooms: Sequence[Room] = ()


def observe(office: Office, trigger: Trigger, _settings: object) -> Facts:
    """The rooms and the calendars; for a mail that names no room of ours, no calendar is read."""
    rooms, mail = office.rooms(), trigger.mail
    verdict = next((claim.data for claim in trigger.claims if claim.kind == "triage"), {})
    is_about = mail is None or any(one.address and names(mail.calendar.lower(), one.address) for one in rooms)
    return Facts(
        office=office.facts,
        now=trigger.now,
        mail=mail,
        verdict=verdict,
        calendars=office.calendars() if rooms and is_about else (),
        rooms=rooms if is_about else (),
    )
