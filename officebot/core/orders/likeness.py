"""How alike two names of goods are: “RAM. A4 80G” and “Ramette papier A4 80 g blanc”, whoever wrote which."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache
from math import log
from typing import NamedTuple

from officebot.core.expressions import expression

#: Letters with digits stay whole where they name something (A4, 26A, USB3); a measure and its unit come apart (80 g).
_WORD = expression(r"[a-z]{1,6}\d{1,6}[a-z]{0,3}(?![a-z\d])|\d{1,9}(?:[.,]\d{1,4})?|[a-z]{1,30}")
_LITTLE = frozenset(
    re.findall(
        r"\w+",
        "a au aux avec d de des du en et l la le les ou par pour sans sur un une the of for with and or in on to by per"
        " piece pieces pc pcs ea each unite unites lot ref art article item no votre notre vos nos your our",
    )
)
#: The measures that say nothing of what is measured.
_UNITS = frozenset(re.findall(r"\w+", "g kg mm cm m ml cl l gsm gr grs w v h hr"))
#: What one calls a thing and the other another, in the trades of an office; each row is one thing.
_SAME = (
    ("stylo", "bille", "pen", "biro"), ("classeur", "binder", "file"), ("ramette", "ream", "papier", "paper", "copier"),
    ("cartouche", "toner", "cartridge"), ("siege", "chaise", "fauteuil", "chair", "seat"),
    ("ecran", "moniteur", "screen", "monitor"),
    ("portable", "ordinateur", "pc", "laptop", "notebook"), ("entretien", "maintenance", "servicing", "service"),
    ("formation", "stage", "training", "course"), ("nettoyage", "menage", "cleaning"), ("carton", "boite", "box", "case"),
    ("gant", "glove"), ("lampe", "luminaire", "lamp", "light"), ("licence", "license", "abonnement", "subscription"),
    ("noir", "black", "noire"), ("bleu", "blue", "bleue"), ("rouge", "red"), ("vert", "green", "verte"),
    ("blanc", "white", "blanche"), ("jaune", "yellow"), ("gris", "grey", "gray", "grise"), ("armoire", "cupboard", "cabinet"),
    ("bureau", "desk"), ("clavier", "keyboard"), ("souris", "mouse"), ("casque", "headset", "helmet"),
    ("verification", "controle", "inspection", "check"), ("visite", "visit", "passage", "intervention"),
)  # fmt: skip
_MEANS = {word: row[0] for row in _SAME for word in row}


@lru_cache(maxsize=50_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words by which goods are known: small letters, no accents, no plurals, no little words."""
    letters = unicodedata.normalize("NFKD", text[:400].casefold())
    letters = "".join(one for one in letters if not unicodedata.combining(one)).replace("œ", "oe")
    found = (_plain(word) for word in _WORD.findall(letters))
    return tuple(dict.fromkeys(word for word in found if word not in _LITTLE and word not in _UNITS))


def _plain(word: str) -> str:
    if word[0].isdigit():
        return (
            word.replace(",", ".").rstrip("0").rstrip(".") if "." in word or "," in word else word.lstrip("0") or "0"
        )
    if len(word) > 3 and word[-1] in "sx" and word[-2] not in "su":
        word = word[:-1]
    return _MEANS.get(word, word)


@lru_cache(maxsize=50_000)
def code_of(text: str) -> str:
    """An article's number as it is compared: letters and digits only; "" for what is none."""
    letters = "".join(one for one in text.upper() if one.isalnum())
    return (
        letters
        if len(letters) >= 3 and any(one.isdigit() for one in letters)
        else letters
        if len(letters) >= 5
        else ""
    )


def weights(labels: Iterable[str]) -> dict[str, float]:
    """How much each word tells among these labels, each counted once: one that all have tells little."""
    counted: dict[str, int] = {}
    different = {words_of(label) for label in labels}
    for words in different:
        for word in words:
            counted[word] = counted.get(word, 0) + 1
    number = len(different)
    return {word: 0.35 + log((number + 1) / count) for word, count in counted.items()}


class Alike(NamedTuple):
    """How words and a label agree: `covered` is the share of the label that is said, `told` how much the words tell.

    `against` is how much of what is said belongs to other goods; `words` are those of the label that are said.
    """

    covered: float
    told: float
    against: float
    words: frozenset[str]


_NOTHING = Alike(0.0, 0.0, 0.0, frozenset())


def alike(said: str, label: str, weight: Mapping[str, float]) -> Alike:
    """How words agree with a label; `weight` says how much each word tells. `labels.Labels` does it for many at once."""
    ours, theirs = words_of(label), words_of(said)
    if not ours or not theirs:
        return _NOTHING
    there, own = set(theirs), set(ours)
    shares = {word: share for word in ours if (share := _said(word, there))}
    against = [
        (tells(word, weight), own if _said(word, own) else frozenset[str]()) for word in theirs if word in weight
    ]
    one = agreed(ours, weight, shares, against)
    return one._replace(covered=one.told / whole_of(ours, weight))


def agreed(
    words: Iterable[str],
    weight: Mapping[str, float],
    shares: Mapping[str, float],
    against: Iterable[tuple[float, AbstractSet[str]]],
) -> Alike:
    """How a label's words agree with what is said, how much of it apart: `shares` says how surely each of them is said.

    `against` holds, for each word that is said, how much it tells and the labels' words that it stands for.
    """
    told, found = 0.0, []
    for word in words:
        if word in shares:
            told += tells(word, weight) * shares[word]
            found.append(word)
    speaks = 0.0
    for tells_so, forms in against:
        if forms.isdisjoint(words):
            speaks += tells_so
    return Alike(0.0, told, speaks, frozenset(found))


def whole_of(words: Iterable[str], weight: Mapping[str, float]) -> float:
    """How much all of a label's words tell."""
    whole = 0.0
    for word in words:
        whole += tells(word, weight)
    return whole


def tells(word: str, weight: Mapping[str, float]) -> float:
    """How much a word tells: a figure half of what it would as a word."""
    return weight.get(word, 1.0) * (0.5 if word[0].isdigit() else 1.0)


def _said(word: str, there: Collection[str]) -> float:
    """How surely a word is among others, in whatever form."""
    return 1.0 if word in there else max((share_of(word, other) for other in there), default=0.0)


def share_of(word: str, other: str) -> float:
    """How surely another word means this one: 1 for the same, less for a short form, a slip or another measure, else 0."""
    if word == other:
        return 1.0
    if word[0].isdigit():
        # 60 × 60 cm is 600 × 600 mm.
        return 0.7 if len(word) >= 2 and (other == f"{word}0" or (word[-1] == "0" and other == word[:-1])) else 0.0
    if other[0] != word[0] or other[-1].isdigit() or any(one.isdigit() for one in word):
        return 0.0
    short, long = (word, other) if len(word) <= len(other) else (other, word)
    if len(short) >= 3 and long.startswith(short):
        return 0.9 if len(short) >= 4 else 0.7
    if len(short) >= 5 and _near(short, long):
        return 0.8
    return 0.45 if 2 <= len(short) <= 4 < len(long) and _is_short_for(short, long) else 0.0


#: So many letters at least has a word in which one is taken for another: of shorter ones many differ in a letter only.
_CHANGED = 6


def _is_short_for(short: str, long: str) -> bool:
    """Whether letters stand for a word: wht for white, skt for socket."""
    rest = iter(long)
    return all(letter in rest for letter in short) and not any(letter in "aeiou" for letter in short[1:])


def _near(one: str, other: str) -> bool:
    """Whether one letter was missed, added or swapped, or in a longer word changed: « litre » is no slip of « livré »."""
    if len(other) - len(one) > 1:
        return False
    begin = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    rest, more = one[begin:], other[begin:]
    if len(one) == len(other):
        is_changed = rest[1:] == more[1:] and len(one) >= _CHANGED
        return is_changed or (rest[2:] == more[2:] and rest[:2] == more[:2][::-1])
    return rest == more[1:]
