"""The duties that an office has enabled, each with its settings and schedules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from officebot.core.mail import Mail
from officebot.core.proposals import Claim
from officebot.core.schedule import Kind, Schedule
from officebot.sdk import Duty, OfficeFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class EnabledDuty:
    """A duty as this office uses it."""

    duty: Duty
    settings: Any
    schedules: tuple[Schedule, ...]

    @property
    def name(self) -> str:
        """The duty's name."""
        return self.duty.name

    def wants(self, claims: Iterable[Claim]) -> bool:
        """Whether a mail with these claims gives the duty a run: "mail" takes all, "mail invoice" that kind."""
        kinds = {claim.kind for claim in claims}
        return any(one.kind is Kind.MAIL and (not one.claim or one.claim in kinds) for one in self.schedules)

    def recognise(self, mail: Mail, facts: OfficeFacts, now: datetime) -> list[Claim]:
        """What the duty's recogniser says the mail is."""
        if self.duty.recogniser is None:
            return []
        return list(self.duty.recogniser(mail, facts, self.settings, now))
