"""What kind of mail it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from officebot.core.judging.evidence import flat_words
from officebot.core.judging.model import Model
from officebot.core.judging.reading import Reading
from officebot.core.judging.verdict import Evidence, Scores
from officebot.core.text import Text, say

#: The sign whose words speak for a kind, where there is one.
_SIGN_OF: Mapping[str, str] = {
    "invoice": "invoice", "order": "order", "meeting": "meeting", "complaint": "complaint", "incident": "incident",
    "hr": "hr", "personal": "private", "newsletter": "bulk", "automatic": "automatic", "request": "request",
    "question": "question", "information": "thanks",
}  # fmt: skip

#: From this share on a kind needs no word that speaks for it.
_SURELY = 0.5


def is_mailing(reading: Reading, bulk_words: Sequence[str], evidence: Evidence) -> bool:
    """Whether it goes to many outside: a list's mark, or the office's words.

    Colleagues' own lists make no mailing, nor does a fair's or a federation's list that wants something by a day.
    """
    is_list = "list" in reading.marks and "in" not in reading.marks and not _wants_by_a_day(reading)
    if is_list or _has(bulk_words, reading):
        evidence.because(say("It goes to many: a list or a mailing."), reading.quote_of("bulk"), 3)
        return True
    return False


def _wants_by_a_day(reading: Reading) -> bool:
    if "re" in reading.marks:  # a talk on a list, in which each answers the others
        return False
    weights = reading.weights
    return weights["bulk"] + weights["selling"] < 1 and weights["request"] >= 2 and weights["cue"] > 0


def kind_of(reading: Reading, scores: Scores, model: Model, evidence: Evidence) -> tuple[str, float]:
    """The kind and how sure it is. A mark that only machines bear decides alone."""
    shares = _possible(scores["kind"], reading)
    marks = reading.marks
    if "autoreply" in marks or ("auto" in marks and ("re" in marks or reading.weights["automatic"] >= 2)):
        evidence.because(say("A machine sent it."), reading.quote_of("automatic"), 3)
        return "automatic", 0.9
    best = max(shares, key=lambda kind: shares[kind])
    _explain(best, shares[best], reading, model, evidence)
    return best, shares[best]


def _possible(shares: Mapping[str, float], reading: Reading) -> Mapping[str, float]:
    """The shares of the kinds that something in the mail bears out: no mailing or machine by tone alone.

    A private matter needs its words too, unless it sounds like nothing else.
    """
    weights, marks = reading.weights, reading.marks
    impossible = set()
    if weights["bulk"] < 2 and weights["selling"] < 2:
        impossible.add("newsletter")
    if "auto" not in marks and weights["automatic"] < 2:
        impossible.add("automatic")
    if weights["private"] < 2 and shares["personal"] < _SURELY:
        impossible.add("personal")
    return {kind: share for kind, share in shares.items() if kind not in impossible}


def settled_kind(kind: str, shares: Mapping[str, float], *, act: bool, is_question: bool) -> str:
    """The kind once it is known whether somebody must act: what is to be done is no information, and the reverse."""
    if act and kind == "information":
        return "question" if is_question and shares["question"] >= shares["request"] / 2 else "request"
    if not act and kind in ("request", "question"):
        return "information"
    return kind


def _explain(kind: str, share: float, reading: Reading, model: Model, evidence: Evidence) -> None:
    sign = _SIGN_OF[kind]
    words = reading.quote_of(sign)
    if words:
        evidence.because(_HAS_THE_WORDS, words, min(4.0, reading.weights[sign] / 2))
    else:
        spoken = ", ".join(model.for_kind(reading, kind))
        if spoken:
            evidence.because(say("Its words are those of such mails."), spoken, share)


def _has(words: Sequence[str], reading: Reading) -> bool:
    return any(f" {flat_words(word)} " in reading.text.flat for word in words)


_HAS_THE_WORDS: Text = say("Words of this kind stand in it.")
