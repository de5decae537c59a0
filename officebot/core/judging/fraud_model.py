"""A small linear model of frauds and of unwanted advertising; trained by tools/train_fraud.py.

It is the second voice beside the rules of `suspicion.py`: it has learned from examples what no rule names, sees words,
pairs of words, who writes, how, and what the rules found, and never speaks without the words that counted.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise, repeat
from math import exp, sqrt

from officebot.core.judging.evidence import Folded, fold
from officebot.core.judging.identity import is_open_to_all
from officebot.core.judging.lookalike import registered
from officebot.core.judging.model import LIKE_SHORT, SCALE, Lanes
from officebot.core.judging.signs import Signs
from officebot.core.judging.words import LITTLE_WORDS
from officebot.core.mail import Mail

#: What the model tells apart from everything else; a mail may be both or neither.
HEADS = ("fraud", "advert")
LANES = Lanes(len(HEADS))
_WEIGHTS = "fraud.bin"
_MOST_WORDS = 400
#: Words that stand in every mail: nothing is learned from them alone, and they are not worth quoting.
SAYS_NOTHING = frozenset(
    [
        "bonjour",
        "madame",
        "monsieur",
        "hello",
        "dear",
        "kind",
        "regards",
        "http",
        "https",
        "www",
        "example",
        "merci",
        "thanks",
        "please",
        "votre",
        "vous",
        "nous",
        "notre",
        "your",
        "have",
        "with",
        "this",
        "that",
        "from",
        "avec",
        "pour",
        "dans",
    ]
).union(*(words.split() for words in LITTLE_WORDS.values()))
# A mark's value is counted in whole parts, so that all weights are summed at once.
_PARTS = 64
#: What the rules found counts up to so much each, and for all together.
_MOST_OF_A_RULE, _MOST_OF_ALL = 3.0, 6.0


@dataclass(frozen=True, slots=True)
class Opinion:
    """How sure the model is, from 0 to 1, that a mail is a fraud, and that it is unwanted advertising."""

    fraud: float
    advert: float


@dataclass(frozen=True, slots=True)
class FraudModel:
    """The weights by word, pair of words or mark, packed; and the bias of each head."""

    weights: Mapping[object, int]
    biases: Sequence[float]

    def of(self, text: Folded, marks: Mapping[str, float]) -> Opinion:
        """The model's opinion of a mail by its folded subject and text and by `mail_marks`."""
        weigh = self.weights.get
        words = words_of(text)
        # Each word and each pair once.
        features: set[object] = {*words, *pairwise(words)}
        factor = LIKE_SHORT / sqrt(len(features) or 1) / SCALE
        lexical = LANES.two(sum(map(weigh, features, repeat(0))))
        seen = LANES.two(sum([weigh(mark, 0) * round(value * _PARTS) for mark, value in marks.items()]))
        scores = [
            of_words * factor + of_marks / (SCALE * _PARTS) + bias
            for of_words, of_marks, bias in zip(lexical, seen, self.biases, strict=True)
        ]
        return Opinion(*map(_sure, scores))

    def strongest(self, text: Folded, head: str, most: int = 3) -> list[str]:
        """The words of the text that speak most for a head, as they were written, in the text's order."""
        lane, words = HEADS.index(head), words_of(text)
        found: dict[int, int] = {}
        for at, word in enumerate(words):
            found[at] = LANES.one(self.weights.get(word, 0), lane)
        for at, pair in enumerate(pairwise(words)):
            half = LANES.one(self.weights.get(pair, 0), lane) // 2
            found[at] += half
            found[at + 1] += half
        best = sorted(found, key=lambda at: -found[at])
        chosen = dict.fromkeys(words[at] for at in best if found[at] > 0 and _tells(words[at]))
        places = sorted(words.index(word) for word in list(chosen)[:most])
        return [_written(text, place) for place in places]


def words_of(text: Folded) -> list[str]:
    """The words of subject and text, in order, without capitals and accents; "0" stands for anything with a number."""
    return text.plain_words[:_MOST_WORDS]


def mail_marks(mail: Mail, standing: str, signs: Signs, rules: Iterable[tuple[str, float]]) -> dict[str, float]:
    """What is seen of a mail besides its words; `rules` are the names and weights of what the rules found.

    `standing` tells what the office knows of the sender: "inside", "known" or "stranger".
    """
    sender = _of_sender(mail.sender.name, mail.sender.domain)
    found = {f"@{standing}": 1.0, f"@{mail.proof}": 1.0, **sender, **_of_files(mail)}
    flags = {
        "@list": mail.is_list,
        "@auto": mail.is_automatic,
        "@answer": bool(mail.in_reply_to),
        "@nobody": not mail.to and not mail.cc,
        "@link": signs.has_link,
        "@loud": "!" in mail.subject or (len(mail.subject) > 6 and mail.subject.isupper()),
    }
    found |= {name: 1.0 for name, is_so in flags.items() if is_so}
    found |= {f"#{sign}": min(_MOST_OF_A_RULE, strength) for sign, strength in signs.strength.items()}
    total = 0.0
    for name, weight in rules:
        found[f"!{name}"] = min(_MOST_OF_A_RULE, found.get(f"!{name}", 0.0) + weight)
        total += weight
    if total:
        found["!"] = min(_MOST_OF_ALL, total)
    return found


@lru_cache(maxsize=1024)
def _of_sender(name: str, domain: str) -> Mapping[str, float]:
    """The words of the sender's name and of the domain, and whether anybody may have an address there."""
    found = {f"n:{word}": 0.5 for word in fold(name[:80]).flat.split()}
    found |= {f"d:{word}": 0.5 for word in registered(domain).rpartition(".")[0].split("-")}
    if is_open_to_all(domain):
        found["@open"] = 1.0
    return found


def _of_files(mail: Mail) -> dict[str, float]:
    return {f".{one.name.rpartition('.')[2].lower()[:5]}": 1.0 for one in mail.attachments[:10]}


def _tells(word: str) -> bool:
    return len(word) > 3 and word not in SAYS_NOTHING


def _written(text: Folded, place: int) -> str:
    """The word at this place as it was written."""
    start, end = text.span(place, place + 1)
    return text.written[start:end]


def _sure(score: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))


# ── how it is kept ────────────────────────────────────────────────────────────────────────────────────────


def written(weights: Mapping[object, int], biases: Sequence[float]) -> bytes:
    """The file that `read_fraud_model` reads; the same weights give the same bytes."""
    names = sorted(weights, key=_name)
    head = json.dumps(
        {"heads": HEADS, "biases": [round(one, 4) for one in biases], "features": list(map(_name, names))}
    )
    rows = b"".join((weights[name] + LANES.bias).to_bytes(LANES.size, "little") for name in names)
    return zlib.compress(head.encode() + b"\n" + rows, 9)


def _name(feature: object) -> str:
    """A feature in the file: a pair of words is two with a blank between, which no other feature has."""
    return " ".join(feature) if isinstance(feature, tuple) else str(feature)


def read_fraud_model(data: bytes) -> FraudModel:
    """The model of a file that `written` made. Raises ValueError for the weights of other heads."""
    head, _, rows = zlib.decompress(data).partition(b"\n")
    described = json.loads(head)
    if tuple(described["heads"]) != HEADS:
        raise ValueError("these weights belong to other heads: train them again")
    names = [tuple(name.split(" ")) if " " in name else name for name in described["features"]]
    places = range(0, LANES.size * len(names), LANES.size)
    numbers = [int.from_bytes(rows[at : at + LANES.size], "little") - LANES.bias for at in places]
    return FraudModel(dict(zip(names, numbers, strict=True)), described["biases"])


@cache
def fraud_model() -> FraudModel:
    """The model that the package brings, read when it is first asked."""
    return read_fraud_model(files("officebot.core.judging").joinpath(_WEIGHTS).read_bytes())
