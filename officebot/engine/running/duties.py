"""The duties that an office has enabled, each with its settings and schedules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from officebot.core.mail import Mail
from officebot.core.problems import DutyFault, UserError
from officebot.core.proposals import Claim, Proposal
from officebot.core.schedule import Kind, Schedule
from officebot.core.text import Text, counted
from officebot.sdk import Duty, Office, OfficeFacts, Trigger

#: More proposals than this from one run are a fault of the duty, not work for a person.
MOST_PROPOSALS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class EnabledDuty:
    """A duty as this office uses it. `held` says why it must not run; it then wants no mail, and says of none what it is."""

    duty: Duty[Any, Any]
    settings: Any
    schedules: tuple[Schedule, ...]
    held: Text | None = None

    @property
    def name(self) -> str:
        """The duty's name."""
        return self.duty.name

    @property
    def takes_mail(self) -> bool:
        """Whether mail of some kind gives the duty a run."""
        return self.held is None and any(one.kind is Kind.MAIL for one in self.schedules)

    def wants(self, claims: Iterable[Claim]) -> bool:
        """Whether a mail with these claims gives the duty a run: "mail" takes all, "mail invoice" that kind."""
        if self.held is not None:
            return False
        kinds = {claim.kind for claim in claims}
        return any(one.kind is Kind.MAIL and (not one.claim or one.claim in kinds) for one in self.schedules)

    def recognise(self, mail: Mail, facts: OfficeFacts, now: datetime) -> list[Claim]:
        """What the duty's recogniser says the mail is."""
        if self.duty.recogniser is None or self.held is not None:
            return []
        return list(self.duty.recogniser(mail, facts, self.settings, now))

    def recognise_sent(self, mail: Mail, facts: OfficeFacts, now: datetime) -> list[Claim]:
        """What the duty says of a mail that the office sent."""
        if self.duty.sent_recogniser is None or self.held is not None:
            return []
        return list(self.duty.sent_recogniser(mail, facts, self.settings, now))

    def propose(self, office: Office, trigger: Trigger) -> list[Proposal]:
        """What the duty observes and decides.

        Raises DutyFault when it makes more proposals than anyone could read, UserError when it must not run.
        """
        if self.held is not None:
            raise UserError(self.held)
        facts = self.duty.observe(office, trigger, self.settings)
        found: list[Proposal] = []
        for proposal in self.duty.decide(facts, self.settings):
            found.append(proposal)
            if len(found) > MOST_PROPOSALS:
                complaint = counted(
                    "The duty “{duty}” made more than {count} proposal in one run: none was kept.",
                    "The duty “{duty}” made more than {count} proposals in one run: none was kept.",
                    MOST_PROPOSALS,
                    duty=self.name,
                )
                raise DutyFault(complaint)
        return found
