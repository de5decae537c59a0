"""Judges a mail: what it is, how urgent, who must act; each verdict with the words it was read from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Any

from officebot.core.judging.deadline import Deadline, deadline_in
from officebot.core.judging.evidence import Folded, Hit, flat_words, fold, language_of, vocabulary
from officebot.core.judging.learning import Lesson
from officebot.core.judging.suspicion import FRAUD, Doubt, doubts
from officebot.core.mail import Mail
from officebot.core.people import People
from officebot.core.proposals import Claim, Reason
from officebot.core.text import Text, say
from officebot.core.worktime import WorkingTime
from officebot.duties.mail_triage.settings import OfficeRule, Settings
from officebot.sdk import OfficeFacts

#: The verdicts that other duties may subscribe to by their own name.
CLAIMED = frozenset({"invoice", "order", "meeting", "complaint", "incident", "newsletter", "fraud"})
_TOPICAL = ("incident", "complaint", "hr", "invoice", "order", "meeting")
_NO_WORK = frozenset({"newsletter", "automatic", "fraud"})
_ALWAYS_WORK = frozenset({"invoice", "complaint", "incident"})
_ENOUGH = 4.0
_SUBJECT_COUNTS = 2.0
#: Being written to counts as much as so many words of one's responsibilities.
_WRITTEN_TO = 1.5

_IS_PRIVATE = say("It is marked as private: it is not opened.")
_GOES_TO_MANY = say("It goes to many: a list or a mailing.")
_IS_AUTOMATIC = say("A machine sent it.")
_HAS_THE_WORDS = say("Words of this kind stand in it.")
_ASKS = say("It asks for something.")
_QUESTIONS = say("It asks a question.")
_IS_SETTLED = say("It says that nothing is left to do.")
_IS_COPY = say("We only have a copy.")
_NO_HURRY = say("It says that there is no hurry.")
_PRESSES_NOW = say("Somebody waits, or it presses at once.")
_PRESSES = say("It presses.")
_IS_ABOUT_TODAY = say("It is about today.")
_IS_RULED = say("A rule of the office says so.")


@dataclass(slots=True)
class _Reading:
    """What was found in a mail, by sign: how much, and the first words of each."""

    text: Folded
    hits: Sequence[Hit]
    weights: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    first: dict[str, Hit] = field(default_factory=dict)

    def quote(self, hit: Hit) -> str:
        return self.text.written[hit.start : hit.end]


@dataclass(slots=True)
class _Verdict:
    """A verdict in the making."""

    kind: str = "information"
    urgency: str = "none"
    importance: str = "normal"
    act: bool = False
    reply_expected: bool = False
    confidence: float = 0.6
    folder: str = ""
    warnings: list[str] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)

    def because(self, what: Text, quote: str = "", weight: float = 0.0) -> None:
        self.reasons.append(Reason(what=what, quote=quote, weight=weight))


def recognise(mail: Mail, facts: OfficeFacts, settings: Settings, now: datetime) -> Iterable[Claim]:
    """One claim "triage" with the verdict, and one by the name of the kind where others may want to know."""
    if mail.is_private:
        return (_private(),)
    reading = _read(mail)
    verdict = _Verdict()
    rule = next((one for one in settings.rules if _fits(one, mail)), None)
    suspicious = doubts(mail, facts, reading.hits, reading.first)
    verdict.kind = _kind(mail, reading, suspicious, settings, verdict)
    deadline = None
    if verdict.kind not in _NO_WORK:
        deadline = deadline_in(reading.text, reading.hits, _sent(mail), facts.working_time)
        _judge_work(mail, facts, reading, deadline, settings, verdict)
    if facts.learned:
        _correct(verdict, facts.learned.about(mail, now, verdict.kind, verdict.urgency))
    if rule is not None and verdict.kind != "fraud":
        _apply(rule, verdict)
    who = _who(mail, facts.people, reading) if verdict.act else []
    data = _data(verdict, language_of(reading.text), who, deadline, facts.working_time)
    claims = [Claim(kind="triage", data=data, reasons=tuple(verdict.reasons))]
    if verdict.kind in CLAIMED:
        claims.append(Claim(kind=verdict.kind, data={"confidence": verdict.confidence}, reasons=claims[0].reasons))
    return claims


def _private() -> Claim:
    data = {
        "urgency": "later", "kind": "personal", "importance": "low", "act": False, "reply_expected": False,
        "language": "other", "who": [], "confidence": 1.0, "warnings": [],
    }  # fmt: skip
    return Claim(kind="triage", data=data, reasons=(Reason(what=_IS_PRIVATE),))


def _read(mail: Mail) -> _Reading:
    subject_end = len(mail.subject)
    text = fold(f"{mail.subject}\n{mail.reply or mail.text}")
    reading = _Reading(text, vocabulary().find(text))
    weights, first = reading.weights, reading.first
    for hit in reading.hits:
        weights[hit.sign] += hit.weight * _SUBJECT_COUNTS if hit.start < subject_end else hit.weight
        first.setdefault(hit.sign, hit)
    return reading


def _sent(mail: Mail) -> datetime:
    """When it was written; a date that lies far from the arrival is not believed."""
    return mail.date if abs(mail.date - mail.received) < timedelta(days=7) else mail.received


# ── what it is ────────────────────────────────────────────────────────────────────────────────────────────


def _kind(mail: Mail, reading: _Reading, found: list[Doubt], settings: Settings, verdict: _Verdict) -> str:
    for doubt in found:
        verdict.warnings.append(doubt.name)
        verdict.because(doubt.what, reading.quote(doubt.hit) if doubt.hit else "", doubt.weight)
    if sum(doubt.weight for doubt in found) >= FRAUD:
        verdict.confidence, verdict.importance = 0.8, "high"
        return "fraud"
    weights = reading.weights
    if mail.is_list or weights["bulk"] >= 2 or _has_word(settings.bulk_words, reading):
        verdict.confidence = 0.9
        verdict.because(_GOES_TO_MANY, _quote_of(reading, "bulk"), 2)
        return "newsletter"
    if mail.is_automatic or weights["automatic"] >= 3 or mail.sender.address == "":
        verdict.confidence = 0.9 if mail.is_automatic else 0.7
        verdict.because(_IS_AUTOMATIC, _quote_of(reading, "automatic"), 2)
        return "automatic"
    best = max(_TOPICAL, key=lambda kind: weights[kind])
    if weights[best] >= _ENOUGH:
        verdict.confidence = min(0.95, 0.5 + weights[best] / 20)
        verdict.because(_HAS_THE_WORDS, _quote_of(reading, best), weights[best])
        return best
    if weights["request"]:
        verdict.because(_ASKS, _quote_of(reading, "request"), weights["request"])
        return "request"
    if "?" in reading.text.written or weights["question"] >= 2:
        verdict.because(_QUESTIONS, _quote_of(reading, "question") or "?", 1)
        return "question"
    return best if weights[best] >= 2 else "information"


# ── what is to be done ────────────────────────────────────────────────────────────────────────────────────


def _judge_work(
    mail: Mail,
    facts: OfficeFacts,
    reading: _Reading,
    deadline: Deadline | None,
    settings: Settings,
    verdict: _Verdict,
) -> None:
    weights = reading.weights
    asks = weights["request"] >= 1 or "?" in reading.text.written
    settled = weights["settled"] >= 3 and deadline is None
    is_copy = _is_only_copied(mail, facts.people)
    if settled:
        verdict.because(_IS_SETTLED, _quote_of(reading, "settled"), -3)
    if is_copy:
        verdict.because(_IS_COPY, "", -2)
    presses = (
        deadline is not None
        or weights["urgent"] + weights["at_once"] > 0
        or (weights["today"] > 0 and not weights["thanks"])
    )
    verdict.act = not settled and not is_copy and (asks or presses or verdict.kind in _ALWAYS_WORK)
    if not verdict.act:
        return
    if verdict.kind == "information":
        verdict.kind = "request"
    verdict.reply_expected = asks or weights["reply"] >= 1
    verdict.urgency = _urgency(reading, deadline, _sent(mail), facts.working_time, settings, verdict)
    verdict.importance = _importance(mail, facts, verdict)


def _urgency(
    reading: _Reading,
    deadline: Deadline | None,
    sent: datetime,
    working: WorkingTime,
    settings: Settings,
    verdict: _Verdict,
) -> str:
    weights = reading.weights
    if deadline is not None:
        found = _urgency_of(deadline, working.local(sent), working)
        words = reading.text.written[deadline.start : deadline.end]
        verdict.because(say("It is wanted by {when}.", when=working.local(deadline.at)), words, 3)
        return found
    if weights["no_hurry"]:
        verdict.because(_NO_HURRY, _quote_of(reading, "no_hurry"), -2)
        return "later"
    if weights["at_once"] or _has_word(settings.urgent_words, reading):
        verdict.because(_PRESSES_NOW, _quote_of(reading, "at_once"), 3)
        return "now"
    if weights["urgent"]:
        verdict.because(_PRESSES, _quote_of(reading, "urgent"), 2)
        return "today"
    if weights["today"] or verdict.kind == "incident":
        verdict.because(_IS_ABOUT_TODAY, _quote_of(reading, "today"), 1)
        return "today"
    return "week"


def _urgency_of(deadline: Deadline, sent: datetime, working: WorkingTime) -> str:
    """How soon that is: within three hours, before tomorrow's first hour of work, within two weeks, or later."""
    if deadline.at - sent <= timedelta(hours=3) and deadline.has_time:
        return "now"
    tomorrow = working.add_working_days(sent.date(), 1)
    if deadline.at.date() < tomorrow or (deadline.at.date() == tomorrow and deadline.at.time() <= time(10)):
        return "today"
    return "week" if deadline.at - sent <= timedelta(days=16) else "later"


def _importance(mail: Mail, facts: OfficeFacts, verdict: _Verdict) -> str:
    if verdict.kind in ("incident", "complaint") or verdict.urgency == "now":
        return "high"
    contact = facts.contacts.at(mail.sender.address) or facts.contacts.of_domain(mail.sender.address)
    if contact is None and not facts.people.inside(mail.sender.address):
        return "low" if verdict.urgency == "later" else "normal"
    return "normal"


def _is_only_copied(mail: Mail, people: People) -> bool:
    return not any(people.inside(one.address) for one in mail.to) and any(
        people.inside(one.address) for one in mail.cc
    )


def _who(mail: Mail, people: People, reading: _Reading) -> list[str]:
    """Those who must act: whose responsibilities are named, else whom it was written to, else the first."""
    scores: dict[str, float] = defaultdict(float)
    by_topic = _responsible(people)
    for name in reading.weights:
        for address in by_topic.get(name, ()):
            scores[address] += 1
    for one in mail.to:
        if people.at(one.address) is not None:
            scores[one.address] += _WRITTEN_TO
    scores.pop(mail.sender.address, None)
    if not scores:
        return [people.all[0].local_part] if people.all else []
    best = max(scores.values())
    return [address.partition("@")[0] for address, score in scores.items() if score == best][:3]


@lru_cache(maxsize=4)
def _responsible(people: People) -> dict[str, list[str]]:
    """The addresses of those who answer for a topic, by its sign."""
    found: dict[str, list[str]] = defaultdict(list)
    for person in people.all:
        for responsibility in person.responsibilities:
            found[f"@{responsibility.strip()}"].append(person.address)
    return found


# ── what the office taught ────────────────────────────────────────────────────────────────────────────────


def _correct(verdict: _Verdict, lessons: Iterable[Lesson]) -> None:
    for lesson in lessons:
        setattr(verdict, lesson.field, lesson.value)
        verdict.because(lesson.why, "", min(5.0, lesson.weight))
    if verdict.kind in _NO_WORK or verdict.urgency == "none":
        verdict.act, verdict.urgency, verdict.reply_expected = False, "none", False


# ── the office's own rules ────────────────────────────────────────────────────────────────────────────────


def _fits(rule: OfficeRule, mail: Mail) -> bool:
    sender = rule.sender.lower()
    if sender.startswith("@"):
        if not mail.sender.address.endswith(sender):
            return False
    elif sender and sender != mail.sender.address:
        return False
    return bool(sender or rule.subject) and rule.subject.lower() in mail.subject.lower()


def _apply(rule: OfficeRule, verdict: _Verdict) -> None:
    if rule.kind is not None:
        verdict.kind = rule.kind
    if rule.urgency is not None:
        verdict.urgency = rule.urgency
        verdict.act = rule.urgency != "none"
    verdict.folder, verdict.confidence = rule.folder, 1.0
    verdict.because(_IS_RULED, rule.sender or rule.subject, 5)


def _has_word(words: Sequence[str], reading: _Reading) -> bool:
    return any(f" {flat_words(word)} " in reading.text.flat for word in words)


def _quote_of(reading: _Reading, sign: str) -> str:
    hit = reading.first.get(sign)
    return reading.quote(hit) if hit is not None else ""


def _data(
    verdict: _Verdict, language: str, who: list[str], deadline: Deadline | None, working: WorkingTime
) -> dict[str, Any]:
    data: dict[str, Any] = {
        "urgency": verdict.urgency, "kind": verdict.kind, "importance": verdict.importance, "act": verdict.act,
        "reply_expected": verdict.reply_expected, "language": language, "who": who,
        "confidence": round(verdict.confidence, 2), "warnings": verdict.warnings,
    }  # fmt: skip
    if deadline is not None and verdict.act:
        at = working.local(deadline.at).replace(tzinfo=None)
        data["deadline"] = at.isoformat(timespec="minutes") if deadline.has_time else at.date().isoformat()
    if verdict.folder:
        data["folder"] = verdict.folder
    return data
