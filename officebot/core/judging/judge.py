"""Judges a mail: what it is, how urgent, who must act, until when; each verdict with the words it was read from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from officebot.core.facts import OfficeFacts
from officebot.core.judging.act import A_DATE, Asking, asking, expects_reply, is_withdrawn, leaning, must_act
from officebot.core.judging.confidentiality import importance_of, is_confidential
from officebot.core.judging.due import Dates, dates_in
from officebot.core.judging.evidence import flat_words
from officebot.core.judging.kind import is_mailing, kind_of, settled_kind
from officebot.core.judging.labels import KINDS, URGENCIES
from officebot.core.judging.learning import Lesson
from officebot.core.judging.model import Model, model
from officebot.core.judging.reading import Reading, read
from officebot.core.judging.suspicion import ADVERT, FRAUD, doubts, reports_a_mishap
from officebot.core.judging.urgency import urgency_of
from officebot.core.judging.verdict import NO_WORK, Evidence, Scores, Verdict, Warned
from officebot.core.judging.who import called_by_name, who_must_act
from officebot.core.language import language_of
from officebot.core.mail import Mail
from officebot.core.people import Person
from officebot.core.proposals import Reason
from officebot.core.text import Text, say

#: A date header that lies further than this from the arrival is not believed.
_BELIEVED = timedelta(days=7)


_HOT = frozenset({"now", "today"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeWords:
    """The office's own words: those that make a mail urgent, those that mark a mailing."""

    urgent: tuple[str, ...] = ()
    bulk: tuple[str, ...] = ()


_NO_WORDS = OfficeWords()
#: Doubts of a fraud that was made for this office: it knows names, or wants a payment turned aside.
_AIMED = frozenset({"name", "look-alike", "salary", "bank details", "gift cards", "secrecy", "two senders"})


@dataclass(slots=True)
class _Case:
    """A mail while it is judged."""

    mail: Mail
    facts: OfficeFacts
    words: OfficeWords
    reading: Reading
    model: Model
    sent: datetime
    language: str
    evidence: Evidence
    _scores: Scores | None = None

    @property
    def scores(self) -> Scores:
        """What the model says, asked once, and not at all for mailings."""
        if self._scores is None:
            self._scores = self.model.of_mail(self.reading)
        return self._scores


def judge(mail: Mail, facts: OfficeFacts, now: datetime, words: OfficeWords = _NO_WORDS) -> Verdict:
    """The mail's verdict. Times are read against when it was sent; `now` (aware) tells how old a correction is."""
    if mail.is_private:
        return _PRIVATE
    reading = read(mail, facts.people)
    language = _language(mail)
    case = _Case(mail, facts, words, reading, model(), sent_at(mail), language, Evidence())
    warnings = _warnings(case)
    if sum(one.weight for one in warnings) >= FRAUD:
        verdict = _AIMED_FRAUD if any(one.kind in _AIMED for one in warnings) else _MASS_FRAUD
    elif is_mailing(reading, words.bulk, case.evidence) or _only_advertises(warnings):
        verdict = _MAILING
    else:
        verdict = _work(case)
        is_stranger = "in" not in reading.marks
        sells = is_stranger and verdict.kind not in _OF_HARM and not _is_known(case) and _sells(reading)
        if verdict.urgency in _HOT and is_stranger and (warnings or sells):
            verdict = _cooled(verdict, case)
    if facts.learned:
        verdict = _corrected(verdict, facts.learned.about(mail, now, verdict.kind, verdict.urgency), case)
    return replace(verdict, warnings=warnings, language=language, reasons=case.evidence.sorted())


def _only_advertises(warnings: Sequence[Warned]) -> bool:
    return any(one.kind == "advertising" and one.weight >= ADVERT for one in warnings)


#: What a machine's mail is taken for by its tone alone.
_BY_TONE = frozenset({"automatic", "request", "question", "information", "incident"})
#: So much weight of its words makes a matter worth a look.
_ITS_WORDS = 2.0
#: From here on a kind is more than a guess.
_RATHER_SURE = 0.4


#: Kinds that tell of harm done: words of the trade in them sell nothing.
_OF_HARM = frozenset({"incident", "complaint"})


def _is_known(case: _Case) -> bool:
    """Whether the office has the sender, or somebody of the same house, among its contacts."""
    address, contacts = case.mail.sender.address, case.facts.contacts
    return contacts.at(address) is not None or contacts.of_domain(address) is not None


def _sells(reading: Reading) -> bool:
    return "re" not in reading.marks and reading.weights["selling"] + reading.weights["bulk"] >= 2


def _cooled(verdict: Verdict, case: _Case) -> Verdict:
    """The verdict of a mail that something speaks against: nobody drops everything for it, whatever it presses for."""
    case.evidence.because(say("Something speaks against it: it may press, but is looked at first."), "", -2.0)
    return replace(verdict, urgency="week", confidence=round(verdict.confidence / 2, 2))


def sent_at(mail: Mail) -> datetime:
    """When it was written; a date that lies far from the arrival is not believed."""
    return mail.date if abs(mail.date - mail.received) < _BELIEVED else mail.received


def _language(mail: Mail) -> str:
    """The language of what was newly written; of a few words, with the subject's help."""
    found = language_of(mail.reply or mail.text)
    return found if found != "other" else language_of(f"{mail.subject}\n{mail.reply or mail.text}")


def _warnings(case: _Case) -> tuple[Warned, ...]:
    """Everything that speaks against the mail, as warnings and as reasons."""
    reading = case.reading
    found = []
    text, phrases = reading.text, reading.frauds
    for doubt in doubts(case.mail, case.facts, reading.first, text=text, phrases=phrases):
        quote = doubt.quote or (reading.quote(doubt.hit) if doubt.hit else "")
        case.evidence.because(doubt.what, quote, doubt.weight)
        found.append(Warned(doubt.name, doubt.what, quote, doubt.weight))
    return tuple(found)


def _work(case: _Case) -> Verdict:
    """The verdict of a mail that is what it says it is."""
    reading, scores, evidence = case.reading, case.scores, case.evidence
    kind, sure = kind_of(reading, scores, case.model, evidence)
    # A machine that only insists wants nothing; one that reports what broke is an incident.
    by_tone = kind in _BY_TONE or sure < _RATHER_SURE
    insists_only = by_tone and "auto" in reading.marks and reading.weights["incident"] < _ITS_WORDS
    kind = "automatic" if insists_only else kind
    if kind == "newsletter" or "autoreply" in reading.marks or insists_only:
        return _idle(case, kind, sure)
    found = asking(reading, case.model)
    called = called_by_name(case.facts.people, reading, found)
    mishap = reports_a_mishap(case.mail, case.facts, text=reading.text) if "in" in reading.marks else ""
    # What broke is never left lying, whoever or whatever reports it.
    is_broken = kind == "incident" and sure >= _RATHER_SURE and "cc" not in reading.marks
    total = leaning(reading, scores, found, is_called=bool(called), evidence=evidence)
    # Where not even a deadline would leave something to do, none is looked for.
    dates = _dates(case, found, kind) if mishap or is_broken or total + A_DATE > 0 else Dates()
    if mishap:
        evidence.because(say("Somebody fell for a fraud: it must be stopped."), mishap, 4)
    elif _is_over(reading, found, dates) or not (
        must_act(
            total,
            reading,
            is_dated=dates.deadline is not None,
            is_said=dates.deadline is not None and dates.deadline.is_said,
            evidence=evidence,
        )
        or is_broken
    ):
        return _idle(case, settled_kind(kind, scores["kind"], act=False, is_question=False), sure)
    kind = "fraud" if mishap else settled_kind(kind, scores["kind"], act=True, is_question=_is_question(found))
    return _to_do(case, kind, sure, found, called, dates, mishap or _first_of(case.words.urgent, reading))


def _to_do(
    case: _Case,
    kind: str,
    sure: float,
    found: Asking,
    called: Sequence[tuple[Person, str]],
    dates: Dates,
    urgent_word: str,
) -> Verdict:
    """The verdict of a mail that somebody must act on."""
    reading, scores, evidence, deadline = case.reading, case.scores, case.evidence, dates.deadline
    urgency, how_sure = urgency_of(
        reading, scores, kind, found, dates, case.sent, case.facts.working_time, urgent_word, evidence
    )
    is_for_later = deadline is not None and deadline.at.date() > case.sent.astimezone(deadline.at.tzinfo).date()
    if kind == "incident" and urgency in ("week", "later") and not is_for_later:
        evidence.because(say("Something broke: it is looked at today."), reading.quote_of("incident"), 1.0)
        urgency = "today"
    return Verdict(
        kind=kind,
        urgency=urgency,
        importance=importance_of(kind, urgency, scores),
        act=True,
        who=who_must_act(case.mail, case.facts, reading, called, evidence),
        deadline=deadline.value if deadline is not None else None,
        deadline_text=deadline.words if deadline is not None else None,
        reply_expected=expects_reply(reading, scores, found),
        confidential=is_confidential(kind, reading, scores, evidence),
        confidence=round(min(0.95, (sure * how_sure) ** 0.5), 2),
    )


def _idle(case: _Case, kind: str, sure: float) -> Verdict:
    """The verdict of a mail that leaves nothing to do."""
    return Verdict(
        kind=kind,
        urgency="none",
        importance=importance_of(kind, "none", case.scores),
        act=False,
        confidential=is_confidential(kind, case.reading, case.scores, case.evidence),
        confidence=round(min(0.95, (sure * (1 - case.scores["act"]["act"])) ** 0.5), 2),
    )


def _is_over(reading: Reading, found: Asking, dates: Dates) -> bool:
    return is_withdrawn(reading, found, dates.deadline.start if dates.deadline is not None else None)


def _is_question(found: Asking) -> bool:
    strongest = found.strongest
    return strongest is not None and strongest[0].is_question


def _dates(case: _Case, found: Asking, kind: str) -> Dates:
    asks = [sentence for sentence, _ in found.asks]
    return dates_in(
        case.mail,
        case.reading,
        asks,
        case.sent,
        case.language,
        case.facts.working_time,
        is_meeting=kind == "meeting",
    )


def _first_of(words: Sequence[str], reading: Reading) -> str:
    return next((word for word in words if f" {flat_words(word)} " in reading.text.flat), "")


# ── what the office taught ────────────────────────────────────────────────────────────────────────────────


def _corrected(verdict: Verdict, lessons: Sequence[Lesson], case: _Case) -> Verdict:
    """The verdict after what was learned. A date that was read stands: only what has none changes its urgency."""
    for lesson in lessons:
        value = str(lesson.value)
        if lesson.field == "kind" and value in KINDS:
            verdict = replace(verdict, kind=value)
        elif lesson.field == "urgency" and value in URGENCIES and not (verdict.deadline and lesson.scope != "thread"):
            verdict = _of_urgency(verdict, value, case)
        elif lesson.field == "importance":
            verdict = replace(verdict, importance=value)
        elif lesson.field == "act":
            verdict = _of_urgency(verdict, "week" if lesson.value and verdict.urgency == "none" else verdict.urgency
                                  if lesson.value else "none", case)  # fmt: skip
        else:
            continue
        case.evidence.because(lesson.why, "", min(5.0, lesson.weight))
    return verdict


def _of_urgency(verdict: Verdict, urgency: str, case: _Case) -> Verdict:
    """The verdict with another urgency; what is to be done has somebody who must, what is not has nobody."""
    if urgency == "none":
        return replace(verdict, urgency="none", act=False, who=(), deadline=None, deadline_text=None,
                       reply_expected=False)  # fmt: skip
    who = verdict.who or who_must_act(case.mail, case.facts, case.reading, (), Evidence())
    return replace(verdict, urgency=urgency, act=True, who=who)


#: A suspected fraud: nothing to do but to look out. One that is aimed at this office puts more at stake.
_AIMED_FRAUD = Verdict(kind="fraud", urgency="none", importance="high", act=False, confidence=0.8)
_MASS_FRAUD = Verdict(kind="fraud", urgency="none", importance="low", act=False, confidence=0.8)
_MAILING = Verdict(kind="newsletter", urgency="none", importance="low", act=False, confidence=0.95)
_IS_PRIVATE: Text = say("It is marked as private: it is not opened.")
_PRIVATE = Verdict(
    kind="personal", urgency="later", importance="low", act=False, confidential=True, confidence=1.0,
    reasons=(Reason(what=_IS_PRIVATE),),
)  # fmt: skip
__all__ = ["NO_WORK", "OfficeWords", "judge", "sent_at"]
