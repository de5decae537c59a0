"""Figures as people say them: a correction's "10 000" stands in a transcript as « dix mille ». Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from officebot.core.expressions import expression
from officebot.core.number_words import cardinal

_FIGURES = expression(r"(\d{1,3}(?:[ \u00a0\u202f.]?\d{3})?)(\s?(?:€|eur|euros?))?", re.IGNORECASE)


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
    for words in (cardinal(value, "fr"), cardinal(value, "en")):
        if has_unit:
            yield f"{words} euros", after
        yield words, after
