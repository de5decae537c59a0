"""Says what the office knows of a sender, and how much the words of such a sender count against a mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from officebot.core.facts import OfficeFacts
from officebot.core.mail import Mail, Proof
from officebot.core.people import Contact

# How much the words of a sender count: all of those of one whose origin is not as it says, none of a proven colleague.
_COUNTS: Mapping[tuple[str, Proof], float] = {
    ("inside", Proof.PASSED): 0.0, ("inside", Proof.UNKNOWN): 0.3, ("inside", Proof.UNPROVEN): 1.0, ("inside", Proof.FAILED): 1.0,
    ("known", Proof.PASSED): 0.35, ("known", Proof.UNKNOWN): 0.5, ("known", Proof.UNPROVEN): 0.8, ("known", Proof.FAILED): 1.0,
    ("stranger", Proof.PASSED): 0.85, ("stranger", Proof.UNKNOWN): 1.0, ("stranger", Proof.UNPROVEN): 1.1,
    ("stranger", Proof.FAILED): 1.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """What the office knows of a sender, and how much the words of such a sender count."""

    is_inside: bool
    contact: Contact | None
    counts: float

    @property
    def is_known(self) -> bool:
        """Whether it is a colleague or a contact, if the address can be believed."""
        return self.is_inside or self.contact is not None

    @property
    def name(self) -> str:
        """One of "inside", "known" and "stranger"."""
        return "inside" if self.is_inside else "known" if self.contact is not None else "stranger"


def standing_of(mail: Mail, facts: OfficeFacts) -> Standing:
    """The standing of a mail's sender."""
    address, proof = mail.sender.address, mail.proof
    is_inside = facts.people.inside(address)
    contact = None if is_inside else facts.contacts.at(address) or facts.contacts.of_domain(address)
    who = "inside" if is_inside else "known" if contact is not None else "stranger"
    counts = _COUNTS[who, proof]
    if who == "stranger" and proof is not Proof.FAILED and _answers_us(mail, facts):
        counts *= 0.6
    return Standing(is_inside, contact, counts * (0.6 if mail.is_list else 1.0))


def _answers_us(mail: Mail, facts: OfficeFacts) -> bool:
    """Whether it answers a mail that one of our own servers named."""
    domain = mail.in_reply_to.strip("<> ").rpartition("@")[2].lower()
    return bool(domain) and any(domain == own or domain.endswith("." + own) for own in facts.people.domains)
