"""Whether somebody must act on a mail, and whether its sender waits for an answer."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

from officebot.core.judging.model import Model
from officebot.core.judging.reading import Reading, Sentence
from officebot.core.judging.verdict import Evidence, Scores
from officebot.core.text import say

#: From this share on a sentence counts as one that asks.
ASKS = 0.6
_MOST_WEIGHED = 40
_SPEAK_FOR_THEMSELVES = ("request", "at_once", "urgent", "incident", "complaint", "invoice")
#: How much a deadline speaks for acting.
A_DATE = 2.0
#: What a machine may rightly ask somebody to see to.
_MATTERS = ("incident", "order", "invoice", "hr", "meeting", "tomorrow")


@dataclass(frozen=True, slots=True)
class Asking:
    """The sentences that ask or promise, with how sure that is, in order."""

    asks: tuple[tuple[Sentence, float], ...] = ()
    promises: tuple[tuple[Sentence, float], ...] = ()

    @property
    def strongest(self) -> tuple[Sentence, float] | None:
        """The sentence that asks most clearly."""
        return max(self.asks, key=lambda pair: pair[1], default=None)


def asking(reading: Reading, model: Model) -> Asking:
    """Which sentences of a mail ask for something, and which promise something."""
    asks, promises = [], []
    for sentence, wants, promised in model.speaking(reading, reading.sentences[:_MOST_WEIGHED], ASKS):
        if promised >= ASKS:
            promises.append((sentence, promised))
        else:
            asks.append((sentence, wants))
    return Asking(tuple(asks), tuple(promises))


def is_withdrawn(reading: Reading, found: Asking, deadline_at: int | None) -> bool:
    """Whether words that nothing is left to do stand behind all that is asked and behind the deadline."""
    settled = [hit.start for hit in reading.hits if hit.sign == "withdrawn"]
    if not settled:
        return False
    asked = max((sentence.start for sentence, _ in found.asks if not sentence.in_subject), default=-1)
    return max(settled) > max(asked, deadline_at if deadline_at is not None else -1)


def leaning(reading: Reading, scores: Scores, found: Asking, *, is_called: bool, evidence: Evidence) -> float:
    """How much speaks for acting on the mail, dates aside; above nought somebody must, by what is written."""
    total = _logit(scores["act"]["act"]) + _of_asking(reading, found, evidence)
    weights = reading.weights
    if "auto" in reading.marks and not any(weights[sign] >= 2 for sign in _MATTERS):
        evidence.because(say("A machine that names no matter only insists."), "", -3.0)
        total -= 3.0
    if "cc" in reading.marks and not is_called:
        evidence.because(say("We only have a copy."), "", -3.0)
        total -= 3.0
    return total


def must_act(total: float, reading: Reading, *, is_dated: bool, is_said: bool, evidence: Evidence) -> bool:
    """Whether the mail leaves something to do, once it is known whether there is a deadline."""
    if is_dated:
        total += A_DATE if is_said else A_DATE / 4
    over = reading.weights["settled"] + reading.weights["withdrawn"]
    if over >= 3 and (not is_dated or "auto" in reading.marks):
        words = reading.quote_of("withdrawn") or reading.quote_of("settled")
        evidence.because(say("It says that nothing is left to do."), words, -2.5)
        total -= 4.0 if is_dated else 2.5
    return total > 0


def _of_asking(reading: Reading, found: Asking, evidence: Evidence) -> float:
    """What the sentence that asks most clearly counts, or else a question."""
    strongest = found.strongest
    if strongest is not None:
        sentence, sure = strongest
        weight = (sure - 0.5) * 3
        evidence.because(say("It asks for something."), reading.words_of(sentence), weight)
        return weight
    asked = next((one for one in reading.sentences if one.is_question and not one.in_subject), None)
    if asked is None:
        # Nothing asks; what happened or is owed may still want somebody.
        return 0.0 if any(reading.weights[sign] for sign in _SPEAK_FOR_THEMSELVES) else -0.8
    evidence.because(say("It asks a question."), reading.words_of(asked), 1.0)
    return 1.0


def expects_reply(reading: Reading, scores: Scores, found: Asking) -> bool:
    """Whether the sender waits for an answer to a mail that must be acted on."""
    total = _logit(scores["reply"]["reply"])
    if any(one.is_question for one in reading.sentences):
        total += 0.5
    if reading.weights["reply"]:
        total += 0.5
    if not found.asks:
        total -= 0.5
    return total > 0


def _logit(share: float) -> float:
    kept = min(max(share, 1e-4), 1 - 1e-4)
    return log(kept / (1 - kept))
