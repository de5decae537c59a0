"""Days of the month that recognisers write in words: « avant le trente », "by the thirtieth". Pure."""

from __future__ import annotations

import re

_FRENCH = [
    "premier",
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
    "vingt",
    "vingt-et-un",
    "vingt-deux",
    "vingt-trois",
    "vingt-quatre",
    "vingt-cinq",
    "vingt-six",
    "vingt-sept",
    "vingt-huit",
    "vingt-neuf",
    "trente",
    "trente-et-un",
]
_ENGLISH = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
    "twenty-second",
    "twenty-third",
    "twenty-fourth",
    "twenty-fifth",
    "twenty-sixth",
    "twenty-seventh",
    "twenty-eighth",
    "twenty-ninth",
    "thirtieth",
    "thirty-first",
]
_DAYS = {word: number for words in (_FRENCH, _ENGLISH) for number, word in enumerate(words, 1)}
_WORDS = "|".join(word.replace("-", "[ -]") for word in sorted(_DAYS, key=len, reverse=True))
#: The month of such a day is not said: with one the date is read as it stands.
_DAY = re.compile(
    rf"(\b(?:avant|pour|d['’]ici|jusqu['’]) ?(?:le|au) |\bby the |\bbefore the |\buntil the )({_WORDS})"
    r"(?=\s{0,3}(?:$|[.,;:!?]|du mois|au plus tard|at the latest))",
    re.IGNORECASE,
)


def in_digits(text: str) -> tuple[str, dict[str, str]]:
    """The text with such days in digits, and for each place that was changed how it was said."""
    said: dict[str, str] = {}

    def digits(match: re.Match[str]) -> str:
        word = re.sub(r"\s", "-", match[2].casefold())
        day = f"{_DAYS[word]}{_ending(word)}"
        said[f"{match[1]}{day}".strip()] = match[0]
        return f"{match[1]}{day}"

    return _DAY.sub(digits, text), said


def _ending(word: str) -> str:
    """What English writes behind the digits."""
    if word not in _ENGLISH:
        return ""
    return {"first": "st", "second": "nd", "third": "rd"}.get(word.rpartition("-")[2], "th")
