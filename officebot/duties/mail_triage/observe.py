"""What the sorting looks at: the mail, what was recognised in it, and the office's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from officebot.core.mail import Mail
from officebot.core.proposals import Claim, Reason
from officebot.sdk import Office, Trigger


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A mail and its verdict; `mail` is None where a run has none to sort."""

    mail: Mail | None = None
    verdict: Mapping[str, Any]
    reasons: tuple[Reason, ...] = ()
    language: str = "fr"


def observe(office: Office, trigger: Trigger, _settings: object) -> Facts:
    """The trigger's mail with what triage itself claimed."""
    claim = next((one for one in trigger.claims if one.kind == "triage"), Claim(kind="triage"))
    return Facts(mail=trigger.mail, verdict=claim.data, reasons=claim.reasons, language=office.facts.language)
