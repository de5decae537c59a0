"""What a mail was judged to be, with everything that counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from officebot.core.proposals import Reason
from officebot.core.text import Text

#: Nothing of these is work, unless something in them says so.
NO_WORK = frozenset({"newsletter", "automatic", "fraud"})


@dataclass(frozen=True, slots=True)
class Warned:
    """Something dangerous about a mail: a short name, and why, with the words quoted."""

    kind: str
    why: Text
    quote: str = ""
    weight: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """A JSON object; the quote only where there is one."""
        stored: dict[str, Any] = {"kind": self.kind, "why": self.why.to_json()}
        if self.quote:
            stored["quote"] = self.quote
        return stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A mail's verdict. `deadline` is a local date or a date-time to the minute (ISO), `deadline_text` its words.

    `who` are local parts of addresses. `confidence` tells from 0 to 1 how much the kind and the urgency can be relied
    on; below a half the evidence is weak.
    """

    kind: str
    urgency: str
    importance: str
    act: bool
    who: tuple[str, ...] = ()
    deadline: str | None = None
    deadline_text: str | None = None
    reply_expected: bool = False
    confidential: bool = False
    warnings: tuple[Warned, ...] = ()
    confidence: float = 0.5
    reasons: tuple[Reason, ...] = ()
    language: str = "other"

    def to_data(self) -> dict[str, Any]:
        """The data of a claim: JSON, without the reasons."""
        return {
            "kind": self.kind, "urgency": self.urgency, "importance": self.importance, "act": self.act,
            "who": list(self.who), "deadline": self.deadline, "deadline_text": self.deadline_text,
            "reply_expected": self.reply_expected, "confidential": self.confidential,
            "warnings": [one.to_json() for one in self.warnings], "confidence": self.confidence,
            "language": self.language,
        }  # fmt: skip


@dataclass(slots=True)
class Evidence:
    """Reasons on their way into a verdict."""

    reasons: list[Reason] = field(default_factory=list)

    def because(self, what: Text, quote: str = "", weight: float = 0.0) -> None:
        """Note one thing that counted."""
        self.reasons.append(Reason(what=what, quote=" ".join(quote.split())[:200], weight=round(weight, 2)))

    def sorted(self) -> tuple[Reason, ...]:
        """The reasons, the weightiest first."""
        return tuple(sorted(self.reasons, key=lambda one: -abs(one.weight)))


Scores = Mapping[str, Mapping[str, float]]
