"""What a reply is made from: the mail, its verdict, who wrote it, and the text that the office uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from officebot.core.mail import Mail
from officebot.core.people import Contact
from officebot.core.text import Language
from officebot.letter_texts import letter_text
from officebot.sdk import Office, OfficeFacts, Trigger

#: The urgencies that are acknowledged, each with a text of its own.
ACKNOWLEDGED = ("today", "week")
#: What a text may name in braces.
PLACES = frozenset({"salutation", "subject", "date", "sender", "office", "promise"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A mail that may be acknowledged; `mail` is None where there is nothing to consider.

    `unknown_place` is a place that the office's own text names and nobody can fill; `text` is then the shipped one.
    """

    mail: Mail | None = None
    verdict: Mapping[str, Any]
    office: OfficeFacts
    contact: Contact | None = None
    language: Language = "fr"
    text: str = ""
    unknown_place: str = ""


def observe(office: Office, trigger: Trigger, _settings: object) -> Facts:
    """The trigger's mail; the text is read only where the verdict lets one hope for a reply."""
    mail, facts = trigger.mail, office.facts
    verdict = next((claim.data for claim in trigger.claims if claim.kind == "triage"), {})
    if mail is None or not verdict.get("reply_expected") or verdict.get("urgency") not in ACKNOWLEDGED:
        return Facts(verdict=verdict, office=facts)
    contact = facts.contacts.at(mail.sender.address)
    language = _language(contact, str(verdict.get("language")), facts)
    text, unknown = letter_text(office, f"{language}/mail/acknowledgement_{verdict['urgency']}.txt", PLACES)
    return Facts(
        mail=mail, verdict=verdict, office=facts, contact=contact, language=language, text=text, unknown_place=unknown
    )


def _language(contact: Contact | None, read: str, facts: OfficeFacts) -> Language:
    """The correspondent's language: as noted, as read from the mail, else the office's."""
    if contact is not None:
        return contact.language
    wanted = read if read in ("fr", "en") else facts.language
    return "fr" if wanted == "fr" else "en"
