"""How soon a mail must be handled: by its deadline first, then by what presses or leaves time."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from officebot.core.judging.act import Asking
from officebot.core.judging.due import Dates, Deadline
from officebot.core.judging.reading import Reading
from officebot.core.judging.verdict import Evidence, Scores
from officebot.core.text import say
from officebot.core.worktime import WorkingTime

#: A deadline nearer than this must be seen within the hour.
_NOW = timedelta(hours=2)
#: Up to here something is of the coming days, beyond it has time.
_WEEKS = timedelta(days=16)
_OF_THE_WEEK = frozenset({"meeting", "complaint", "invoice", "hr"})
#: How much likelier than by its words alone a mail without a date has time, measured on labelled mails.
_UNDATED = 2.5
#: What happens further ahead than this leaves time.
_FAR = timedelta(days=28)


def urgency_by(deadline: Deadline, sent: datetime, working: WorkingTime) -> str:
    """How soon a deadline is: within two hours or so, before tomorrow's first hours of work, within two weeks, or later."""
    here = working.local(sent)
    at = working.local(deadline.at)
    if deadline.has_time and at - here <= _NOW:
        return "now"
    tomorrow = working.add_working_days(here.date(), 1)
    if at.date() < tomorrow or (at.date() == tomorrow and deadline.has_time and at.time() <= time(10)):
        return "today"
    return "week" if at - here <= _WEEKS else "later"


def urgency_of(
    reading: Reading,
    scores: Scores,
    kind: str,
    found: Asking,
    dates: Dates,
    sent: datetime,
    working: WorkingTime,
    urgent_word: str,
    evidence: Evidence,
) -> tuple[str, float]:
    """The urgency of a mail that somebody must act on, and how sure it is."""
    deadline = dates.deadline
    if deadline is not None:
        evidence.because(say("It is wanted by {when}.", when=working.local(deadline.at)), deadline.words, 3)
        return urgency_by(deadline, sent, working), 0.9
    if urgent_word:
        evidence.because(say("It has a word that presses in this office."), urgent_word, 3)
        return "now", 0.8
    weights = reading.weights
    shares = dict(scores["urgency"])
    shares.pop("none", None)
    shares["now"] *= 1 + weights["at_once"] / 2
    shares["today"] *= 1 + weights["urgent"] / 4 + (0.5 if _asks_for_today(reading, found) else 0)
    shares["later"] *= 1 + weights["no_hurry"]
    # Who names no day mostly has time, the more so an outsider with no appointment, complaint or bill.
    shares["later"] *= _UNDATED
    shares["week" if kind in _OF_THE_WEEK else "later"] *= 1.5
    if not weights["no_hurry"]:
        shares["later"] *= 0.5 + 1.5 * scores["importance"]["low"]
    _by_what_is_near(shares, dates, sent, working, evidence)
    best = max(shares, key=lambda label: shares[label])
    _explain(best, reading, evidence)
    return best, shares[best] / sum(shares.values())


def _asks_for_today(reading: Reading, found: Asking) -> bool:
    return any(reading.hits_in(sentence, "today") for sentence, _ in found.asks)


def _by_what_is_near(
    shares: dict[str, float], dates: Dates, sent: datetime, working: WorkingTime, evidence: Evidence
) -> None:
    """What is about today or the next working day is pressing; what is about months ahead is not."""
    if dates.nearest is None:
        return
    here = working.local(sent)
    if dates.nearest - here <= timedelta(days=1):
        shares["today"] *= 4
        evidence.because(say("It is about today or the next working day."), dates.nearest_words, 1.5)
    elif dates.nearest.date() <= working.add_working_days(here.date(), 1):
        shares["today"] *= 2.5
        evidence.because(say("It is about today or the next working day."), dates.nearest_words, 1)
    elif dates.nearest - here > _FAR:
        shares["later"] *= 2.5
        evidence.because(say("It is about a time far ahead."), dates.nearest_words, -1)


def _explain(urgency: str, reading: Reading, evidence: Evidence) -> None:
    if urgency == "later":
        evidence.because(say("It says that there is no hurry."), reading.quote_of("no_hurry"), -2)
    elif urgency == "now":
        words = reading.quote_of("at_once") or reading.quote_of("incident") or reading.quote_of("urgent")
        evidence.because(say("Somebody waits, or it presses at once."), words, 3)
    elif urgency == "today":
        words = reading.quote_of("urgent") or reading.quote_of("today") or reading.quote_of("tomorrow")
        evidence.because(say("It presses."), words, 2)
