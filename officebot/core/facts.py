"""What hardly changes in an office: who is who, and when it works."""

from __future__ import annotations

from dataclasses import dataclass

from officebot.core.people import Contacts, People
from officebot.core.worktime import WorkingTime


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeFacts:
    """What hardly changes: who is who, and when the office works. Given to every decision."""

    name: str
    people: People
    contacts: Contacts
    working_time: WorkingTime
    language: str = "fr"
