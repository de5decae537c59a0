"""Which of a mail's dates is its deadline, or that none is: a small linear model over what stands around each.

The rules have one voice in it; the words before and behind a date, its sentence, how near it lies and what others there are
have the rest. Trained by tools/train_dates.py.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files

from officebot.core.dates import Match
from officebot.core.expressions import expression
from officebot.core.judging.quiet import is_definite, nearness
from officebot.core.judging.reading import Reading, Sentence

#: Weights are kept as whole numbers of this fraction.
SCALE = 512
_WEIGHTS = "which.bin"
_WORD = expression(r"[a-z0-9']{1,30}")
_BEFORE, _BEHIND = 60, 50
_WORDS_BEFORE, _WORDS_BEHIND = 5, 4
#: How much more the rules' own choice counts than the model has learned; by folds of our own mails and by mails of others.
_RULES_COUNT = 2.0
#: No mail has more dates than this that are worth weighing.
MOST = 14
_FAR = ((0, "today"), (1, "tomorrow"), (3, "days"), (7, "week"), (14, "fortnight"), (45, "weeks"))

Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A date that may be the deadline: where it stands, and the instant by which it would be (aware)."""

    match: Match
    at: datetime
    has_time: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What the dates stand in: the mail, what it asks, when it was sent on the office's clock, and what the rules pick.

    `picked` is where the date stands that the rules take for the deadline, -1 for none.
    """

    reading: Reading
    asked: Sequence[Sentence]
    local: datetime
    is_meeting: bool
    picked: int


class Chooser:
    """The weights, by feature."""

    def __init__(self, weights: Mapping[str, int]) -> None:
        self._weights = weights

    def choose(self, candidates: Sequence[Candidate], scene: Scene) -> int | None:
        """The place of the candidate that is the deadline; None where none is."""
        best, place = self._score(of_none(candidates, scene)), None
        if scene.picked < 0:
            best += _RULES_COUNT
        for number, one in enumerate(candidates[:MOST]):
            score = self._score(of_candidate(one, candidates, scene))
            if one.match.start == scene.picked:
                score += _RULES_COUNT
            if score > best:
                best, place = score, number
        return place

    def _score(self, features: Features) -> float:
        weigh = self._weights.get
        return sum(weigh(name, 0) * value for name, value in features.items()) / SCALE


def of_candidate(one: Candidate, candidates: Sequence[Candidate], scene: Scene) -> Features:
    """What speaks for or against a date."""
    match, reading = one.match, scene.reading
    sentence = reading.sentence_at(match.start) or Sentence(0, reading.subject_end, False, in_subject=True)
    folded = reading.text.folded
    words = folded[sentence.start : sentence.end]
    ahead = sorted({other.at for other in candidates if other.at > scene.local})
    found = {
        "": 1.0,
        f"role:{match.role}": 1.0,
        f"type:{match.type}": 1.0,
        f"far:{_far(one.at, scene.local)}": 1.0,
        "time": float(one.has_time),
        "picked": float(match.start == scene.picked),
        "another is picked": float(scene.picked not in (-1, match.start)),
        "near what is asked": nearness(sentence, words, reading, scene.asked),
        "definite": float(is_definite(match)),
        "in the subject": float(sentence.in_subject),
        "in a question": float(sentence.is_question),
        "of a meeting": float(scene.is_meeting),
        "how far down": match.start / 2000,
        "the first ahead": float(bool(ahead) and one.at == ahead[0]),
        "the only one ahead": float(len(ahead) == 1 and one.at == ahead[0]),
        "behind all that is asked": float(bool(scene.asked) and sentence.start >= scene.asked[-1].start),
    }
    found.update((name, 1.0) for name in _around(folded, match, sentence))
    found.update((f"s:{word}", 0.35) for word in set(_WORD.findall(words)))
    return found


def of_none(candidates: Sequence[Candidate], scene: Scene) -> Features:
    """What speaks for none being the deadline."""
    return {
        "none": 1.0,
        "none:meeting": float(scene.is_meeting),
        "none:picked": float(scene.picked >= 0),
        "none:how many": min(len(candidates), 6) / 6,
        "none:asked": min(len(scene.asked), 3) / 3,
        "none:question": float(any(one.is_question for one in scene.reading.sentences)),
    }


def _around(folded: str, match: Match, sentence: Sentence) -> Iterator[str]:
    """The words before a date in its sentence, nearest first, and those behind it."""
    before = _WORD.findall(folded, max(sentence.start, match.start - _BEFORE), match.start)[-_WORDS_BEFORE:]
    behind = _WORD.findall(folded[match.end : match.end + _BEHIND].partition("\n\n")[0])[:_WORDS_BEHIND]
    yield from (f"b:{word}" for word in before)
    yield from (f"a:{word}" for word in behind)
    for place, word in enumerate(reversed(before[-2:]), 1):
        yield f"b{place}:{word}"
    if len(before) > 1:
        yield f"bb:{before[-2]} {before[-1]}"
    if behind:
        yield f"a1:{behind[0]}"


def _far(at: datetime, local: datetime) -> str:
    if at <= local:
        return "past"
    days = (at.date() - local.date()).days
    return next((name for most, name in _FAR if days <= most), "far")


def written(weights: Mapping[str, float]) -> bytes:
    """The file that `chooser` reads. The same weights give the same bytes."""
    whole = {name: round(value * SCALE) for name, value in sorted(weights.items())}
    kept = {name: value for name, value in whole.items() if value}
    return zlib.compress(json.dumps(kept, separators=(",", ":"), ensure_ascii=False).encode(), 9)


@cache
def chooser() -> Chooser:
    """The model that the package brings, read when it is first asked."""
    data = files("officebot.core.judging").joinpath(_WEIGHTS).read_bytes()
    return Chooser(json.loads(zlib.decompress(data)))
