"""Numbers as people say them, in French and English: « quatre-vingt-dix mille », “twenty-first”. Pure.

French is spelled the traditional way, with hyphens below a hundred only; whoever reads takes blanks for hyphens.
"""

from __future__ import annotations

from officebot.core.text import Language

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
_MULTIPLES = [
    "cent",
    "cents",
    "vingts",
    "mille",
    "hundred",
    "thousand",
    "million",
    "millions",
    "milliard",
    "milliards",
    "billion",
]
_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
             "twelve": "twelfth", "twenty": "twentieth", "thirty": "thirtieth"}  # fmt: skip
#: All words that numbers are made of.
NUMBER_WORDS = frozenset(
    part for word in (*_FRENCH, *_FRENCH_TENS, *_ENGLISH, *_ENGLISH_TENS, *_MULTIPLES) for part in word.split("-") if part != "_"
)  # fmt: skip


def cardinal(value: int, language: Language) -> str:
    """A number from 0 to 999,999 in words."""
    return _in_french(value) if language == "fr" else _in_english(value)


def day_of_month(day: int, language: Language) -> str:
    """A day from 1 to 31 as it is said: « premier », « vingt et un », “twenty-first”."""
    if language == "fr":
        return "premier" if day == 1 else _in_french(day)
    before, joint, last = _in_english(day).rpartition("-")
    return f"{before}{joint}{_ORDINALS.get(last, f'{last}th')}"


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
        if rest:
            return f"{said} {_in_french(rest)}"
        return said if head == 1 else f"{said}s"
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
