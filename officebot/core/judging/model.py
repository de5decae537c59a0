"""A small linear model of mails: what kind, how pressing, whether somebody must act; trained by tools/train_judging.py.

Each word, sign and mark has one whole number that holds its weights for all labels side by side, 32 bits each. A mail's
scores are the sum of its features' numbers, taken apart at the end: one addition a feature.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise, repeat
from math import exp, floor, log, sqrt
from struct import Struct

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
#: Heads that look at a whole mail, and those that look at one sentence.
OF_MAILS = ("kind", "urgency", "importance", "act", "reply", "confidential")
OF_SENTENCES = ("intent", "promise")

#: Weights are kept as whole numbers of this fraction.
SCALE = 512
#: The words of a mail count as if it had about so many more, however long it is.
LIKE_SHORT = 6.0
#: A sign or a mark counts this much of its weight: it is one voice among the words, and doesn't outvote them all.
MARKED = 0.5
_HALF = 1 << 31
_WEIGHTS = "weights.bin"
_MOST_WORDS = 400
_MOST_OF_A_SIGN = 4
_MOST_WORDS_OF_A_SENTENCE = 80
_QUESTION = ("?",)
_NOUGHTS = repeat(0)


class Lanes:
    """Numbers side by side in one: packed, summed as one number, and taken apart."""

    def __init__(self, count: int) -> None:
        self.bias = sum(_HALF << (32 * lane) for lane in range(count))
        self.size = 4 * count
        self._apart = Struct(f"<{count}I")

    def pack(self, weights: Iterable[int]) -> int:
        """The weights, a lane each, as one number."""
        return sum(weight << (32 * lane) for lane, weight in enumerate(weights))

    def apart(self, total: int) -> list[int]:
        """The sum of each lane."""
        return [lane - _HALF for lane in self._apart.unpack((total + self.bias).to_bytes(self.size, "little"))]

    def two(self, total: int) -> tuple[int, int]:
        """The sums of both lanes where there are just two."""
        # Of a negative first lane one was borrowed from the second.
        whole = total + _HALF
        return (whole & 0xFFFFFFFF) - _HALF, whole >> 32

    def one(self, total: int, lane: int) -> int:
        """The sum of one lane."""
        return ((total + self.bias) >> (32 * lane) & 0xFFFFFFFF) - _HALF


MAIL_LANES = Lanes(sum(len(HEADS[head]) for head in OF_MAILS))
SENTENCE_LANES = Lanes(len(OF_SENTENCES))


@dataclass(frozen=True, slots=True)
class Part:
    """The weights of one part of the model by feature, packed, and the biases of its lanes."""

    weights: Mapping[object, int]
    biases: Sequence[float]


@dataclass(frozen=True, slots=True)
class Model:
    """The weights for whole mails and those for sentences."""

    mails: Part
    sentences: Part

    def of_mail(self, reading: Reading) -> Mapping[str, Mapping[str, float]]:
        """The probability of each label, by head, for a whole mail."""
        weigh = self.mails.weights.get
        words = mail_words(reading)
        factor = LIKE_SHORT / sqrt(len(words) or 1) / SCALE
        lexical = MAIL_LANES.apart(sum(map(weigh, words, repeat(0))))
        marked = MAIL_LANES.apart(sum(weigh(mark, 0) * times for mark, times in mail_marks(reading).items()))
        scores = [
            of_words * factor + of_marks * MARKED / SCALE + bias
            for of_words, of_marks, bias in zip(lexical, marked, self.mails.biases, strict=True)
        ]
        found: dict[str, Mapping[str, float]] = {}
        lane = 0
        for head in OF_MAILS:
            labels = HEADS[head]
            found[head] = dict(zip(labels, _shares(scores[lane : lane + len(labels)]), strict=True))
            lane += len(labels)
        return found

    def speaking(
        self, reading: Reading, sentences: Iterable[Sentence], least: float
    ) -> Iterator[tuple[Sentence, float, float]]:
        """The sentences of which it is at least so sure that they ask for or promise something, or that they promise;
        with how sure both are.
        """
        flat, weigh = reading.text.flat, self.sentences.weights.get
        biases, most = self.sentences.biases, _MOST_WORDS_OF_A_SENTENCE
        # Most sentences do neither: they are told by their weights alone.
        asks_enough, promises_enough = (floor((_logit(least) - bias) * SCALE - 1) for bias in biases)
        for sentence in sentences:
            words = flat[sentence.start : sentence.end + 1].split()[:most]
            total = sum(map(weigh, words, _NOUGHTS)) + sum(map(weigh, pairwise(words), _NOUGHTS))
            if words:
                first = words[0]
                total += weigh(("^", first, *words[1:2]), 0) + weigh(("^", first, ""), 0)
            if sentence.is_question:
                total += weigh(_QUESTION, 0)
            asks, promises = SENTENCE_LANES.two(total)
            if asks >= asks_enough or promises >= promises_enough:
                sure = _sure(asks / SCALE + biases[0]), _sure(promises / SCALE + biases[1])
                if max(sure) >= least:
                    yield sentence, *sure

    def for_kind(self, reading: Reading, kind: str, most: int = 3) -> list[str]:
        """The words that speak most for a kind, the strongest first."""
        lane = HEADS["kind"].index(kind)
        spoken = [
            (MAIL_LANES.one(packed, lane), word)
            for word in mail_words(reading)
            if (packed := self.mails.weights.get(word)) is not None
        ]
        return [word.removeprefix("s:") for weight, word in sorted(spoken, reverse=True)[:most] if weight > 0]


def mail_words(reading: Reading) -> frozenset[str]:
    """The words of a mail, each once, and once more those of its subject."""
    words = reading.words[:_MOST_WORDS]
    subject = reading.text.flat[: reading.subject_end + 1].split()
    return frozenset(words).union([f"s:{word}" for word in subject if word.isalpha()])


def mail_marks(reading: Reading) -> dict[str, int]:
    """The signs found in a mail with their weights, those of its subject once more, and its marks."""
    found = {f"#{sign}": min(_MOST_OF_A_SIGN, round(weight / 2) or 1) for sign, weight in reading.weights.items()}
    for hit in reading.hits:
        if hit.start >= reading.subject_end:
            break
        found[f"s#{hit.sign}"] = 2
    for mark in reading.marks:
        found[f"@{mark}"] = 2
    if any(one.is_question for one in reading.sentences):
        found["?"] = 2
    return found


def sentence_features(words: Sequence[str], is_question: bool) -> list[object]:
    """What a sentence is judged by: its words, their pairs, how it begins, and whether it ends as a question."""
    plain = words[:_MOST_WORDS_OF_A_SENTENCE]
    marks: list[object] = [_QUESTION] if is_question else []
    if plain:
        marks += [("^", plain[0], *plain[1:2]), ("^", plain[0], "")]
    return [*plain, *pairwise(plain), *marks]


def _key(feature: object) -> object:
    """A feature as it is written in the file: a word, or the list of a tuple."""
    return list(feature) if isinstance(feature, tuple) else feature


def written(parts: Sequence[tuple[Mapping[object, int], Sequence[float]]]) -> bytes:
    """The file that `read_model` reads, from the packed weights and the biases of mails and of sentences.

    The same weights give the same bytes.
    """
    described, rows = [], b""
    for (weights, biases), lanes in zip(parts, (MAIL_LANES, SENTENCE_LANES), strict=True):
        names = sorted(weights, key=lambda one: json.dumps(_key(one)))
        described.append({"biases": [round(one, 4) for one in biases], "features": [_key(one) for one in names]})
        rows += b"".join((weights[name] + lanes.bias).to_bytes(lanes.size, "little") for name in names)
    head = json.dumps({"heads": HEADS, "parts": described}, separators=(",", ":"))
    return zlib.compress(head.encode() + b"\n" + rows, 9)


def read_model(data: bytes) -> Model:
    """The model of a file that `written` made. Raises ValueError for the weights of other labels."""
    head, _, rows = zlib.decompress(data).partition(b"\n")
    described = json.loads(head)
    if {name: tuple(labels) for name, labels in described["heads"].items()} != dict(HEADS):
        raise ValueError("these weights belong to other labels: train them again")
    parts, start = [], 0
    for part, lanes in zip(described["parts"], (MAIL_LANES, SENTENCE_LANES), strict=True):
        names = [tuple(name) if isinstance(name, list) else name for name in part["features"]]
        places = range(start, start + lanes.size * len(names), lanes.size)
        numbers = [int.from_bytes(rows[place : place + lanes.size], "little") - lanes.bias for place in places]
        parts.append(Part(dict(zip(names, numbers, strict=True)), part["biases"]))
        start += lanes.size * len(names)
    return Model(*parts)


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


def _logit(share: float) -> float:
    return log(share / (1 - share))


def _sure(score: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))
