"""Figures as people say them: a correction's "10 000" stands in a transcript as « dix mille ». Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

_FRENCH = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
]
_FRENCH_TENS = [
    "_",
    "_",
    "vingt",
    "trente",
    "quarante",
    "cinquante",
    "soixante",
    "soixante",
    "quatre-vingt",
    "quatre-vingt",
]
_ENGLISH = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_ENGLISH_TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_MULTIPLES = (
    "cent",
    "cents",
    "mille",
    "hundred",
    "thousand",
    "million",
    "millions",
    "milliard",
    "milliards",
    "billion",
)
_PARTS = frozenset(
    part for word in (*_FRENCH, *_FRENCH_TENS, *_ENGLISH, *_ENGLISH_TENS) for part in word.split("-") if part != "_"
)
#: All words that numbers are made of.
NUMBER_WORDS = _PARTS | frozenset((*_MULTIPLES, "vingts"))
_FIGURES = re.compile(r"(\d{1,3}(?:[ \u00a0\u202f.]?\d{3})?)(\s?(?:€|eur|euros?))?", re.IGNORECASE)


def spoken(before: str, after: str) -> Iterator[tuple[str, str]]:
    """What a correction of figures is where the minutes have them in words: the words, and what shall stand there.

    A unit in words goes with them where what follows brings its own.
    """
    found = _FIGURES.fullmatch(before.strip())
    if found is None:
        return
    value = int(re.sub(r"\D", "", found[1]))
    if value < 10 or found[1].startswith("0"):
        return  # « un », « deux » stand everywhere
    has_unit = re.search(r"€|\beur", after, re.IGNORECASE) is not None
    for words in (_in_french(value), _in_english(value)):
        if has_unit:
            yield f"{words} euros", after
        yield words, after


def _in_french(value: int) -> str:
    if value >= 1000:
        head, rest = divmod(value, 1000)
        how_many = _in_french(head)
        if head % 100 in (0, 80):
            how_many = how_many.removesuffix("s")
        said = "mille" if head == 1 else f"{how_many} mille"
        return f"{said} {_in_french(rest)}" if rest else said
    if value >= 100:
        head, rest = divmod(value, 100)
        said = "cent" if head == 1 else f"{_FRENCH[head]} cent"
        return f"{said} {_in_french(rest)}" if rest else said if head == 1 else f"{said}s"
    if value < 20:
        return _FRENCH[value]
    ten, rest = divmod(value, 10)
    if ten in (7, 9):
        rest += 10
    if not rest:
        return f"{_FRENCH_TENS[ten]}s" if ten == 8 else _FRENCH_TENS[ten]
    joint = " et " if rest in (1, 11) and ten < 8 else "-"
    return f"{_FRENCH_TENS[ten]}{joint}{_FRENCH[rest]}"


def _in_english(value: int) -> str:
    if value >= 1000:
        head, rest = divmod(value, 1000)
        joint = " and " if 0 < rest < 100 else " "
        return f"{_in_english(head)} thousand{joint}{_in_english(rest)}" if rest else f"{_in_english(head)} thousand"
    if value >= 100:
        head, rest = divmod(value, 100)
        return f"{_ENGLISH[head]} hundred and {_in_english(rest)}" if rest else f"{_ENGLISH[head]} hundred"
    if value < 20:
        return _ENGLISH[value]
    ten, rest = divmod(value, 10)
    return f"{_ENGLISH_TENS[ten]}-{_ENGLISH[rest]}" if rest else _ENGLISH_TENS[ten]
