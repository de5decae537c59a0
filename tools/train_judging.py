"""Trains the small model of judging and writes officebot/core/judging/weights.bin.

python tools/train_judging.py --corpora FOLDER     needs the standard library only; a minute or two; the same bytes each time
python tools/train_judging.py --folds --corpora …  measures: sentences held out of five folds, mails of five folds

What it learns from: tools/training/*.tsv (mails, sentences and words of our own, both languages) and, for what asks or
promises, the sentences of mail-intent-parakweet (ParakweetLabs/EmailIntentDataSet, Apache-2.0) below FOLDER.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import exp, log, sqrt
from pathlib import Path

from officebot.core.judging.evidence import fold
from officebot.core.judging.model import (
    HEADS,
    LIKE_SHORT,
    MAIL_LANES,
    MARKED,
    OF_MAILS,
    OF_SENTENCES,
    SCALE,
    SENTENCE_LANES,
    Lanes,
    mail_marks,
    mail_words,
    sentence_features,
    written,
)
from officebot.core.judging.reading import Reading, Sentence, read_text

ROOT = Path(__file__).parents[1]
WEIGHTS = ROOT / "officebot" / "core" / "judging" / "weights.bin"
TRAINING = ROOT / "tools" / "training"
PARAKWEET = Path("mail-intent-parakweet", "Ask0729-fixed.txt")
_SEED = 20261123
#: A sentence of our own counts as this many of the corpus, which is English and of one company.
_OWN_SENTENCES = 3
#: A word of the glossary counts about as much as one of a mail of a hundred words, and each line as two mails.
_GLOSSARY_WORD, _GLOSSARY_TIMES = 0.6, 2
#: Weights below this say nothing.
_LEAST_WEIGHT = {"mails": 0.05, "sentences": 0.1}


@dataclass(frozen=True, slots=True)
class Example:
    """Features with their values, and the label of each head that is known."""

    features: dict[object, float]
    labels: dict[str, str]


# ── what is learned from ──────────────────────────────────────────────────────────────────────────────────


def is_held_out(file: str) -> bool:
    """Whether a mail of a public collection is kept for measuring: a third of them, by a hash of its file's name."""
    return sha256(Path(file).name.encode()).digest()[0] % 3 == 0


def mails() -> list[Example]:
    """The mails of our own; of those in kinds*.tsv only the kind and whether they are confidential are learned.

    Their writers leave more time than others do: urgency learned from them, too, put more of other people's hot mails off.
    """
    whole = [example for path in sorted(TRAINING.glob("mails*.tsv")) for example in map(_mail, _rows(path))]
    return [*whole, *(one for path in sorted(TRAINING.glob("kinds*.tsv")) for one in map(_kind_alone, _rows(path)))]


def _kind_alone(row: Sequence[str]) -> Example:
    whole = _mail(row)
    return Example(whole.features, {head: whole.labels[head] for head in ("kind", "confidential")})


def _rows(path: Path) -> Iterator[list[str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def _mail(row: Sequence[str]) -> Example:
    kind, urgency, flags, marks, subject, text = row
    reading = read_text(subject, text)
    reading.marks = frozenset(mark for mark in marks.split(",") if mark not in ("out", ""))
    labels = {
        "kind": kind,
        "urgency": urgency,
        "importance": "high" if "h" in flags else "low" if "l" in flags else "normal",
        "act": "act" if "a" in flags else "",
        "reply": "reply" if "r" in flags else "",
        "confidential": "confidential" if "c" in flags else "",
    }
    return Example(mail_features(reading), labels)


def mail_features(reading: Reading) -> dict[object, float]:
    """What `Model.of_mail` sees of a reading, with the values it gives."""
    words = mail_words(reading)
    value = LIKE_SHORT / sqrt(len(words) or 1)
    return {**dict.fromkeys(sorted(words), value), **{k: v * MARKED for k, v in mail_marks(reading).items()}}


def glossary() -> list[Example]:
    """The words of the trades, as short mails of which only the kind is known."""
    found = []
    for kind, phrases in _rows(TRAINING / "glossary.tsv"):
        words = dict.fromkeys(sorted(set(read_text("", phrases).words)), _GLOSSARY_WORD)
        found += [Example({**words}, {"kind": kind})] * _GLOSSARY_TIMES
    return found


def own_sentences() -> list[Example]:
    """The sentences of our own, each as often as it is to count."""
    found = []
    for does, sentence in _rows(TRAINING / "sentences.tsv"):
        labels = {"intent": "" if does == "tell" else "intent", "promise": "promise" if does == "promise" else ""}
        found += [_sentence(sentence, labels)] * _OWN_SENTENCES
    return [*found, *_idle_sentences()]


def _idle_sentences() -> list[Example]:
    """The sentences of our own mails that leave nothing to do: they ask for nothing."""
    found = []
    for path in sorted(TRAINING.glob("mails*.tsv")):
        for _kind, _urgency, flags, _marks, subject, text in _rows(path):
            if "a" not in flags:
                reading = read_text(subject, text)
                words = [text_of(reading, one) for one in reading.sentences if not one.in_subject]
                found += [_sentence(one, {"intent": "", "promise": ""}) for one in words]
    return found


def text_of(reading: Reading, sentence: Sentence) -> str:
    """The sentence as it was written."""
    return reading.text.written[sentence.start : sentence.end]


def corpus_sentences(corpora: Path) -> list[Example]:
    """The labelled sentences of the corpus, each once."""
    lines = (corpora / PARAKWEET).read_text(encoding="utf-8", errors="replace").splitlines()
    pairs = dict.fromkeys(tuple(line.split("\t", 1)) for line in lines if "\t" in line)
    return [_sentence(words, {"intent": "intent" if label == "Yes" else ""}) for label, words in pairs]


def _sentence(sentence: str, labels: dict[str, str]) -> Example:
    features = sentence_features(fold(sentence).flat.split(), sentence.rstrip(" \"')").endswith("?"))
    return Example({name: float(times) for name, times in Counter(features).items()}, labels)


# ── how it learns ─────────────────────────────────────────────────────────────────────────────────────────


def train(
    examples: Sequence[Example], head: str, epochs: int, strength: float, labels: Sequence[str] = ()
) -> tuple[dict[object, list[float]], list[float]]:
    """Weights by feature and biases, a number a label: logistic regression by steps that shrink (AdaGrad).

    `strength` is how strongly weights are drawn to nothing (1/C of other libraries), shared out over a feature's mails.
    `labels` are those of a head that is none of `HEADS`.
    """
    labels = labels or HEADS[head]
    size = len(labels)
    order = [one for one in examples if head in one.labels]
    seen = Counter(name for one in order for name in one.features)
    weights: dict[object, list[float]] = {name: [0.0] * size for name in seen}
    slopes: dict[object, list[float]] = {name: [1e-2] * size for name in seen}
    biases, bias_slopes = [0.0] * size, [1e-2] * size
    shuffle = random.Random(_SEED)  # noqa: S311 - an order, not a secret
    for epoch in range(epochs):
        shuffle.shuffle(order)
        step = 0.3 / (1 + epoch / 5)
        for example in order:
            rows = [
                (weights[name], slopes[name], value, strength / seen[name])
                for name, value in example.features.items()
            ]
            scores = [
                biases[number] + sum(row[number] * value for row, _, value, _ in rows) for number in range(size)
            ]
            for number, error in enumerate(_errors(scores, labels, example.labels[head])):
                bias_slopes[number] += error * error
                biases[number] -= step * error / sqrt(bias_slopes[number])
                for row, slope, value, decay in rows:
                    gradient = error * value + decay * row[number]
                    slope[number] += gradient * gradient
                    row[number] -= step * gradient / sqrt(slope[number])
    return weights, biases


def _errors(scores: Sequence[float], labels: Sequence[str], wanted: str) -> list[float]:
    if len(labels) == 1:
        return [1 / (1 + exp(-max(-30.0, min(30.0, scores[0])))) - (1.0 if wanted else 0.0)]
    top = max(scores)
    powers = [exp(score - top) for score in scores]
    whole = sum(powers)
    return [power / whole - (label == wanted) for power, label in zip(powers, labels, strict=True)]


def score(example: Example, weights: dict[object, list[float]], biases: Sequence[float]) -> list[float]:
    """The scores of a head's labels."""
    found = list(biases)
    for name, value in example.features.items():
        row = weights.get(name)
        if row is not None:
            for number in range(len(found)):
                found[number] += row[number] * value
    return found


_EPOCHS = {"mails": 12, "sentences": 10}
_STRENGTH = {"mails": 1.5, "sentences": 1.5, "kind": 0.7}
#: How much plain counts have a say beside regression, and what every count begins with; both by folds of our own mails.
_COUNTED, _SMOOTHED = 0.3, 0.3
#: A word that stands in one mail of fifty-five, this power of e, speaks as loud as a sign.
_LOUD = 4.0
#: The share of another mail's words in one that digresses.
_STRANGE = 0.3
#: So many draws of them are learned from in turn, and the mean is kept: one alone is a matter of luck.
_DRAWS = 4


def learn_head(
    head: str, of_mails: Sequence[Example], of_sentences: Sequence[Example]
) -> tuple[dict[object, list[float]], list[float]]:
    """The weights of one head."""
    if head == "kind":
        return _learn_kind(of_mails)
    which = "mails" if head in OF_MAILS else "sentences"
    return train(of_mails if which == "mails" else of_sentences, head, _EPOCHS[which], _STRENGTH[which])


def _learn_kind(examples: Sequence[Example]) -> tuple[dict[object, list[float]], list[float]]:
    """The weights of the kinds, the mean of what was learned beside some draws of digressing mails."""
    found = [_learn_loud([*examples, *digressing(examples, number)]) for number in range(_DRAWS)]
    rows = {name: [weights[name] for weights, _ in found] for name in found[0][0]}
    mean = {name: [sum(column) / _DRAWS for column in zip(*row, strict=True)] for name, row in rows.items()}
    return mean, [sum(column) / _DRAWS for column in zip(*(biases for _, biases in found), strict=True)]


def _learn_loud(examples: Sequence[Example]) -> tuple[dict[object, list[float]], list[float]]:
    """The weights of the kinds: regression with a voice of plain counts, in which rare words speak louder.

    What a mail is about stands in the few words of its matter; the little words, many to a mail, must not outvote them.
    """
    loud = rarity(examples)
    louder = [
        Example({name: value * loud[name] for name, value in one.features.items()}, one.labels) for one in examples
    ]
    weights, biases = train(louder, "kind", _EPOCHS["mails"], _STRENGTH["kind"])
    counts = counted(examples, "kind")
    return {
        name: [loud[name] * (one + _COUNTED * other) for one, other in zip(row, counts[name], strict=True)]
        for name, row in weights.items()
    }, biases


def digressing(examples: Sequence[Example], draw: int) -> Iterator[Example]:
    """Each whole mail once more, with some words of another one in it: what is said by the way tells no kind."""
    chance = random.Random(_SEED + draw)  # noqa: S311 - an order, not a secret
    whole = [one for one in examples if "confidential" in one.labels]
    for one in whole:
        other = chance.choice(whole)
        strange = [name for name in other.features if _is_word(name) and chance.random() < _STRANGE]
        words = sorted(
            {str(name) for name in one.features if _is_word(name, of_subject=True)}.union(map(str, strange))
        )
        marks = {name: value for name, value in one.features.items() if not _is_word(name, of_subject=True)}
        yield Example({**marks, **dict.fromkeys(words, LIKE_SHORT / sqrt(len(words) or 1))}, one.labels)


def _is_word(name: object, *, of_subject: bool = False) -> bool:
    return not str(name).startswith(("#", "s#", "@", "?")) and (of_subject or not str(name).startswith("s:"))


def rarity(examples: Sequence[Example]) -> dict[object, float]:
    """How loud each feature speaks: a word the louder the fewer mails it is in, a sign or a mark always 1."""
    seen = Counter(name for one in examples for name in one.features)
    return {
        name: log(len(examples) / times) / _LOUD if _is_word(name, of_subject=True) else 1.0
        for name, times in seen.items()
    }


def counted(examples: Sequence[Example], head: str) -> dict[object, list[float]]:
    """What plain counts say of each feature: how much rarer it is in the mails of all other labels.

    Complement naive Bayes (Rennie and others, 2003). With few mails a label, it and regression err on different ones.
    """
    labels = HEADS[head]
    counts: dict[object, list[float]] = defaultdict(lambda: [0.0] * len(labels))
    for example in examples:
        if head in example.labels:
            column = labels.index(example.labels[head])
            for name, value in example.features.items():
                is_mark = str(name).startswith(("#", "@"))
                counts[name][column] += value if is_mark else 1.0
    sums = [sum(column) for column in zip(*counts.values(), strict=True)]
    whole, smoothed = sum(sums), _SMOOTHED * len(counts)
    found = {}
    for name, row in counts.items():
        every = sum(row)
        rarity = [
            -log((every - one + _SMOOTHED) / (whole - total + smoothed)) for one, total in zip(row, sums, strict=True)
        ]
        middle = sum(rarity) / len(rarity)
        found[name] = [one - middle for one in rarity]
    return found


def build(of_mails: Sequence[Example], of_sentences: Sequence[Example]) -> bytes:
    """The bytes of the weights' file."""
    return written(
        [
            _part(OF_MAILS, of_mails, of_sentences, MAIL_LANES, once=1),
            _part(OF_SENTENCES, of_mails, of_sentences, SENTENCE_LANES, once=2),
        ]
    )


def _part(
    heads: Sequence[str], of_mails: Sequence[Example], of_sentences: Sequence[Example], lanes: Lanes, once: int
) -> tuple[dict[object, int], list[float]]:
    """The packed weights and the biases of some heads; features seen less often than `once` are left out."""
    width = sum(len(HEADS[head]) for head in heads)
    rows: dict[object, list[int]] = defaultdict(lambda: [0] * width)
    biases: list[float] = []
    for head in heads:
        weights, of_head = learn_head(head, of_mails, of_sentences)
        for name, values in weights.items():
            if max(map(abs, values)) >= _LEAST_WEIGHT["mails" if head in OF_MAILS else "sentences"]:
                rows[name][len(biases) : len(biases) + len(values)] = [round(value * SCALE) for value in values]
        biases += of_head
    seen = Counter(name for one in (*of_mails, *of_sentences) for name in one.features)
    return {name: lanes.pack(row) for name, row in rows.items() if seen[name] >= once and any(row)}, biases


# ── how well ──────────────────────────────────────────────────────────────────────────────────────────────


def intent_folds(corpora: Path, count: int = 5) -> dict[str, float | int]:
    """Precision, recall and F1 on the corpus's sentences, each fold judged by what was learned from the others."""
    corpus, own = corpus_sentences(corpora), own_sentences()
    right, wrong, missed = 0, 0, 0
    for held, rest in _split(corpus, count):
        weights, biases = train([*rest, *own], "intent", _EPOCHS["sentences"], _STRENGTH["sentences"])
        for one in held:
            says, is_so = score(one, weights, biases)[0] > 0, bool(one.labels["intent"])
            right, wrong, missed = (
                right + (says and is_so),
                wrong + (says and not is_so),
                missed + (is_so and not says),
            )
    return {
        "sentences": len(corpus),
        "folds": count,
        "precision": round(right / max(1, right + wrong), 3),
        "recall": round(right / max(1, right + missed), 3),
        "F1": round(2 * right / max(1, 2 * right + wrong + missed), 3),
    }


def mail_folds(count: int = 5) -> Iterator[tuple[str, float]]:
    """Each head with the share of our own mails that it judges right, learned from the other folds."""
    examples = mails()
    for head in OF_MAILS:
        hits = 0
        for held, rest in _split(examples, count):
            weights, biases = learn_head(head, [*rest, *glossary()], ())
            labels = HEADS[head]
            for one in held:
                scores = score(one, weights, biases)
                best = labels[scores.index(max(scores))] if len(labels) > 1 else (labels[0] if scores[0] > 0 else "")
                hits += best == one.labels[head]
        yield head, round(hits / len(examples), 3)


def _split(examples: Iterable[Example], count: int) -> Iterator[tuple[list[Example], list[Example]]]:
    order = list(examples)
    random.Random(_SEED).shuffle(order)  # noqa: S311 - an order, not a secret
    for number in range(count):
        yield order[number::count], [one for place, one in enumerate(order) if place % count != number]


def main(arguments: list[str]) -> int:
    """0 when the weights were written, or the figures printed."""
    parser = argparse.ArgumentParser(description="Train the model of judging.")
    parser.add_argument(
        "--corpora", type=Path, default=Path(os.environ.get("OFFICEBOT_CORPORA", ROOT.parent / "shared")) / "corpora"
    )
    parser.add_argument("--folds", action="store_true", help="measure, and write nothing")
    options = parser.parse_args(arguments)
    if options.folds:
        print("sentences that ask or promise:", intent_folds(options.corpora))
        for head, share in mail_folds():
            print(f"{head} of our own mails: {share}", flush=True)
        return 0
    data = build([*mails(), *glossary()], [*corpus_sentences(options.corpora), *own_sentences()])
    WEIGHTS.write_bytes(data)
    print(f"{WEIGHTS.relative_to(ROOT)}: {len(data)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
