"""Trains the small model of frauds and advertising and writes officebot/core/judging/fraud.bin.

python tools/train_fraud.py --corpora FOLDER     needs the standard library only; the same bytes each time
python tools/train_fraud.py --folds --corpora …  measures on our own texts, each fold judged by what was learned from the others

What it learns from: tools/training/frauds.tsv, fair.tsv, adverts.tsv and mails*.tsv and the mails of
tests/core/judging/*.jsonl, all of our own; below FOLDER mail-spamassassin (spam-1 as advertising, the ham as fair;
spam-2 is never learned from) and mail-enron-categories (fair).
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parseaddr
from itertools import pairwise
from math import log, sqrt
from pathlib import Path

from train_judging import Example, is_held_out, train

from officebot.connectors.mailfiles import read_mails
from officebot.core.facts import OfficeFacts
from officebot.core.judging.evidence import fold
from officebot.core.judging.fraud_model import HEADS, LANES, SAYS_NOTHING, words_of, written
from officebot.core.judging.model import LIKE_SHORT, SCALE
from officebot.core.judging.reading import read
from officebot.core.judging.suspicion import FRAUD, seen_by_model
from officebot.core.mail import Address, Attachment, Mail, MessageRef, Proof
from officebot.core.people import Contact, Contacts, People, Person
from officebot.core.worktime import WorkingTime
from tests.core.judging.offices import FACTS, cases, mail_of

ROOT = Path(__file__).parents[1]
WEIGHTS = ROOT / "officebot" / "core" / "judging" / "fraud.bin"
TRAINING = ROOT / "tools" / "training"
_SEED = 20261126
_WHEN = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
_HERE = "delorme.example"
_PEOPLE = (("Bruno Delorme", "b.delorme"), ("Inès Fabri", "i.fabri"), ("Mark Osborne", "m.osborne"))
_SUPPLIERS = (("Papeteries du Rhône", "compta@papeteries-rhone.example"), ("Inkwell Ltd", "accounts@inkwell.example"))
_EPOCHS, _STRENGTH = 12, 0.7
#: Weights below this say nothing; features of fewer mails than this are chance.
_LEAST_WEIGHT, _LEAST_SEEN = 0.04, 2
#: From this probability on `--folds` counts a mail as called a fraud, and an advertisement.
_SAID = (0.65, 0.2)


def office(here: str, people: Iterable[tuple[str, str]], suppliers: Iterable[tuple[str, str]] = ()) -> OfficeFacts:
    """A small office that the texts are written to."""
    return OfficeFacts(
        name="Imprimerie",
        people=People(Person(name=name, address=f"{local}@{here}") for name, local in people),
        contacts=Contacts(Contact(name=name, addresses=(address,)) for name, address in suppliers),
        working_time=WorkingTime(),
        language="fr",
    )


OFFICE = office(_HERE, _PEOPLE, _SUPPLIERS)
#: Names of the office stand in its texts by chance: nothing is learned from them.
_NAMES = frozenset(
    word
    for name in (*(name for name, _ in (*_PEOPLE, *_SUPPLIERS)), *(person.name for person in FACTS.people.all))
    for word in fold(name).flat.split()
)


@dataclass(frozen=True, slots=True)
class Source:
    """A mail to learn from, how it counts, and where it is from."""

    mail: Mail
    labels: Mapping[str, str]
    origin: str
    facts: OfficeFacts = OFFICE


_PROOFS = tuple(f"@{proof}" for proof in (Proof.PASSED, Proof.UNPROVEN, Proof.UNKNOWN))
_FRAUD = {"fraud": "fraud"}
_FAIR = {"fraud": "", "advert": ""}
_ADVERT = {"advert": "advert"}


# ── what is learned from ──────────────────────────────────────────────────────────────────────────────────


def own() -> Iterator[Source]:
    """The mails of our own, each as it is written and once more as if no server had looked at its origin."""
    for name, labels in (("frauds", _FRAUD), ("fair", _FAIR), ("adverts", _ADVERT)):
        for row in _rows(TRAINING / f"{name}.tsv"):
            yield Source(_mail(*row), labels, name)
    for name, labels in (("frauds", _FRAUD), ("honest", _FAIR)):
        for case in cases(name):
            yield Source(mail_of(case), labels, f"{name} of the tests", FACTS)
    for path in sorted(TRAINING.glob("mails*.tsv")):
        for _, _, _, marks, subject, text in _rows(path):
            sender = f"A <a@{_HERE}>" if "in" in marks.split(",") else "A <a@partner.example>"
            yield Source(_mail(sender, f"passed,{marks}", "", "", subject, text), _FAIR, "mails")


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row and not row[0].startswith("#"):
                yield row


def _mail(sender: str, marks: str, answers_to: str, attachment: str, subject: str, text: str) -> Mail:
    proof, *others = marks.split(",")
    file, _, dangers = attachment.partition(":")
    return Mail(
        ref=MessageRef("training", "INBOX", 1, 1, ""),
        subject=subject,
        sender=_address(sender),
        reply_to=(_address(answers_to),) if answers_to else (),
        to=(Address("", f"i.fabri@{_HERE}"),),
        date=_WHEN,
        received=_WHEN,
        in_reply_to="<1@x.example>" if "re" in others else "",
        text=text,
        reply=text,
        proof=Proof(proof),
        is_list="list" in others,
        is_automatic="auto" in others,
        attachments=(_attached(file, "", *([dangers] if dangers else [])),) if file else (),
    )


def _attached(name: str, media_type: str, *dangers: str) -> Attachment:
    return Attachment(
        name=name, media_type=media_type, declared_type="", size=1, sha256="", part="2", dangers=dangers
    )


def _address(written_so: str) -> Address:
    name, plain = parseaddr(written_so)
    return Address(name, plain.lower())


def of_corpora(corpora: Path) -> Iterator[Source]:
    """The mails of the public collections, but for those honest ones that are kept for measuring."""
    for folder, labels in (
        ("mail-spamassassin/spam-1", _ADVERT),
        ("mail-spamassassin/easy-ham-1", _FAIR),
        ("mail-spamassassin/easy-ham-2", _FAIR),
        ("mail-spamassassin/hard-ham-1", _FAIR),
        ("mail-enron-categories", _FAIR),
    ):
        for file, mail in read_mails(corpora / folder):
            if isinstance(mail, Mail) and not (labels is _FAIR and is_held_out(file)):
                yield Source(mail, labels, folder)


def examples(sources: Iterable[Source]) -> list[Example]:
    """The features of the mails; those of our own twice, the second time without the rules' help and proven by chance.

    The rules were made with some of these mails before their makers' eyes, and frauds are proven as often as not.
    """
    found = []
    for number, source in enumerate(sources):
        reading = read(source.mail, source.facts.people)
        marks = seen_by_model(source.mail, source.facts, reading.first, reading.text)
        words = lexical(words_of(reading.text))
        found.append(Example(words | dict(marks.items()), dict(source.labels)))
        if not source.origin.startswith("mail-"):
            bare = {name: value for name, value in marks.items() if not name.startswith("!") and name not in _PROOFS}
            chance = _PROOFS[number % len(_PROOFS)]
            found.append(Example(words | dict(bare.items()) | {chance: 1.0}, dict(source.labels)))
    return found


def lexical(words: Sequence[str]) -> dict[object, float]:
    """The words and their pairs as `FraudModel.of` weighs them, without what says nothing and the office's names."""
    names: list[object] = [*sorted(set(words)), *sorted(set(pairwise(words)))]
    value = LIKE_SHORT / sqrt(len(names) or 1)
    return {name: value for name in names if _counts(name if isinstance(name, tuple) else (name,))}


def _counts(words: tuple[object, ...]) -> bool:
    return _NAMES.isdisjoint(words) and not SAYS_NOTHING.issuperset(words)


# ── how it learns ─────────────────────────────────────────────────────────────────────────────────────────


def learn(learned: Sequence[Example]) -> tuple[dict[object, list[float]], list[float]]:
    """The weights of all heads by feature, and their biases."""
    seen = Counter(name for one in learned for name in one.features)
    kept = [
        Example({name: value for name, value in one.features.items() if seen[name] >= _LEAST_SEEN}, one.labels)
        for one in learned
    ]
    rows: dict[object, list[float]] = defaultdict(lambda: [0.0] * len(HEADS))
    biases = []
    for number, head in enumerate(HEADS):
        weights, bias = train(kept, head, _EPOCHS, _STRENGTH, labels=(head,))
        for name, values in weights.items():
            rows[name][number] = values[0]
        biases += bias
    return rows, biases


def build(learned: Sequence[Example]) -> bytes:
    """The bytes of the weights' file."""
    weights, biases = learn(learned)
    packed = {
        name: LANES.pack(round(value * SCALE) for value in values)
        for name, values in weights.items()
        if max(map(abs, values)) >= _LEAST_WEIGHT
    }
    return written(packed, biases)


# ── how well ──────────────────────────────────────────────────────────────────────────────────────────────


def folds(corpora: Path, count: int = 5) -> Iterator[tuple[str, dict[str, float | int]]]:
    """By where mails of our own are from: how many the rules alone, the model alone and both together call a fraud.

    Each is judged by what was learned from the other folds and from the public collections.
    """
    order, collected = list(own()), examples(of_corpora(corpora))
    random.Random(_SEED).shuffle(order)  # noqa: S311 - an order, not a secret
    called: dict[str, list[tuple[bool, bool, bool]]] = defaultdict(list)
    for number in range(count):
        held = order[number::count]
        rest = [source for place, source in enumerate(order) if place % count != number]
        weights, biases = learn([*examples(rest), *collected])
        for source in held:
            features = examples([source])[0].features
            fraud, advert = (
                score >= log(said / (1 - said))
                for score, said in zip(_scores(features, weights, biases), _SAID, strict=True)
            )
            called[source.origin].append((float(features.get("!", 0.0)) >= FRAUD, fraud, advert))
    for origin, rows in sorted(called.items()):
        yield (
            origin,
            {
                "mails": len(rows),
                "rules": _share(rules for rules, _, _ in rows),
                "model": _share(fraud for _, fraud, _ in rows),
                "both": _share(rules or fraud for rules, fraud, _ in rows),
                "advertising": _share(advert for _, _, advert in rows),
            },
        )


def _scores(
    features: Mapping[object, float], weights: Mapping[object, Sequence[float]], biases: Sequence[float]
) -> list[float]:
    found = list(biases)
    for name, value in features.items():
        for number, weight in enumerate(weights.get(name, ())):
            found[number] += weight * value
    return found


def _share(answers: Iterable[bool]) -> float:
    given = list(answers)
    return round(sum(given) / len(given), 3)


def main(arguments: list[str]) -> int:
    """0 when the weights were written, or the figures printed."""
    parser = argparse.ArgumentParser(description="Train the model of frauds and advertising.")
    parser.add_argument(
        "--corpora", type=Path, default=Path(os.environ.get("OFFICEBOT_CORPORA", ROOT.parent / "shared")) / "corpora"
    )
    parser.add_argument("--folds", action="store_true", help="measure, and write nothing")
    options = parser.parse_args(arguments)
    if options.folds:
        for origin, figures in folds(options.corpora):
            print(f"{origin}: {figures}", flush=True)
        return 0
    data = build(examples([*own(), *of_corpora(options.corpora)]))
    WEIGHTS.write_bytes(data)
    print(f"{WEIGHTS.relative_to(ROOT)}: {len(data)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
