"""Judges a mail by the office's own rules first, then by what it says; the verdict becomes claims."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from officebot.core.judging.judge import OfficeWords, judge
from officebot.core.judging.verdict import Verdict
from officebot.core.mail import Mail
from officebot.core.proposals import Claim, Reason
from officebot.core.text import say
from officebot.duties.mail_triage.settings import OfficeRule, Settings
from officebot.sdk import OfficeFacts

#: The verdicts that other duties may subscribe to by their own name.
CLAIMED = frozenset({"invoice", "order", "meeting", "complaint", "incident", "newsletter", "fraud"})
_RULES_WEIGH = 5.0


def recognise(mail: Mail, facts: OfficeFacts, settings: Settings, now: datetime) -> Iterable[Claim]:
    """One claim "triage" with the verdict, and one by the name of the kind where others may want to know."""
    words = OfficeWords(urgent=settings.urgent_words, bulk=settings.bulk_words)
    verdict = judge(mail, facts, now, words)
    rule = None if mail.is_private else next((one for one in settings.rules if _fits(one, mail)), None)
    if rule is not None and verdict.kind != "fraud":
        verdict = _ruled(verdict, rule)
    data = verdict.to_data()
    if rule is not None and rule.folder and verdict.kind != "fraud":
        data["folder"] = rule.folder
    return _claims(verdict, data)


def _claims(verdict: Verdict, data: dict[str, Any]) -> list[Claim]:
    claims = [Claim(kind="triage", data=data, reasons=verdict.reasons)]
    if verdict.kind in CLAIMED:
        claims.append(Claim(kind=verdict.kind, data={"confidence": verdict.confidence}, reasons=verdict.reasons))
    return claims


def _fits(rule: OfficeRule, mail: Mail) -> bool:
    sender = rule.sender.lower()
    if sender.startswith("@"):
        if not mail.sender.address.endswith(sender):
            return False
    elif sender and sender != mail.sender.address:
        return False
    return bool(sender or rule.subject) and rule.subject.lower() in mail.subject.lower()


def _ruled(verdict: Verdict, rule: OfficeRule) -> Verdict:
    """The verdict as the rule wants it."""
    reason = Reason(what=say("A rule of the office says so."), quote=rule.sender or rule.subject, weight=_RULES_WEIGH)
    verdict = replace(verdict, confidence=1.0, reasons=(reason, *verdict.reasons))
    if rule.kind is not None:
        verdict = replace(verdict, kind=rule.kind)
    if rule.urgency is not None:
        verdict = replace(verdict, urgency=rule.urgency, act=rule.urgency != "none")
        if not verdict.act:
            verdict = replace(verdict, who=(), deadline=None, deadline_text=None, reply_expected=False)
    return verdict
