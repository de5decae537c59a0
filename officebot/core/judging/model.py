"""A small linear model of mails: what kind, how pressing, whether somebody must act; trained by tools/train_judging.py.

Each word, pair of words, sign and mark has one whole number that holds its weights for all labels side by side, 24 bits
each. A mail's scores are the sum of its features' numbers, taken apart at the end: one addition a feature.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise, repeat
from math import exp, sqrt

from officebot.core.judging.evidence import Folded
from officebot.core.judging.reading import Reading, Sentence

#: The heads of the model with their labels; a head of one label is yes or no.
HEADS: Mapping[str, tuple[str, ...]] = {
    "kind": (
        "request", "question", "meeting", "information", "invoice", "order", "complaint", "incident", "hr",
        "newsletter", "automatic", "personal",
    ),
    "urgency": ("now", "today", "week", "later", "none"),
    "importance": ("high", "normal", "low"),
    "act": ("act",),
    "reply": ("reply",),
    "confidential": ("confidential",),
    "intent": ("intent",),
    "promise": ("promise",),
}  # fmt: skip
LANES: tuple[tuple[str, str], ...] = tuple((head, label) for head, labels in HEADS.items() for label in labels)
_LANE_OF = {lane: number for number, lane in enumerate(LANES)}
#: Heads that look at a whole mail, and those that look at one sentence.
OF_MAILS = ("kind", "urgency", "importance", "act", "reply", "confidential")
OF_SENTENCES = ("intent", "promise")

#: Weights are kept as whole numbers of this fraction.
SCALE = 512
_BITS = 24
_MASK, _HALF = (1 << _BITS) - 1, 1 << (_BITS - 1)
_BIAS = sum(_HALF << (_BITS * lane) for lane in range(len(LANES)))
_ROW = _BITS // 8 * len(LANES) + 1
_WEIGHTS = "weights.bin"
#: The words of a mail count as if it had about this many features, however long it is.
LIKE_SHORT = 3.0
_MOST_WORDS = 400
_MOST_OF_A_SIGN = 4


@dataclass(frozen=True, slots=True)
class Model:
    """The weights by feature, packed; `biases` by lane."""

    weights: Mapping[str, int]
    biases: Sequence[float]

    def of_mail(self, reading: Reading) -> Mapping[str, Mapping[str, float]]:
        """The probability of each label, by head, for a whole mail."""
        words = mail_words(reading)
        lexical = sum(map(self.weights.get, words, repeat(0))) + _BIAS
        weights = self.weights
        marked = sum(weights.get(mark, 0) * times for mark, times in mail_marks(reading).items()) + _BIAS
        factor = LIKE_SHORT / sqrt(len(words) or 1)
        found: dict[str, Mapping[str, float]] = {}
        lane = 0
        for head in OF_MAILS:
            labels = HEADS[head]
            scores = []
            for number in range(lane, lane + len(labels)):
                shift = _BITS * number
                of_words = ((lexical >> shift) & _MASK) - _HALF
                of_marks = ((marked >> shift) & _MASK) - _HALF
                scores.append((of_words * factor + of_marks) / SCALE + self.biases[number])
            lane += len(labels)
            found[head] = dict(zip(labels, _shares(scores), strict=True))
        return found

    def of_sentence(self, text: Folded, sentence: Sentence) -> tuple[float, float]:
        """How sure it is that a sentence asks for or promises something, and that it promises."""
        features = sentence_features(text.flat[sentence.start : sentence.end + 1].split(), sentence.is_question)
        total = sum(map(self.weights.get, features, repeat(0))) + _BIAS
        asks, promises = (_LANE_OF[(head, head)] for head in OF_SENTENCES)
        return self._yes(total, asks), self._yes(total, promises)

    def _yes(self, total: int, lane: int) -> float:
        return _sure((((total >> (_BITS * lane)) & _MASK) - _HALF) / SCALE + self.biases[lane])

    def for_label(self, reading: Reading, head: str, label: str, most: int = 3) -> list[str]:
        """The words that speak most for a label of a mail, the strongest first."""
        shift = _BITS * _LANE_OF[(head, label)]
        spoken = [
            ((((packed + _BIAS) >> shift) & _MASK) - _HALF, word)
            for word in mail_words(reading)
            if (packed := self.weights.get(word)) is not None
        ]
        return [word for weight, word in sorted(spoken, reverse=True)[:most] if weight > 0]


def mail_words(reading: Reading) -> frozenset[str]:
    """The words of a mail and its pairs of neighbours, each once; digits are all alike."""
    words = reading.text.flat[:6000].split()[:_MOST_WORDS]
    subject = reading.text.flat[: reading.subject_end + 1].split()
    plain = [word if word.isalpha() else "0" for word in words]
    return frozenset(plain).union(map(" ".join, pairwise(plain)), [f"s:{word}" for word in subject if word.isalpha()])


def mail_marks(reading: Reading) -> dict[str, int]:
    """The signs found in a mail with their weights, those of its subject once more, and its marks."""
    found = {f"#{sign}": min(_MOST_OF_A_SIGN, round(weight / 2) or 1) for sign, weight in reading.weights.items()}
    for hit in reading.hits:
        if hit.start < reading.subject_end:
            found[f"s#{hit.sign}"] = 2
    for mark in reading.marks:
        found[f"@{mark}"] = 2
    if any(one.is_question for one in reading.sentences):
        found["?"] = 2
    return found


def sentence_features(words: Sequence[str], is_question: bool) -> set[str]:
    """What a sentence is judged by: its words, their pairs, how it begins, and whether it ends as a question."""
    plain = [f"-{word}" if word.isalpha() else "-0" for word in words[:80]]
    found = {*plain, *map("".join, pairwise(plain))}
    if plain:
        found.add(f"^{plain[0]}")
        found.add("^" + "".join(plain[:2]))
    if is_question:
        found.add("-?")
    return found


def pack(weights: Iterable[int]) -> int:
    """The weights of one feature, a lane each, as one number."""
    return sum(weight << (_BITS * lane) for lane, weight in enumerate(weights))


def written(weights: Mapping[str, int], biases: Sequence[float]) -> bytes:
    """The file that `read_model` reads; the same weights give the same bytes."""
    names = sorted(weights)
    rows = b"".join((weights[name] + _BIAS).to_bytes(_ROW, "little") for name in names)
    head = json.dumps({"lanes": LANES, "biases": [round(one, 4) for one in biases], "features": names})
    return zlib.compress(head.encode() + b"\n" + rows, 9)


def read_model(data: bytes) -> Model:
    """The model of a file that `written` made. Raises ValueError for the weights of other labels."""
    head, _, rows = zlib.decompress(data).partition(b"\n")
    described = json.loads(head)
    if [tuple(lane) for lane in described["lanes"]] != list(LANES):
        raise ValueError("these weights belong to other labels: train them again")
    places = range(0, len(rows), _ROW)
    numbers = [int.from_bytes(rows[place : place + _ROW], "little") - _BIAS for place in places]
    return Model(dict(zip(described["features"], numbers, strict=True)), described["biases"])


@cache
def model() -> Model:
    """The model that the package brings, read when it is first asked."""
    return read_model(files("officebot.core.judging").joinpath(_WEIGHTS).read_bytes())


def _shares(scores: Sequence[float]) -> list[float]:
    if len(scores) == 1:
        return [_sure(scores[0])]
    top = max(scores)
    powers = [exp(score - top) for score in scores]
    whole = sum(powers)
    return [power / whole for power in powers]


def _sure(score: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))
