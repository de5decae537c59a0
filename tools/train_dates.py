"""Trains the model that tells which of a mail's dates is its deadline, and writes officebot/core/judging/which.bin.

python tools/train_dates.py             needs the standard library only; half a minute; the same bytes each time
python tools/train_dates.py --folds     measures: each of five folds judged by what was learned from the others

What it learns from: tools/training/dated*.tsv, mails of our own writing with the deadline that a person reads: when the mail was
sent (local), its language, the deadline or "-", the subject, the text.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import exp, sqrt
from pathlib import Path
from zoneinfo import ZoneInfo

from officebot.core.judging.act import asking
from officebot.core.judging.due import said_dates
from officebot.core.judging.model import model
from officebot.core.judging.reading import read
from officebot.core.judging.which import MOST, Candidate, Features, of_candidate, of_none, written
from officebot.core.mail import Mail, MessageRef
from officebot.core.people import People
from officebot.core.worktime import WorkingTime

ROOT = Path(__file__).parents[1]
WEIGHTS = ROOT / "officebot" / "core" / "judging" / "which.bin"
TRAINING = ROOT / "tools" / "training"
PARIS = ZoneInfo("Europe/Paris")
_SEED = 20261126
_EPOCHS, _STEP, _DECAY = 30, 0.15, 2e-4


@dataclass(frozen=True, slots=True)
class Example:
    """A mail's dates with their features and values, the features of none, and the deadline ("" for none)."""

    dates: tuple[tuple[Features, str], ...]
    none: Features
    wanted: str

    @property
    def right(self) -> list[int]:
        """The places that are right; that of none is behind the dates."""
        found = [place for place, (_, value) in enumerate(self.dates) if self.wanted and value == self.wanted]
        return found or [len(self.dates)]

    @property
    def can_be_found(self) -> bool:
        """Whether the deadline, if there is one, is among the dates that were read."""
        return not self.wanted or any(value == self.wanted for _, value in self.dates)


def examples() -> list[Example]:
    """The mails of our own that have dates."""
    return [one for path in sorted(TRAINING.glob("dated*.tsv")) for line in _rows(path) for one in _example(line)]


def _rows(path: Path) -> Iterator[list[str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def _example(row: Sequence[str]) -> Iterator[Example]:
    sent, language, wanted, subject, text = row
    at = datetime.fromisoformat(sent).replace(tzinfo=PARIS)
    body = text.replace("\\n", "\n")
    ref = MessageRef("", "", 0, 0, "")
    mail = Mail(ref=ref, subject=subject, date=at, received=at, text=body, reply=body)
    reading = read(mail, People(()))
    asks = [sentence for sentence, _ in asking(reading, model()).asks]
    kinds = model().of_mail(reading)["kind"]
    is_meeting = max(kinds, key=lambda kind: kinds[kind]) == "meeting"
    said = said_dates(mail, reading, asks, at, language, WorkingTime(), is_meeting=is_meeting)
    if said is not None:
        dates = tuple((of_candidate(one, said.candidates, said.scene), _value(one)) for one in said.candidates[:MOST])
        yield Example(dates, of_none(said.candidates, said.scene), "" if wanted == "-" else wanted)


def _value(one: Candidate) -> str:
    at = one.at.replace(tzinfo=None)
    return at.isoformat(timespec="minutes") if one.has_time else at.date().isoformat()


def train(learned: Sequence[Example]) -> dict[str, float]:
    """Weights by feature: a choice among a mail's dates and none, by steps that shrink (AdaGrad)."""
    weights: dict[str, float] = defaultdict(float)
    slopes: dict[str, float] = defaultdict(lambda: 1e-6)
    order = [one for one in learned if one.dates and one.can_be_found]
    shuffle = random.Random(_SEED)  # noqa: S311 - an order, not a secret
    for _ in range(_EPOCHS):
        shuffle.shuffle(order)
        for one in order:
            for features, error in _errors(one, weights):
                for name, value in features.items():
                    gradient = error * value + _DECAY * weights[name]
                    slopes[name] += gradient * gradient
                    weights[name] -= _STEP * gradient / sqrt(slopes[name])
    return dict(weights)


def _errors(one: Example, weights: dict[str, float]) -> Iterator[tuple[Features, float]]:
    """How much too likely each choice is; what is right may be told by several dates, which share it."""
    choices = [*(features for features, _ in one.dates), one.none]
    scores = [sum(weights[name] * value for name, value in features.items()) for features in choices]
    top = max(scores)
    powers = [exp(score - top) for score in scores]
    whole, right = sum(powers), one.right
    of_right = sum(powers[place] for place in right)
    for place, (features, power) in enumerate(zip(choices, powers, strict=True)):
        yield features, power / whole - (power / of_right if place in right else 0.0)


def is_right(one: Example, weights: dict[str, float]) -> bool:
    """Whether the model chooses what a person reads."""
    choices = [*(features for features, _ in one.dates), one.none]
    scores = [sum(weights.get(name, 0.0) * value for name, value in features.items()) for features in choices]
    best = scores.index(max(scores))
    return one.can_be_found and best in one.right


def folds(learned: Sequence[Example], count: int = 5) -> tuple[float, float]:
    """The shares of mails with a deadline, and of those without, that are judged right by the other folds' weights."""
    order = list(learned)
    random.Random(_SEED).shuffle(order)  # noqa: S311 - an order, not a secret
    hits: dict[bool, list[bool]] = {True: [], False: []}
    for number in range(count):
        weights = train([one for place, one in enumerate(order) if place % count != number])
        for one in order[number::count]:
            hits[bool(one.wanted)].append(is_right(one, weights))
    return tuple(round(sum(of) / max(1, len(of)), 3) for of in (hits[True], hits[False]))  # type: ignore[return-value]


def main(arguments: list[str]) -> int:
    """0 when the weights were written, or the figures printed."""
    parser = argparse.ArgumentParser(description="Train the model of deadlines.")
    parser.add_argument("--folds", action="store_true", help="measure, and write nothing")
    options = parser.parse_args(arguments)
    learned = examples()
    if options.folds:
        with_one, without = folds(learned)
        print(f"{len(learned)} mails: right where there is a deadline {with_one}, where there is none {without}")
        return 0
    data = written(train(learned))
    WEIGHTS.write_bytes(data)
    print(f"{WEIGHTS.relative_to(ROOT)}: {len(data)} bytes of {len(learned)} mails")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
