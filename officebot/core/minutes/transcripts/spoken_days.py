"""Days of the month that recognisers write in words: « avant le trente », "by the thirtieth". Pure."""

from __future__ import annotations

import re

from officebot.core.expressions import expression
from officebot.core.number_words import day_of_month
from officebot.core.text import LANGUAGES

_ENGLISH = frozenset(day_of_month(day, "en") for day in range(1, 32))
_DAYS = {day_of_month(day, of).replace(" ", "-"): day for of in LANGUAGES for day in range(1, 32)}
_WORDS = "|".join(word.replace("-", "[ -]") for word in sorted(_DAYS, key=len, reverse=True))
#: The month of such a day is not said: with one the date is read as it stands.
_DAY = expression(
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
