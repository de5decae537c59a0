"""How the office is, and what of it was told already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from officebot.core.wellbeing import Sign
from officebot.duties.self_check.settings import Settings
from officebot.sdk import Office, OfficeFacts, Trigger


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The signs of this moment. `morning` is the day whose sign of life is due, None between."""

    office: OfficeFacts
    day: date
    is_working: bool
    signs: Sequence[Sign]
    waiting: int = 0
    morning: bool = False


def observe(office: Office, trigger: Trigger, settings: Settings) -> Facts:
    """Look at all of it; between the mornings only in working hours."""
    facts = office.facts
    local = facts.working_time.local(trigger.now)
    is_working = facts.working_time.is_working(trigger.now)
    is_morning = trigger.kind != "interval"
    return Facts(
        office=facts,
        day=local.date(),
        is_working=is_working,
        signs=office.health() if is_working or is_morning else (),
        waiting=len(office.proposals(["waiting"])) if is_morning else 0,
        morning=is_morning and settings.morning,
    )
