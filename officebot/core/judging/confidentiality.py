"""Whether others than those who must should not read a mail, and what is at stake in it."""

from __future__ import annotations

from officebot.core.judging.act import _logit
from officebot.core.judging.reading import Reading
from officebot.core.judging.verdict import Evidence, Scores
from officebot.core.text import say

#: Kinds that are of people's files, whatever their words.
_ALWAYS = frozenset({"hr"})
_NEVER = frozenset({"newsletter", "automatic", "fraud"})


def is_confidential(kind: str, reading: Reading, scores: Scores, evidence: Evidence) -> bool:
    """Whether it is of somebody's file, pay or health, of a dispute, of the firm's ownership or of its accounts."""
    if kind in _NEVER:
        return False
    total = _logit(scores["confidential"]["confidential"]) + (1.0 if kind in _ALWAYS else 0.0)
    if total <= 0:
        return False
    evidence.because(say("It is confidential."), reading.quote_of("discreet"), 1.0)
    return True


def importance_of(kind: str, urgency: str, scores: Scores) -> str:
    """What is at stake for the office, independent of how soon."""
    if kind in ("newsletter", "automatic"):
        return "low"
    shares = dict(scores["importance"])
    if kind in ("incident", "complaint") or urgency == "now":
        shares["high"] *= 2
    if urgency in ("none", "later"):
        shares["low"] *= 1.5
    return max(shares, key=lambda label: shares[label])
